// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "sim/corridor/domain.h"

namespace cityloom::water {

/// The hydraulics behind the engine's door: customers' use by the hour, pumps that follow their tanks.
[[nodiscard]] std::unique_ptr<engine::Domain> make_domain(const engine::Setting& setting);

} // namespace cityloom::water

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "sim/corridor/domain.h"

namespace cityloom::charging {

/// Charging stations behind the engine's door: what vehicles draw there is load on the grid, and without power nobody
/// charges.
[[nodiscard]] std::unique_ptr<engine::Domain> make_domain(const engine::Setting& setting);

} // namespace cityloom::charging

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "sim/corridor/domain.h"

namespace cityloom::telecom {

/// Coverage behind the engine's door: which site serves each building and street, and which drivers hear live
/// information.
[[nodiscard]] std::unique_ptr<engine::Domain> make_domain(const engine::Setting& setting);

} // namespace cityloom::telecom

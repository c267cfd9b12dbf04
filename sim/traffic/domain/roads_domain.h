// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "sim/corridor/domain.h"

namespace cityloom::traffic {

/// The streets behind the engine's door: closures and blocked lanes, signals as consumers of power, what became of the
/// trips, and how far the hospital is. The vehicles themselves are the Simulation's, which the World steps.
[[nodiscard]] std::unique_ptr<engine::Domain> make_domain(const engine::Setting& setting);

} // namespace cityloom::traffic

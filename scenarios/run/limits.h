// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/traffic/micro/simulation.h"

namespace cityloom::scenarios {

/// A junction that limits a city: why its queues stand, in figures.
struct JunctionLimit {
    std::uint64_t id = 0; ///< of the junction: the source node's
    Point2 at;
    std::string streets;             ///< that meet there, " / " between them
    double demand_vph = 0.0;         ///< that wants to cross it, by the equilibrium that the run begins with
    double capacity_vph = 0.0;       ///< of all its approaches together (see traffic::equilibrium::Approach)
    double served_vph = 0.0;         ///< that crossed it in the run
    double standing_vehicle_h = 0.0; ///< stood because of it, spillback counted to it
    std::string tightest;            ///< the approach with the highest demand over capacity
    double tightest_ratio = 0.0;
};

/// The junctions that most standing time goes back to, worst first.
/// \param turn_flow_vph of the equilibrium, per turn. \param hours length of the run.
[[nodiscard]] std::vector<JunctionLimit>
limits_of(const traffic::Simulation& traffic, std::span<const double> turn_flow_vph, double hours, std::size_t most);

} // namespace cityloom::scenarios

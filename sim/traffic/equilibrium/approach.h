// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "sim/traffic/network.h"

namespace cityloom::traffic::equilibrium {

/// What an edge lets out at its end, by the signal plans and the flows that it gives way to.
struct Approach {
    double running_s = 0.0;       ///< over the edge at its limit
    double capacity_vph = 1800.0; ///< of all lanes together
    double cycle_s = 0.0;         ///< 0: no signal
    double green_share = 1.0;     ///< of the cycle, mean over its lanes
};

/// Approaches of all edges.
///
/// A lane's capacity is its saturation flow (1,850 veh/h, this engine's own: docs/benchmarks.md) times the green share
/// of its movements. Turns that give way fill gaps in what they give way to: c = v exp(-v tc) / (1 - exp(-v tf))
/// (Harders 1968; Highway Capacity Manual 2000, eq. 17-3), with two sneakers a cycle where a signal permits them; those
/// who let people on foot pass have pedestrian_factor() of it. A lane that several turns share has c = sum(q) / sum(q /
/// c of each turn) (ibid., eq. 17-15). \param turn_flow_vph flow of each turn.
[[nodiscard]] std::vector<Approach> approaches(const RoadNetwork& net, std::span<const double> turn_flow_vph);

/// Mean time over an edge (s) for those who reach its end in a period of \p period_h hours at \p flow_vph.
///
/// Running time, uniform delay d1 and overflow delay d2 (Highway Capacity Manual 2000, eq. 16-11 and 16-12; Webster
/// 1958, Akcelik 1981), k I = 0.5 at signals and 1 elsewhere (eq. 17-38), and the queue that the period begins with,
/// served first.
[[nodiscard]] double edge_time_s(const Approach& approach, double flow_vph, double period_h, double queue_veh);

} // namespace cityloom::traffic::equilibrium

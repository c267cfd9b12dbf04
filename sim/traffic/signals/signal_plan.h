// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// Signals that run one after another on one cycle.
struct CoordinatedSignals {
    std::vector<std::uint32_t> controllers;
    double cycle_s = 0.0;           ///< common; some may run twice in it
    double cost_veh = 0.0;          ///< vehicles that wait, with a stop counted as 10 s
    double uncoordinated_veh = 0.0; ///< the same with each signal on a cycle of its own
};

/// Makes every controller's fixed-time plan: stages by stages_of(), cycle and splits after Webster, and along corridors
/// one cycle (the longest that one of them needs, or half of it where that is enough) with the offsets that
/// CorridorModel finds. A corridor that costs more than its signals on their own is parted at its weakest link. \param
/// turn_flow_vph expected flow of each turn; empty: flows by the rank of the street. \return what was coordinated.
std::vector<CoordinatedSignals> plan_signals(RoadNetwork& net, std::span<const double> turn_flow_vph);

} // namespace cityloom::traffic

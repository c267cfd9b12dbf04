// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "sim/traffic/meso/signal_windows.h"
#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// A lane as the link queues read it. Lanes of an edge lie together, from the kerb.
struct LinkLane {
    float length_m = 0.0F;
    float limit_mps = 0.0F;
    std::uint32_t edge = kNone;
    std::uint32_t turn_begin = 0; ///< in LinkPlan::turns
    std::uint8_t turn_count = 0;
    std::uint8_t use = 0;
};

/// A way across a junction as the link queues read it.
struct LinkTurn {
    std::uint64_t movement = 0; ///< its bit in the controller's masks; 0: no signal rules it
    std::uint32_t to_edge = kNone;
    std::uint32_t lane = kNone; ///< that it comes from
    std::uint32_t controller = kNone;
    Range majors; ///< in LinkPlan::majors: the turns that it gives way to
    float length_m = 0.0F;
    float speed_mps = 0.0F;
    float saturation_s = 0.0F; ///< headway of passenger cars that leave a queue by it; 0: as the lane's own capacity
    float follow_s = 0.0F;     ///< the same while there is traffic with priority
    TimeUs critical = 0;       ///< the shortest headway in that traffic that is taken
    std::uint8_t use = 0;
    bool inside = false;  ///< one vehicle may wait for its gap inside the junction
    bool all_way = false; ///< first come, first served
};

/// The network laid out for the link queues. Junctions lie in the micro engine's order, near each other in memory when
/// they are near each other on the ground.
struct LinkPlan {
    /// \param saturation_vph of passenger cars a lane at a signal, straight on.
    LinkPlan(const RoadNetwork& net, const SignalWindows& signals, double saturation_vph);

    std::vector<LinkLane> lanes;
    std::vector<LinkTurn> turns;
    std::vector<std::uint32_t> turn_to_edge; ///< the turns' to_edge side by side: what the choice of a lane reads
    std::vector<std::uint32_t> majors;       ///< turns
    std::vector<Range> edge_lanes;           ///< per RoadNetwork edge
};

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/derive/road_graph.h"
#include "sim/traffic/network.h"

namespace cityloom::gis {

/// Limits outside of these are taken for these.
inline constexpr double kSlowestMps = 2.0;
inline constexpr double kFastestMps = 40.0;

/// Working state of derive_roads(): the graph, the network being filled, and what links the two.
struct RoadBuilder {
    const City& city;
    RoadGraph graph;
    traffic::RoadNetwork net;

    // per edge
    std::vector<std::uint32_t> edge_segment;
    std::vector<std::uint8_t> edge_backward;    ///< 1: runs against its segment's line
    std::vector<std::uint32_t> edge_street_end; ///< street at the end it arrives at
    std::vector<std::uint32_t> edge_street_start;

    void prune();        ///< keeps what a vehicle can both reach and leave; lists the rest
    void make_edges();   ///< edges and lanes, trimmed at the stop lines
    void make_turns();   ///< which lane leads where
    void make_control(); ///< priorities, signals

    /// The lanes of an edge for everyone, without its bicycle lane.
    [[nodiscard]] Range general_lanes(std::uint32_t edge) const;
    /// Its bicycle lane, the one at the kerb; kNone where it has none.
    [[nodiscard]] std::uint32_t bicycle_lane(std::uint32_t edge) const;

    /// Where a lane begins or ends: its centre at the stop line, and the driving direction there.
    struct LaneEnd {
        Point2 at;
        Point2 direction;
    };
    [[nodiscard]] LaneEnd lane_start(std::uint32_t lane) const;
    [[nodiscard]] LaneEnd lane_end(std::uint32_t lane) const;
};

} // namespace cityloom::gis

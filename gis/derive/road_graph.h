// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "gis/city/city.h"

namespace cityloom::gis {

/// A stretch of drivable street between two graph nodes, both directions together.
struct RoadSegment {
    std::uint32_t street = kNone;      ///< City::streets: the one that gives name, class and speed
    std::uint32_t from_street = kNone; ///< the street at the from end, for turn restrictions
    std::uint32_t to_street = kNone;
    std::uint32_t from = kNone; ///< RoadGraph::nodes
    std::uint32_t to = kNone;
    std::vector<Point2> line;       ///< from ... to
    std::uint8_t lanes_forward = 0; ///< 0: closed in this direction
    std::uint8_t lanes_backward = 0;
    double cycle_forward_m = 0.0; ///< width of the bicycle lane on the kerb side; 0: none
    double cycle_backward_m = 0.0;
    double length_m = 0.0;
    bool roundabout = false;
    bool alive = true;
    bool against = false; ///< its line runs against its streets' nodes; said of those that change by the hour
    struct Mark {
        double along_m = 0.0;
        std::uint32_t node = kNone; ///< City::street_nodes
    };
    /// Which source street it is along its line, in order: several where streets were joined.
    struct Part {
        double from_m = 0.0;
        double to_m = 0.0;
        std::uint32_t street = kNone; ///< City::streets
    };
    std::vector<Part> parts;
    std::vector<Mark> marks; ///< signals, stops and give-ways mapped between the ends, in order

    [[nodiscard]] std::uint32_t other(std::uint32_t node) const noexcept { return node == from ? to : from; }
};

struct RoadGraphNode {
    std::uint64_t id = 0; ///< the smallest source node id of those merged here
    Point2 at;
    std::vector<std::uint32_t> street_nodes; ///< City::street_nodes that were merged here
    std::uint32_t signal_nodes = 0;          ///< mapped signals assigned to this node
    bool mini_roundabout = false;
    bool barred = false;  ///< a barrier: nobody drives from one of its streets into another
    bool gateway = false; ///< a street leaves the extract here
};

/// Streets that carry cars, split where they meet. Clusters of nodes closer than a junction is wide are one node.
struct RoadGraph {
    std::vector<RoadGraphNode> nodes;
    std::vector<RoadSegment> segments;
    std::vector<RoadSegment> crowded; ///< left out: more meet at one junction than it takes
    double total_km = 0.0;            ///< of motorway ... living street with links, as mapped
    double strong_share = 0.0;        ///< by length, in the largest strongly connected part, as tagged
    double strong_share_gateways = 0.0;
};

/// What one junction takes, in streets and in lanes of all of them: which turns hinder which grows with the fourth
/// power of the streets.
inline constexpr std::size_t kMostArms = 24;
inline constexpr std::size_t kMostArmLanes = 96;

/// Splits, joins and clusters, following the recipe for imported cities in ARCHITECTURE.md (nodes whose links fall
/// below about 15 m are one junction; rings keep their links of 8 m or more; signals move to the junction they guard).
[[nodiscard]] RoadGraph build_road_graph(const City& city);

/// Strongly connected components over directed arcs (Tarjan 1972, without recursion): a component number per node.
[[nodiscard]] std::vector<std::uint32_t>
strong_components(std::size_t nodes, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& arcs);

} // namespace cityloom::gis

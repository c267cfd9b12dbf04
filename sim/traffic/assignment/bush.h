// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "sim/traffic/assignment/loaded_links.h"
#include "sim/traffic/assignment/network.h"

namespace cityloom::traffic::assignment {

/// The links that one origin's trips of one user class use: no cycles, every reachable node reached (Dial 2006, "A
/// path-based user-equilibrium traffic assignment algorithm that obviates path storage and enumeration", Transportation
/// Research B 40, 917-936). Nodes stand in topological order and are meant by their rank in it.
struct Bush {
    struct Arc {
        std::uint32_t link = 0;
        std::uint32_t tail = 0; ///< rank
        double flow = 0.0;      ///< PCU
    };
    std::uint32_t origin = 0;
    std::vector<std::uint32_t> node;                      ///< by rank; the origin is first
    std::vector<std::uint32_t> first;                     ///< arcs into rank k: first[k] .. first[k + 1] - 1
    std::vector<Arc> arcs;                                ///< by the rank of their heads
    std::vector<std::uint32_t> wanted;                    ///< ranks, but the first, from which a destination is reached
    std::vector<std::uint32_t> merges;                    ///< those of them with more than one arc
    std::vector<std::pair<std::uint32_t, double>> demand; ///< destination node, PCU
    double total_demand = 0.0;
};

/// Room for work on one bush at a time; one a thread.
struct BushScratch {
    explicit BushScratch(std::size_t nodes);

    // By rank in the bush at hand.
    std::vector<double> shortest;         ///< within the bush
    std::vector<double> longest;          ///< over the arcs in use
    std::vector<std::uint32_t> best_arc;  ///< on which the shortest path arrives
    std::vector<std::uint32_t> worst_arc; ///< on which the longest does; kNoArc where no arc is in use
    // By node.
    std::vector<double> distance; ///< over the whole network
    std::vector<std::uint32_t> rank;
    std::vector<std::uint8_t> queued;
    std::vector<std::uint8_t> nearer; ///< over the whole network than within the bush
    std::vector<std::uint8_t> wanted; ///< by rank
    // Lists, by rank and otherwise, that are kept for their memory.
    std::vector<std::uint32_t> order;
    std::vector<std::uint32_t> place;
    std::vector<double> through;
    std::vector<std::uint32_t> queue;
    std::vector<std::uint32_t> low_segment;
    std::vector<std::uint32_t> high_segment;
    std::vector<std::pair<double, std::uint32_t>> heap;
    std::vector<std::pair<std::uint32_t, Bush::Arc>> found; ///< rank of the head, new arc
    std::vector<Bush::Arc> arcs;
    std::vector<std::uint32_t> first;
    std::vector<std::uint32_t> node;
};
inline constexpr std::uint32_t kNoArc = 0xFFFF'FFFF;

/// Makes the bush the tree of shortest paths at the present costs (Dijkstra 1959). Fails with the destination that
/// cannot be reached.
[[nodiscard]] tl::expected<void, std::uint32_t> plant(Bush& bush, const Graph& graph, const LoadedLinks& links,
                                                      BushScratch& scratch);

/// Puts the demand on the bush, shared between the arcs into a node as their flows are now. Flows are conserved to the
/// last few bits afterwards, whatever many shifts have rounded away. Lists which ranks are wanted.
void share_out(Bush& bush, BushScratch& scratch);

/// What a bush's trips cost now, and what they would on shortest paths at these costs.
struct BushCost {
    double total = 0.0;  ///< sum of flow times cost
    double excess = 0.0; ///< sum of flow times (distance to tail + cost - distance to head): total less shortest
};

/// Measures the bush against shortest paths over the whole network, and takes in the links that shorten them, drops
/// those without use. Costs are read only, so bushes may be improved side by side.
[[nodiscard]] BushCost improve(Bush& bush, const Graph& graph, const LoadedLinks& links, BushScratch& scratch);

/// One pass over the bush from its ends to its origin: at every node that used paths of different costs reach, flow
/// moves from the worst to the best by Newton's method (Dial 2006, sec. 4).
void equilibrate(Bush& bush, LoadedLinks& links, BushScratch& scratch);

} // namespace cityloom::traffic::assignment

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/assignment/bush.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace cityloom::traffic::assignment {

namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();

} // namespace

BushScratch::BushScratch(std::size_t nodes)
    : shortest(nodes),
      longest(nodes),
      best_arc(nodes),
      worst_arc(nodes),
      distance(nodes, kFar),
      rank(nodes),
      queued(nodes, 0),
      nearer(nodes),
      wanted(nodes),
      order(nodes),
      place(nodes),
      through(nodes) {}

tl::expected<void, std::uint32_t> plant(Bush& bush, const Graph& graph, const LoadedLinks& links,
                                        BushScratch& scratch) {
    using Entry = std::pair<double, std::uint32_t>;
    const auto& cost = links.costs();
    auto& heap = scratch.heap;
    std::ranges::fill(scratch.distance, kFar);
    std::ranges::fill(scratch.best_arc, kNoArc);  // here: the link into a node
    std::ranges::fill(scratch.worst_arc, kNoArc); // here: the node before it
    scratch.distance[bush.origin] = 0.0;
    heap.assign(1, Entry{0.0, bush.origin});
    bush.node.clear();
    bush.arcs.clear();
    bush.first.assign(1, 0);
    while (!heap.empty()) {
        std::ranges::pop_heap(heap, std::greater<>{});
        const auto [distance, node] = heap.back();
        heap.pop_back();
        if (distance > scratch.distance[node] || scratch.queued[node] != 0) {
            continue;
        }
        scratch.queued[node] = 1; // settled
        scratch.rank[node] = static_cast<std::uint32_t>(bush.node.size());
        bush.node.push_back(node);
        if (node != bush.origin) {
            bush.arcs.push_back({scratch.best_arc[node], scratch.rank[scratch.worst_arc[node]], 0.0});
        }
        bush.first.push_back(static_cast<std::uint32_t>(bush.arcs.size()));
        if (!graph.through(node, bush.origin)) {
            continue;
        }
        for (std::uint32_t link = graph.first[node]; link < graph.first[node + 1]; ++link) {
            const std::uint32_t head = graph.head[link];
            const double through = distance + cost[link];
            if (through < scratch.distance[head]) {
                scratch.distance[head] = through;
                scratch.best_arc[head] = link;
                scratch.worst_arc[head] = node;
                heap.emplace_back(through, head);
                std::ranges::push_heap(heap, std::greater<>{});
            }
        }
    }
    for (const std::uint32_t node : bush.node) {
        scratch.queued[node] = 0;
    }
    for (const auto& [node, flow] : bush.demand) {
        if (scratch.distance[node] == kFar) {
            return tl::make_unexpected(node);
        }
    }
    return {};
}

void share_out(Bush& bush, BushScratch& scratch) {
    const auto ranks = static_cast<std::uint32_t>(bush.node.size());
    for (std::uint32_t k = 0; k < ranks; ++k) {
        scratch.rank[bush.node[k]] = k;
        scratch.through[k] = 0.0;
        scratch.wanted[k] = 0;
    }
    for (const auto& [node, flow] : bush.demand) {
        scratch.through[scratch.rank[node]] += flow;
        scratch.wanted[scratch.rank[node]] = 1;
    }
    for (std::uint32_t k = ranks; k-- > 1;) {
        const double through = scratch.through[k];
        const std::span arcs{bush.arcs.data() + bush.first[k], bush.first[k + 1] - bush.first[k]};
        double sum = 0.0;
        for (const Bush::Arc& arc : arcs) {
            sum += arc.flow;
        }
        for (Bush::Arc& arc : arcs) {
            arc.flow = arcs.size() == 1 ? through : sum > 0.0 ? through * (arc.flow / sum) : 0.0;
            scratch.through[arc.tail] += arc.flow;
            scratch.wanted[arc.tail] |= scratch.wanted[k];
        }
        if (sum == 0.0 && arcs.size() > 1 && through > 0.0) { // rounding left no trace of how to share it
            arcs.front().flow = through;
            scratch.through[arcs.front().tail] += through;
        }
    }
    bush.wanted.clear();
    bush.merges.clear();
    for (std::uint32_t k = 1; k < ranks; ++k) {
        if (scratch.wanted[k] != 0) {
            bush.wanted.push_back(k);
            if (bush.first[k + 1] - bush.first[k] > 1) {
                bush.merges.push_back(k);
            }
        }
    }
}

} // namespace cityloom::traffic::assignment

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "sim/traffic/assignment/bush.h"

namespace cityloom::traffic::assignment {

namespace {

/// Shortest paths within the bush, and longest over the arcs that it will keep: those in use, and the best into each
/// node. No kept arc then leads to a smaller `longest`, which is what keeps new arcs from closing a cycle.
void label(const Bush& bush, const std::vector<double>& cost, BushScratch& scratch) {
    scratch.shortest[0] = 0.0;
    scratch.longest[0] = 0.0;
    for (std::uint32_t k = 1; k < bush.node.size(); ++k) {
        std::uint32_t best = bush.first[k];
        double shortest = scratch.shortest[bush.arcs[best].tail] + cost[bush.arcs[best].link];
        for (std::uint32_t a = best + 1; a < bush.first[k + 1]; ++a) {
            const double through = scratch.shortest[bush.arcs[a].tail] + cost[bush.arcs[a].link];
            if (through < shortest) {
                shortest = through;
                best = a;
            }
        }
        double longest = 0.0;
        for (std::uint32_t a = bush.first[k]; a < bush.first[k + 1]; ++a) {
            if (a == best || bush.arcs[a].flow > 0.0) {
                longest = std::max(longest, scratch.longest[bush.arcs[a].tail] + cost[bush.arcs[a].link]);
            }
        }
        scratch.shortest[k] = shortest;
        scratch.longest[k] = longest;
        scratch.best_arc[k] = best;
    }
}

/// Distances over the whole network: label correcting from the bush's own shortest paths, which are nearly right.
/// Marks the nodes that are nearer than within the bush. \return whether there are any.
bool correct_distances(const Bush& bush, const Graph& graph, const std::vector<double>& cost, BushScratch& scratch) {
    auto& queue = scratch.queue;
    queue.clear();
    for (std::uint32_t k = 0; k < bush.node.size(); ++k) {
        scratch.rank[bush.node[k]] = k;
        scratch.distance[bush.node[k]] = scratch.shortest[k];
        scratch.nearer[bush.node[k]] = 0;
    }
    bool shorter = false;
    const auto scan = [&](std::uint32_t node, std::uint32_t scanned_below) {
        if (!graph.through(node, bush.origin)) {
            return;
        }
        const double distance = scratch.distance[node];
        for (std::uint32_t link = graph.first[node]; link < graph.first[node + 1]; ++link) {
            const std::uint32_t head = graph.head[link];
            const double through = distance + cost[link];
            if (through < scratch.distance[head]) {
                scratch.distance[head] = through;
                scratch.nearer[head] = 1;
                shorter = true;
                if (scratch.rank[head] < scanned_below && scratch.queued[head] == 0) {
                    scratch.queued[head] = 1;
                    queue.push_back(head);
                }
            }
        }
    };
    for (std::uint32_t k = 0; k < bush.node.size(); ++k) {
        scan(bush.node[k], k);
    }
    std::size_t front = 0;
    while (front < queue.size()) { // it grows
        const std::uint32_t node = queue[front++];
        scratch.queued[node] = 0;
        scan(node, kNoArc);
    }
    return shorter;
}

BushCost measure(const Bush& bush, const std::vector<double>& cost, const BushScratch& scratch, bool& idle) {
    BushCost sum;
    for (std::uint32_t k = 1; k < bush.node.size(); ++k) {
        const double head = scratch.distance[bush.node[k]];
        for (std::uint32_t a = bush.first[k]; a < bush.first[k + 1]; ++a) {
            const Bush::Arc& arc = bush.arcs[a];
            if (arc.flow > 0.0) {
                const double along = cost[arc.link];
                sum.total += arc.flow * along;
                sum.excess += arc.flow * std::max(0.0, scratch.distance[bush.node[arc.tail]] + along - head);
            } else {
                idle |= a != scratch.best_arc[k];
            }
        }
    }
    return sum;
}

bool contains(const Bush& bush, std::uint32_t head_rank, std::uint32_t link) {
    for (std::uint32_t a = bush.first[head_rank]; a < bush.first[head_rank + 1]; ++a) {
        if (bush.arcs[a].link == link) {
            return true;
        }
    }
    return false;
}

/// Collects the links that shorten a path, within the bush or to where the shortest paths of the whole network run, and
/// that lead from a smaller to a larger `longest`. \return whether the order of the ranks still serves.
bool find_shortcuts(const Bush& bush, const Graph& graph, const std::vector<double>& cost, BushScratch& scratch) {
    scratch.found.clear();
    bool ordered = true;
    for (std::uint32_t k = 0; k < bush.node.size(); ++k) {
        const std::uint32_t node = bush.node[k];
        if (!graph.through(node, bush.origin)) {
            continue;
        }
        for (std::uint32_t link = graph.first[node]; link < graph.first[node + 1]; ++link) {
            const std::uint32_t head = graph.head[link];
            if (scratch.nearer[head] == 0) {
                continue;
            }
            const std::uint32_t to = scratch.rank[head];
            const bool shortens = scratch.shortest[k] + cost[link] < scratch.shortest[to] ||
                                  scratch.distance[node] + cost[link] <= scratch.distance[head];
            if (shortens && scratch.longest[k] < scratch.longest[to] && !contains(bush, to, link)) {
                scratch.found.push_back({to, {link, k, 0.0}});
                ordered &= k < to;
            }
        }
    }
    return ordered;
}

/// The bush again, without idle arcs and with those found.
void rebuild(Bush& bush, BushScratch& scratch, bool ordered) {
    const auto ranks = static_cast<std::uint32_t>(bush.node.size());
    auto& order = scratch.order;
    order.resize(ranks);
    std::iota(order.begin(), order.end(), 0U);
    if (!ordered) {
        std::ranges::stable_sort(order, {}, [&](std::uint32_t k) { return scratch.longest[k]; });
    }
    for (std::uint32_t k = 0; k < ranks; ++k) {
        scratch.place[order[k]] = k;
    }
    std::ranges::stable_sort(scratch.found, {}, [&](const auto& each) { return scratch.place[each.first]; });
    auto& arcs = scratch.arcs;
    auto& first = scratch.first;
    auto& node = scratch.node;
    arcs.clear();
    first.assign(1, 0);
    node.clear();
    auto found = scratch.found.begin();
    for (std::uint32_t k = 0; k < ranks; ++k) {
        const std::uint32_t old = order[k];
        node.push_back(bush.node[old]);
        if (old != 0) {
            for (std::uint32_t a = bush.first[old]; a < bush.first[old + 1]; ++a) {
                const Bush::Arc& arc = bush.arcs[a];
                if (arc.flow > 0.0 || a == scratch.best_arc[old]) {
                    arcs.push_back({arc.link, scratch.place[arc.tail], arc.flow});
                }
            }
        }
        for (; found != scratch.found.end() && found->first == old; ++found) {
            arcs.push_back({found->second.link, scratch.place[found->second.tail], 0.0});
        }
        first.push_back(static_cast<std::uint32_t>(arcs.size()));
    }
    bush.arcs.assign(arcs.begin(), arcs.end()); // not swapped: scratch keeps its room, a bush no more than it needs
    bush.first.assign(first.begin(), first.end());
    bush.node.assign(node.begin(), node.end());
}

} // namespace

BushCost improve(Bush& bush, const Graph& graph, const LoadedLinks& links, BushScratch& scratch) {
    const auto& cost = links.costs();
    label(bush, cost, scratch);
    const bool shorter = correct_distances(bush, graph, cost, scratch);
    bool idle = false;
    const BushCost sum = measure(bush, cost, scratch, idle);
    if (shorter || idle) {
        const bool ordered = find_shortcuts(bush, graph, cost, scratch);
        rebuild(bush, scratch, ordered);
    }
    share_out(bush, scratch);
    return sum;
}

} // namespace cityloom::traffic::assignment

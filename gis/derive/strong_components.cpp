// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>

#include "gis/derive/road_graph.h"

namespace cityloom::gis {

std::vector<std::uint32_t> strong_components(std::size_t nodes,
                                             const std::vector<std::pair<std::uint32_t, std::uint32_t>>& arcs) {
    std::vector<std::uint32_t> first(nodes + 1, 0);
    for (const auto& [from, to] : arcs) {
        ++first[from + 1];
    }
    for (std::size_t i = 0; i < nodes; ++i) {
        first[i + 1] += first[i];
    }
    std::vector<std::uint32_t> target(arcs.size());
    std::vector<std::uint32_t> fill(first.begin(), first.end() - 1);
    for (const auto& [from, to] : arcs) {
        target[fill[from]++] = to;
    }

    constexpr std::uint32_t kUnseen = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> component(nodes, kUnseen);
    std::vector<std::uint32_t> order(nodes, kUnseen);
    std::vector<std::uint32_t> low(nodes, 0);
    std::vector<std::uint32_t> cursor(first.begin(), first.end() - 1);
    std::vector<std::uint32_t> stack;
    std::vector<std::uint32_t> path;
    std::uint32_t next_order = 0;
    std::uint32_t next_component = 0;
    for (std::uint32_t root = 0; root < nodes; ++root) {
        if (order[root] != kUnseen) {
            continue;
        }
        path.push_back(root);
        while (!path.empty()) {
            const std::uint32_t node = path.back();
            if (order[node] == kUnseen) {
                order[node] = low[node] = next_order++;
                stack.push_back(node);
            }
            bool descended = false;
            while (cursor[node] < first[node + 1]) {
                const std::uint32_t to = target[cursor[node]];
                if (order[to] == kUnseen) {
                    path.push_back(to);
                    descended = true;
                    break;
                }
                if (component[to] == kUnseen) {
                    low[node] = std::min(low[node], low[to]);
                }
                ++cursor[node];
            }
            if (descended) {
                continue;
            }
            if (low[node] == order[node]) {
                for (std::uint32_t member = kUnseen; member != node;) {
                    member = stack.back();
                    stack.pop_back();
                    component[member] = next_component;
                }
                ++next_component;
            }
            path.pop_back();
            if (!path.empty()) {
                low[path.back()] = std::min(low[path.back()], low[node]);
            }
        }
    }
    return component;
}

} // namespace cityloom::gis

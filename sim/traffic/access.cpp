// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/access.h"

#include <queue>

namespace cityloom::traffic {

std::vector<float> times_to_nearest(const Router& router, std::span<const std::uint32_t> targets,
                                    std::span<const float> edge_s) {
    const auto n = static_cast<std::uint32_t>(router.edge_count());
    std::vector<std::vector<std::pair<std::uint32_t, float>>> backward(n);
    for (std::uint32_t e = 0; e < n; ++e) {
        for (const Router::Arc& arc : router.arcs(e)) {
            backward[arc.to].emplace_back(e, arc.penalty_s);
        }
    }
    std::vector<float> best(n, Router::kClosed);
    using Entry = std::pair<float, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    for (const std::uint32_t target : targets) {
        if (target < n) {
            best[target] = 0.0F;
            open.emplace(0.0F, target);
        }
    }
    while (!open.empty()) {
        const auto [cost, edge] = open.top();
        open.pop();
        if (cost > best[edge]) {
            continue;
        }
        for (const auto& [from, penalty] : backward[edge]) {
            const float next = cost + penalty + edge_s[edge];
            if (next < best[from]) {
                best[from] = next;
                open.emplace(next, from);
            }
        }
    }
    return best;
}

} // namespace cityloom::traffic

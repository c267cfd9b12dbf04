// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/access.h"

#include <queue>
#include <utility>

namespace cityloom::traffic {

namespace {

struct Step {
    std::uint32_t edge = 0;
    float cost_s = 0.0F;
};

/// \param steps(edge, visit) calls visit(Step) for each edge that is next, with the cost of going on to it.
template <typename Steps>
std::vector<float> search(std::size_t edges, std::span<const std::uint32_t> sources, const Steps& steps) {
    std::vector<float> best(edges, Router::kClosed);
    using Entry = std::pair<float, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    for (const std::uint32_t source : sources) {
        if (source < edges) {
            best[source] = 0.0F;
            open.emplace(0.0F, source);
        }
    }
    while (!open.empty()) {
        const auto [cost, edge] = open.top();
        open.pop();
        if (cost > best[edge]) {
            continue;
        }
        steps(edge, [&, so_far = cost](Step step) {
            const float next = so_far + step.cost_s;
            if (next < best[step.edge]) {
                best[step.edge] = next;
                open.emplace(next, step.edge);
            }
        });
    }
    return best;
}

} // namespace

std::vector<float> times_to_nearest(const Router& router, std::span<const std::uint32_t> targets,
                                    std::span<const float> edge_s) {
    const auto n = static_cast<std::uint32_t>(router.edge_count());
    std::vector<std::vector<Step>> backward(n);
    for (std::uint32_t e = 0; e < n; ++e) {
        for (const Router::Arc& arc : router.arcs(e)) {
            backward[arc.to].push_back({e, arc.penalty_s});
        }
    }
    return search(n, targets, [&](std::uint32_t edge, const auto& visit) {
        for (const Step& from : backward[edge]) {
            visit({from.edge, from.cost_s + edge_s[edge]});
        }
    });
}

std::vector<float> times_from_nearest(const Router& router, std::span<const std::uint32_t> sources,
                                      std::span<const float> edge_s) {
    return search(router.edge_count(), sources, [&](std::uint32_t edge, const auto& visit) {
        for (const Router::Arc& arc : router.arcs(edge)) {
            visit({arc.to, arc.penalty_s + edge_s[arc.to]});
        }
    });
}

} // namespace cityloom::traffic

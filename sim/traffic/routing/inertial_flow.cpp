// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/routing/inertial_flow.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace cityloom::traffic::routing {

namespace {

constexpr double kTerminalShare = 0.3; // of the vertices, at either end of the line

/// Undirected flow network in compressed rows; each link stands in the rows of both of its ends.
struct FlowNetwork {
    struct Half {
        std::uint32_t to = 0;
        std::uint32_t twin = 0; // the same link in the other row
        std::uint32_t capacity = 0;
    };
    std::vector<std::uint32_t> first;
    std::vector<Half> halves;
    std::vector<std::uint32_t> residual;

    FlowNetwork(std::size_t vertices, std::span<const CutLink> links) : first(vertices + 1, 0) {
        for (const CutLink& link : links) {
            ++first[link.a + 1];
            ++first[link.b + 1];
        }
        std::partial_sum(first.begin(), first.end(), first.begin());
        std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
        halves.resize(2 * links.size());
        for (const CutLink& link : links) {
            const std::uint32_t x = next[link.a]++;
            const std::uint32_t y = next[link.b]++;
            halves[x] = {link.b, y, link.capacity};
            halves[y] = {link.a, x, link.capacity};
        }
    }
};

/// Maximum flow from the vertices marked 1 to those marked 2 by shortest augmenting paths (Edmonds and Karp 1972): cuts
/// of street networks are small, so few paths are needed. Leaves in \p reached what the source still reaches.
std::uint32_t max_flow(FlowNetwork& net, std::span<const std::uint8_t> terminal, std::uint32_t give_up,
                       std::vector<std::uint8_t>& reached) {
    net.residual.resize(net.halves.size());
    std::transform(net.halves.begin(), net.halves.end(), net.residual.begin(),
                   [](const auto& h) { return h.capacity; });
    std::vector<std::uint32_t> by(terminal.size());
    std::vector<std::uint32_t> open;
    std::uint32_t flow = 0;
    for (;;) {
        reached.assign(terminal.size(), 0);
        open.clear();
        for (std::uint32_t v = 0; v < terminal.size(); ++v) {
            if (terminal[v] == 1) {
                reached[v] = 1;
                open.push_back(v);
            }
        }
        std::uint32_t sink = std::numeric_limits<std::uint32_t>::max();
        for (std::size_t k = 0; k < open.size() && sink == std::numeric_limits<std::uint32_t>::max(); ++k) {
            for (std::uint32_t h = net.first[open[k]]; h < net.first[open[k] + 1]; ++h) {
                const std::uint32_t to = net.halves[h].to;
                if (net.residual[h] == 0 || reached[to] != 0) {
                    continue;
                }
                reached[to] = 1;
                by[to] = h;
                open.push_back(to);
                if (terminal[to] == 2) {
                    sink = to;
                    break;
                }
            }
        }
        if (sink == std::numeric_limits<std::uint32_t>::max() || flow >= give_up) {
            return flow;
        }
        std::uint32_t amount = std::numeric_limits<std::uint32_t>::max();
        for (std::uint32_t v = sink; terminal[v] != 1; v = net.halves[net.halves[by[v]].twin].to) {
            amount = std::min(amount, net.residual[by[v]]);
        }
        for (std::uint32_t v = sink; terminal[v] != 1; v = net.halves[net.halves[by[v]].twin].to) {
            net.residual[by[v]] -= amount;
            net.residual[net.halves[by[v]].twin] += amount;
        }
        flow += amount;
    }
}

} // namespace

std::vector<std::uint8_t> bisect(std::span<const Point2> at, std::span<const CutLink> links) {
    const std::size_t n = at.size();
    std::vector<std::uint8_t> best(n, 0);
    const auto terminals = std::max<std::size_t>(1, static_cast<std::size_t>(kTerminalShare * static_cast<double>(n)));
    FlowNetwork net{n, links};
    std::vector<std::uint32_t> order(n);
    std::vector<std::uint8_t> terminal(n);
    std::vector<std::uint8_t> reached;
    double best_score = std::numeric_limits<double>::infinity();
    constexpr std::array<Point2, 4> kLines{Point2{1.0, 0.0}, Point2{0.0, 1.0}, Point2{1.0, 1.0}, Point2{1.0, -1.0}};
    for (const Point2& line : kLines) {
        std::iota(order.begin(), order.end(), 0U);
        std::stable_sort(order.begin(), order.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return dot(at[a], line) < dot(at[b], line); });
        std::fill(terminal.begin(), terminal.end(), std::uint8_t{0});
        for (std::size_t k = 0; k < terminals; ++k) {
            terminal[order[k]] = 1;
            terminal[order[n - 1 - k]] = 2;
        }
        const double worth = best_score * static_cast<double>(n) * 0.5;
        const auto give_up = worth < 1e9 ? static_cast<std::uint32_t>(worth) + 1 : 1'000'000'000U;
        const std::uint32_t flow = max_flow(net, terminal, give_up, reached);
        const auto near = static_cast<double>(std::count(reached.begin(), reached.end(), std::uint8_t{1}));
        const double smaller = std::min(near, static_cast<double>(n) - near);
        if (smaller > 0.0 && (static_cast<double>(flow) + 0.01) / smaller < best_score) {
            best_score = (static_cast<double>(flow) + 0.01) / smaller;
            best = reached;
        }
    }
    return best;
}

} // namespace cityloom::traffic::routing

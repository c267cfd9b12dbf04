// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/preload.h"

#include <algorithm>
#include <cmath>

#include "sim/core/executor.h"

namespace cityloom::traffic {

namespace {

constexpr std::size_t kSlices = 4;

double capacity_vph(const RoadNetwork& net, const Edge& edge) {
    const Junction& junction = net.junctions[edge.to];
    const double green = junction.control == JunctionControl::Signal ? 0.42 : edge.rank <= 3 ? 0.8 : 0.5;
    return 1800.0 * edge.lanes.count * green;
}

} // namespace

Preload preload(const RoadNetwork& net, const Router& router, std::span<const Trip> trips, double hours,
                float taste_spread, Executor& executor) {
    const auto free = router.free_times_s();
    Preload result{{free.begin(), free.end()}, std::vector<double>(net.turns.size(), 0.0)};
    std::vector<double> edge_vehicles(net.edges.size(), 0.0);
    std::vector<std::vector<std::uint32_t>> routes(trips.size());
    for (std::size_t slice = 0; slice < kSlices; ++slice) {
        const std::size_t members = trips.size() > slice ? (trips.size() - slice + kSlices - 1) / kSlices : 0;
        executor.for_each_block(members, [&](std::size_t first, std::size_t last) {
            Router::Scratch scratch;
            for (std::size_t k = first; k < last; ++k) {
                const std::size_t t = k * kSlices + slice;
                router.route(trips[t].from_edge, trips[t].to_edge, result.edge_times_s, {trips[t].id, taste_spread},
                             scratch, routes[t]);
            }
        });
        for (std::size_t t = slice; t < trips.size(); t += kSlices) {
            for (const std::uint32_t e : routes[t]) {
                edge_vehicles[e] += 1.0;
            }
        }
        const double scale = static_cast<double>(kSlices) / (static_cast<double>(slice + 1) * std::max(0.1, hours));
        for (std::size_t e = 0; e < net.edges.size(); ++e) {
            const double ratio = std::min(2.5, edge_vehicles[e] * scale / capacity_vph(net, net.edges[e]));
            result.edge_times_s[e] = free[e] * static_cast<float>(1.0 + 0.15 * ratio * ratio * ratio * ratio);
        }
    }
    for (const auto& route : routes) {
        for (std::size_t k = 1; k < route.size(); ++k) {
            const Edge& edge = net.edges[route[k - 1]];
            std::vector<std::uint32_t> ways;
            for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
                for (std::uint32_t t = net.lanes[lane].turns.begin; t < net.lanes[lane].turns.end(); ++t) {
                    if (net.lanes[net.turns[t].to_lane].edge == route[k]) {
                        ways.push_back(t);
                    }
                }
            }
            for (const std::uint32_t t : ways) {
                result.turn_flow_vph[t] += 1.0 / (static_cast<double>(ways.size()) * std::max(0.1, hours));
            }
        }
    }
    return result;
}

} // namespace cityloom::traffic

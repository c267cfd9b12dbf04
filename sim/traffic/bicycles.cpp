// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/bicycles.h"

#include <algorithm>

#include "sim/traffic/routing/route_finder.h"
#include "sim/traffic/vehicle.h"

namespace cityloom::traffic {

namespace {

using Arcs = std::vector<std::vector<std::uint32_t>>;

std::vector<bool> reached(const Arcs& arcs, std::uint32_t from) {
    std::vector<bool> seen(arcs.size(), false);
    std::vector<std::uint32_t> open{from};
    seen[from] = true;
    while (!open.empty()) {
        const std::uint32_t e = open.back();
        open.pop_back();
        for (const std::uint32_t to : arcs[e]) {
            if (!seen[to]) {
                seen[to] = true;
                open.push_back(to);
            }
        }
    }
    return seen;
}

} // namespace

std::vector<bool> bicycle_edges(const RoadNetwork& net) {
    Arcs out(net.edges.size());
    Arcs in(net.edges.size());
    for (const Turn& turn : net.turns) {
        const Lane& from = net.lanes[turn.from_lane];
        const Lane& to = net.lanes[turn.to_lane];
        if ((static_cast<unsigned>(turn.use) & from.use & to.use & kBicycles) != 0) {
            out[from.edge].push_back(to.edge);
            in[to.edge].push_back(from.edge);
        }
    }
    std::vector<bool> best(net.edges.size(), false);
    std::vector<bool> looked(net.edges.size(), false);
    std::size_t most = 0;
    std::size_t left = net.edges.size();
    for (std::uint32_t e = 0; e < net.edges.size() && left > most; ++e) {
        if (looked[e]) {
            continue;
        }
        if (out[e].empty() || in[e].empty()) {
            looked[e] = true;
            --left;
            continue;
        }
        const std::vector<bool> there = reached(out, e);
        const std::vector<bool> back = reached(in, e);
        std::vector<bool> both(net.edges.size(), false);
        std::size_t count = 0;
        for (std::size_t k = 0; k < both.size(); ++k) {
            both[k] = there[k] && back[k];
            count += both[k] ? 1U : 0U;
            left -= both[k] && !looked[k] ? 1U : 0U;
            looked[k] = looked[k] || both[k];
        }
        if (count > std::max<std::size_t>(1, most)) {
            most = count;
            best = both;
        }
    }
    return best;
}

std::vector<std::vector<std::uint32_t>> bicycle_routes(const RoadNetwork& net, const Router& router,
                                                       std::span<const Trip> trips, float taste_spread,
                                                       std::span<const std::uint32_t> closed_edges,
                                                       Executor& executor) {
    std::vector<float> times;
    for (const Edge& edge : net.edges) {
        times.push_back(static_cast<float>(edge.length_m) / kVehicleTypes[kBicycle].max_speed_mps);
    }
    for (const std::uint32_t e : closed_edges) {
        times[e] = Router::kClosed;
    }
    routing::RouteFinder finder{net, router, taste_spread};
    finder.set_times(times);
    finder.expect(kBicycles, trips.size(), executor);
    std::vector<std::vector<std::uint32_t>> routes(trips.size());
    executor.for_each_block(trips.size(), [&](std::size_t first, std::size_t last) {
        routing::RouteFinder::Lease lease{finder};
        for (std::size_t k = first; k < last; ++k) {
            finder.route(trips[k].from_edge, trips[k].to_edge, {trips[k].id, taste_spread, kBicycles}, lease,
                         routes[k]);
        }
    });
    return routes;
}

} // namespace cityloom::traffic

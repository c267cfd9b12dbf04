// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "sim/traffic/router.h"
#include "sim/traffic/workload.h"

namespace cityloom::traffic {

/// The best way from an edge to another by way of others, in their order, leg by leg. \p find is
/// float(from, to, route), as Router::route(). Its cost, or Router::kClosed with an empty route.
template <typename Find>
float way_by(std::uint32_t from, std::span<const std::uint32_t> via, std::uint32_t to, const Find& find,
             std::vector<std::uint32_t>& route) {
    if (!via.empty() && via.front() == from) {
        via = via.subspan(1);
    }
    if (via.empty()) {
        return find(from, to, route);
    }
    std::vector<std::uint32_t> leg;
    route.assign(1, from);
    float cost = 0.0F;
    for (std::size_t k = 0; k <= via.size(); ++k) {
        cost += find(route.back(), k < via.size() ? via[k] : to, leg);
        if (leg.empty()) {
            route.clear();
            return Router::kClosed;
        }
        route.insert(route.end(), leg.begin() + 1, leg.end());
    }
    return cost;
}

/// The same for a whole trip; one that ends behind its begin on the same edge drives once around.
/// \param times on the edges, as \p find takes them.
template <typename Find>
float way_of(const Trip& trip, const Workload& work, const Router& router, std::span<const float> times,
             std::uint8_t use, const Find& find, std::vector<std::uint32_t>& route) {
    const std::span<const std::uint32_t> via{work.via.data() + trip.via.begin, trip.via.count};
    const bool around = trip.from_edge == trip.to_edge && via.empty() && trip.to_m >= 0.0F && trip.to_m < trip.from_m;
    if (!around) {
        return way_by(trip.from_edge, via, trip.to_edge, find, route);
    }
    float best = Router::kClosed;
    std::vector<std::uint32_t> best_route;
    for (const Router::Arc& arc : router.arcs(trip.from_edge)) {
        if ((static_cast<unsigned>(arc.use) & use) == 0 || times[arc.to] == Router::kClosed) {
            continue;
        }
        const float cost = arc.penalty_s + times[arc.to] + find(arc.to, trip.to_edge, route);
        if (!route.empty() && cost < best) {
            best = cost;
            best_route = route;
            best_route.insert(best_route.begin(), trip.from_edge);
        }
    }
    route = best_route;
    return best;
}

} // namespace cityloom::traffic

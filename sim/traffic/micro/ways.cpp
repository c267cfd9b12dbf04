// SPDX-License-Identifier: GPL-3.0-or-later
// Ways at current travel times, by what a trip has to pass.
#include "sim/traffic/ways.h"
#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

float Simulation::State::way_on(std::uint32_t from, std::span<const std::uint32_t> via, std::uint32_t to,
                                Router::Taste taste, routing::RouteFinder::Lease& scratch,
                                std::vector<std::uint32_t>& route) const {
    const auto find = [&](std::uint32_t begin, std::uint32_t end, std::vector<std::uint32_t>& way) {
        return finder.route(begin, end, taste, scratch, way);
    };
    return way_by(from, via, to, find, route);
}

float Simulation::State::whole_way(const Trip& trip, Router::Taste taste, routing::RouteFinder::Lease& scratch,
                                   std::vector<std::uint32_t>& route) const {
    const auto find = [&](std::uint32_t begin, std::uint32_t end, std::vector<std::uint32_t>& way) {
        return finder.route(begin, end, taste, scratch, way);
    };
    return way_of(trip, work, router, routing_s, taste.use, find, route);
}

std::span<const std::uint32_t> Simulation::State::still_to_pass(const Vehicle& v) const {
    const Range range = work.trips[v.trip].via;
    const std::span<const std::uint32_t> via{work.via.data() + range.begin, range.count};
    const std::vector<std::uint32_t>& route = routes[v.trip];
    std::size_t left = via.size();
    for (std::size_t at = route.size(); left > 0 && at > v.cursor + std::size_t{1}; --at) {
        left -= route[at - 1] == via[left - 1] ? 1U : 0U;
    }
    return via.subspan(left);
}

} // namespace cityloom::traffic

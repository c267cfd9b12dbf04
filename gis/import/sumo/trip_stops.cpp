// SPDX-License-Identifier: GPL-3.0-or-later
// Where vehicles halt on their way, and what a trip without a route passes.
#include <algorithm>

#include "gis/import/sumo/workload_maker.h"

namespace cityloom::gis::sumo {

namespace {
constexpr TimeUs kBoardingUs = kSecondUs / 2; // SUMO's boardingDuration
constexpr TimeUs kLoadingUs = 90 * kSecondUs; // and its loadingDuration
} // namespace

std::vector<WorkloadMaker::OwnStop> WorkloadMaker::stops_of(const RawVehicle& vehicle, std::uint32_t route,
                                                            TimeUs depart, TimeUs shift) const {
    std::vector<OwnStop> all;
    const auto add = [&](std::uint32_t index, TimeUs later) {
        if (builder_.lane_of[demand_.stops[index].lane] == kNone) {
            remarks_.add("stops on lanes that no road vehicle may use are left out");
        } else {
            all.push_back({&demand_.stops[index], later});
        }
    };
    Range of_route;
    if (route != kNone) { // its stops count from the departure
        const RawRoute& source = demand_.routes[route];
        of_route = source.stops;
        for (std::uint32_t round = 0; round < source.rounds; ++round) {
            for (std::uint32_t s = of_route.begin; s < of_route.end(); ++s) {
                add(s, depart + round * source.round_lasts);
            }
        }
    }
    for (std::uint32_t s = vehicle.stops.begin; s < vehicle.stops.end(); ++s) {
        if (s < of_route.begin || s >= of_route.end()) { // one within the vehicle's own route is that one's
            add(s, shift);
        }
    }
    return all;
}

/// A trip passes the edges that it names, then those of its stops.
void WorkloadMaker::pass_by(const RawVehicle& vehicle, traffic::Trip& trip) {
    std::vector<std::uint32_t>& list = out_.work.via;
    trip.via.begin = static_cast<std::uint32_t>(list.size());
    const auto pass = [&](std::uint32_t raw_edge) {
        const std::uint32_t edge = builder_.edge_of[raw_edge];
        if (edge == kNone) {
            fault(vehicle,
                  "passes the edge \"" + raw_.edges[raw_edge].id + "\", which no road vehicle may use; choose another");
        }
        const bool first = list.size() == trip.via.begin;
        if (edge != (first ? trip.from_edge : list.back())) {
            list.push_back(edge);
        }
    };
    for (std::uint32_t k = vehicle.via.begin; k < vehicle.via.end(); ++k) {
        pass(demand_.via[k]);
    }
    const auto named = static_cast<std::ptrdiff_t>(list.size());
    for (std::uint32_t s = vehicle.stops.begin; s < vehicle.stops.end(); ++s) {
        const std::uint32_t edge = raw_.lanes[demand_.stops[s].lane].edge;
        const auto begin = list.begin() + trip.via.begin;
        if (builder_.edge_of[edge] != kNone &&
            std::find(begin, list.begin() + named, builder_.edge_of[edge]) == list.begin() + named) {
            pass(edge);
        }
    }
    while (list.size() > trip.via.begin && list.back() == trip.to_edge) {
        list.pop_back();
    }
    trip.via.count = static_cast<std::uint32_t>(list.size()) - trip.via.begin;
}

/// Not before whom it waits for has come; for ever where nobody does.
TimeUs WorkloadMaker::until_boarded(const RawVehicle& vehicle, const std::string& id, const RawStop& stop,
                                    TimeUs until) {
    constexpr TimeUs kForEver = TimeUs{365 * 24} * kHourUs;
    if (!stop.for_riders) {
        return until;
    }
    const TimeUs ready = riders_ready(vehicle, id, &stop);
    if (ready == -2) {
        remarks_.add("stops wait for people or goods that other vehicles bring: they last as long as they say besides");
    } else if (ready == -1) {
        remarks_.add("stops wait for people or goods that never come to them, and last for ever");
    }
    return ready == -2   ? until
           : ready == -1 ? kForEver
                         : std::max(until, ready + (stop.for_goods ? kLoadingUs : kBoardingUs));
}

void WorkloadMaker::add_stops(const RawVehicle& vehicle, const std::string& id, traffic::Trip& trip,
                              const std::vector<OwnStop>& stops) {
    trip.stops.begin = static_cast<std::uint32_t>(out_.work.stops.size());
    std::uint32_t at = 0; // edge of the route that is reached
    float along = std::max(0.0F, trip.from_m);
    const Range edges = trip.route == kNone ? Range{} : out_.work.routes[trip.route];
    const VehicleTypes::Type& type = demand_.types.types()[trip.type];
    for (const OwnStop& own : stops) {
        const RawStop& source = *own.stop;
        if (source.for_riders && (source.for_goods ? type.holds : type.seats) == 0) {
            remarks_.add("stops wait for people or goods that their vehicles have no room for, and are left out");
            continue;
        }
        const std::uint32_t lane = builder_.lane_of[source.lane];
        const std::uint32_t edge = out_.net.lanes[lane].edge;
        std::uint32_t next = at;
        const auto end_m = static_cast<float>(source.end_m);
        if (next < edges.count && out_.work.route_edges[edges.begin + next] == edge && end_m + 0.1F < along) {
            ++next;
        }
        while (next < edges.count && out_.work.route_edges[edges.begin + next] != edge) {
            ++next;
        }
        if (next >= edges.count && trip.route != kNone) {
            if (options_.skip_broken_routes) {
                remarks_.add("stops do not lie ahead on their route and are left out, as ignore-route-errors asks");
                continue;
            }
            builder_.files.fault(
                source.place, "The stop of vehicle \"" + vehicle.id + "\" on the lane \"" + raw_.lanes[source.lane].id +
                                  "\" does not lie ahead on its route; mend the route or the order of stops");
        }
        at = next;
        along = end_m;
        out_.work.stops.push_back(
            {.lane = lane,
             .start_m = static_cast<float>(source.start_m),
             .end_m = end_m,
             .duration_s = static_cast<float>(source.duration_s),
             .until = until_boarded(vehicle, id, source, source.until < 0 ? -1 : source.until + own.later),
             .off_lane = source.off_lane,
             .bay = source.bay,
             .pass_mps = static_cast<float>(source.pass_mps),
             .places = source.bay == kNone ? 0 : demand_.bays[source.bay].places});
    }
    trip.stops.count = static_cast<std::uint32_t>(out_.work.stops.size()) - trip.stops.begin;
}

} // namespace cityloom::gis::sumo

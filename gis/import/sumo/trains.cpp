// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/trains.h"

#include <algorithm>
#include <queue>
#include <utility>

#include "gis/import/sumo/workload_maker.h"

namespace cityloom::gis::sumo {

void pass_crossings(const RawNet& net, const Train& train, const std::vector<std::uint32_t>& edges,
                    const std::vector<const RawStop*>& stops, std::vector<Passage>& passages) {
    double now = train.depart_s;
    std::size_t next_stop = 0;
    for (std::size_t k = 0; k < edges.size(); ++k) {
        const RawEdge& edge = net.edges[edges[k]];
        const RawLane& lane = net.lanes[edge.lanes.begin];
        const double speed = std::max(0.1, std::min(lane.speed_mps, train.top_mps));
        const double begin = k == 0 ? std::min(lane.length_m, train.length_m) : 0.0; // it departs wholly on its edge
        now += (lane.length_m - begin) / speed;
        for (; next_stop < stops.size() && net.lanes[stops[next_stop]->lane].edge == edges[k]; ++next_stop) {
            const double after = now + stops[next_stop]->duration_s;
            const double until = stops[next_stop]->until < 0 ? 0.0 : to_seconds(stops[next_stop]->until);
            now = std::max(after, until);
        }
        const std::uint32_t junction = net.junction_index.find(edge.to);
        if (k + 1 == edges.size() || junction == kNone || net.junctions[junction].type != "rail_crossing") {
            continue;
        }
        double across = 0.0;
        for (const std::uint32_t link : lane.links) {
            if (net.lanes[net.links[link].to].edge == edges[k + 1] && net.links[link].via != kNone) {
                across = net.lanes[net.links[link].via].length_m;
            }
        }
        passages.push_back({junction, now, now + (across + train.length_m) / speed});
        now += across / speed;
    }
}

std::vector<std::uint32_t> rail_way(const RawNet& net, std::uint32_t from, std::uint32_t to, ClassSet cls) {
    std::vector<double> best(net.edges.size(), 1e18);
    std::vector<std::uint32_t> before(net.edges.size(), kNone);
    using Entry = std::pair<double, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    best[from] = 0.0;
    open.emplace(0.0, from);
    while (!open.empty()) {
        const auto [cost, edge] = open.top();
        open.pop();
        if (cost > best[edge]) {
            continue;
        }
        if (edge == to) {
            break;
        }
        for (std::uint32_t lane = net.edges[edge].lanes.begin; lane < net.edges[edge].lanes.end(); ++lane) {
            for (const std::uint32_t link : net.lanes[lane].links) {
                const RawLane& next = net.lanes[net.links[link].to];
                if ((net.lanes[lane].classes & next.classes & cls) != 0 && cost + next.length_m < best[next.edge]) {
                    best[next.edge] = cost + next.length_m;
                    before[next.edge] = edge;
                    open.emplace(best[next.edge], next.edge);
                }
            }
        }
    }
    std::vector<std::uint32_t> way;
    for (std::uint32_t edge = best[to] < 1e18 ? to : kNone; edge != kNone; edge = before[edge]) {
        way.push_back(edge);
    }
    std::ranges::reverse(way);
    return way;
}

/// A vehicle that is no road vehicle: those on rails close the level crossings that they pass, the others do nothing.
void WorkloadMaker::run_train(const RawVehicle& vehicle, const VehicleTypes::Type& type, TimeUs depart,
                              TimeUs stop_shift) {
    const ClassSet rails = class_bit("tram") | class_bit("rail_urban") | class_bit("subway") | class_bit("cable_car") |
                           class_bit("rail") | class_bit("rail_electric") | class_bit("rail_fast");
    if ((type.cls & rails) == 0) {
        remarks_.add("vehicles that walk, float or fly are left out");
        return;
    }
    remarks_.add("vehicles run on rails: they close the level crossings on their way, by the limits and their stops, "
                 "and are not counted");
    const std::uint32_t route = vehicle.inline_route != kNone ? vehicle.inline_route
                                : vehicle.route.empty()       ? kNone
                                                              : named_route(vehicle);
    std::vector<std::uint32_t> edges;
    if (route != kNone) {
        const Range range = demand_.routes[route].edges;
        edges.assign(demand_.route_edges.begin() + range.begin, demand_.route_edges.begin() + range.end());
    } else if (vehicle.from != kNone && vehicle.to != kNone) {
        edges = rail_way(raw_, vehicle.from, vehicle.to, type.cls);
    }
    std::vector<RawStop> moved; // times as the vehicle has them
    if (route != kNone) {
        const Range stops = demand_.routes[route].stops;
        for (std::uint32_t s = stops.begin; s < stops.end(); ++s) {
            moved.push_back(demand_.stops[s]);
            moved.back().until += moved.back().until < 0 ? 0 : depart;
        }
    }
    const bool own = vehicle.inline_route != kNone && route != kNone && demand_.routes[route].stops.count > 0;
    for (std::uint32_t s = vehicle.stops.begin; s < vehicle.stops.end() && !own; ++s) {
        moved.push_back(demand_.stops[s]);
        moved.back().until += moved.back().until < 0 ? 0 : stop_shift;
    }
    std::vector<const RawStop*> stops;
    for (const RawStop& stop : moved) {
        stops.push_back(&stop);
    }
    pass_crossings(raw_,
                   {to_seconds(depart), static_cast<double>(type.type.max_speed_mps),
                    static_cast<double>(type.type.length_m), type.cls},
                   edges, stops, passages_);
}

} // namespace cityloom::gis::sumo

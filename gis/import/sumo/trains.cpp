// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/trains.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <utility>

#include "gis/import/sumo/workload_maker.h"

namespace cityloom::gis::sumo {

namespace {

/// The rails while trains run one after the other, each past those before.
class Rails {
public:
    explicit Rails(const RawNet& net) : net_{net}, free_s_(net.edges.size(), -1e18) {}

    void run(const Train& train, std::vector<Passage>& passages) {
        double now = enter_block(train, 0, train.depart_s);
        double speed = 0.0;
        std::size_t next_stop = 0;
        for (std::size_t k = 0; k < train.edges.size(); ++k) {
            const RawEdge& edge = net_.edges[train.edges[k]];
            const RawLane& lane = net_.lanes[edge.lanes.begin];
            const double limit = std::max(1.0, std::min(lane.speed_mps, train.top_mps));
            const double begin =
                k == 0 ? std::min(lane.length_m, train.length_m) : 0.0; // it departs wholly on its edge
            speed = std::min(limit, k == 0 ? train.depart_mps : speed);
            drive(train, lane.length_m - begin, limit, now, speed);
            for (; next_stop < train.stops.size() && net_.lanes[train.stops[next_stop].lane].edge == train.edges[k];
                 ++next_stop) {
                const RawStop& stop = train.stops[next_stop];
                now =
                    std::max(now + halt(train, speed) + stop.duration_s, stop.until < 0 ? 0.0 : to_seconds(stop.until));
            }
            const bool last = k + 1 == train.edges.size();
            const std::uint32_t junction = net_.junction_index.find(edge.to);
            const std::string_view type = junction == kNone ? std::string_view{} : net_.junctions[junction].type;
            if (!last && type == "rail_signal") {
                const double open = enter_block(train, k + 1, now);
                now = open > now ? open + halt(train, speed) : now;
            }
            const double across = last ? 0.0 : length_across(lane, train.edges[k + 1]);
            const double rear = now + (across + train.length_m) / std::max(1.0, speed);
            if (!last && type == "rail_crossing") {
                passages.push_back({junction, now, rear});
            }
            free_s_[track(train.edges[k])] = last ? now : rear;
            if (!last) {
                drive(train, across, limit, now, speed);
            }
        }
    }

private:
    /// Both directions of a single track are one.
    [[nodiscard]] std::uint32_t track(std::uint32_t edge) const {
        const std::uint32_t bidi = net_.edges[edge].bidi.empty() ? kNone : net_.edge_index.find(net_.edges[edge].bidi);
        return std::min(edge, bidi);
    }
    /// From when on the block that begins with an edge of its way is free.
    [[nodiscard]] double enter_block(const Train& train, std::size_t from, double now) const {
        for (std::size_t k = from; k < train.edges.size(); ++k) {
            now = std::max(now, free_s_[track(train.edges[k])]);
            const std::uint32_t junction = net_.junction_index.find(net_.edges[train.edges[k]].to);
            if (junction != kNone && net_.junctions[junction].type == "rail_signal") {
                break;
            }
        }
        return now;
    }
    [[nodiscard]] double length_across(const RawLane& lane, std::uint32_t next) const {
        for (const std::uint32_t link : lane.links) {
            if (net_.lanes[net_.links[link].to].edge == next && net_.links[link].via != kNone) {
                return net_.lanes[net_.links[link].via].length_m;
            }
        }
        return 0.0;
    }
    /// Along a stretch, accelerating towards its limit.
    static void drive(const Train& train, double length_m, double limit, double& now, double& speed) {
        const double a = train.accel_mps2;
        const double needed = (limit * limit - speed * speed) / (2.0 * a);
        if (needed >= length_m) {
            const double reached = std::sqrt(speed * speed + 2.0 * a * length_m);
            now += (reached - speed) / a;
            speed = reached;
        } else {
            now += (limit - speed) / a + (length_m - std::max(0.0, needed)) / limit;
            speed = limit;
        }
    }
    /// Comes to a stand: what braking costs over driving on.
    static double halt(const Train& train, double& speed) {
        const double lost = speed / (2.0 * train.decel_mps2);
        speed = 0.0;
        return lost;
    }

    const RawNet& net_;
    std::vector<double> free_s_; ///< per track: since when
};

} // namespace

std::vector<Passage> pass_crossings(const RawNet& net, std::vector<Train> trains) {
    std::ranges::stable_sort(trains, {}, &Train::depart_s);
    Rails rails{net};
    std::vector<Passage> passages;
    for (const Train& train : trains) {
        rails.run(train, passages);
    }
    return passages;
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
    remarks_.add("vehicles run on rails: they close the level crossings on their way and are not counted");
    const std::uint32_t route = vehicle.inline_route != kNone ? vehicle.inline_route
                                : vehicle.route.empty()       ? kNone
                                                              : named_route(vehicle);
    Train train{.depart_s = to_seconds(depart),
                .top_mps = static_cast<double>(type.type.max_speed_mps),
                .accel_mps2 = static_cast<double>(type.type.accel_mps2),
                .decel_mps2 = static_cast<double>(type.type.decel_mps2),
                .length_m = static_cast<double>(type.type.length_m)};
    if (!parse_number(vehicle.depart_speed, train.depart_mps)) { // a word: as fast as it may
        train.depart_mps = vehicle.depart_speed == "random" ? 0.5 * train.top_mps : train.top_mps;
    }
    if (route != kNone) {
        const Range range = demand_.routes[route].edges;
        train.edges.assign(demand_.route_edges.begin() + range.begin, demand_.route_edges.begin() + range.end());
    } else if (vehicle.from != kNone && vehicle.to != kNone) {
        train.edges = rail_way(raw_, vehicle.from, vehicle.to, type.cls);
    }
    const auto add = [&](Range stops, TimeUs later) {
        for (std::uint32_t s = stops.begin; s < stops.end(); ++s) {
            train.stops.push_back(demand_.stops[s]);
            train.stops.back().until += train.stops.back().until < 0 ? 0 : later;
        }
    };
    if (route != kNone) { // its stops count from the departure
        add(demand_.routes[route].stops, depart);
    }
    if (vehicle.inline_route == kNone || demand_.routes[route].stops.count == 0) {
        add(vehicle.stops, stop_shift);
    }
    if (!train.edges.empty()) {
        trains_.push_back(std::move(train));
    }
}

} // namespace cityloom::gis::sumo

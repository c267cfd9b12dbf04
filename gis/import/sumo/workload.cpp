// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "gis/import/sumo/net_builder.h"
#include "gis/import/sumo/raw_demand.h"
#include "sim/core/rng.h"

namespace cityloom::gis::sumo {

namespace {

using traffic::Trip;

constexpr std::size_t kMostTrips = 20'000'000;
constexpr int kMostNesting = 16;
constexpr double kBehindBumperM = 0.1; // SUMO's POSITION_EPS

class WorkloadMaker {
public:
    WorkloadMaker(const NetBuilder& builder, const RawDemand& demand, const DemandOptions& options, SumoScenario& out,
                  Remarks& remarks)
        : builder_{builder},
          raw_{builder.raw},
          demand_{demand},
          options_{options},
          out_{out},
          remarks_{remarks},
          rng_{options.seed},
          used_stop_(demand.stops.size(), 0) {}

    void make() {
        for (const VehicleTypes::Type& type : demand_.types.types()) {
            out_.work.types.push_back(type.type);
            out_.work.type_names.push_back(type.name);
        }
        for (const RawVehicle& vehicle : demand_.vehicles) {
            if (vehicle.flow) {
                expand(vehicle, *vehicle.flow);
            } else {
                add(vehicle, vehicle.id, vehicle.depart, 0);
            }
        }
        sort();
    }

private:
    /// One draw of the vehicle that is being made. `which` tells the draws of one vehicle apart.
    double draw(std::uint64_t which) const {
        return rng_.uniform(RandomStream::DriverTraits, order_, 1'000'000 + which);
    }

    [[noreturn]] void fault(const RawVehicle& vehicle, const std::string& message) const {
        builder_.files.fault(vehicle.place, "The vehicle \"" + vehicle.id + "\" " + message);
    }

    void expand(const RawVehicle& vehicle, const RawFlow& flow) {
        TimeUs end = flow.end >= 0 ? flow.end : options_.end;
        if (end < 0 && !(flow.counted && flow.period_s > 0.0)) {
            fault(vehicle, "is a flow without an end; give it one, or end the simulation");
        }
        std::uint64_t made = 0;
        const auto one = [&](double seconds) {
            const TimeUs depart = flow.begin + from_seconds(seconds);
            add(vehicle, vehicle.id + "." + std::to_string(made), depart, depart - flow.begin);
            ++made;
        };
        const double lasts = end < 0 ? 1e15 : to_seconds(end - flow.begin);
        if (flow.probability > 0.0) {
            const std::uint64_t key = stable_id(vehicle.id);
            for (std::uint64_t s = 0; static_cast<double>(s) < lasts && (!flow.counted || made < flow.number); ++s) {
                if (rng_.uniform(RandomStream::TripTime, key, s) < flow.probability) {
                    one(static_cast<double>(s));
                }
            }
            return;
        }
        if (flow.exponential) {
            const std::uint64_t key = stable_id(vehicle.id);
            double at = 0.0;
            for (std::uint64_t k = 0; !flow.counted || made < flow.number; ++k) {
                at -= flow.period_s * std::log(1.0 - rng_.uniform(RandomStream::TripTime, key, k));
                if (at >= lasts) {
                    break;
                }
                one(at);
            }
            return;
        }
        const double period =
            flow.period_s > 0.0 ? flow.period_s : lasts / std::max(1.0, static_cast<double>(flow.number));
        for (std::uint64_t k = 0; (!flow.counted || k < flow.number) && static_cast<double>(k) * period < lasts; ++k) {
            one(static_cast<double>(k) * period);
        }
    }

    void add(const RawVehicle& vehicle, const std::string& id, TimeUs depart, TimeUs stop_shift) {
        const std::uint64_t order = order_++;
        if (depart < options_.begin) {
            remarks_.add("vehicles depart before the begin and are left out");
            return;
        }
        if (out_.work.trips.size() >= kMostTrips) {
            builder_.files.fault(vehicle.place,
                                 "There are more than 20 million vehicles; cut the scenario into smaller ones",
                                 ErrorCode::LimitExceeded);
        }
        if (!ids_.insert(id).second) {
            fault(vehicle, "has an id that another vehicle has; give each its own");
        }
        static_cast<void>(order);
        const std::uint32_t type = demand_.types.draw(vehicle.type, draw(0), builder_.files);
        if (type == kNone) {
            fault(vehicle, "is of the type \"" + vehicle.type.substr(0, 60) +
                               "\", which is defined nowhere; define it, or add the file that does");
        }
        if (!demand_.types.types()[type].road) {
            remarks_.add("vehicles that walk, float or run on rails are left out");
            return;
        }
        Trip trip{.id = stable_id(id), .depart = depart, .type = static_cast<std::uint16_t>(type)};
        const std::uint32_t route = vehicle.inline_route != kNone ? vehicle.inline_route
                                    : vehicle.route.empty()       ? kNone
                                                                  : named_route(vehicle);
        if (route == kNone) {
            trip.from_edge = builder_.edge_of[vehicle.from];
            trip.to_edge = builder_.edge_of[vehicle.to];
            if (trip.from_edge == kNone || trip.to_edge == kNone) {
                const std::uint32_t bad = trip.from_edge == kNone ? vehicle.from : vehicle.to;
                fault(vehicle, "starts or ends on the edge \"" + raw_.edges[bad].id +
                                   "\", which no road vehicle may use; choose another");
            }
        } else {
            try {
                trip.route = use_route(vehicle, route, type);
            } catch (const Fault&) {
                if (!options_.skip_broken_routes) {
                    throw;
                }
                remarks_.add("vehicles with broken routes are left out, as ignore-route-errors asks");
                return;
            }
            const Range edges = out_.work.routes[trip.route];
            trip.from_edge = out_.work.route_edges[edges.begin];
            trip.to_edge = out_.work.route_edges[edges.end() - 1];
        }
        place(vehicle, trip, type);
        add_stops(vehicle, trip, route, stop_shift);
        out_.work.trips.push_back(trip);
        out_.work.trip_names.push_back(id);
    }

    std::uint32_t named_route(const RawVehicle& vehicle) const {
        std::string name = vehicle.route;
        double u = draw(1);
        for (int depth = 0; depth < kMostNesting; ++depth) {
            if (const std::uint32_t route = demand_.route_index.find(name); route != kNone) {
                return route;
            }
            const std::uint32_t index = demand_.distribution_index.find(name);
            if (index == kNone) {
                fault(vehicle, "takes the route \"" + name.substr(0, 60) +
                                   "\", which is defined nowhere; define it, or add the file that does");
            }
            const RawDistribution& row = demand_.distributions[index];
            const auto weight = [&](const std::pair<std::string, double>& member) {
                const std::uint32_t own = demand_.route_index.find(member.first);
                return member.second >= 0.0 ? member.second : own == kNone ? 1.0 : demand_.routes[own].probability;
            };
            double sum = 0.0;
            for (const auto& member : row.members) {
                sum += weight(member);
            }
            if (sum <= 0.0) {
                builder_.files.fault(row.place,
                                     "The routeDistribution \"" + name +
                                         "\" has nothing to draw from; give it routes with a probability above 0");
            }
            double left = u * sum;
            for (std::size_t m = 0; m < row.members.size(); ++m) {
                const double w = weight(row.members[m]);
                if (left < w || m + 1 == row.members.size()) {
                    name = row.members[m].first;
                    u = w > 0.0 ? std::clamp(left / w, 0.0, 1.0 - 0x1.0p-53) : 0.0;
                    break;
                }
                left -= w;
            }
        }
        const std::uint32_t index = demand_.distribution_index.find(vehicle.route);
        builder_.files.fault(index == kNone ? vehicle.place : demand_.distributions[index].place,
                             "The routeDistribution \"" + vehicle.route + "\" contains itself; break the ring");
    }

    /// The route in our terms, checked for this type of vehicle.
    std::uint32_t use_route(const RawVehicle& vehicle, std::uint32_t route, std::uint32_t type) {
        const RawRoute& source = demand_.routes[route];
        if (route_of_.empty()) {
            route_of_.assign(demand_.routes.size(), kNone);
        }
        if (route_of_[route] == kNone) {
            std::vector<std::uint32_t> edges;
            for (std::uint32_t e = source.edges.begin; e < source.edges.end(); ++e) {
                const std::uint32_t raw_edge = demand_.route_edges[e];
                if (builder_.edge_of[raw_edge] == kNone) {
                    broken(vehicle, source,
                           "follows the edge \"" + raw_.edges[raw_edge].id +
                               "\", which no road vehicle may use; choose another way");
                }
                edges.push_back(builder_.edge_of[raw_edge]);
            }
            route_of_[route] = static_cast<std::uint32_t>(out_.work.routes.size());
            out_.work.routes.push_back({static_cast<std::uint32_t>(out_.work.route_edges.size()), source.edges.count});
            out_.work.route_edges.insert(out_.work.route_edges.end(), edges.begin(), edges.end());
        }
        const Range edges = out_.work.routes[route_of_[route]];
        const std::uint8_t use = demand_.types.types()[type].type.use;
        for (std::uint32_t e = edges.begin; e < edges.end(); ++e) {
            const std::uint32_t from = out_.work.route_edges[e];
            if (!admits(from, use)) {
                broken(vehicle, source,
                       "of type \"" + demand_.types.types()[type].name + "\" may not use the edge \"" +
                           out_.names.edges[from] + "\" of its route; choose another way or vClass");
            }
            if (e + 1 < edges.end() && !connected(from, out_.work.route_edges[e + 1], use)) {
                broken(vehicle, source,
                       "finds no connection from the edge \"" + out_.names.edges[from] + "\" to \"" +
                           out_.names.edges[out_.work.route_edges[e + 1]] +
                           "\", which follow each other on its route; insert the edges between them, "
                           "by duarouter --repair");
            }
        }
        return route_of_[route];
    }

    [[noreturn]] void broken(const RawVehicle& vehicle, const RawRoute& route, const std::string& message) const {
        builder_.files.fault(route.place, "The vehicle \"" + vehicle.id + "\" " + message);
    }

    bool admits(std::uint32_t edge, std::uint8_t use) const {
        const Range lanes = out_.net.edges[edge].lanes;
        for (std::uint32_t lane = lanes.begin; lane < lanes.end(); ++lane) {
            if ((out_.net.lanes[lane].use & use) != 0) {
                return true;
            }
        }
        return false;
    }

    bool connected(std::uint32_t from, std::uint32_t to, std::uint8_t use) const {
        const traffic::RoadNetwork& net = out_.net;
        for (std::uint32_t lane = net.edges[from].lanes.begin; lane < net.edges[from].lanes.end(); ++lane) {
            for (std::uint32_t t = net.lanes[lane].turns.begin; t < net.lanes[lane].turns.end(); ++t) {
                const traffic::Turn& turn = net.turns[t];
                if (net.lanes[turn.to_lane].edge == to && (turn.use & use) != 0 && (net.lanes[lane].use & use) != 0 &&
                    (net.lanes[turn.to_lane].use & use) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    void place(const RawVehicle& vehicle, Trip& trip, std::uint32_t type);
    void add_stops(const RawVehicle& vehicle, Trip& trip, std::uint32_t route, TimeUs shift);
    void sort();
    std::int8_t depart_lane(const RawVehicle& vehicle, const Trip& trip, std::uint32_t type) const;
    float depart_speed(const RawVehicle& vehicle, const Trip& trip) const;

    const NetBuilder& builder_;
    const RawNet& raw_;
    const RawDemand& demand_;
    const DemandOptions& options_;
    SumoScenario& out_;
    Remarks& remarks_;
    CounterRng rng_;
    std::uint64_t order_ = 0;
    std::vector<std::uint32_t> route_of_; ///< raw route -> ours
    std::vector<std::uint8_t> used_stop_;
    std::unordered_set<std::string> ids_; ///< looked up only
};

std::int8_t WorkloadMaker::depart_lane(const RawVehicle& vehicle, const Trip& trip, std::uint32_t type) const {
    const std::string& text = vehicle.depart_lane;
    if (text.starts_with("best")) {
        return Trip::kBestLane;
    }
    if (text == "free" || text == "allowed") {
        return Trip::kFreeLane;
    }
    if (text == "random") {
        return Trip::kRandomLane;
    }
    const Range lanes = out_.net.edges[trip.from_edge].lanes;
    if (text == "first") {
        const std::uint8_t use = demand_.types.types()[type].type.use;
        for (std::uint32_t i = 0; i < lanes.count; ++i) {
            if ((out_.net.lanes[lanes.begin + i].use & use) != 0) {
                return static_cast<std::int8_t>(std::min<std::uint32_t>(i, 127));
            }
        }
        return Trip::kBestLane;
    }
    double number = -1.0;
    if (!parse_number(text, number) || number < 0.0 || number != std::floor(number)) {
        fault(vehicle,
              "has departLane=\"" + text.substr(0, 60) + "\"; write a number, best, free, allowed, first or random");
    }
    const std::string lane_id =
        out_.names.edges[trip.from_edge] + "_" + std::to_string(static_cast<std::uint64_t>(number));
    const std::uint32_t lane = raw_.lane_index.find(lane_id);
    if (lane == kNone || builder_.lane_of[lane] == kNone) {
        fault(vehicle, "departs on the lane \"" + lane_id + "\", which " +
                           (lane == kNone ? "does not exist" : "no road vehicle may use") +
                           "; choose another departLane");
    }
    return static_cast<std::int8_t>(std::min<std::uint32_t>(builder_.lane_of[lane] - lanes.begin, 127));
}

float WorkloadMaker::depart_speed(const RawVehicle& vehicle, const Trip& trip) const {
    const std::string& text = vehicle.depart_speed;
    if (text == "max") {
        return Trip::kDepartFast;
    }
    if (text == "desired" || text == "speedLimit" || text == "last" || text == "avg") {
        remarks_.add("vehicles with departSpeed \"" + text + "\" depart as fast as is safe");
        return Trip::kDepartFast;
    }
    if (text == "random") {
        return static_cast<float>(draw(2) * out_.net.edges[trip.from_edge].speed_mps);
    }
    double speed = 0.0;
    if (!parse_number(text, speed) || speed < 0.0) {
        fault(vehicle, "has departSpeed=\"" + text.substr(0, 60) + "\"; write m/s from 0 up, max, desired or random");
    }
    return static_cast<float>(speed);
}

void WorkloadMaker::place(const RawVehicle& vehicle, Trip& trip, std::uint32_t type) {
    const double from_length = out_.net.edges[trip.from_edge].length_m;
    const double to_length = out_.net.edges[trip.to_edge].length_m;
    trip.depart_lane = depart_lane(vehicle, trip, type);
    trip.depart_mps = depart_speed(vehicle, trip);
    const double base = std::min(from_length, static_cast<double>(out_.work.types[type].length_m) + kBehindBumperM);
    const auto along = [&](const std::string& text, double length, const char* what) {
        double value = 0.0;
        if (!parse_number(text, value)) {
            fault(vehicle, std::string{"has "} + what + "=\"" + text.substr(0, 60) +
                               "\"; write metres along the edge, or a word that SUMO knows");
        }
        value = value < 0.0 ? value + length : value;
        if (value < 0.0 || value > length + 0.1) {
            fault(vehicle, std::string{"has "} + what + "=\"" + text.substr(0, 60) + "\", off its edge of " +
                               std::to_string(length) + " m; choose a place on it");
        }
        return std::min(value, length);
    };
    double from = base;
    if (vehicle.depart_pos == "random" || vehicle.depart_pos == "random_free") {
        from = draw(3) * from_length;
    } else if (vehicle.depart_pos == "free" || vehicle.depart_pos == "last" || vehicle.depart_pos == "stop" ||
               vehicle.depart_pos == "splitFront") {
        remarks_.add("vehicles with departPos \"" + vehicle.depart_pos + "\" depart at the begin of their edge");
    } else if (vehicle.depart_pos != "base") {
        from = along(vehicle.depart_pos, from_length, "departPos");
    }
    double to = to_length;
    if (vehicle.arrival_pos == "random") {
        to = draw(4) * to_length;
    } else if (vehicle.arrival_pos == "center") {
        to = 0.5 * to_length;
    } else if (vehicle.arrival_pos != "max") {
        to = along(vehicle.arrival_pos, to_length, "arrivalPos");
    }
    trip.from_m = static_cast<float>(from);
    trip.to_m = static_cast<float>(to);
    trip.from_share = static_cast<float>(from / from_length);
    trip.to_share = static_cast<float>(to / to_length);
}

void WorkloadMaker::add_stops(const RawVehicle& vehicle, Trip& trip, std::uint32_t route, TimeUs shift) {
    trip.stops.begin = static_cast<std::uint32_t>(out_.work.stops.size());
    std::uint32_t at = 0; // edge of the route that is reached
    float along = trip.from_m;
    const Range edges = trip.route == kNone ? Range{} : out_.work.routes[trip.route];
    const auto one = [&](const RawStop& source, TimeUs later) {
        const std::uint32_t lane = builder_.lane_of[source.lane];
        if (lane == kNone) {
            remarks_.add("stops on lanes that no road vehicle may use are left out");
            return;
        }
        if (route == kNone) {
            remarks_.add("stops of trips without a route are left out");
            return;
        }
        const std::uint32_t edge = out_.net.lanes[lane].edge;
        std::uint32_t next = at;
        if (next < edges.count && out_.work.route_edges[edges.begin + next] == edge &&
            static_cast<float>(source.end_m) + 0.1F < along) {
            ++next;
        }
        while (next < edges.count && out_.work.route_edges[edges.begin + next] != edge) {
            ++next;
        }
        if (next >= edges.count) {
            builder_.files.fault(
                source.place, "The stop of vehicle \"" + vehicle.id + "\" on the lane \"" + raw_.lanes[source.lane].id +
                                  "\" does not lie ahead on its route; mend the route or the order of stops");
        }
        at = next;
        along = static_cast<float>(source.end_m);
        out_.work.stops.push_back({.lane = lane,
                                   .start_m = static_cast<float>(source.start_m),
                                   .end_m = static_cast<float>(source.end_m),
                                   .duration_s = static_cast<float>(source.duration_s),
                                   .until = source.until < 0 ? -1 : source.until + later,
                                   .off_lane = source.off_lane});
    };
    if (route != kNone && vehicle.inline_route == kNone) { // a shared route's own stops count from the departure
        const Range shared = demand_.routes[route].stops;
        for (std::uint32_t s = shared.begin; s < shared.end(); ++s) {
            one(demand_.stops[s], trip.depart);
        }
    }
    for (std::uint32_t s = vehicle.stops.begin; s < vehicle.stops.end(); ++s) {
        one(demand_.stops[s], shift);
    }
    trip.stops.count = static_cast<std::uint32_t>(out_.work.stops.size()) - trip.stops.begin;
}

void WorkloadMaker::sort() {
    traffic::Workload& work = out_.work;
    std::vector<std::uint32_t> order(work.trips.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return work.trips[a].depart < work.trips[b].depart; });
    std::vector<Trip> trips;
    std::vector<std::string> names;
    for (const std::uint32_t i : order) {
        trips.push_back(work.trips[i]);
        names.push_back(std::move(work.trip_names[i]));
    }
    work.trips = std::move(trips);
    work.trip_names = std::move(names);
}

} // namespace

void make_workload(const NetBuilder& net, const RawDemand& demand, const DemandOptions& options, SumoScenario& out,
                   Remarks& remarks) {
    WorkloadMaker{net, demand, options, out, remarks}.make();
}

} // namespace cityloom::gis::sumo

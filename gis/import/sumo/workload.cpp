// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "gis/import/sumo/workload_maker.h"

namespace cityloom::gis::sumo {

namespace {
constexpr std::size_t kMostTrips = 5'000'000;
constexpr double kLongestFlowS = 1e8;
} // namespace

void WorkloadMaker::fault(const RawVehicle& vehicle, const std::string& message) const {
    builder_.files.fault(vehicle.place, "The vehicle \"" + vehicle.id + "\" " + message);
}

void WorkloadMaker::make() {
    for (const VehicleTypes::Type& type : demand_.types.types()) {
        out_.work.types.push_back(type.type);
        out_.work.type_names.push_back(type.name);
    }
    for (const RawVehicle& vehicle : demand_.vehicles) {
        if (vehicle.flow) {
            expand(vehicle, *vehicle.flow);
        } else {
            const TimeUs depart = vehicle.for_riders ? riders_ready(vehicle, vehicle.id, nullptr) : vehicle.depart;
            if (depart >= 0) {
                add(vehicle, vehicle.id, depart, 0);
            } else {
                remarks_.add(depart == -1
                                 ? "vehicles wait to depart for people or goods that never come to them: they "
                                   "are left out"
                                 : "vehicles wait to depart for people or goods that other vehicles bring: they "
                                   "are left out");
            }
            ++order_;
        }
    }
    make_calibrations();
    sort();
    make_timeline();
}

void WorkloadMaker::expand(const RawVehicle& vehicle, const RawFlow& flow) {
    TimeUs end = flow.end >= 0 ? flow.end : options_.end;
    if (end < 0 && !(flow.counted && flow.period_s > 0.0)) {
        fault(vehicle, "is a flow without an end; give it one, or end the simulation");
    }
    std::uint64_t made = 0;
    const auto one = [&](double seconds) {
        const TimeUs depart = flow.begin + from_seconds(seconds);
        add(vehicle, vehicle.id + "." + std::to_string(made), depart, depart - flow.begin);
        ++made;
        ++order_;
    };
    const double lasts = end < 0 ? kLongestFlowS : to_seconds(end - flow.begin);
    const double ends = options_.end >= 0 ? std::min(lasts, to_seconds(options_.end - flow.begin)) : lasts;
    if (flow.probability > 0.0) {
        if (ends > kLongestFlowS) {
            fault(vehicle, "is a flow of more than three years; end it, or the simulation, earlier");
        }
        const std::uint64_t key = stable_id(vehicle.id);
        for (std::uint64_t s = 0; static_cast<double>(s) < ends && (!flow.counted || made < flow.number); ++s) {
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
            if (at >= ends) {
                break;
            }
            one(at);
        }
        return;
    }
    const double period = flow.period_s > 0.0 ? flow.period_s : lasts / std::max(1.0, static_cast<double>(flow.number));
    for (std::uint64_t k = 0; (!flow.counted || k < flow.number) && static_cast<double>(k) * period < ends; ++k) {
        one(static_cast<double>(k) * period);
    }
}

void WorkloadMaker::add(const RawVehicle& vehicle, const std::string& id, TimeUs depart, TimeUs stop_shift) {
    if (order_ >= kMostTrips) {
        builder_.files.fault(vehicle.place,
                             "There are more than 5 million vehicles; cut the scenario into smaller ones",
                             ErrorCode::LimitExceeded);
    }
    if (depart < options_.begin) {
        remarks_.add("vehicles depart before the begin and are left out");
        return;
    }
    if (!ids_.insert(id).second) {
        fault(vehicle, "has an id that another vehicle has; give each its own");
    }
    make_trip(vehicle, id, depart, stop_shift);
}

void WorkloadMaker::make_trip(const RawVehicle& vehicle, const std::string& id, TimeUs depart, TimeUs stop_shift) {
    const std::uint32_t type = demand_.types.draw(vehicle.type, draw(Draw::Type), builder_.files);
    if (type == kNone) {
        fault(vehicle, "is of the type \"" + vehicle.type.substr(0, 60) +
                           "\", which is defined nowhere; define it, or add the file that does");
    }
    if (!demand_.types.types()[type].road) {
        if (depart < kInReserve) {
            run_train(vehicle, demand_.types.types()[type], depart, stop_shift);
        }
        return;
    }
    traffic::Trip trip{.id = stable_id(id), .depart = depart, .type = static_cast<std::uint16_t>(type)};
    const std::uint32_t route = vehicle.inline_route != kNone ? vehicle.inline_route
                                : vehicle.route.empty()       ? kNone
                                                              : named_route(vehicle);
    if (route == kNone) {
        find_ends(vehicle, trip, type);
        pass_by(vehicle, trip);
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
        if (cut_at_ != kNone) {
            cut_route(vehicle, trip);
        }
        const Range edges = out_.work.routes[trip.route];
        trip.from_edge = out_.work.route_edges[edges.begin];
        trip.to_edge = out_.work.route_edges[edges.end() - 1];
    }
    const std::vector<OwnStop> stops = stops_of(vehicle, route, depart, stop_shift);
    place(vehicle, trip, type, stops.empty() ? nullptr : stops.front().stop);
    add_stops(vehicle, id, trip, stops);
    set_rerouting(vehicle, trip, demand_.types.types()[type].rerouting);
    out_.work.trips.push_back(trip);
    out_.work.trip_names.push_back(id);
}

void WorkloadMaker::sort() {
    traffic::Workload& work = out_.work;
    std::vector<std::uint32_t> order(work.trips.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return work.trips[a].depart < work.trips[b].depart; });
    std::vector<traffic::Trip> trips;
    std::vector<std::string> names;
    for (const std::uint32_t i : order) {
        trips.push_back(work.trips[i]);
        names.push_back(std::move(work.trip_names[i]));
    }
    work.trips = std::move(trips);
    work.trip_names = std::move(names);
}

void make_workload(const NetBuilder& net, const RawDemand& demand, const DemandOptions& options, SumoScenario& out,
                   Remarks& remarks, std::vector<Train>& trains) {
    WorkloadMaker{net, demand, options, out, remarks, trains}.make();
}

} // namespace cityloom::gis::sumo

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "gis/import/sumo/workload_maker.h"

namespace cityloom::gis::sumo {

using traffic::Trip;

namespace {
constexpr double kBehindBumperM = 0.1; // SUMO's POSITION_EPS
}

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
        return static_cast<float>(draw(Draw::DepartSpeed) * out_.net.edges[trip.from_edge].speed_mps);
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
        from = draw(Draw::DepartPos) * from_length;
    } else if (vehicle.depart_pos == "free" || vehicle.depart_pos == "last" || vehicle.depart_pos == "stop" ||
               vehicle.depart_pos == "splitFront") {
        remarks_.add("vehicles with departPos \"" + vehicle.depart_pos + "\" depart at the begin of their edge");
    } else if (vehicle.depart_pos != "base") {
        from = along(vehicle.depart_pos, from_length, "departPos");
    }
    double to = to_length;
    if (vehicle.arrival_pos == "random") {
        to = draw(Draw::ArrivalPos) * to_length;
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

} // namespace cityloom::gis::sumo

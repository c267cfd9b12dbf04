// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "gis/import/sumo/workload_maker.h"

namespace cityloom::gis::sumo {

using traffic::Trip;

namespace {
constexpr double kBehindBumperM = 0.1; // SUMO's POSITION_EPS
}

/// A lane of an edge by SUMO's number, as ours.
std::int8_t WorkloadMaker::numbered_lane(const RawVehicle& vehicle, const std::string& text, std::uint32_t edge,
                                         const std::string& what) const {
    double number = -1.0;
    if (!parse_number(text, number) || number < 0.0 || number != std::floor(number)) {
        fault(vehicle, "has " + what + "=\"" + text.substr(0, 60) + "\"; write a number" +
                           (what == "departLane" ? ", best, free, allowed, first or random" : ", or current"));
    }
    const std::string lane_id = out_.names.edges[edge] + "_" + std::to_string(static_cast<std::uint64_t>(number));
    const std::uint32_t lane = raw_.lane_index.find(lane_id);
    if (lane == kNone || builder_.lane_of[lane] == kNone) {
        fault(vehicle, std::string{what == "departLane" ? "departs" : "arrives"} + " on the lane \"" + lane_id +
                           "\", which " + (lane == kNone ? "does not exist" : "no road vehicle may use") +
                           "; choose another " + what);
    }
    return static_cast<std::int8_t>(
        std::min<std::uint32_t>(builder_.lane_of[lane] - out_.net.edges[edge].lanes.begin, 127));
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
    return numbered_lane(vehicle, text, trip.from_edge, "departLane");
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

/// Metres along an edge; negative ones count from its end. What lies beyond it is brought back onto it, as SUMO does:
/// a departure to its end, an arrival to the nearer end.
double WorkloadMaker::along(const RawVehicle& vehicle, const std::string& text, double length, bool departs) const {
    const char* what = departs ? "departPos" : "arrivalPos";
    double value = 0.0;
    if (!parse_number(text, value)) {
        fault(vehicle, std::string{"has "} + what + "=\"" + text.substr(0, 60) +
                           "\"; write metres along the edge, or a word that SUMO knows");
    }
    value = value < 0.0 ? value + length : value;
    if (value < 0.0 || value > length + kBehindBumperM) {
        remarks_.add(departs ? "vehicles have a departPos off their edge and depart at its end"
                             : "vehicles have an arrivalPos off their edge and arrive at its nearer end");
        return departs ? length : std::clamp(value, 0.0, length);
    }
    return std::min(value, length);
}

float WorkloadMaker::depart_place(const RawVehicle& vehicle, const Trip& trip, const RawStop* first_stop) {
    const double length = out_.net.edges[trip.from_edge].length_m;
    // Wholly on the edge, but not past a stop on it.
    double base = std::min(length, static_cast<double>(out_.work.types[trip.type].length_m) + kBehindBumperM);
    const bool stops_here =
        first_stop != nullptr && builder_.edge_of[raw_.lanes[first_stop->lane].edge] == trip.from_edge;
    if (stops_here) {
        base = std::min(base, first_stop->end_m);
    }
    const std::string& text = vehicle.depart_pos;
    if (text == "base" || (text == "stop" && !stops_here)) {
        return static_cast<float>(base);
    }
    if (text == "stop") {
        return static_cast<float>(first_stop->end_m);
    }
    if (text == "random") {
        return static_cast<float>(draw(Draw::DepartPos) * length);
    }
    if (text == "free" || text == "random_free") {
        return Trip::kFreePlace;
    }
    if (text == "last") {
        return Trip::kLastPlace;
    }
    if (text == "splitFront") {
        remarks_.add("vehicles with departPos \"splitFront\" depart at the begin of their edge");
        return static_cast<float>(base);
    }
    return static_cast<float>(along(vehicle, text, length, true));
}

/// In which lane it ends, and how fast.
void WorkloadMaker::arrive(const RawVehicle& vehicle, Trip& trip) const {
    if (vehicle.arrival_lane != "current") {
        trip.arrive_lane = numbered_lane(vehicle, vehicle.arrival_lane, trip.to_edge, "arrivalLane");
    }
    if (vehicle.arrival_speed != "current") {
        double speed = 0.0;
        if (!parse_number(vehicle.arrival_speed, speed) || speed < 0.0) {
            fault(vehicle,
                  "has arrivalSpeed=\"" + vehicle.arrival_speed.substr(0, 60) + "\"; write m/s from 0 up, or current");
        }
        trip.arrive_mps = static_cast<float>(speed);
    }
}

void WorkloadMaker::place(const RawVehicle& vehicle, Trip& trip, std::uint32_t type, const RawStop* first_stop) {
    const double from_length = out_.net.edges[trip.from_edge].length_m;
    const double to_length = out_.net.edges[trip.to_edge].length_m;
    trip.depart_lane = depart_lane(vehicle, trip, type);
    trip.depart_mps = depart_speed(vehicle, trip);
    trip.from_m = depart_place(vehicle, trip, first_stop);
    double to = to_length;
    if (vehicle.arrival_pos == "random") {
        to = draw(Draw::ArrivalPos) * to_length;
    } else if (vehicle.arrival_pos == "center") {
        to = 0.5 * to_length;
    } else if (vehicle.arrival_pos != "max") {
        to = along(vehicle, vehicle.arrival_pos, to_length, false);
    }
    arrive(vehicle, trip);
    trip.to_m = static_cast<float>(to);
    trip.from_share = static_cast<float>(std::max(0.0, static_cast<double>(trip.from_m)) / from_length);
    trip.to_share = static_cast<float>(to / to_length);
}

} // namespace cityloom::gis::sumo

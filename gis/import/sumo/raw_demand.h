// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gis/import/sumo/raw_net.h"
#include "gis/import/sumo/vehicle_types.h"

namespace cityloom::gis::sumo {

/// A place to halt of its own: bus stop, parking area, charging station.
struct RawBay {
    std::uint32_t lane = kNone; ///< raw
    double start_m = 0.0;
    double end_m = 0.0;
    bool off_lane = false;
};

struct RawStop {
    std::uint32_t lane = kNone; ///< raw
    double start_m = 0.0;
    double end_m = 0.0;
    double duration_s = 0.0;
    TimeUs until = -1;
    bool off_lane = false;
    Place place;
};

struct RawRoute {
    Range edges; ///< in RawDemand::route_edges: raw edges
    Range stops;
    double probability = 1.0;
    Place place;
};

struct RawDistribution {
    std::vector<std::pair<std::string, double>> members; ///< route or distribution, weight; below 0: the route's own
    Place place;
};

/// How a flow spreads its vehicles.
struct RawFlow {
    TimeUs begin = 0;
    TimeUs end = -1; ///< -1: not given
    std::uint64_t number = 0;
    bool counted = false;      ///< number is given
    double period_s = -1.0;    ///< -1: not given
    bool exponential = false;  ///< period_s is the mean of exponential gaps
    double probability = -1.0; ///< of one in a second
};

/// A vehicle, a trip, or a flow of either.
struct RawVehicle {
    std::string id;
    std::string type;
    std::string route;                  ///< by name; empty: inline, or none
    std::uint32_t inline_route = kNone; ///< in RawDemand::routes
    std::uint32_t from = kNone;         ///< raw edges of a trip
    std::uint32_t to = kNone;
    bool via = false;
    TimeUs depart = 0;
    std::optional<RawFlow> flow;
    std::string depart_lane, depart_pos, depart_speed, arrival_pos;
    Range stops;
    Place place;
};

struct RawDetector {
    std::string id;
    std::uint32_t lane = kNone; ///< raw
    double pos_m = 0.0;
    double period_s = 0.0;
};

/// What route and additional files hold.
struct RawDemand {
    VehicleTypes types;
    std::vector<RawVehicle> vehicles; ///< in the order of loading
    std::vector<RawRoute> routes;
    std::vector<std::uint32_t> route_edges;
    std::vector<RawStop> stops;
    std::vector<RawDistribution> distributions;
    std::vector<RawDetector> detectors;
    std::vector<RawBay> bays;
    Index route_index, distribution_index, bay_index, detector_index;
};

/// Reads a route or additional file; both may hold the same things. `net` gets signal programs. Throws Fault.
void read_demand(const std::filesystem::path& file, FileNames& files, RawNet& net, RawDemand& demand, Remarks& remarks);

/// What of a run steers the making of vehicles.
struct DemandOptions {
    TimeUs begin = 0;
    TimeUs end = -1;
    std::uint64_t seed = 0;
    bool skip_broken_routes = false;
};

struct NetBuilder;

/// Turns raw vehicles into trips. Throws Fault.
void make_workload(const NetBuilder& net, const RawDemand& demand, const DemandOptions& options, SumoScenario& out,
                   Remarks& remarks);

} // namespace cityloom::gis::sumo

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gis/import/sumo/raw_net.h"
#include "gis/import/sumo/rerouting.h"
#include "gis/import/sumo/vehicle_types.h"

namespace cityloom::gis::sumo {

/// A place to halt of its own: bus stop, parking area, charging station.
struct RawBay {
    std::uint32_t lane = kNone; ///< raw
    double start_m = 0.0;
    double end_m = 0.0;
    bool off_lane = false;
    std::uint32_t places = 0; ///< for vehicles beside the lane; 0: as many as come
};

struct RawStop {
    std::uint32_t lane = kNone; ///< raw
    double start_m = 0.0;
    double end_m = 0.0;
    double duration_s = 0.0;
    TimeUs until = -1;
    double pass_mps = 0.0; ///< above 0: a waypoint, passed at this speed at most
    bool off_lane = false;
    bool for_riders = false;   ///< it lasts until somebody has boarded
    bool for_goods = false;    ///< the same of goods alone
    std::string expected;      ///< who all must have boarded; empty: anybody
    std::uint32_t bay = kNone; ///< in RawDemand::bays
    Place place;
};

struct RawRoute {
    Range edges; ///< in RawDemand::route_edges: raw edges
    Range stops;
    double probability = 1.0;
    std::uint32_t rounds = 1; ///< its edges are driven so often; so are its stops
    TimeUs round_lasts = 0;   ///< by which the times of its stops move on, round by round
    Place place;
};

struct RawDistribution {
    std::vector<std::pair<std::string, double>> members; ///< route or distribution, weight; below 0: the route's own
    Place place;
};

/// A part of somebody's way on foot: a time, and the shortest way between two edges where it has to be looked for.
struct RawLeg {
    TimeUs lasts = 0;
    TimeUs until = -1;          ///< it does not end before
    std::uint32_t from = kNone; ///< raw edges
    std::uint32_t to = kNone;
    double speed_mps = 1.0; ///< between them
};

/// Somebody, or something, that comes to a place on foot and waits there to be taken along; or a flow of them.
struct RawRider {
    std::string id;
    std::string lines;          ///< vehicles, or lines of vehicles, that it takes; with blanks between
    std::uint32_t edge = kNone; ///< raw
    std::uint32_t bay = kNone;  ///< in RawDemand::bays
    double at_m = 0.0;          ///< along the edge
    TimeUs depart = -1;         ///< -1: nobody knows, since it comes by another vehicle
    Range legs;                 ///< in RawDemand::legs
    std::uint32_t copies = 1;
    TimeUs apart = 0; ///< of a flow
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
    std::string from_ends, to_ends; ///< instead: a district, or "!" and a junction
    Range via;                      ///< in RawDemand::via: what a trip passes on its way
    TimeUs depart = 0;
    bool for_riders = false; ///< departs when somebody has boarded
    std::string line;
    std::optional<RawFlow> flow;
    std::string depart_lane, depart_pos, depart_speed, arrival_lane, arrival_pos, arrival_speed;
    Range stops;
    OwnRerouting rerouting;
    Place place;
};

struct RawDetector {
    std::string id;
    std::uint32_t lane = kNone; ///< raw
    double pos_m = 0.0;
    double period_s = 0.0;
};

/// An interval of a calibrator.
struct RawCalibration {
    RawVehicle vehicle;         ///< that it lets in
    std::uint32_t edge = kNone; ///< raw
    std::uint32_t lane = kNone; ///< raw; kNone: the whole edge
    TimeUs begin = 0;
    TimeUs end = -1;
    TimeUs period = kSecondUs;
    double wished_per_h = 0.0;
};

/// A meter: what it says itself, with raw lanes and edges, and types by name.
struct RawMeter {
    SumoMeter meter;
    std::vector<std::string> types;
    Place place;
};

/// Edges where trips of a district or of a junction begin and end, by RawNet::edges.
struct RawEnds {
    std::vector<std::uint32_t> sources, sinks;
};

/// A step of a variable speed sign.
struct RawLimit {
    TimeUs at = 0;
    std::uint32_t lane = kNone; ///< raw
    double speed_mps = -1.0;    ///< below 0: the lane's own again
};

/// An edge or a lane that a rerouter closes for a while.
struct RawClosing {
    TimeUs begin = 0;
    TimeUs end = -1;            ///< -1: for good
    std::uint32_t edge = kNone; ///< raw
    std::uint32_t lane = kNone; ///< raw; kNone: the whole edge
};

/// Programs of a traffic light that follow each other by the clock.
struct RawWaut {
    struct Switch {
        TimeUs at = 0;
        std::string program;
    };
    std::string first;            ///< the program at the start
    std::vector<Switch> switches; ///< in the order of the file
    std::vector<std::string> lights;
};

/// What route and additional files hold.
struct RawDemand {
    VehicleTypes types;
    std::vector<RawVehicle> vehicles; ///< in the order of loading
    std::vector<RawRoute> routes;
    std::vector<std::uint32_t> route_edges;
    std::vector<std::uint32_t> via; ///< raw edges
    std::vector<RawEnds> ends;      ///< of districts
    std::vector<RawLimit> limits;
    std::vector<RawClosing> closings;
    std::vector<std::uint32_t> told; ///< raw edges where rerouters stand
    std::vector<RawWaut> wauts;
    std::vector<RawStop> stops;
    std::vector<RawDistribution> distributions;
    std::vector<RawDetector> detectors;
    std::vector<RawMeter> meters;
    std::vector<RawRider> riders;
    std::vector<RawLeg> legs;
    std::vector<RawCalibration> calibrations;
    std::vector<RawBay> bays;
    Index route_index, distribution_index, bay_index, detector_index, meter_index, ends_index, waut_index;
    std::uint32_t including = 0; ///< files within each other that are being read
    std::uint32_t included = 0;
};

/// Reads a route or additional file; both may hold the same things. `net` gets signal programs. Throws Fault.
void read_demand(const std::filesystem::path& file, FileNames& files, RawNet& net, RawDemand& demand, Remarks& remarks);

/// What of a run steers the making of vehicles.
struct DemandOptions {
    TimeUs begin = 0;
    TimeUs end = -1;
    std::uint64_t seed = 0;
    bool skip_broken_routes = false;
    Rerouting rerouting;
};

struct NetBuilder;
struct Train;

/// Meters in our own terms; those on lanes that no road vehicle may use are left out with a remark. Throws Fault.
void make_meters(const NetBuilder& net, const RawDemand& demand, SumoScenario& out, Remarks& remarks);

/// Turns raw vehicles into trips, and lists the trains. Throws Fault.
void make_workload(const NetBuilder& net, const RawDemand& demand, const DemandOptions& options, SumoScenario& out,
                   Remarks& remarks, std::vector<Train>& trains);

} // namespace cityloom::gis::sumo

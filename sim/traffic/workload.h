// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "sim/traffic/demand.h"
#include "sim/traffic/vehicle_type.h"

namespace cityloom::traffic {

/// A halt that a vehicle keeps: a bus stop, a delivery.
struct Stop {
    std::uint32_t lane = kNone; ///< in RoadNetwork::lanes
    float start_m = 0.0F;       ///< the bay, along the lane
    float end_m = 0.0F;         ///< its front bumper halts here
    float duration_s = 0.0F;
    TimeUs until = -1;         ///< not before this time; -1: as long as duration_s
    bool off_lane = false;     ///< in a bay beside the lane: others pass
    std::uint32_t bay = kNone; ///< a place that others share: a bus stop, a car park; kNone: its own
    float pass_mps = 0.0F;     ///< above 0: no halt; start_m to end_m are passed at this speed at most
    std::uint32_t places = 0;  ///< of a bay beside the lane; who finds them taken waits; 0: without end
};

/// From a time on a lane has another limit: a variable speed sign.
struct LimitStep {
    TimeUs at = 0;
    std::uint32_t lane = kNone; ///< in RoadNetwork::lanes
    float speed_mps = 0.0F;     ///< 0: its own again
};

/// From a time on an edge, or some of its lanes, is closed or open.
struct Closing {
    TimeUs at = 0;
    std::uint32_t edge = kNone;
    std::uint32_t lanes = 0; ///< bit k: lane k from the kerb; 0: the whole edge
    bool closed = true;
};

/// Work for the engine: who drives what, when, and by which way where that is laid down.
struct Workload {
    std::vector<VehicleType> types; ///< Trip::type points here
    std::vector<std::string> type_names;
    std::vector<Trip> trips;             ///< by departure; ties in the order of the source
    std::vector<std::string> trip_names; ///< as in the source; may be empty
    std::vector<Range> routes;           ///< in route_edges; Trip::route points here
    std::vector<std::uint32_t> route_edges;
    std::vector<Stop> stops;        ///< in driving order; Trip::stops points here
    std::vector<LimitStep> limits;  ///< by time
    std::vector<Closing> closings;  ///< by time
    std::vector<std::uint8_t> told; ///< per edge: who enters it hears of closings; empty: nowhere
    std::vector<std::uint32_t> via; ///< edges that trips without a route pass, in order; Trip::via points here
};

} // namespace cityloom::traffic

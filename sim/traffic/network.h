// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/time.h"
#include "sim/core/weekly_hours.h"
#include "sim/traffic/charging.h"

namespace cityloom::traffic {

/// Who may use a lane. A vehicle may drive where its own bits and the lane's have one in common.
enum LaneUse : std::uint8_t {
    kCars = 1,
    kBuses = 2,
    kTrucks = 4,
    kBicycles = 8,
    kEmergency = 16,
    kTaxis = 32,
    kMotorcycles = 64,
    kOtherMotor = 128, ///< of networks that tell more kinds of vehicles apart
    kAllMotor = kCars | kBuses | kTrucks | kEmergency | kTaxis | kMotorcycles,
    kEveryone = 255,
};

/// A directed stretch of street between two junctions.
struct Edge {
    std::uint64_t id = 0; ///< stable: from the street's id, direction and first node
    std::uint64_t street_id =
        0;                      ///< the source street (the longest, where several were joined; see RoadNetwork::joined)
    std::uint32_t from = kNone; ///< junction
    std::uint32_t to = kNone;   ///< junction
    Range lanes;                ///< in RoadNetwork::lanes, rightmost first (leftmost first with left-hand traffic)
    Range shape; ///< the street's centre line in driving direction, trimmed at the stop lines; RoadNetwork::points
    double length_m = 0.0; ///< between the junctions' stop lines
    double speed_mps = 13.9;
    std::uint8_t rank = 0; ///< StreetClass as a number: 0 the widest
    bool roundabout = false;
    bool destination_only = false;
    bool gateway = false; ///< touches the extract's edge
    std::int8_t layer = 0;
    std::uint32_t name = kNone; ///< in RoadNetwork::names
};

struct Lane {
    std::uint32_t edge = kNone;
    double offset_m = 0.0; ///< of its centre from the edge's shape, positive to the right of driving direction
    double width_m = 3.2;
    std::uint8_t use = kAllMotor;
    Range turns;            ///< in RoadNetwork::turns: where it leads
    double speed_mps = 0.0; ///< its own limit; 0: the edge's
    // Who may change from it to the lane beside. Of networks that are read to be run; a city's have no such marks, and
    // its blob does not keep them.
    std::uint8_t to_kerb = kEveryone;
    std::uint8_t from_kerb = kEveryone;
};

enum class TurnKind : std::uint8_t { Straight, Right, Left, UTurn };

/// The way from one lane across a junction into another: a lane inside the junction.
struct Turn {
    std::uint32_t from_lane = kNone;
    std::uint32_t to_lane = kNone;
    std::uint32_t junction = kNone;
    TurnKind kind = TurnKind::Straight;
    double length_m = 0.0;
    double speed_mps = 10.0;
    Range shape;                    ///< in RoadNetwork::points
    std::uint8_t priority = 0;      ///< higher goes first where no signal rules
    std::uint32_t movement = kNone; ///< signal movement in Controller, kNone where none
    Range conflicts;                ///< in RoadNetwork::conflicts
    double wait_m = 0.0;            ///< where one that gives way may wait inside the junction; 0: at the stop line
    std::uint8_t use = kEveryone;
    bool keep_clear = true; ///< not entered unless there is room behind it
    bool stops = false;     ///< a stop sign: one halt before going on
};

/// Two turns of one junction that cross or merge. Distances along the turn in whose list the row stands.
struct Conflict {
    std::uint32_t other = kNone; ///< turn
    float enter_m = 0.0F;        ///< the shared zone begins here on this turn
    float leave_m = 0.0F;
    float other_enter_m = 0.0F; ///< and here on the other
    float other_leave_m = 0.0F;
    bool merge = false;  ///< both lead into the same lane
    bool yields = false; ///< this turn gives way to the other
};

enum class JunctionControl : std::uint8_t { Priority, RightBeforeLeft, AllWayStop, Signal, DeadEnd };

struct Junction {
    std::uint64_t id = 0; ///< the source node's (the smallest, where several were merged)
    Point2 at;
    JunctionControl control = JunctionControl::Priority;
    Range incoming; ///< in RoadNetwork::incoming: edges
    Range outgoing; ///< in RoadNetwork::outgoing: edges
    Range turns;    ///< in RoadNetwork::turns
    std::uint32_t controller = kNone;
    bool roundabout = false;
    float confidence = 1.0F; ///< in the inferred control and priorities
};

/// Where people on foot cross an arm of a signalled junction.
struct PedestrianCrossing {
    std::uint64_t id = 0;                    ///< stable
    std::uint32_t in_edge = kNone;           ///< of the arm: towards the junction; kNone: none
    std::uint32_t out_edge = kNone;          ///< and away from it
    double length_m = 0.0;                   ///< from kerb to kerb
    double pedestrians_per_h = 0.0;          ///< of both directions together
    std::uint32_t phase = kNone;             ///< in Controller::phases: when they walk; kNone: no phase suits
    Provenance source = Provenance::Default; ///< Measured: the crossing is mapped (its demand never is)
};

/// One stage of a fixed-time plan: which movements have green.
struct SignalPhase {
    std::uint64_t green_movements = 0; ///< bit m: movement m has green
    std::uint64_t permissive = 0;      ///< of those, the ones that give way to oncoming traffic
    double green_s = 20.0;
    double yellow_s = 3.0;
    double all_red_s = 2.0;
    std::uint64_t yellow_movements = 0; ///< yellow during the green part: programs that change movements one by one
    double least_green_s = 0.0;         ///< actuated: green lasts at least this long
    double most_green_s = 0.0;          ///< and at most this; 0: green_s, not actuated
};

enum class ControllerKind : std::uint8_t { Fixed, Actuated, MaxPressure, External };

/// Signals of one junction (or of several grouped): at most 64 movements.
struct Controller {
    std::uint64_t id = 0;
    std::string key; ///< "signal/12": what scenarios and events name
    Point2 at;
    std::uint32_t junction = kNone; ///< the first, where it rules several
    ControllerKind kind = ControllerKind::Fixed;
    std::uint32_t movements = 0;
    std::vector<SignalPhase> phases;
    std::vector<PedestrianCrossing> crossings;
    double offset_s = 0.0;
    std::uint32_t source_nodes = 0; ///< how many mapped signal nodes it stands for
    Provenance source = Provenance::Derived;
};

/// A piece of road that was left out of the drivable network, and why.
struct RemovedPiece {
    std::uint64_t street_id = 0;
    double length_m = 0.0;
    std::string reason;
};

/// A source street that is part of an edge which bears another's id.
struct JoinedStreet {
    std::uint64_t street_id = 0;
    std::uint32_t edge = kNone;
    friend auto operator<=>(const JoinedStreet&, const JoinedStreet&) = default;
};

/// What holds on an edge, or of a turn, at some hours of the week; see hours.h. Rules of one edge lie together, in the
/// order in which they were written: of several of one kind that hold the last counts.
struct HourRule {
    enum class What : std::uint8_t {
        Access,    ///< value: an HourAccess
        Direction, ///< value: 0 nobody drives this way, 1 they do
        Speed,     ///< value: metres per second
        Turn,      ///< from edge into to_edge: nobody turns
    };
    What what = What::Access;
    std::uint32_t edge = kNone;
    std::uint32_t to_edge = kNone; ///< of a turn
    double value = 0.0;
    WeeklyHours when;
};
/// Who may drive on an edge.
enum class HourAccess : std::uint8_t { Nobody, Destination, Everybody };

/// The drivable network, compiled for the engine. Built by gis/derive or by an interchange reader.
struct RoadNetwork {
    std::vector<Point2> points;
    std::vector<std::string> names;
    std::vector<Edge> edges;
    std::vector<Lane> lanes;
    std::vector<Turn> turns;
    std::vector<Conflict> conflicts;
    std::vector<Junction> junctions;
    std::vector<std::uint32_t> incoming;
    std::vector<std::uint32_t> outgoing;
    std::vector<Controller> controllers;
    std::vector<ChargingStation> chargers;
    std::vector<RemovedPiece> removed;
    std::vector<JoinedStreet> joined; ///< by street, then edge: see edges_of()
    std::vector<HourRule> hours;      ///< what changes by the hour; nothing of it is applied here: see apply_hours()
    bool left_hand = false;
    double length_km = 0.0;                     ///< of all drivable streets, as mapped, before pruning
    double connected_share = 0.0;               ///< largest strongly connected part, by length, as tagged
    double connected_share_with_gateways = 0.0; ///< the same with all gateways joined to one outside node
    double removed_km = 0.0;
};

/// Whether vehicles with an engine may use a lane: bicycle lanes are not theirs, and count for none of their figures.
[[nodiscard]] inline bool carries_motor(const Lane& lane) noexcept {
    return (static_cast<unsigned>(lane.use) & ~static_cast<unsigned>(kBicycles)) != 0;
}
[[nodiscard]] inline bool carries_motor(const RoadNetwork& net, const Turn& turn) noexcept {
    return (static_cast<unsigned>(turn.use) & net.lanes[turn.from_lane].use & net.lanes[turn.to_lane].use &
            ~static_cast<unsigned>(kBicycles)) != 0;
}
/// How many lanes of an edge they may use.
[[nodiscard]] inline std::uint32_t motor_lanes(const RoadNetwork& net, const Edge& edge) noexcept {
    std::uint32_t count = 0;
    for (std::uint32_t l = edge.lanes.begin; l < edge.lanes.end(); ++l) {
        count += carries_motor(net.lanes[l]) ? 1U : 0U;
    }
    return count;
}

} // namespace cityloom::traffic

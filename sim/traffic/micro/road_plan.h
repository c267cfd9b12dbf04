// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "sim/traffic/network.h"

namespace cityloom::traffic {

inline constexpr float kJamSpacingM = 7.0F; ///< from front to front, where all ahead are taken to stand

/// A lane as the engine reads it. Lanes that end at one junction lie together, junctions in the order of RoadPlan.
struct LanePlan {
    float length_m = 0.0F;
    float speed_mps = 0.0F;
    /// How far on from the stop line nothing can make a vehicle stop but the one ahead: past junctions without conflict
    /// or signal. 0 where the junction at its end has to be asked.
    float clear_run_m = 0.0F;
    std::uint32_t edge = kNone;      ///< in RoadNetwork
    std::uint32_t lane = kNone;      ///< in RoadNetwork
    std::uint32_t turn_begin = 0;    ///< in RoadPlan::turns
    std::uint32_t only_turn = kNone; ///< where it leads by one turn, riders' own apart; kNone: by none, or by several
    std::uint32_t upstream = kNone;  ///< junction that feeds it
    std::uint32_t brief = kNone;     ///< its number among brief lanes: too short to decide on, see Promises
    std::uint8_t turn_count = 0;
    std::uint8_t own = 0; ///< place in its edge, from the kerb
    std::uint8_t edge_lanes = 1;
    std::uint8_t use = 0;
    std::uint8_t to_kerb = 0; ///< who may leave it for the lane beside, towards the kerb
    std::uint8_t from_kerb = 0;
    bool marked = false;  ///< some lane of its edge may not be left by everybody
    bool ring = false;    ///< part of a roundabout
    bool fed = false;     ///< some turn leads into it
    bool watched = false; ///< short, beside others: lanes are changed at its begin, see Head
};

/// A way across a junction as the engine reads it. Bits stand for turns of the junction: local index modulo 64, so that
/// a set bit means "look closer" and a clear one "certainly not".
struct TurnPlan {
    std::uint64_t foes = 0;     ///< share a conflict zone with it
    std::uint64_t yields = 0;   ///< of those: it gives way to them
    std::uint64_t merges = 0;   ///< of its foes: lead into the same lane
    std::uint64_t movement = 0; ///< its bit in the controller's masks; 0: no signal rules it
    float length_m = 0.0F;
    float speed_mps = 0.0F;
    float limit_mps = 0.0F; ///< of the lane it comes from
    float wait_m = 0.0F;    ///< see Turn::wait_m
    std::uint32_t from_lane = kNone;
    std::uint32_t to_lane = kNone;
    std::uint32_t to_edge = kNone;
    std::uint32_t junction = kNone; ///< place in RoadPlan::junctions
    Range conflicts;                ///< in RoadPlan::conflicts
    std::uint32_t turn = kNone;     ///< in RoadNetwork
    std::uint8_t local = 0;         ///< bit number
    std::uint8_t use = 0;
    bool keep_clear = true;
    bool stops = false;
    bool crosses = false; ///< some foe leads elsewhere: standing here would be in its way (riders pass behind)
    bool in_ring = false; ///< from one part of a roundabout to the next
    std::uint32_t enters_ring = kNone; ///< in RoadPlan::rings
    std::uint32_t kerb_side = kNone;   ///< the turn beside it from and to the same streets, where one may change over
    std::uint32_t far_side = kNone;    ///< and on the other side
    bool free = false;                 ///< no conflict, no signal: nobody has to be asked
    std::uint32_t crossing = kNone;    ///< in RoadPlan::crossings: people on foot cross its exit
    bool minor = false;                ///< from a street that gives way at its end
    bool slows = false;                ///< one sees only at the line whether one may go
    float critical_s = 0.0F;           ///< from a street that gives way at its end: see Headways; 0: from any other
    float follow_s = 0.0F;
};

struct ConflictPlan {
    std::uint32_t other = kNone; ///< in RoadPlan::turns
    float enter_m = 0.0F;
    float leave_m = 0.0F;
    float other_enter_m = 0.0F;
    float other_leave_m = 0.0F;
    std::uint8_t other_local = 0;
    bool merge = false;
    bool yields = false;
    bool beside = false; ///< between a bicycle lane and the lane beside it: no light keeps these two apart
    bool main = false;   ///< the other comes from a street that goes first
};

/// A roundabout: its lanes and the turns between them.
struct Ring {
    std::vector<std::uint32_t> lanes;
    std::vector<std::uint32_t> turns;
    std::vector<std::uint32_t> entries; ///< turns that lead into it
    std::uint32_t most = 0;             ///< vehicles on it beyond which nobody enters
};

inline constexpr TimeUs kWalkersSlot = kSecondUs / 2; ///< people on foot come and walk in slots of this length

/// A crossing for people on foot as the engine reads it.
struct CrossingPlan {
    std::uint64_t id = 0;
    std::uint32_t place = 0; ///< among all crossings of the network, controller by controller
    std::uint32_t controller = kNone;
    std::uint32_t phase = 0;
    float least_green_s = 0.0F; ///< in which people can cross
    float stops_s = 0.0F;       ///< who has not started this long before the end of green waits
    float far_s = 0.0F;         ///< from the far kerb to the lanes that lead away
    float none_comes = 1.0F;    ///< probability that nobody comes to one kerb in a slot
};

struct JunctionPlan {
    std::uint32_t junction = kNone; ///< in RoadNetwork
    Range lanes;                    ///< that end here
    Range turns;
    Range briefs; ///< numbers of its brief lanes
    std::uint32_t controller = kNone;
    JunctionControl control = JunctionControl::Priority;
    bool brief = false;       ///< some lane that ends here is brief
    bool feeds_brief = false; ///< some lane that begins here is
    bool feeds_watched = false;
    bool side_by_side = false; ///< some turn of it has one beside it
};

/// The network laid out for the engine: what one junction's pass touches lies together, and junctions that are near
/// each other on the ground are near each other in memory (Hilbert order of their places).
struct RoadPlan {
    explicit RoadPlan(const RoadNetwork& net);

    std::vector<LanePlan> lanes;
    std::vector<TurnPlan> turns;
    std::vector<ConflictPlan> conflicts;
    std::vector<JunctionPlan> junctions;
    std::vector<Ring> rings;
    std::vector<CrossingPlan> crossings;       ///< that have demand and a phase; by controller
    std::vector<std::uint32_t> first_crossing; ///< per controller and one more
    std::uint32_t brief_lanes = 0;
    std::vector<std::uint32_t> first_lane;  ///< per edge: its lanes are first_lane[e] + k, k from the kerb
    std::vector<std::uint32_t> of_turn;     ///< per RoadNetwork turn
    std::vector<std::uint32_t> of_junction; ///< per RoadNetwork junction
};

} // namespace cityloom::traffic

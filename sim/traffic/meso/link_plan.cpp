// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/meso/link_plan.h"

#include <algorithm>

#include "sim/traffic/gap_acceptance.h"
#include "sim/traffic/micro/road_plan.h"

namespace cityloom::traffic {

namespace {

/// Highway Capacity Manual 2010: permitted left turns ch. 31; roundabouts ch. 21 (one lane); all-way stops ch. 20,
/// saturation headway of case 1. Two-way stops: see Headways.
constexpr Headways kPermittedLeft{4.5F, 2.5F};
constexpr Headways kRoundabout{5.1F, 3.2F};
constexpr Headways kAllWay{2.0F, 3.9F};
constexpr float kRightShare = 0.85F; // of the saturation flow; HCM 2000, ch. 16, f_RT and f_LT
constexpr float kLeftShare = 0.95F;
constexpr float kLeastTurnMps = 3.0F; // as in the micro engine

Headways gap_of(const RoadNetwork& net, const Turn& turn) {
    const Junction& junction = net.junctions[turn.junction];
    if (junction.control == JunctionControl::AllWayStop) {
        return kAllWay;
    }
    if (turn.movement != kNone && junction.controller != kNone) {
        return kPermittedLeft;
    }
    if (net.edges[net.lanes[turn.to_lane].edge].roundabout) {
        return kRoundabout;
    }
    if (junction.control == JunctionControl::RightBeforeLeft) {
        return kPermittedLeft; // slow streets: short gaps do
    }
    const bool across = turn.kind == TurnKind::Left || turn.kind == TurnKind::UTurn;
    return across && !gives_way_at_end(net, net.edges[net.lanes[turn.from_lane].edge]) ? kMajorLeft
                                                                                       : minor_headways(net, turn);
}

} // namespace

LinkPlan::LinkPlan(const RoadNetwork& net, const SignalWindows& signals, double saturation_vph)
    : edge_lanes(net.edges.size()) {
    const RoadPlan roads{net};
    for (const LanePlan& lane : roads.lanes) {
        lanes.push_back({.length_m = lane.length_m,
                         .limit_mps = lane.speed_mps,
                         .edge = lane.edge,
                         .turn_begin = lane.turn_begin,
                         .turn_count = lane.turn_count,
                         .use = lane.use});
    }
    for (std::uint32_t e = 0; e < net.edges.size(); ++e) {
        edge_lanes[e] = {roads.first_lane[e], net.edges[e].lanes.count};
    }
    for (std::uint32_t t = 0; t < roads.turns.size(); ++t) {
        const TurnPlan& plan = roads.turns[t];
        const Turn& turn = net.turns[plan.turn];
        const JunctionPlan& junction = roads.junctions[plan.junction];
        const bool ruled = plan.movement != 0 && junction.controller != kNone && signals.rules(junction.controller);
        LinkTurn out{.movement = ruled ? plan.movement : 0,
                     .to_edge = plan.to_edge,
                     .lane = plan.from_lane,
                     .controller = ruled ? junction.controller : kNone,
                     .length_m = plan.length_m,
                     .speed_mps = std::max(kLeastTurnMps, plan.speed_mps),
                     .use = plan.use,
                     .inside = ruled && plan.wait_m > 0.0F,
                     .all_way = junction.control == JunctionControl::AllWayStop};
        out.majors.begin = static_cast<std::uint32_t>(majors.size());
        for (std::uint32_t c = plan.conflicts.begin; c < plan.conflicts.end(); ++c) {
            const ConflictPlan& conflict = roads.conflicts[c];
            const TurnPlan& other = roads.turns[conflict.other];
            const bool same_street = lanes[other.from_lane].edge == lanes[plan.from_lane].edge; // merge in turn
            const bool apart =
                ruled && other.movement != 0 && !signals.together(junction.controller, plan.movement, other.movement);
            // Of riders only riders take notice here: who turns over a bicycle lane waits for them within his headway.
            const bool rider = carries_motor(net, turn) && !carries_motor(net, net.turns[other.turn]);
            if ((conflict.yields || out.all_way) && !same_street && !apart && !rider) {
                majors.push_back(conflict.other);
            }
        }
        out.majors.count = static_cast<std::uint32_t>(majors.size()) - out.majors.begin;
        const bool yields = out.majors.count > 0;
        if (yields || ruled || turn.stops) {
            const Headways gap = gap_of(net, turn);
            const float share = turn.kind == TurnKind::Straight ? 1.0F
                                : turn.kind == TurnKind::Right  ? kRightShare
                                                                : kLeftShare;
            out.saturation_s = static_cast<float>(3600.0 / saturation_vph) / share;
            out.follow_s = yields || turn.stops ? std::max(out.saturation_s, gap.follow_s) : out.saturation_s;
            out.critical = from_seconds(static_cast<double>(gap.critical_s));
            if (turn.stops || out.all_way) {
                out.saturation_s = out.follow_s;
            }
        }
        turns.push_back(out);
        turn_to_edge.push_back(out.to_edge);
    }
}

} // namespace cityloom::traffic

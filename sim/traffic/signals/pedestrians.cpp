// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/signals/pedestrians.h"

#include <algorithm>
#include <cmath>

namespace cityloom::traffic {

namespace {

constexpr double kMostPerGreenHour = 5000.0;
constexpr double kShadowS = 5.0;
constexpr double kRoomToPass = 0.6;

bool more_lanes_lead_on(const RoadNetwork& net, const Turn& turn) {
    const Range from = net.edges[net.lanes[turn.from_lane].edge].lanes;
    const std::uint32_t to_edge = net.lanes[turn.to_lane].edge;
    std::uint32_t turning = 0;
    for (std::uint32_t l = from.begin; l < from.end(); ++l) {
        bool turns = false;
        for (std::uint32_t t = net.lanes[l].turns.begin; t < net.lanes[l].turns.end(); ++t) {
            turns = turns || (net.lanes[net.turns[t].to_lane].edge == to_edge && carries_motor(net, net.turns[t]));
        }
        turning += turns ? 1U : 0U;
    }
    return motor_lanes(net, net.edges[to_edge]) > turning;
}

} // namespace

bool may_walk(const RoadNetwork& net, const Controller& controller, const PedestrianCrossing& crossing,
              std::uint64_t green_movements) {
    const Range turns = net.junctions[controller.junction].turns;
    for (std::uint32_t t = turns.begin; t < turns.end(); ++t) {
        const Turn& turn = net.turns[t];
        const bool green = turn.movement != kNone && (green_movements >> turn.movement & 1U) != 0;
        const bool comes = net.lanes[turn.from_lane].edge == crossing.in_edge;
        const bool leaves = net.lanes[turn.to_lane].edge == crossing.out_edge;
        if (green && (comes || (leaves && turn.kind == TurnKind::Straight))) {
            return false;
        }
    }
    return true;
}

double conflict_occupancy(double pedestrians_per_h, double cycle_s, double green_s, double turn_green_s) {
    if (pedestrians_per_h <= 0.0 || green_s <= 0.0 || turn_green_s <= 0.0) {
        return 0.0;
    }
    const double v = std::min(kMostPerGreenHour, pedestrians_per_h * cycle_s / green_s);
    const double while_walking = v <= 1000.0 ? v / 2000.0 : 0.4 + v / 10'000.0;
    return while_walking * std::min(1.0, green_s / turn_green_s);
}

double pedestrian_factor(const RoadNetwork& net, const Controller& controller, std::uint32_t turn,
                         double opposing_vph) {
    const Turn& t = net.turns[turn];
    if (t.movement == kNone || controller.crossings.empty()) {
        return 1.0;
    }
    const std::uint32_t to_edge = net.lanes[t.to_lane].edge;
    double cycle_s = 0.0;
    double green_s = 0.0;
    for (const SignalPhase& phase : controller.phases) {
        cycle_s += phase.green_s + phase.yellow_s + phase.all_red_s;
        green_s += (phase.green_movements >> t.movement & 1U) != 0 ? phase.green_s : 0.0;
    }
    for (const PedestrianCrossing& crossing : controller.crossings) {
        if (crossing.out_edge != to_edge || crossing.phase >= controller.phases.size()) {
            continue;
        }
        const SignalPhase& phase = controller.phases[crossing.phase];
        if ((phase.green_movements >> t.movement & 1U) == 0) {
            continue;
        }
        double occupied = conflict_occupancy(crossing.pedestrians_per_h, cycle_s, phase.green_s, green_s);
        if (t.kind == TurnKind::Left || t.kind == TurnKind::UTurn) {
            occupied *= std::exp(-kShadowS / 3600.0 * opposing_vph);
        }
        return 1.0 - (more_lanes_lead_on(net, t) ? kRoomToPass : 1.0) * occupied;
    }
    return 1.0;
}

} // namespace cityloom::traffic

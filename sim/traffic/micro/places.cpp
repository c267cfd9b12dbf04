// SPDX-License-Identifier: GPL-3.0-or-later
// Where everybody is, for detectors and the like, which look at every step.
#include <algorithm>

#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

void Simulation::list_places(std::vector<VehiclePlace>& places) const {
    const State& s = *state_;
    places.clear();
    const auto add = [&](const Vehicle& v, float limit_mps, std::uint32_t lane, std::uint32_t turn) {
        if (!v.barrier()) {
            places.push_back({.trip = v.trip,
                              .lane = lane,
                              .turn = turn,
                              .along_m = v.x_m,
                              .speed_mps = v.v_mps,
                              .desired_mps = s.desired_speed(v, limit_mps),
                              .length_m = s.type(v).length_m,
                              .halts = v.has(Vehicle::kServing)});
        }
    };
    for (std::uint32_t l = 0; l < s.plan.lanes.size(); ++l) {
        const LanePlan& lane = s.plan.lanes[l];
        for (std::uint32_t k = 0; k < s.lane_slot[l].count; ++k) {
            add(s.on_lane(l)[k], lane.speed_mps, lane.lane, kNone);
        }
    }
    for (std::uint32_t t = 0; t < s.plan.turns.size(); ++t) {
        const TurnPlan& turn = s.plan.turns[t];
        for (std::uint32_t k = 0; k < s.turn_slot[t].count; ++k) {
            add(s.on_turn(t)[k], std::min(turn.limit_mps, turn.speed_mps), kNone, turn.turn);
        }
    }
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
// The loops before the stop lines of actuated signals.
#include <algorithm>

#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

constexpr float kDetectorS = 2.0F; // the loop lies this far before the line, in seconds at the limit ...
// ... but no further than the queue that the least green clears: 1.9 s for each 7.5 m of it (saturation flow).
constexpr float kHeadwayS = 1.9F;
constexpr float kQueueSpacingM = 7.5F;
constexpr int kHopsBack = 20; // lanes back

float distance_to_line(const Controller& controller, std::uint64_t movements, float speed_mps) {
    float least = kFar;
    for (const SignalPhase& phase : controller.phases) {
        if ((phase.green_movements & movements) != 0 && phase.most_green_s > 0.0) {
            least = std::min(least, static_cast<float>(phase.least_green_s));
        }
    }
    return std::min(kDetectorS * speed_mps, (least / kHeadwayS + 1.0F) * kQueueSpacingM);
}

/// Whether a vehicle was over a loop at any time of the step that ended; x_m of its front, from the loop.
bool passes(const Simulation::State& s, const Vehicle& v, float x_m) {
    const float moved = std::max(0.0F, v.v_mps * s.dt - 0.5F * v.a_mps2 * s.dt * s.dt);
    return x_m >= 0.0F && x_m - s.type(v).length_m - moved <= 0.0F;
}

bool any_passes(const Simulation::State& s, const Vehicle* vehicles, std::uint32_t count, float begin_m) {
    for (std::uint32_t k = count; k-- > 0;) { // the hindmost first: whoever has left the loop has only others ahead
        const float x = begin_m + vehicles[k].x_m;
        if (!vehicles[k].barrier() && passes(s, vehicles[k], x)) {
            return true;
        }
    }
    return false;
}

} // namespace

void Simulation::State::place_detectors() {
    undetected_s.assign(ruled.size(), {});
    std::vector<std::uint32_t> feeders(plan.lanes.size(), 0);
    std::vector<std::uint32_t> feeder(plan.lanes.size(), kNone);
    for (std::uint32_t t = 0; t < plan.turns.size(); ++t) {
        ++feeders[plan.turns[t].to_lane];
        feeder[plan.turns[t].to_lane] = t;
    }
    for (std::uint32_t c = 0; c < ruled.size(); ++c) {
        undetected_s[c].assign(ruled[c].size(), kFar);
        for (RuledLane& r : ruled[c]) {
            const LanePlan& lane = plan.lanes[r.lane];
            r.loop_lane = r.lane;
            r.loop_m = lane.length_m - distance_to_line(net.controllers[c], r.movements, lane.speed_mps);
            // A short lane at the line, as where a map splits a street at a crossing: the loop lies before it.
            for (int hop = 0; hop < kHopsBack && r.loop_m < 0.0F && feeders[r.loop_lane] == 1 &&
                              plan.lanes[plan.turns[feeder[r.loop_lane]].from_lane].only_turn == feeder[r.loop_lane];
                 ++hop) {
                const TurnPlan& turn = plan.turns[feeder[r.loop_lane]];
                r.loop_lane = turn.from_lane;
                r.loop_m += turn.length_m + plan.lanes[r.loop_lane].length_m;
            }
            r.loop_m = std::max(0.0F, r.loop_m);
        }
    }
}

bool Simulation::State::over_detector(const RuledLane& r) const {
    std::uint32_t l = r.loop_lane;
    float begin_m = -r.loop_m; // of the lane looked at, from the loop
    // Down to the line and across it: a long or fast vehicle covers the loop when its front is elsewhere already.
    while (true) {
        if (any_passes(*this, on_lane(l), lane_slot[l].count, begin_m)) {
            return true;
        }
        const LanePlan& lane = plan.lanes[l];
        begin_m += lane.length_m;
        for (std::uint32_t t = lane.turn_begin; t < lane.turn_begin + lane.turn_count; ++t) {
            if (any_passes(*this, on_turn(t), turn_slot[t].count, begin_m)) {
                return true;
            }
        }
        if (l == r.lane || lane.only_turn == kNone) {
            return false;
        }
        begin_m += plan.turns[lane.only_turn].length_m;
        l = plan.turns[lane.only_turn].to_lane;
    }
}

void Simulation::State::detect(std::uint32_t c) {
    if (net.controllers[c].kind != ControllerKind::Actuated) {
        return;
    }
    for (std::size_t k = 0; k < ruled[c].size(); ++k) {
        undetected_s[c][k] = over_detector(ruled[c][k]) ? 0.0F : std::min(kFar, undetected_s[c][k] + dt);
    }
}

} // namespace cityloom::traffic

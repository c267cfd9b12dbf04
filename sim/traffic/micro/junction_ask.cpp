// SPDX-License-Identifier: GPL-3.0-or-later
// Vehicles ask whether they may enter, in turn.
#include "sim/traffic/micro/junction_pass.h"

#include <algorithm>

namespace cityloom::traffic {

namespace {

constexpr float kLeastGainMps2 = 0.3F; // so that who drives steadily never stops beyond the line

} // namespace

void JunctionPass::ask() {
    for_turns(me_.turns_in, [this](std::uint32_t t) {
        if (s_.plan.turns[t].wait_m > 0.0F) {
            ask_inside(t);
        }
    });
    const std::uint32_t lanes = junction_.lanes.count;
    std::uint32_t first = lanes > 0 ? static_cast<std::uint32_t>(s_.step_index % lanes) : 0;
    for (std::uint32_t i = 0; i < lanes; ++i) {
        const std::uint32_t l = junction_.lanes.begin + first;
        first = first + 1 == lanes ? 0 : first + 1;
        if (s_.lane_slot[l].count > 0) {
            ask_lane(l);
        }
        if (s_.plan.lanes[l].brief != kNone && s_.promises[s_.plan.lanes[l].brief].comers > 0) {
            ask_for_comers(l);
        }
    }
}

void JunctionPass::ask_inside(std::uint32_t t) {
    const Slot& slot = s_.turn_slot[t];
    Vehicle* v = pool(slot);
    for (std::uint32_t k = 0; k < slot.count; ++k) {
        if (!v[k].has(Vehicle::kToWait)) {
            continue;
        }
        const Request request{&v[k], t, v[k].x_m, k, kNone};
        if (may_enter(s_, junction_, scratch_, request) == Answer::Go) {
            release(v[k]);
        }
        break;
    }
}

void JunctionPass::ask_lane(std::uint32_t l) {
    const Slot& slot = s_.lane_slot[l];
    Vehicle* vehicles = pool(slot);
    const float length = s_.plan.lanes[l].length_m;
    for (std::uint32_t k = 0; k < slot.count && k < kAskers; ++k) {
        Vehicle& v = vehicles[k];
        if (v.has(Vehicle::kCommitted)) {
            if (v.has(Vehicle::kToWait)) {
                ask_again(v, l, k);
            }
            continue;
        }
        v.set(Vehicle::kMayGo, false);
        const bool promised = v.has(Vehicle::kPromised);
        v.set(Vehicle::kPromised, false); // kept only if it may go on
        const float to_line = length - v.x_m;
        const float horizon = v.v_mps * v.v_mps / 4.0F + 2.0F * v.v_mps * std::max(1.0F, s_.dt) + 6.0F;
        if (v.turn == kNone || to_line > horizon || v.has(Vehicle::kHalts) || (k == 0 && obstructed(l, v))) {
            clear_behind(vehicles, k + 1, slot.count);
            return;
        }
        const Answer answer = may_enter(s_, junction_, scratch_, {&v, v.turn, -to_line, k, l});
        if (answer == Answer::No) {
            clear_behind(vehicles, k + 1, slot.count);
            return;
        }
        v.set(Vehicle::kMayGo, true);
        v.set(Vehicle::kToWait, answer == Answer::Wait);
        v.set(Vehicle::kPromised, promised && answer == Answer::Go);
        const TurnPlan& turn = s_.plan.turns[v.turn];
        const float commit = s_.type(v).commit;
        const float faster = v.v_mps + (v.v_mps < kHaltedMps ? s_.type(v).accel : std::max(kLeastGainMps2, v.a_mps2)) *
                                           s_.dt; // at the next look
        const bool from_rest = to_line < 3.5F && must_halt(s_, junction_, turn);
        if (from_rest || to_line - 0.5F * (v.v_mps + faster) * s_.dt < faster * faster / (2.0F * commit) + 0.5F) {
            v.set(Vehicle::kCommitted, true);
            reserve(v, l);
        }
    }
}

bool JunctionPass::obstructed(std::uint32_t l, const Vehicle& v) {
    const Overhang ahead = s_.overhang(l);
    return ahead.rear_m < kFar && ahead.v_mps < 0.5F && ahead.rear_m - v.x_m < s_.type(v).min_gap_m + 1.0F;
}

void JunctionPass::ask_again(Vehicle& v, std::uint32_t l, std::uint32_t k) {
    const float x = v.x_m - s_.plan.lanes[l].length_m;
    if (may_enter(s_, junction_, scratch_, {&v, v.turn, x, k, l}) == Answer::Go) {
        release(v);
    }
}

void JunctionPass::release(Vehicle& v) {
    v.set(Vehicle::kToWait, false);
    for (Occupant& occupant : scratch_.occupants) {
        occupant.waits = occupant.waits && occupant.trip != v.trip;
    }
    promise_room(s_.plan.turns[v.turn].to_lane, s_.type(v).length_m);
}

void JunctionPass::clear_behind(Vehicle* vehicles, std::uint32_t from, std::uint32_t to) {
    for (std::uint32_t k = from; k < to && vehicles[k].has(Vehicle::kMayGo); ++k) {
        if (!vehicles[k].has(Vehicle::kCommitted)) {
            vehicles[k].set(Vehicle::kMayGo, false);
            vehicles[k].set(Vehicle::kPromised, false);
        }
    }
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
// Lane changes between turns that run side by side on a roundabout: its lanes are often shorter than a car.
#include <algorithm>

#include "sim/traffic/car_following.h"
#include "sim/traffic/micro/junction_pass.h"

namespace cityloom::traffic {

namespace {} // namespace

void JunctionPass::change_turns() {
    for_turns(me_.turns_in, [this](std::uint32_t t) {
        const TurnPlan& turn = s_.plan.turns[t];
        if (turn.kerb_side == kNone && turn.far_side == kNone) {
            return;
        }
        for (std::uint32_t k = 0; k < s_.turn_slot[t].count; ++k) {
            k -= change_turn(t, k) ? 1U : 0U;
        }
    });
}

bool JunctionPass::change_turn(std::uint32_t t, std::uint32_t k) {
    const TurnPlan& turn = s_.plan.turns[t];
    const LanePlan& from = s_.plan.lanes[turn.from_lane];
    Vehicle v = pool(s_.turn_slot[t])[k];
    if (v.lanes == 0 || v.useful(from.own) || v.has(Vehicle::kToWait)) {
        return false;
    }
    const int way = v.way_out(from.own, std::min<std::uint32_t>(kMostLanes, from.edge_lanes));
    const std::uint32_t target = way == 0 ? kNone : way < 0 ? turn.kerb_side : turn.far_side;
    if (target == kNone) {
        return false;
    }
    const TurnPlan& beside = s_.plan.turns[target];
    const LanePlan& to = s_.plan.lanes[beside.to_lane];
    if (((beside.use & to.use) & s_.types[v.type].use) == 0) {
        return false;
    }
    const bool promised = v.has(Vehicle::kPromised);
    v.x_m *= beside.length_m / turn.length_m;
    const float rest = beside.length_m - v.x_m;
    // Nobody has promised anything at the end of the other lane.
    const float to_stop = rest + to.length_m + to.clear_run_m - 0.1F;
    if (rest < 0.1F || v.v_mps * s_.dt + v.v_mps * v.v_mps / (2.0F * s_.type(v).commit) > to_stop) {
        return false;
    }
    std::uint32_t index = 0;
    if (!gap_beside(target, v, index) ||
        may_enter(s_, junction_, scratch_, {&v, target, v.x_m, index, kNone}) != Answer::Go) {
        return false;
    }
    v.set(Vehicle::kPromised, false);
    v.turn = target;
    v.next = to.brief != kNone ? s_.pick_turn(v, v.cursor + 1, beside.to_lane) : kNone;
    const float length = s_.type(v).length_m;
    if (!promised) {
        s_.reserved_m[turn.to_lane] = std::max(0.0F, s_.reserved_m[turn.to_lane] - length - kStandingGapM);
    }
    promise_room(beside.to_lane, length);
    s_.erase(place_, s_.turn_slot[t], k);
    s_.insert(place_, s_.turn_slot[target], index, v);
    me_.turns_in |= 1ULL << ((target - junction_.turns.begin) & 63U);
    for (Occupant& occupant : scratch_.occupants) {
        if (occupant.trip == v.trip) {
            occupant.turn = target;
            occupant.x_m = v.x_m;
        }
    }
    scratch_.busy |= 1ULL << beside.local;
    return true;
}

bool JunctionPass::gap_beside(std::uint32_t t, const Vehicle& v, std::uint32_t& index) {
    const TurnPlan& turn = s_.plan.turns[t];
    const Slot& slot = s_.turn_slot[t];
    const Vehicle* others = pool(slot);
    const float rear = s_.rear(v);
    const float from_m = s_.plan.lanes[turn.from_lane].length_m;
    if (rear < 0.5F - from_m) {
        return false; // it reaches back into the junction before
    }
    index = 0;
    while (index < slot.count && others[index].x_m >= v.x_m) {
        ++index;
    }
    Ahead ahead;
    if (index > 0) {
        ahead.rear_m = s_.rear(others[index - 1]);
        ahead.v_mps = others[index - 1].v_mps;
    } else {
        look_beyond(turn, v.trip, ahead);
    }
    float behind_m = kFar;
    float behind_mps = 0.0F;
    const auto follower = [&](float x, float speed) {
        behind_m = rear - x;
        behind_mps = speed;
    };
    const Slot& lane = s_.lane_slot[turn.from_lane];
    const std::uint32_t brief = s_.plan.lanes[turn.from_lane].brief;
    if (index < slot.count) {
        follower(others[index].x_m, others[index].v_mps);
    } else if (lane.count > 0) {
        follower(pool(lane)->x_m - from_m, pool(lane)->v_mps);
    } else if (brief != kNone && s_.promises[brief].comers > 0) {
        const Promises::Coming& first = s_.promises[brief].coming[0];
        // It learns of this a step later, in which it may speed up.
        const float on = (first.v_mps + s_.dt) * s_.dt;
        follower(on - first.to_lane_m - from_m, first.v_mps);
    } else if (rear < 0.0F) {
        return false;
    }
    return change_is_safe(v.v_mps, {ahead.rear_m - v.x_m, ahead.v_mps, behind_m, behind_mps}, kForcedMps2);
}

} // namespace cityloom::traffic

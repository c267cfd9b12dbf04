// SPDX-License-Identifier: GPL-3.0-or-later
// Who holds a junction, who comes near it, and what is promised to whom.
#include "sim/traffic/micro/junction_pass.h"

#include <algorithm>

namespace cityloom::traffic {

void JunctionPass::gather() {
    scratch_.occupants.clear();
    scratch_.busy = 0;
    scratch_.approach = 0;
    scratch_.wanted = 0;
    scratch_.kept.clear();
    for (const std::uint32_t lane : me_.promised) {
        s_.reserved_m[lane] = 0.0F;
    }
    me_.promised.clear();
    std::erase_if(me_.leavers, [this](Leaver& leaver) {
        const TurnPlan& turn = s_.plan.turns[leaver.turn];
        const Tail& tail = s_.tail()[turn.to_lane];
        if (tail.turn != leaver.turn || tail.rear_m >= 0.0F) {
            return ++leaver.steps > 1; // its place is published one step after it left
        }
        hold({leaver.turn, kNone, turn.length_m + 0.01F, 0.0F, 0.01F - tail.rear_m, 0.0F, true, false, false,
              tail.v_mps < kHaltedMps ? kFar : 0.0F});
        return false;
    });
    for_turns(me_.turns_in, [this](std::uint32_t t) {
        const Slot& slot = s_.turn_slot[t];
        const Vehicle* v = pool(slot);
        for (std::uint32_t k = 0; k < slot.count; ++k) {
            const float length = s_.type(v[k]).length_m;
            const bool waits = v[k].has(Vehicle::kToWait);
            hold({t, v[k].trip, v[k].x_m, v[k].v_mps, length, s_.type(v[k]).accel, true, waits, false,
                  static_cast<float>(v[k].halted) * s_.dt});
            if (!waits && !v[k].has(Vehicle::kPromised)) {
                promise_room(s_.plan.turns[t].to_lane, length);
            }
        }
    });
    for (std::uint32_t l = junction_.lanes.begin; l < junction_.lanes.end(); ++l) {
        const Slot& slot = s_.lane_slot[l];
        Vehicle* v = pool(slot);
        const float length = s_.plan.lanes[l].length_m;
        for (std::uint32_t k = 0; k < slot.count; ++k) {
            if (v[k].has(Vehicle::kCommitted) && stops_after_all(v[k], length - v[k].x_m)) {
                v[k].set(Vehicle::kCommitted, false);
                v[k].set(Vehicle::kToWait, false);
                v[k].set(Vehicle::kPromised, false);
            }
            if (v[k].has(Vehicle::kCommitted)) {
                reserve(v[k], l);
                continue;
            }
            if (k == 0) {
                keep_room({v[k].turn, v[k].trip, need_of_room(s_, v[k], l), s_.type(v[k]).length_m});
            }
            if (k < 5 && v[k].x_m > length - kApproachM) {
                scratch_.approach |= v[k].turn != kNone ? 1ULL << s_.plan.turns[v[k].turn].local : 0ULL;
            } else {
                break;
            }
        }
    }
    if (junction_.brief) {
        keep_promises();
    }
    for (const JunctionScratch::Kept& kept : scratch_.kept) {
        promise_room(s_.plan.turns[kept.turn].to_lane, kept.length_m);
        scratch_.wanted |= s_.plan.turns[kept.turn].merges;
    }
}

void JunctionPass::keep_room(const JunctionScratch::Kept& who) {
    if (who.need == 0) {
        return;
    }
    const std::uint32_t exit = s_.plan.turns[who.turn].to_lane;
    for (JunctionScratch::Kept& known : scratch_.kept) {
        if (s_.plan.turns[known.turn].to_lane == exit) {
            known = who.need > known.need ? who : known;
            return;
        }
    }
    scratch_.kept.push_back(who);
}

bool JunctionPass::stops_after_all(const Vehicle& v, float to_line) const {
    const float next = v.v_mps + 0.5F * s_.dt;
    const bool starts = v.react_s > 0.0F; // a driver at rest who was let go and is about to start
    return v.halted > 0 ? to_line > 0.05F && static_cast<float>(v.halted) * s_.dt > 2.0F && !starts
                        : v.a_mps2 < 0.0F && next * next / (2.0F * s_.type(v).commit) + next * s_.dt < to_line - 0.5F;
}

void JunctionPass::reserve(const Vehicle& v, std::uint32_t lane) {
    const TurnPlan& turn = s_.plan.turns[v.turn];
    const float length = s_.type(v).length_m;
    hold({v.turn, v.trip, v.x_m - s_.plan.lanes[lane].length_m, v.v_mps, length, s_.type(v).accel, false,
          v.has(Vehicle::kToWait)});
    if (!v.has(Vehicle::kToWait) && !v.has(Vehicle::kPromised)) {
        promise_room(turn.to_lane, length);
    }
}

void JunctionPass::hold(const Occupant& occupant) {
    scratch_.occupants.push_back(occupant);
    scratch_.busy |= 1ULL << s_.plan.turns[occupant.turn].local;
}

void JunctionPass::promise_room(std::uint32_t lane, float length) {
    if (s_.reserved_m[lane] <= 0.0F) {
        me_.promised.push_back(lane);
    }
    s_.reserved_m[lane] += length + kStandingGapM;
}

void JunctionPass::keep_promises() {
    for (std::uint32_t l = junction_.lanes.begin; l < junction_.lanes.end(); ++l) {
        if (s_.plan.lanes[l].brief == kNone) {
            continue;
        }
        Promises& promise = s_.promises[s_.plan.lanes[l].brief];
        std::array<std::uint32_t, Promises::kMost> before = promise.granted;
        // Behind one who has to wait on the lane itself nobody goes through: what was promised is withdrawn.
        const Slot& slot = s_.lane_slot[l];
        const bool open = slot.count == 0 || pool(slot)[slot.count - 1].through();
        const std::uint32_t known = open ? promise.grants : 0;
        promise.grants = 0;
        promise.due_m = kFar;
        for (std::uint32_t k = 0; k < promise.comers; ++k) {
            const Promises::Coming& coming = promise.coming[k];
            if (coming.stands) {
                continue;
            }
            const bool ours = std::find(before.begin(), before.begin() + known, coming.trip) != before.begin() + known;
            if (ours) {
                grant(l, promise, coming);
            } else {
                const float long_m = s_.types[coming.type].length_m;
                const bool sticks_out = s_.plan.lanes[l].length_m < long_m + kStandingGapM;
                keep_room({coming.turn, coming.trip, slot.count == 0 && k == 0 && sticks_out ? 1U : 0U, long_m});
                scratch_.approach |= 1ULL << s_.plan.turns[coming.turn].local;
            }
        }
    }
}

void JunctionPass::grant(std::uint32_t l, Promises& promise, const Promises::Coming& coming) {
    const TurnPlan& turn = s_.plan.turns[coming.turn];
    const float length = s_.types[coming.type].length_m;
    hold({coming.turn, coming.trip, -coming.to_lane_m - s_.plan.lanes[l].length_m, coming.v_mps, length,
          s_.types[coming.type].accel, false, false, true});
    promise_room(turn.to_lane, length);
    promise.granted[promise.grants++] = coming.trip;
    if (coming.to_lane_m < promise.due_m) {
        promise.due_m = coming.to_lane_m;
        promise.due_mps = coming.v_mps;
    }
}

void JunctionPass::ask_for_comers(std::uint32_t l) {
    const Slot& slot = s_.lane_slot[l];
    if (slot.count > 0 && !pool(slot)[slot.count - 1].through()) {
        return;
    }
    Promises& promise = s_.promises[s_.plan.lanes[l].brief];
    for (std::uint32_t k = 0; k < promise.comers; ++k) {
        const Promises::Coming& coming = promise.coming[k];
        if (coming.stands || promise.given_to(coming.trip)) {
            continue;
        }
        Vehicle v;
        v.trip = coming.trip;
        v.type = coming.type;
        v.v_mps = std::min(coming.v_mps, coming.bend_mps);
        v.turn = coming.turn;
        const float x = -coming.to_lane_m - s_.plan.lanes[l].length_m;
        if (may_enter(s_, junction_, scratch_, {&v, v.turn, x, slot.count + k, l, true}) != Answer::Go) {
            return;
        }
        grant(l, promise, coming);
    }
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
// Pass 1 of a step: one junction moves the vehicles on its incoming lanes and on its turns.
#include "sim/traffic/micro/junction_pass.h"

#include <algorithm>
#include <cmath>

namespace cityloom::traffic {

namespace {

constexpr float kStoppingMps = 1.3F;   // 3 mph: what studies of stop signs count as practically stopped (recalled)
constexpr float kRingSearchMps = 5.0F; // on a roundabout who must change lanes drives so that it could stop beside

/// The same where there is a while to go yet: slowing down to it as for a bend.
float ring_search_mps(const TypeRow& type, float to_line) {
    return std::sqrt(kRingSearchMps * kRingSearchMps + 2.0F * type.turn_brake * std::max(0.0F, to_line));
}

} // namespace

void JunctionPass::run() {
    me_.sent.clear();
    gather();
    if (junction_.side_by_side && me_.turns_in != 0) {
        change_turns();
    }
    ask();
    const std::uint64_t busy = me_.turns_in;
    me_.turns_in = 0;
    for_turns(busy, [this](std::uint32_t t) {
        move_turn(t);
        me_.turns_in |= s_.turn_slot[t].count > 0 ? 1ULL << ((t - junction_.turns.begin) & 63U) : 0ULL;
    });
    for (std::uint32_t l = junction_.lanes.begin; l < junction_.lanes.end(); ++l) {
        if (s_.lane_slot[l].count > 0) {
            move_lane(l);
        }
    }
}

void JunctionPass::move_turn(std::uint32_t t) {
    const TurnPlan& turn = s_.plan.turns[t];
    Slot& slot = s_.turn_slot[t];
    Vehicle* vehicles = pool(slot);
    Ahead leader;
    look_beyond(turn, slot.count > 0 ? vehicles[0].trip : kNone, leader);
    const float limit = s_.plan.lanes[turn.to_lane].speed_mps;
    std::uint32_t left = 0;
    for (std::uint32_t k = 0; k < slot.count; ++k) {
        Vehicle& v = vehicles[k];
        const TypeRow& type = s_.type(v);
        const float old_rear = v.x_m - type.length_m;
        const float old_v = v.v_mps;
        Drive drive;
        drive.ahead = leader;
        drive.room_m = leader.sure_m - v.x_m - kApartM;
        follow_merging(turn, v, turn.length_m - v.x_m, drive);
        drive.desired_mps = std::min(s_.desired_speed(v, limit), turn.speed_mps);
        if (turn.in_ring && v.lanes != 0 && !v.useful(s_.plan.lanes[turn.from_lane].own)) {
            drive.desired_mps = std::min(drive.desired_mps, kRingSearchMps);
        }
        if (v.has(Vehicle::kToWait)) {
            drive.line_m = turn.wait_m - 0.2F;
            drive.most_mps = stop_within(v, turn.wait_m - v.x_m, 4.5F);
            drive.room_m = std::min(drive.room_m, turn.wait_m - v.x_m);
        } else {
            look_ahead(v, turn, turn.length_m - v.x_m, drive);
        }
        heed_crossing(turn, v.x_m, v, drive);
        move(v, type, drive);
        leader = {old_rear, old_v, v.x_m - type.length_m, v.v_mps, v.x_m - type.length_m};
        if (k == left && v.x_m >= turn.length_m && !v.has(Vehicle::kToWait)) {
            leave_turn(t, turn, v);
            ++left;
        }
    }
    if (left > 0) {
        std::move(vehicles + left, vehicles + slot.count, vehicles);
        slot.count = static_cast<std::uint16_t>(slot.count - left);
        me_.here -= left;
    }
}

void JunctionPass::leave_turn(std::uint32_t t, const TurnPlan& turn, const Vehicle& v) {
    Sent sent{turn.to_lane, t, v};
    sent.vehicle.x_m = v.x_m - turn.length_m;
    me_.sent.push_back(sent);
    s_.edge_fed[s_.plan.first_lane[turn.to_edge]] = 1;
    const auto known =
        std::find_if(me_.leavers.begin(), me_.leavers.end(), [t](const Leaver& leaver) { return leaver.turn == t; });
    if (known == me_.leavers.end()) {
        me_.leavers.push_back({t, 0});
    } else {
        known->steps = 0;
    }
}

void JunctionPass::move_lane(std::uint32_t l) {
    const LanePlan& lane = s_.plan.lanes[l];
    Slot& slot = s_.lane_slot[l];
    const std::uint32_t count = slot.count;
    const float length = lane.length_m;
    Courtesy& courtesy = s_.courtesy[l];
    std::uint32_t heard = 0; // requests for vehicles further ahead
    const Blocked* blocked = s_.blocked.empty() ? nullptr : s_.blocked_on(lane.edge);
    Ahead leader;
    std::uint32_t gone = 0;
    std::uint32_t kept = 0;
    for (std::uint32_t k = 0; k < count; ++k) {
        Vehicle& v = pool(slot)[k];
        const TypeRow& type = s_.type(v);
        const float old_rear = v.x_m - type.length_m;
        const float old_v = v.v_mps;
        if (v.barrier()) {
            leader = {old_rear, 0.0F, old_rear, 0.0F, old_rear};
            Vehicle* vehicles = pool(slot);
            vehicles[kept++] = vehicles[k];
            continue;
        }
        const float to_line = length - v.x_m;
        Drive drive;
        drive.ahead = leader;
        drive.desired_mps = s_.desired_speed(v, lane.speed_mps);
        if (lane.ring && v.lanes != 0 && !v.useful(lane.own)) {
            drive.desired_mps = std::min(drive.desired_mps, ring_search_mps(type, to_line));
        }
        const bool through = v.through() && v.turn != kNone;
        if (leader.rear_m >= kFar || gone == k) { // no one of this lane is ahead on it
            const Overhang leaving = s_.overhang(l);
            if (leaving.rear_m < kFar && leaving.moved) {
                drive.ahead.add_after(leaving.rear_m, leaving.v_mps, s_.dt);
            } else if (leaving.rear_m < kFar) {
                drive.ahead.add_before(leaving.rear_m, leaving.v_mps, s_.dt);
            }
            if (through) {
                look_into_turn(v, length, drive.ahead);
            }
        }
        drive.room_m = drive.ahead.sure_m - v.x_m - kApartM;
        if (v.turn != kNone) {
            const TurnPlan& turn = s_.plan.turns[v.turn];
            drive.most_mps =
                std::sqrt(turn.speed_mps * turn.speed_mps + 2.0F * type.turn_brake * std::max(0.0F, to_line));
            if (through) {
                follow_merging(turn, v, to_line + turn.length_m, drive);
                look_ahead(v, turn, to_line + turn.length_m, drive);
                heed_crossing(turn, -to_line, v, drive);
                if (v.has(Vehicle::kToWait)) {
                    drive.line_m = length + turn.wait_m - 0.2F;
                    drive.most_mps = std::min(drive.most_mps, stop_within(v, to_line + turn.wait_m, 4.5F));
                    drive.room_m = std::min(drive.room_m, to_line + turn.wait_m);
                }
            }
        }
        if (v.has(Vehicle::kPasses)) {
            pass_slowly(l, v, drive);
        }
        if (v.has(Vehicle::kArrivesHere) && s_.work.trips[v.trip].arrive_mps >= 0.0F) {
            const float last = s_.work.trips[v.trip].arrive_mps;
            const float to_end = std::max(0.0F, v.stop_x_m - v.x_m);
            drive.most_mps = std::min(drive.most_mps, std::sqrt(last * last + 2.0F * type.turn_brake * to_end));
        }
        if (v.has(Vehicle::kHalts)) {
            head_for_stop(l, v, drive);
        } else if (!through && !v.has(Vehicle::kArrivesHere)) {
            drive.line_m = length - kStopShortM;
            drive.most_mps = std::min(drive.most_mps, stop_within(v, to_line - 0.1F, 4.5F));
            drive.room_m = std::min(drive.room_m, to_line - 0.05F);
            if (v.turn != kNone && v.v_mps < kStoppingMps && to_line < 3.0F && kept == 0 &&
                must_halt(s_, junction_, s_.plan.turns[v.turn])) {
                drive.most_mps = 0.0F; // it halts here rather than creep up to the line
            }
        }
        if (!s_.next_stop.empty() && v.lanes != 0 && !v.useful(lane.own)) {
            wait_beside_stop(lane, v, drive);
        }
        if (blocked != nullptr && (blocked->pending >> lane.own & 1U) != 0 && s_.can_stop(v, blocked->what.from_m)) {
            const float from_m = blocked->what.from_m;
            drive.line_m = std::min(drive.line_m, from_m - kStopShortM);
            drive.most_mps = std::min(drive.most_mps, stop_within(v, from_m - v.x_m, 4.5F));
            drive.room_m = std::min(drive.room_m, from_m - v.x_m);
        }
        // The nearest request ahead of it that nobody between could answer.
        std::uint32_t mine = heard;
        while (mine < courtesy.count && courtesy.behind_m[mine] > v.x_m) {
            ++mine;
        }
        if (mine > heard && courtesy.v_mps[mine - 1] <= v.v_mps + kPassesMps) { // not for one that is past anyway
            drive.courtesy_m = courtesy.rear_m[mine - 1];
            drive.courtesy_mps = courtesy.v_mps[mine - 1];
        }
        heard = mine;
        if (lane.edge_lanes > 1) {
            join_queue(l, lane, v, blocked, drive);
        }
        move(v, type, drive);
        leader = {old_rear, old_v, v.x_m - type.length_m, v.v_mps, v.x_m - type.length_m};

        if (v.has(Vehicle::kArrivesHere) && !v.has(Vehicle::kHalts) && v.x_m >= v.stop_x_m) {
            arrive(v, lane);
            ++gone;
            continue;
        }
        if (v.x_m >= length && through && kept == 0 && !v.has(Vehicle::kHalts)) {
            cross_line(lane, v);
            ++gone;
            continue;
        }
        if (gone > 0) {
            Vehicle* vehicles = pool(slot); // crossing may have moved the pool
            vehicles[kept] = vehicles[k];
        }
        ++kept;
    }
    slot.count = static_cast<std::uint16_t>(kept);
    courtesy.count = 0;
}

void JunctionPass::arrive(Vehicle& v, const LanePlan& lane) {
    const Trip& trip = s_.work.trips[v.trip];
    TripRecord& record = s_.records[v.trip];
    record.arrived = s_.now + s_.options.step;
    record.gave_up = trip.route == kNone && s_.routes[v.trip].back() != trip.to_edge;
    // It is parked where it wanted to be.
    s_.settle(v, v.stop_x_m, v.stop_x_m / lane.speed_mps, v.stop_x_m / s_.desired_speed(v, lane.speed_mps));
    s_.entered[v.trip] = s_.now + s_.options.step;
    --me_.here;
    ++(record.gave_up ? sums_.gave_up : sums_.arrived);
}

void JunctionPass::cross_line(const LanePlan& lane, const Vehicle& crossing) {
    Vehicle v = crossing;
    const TimeUs spent = s_.now + s_.options.step - s_.entered[v.trip];
    if (s_.type(v).cls != VehicleClass::Bicycle) { // what drivers hear of
        s_.crossed_s[lane.edge] += static_cast<float>(to_seconds(spent));
        ++s_.crossed[lane.edge];
    }
    ++me_.served;
    s_.crossed_at[static_cast<std::size_t>(&lane - s_.plan.lanes.data())] = s_.now + s_.options.step;
    v.set(Vehicle::kCommitted, false);
    v.set(Vehicle::kMayGo, false);
    if (v.has(Vehicle::kPasses)) { // up to the lane's end
        v.set(Vehicle::kPasses, false);
        ++s_.next_stop[v.trip];
    }
    const std::uint32_t t = v.turn;
    const TurnPlan& turn = s_.plan.turns[t];
    const float across_mps = std::min(turn.speed_mps, s_.desired_speed(v, s_.plan.lanes[turn.to_lane].speed_mps));
    s_.settle(v, lane.length_m + turn.length_m, lane.length_m / lane.speed_mps + turn.length_m / turn.speed_mps,
              lane.length_m / s_.desired_speed(v, lane.speed_mps) + turn.length_m / across_mps);
    v.x_m -= lane.length_m;
    Slot& slot = s_.turn_slot[t];
    if (v.x_m >= turn.length_m && slot.count == 0 && !v.has(Vehicle::kToWait)) {
        --me_.here;
        leave_turn(t, turn, v); // a turn so short that one step carries it across
        return;
    }
    v.x_m = std::min(v.x_m, turn.length_m);
    s_.insert(place_, slot, slot.count, v);
    me_.turns_in |= 1ULL << ((t - junction_.turns.begin) & 63U);
}

void Simulation::State::junction_pass(std::uint32_t junction, JunctionScratch& scratch, Tally& sums) {
    const JunctionPlan& at = plan.junctions[junction];
    bool expecting = false;
    for (std::uint32_t b = at.briefs.begin; b < at.briefs.end(); ++b) {
        expecting = expecting || promises[b].comers > 0 || promises[b].grants > 0;
    }
    junctions[junction].expecting = expecting;
    if (expecting || !asleep(junction)) {
        JunctionPass{*this, junction, scratch, sums}.run();
    }
}

} // namespace cityloom::traffic

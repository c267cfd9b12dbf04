// SPDX-License-Identifier: GPL-3.0-or-later
// One vehicle in one step: what it has to heed, and the car-following model.
#include "sim/traffic/micro/junction_pass.h"

#include <algorithm>
#include <cmath>

#include "sim/traffic/car_following.h"
#include "sim/traffic/emissions.h"

namespace cityloom::traffic {

namespace {

constexpr float kFallBackMps = 2.0F;
constexpr float kFallBackMps2 = 2.0F;

} // namespace

namespace {

/// Whether one that has \p to_leave still to go in a zone is out of it, however hard it brakes, before another that
/// drives \p mine_mps has come as far as \p ahead.
bool leaves_before(float their_mps, float to_leave, float mine_mps, float ahead) {
    const float square = their_mps * their_mps - 2.0F * kHardestMps2 * to_leave;
    const float needs_s = square > 0.0F ? (their_mps - std::sqrt(square)) / kHardestMps2 : kFar;
    return needs_s * (mine_mps + 1.0F) < ahead - kApartM;
}

} // namespace

void JunctionPass::heed_crossing(const TurnPlan& turn, float x, Vehicle& v, Drive& drive) {
    if ((turn.foes & ~turn.merges & scratch_.busy) == 0) {
        return;
    }
    const float reach = crossing_reach_m(v.v_mps, s_.dt);
    for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end(); ++c) {
        const ConflictPlan& conflict = s_.plan.conflicts[c];
        const float ahead = conflict.enter_m - x;
        if (conflict.merge || ahead < 0.0F || ahead > reach || (scratch_.busy >> conflict.other_local & 1U) == 0) {
            continue;
        }
        const Slot& slot = s_.turn_slot[conflict.other];
        const Vehicle* others = pool(slot);
        bool taken = false;
        for (std::uint32_t k = 0; k < slot.count; ++k) {
            const bool inside = others[k].x_m > conflict.other_enter_m;
            const float to_leave = conflict.other_leave_m - s_.rear(others[k]);
            if (drives_round(s_, v, others[k])) {
                continue;
            }
            taken = taken || (inside && to_leave > 0.0F && !leaves_before(others[k].v_mps, to_leave, v.v_mps, ahead));
        }
        if (taken) {
            drive.most_mps = std::min(drive.most_mps, stop_within(v, ahead - 0.1F, 4.5F));
            drive.line_m = std::min(drive.line_m, v.x_m + ahead - 0.2F);
            drive.room_m = std::min(drive.room_m, std::max(0.0F, ahead - 0.05F));
        }
    }
}

void JunctionPass::follow_merging(const TurnPlan& turn, const Vehicle& v, float rest, Drive& drive) const {
    if ((turn.merges & scratch_.busy) == 0 || v.has(Vehicle::kToWait)) { // who waits before they meet follows nobody
        return;
    }
    const bool before_line = rest > turn.length_m;
    for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end(); ++c) {
        const ConflictPlan& conflict = s_.plan.conflicts[c];
        if (!conflict.merge) {
            continue;
        }
        for (const Occupant& other : scratch_.occupants) {
            if (other.turn != conflict.other || other.trip == v.trip || other.waits) {
                continue;
            }
            const float their_rest = s_.plan.turns[other.turn].length_m - other.x_m;
            if (their_rest < rest || (their_rest == rest && other.trip < v.trip)) {
                const float gap = rest - their_rest - other.length_m;
                const float before = drive.ahead.sure_m; // its least way counts below
                drive.ahead.add_before(v.x_m + std::max(kApartM, gap), other.v_mps, s_.dt);
                drive.ahead.sure_m = before;
                if (before_line && !v.has(Vehicle::kCommitted)) {
                    continue; // it can still halt at its line
                }
                // However hard it brakes, it goes on this far.
                const float least = least_way_m(other.v_mps, kHardestMps2, s_.dt);
                drive.room_m = std::min(drive.room_m, std::max(0.0F, gap + least - kApartM));
            }
        }
    }
}

void JunctionPass::move(Vehicle& v, const TypeRow& type, const Drive& drive) {
    const float v0 = std::max(0.5F, std::min(drive.desired_mps, drive.most_mps));
    const float before = v.v_mps;
    const float top = std::max(drive.desired_mps, before); // the limit is approached by the model, not by force
    const float most = std::min(top, drive.most_mps);
    float speed = before;
    float dx = 0.0F;
    float span = s_.dt; // of the step in which it drives
    if (before < 0.01F && type.startup_s > 0.0F && !v.has(Vehicle::kServing)) {
        // Who stood first at the line takes its time when the light changes; those behind follow the one ahead.
        const bool first = drive.ahead.rear_m - v.x_m > kFirstM;
        const bool free = first && drive.line_m - v.x_m > kStopShortM;
        v.react_s = free ? v.react_s - s_.dt : first ? type.startup_s : 0.0F;
        span = std::min(span, std::max(0.0F, -v.react_s));
        span = first ? span : s_.dt;
    }
    const bool still = before < 0.01F && v.react_s > 0.0F;
    const float h = span / static_cast<float>(s_.substeps);
    for (int k = 0; k < s_.substeps && !still; ++k) {
        const float f = static_cast<float>(k) / static_cast<float>(s_.substeps);
        const float rear = drive.ahead.rear_m + (drive.ahead.rear_end_m - drive.ahead.rear_m) * f;
        const float ahead_v = drive.ahead.v_mps + (drive.ahead.v_end_mps - drive.ahead.v_mps) * f;
        const float x = v.x_m + dx;
        float accel = idm_row(type, speed, v0, drive.ahead.rear_m >= kFar ? kFar : rear - x, ahead_v);
        if (drive.line_m < kFar) {
            // The line is a standing leader whose bumper is as far beyond it as the gap the model would keep.
            const float gap = drive.line_m - x + type.min_gap_m;
            accel = std::min(accel, idm_row(type, speed, v0, std::max(0.1F, gap), 0.0F));
        }
        if (drive.courtesy_m > -kFar) {
            // Beside the other still: fall back gently, a little slower than it drives.
            const float let = drive.courtesy_m - x;
            const float gently = std::clamp(drive.courtesy_mps - kFallBackMps - speed, -kFallBackMps2, type.accel);
            accel = std::min(
                accel, let > 0.5F ? std::max(idm_row(type, speed, v0, let, drive.courtesy_mps), -type.decel) : gently);
        }
        accel = std::max(accel, -type.hardest);
        float next = std::max(0.0F, speed + accel * h);
        next = std::min(next, std::max(most, speed - type.hardest * h));
        float step = 0.5F * (speed + next) * h;
        if (next <= 0.0F && accel < 0.0F) {
            step = std::min(step, speed * speed / (-2.0F * accel)); // it stands before the step ends
        }
        dx += step;
        speed = next;
    }
    if (dx > drive.room_m) {
        dx = std::max(0.0F, drive.room_m);
        speed = std::min(speed, dx / s_.dt);
    }
    v.a_mps2 = (speed - before) / s_.dt;
    v.v_mps = speed;
    v.x_m += dx;
    if (dx > 0.01F) {
        v.halted = 0;
        v.react_s = v.has(Vehicle::kServing) ? v.react_s : type.startup_s;
    } else if (v.halted < 60'000) {
        ++v.halted;
    }
    if (speed < 0.1F && !v.has(Vehicle::kServing) && v.waited < 0xFFFF) {
        ++v.waited;
    }
    if (type.electric) {
        const float wh = battery_power_w(type.drive, 0.5F * (before + speed), v.a_mps2) * s_.dt / 3600.0F;
        v.used += wh;
        sums_.electricity_wh += static_cast<double>(wh);
    } else if (type.cls != VehicleClass::Bicycle) {
        const float co2 = co2_g_per_s(type.co2, speed, v.a_mps2) * s_.dt;
        v.used += co2;
        sums_.co2_g += static_cast<double>(co2);
    }
    sums_.distance_m += static_cast<double>(dx);
    ++sums_.updates;
}

float JunctionPass::stop_within(const Vehicle& v, float distance_m, float decel) const {
    return stoppable_after(distance_m, decel, v.v_mps, s_.dt);
}

void JunctionPass::look_ahead(const Vehicle& v, const TurnPlan& turn, float to_turn_end, Drive& drive) const {
    const LanePlan& next = s_.plan.lanes[turn.to_lane];
    // On a short lane that does not lead on along its route it must be able to stop to get out of it.
    const bool leads_on = (next.brief == kNone && !next.watched) || v.next == next.only_turn;
    float end = to_turn_end + next.length_m + (leads_on ? next.clear_run_m : 0.0F) - 0.1F;
    if (v.has(Vehicle::kPromised)) {
        const TurnPlan& then = s_.plan.turns[v.next];
        const LanePlan& beyond = s_.plan.lanes[then.to_lane];
        const float to_then = to_turn_end + next.length_m;
        drive.most_mps = std::min(drive.most_mps, std::sqrt(then.speed_mps * then.speed_mps +
                                                            2.0F * s_.type(v).turn_brake * std::max(0.0F, to_then)));
        end = to_then + then.length_m + beyond.length_m + beyond.clear_run_m - 0.1F;
    }
    if (!s_.next_stop.empty() && s_.next_stop[v.trip] < s_.work.trips[v.trip].stops.end()) {
        const Stop& stop = s_.work.stops[s_.next_stop[v.trip]];
        if (s_.net.lanes[stop.lane].edge == next.edge && stop.pass_mps <= 0.0F) { // soon after the junction
            end = std::min(end, to_turn_end + std::max(1.0F, static_cast<float>(stop.end_m)));
        }
    }
    drive.most_mps = std::min(drive.most_mps, stop_within(v, end, s_.type(v).commit));
    drive.room_m = std::min(drive.room_m, end + 0.05F);
}

void JunctionPass::look_beyond(const TurnPlan& turn, std::uint32_t trip, Ahead& ahead) const {
    // On through empty lanes at whose end nobody has to be asked.
    float along = turn.length_m;
    const TurnPlan* way = &turn;
    for (int hop = 0; hop < kMostHops; ++hop) {
        const Tail& tail = s_.tail()[way->to_lane];
        if (tail.rear_m < kFar && tail.trip == trip) {
            break;
        }
        if (tail.rear_m < kFar) {
            ahead.add_before(along + tail.rear_m, tail.v_mps, s_.dt, tail.steady);
            break;
        }
        const LanePlan& lane = s_.plan.lanes[way->to_lane];
        if (lane.clear_run_m <= 0.0F || lane.only_turn == kNone || along > kFarthestLookM) {
            break;
        }
        way = &s_.plan.turns[lane.only_turn];
        along += lane.length_m + way->length_m;
    }
    for (const Sent& sent : me_.sent) {
        if (sent.lane == turn.to_lane) {
            const float rear = turn.length_m + s_.rear(sent.vehicle);
            ahead.add_after(rear, sent.vehicle.v_mps, s_.dt);
        }
    }
}

void JunctionPass::look_into_turn(const Vehicle& v, float length, Ahead& ahead) {
    const TurnPlan& turn = s_.plan.turns[v.turn];
    const Slot& slot = s_.turn_slot[v.turn];
    if (slot.count > 0) {
        const Vehicle& last = pool(slot)[slot.count - 1];
        ahead.add_after(length + s_.rear(last), last.v_mps, s_.dt);
        return;
    }
    Ahead beyond;
    look_beyond(turn, v.trip, beyond);
    if (beyond.rear_m < kFar) {
        ahead.add({length + beyond.rear_m, beyond.v_mps, length + beyond.rear_end_m, beyond.v_end_mps,
                   length + beyond.sure_m});
    }
}

void JunctionPass::join_queue(std::uint32_t l, const LanePlan& lane, const Vehicle& v, const Blocked* blocked,
                              Drive& drive) {
    const std::uint32_t lanes = std::min<std::uint32_t>(kMostLanes, lane.edge_lanes);
    if (blocked != nullptr && blocked->ahead_of(lane.own, v.x_m)) {
        if (blocked->what.from_m - v.x_m < kZipM) {
            join_behind(l, lane, v, blocked->way_past(lane.own, lanes), Beside::Zip, drive);
        }
        return;
    }
    const bool ends = lane.turn_count == 0;
    const float to_line = lane.length_m - v.x_m;
    if (v.lanes == 0 || v.useful(lane.own) || to_line > kJoinM) {
        return;
    }
    const int way = v.way_out(lane.own, lanes);
    if (way != 0 && s_.halted_ahead(way < 0 ? l - 1 : l + 1, s_.rear(v)) != nullptr) {
        return; // it drives past that one first
    }
    const Beside beside = to_line >= (ends ? kZipM : kPastM) ? Beside::FallIn : ends ? Beside::Zip : Beside::Past;
    join_behind(l, lane, v, way, beside, drive);
    if (to_line < kPastM && !v.has(Vehicle::kArrivesHere)) { // rather in the wrong lane than never
        leave_room_to_swap(l, lane, v, way, drive);
    }
}

void JunctionPass::leave_room_to_swap(std::uint32_t l, const LanePlan& lane, const Vehicle& v, int way, Drive& drive) {
    if (way == 0 || v.turn != kNone) {
        return; // it can go on from here, if not for long
    }
    const Slot& slot = s_.lane_slot[way < 0 ? l - 1 : l + 1];
    const auto beside = static_cast<std::uint32_t>(static_cast<int>(lane.own) + way);
    const Vehicle* others = pool(slot);
    const std::uint32_t lanes = std::min<std::uint32_t>(kMostLanes, lane.edge_lanes);
    const auto stop_at = [&](float line) {
        if (line + kSwapM > v.x_m) { // who is further on already stays where it is going
            drive.line_m = std::min(drive.line_m, line);
            drive.most_mps = std::min(drive.most_mps, stop_within(v, std::max(0.0F, line + 0.5F - v.x_m), 4.5F));
        }
    };
    // Who has n lanes to cross stops n - 1 places before the line.
    const auto place = [&](const Vehicle& who, std::uint32_t count) {
        return lane.length_m - kStopShortM -
               static_cast<float>(std::max(1U, count) - 1U) * (s_.type(who).length_m + kSwapM);
    };
    const std::uint32_t mine = v.lanes_away(lane.own, way, lanes);
    stop_at(place(v, mine));
    for (std::uint32_t k = slot.count; k-- > 0;) {
        const Vehicle& other = others[k];
        const bool swaps = other.lanes != 0 && !other.useful(beside) && other.way_out(beside, lanes) == -way;
        if (!swaps || other.barrier()) {
            continue;
        }
        const std::uint32_t theirs = other.lanes_away(beside, -way, lanes);
        const bool ahead = other.x_m > v.x_m || (other.x_m == v.x_m && other.trip < v.trip);
        if (theirs == mine && ahead) {
            stop_at(place(other, theirs) - s_.type(other).length_m - kSwapM);
            return;
        }
    }
}

void JunctionPass::join_behind(std::uint32_t l, const LanePlan& lane, const Vehicle& v, int way, Beside beside_it,
                               Drive& drive) {
    if (way == 0) {
        return;
    }
    const Slot& slot = s_.lane_slot[way < 0 ? l - 1 : l + 1];
    const Vehicle* others = pool(slot);
    for (std::uint32_t k = slot.count; k-- > 0;) {
        const Vehicle& other = others[k];
        if (other.barrier()) {
            return;
        }
        if (other.x_m < v.x_m || (other.x_m == v.x_m && other.trip > v.trip)) {
            continue;
        }
        const float rear = s_.rear(other);
        const bool beside = rear <= v.x_m + kStillLetsM;
        const bool swaps =
            other.lanes != 0 && !other.useful(static_cast<std::uint32_t>(lane.own) + (way < 0 ? -1U : 1U));
        if (beside && (beside_it == Beside::Past || (swaps && beside_it == Beside::Zip))) {
            continue;
        }
        if (drive.courtesy_m == -kFar || rear < drive.courtesy_m) {
            drive.courtesy_m = rear;
            drive.courtesy_mps = other.v_mps;
        }
        return;
    }
}

/// At its place; or, behind others that halt at the same stop, wholly within it. A place beside the lane must be free.
bool JunctionPass::reaches_stop(const Vehicle& v, const Drive& drive) const {
    const Stop& stop = s_.work.stops[s_.next_stop[v.trip]];
    const bool behind_others = drive.ahead.rear_m < v.stop_x_m;
    const bool within = v.x_m >= stop.start_m && (!behind_others || s_.rear(v) >= stop.start_m - kApartM);
    if (v.stop_x_m - v.x_m >= 2.0F && !(within && behind_others)) {
        return false;
    }
    if (!stop.off_lane || stop.places == 0) {
        return true;
    }
    const auto taken = std::ranges::count_if(me_.parked, [&](const Parked& parked) {
        return !parked.vehicle.has(Vehicle::kCharges) &&
               s_.work.stops[s_.next_stop[parked.vehicle.trip]].bay == stop.bay;
    });
    return static_cast<std::uint32_t>(taken) < stop.places;
}

/// Slows down to where it has to be slow, and is slow until it is past.
void JunctionPass::pass_slowly(std::uint32_t l, Vehicle& v, Drive& drive) {
    const Stop& stop = s_.work.stops[s_.next_stop[v.trip]];
    if (v.x_m >= stop.end_m) {
        ++s_.next_stop[v.trip];
        s_.plan_edge(v, l);
        return;
    }
    const float to_go = std::max(0.0F, stop.start_m - v.x_m);
    drive.most_mps =
        std::min(drive.most_mps, std::sqrt(stop.pass_mps * stop.pass_mps + 2.0F * s_.type(v).turn_brake * to_go));
}

/// Whose stop is on another lane here waits beside it, at the latest, to get over there.
void JunctionPass::wait_beside_stop(const LanePlan& lane, const Vehicle& v, Drive& drive) const {
    if (s_.next_stop[v.trip] >= s_.work.trips[v.trip].stops.end()) {
        return;
    }
    const Stop& stop = s_.work.stops[s_.next_stop[v.trip]];
    if (stop.pass_mps > 0.0F || s_.net.lanes[stop.lane].edge != lane.edge || stop.lane == lane.lane) {
        return;
    }
    const float end = std::min(stop.end_m, lane.length_m - 0.1F);
    if (v.x_m < end) {
        drive.line_m = std::min(drive.line_m, end);
        drive.most_mps = std::min(drive.most_mps, stop_within(v, end - v.x_m, 4.5F));
    }
}

void JunctionPass::head_for_stop(std::uint32_t l, Vehicle& v, Drive& drive) {
    drive.line_m = v.stop_x_m;
    drive.most_mps = std::min(drive.most_mps, stop_within(v, v.stop_x_m - v.x_m, 4.5F));
    drive.room_m = std::min(drive.room_m, v.stop_x_m - v.x_m);
    if (v.has(Vehicle::kServing)) {
        v.react_s -= s_.dt;
        drive.room_m = 0.0F;
        if (v.react_s <= 0.0F) {
            v.set(Vehicle::kServing, false);
            ++s_.next_stop[v.trip];
            s_.plan_edge(v, l); // to the next stop here, or on
        }
    } else if (v.v_mps < 0.2F && v.stop_x_m - v.x_m < 2.0F && v.has(Vehicle::kCharges)) {
        s_.plug_in(v);
    } else if (v.v_mps < 0.2F && !v.has(Vehicle::kCharges) && reaches_stop(v, drive)) {
        const Stop& stop = s_.work.stops[s_.next_stop[v.trip]];
        v.set(Vehicle::kServing, true);
        v.react_s = stop.duration_s;
        if (stop.until >= 0) {
            v.react_s = std::max(v.react_s, static_cast<float>(to_seconds(stop.until - s_.now)));
        }
        s_.records[v.trip].stopped_s += v.react_s;
    }
}

} // namespace cityloom::traffic

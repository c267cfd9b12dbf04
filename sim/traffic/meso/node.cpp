// SPDX-License-Identifier: GPL-3.0-or-later
// What happens at stop lines: who leaves a queue, when, and into which.
#include <algorithm>
#include <cmath>

#include "sim/traffic/meso/state.h"

namespace cityloom::traffic {

namespace {

constexpr TimeUs kStoodUs = 2 * kSecondUs; // one who lost less than this slowed down, but did not stop
constexpr std::uint32_t kWatched = 6;      // vehicles of a lane with priority that are looked at
constexpr TimeUs kTickUs = 1000;
constexpr float kPlatoonS = 1.5F; // between vehicles of the traffic with priority, at the least

float seconds(TimeUs t) {
    return static_cast<float>(to_seconds(t));
}

/// Time lost by constant braking from \p from to \p to m/s, over driving that distance at \p from.
float lost_braking_s(float half_per_brake, float from, float to) {
    const float less = from - to;
    return less > 0.0F ? less * less * half_per_brake / from : 0.0F;
}
/// The same for speeding up, over driving that distance at \p to.
float lost_speeding_up_s(float half_per_accel, float from, float to) {
    const float more = to - from;
    return more > 0.0F ? more * more * half_per_accel / to : 0.0F;
}

} // namespace

MesoPlace MesoSimulation::State::find_place(const MesoTrip& trip, std::uint32_t position, TimeUs at, float across_s) {
    const std::uint32_t edge = way_edges[trip.way.begin + position];
    if (edges[edge].window) {
        return {kHandsOver, kNone, edges[edge].gate > 0 ? at : kNever};
    }
    const bool last = position + 1 == trip.way.count;
    const std::uint32_t next = last ? kNone : way_edges[trip.way.begin + position + 1];
    const MesoType& type = types[trip.type];
    MesoPlace best;
    std::uint32_t least = 0;
    const Range lanes = edges[edge].lanes;
    for (std::uint32_t l = lanes.begin; l < lanes.end(); ++l) {
        const LinkLane& lane = plan.lanes[l];
        if ((lane.use & type.use) == 0) {
            continue;
        }
        std::uint32_t turn = kNone;
        if (!last) {
            for (std::uint32_t t = lane.turn_begin; t < lane.turn_begin + lane.turn_count && turn == kNone; ++t) {
                turn = plan.turn_to_edge[t] == next && (plan.turns[t].use & type.use) != 0 ? t : kNone;
            }
            if (turn == kNone) {
                continue;
            }
        }
        LinkQueue& q = queues[l];
        if (queues.has_room(q, at)) {
            const TimeUs apart = us(headway_s(type, speed_on(lane, trip))) - us(across_s);
            const TimeUs ready = std::max(at, q.last_entry + apart);
            if (best.lane == kNone || ready < best.at || (ready == best.at && q.used_mm < least)) {
                least = q.used_mm;
                best = {l, turn, ready};
            }
        } else if (best.lane == kNone && q.holes > 0) {
            best.at = std::min(best.at, queues.hole(q, 0).time); // a promise only: lane stays kNone
        }
    }
    return best;
}

TimeUs MesoSimulation::State::gap_for(std::uint32_t t, TimeUs at, TimeUs since) const {
    const LinkTurn& turn = plan.turns[t];
    TimeUs clear = at;
    for (std::uint32_t m = turn.majors.begin; m < turn.majors.end(); ++m) {
        const LinkTurn& major = plan.turns[plan.majors[m]];
        const LinkQueue& q = queues[major.lane];
        if (turn.all_way) {
            clear = std::max(clear, q.last_exit + turn.critical);
        }
        const TimeUs up = calendar.at(major.lane);
        if (q.cars == 0 || up == kNever || up >= at + turn.critical ||
            (major.movement != 0 && !signals.goes(major.controller, major.movement, at))) {
            continue; // nobody there, or held: by a full street, by red
        }
        if (turn.all_way) {
            const LinkCell& head = queues.car(q, 0);
            if (head.turn == plan.majors[m] && head.time < since) {
                clear = std::max(clear, std::max(at, up) + kTickUs);
            }
            continue;
        }
        if (q.yields_since != kNever && q.yields_since > since) {
            continue; // it waits for a gap itself, and came later: else a circle of such would wait for ever
        }
        TimeUs expected = std::max(at, up);
        for (std::uint32_t k = 0; k < std::min(q.cars, kWatched); ++k) {
            const LinkCell& car = queues.car(q, k);
            expected = k == 0 ? expected : std::max(car.time, expected + us(kPlatoonS));
            if (expected >= at + turn.critical) {
                break;
            }
            if (car.turn == plan.majors[m]) {
                clear = std::max(clear, expected + kTickUs);
                break;
            }
        }
    }
    return clear;
}

void MesoSimulation::State::wait_for_room(std::uint32_t entity, std::uint32_t edge) {
    next_waiter[entity] = kNone;
    if (edges[edge].waiters == kNone) {
        edges[edge].waiters = entity;
    } else {
        next_waiter[edges[edge].waiters_last] = entity;
    }
    edges[edge].waiters_last = entity;
}

void MesoSimulation::State::wake(std::uint32_t edge, TimeUs at) {
    std::uint32_t entity = edges[edge].waiters;
    edges[edge].waiters = kNone;
    while (entity != kNone) {
        const std::uint32_t next = next_waiter[entity];
        calendar.put_again(entity, at);
        entity = next;
    }
}

std::uint32_t MesoSimulation::State::pull(std::uint32_t l, TimeUs at) {
    LinkQueue& q = queues[l];
    const LinkLane& lane = plan.lanes[l];
    const LinkCell cell = queues.car(q, 0);
    MesoTrip& trip = trips[cell.trip];
    const MesoType& type = types[trip.type];
    const TimeUs held = at - cell.time;
    q.streak = held >= kStoodUs ? q.streak + 1 : 0;
    q.last_exit = at;
    q.yields_since = kNever;
    // Of the time in the queue, slowing down and moving off were no standing.
    const float moving = speed_on(lane, trip) * (type.half_per_accel + type.half_per_brake);
    trip.waiting_s += std::max(0.0F, seconds(held) - moving);
    edges[lane.edge].crossed_s += to_seconds(held) + static_cast<double>(cell.free_s);
    ++edges[lane.edge].crossed;
    const TimeUs back = at + static_cast<TimeUs>(type.wave_us_per_mm * static_cast<float>(q.length_mm) + 0.5F);
    queues.leave(q, back);
    wake(lane.edge, back);
    schedule_first(l);
    return cell.trip;
}

void MesoSimulation::State::schedule_first(std::uint32_t l) {
    const LinkQueue& q = queues[l];
    if (q.cars == 0) {
        return;
    }
    const LinkCell& head = queues.car(q, 0);
    if (head.turn == kNone) {
        calendar.put(l, std::max(head.time, q.last_exit));
        return;
    }
    const LinkTurn& turn = plan.turns[head.turn];
    const MesoTrip& trip = trips[head.trip];
    const MesoType& type = types[trip.type];
    float headway = headway_s(type, speed_on(plan.lanes[l], trip));
    if (turn.saturation_s > 0.0F) {
        float at_line = turn.saturation_s;
        for (std::uint32_t m = turn.majors.begin; m < turn.majors.end() && at_line < turn.follow_s; ++m) {
            at_line = queues[plan.turns[plan.majors[m]].lane].cars > 0 ? turn.follow_s : at_line;
        }
        headway = std::max(headway, at_line * type.cars);
    }
    calendar.put(l, std::max(head.time, q.last_exit + us(headway)));
}

void MesoSimulation::State::serve_lane(std::uint32_t l, TimeUs at) {
    LinkQueue& q = queues[l];
    const LinkCell head = queues.car(q, 0);
    const MesoTrip& trip = trips[head.trip];
    if (head.turn == kNone) {
        finish(pull(l, at), at);
        return;
    }
    const LinkTurn& turn = plan.turns[head.turn];
    if (turn.movement != 0) {
        const bool sneaks = turn.majors.count > 0 && !turn.inside;
        const SignalWindows::Answer green = signals.next(turn.controller, turn.movement, at, sneaks);
        if (green.at > at) {
            if (green.at != kNever) { // else never green: it stands there for good, as it would
                // Half a headway more: on average the time behind the last one is lost as well.
                const TimeUs off = green.at + SignalWindows::kStartupLostUs + us(0.5F * turn.saturation_s);
                calendar.put_again(l, signals.goes(turn.controller, turn.movement, off) ? off : green.at);
            }
            return;
        }
    }
    const MesoType& type = types[trip.type];
    const float turn_mps = std::min(turn.speed_mps, type.max_mps);
    const MesoPlace place = find_place(trip, trip.position + 1, at, turn.length_m / turn_mps);
    if (place.at == kNever) {
        wait_for_room(l, turn.to_edge);
        return;
    }
    if (place.lane == kNone || place.at > at) {
        calendar.put_again(l, place.at);
        return;
    }
    if (turn.majors.count > 0) {
        const TimeUs since = std::min(q.yields_since, at);
        const TimeUs clear = gap_for(head.turn, at, turn.all_way ? head.time : since);
        if (clear > at) {
            if (turn.inside && slot[head.turn] == kNone) {
                slot[head.turn] = pull(l, at);
                slot_since[head.turn] = at;
                calendar.put(first_slot + head.turn, clear);
            } else {
                q.yields_since = since;
                calendar.put_again(l, clear);
            }
            return;
        }
    }
    if (place.lane == kHandsOver) {
        const std::uint32_t leaving = head.turn;
        hand_over(pull(l, at), leaving, at);
        return;
    }
    // Of those that stood, the first ones are still slow at the stop line.
    const float v = speed_on(plan.lanes[l], trip);
    const float run_m = static_cast<float>(q.streak) * type.size_m;
    const float at_line = at - head.time >= kStoodUs ? std::min(v, std::sqrt(2.0F * type.accel * run_m)) : v;
    const float slowest = std::min(at_line, turn_mps);
    const float onward = speed_on(plan.lanes[place.lane], trip);
    const float lost = lost_braking_s(type.half_per_brake, at_line, slowest) +
                       lost_speeding_up_s(type.half_per_accel, slowest, onward);
    const std::uint32_t t = head.turn;
    cross(pull(l, at), t, place, at, lost);
}

void MesoSimulation::State::serve_slot(std::uint32_t t, TimeUs at) {
    const LinkTurn& turn = plan.turns[t];
    const MesoTrip& trip = trips[slot[t]];
    const MesoType& type = types[trip.type];
    const float turn_mps = std::min(turn.speed_mps, type.max_mps);
    const MesoPlace place = find_place(trip, trip.position + 1, at, turn.length_m / turn_mps);
    if (place.at == kNever) {
        wait_for_room(first_slot + t, turn.to_edge);
        return;
    }
    const TimeUs clear = std::max(place.at, gap_for(t, at, slot_since[t]));
    if (place.lane == kNone || clear > at) {
        calendar.put_again(first_slot + t, std::max(clear, at + kTickUs));
        return;
    }
    if (place.lane == kHandsOver) {
        const std::uint32_t gone = slot[t];
        trips[gone].waiting_s += seconds(at - slot_since[t]);
        slot[t] = kNone;
        hand_over(gone, t, at);
        return;
    }
    const float onward = speed_on(plan.lanes[place.lane], trip);
    trips[slot[t]].waiting_s += seconds(at - slot_since[t]);
    const std::uint32_t leaver = slot[t];
    slot[t] = kNone;
    cross(leaver, t, place, at, lost_speeding_up_s(type.half_per_accel, 0.0F, onward));
}

} // namespace cityloom::traffic

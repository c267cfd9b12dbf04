// SPDX-License-Identifier: GPL-3.0-or-later
// Onto a street, along it, and to the end of the journey.
#include <algorithm>

#include "sim/traffic/meso/state.h"

namespace cityloom::traffic {

namespace {

constexpr float kAtLineM = 1.0F; // journeys that end nearer to the stop line than this end in the queue

} // namespace

void MesoSimulation::State::collect_departures() {
    while (next_departure < trips.size() && work.trips[next_departure].depart < now + kSecondUs) {
        const std::uint32_t trip = next_departure++;
        ++counts.scheduled;
        if (records[trip].unroutable) {
            ++counts.unroutable;
            continue;
        }
        ++counts.waiting;
        const std::uint32_t edge = way_edges[trips[trip].way.begin];
        if (origin[edge] == kNone) {
            origin[edge] = trip;
            calendar.put(first_origin + edge, work.trips[trip].depart);
        } else {
            trips[origin_last[edge]].next = trip;
        }
        origin_last[edge] = trip;
    }
}

void MesoSimulation::State::serve_origin(std::uint32_t edge, TimeUs at) {
    const std::uint32_t index = origin[edge];
    MesoTrip& trip = trips[index];
    if (edges[edge].window) { // the engine there has a queue of its own for those who start
        handed.push_back({index, edge, at});
        origin[edge] = trip.next;
        if (trip.next != kNone) {
            calendar.put(first_origin + edge, std::max(at, work.trips[trip.next].depart));
        }
        return;
    }
    const MesoPlace place = find_place(trip, 0, at, 0.0F);
    if (place.at == kNever) {
        wait_for_room(first_origin + edge, edge);
        return;
    }
    if (place.lane == kNone || place.at > at) {
        calendar.put_again(first_origin + edge, place.at);
        return;
    }
    const Trip& wish = work.trips[index];
    const LinkLane& lane = plan.lanes[place.lane];
    const float from = wish.from_m >= 0.0F ? wish.from_m : lane.length_m * wish.from_share;
    const float v = speed_on(lane, trip);
    const float slower = wish.depart_mps >= 0.0F ? std::max(0.0F, v - wish.depart_mps) : 0.0F;
    records[index].departed = at;
    --counts.waiting;
    ++counts.departed;
    ++counts.running;
    enter(index, place, std::clamp(from, 0.0F, lane.length_m), at,
          slower * slower * types[trip.type].half_per_accel / v);
    origin[edge] = trip.next;
    if (trip.next != kNone) {
        calendar.put(first_origin + edge, std::max(at, work.trips[trip.next].depart));
    }
}

void MesoSimulation::State::cross(std::uint32_t index, std::uint32_t t, const MesoPlace& place, TimeUs at,
                                  float lost_s) {
    MesoTrip& trip = trips[index];
    const LinkTurn& turn = plan.turns[t];
    const float across = turn.length_m / std::min(turn.speed_mps, types[trip.type].max_mps);
    trip.route_m += turn.length_m;
    trip.free_s += turn.length_m / turn.speed_mps;
    trip.own_s += across;
    ++trip.position;
    enter(index, place, 0.0F, at + us(across), lost_s);
}

void MesoSimulation::State::enter(std::uint32_t index, const MesoPlace& place, float from_m, TimeUs at, float lost_s) {
    MesoTrip& trip = trips[index];
    const Trip& wish = work.trips[index]; // far away in memory: only read where its journey ends, or halts
    const LinkLane& lane = plan.lanes[place.lane];
    LinkQueue& q = queues[place.lane];
    float to = lane.length_m;
    if (trip.position + 1 == trip.way.count) {
        to = std::clamp(wish.to_m >= 0.0F ? wish.to_m : lane.length_m * wish.to_share, from_m, std::max(from_m, to));
    }
    const float way = to - from_m;
    float needed = way / speed_on(lane, trip) + lost_s;
    while (!stop_edges.empty() && trip.stop < wish.stops.end() && stop_edges[trip.stop] == lane.edge) {
        const Stop& stop = work.stops[trip.stop++];
        const TimeUs there = at + us(needed);
        const float halt = stop.until < 0
                               ? stop.duration_s
                               : std::max(stop.duration_s, static_cast<float>(to_seconds(stop.until - there)));
        needed += halt;
        trip.stopped_s += halt;
    }
    trip.route_m += way;
    trip.free_s += way / lane.limit_mps;
    trip.own_s += way / speed_on(lane, trip);
    q.last_entry = std::max(q.last_entry, at);
    const MesoType& type = types[trip.type];
    if (place.turn == kNone && to < lane.length_m - kAtLineM) {
        trip.lane = place.lane;
        q.used_mm += type.size_mm;
        calendar.put(first_trip + index, at + us(needed));
        return;
    }
    const LinkCell cell{at + us(needed), index, place.turn, type.size_mm, needed};
    queues.push(q, cell);
    // One who starts further on passes nobody, but gets to the line before those that have just come in.
    std::uint32_t k = q.cars - 1;
    for (; k > 1 && queues.car(q, k - 1).time > cell.time; --k) {
        queues.car(q, k) = queues.car(q, k - 1);
    }
    queues.car(q, k) = cell;
    if (q.cars == 1) {
        schedule_first(place.lane);
    }
}

void MesoSimulation::State::serve_end(std::uint32_t index, TimeUs at) {
    const MesoTrip& trip = trips[index];
    LinkQueue& q = queues[trip.lane];
    q.used_mm -= types[trip.type].size_mm;
    wake(plan.lanes[trip.lane].edge, at);
    finish(index, at);
}

void MesoSimulation::State::finish(std::uint32_t index, TimeUs at) {
    TripRecord& record = records[index];
    const MesoTrip& trip = trips[index];
    record.arrived = at;
    record.route_m = trip.route_m;
    record.free_s = trip.free_s;
    record.own_s = trip.own_s;
    record.waiting_s = trip.waiting_s;
    record.stopped_s = trip.stopped_s;
    --counts.running;
    ++counts.arrived;
}

} // namespace cityloom::traffic

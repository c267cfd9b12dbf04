// SPDX-License-Identifier: GPL-3.0-or-later
// Pass 2 of a step: one junction receives vehicles on its incoming lanes, changes lanes, lets departures in, publishes.
#include <algorithm>

#include "sim/traffic/car_following.h"
#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

void Simulation::State::receive(std::uint32_t junction, std::uint32_t edge) {
    if (edge_fed[edge] == 0) {
        return;
    }
    edge_fed[edge] = 0;
    const std::uint32_t first = plan.first_lane[edge];
    const std::uint32_t end = first + net.edges[edge].lanes.count;
    const JunctionState& upstream = junctions[plan.of_junction[net.edges[edge].from]];
    std::array<const Sent*, 32> mine{};
    std::size_t count = 0;
    for (const Sent& sent : upstream.sent) {
        if (sent.lane >= first && sent.lane < end && count < mine.size()) {
            mine[count++] = &sent;
        }
    }
    std::sort(mine.begin(), mine.begin() + count, [](const Sent* a, const Sent* b) {
        return a->vehicle.x_m != b->vehicle.x_m ? a->vehicle.x_m > b->vehicle.x_m : a->vehicle.trip < b->vehicle.trip;
    });
    for (std::size_t k = 0; k < count; ++k) {
        Vehicle vehicle = mine[k]->vehicle;
        const std::uint32_t lane = mine[k]->lane;
        ++vehicle.cursor;
        entered[vehicle.trip] = now + options.step;
        vehicle.cooldown = 0;
        plan_edge(vehicle, lane);
        came_by[lane] = mine[k]->turn;
        insert(junction, lane_slot[lane], lane_slot[lane].count, vehicle);
        ++junctions[junction].here;
    }
}

void Simulation::State::publish(std::uint32_t l, bool awake) {
    Tail& tail = tail_next()[l];
    tail = {};
    const Slot& slot = lane_slot[l];
    if (slot.count > 0) {
        const Vehicle& last = on_lane(l)[slot.count - 1];
        tail = {rear(last), last.v_mps, kNone, last.through() || last.has(Vehicle::kArrivesHere)};
    } else if (awake) {
        // Empty: the rear of one that has just left may still be in it; where nobody has to be asked at its end, what
        // is ahead beyond it.
        const LanePlan& lane = plan.lanes[l];
        for (std::uint32_t t = lane.turn_begin; t < lane.turn_begin + lane.turn_count; ++t) {
            const TurnPlan& turn = plan.turns[t];
            const bool open = lane.clear_run_m > 0.0F && lane.turn_count == 1;
            float beyond = kFar;
            float v = 0.0F;
            if (turn_slot[t].count > 0) {
                const Vehicle& last = on_turn(t)[turn_slot[t].count - 1];
                beyond = rear(last);
                v = last.v_mps;
            } else {
                const Tail& next = this->tail()[turn.to_lane];
                if (next.rear_m < kFar && (open || next.turn == t)) {
                    beyond = turn.length_m + next.rear_m;
                    v = next.v_mps;
                }
            }
            if (beyond < kFar && (open || beyond < 0.0F) && lane.length_m + beyond < tail.rear_m) {
                tail = {lane.length_m + beyond, v, kNone, true};
            }
        }
    }
    if (tail.rear_m < 0.0F) {
        tail.turn = came_by[l];
    }
}

void Simulation::State::edge_pass(std::uint32_t junction_index, std::vector<Candidate>& found, Tally& sums) {
    const JunctionPlan& junction = plan.junctions[junction_index];
    const Junction& ground = net.junctions[junction.junction];
    JunctionState& state = junctions[junction_index];
    if (state.idle >= 3) {
        bool woken = !state.parked.empty();
        for (std::uint32_t i = 0; i < ground.incoming.count && !woken; ++i) {
            const std::uint32_t e = net.incoming[ground.incoming.begin + i];
            woken = queue_head[e] < queue[e].size() || edge_fed[e] != 0;
        }
        if (!woken) {
            return;
        }
    }
    for (std::uint32_t i = 0; i < ground.incoming.count; ++i) {
        const std::uint32_t e = net.incoming[ground.incoming.begin + i];
        receive(junction_index, e);
        if (state.here > 0 && net.edges[e].lanes.count > 1) {
            change_lanes(junction_index, e);
        }
        let_in(junction_index, e, sums);
    }
    if (!work.stops.empty()) {
        leave_bays(junction_index);
        enter_bays(junction_index);
    }
    const bool awake = state.here > 0;
    for (std::uint32_t l = junction.lanes.begin; l < junction.lanes.end(); ++l) {
        publish(l, awake);
        if (lane_slot[l].count > 0) {
            find_candidates(l, found);
        }
    }
    state.idle = awake ? std::uint8_t{0} : static_cast<std::uint8_t>(std::min(3, state.idle + 1));
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
// Pass 2 of a step: one junction receives vehicles on its incoming lanes, changes lanes, lets departures in, publishes.
#include <algorithm>

#include "sim/traffic/car_following.h"
#include "sim/traffic/micro/junction_rules.h"
#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

void Simulation::State::receive(std::uint32_t junction, std::uint32_t edge) {
    const std::uint32_t first = plan.first_lane[edge];
    if (edge_fed[first] == 0) {
        return;
    }
    edge_fed[first] = 0;
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
        const std::uint32_t brief = plan.lanes[lane].brief;
        const bool promised = brief != kNone && promises[brief].given_to(vehicle.trip);
        const std::uint32_t expected_turn = vehicle.next;
        plan_edge(vehicle, lane);
        if (promised && !vehicle.has(Vehicle::kHalts)) { // the junction at the end holds its zones for it
            vehicle.turn = expected_turn;
            vehicle.set(Vehicle::kCommitted, true);
        }
        came_by[lane] = mine[k]->turn;
        insert(junction, lane_slot[lane], lane_slot[lane].count, vehicle);
        ++junctions[junction].here;
    }
}

Overhang Simulation::State::overhang(std::uint32_t l) const {
    const LanePlan& lane = plan.lanes[l];
    const JunctionState& owner = junctions[lane_junction[l]];
    Overhang over;
    if (owner.turns_in == 0 && owner.sent.empty() && owner.leavers.empty()) {
        return over; // nobody has left lately
    }
    const auto reach = [&](float beyond, float v, bool moved) { // beyond: of the rear, from the lane's end
        if (beyond < 0.0F && lane.length_m + beyond < over.rear_m) {
            over = {lane.length_m + beyond, v, moved};
        }
    };
    for (std::uint32_t t = lane.turn_begin; t < lane.turn_begin + lane.turn_count; ++t) {
        if (turn_slot[t].count > 0) {
            const Vehicle& last = on_turn(t)[turn_slot[t].count - 1];
            reach(rear(last), last.v_mps, true);
            continue;
        }
        const TurnPlan& turn = plan.turns[t];
        for (const Sent& sent : owner.sent) {
            if (sent.turn == t) {
                reach(turn.length_m + rear(sent.vehicle), sent.vehicle.v_mps, true);
            }
        }
        const Tail& next = tail()[turn.to_lane];
        if (next.turn == t && next.rear_m < 0.0F) {
            reach(turn.length_m + next.rear_m, next.v_mps, false);
        }
    }
    return over;
}

Overhang Simulation::State::beyond_line(std::uint32_t way) const {
    const TurnPlan& turn = plan.turns[way];
    Overhang last;
    if (turn_slot[way].count > 0) {
        const Vehicle& on_it = on_turn(way)[turn_slot[way].count - 1];
        return {rear(on_it), on_it.v_mps, true};
    }
    for (const Sent& sent : junctions[turn.junction].sent) {
        if (sent.lane == turn.to_lane && turn.length_m + rear(sent.vehicle) < last.rear_m) {
            last = {turn.length_m + rear(sent.vehicle), sent.vehicle.v_mps, false};
        }
    }
    const Tail& next = tail()[turn.to_lane];
    if (last.rear_m == kFar && next.rear_m < kFar) {
        last = {turn.length_m + next.rear_m, next.v_mps, false};
    }
    return last;
}

float Simulation::State::rests_on_turn_m(std::uint32_t t, const Vehicle& v, float rear_m) const noexcept {
    if (v.v_mps < kHaltedMps) {
        return rear_m;
    }
    const TurnPlan& turn = plan.turns[t];
    const Tail& next = tail()[turn.to_lane];
    const float own = type(v).length_m;
    if (v.has(Vehicle::kToWait)) {
        return std::max(rear_m, turn.wait_m - own);
    }
    if (next.rest_m < kFar && next.trip != v.trip) {
        return std::max(rear_m, turn.length_m + next.rest_m - type(v).min_gap_m - own);
    }
    const bool goes_on = v.has(Vehicle::kPromised) || plan.lanes[turn.to_lane].clear_run_m > 0.0F;
    return goes_on ? kFar : std::max(rear_m, turn.length_m + plan.lanes[turn.to_lane].length_m - kStopShortM - own);
}

bool Simulation::State::goes_on(std::uint32_t l, const Vehicle& v) const noexcept {
    if (v.has(Vehicle::kCommitted) || v.has(Vehicle::kArrivesHere)) {
        return true;
    }
    if (!v.has(Vehicle::kMayGo) || v.turn == kNone) {
        return false;
    }
    const JunctionPlan& junction = plan.junctions[lane_junction[l]];
    const TurnPlan& turn = plan.turns[v.turn];
    const bool green = light_of(*this, junction, turn) == Light::Green;
    return turn.free || (green && (signals[junction.controller].permissive & turn.movement) == 0);
}

float Simulation::State::last_rests_at_m(std::uint32_t l) const noexcept {
    const Slot& slot = lane_slot[l];
    const Vehicle* vehicles = on_lane(l);
    const float last_m = rear(vehicles[slot.count - 1]);
    const float length = plan.lanes[l].length_m;
    float queue_m = 0.0F;
    for (std::uint32_t k = slot.count; k-- > 0;) {
        if (vehicles[k].v_mps < kHaltedMps) {
            return std::max(last_m, rear(vehicles[k]) - queue_m);
        }
        queue_m += type(vehicles[k]).length_m + type(vehicles[k]).min_gap_m;
        if (!goes_on(l, vehicles[k]) && (k == 0 || goes_on(l, vehicles[k - 1]))) {
            return std::max(last_m, length - kStopShortM + type(vehicles[k]).min_gap_m - queue_m);
        }
    }
    const Vehicle& head = vehicles[0];
    if (head.has(Vehicle::kArrivesHere) || head.turn == kNone) {
        return std::max(last_m, length);
    }
    const TurnPlan& turn = plan.turns[head.turn];
    float ahead = kFar;
    if (head.has(Vehicle::kToWait)) {
        ahead = turn.wait_m + type(head).min_gap_m;
    } else if (turn_slot[head.turn].count > 0) {
        const Vehicle& leader = on_turn(head.turn)[turn_slot[head.turn].count - 1];
        ahead = rests_on_turn_m(head.turn, leader, rear(leader));
    } else {
        if (tail()[turn.to_lane].rest_m < kFar && tail()[turn.to_lane].trip != head.trip) {
            ahead = turn.length_m + tail()[turn.to_lane].rest_m;
        }
        for (const Sent& sent : junctions[lane_junction[l]].sent) {
            if (sent.lane == turn.to_lane) { // not published by its lane yet
                ahead = std::min(ahead, rests_on_turn_m(sent.turn, sent.vehicle,
                                                        plan.turns[sent.turn].length_m + rear(sent.vehicle)) -
                                            plan.turns[sent.turn].length_m + turn.length_m);
            }
        }
    }
    return ahead < kFar ? std::max(last_m, length + ahead - queue_m) : kFar;
}

void Simulation::State::publish(std::uint32_t l, bool awake) {
    Tail& tail = tail_next()[l];
    tail = {};
    const Slot& slot = lane_slot[l];
    if (slot.count > 0) {
        const Vehicle& last = on_lane(l)[slot.count - 1];
        const float reach_m = crossing_reach_m(last.v_mps, dt);
        const bool steady =
            plan.lanes[l].length_m - last.x_m > reach_m || last.turn == kNone || plan.turns[last.turn].free;
        tail = {rear(last), last.v_mps, kNone, last_rests_at_m(l), 0.0F, steady, last.trip};
    } else if (awake && (plan.lanes[l].brief != kNone || plan.lanes[l].clear_run_m > 0.0F ||
                         junctions[lane_junction[l]].turns_in != 0 || !junctions[lane_junction[l]].sent.empty() ||
                         !junctions[lane_junction[l]].leavers.empty())) {
        // Empty: the rear of one that has just left may still be in it; where nobody has to be asked at its end, what
        // is ahead beyond it.
        const LanePlan& lane = plan.lanes[l];
        for (std::uint32_t t = lane.turn_begin; t < lane.turn_begin + lane.turn_count; ++t) {
            const TurnPlan& turn = plan.turns[t];
            const bool open = (lane.clear_run_m > 0.0F && lane.only_turn == t) || lane.brief != kNone;
            Tail beyond; // in the turn's coordinate
            const auto take = [&](const Vehicle& v, float rear_m) {
                beyond = {rear_m, v.v_mps, kNone, rests_on_turn_m(t, v, rear_m), 0.0F, false, v.trip};
            };
            if (turn_slot[t].count > 0) {
                const Vehicle& last = on_turn(t)[turn_slot[t].count - 1];
                take(last, rear(last));
            } else {
                const Tail& next = this->tail()[turn.to_lane];
                for (const Sent& sent : junctions[lane_junction[l]].sent) { // not published by its lane yet
                    if (sent.turn == t && turn.length_m + rear(sent.vehicle) < beyond.rear_m) {
                        take(sent.vehicle, turn.length_m + rear(sent.vehicle));
                    }
                }
                if (beyond.rear_m == kFar && next.rear_m < kFar && (open || next.turn == t)) {
                    // Who reaches back into another way is in this one where they meet.
                    const float rear_m = next.turn == t ? next.rear_m : std::max(0.0F, next.rear_m);
                    const float rest_m = turn.length_m + std::max(rear_m, next.rest_m);
                    beyond = {turn.length_m + rear_m, next.v_mps, kNone, rest_m, 0.0F, next.steady, next.trip};
                }
            }
            if (beyond.rear_m < kFar && (open || beyond.rear_m < 0.0F) && lane.length_m + beyond.rear_m < tail.rear_m) {
                const float rest_m = lane.length_m + beyond.rest_m;
                tail = {lane.length_m + beyond.rear_m, beyond.v_mps, kNone, rest_m, 0.0F, beyond.steady, beyond.trip};
            }
        }
    }
    tail.promised_m = reserved_m[l];
    if (tail.rear_m < 0.0F) {
        tail.turn = came_by[l];
    }
}

void Simulation::State::publish_heads(std::uint32_t junction_index) {
    const JunctionPlan& junction = plan.junctions[junction_index];
    std::vector<Head>& next = head_next();
    const auto near = [&](const TurnPlan& turn, const Vehicle& v, float to_m) {
        if (to_m < next[turn.to_lane].to_m) {
            next[turn.to_lane] = {to_m, v.v_mps};
        }
    };
    for (std::uint32_t t = junction.turns.begin; t < junction.turns.end(); ++t) {
        next[plan.turns[t].to_lane] = {};
    }
    if (junctions[junction_index].turns_in != 0) {
        for (std::uint32_t t = junction.turns.begin; t < junction.turns.end(); ++t) {
            if (turn_slot[t].count > 0) {
                near(plan.turns[t], on_turn(t)[0], plan.turns[t].length_m - on_turn(t)[0].x_m);
            }
        }
    }
    for (std::uint32_t l = junction.lanes.begin; l < junction.lanes.end(); ++l) {
        const Vehicle* v = on_lane(l);
        for (std::uint32_t k = 0; k < lane_slot[l].count && v[k].through() && v[k].turn != kNone; ++k) {
            const TurnPlan& turn = plan.turns[v[k].turn];
            near(turn, v[k], plan.lanes[l].length_m - v[k].x_m + turn.length_m);
        }
    }
}

void Simulation::State::name_comers(std::uint32_t junction_index) {
    const JunctionPlan& junction = plan.junctions[junction_index];
    const auto name = [this](Vehicle& v, std::uint32_t t, float to_lane_m) {
        const std::uint32_t brief = plan.lanes[plan.turns[t].to_lane].brief;
        if (brief == kNone || v.next == kNone || v.has(Vehicle::kToWait)) {
            return;
        }
        Promises& promise = promises[brief];
        v.set(Vehicle::kPromised, promise.given_to(v.trip));
        const bool stands = v.v_mps < kHaltedMps && (static_cast<float>(v.halted) * dt) > kStandsS;
        const Promises::Coming coming{
            v.trip, v.next, to_lane_m, v.v_mps, plan.turns[t].speed_mps, v.type, v.has(Vehicle::kPromised), stands};
        std::uint32_t at = promise.comers;
        const auto before = [&coming](const Promises::Coming& other) {
            if (other.promised != coming.promised) { // those are never dropped
                return coming.promised;
            }
            return coming.to_lane_m != other.to_lane_m ? coming.to_lane_m < other.to_lane_m : coming.trip < other.trip;
        };
        while (at > 0 && before(promise.coming[at - 1])) {
            --at;
        }
        if (at == Promises::kMost) {
            return;
        }
        promise.comers = std::min(promise.comers + 1, Promises::kMost);
        for (std::uint32_t k = promise.comers - 1; k > at; --k) {
            promise.coming[k] = promise.coming[k - 1];
        }
        promise.coming[at] = coming;
    };
    for (std::uint32_t t = junction.turns.begin; t < junction.turns.end(); ++t) {
        const std::uint32_t brief = plan.lanes[plan.turns[t].to_lane].brief;
        if (brief != kNone) {
            promises[brief].comers = 0;
        }
    }
    for (std::uint32_t t = junction.turns.begin; t < junction.turns.end(); ++t) {
        const TurnPlan& turn = plan.turns[t];
        if (plan.lanes[turn.to_lane].brief == kNone) {
            continue;
        }
        for (std::uint32_t k = 0; k < turn_slot[t].count; ++k) {
            Vehicle& v = on_turn(t)[k];
            name(v, t, turn.length_m - v.x_m);
        }
        const std::uint32_t l = turn.from_lane;
        for (std::uint32_t k = 0; k < lane_slot[l].count; ++k) {
            Vehicle& v = on_lane(l)[k];
            if (!v.through()) {
                break;
            }
            if (v.turn == t) {
                name(v, t, plan.lanes[l].length_m - v.x_m + turn.length_m);
            }
        }
    }
}

void Simulation::State::edge_pass(std::uint32_t junction_index, std::vector<Candidate>& found, Tally& sums) {
    const JunctionPlan& junction = plan.junctions[junction_index];
    JunctionState& state = junctions[junction_index];
    if (state.idle >= 3) {
        unsigned woken = state.parked.empty() && !state.expecting ? 0U : 1U;
        for (std::uint32_t l = junction.lanes.begin; l < junction.lanes.end(); ++l) { // without a branch: most sleep on
            woken |= static_cast<unsigned>(edge_fed[l]) | static_cast<unsigned>(edge_waits[l]);
        }
        if (woken == 0) {
            return;
        }
    }
    for (std::uint32_t first = junction.lanes.begin; first < junction.lanes.end();
         first += plan.lanes[first].edge_lanes) {
        const std::uint32_t e = plan.lanes[first].edge;
        receive(junction_index, e);
        if (state.here > 0 && plan.lanes[first].edge_lanes > 1) {
            change_lanes(junction_index, e);
        }
        if (!blocked.empty() && blocked_on(e) != nullptr) {
            put_barriers(blocked[static_cast<std::size_t>(blocked_on(e) - blocked.data())]);
        }
        if (edge_waits[first] != 0) {
            let_in(junction_index, e, sums);
        }
    }
    if (!work.stops.empty() || (!stations.empty() && junction_stations[junction_index].count > 0)) {
        charge_parked(junction_index);
        leave_bays(junction_index);
        enter_bays(junction_index);
    }
    // Who has left may still reach back through the junction, into the lane that it came from.
    const bool awake = state.here > 0 || state.expecting || !state.leavers.empty();
    if (junction.feeds_brief) {
        name_comers(junction_index);
    }
    if (junction.feeds_watched) {
        publish_heads(junction_index);
    }
    for (std::uint32_t l = junction.lanes.begin; l < junction.lanes.end(); ++l) {
        publish(l, awake);
        if (lane_slot[l].count > 0) {
            find_candidates(l, found);
        }
    }
    state.idle = awake ? std::uint8_t{0} : static_cast<std::uint8_t>(std::min(3, state.idle + 1));
}

} // namespace cityloom::traffic

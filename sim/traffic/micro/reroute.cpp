// SPDX-License-Identifier: GPL-3.0-or-later
// Drivers who look for another way: those with live information who run late, and those who cannot go on.
#include <algorithm>

#include "sim/core/executor.h"
#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

constexpr std::size_t kLargeEdges = 50'000;
constexpr double kWrongLaneS = 30.0; // at the line in a lane that leads elsewhere: then any legal movement will do
constexpr double kRingS = 1.0;       // on a roundabout it drives around once more
constexpr double kKeepsWayS = 120.0;
constexpr double kGivesUpS = 240.0; // no legal movement leads to its destination any more
constexpr double kNoRoomS = 40.0;   // in front of a full street
constexpr float kLateS = 30.0F;     // later than expected by this and by kLateShare of what is left
constexpr float kLateShare = 0.15F;
constexpr float kBetter = 0.92F; // a new way must promise this share of the old one's time

} // namespace

/// The way that a trip was given to begin with, unless it is shut or its driver hears of a much better one.
/// \param best the best way now and its \p cost, replaced by the planned one's.
void Simulation::State::prefer_planned(std::uint32_t trip, float& cost, std::vector<std::uint32_t>& best) const {
    const Trip& t = work.trips[trip];
    if (trip >= options.first_routes.size() || options.first_routes[trip].empty()) {
        return;
    }
    const std::vector<std::uint32_t>& planned = options.first_routes[trip];
    const float planned_cost = router.cost(planned, routing_s, {t.id, options.taste_spread, use_of(t)});
    if (planned_cost == Router::kClosed ||
        (hears(t.navigates, t.radio, t.from_edge) && cost < kBetter * planned_cost)) {
        return;
    }
    cost = planned_cost;
    best = planned;
}

bool Simulation::State::meets_closing(const Vehicle& v) const {
    const std::vector<std::uint32_t>& route = routes[v.trip];
    return std::any_of(route.begin() + std::min<std::ptrdiff_t>(v.cursor + 1, std::ssize(route)), route.end(),
                       [this](std::uint32_t e) { return closed[e] == kClosed; });
}

void Simulation::State::find_candidates(std::uint32_t lane, std::vector<Candidate>& found) const {
    const std::uint32_t edge = plan.lanes[lane].edge;
    const auto period = static_cast<std::uint64_t>(std::max<TimeUs>(1, options.reroute_every / options.step));
    const Vehicle* in_lane = on_lane(lane);
    // Only those at the line, or all.
    const bool told = !work.told.empty() && work.told[edge] != 0 && next_closing > 0;
    const std::uint32_t asked = options.plain_routes && !looks_again && !told ? 1 : lane_slot[lane].count;
    for (std::uint32_t k = 0; k < asked; ++k) {
        const Vehicle& v = in_lane[k];
        if ((v.flags & (Vehicle::kCommitted | Vehicle::kArrivesHere | Vehicle::kHalts)) != 0) {
            continue;
        }
        if (k == 0 && v.halted > 0) {
            const double stood = v.halted * static_cast<double>(dt);
            const bool lost = v.has(Vehicle::kWrongLane) && stood >= (plan.lanes[lane].ring ? kRingS : kWrongLaneS);
            const auto every = [&](double seconds) {
                return v.halted % static_cast<unsigned>(std::max(1.0, seconds / static_cast<double>(dt))) == 0;
            };
            const bool boxed = v.has(Vehicle::kNoRoom) && stood >= kNoRoomS && every(16.0);
            const std::vector<std::uint32_t>& route = routes[v.trip];
            const bool shut = v.cursor + 1 < route.size() && closed[route[v.cursor + 1]] == kClosed && every(8.0);
            if ((lost && every(plan.lanes[lane].ring ? kRingS : 4.0)) || boxed || shut) {
                found.push_back({lane, k, true});
                continue;
            }
        }
        if (!batteries.empty() && (step_index + work.trips[v.trip].id) % period == 0 && seeks_charge(v)) {
            found.push_back({.lane = lane, .index = k, .charge = true});
            continue;
        }
        if (told && (closings_changed || entered[v.trip] == now + options.step) && meets_closing(v)) {
            found.push_back({.lane = lane, .index = k, .anew = true});
            continue;
        }
        if (looks_again) {
            const Trip& trip = work.trips[v.trip];
            const TimeUs since = now + options.step - records[v.trip].departed;
            if (trip.looks_again_s > 0.0F && since > 0 &&
                since % from_seconds(static_cast<double>(trip.looks_again_s)) < options.step) {
                found.push_back({.lane = lane, .index = k, .anew = true});
            }
            continue;
        }
        if ((k == 0 || !options.plain_routes) && (step_index + work.trips[v.trip].id) % period == 0 &&
            hears(v.has(Vehicle::kNavigates), v.has(Vehicle::kRadio), edge)) {
            found.push_back({lane, k, false});
        }
    }
}

void Simulation::State::look_again(Candidate& candidate, routing::RouteFinder::Lease& scratch,
                                   std::vector<std::uint32_t>& route) {
    Vehicle& v = on_lane(candidate.lane)[candidate.index];
    const Trip& trip = work.trips[v.trip];
    const Router::Taste taste{trip.id, options.taste_spread, type(v).use};
    const std::uint32_t edge = plan.lanes[candidate.lane].edge;
    std::vector<std::uint32_t>& mine = routes[v.trip];
    if (candidate.charge) {
        go_charging(candidate, scratch, route);
        return;
    }
    if (candidate.anew) {
        way_on(edge, still_to_pass(v), trip.to_edge, taste, scratch, route);
        const std::span<const std::uint32_t> rest{mine.data() + v.cursor, mine.size() - v.cursor};
        candidate.changed = !route.empty() && !std::ranges::equal(route, rest);
        if (candidate.changed) {
            mine = route;
            v.cursor = 0;
            plan_edge(v, candidate.lane);
        }
        return;
    }
    if (!candidate.stuck) {
        const std::span<const std::uint32_t> rest{mine.data() + v.cursor, mine.size() - v.cursor};
        const float left = router.cost(rest, routing_s, taste);
        const double late = to_seconds(now - expected[v.trip]) + static_cast<double>(left);
        if (late < static_cast<double>(std::max(kLateS, kLateShare * left))) {
            return;
        }
        const float cost = way_on(edge, still_to_pass(v), trip.to_edge, taste, scratch, route);
        expected[v.trip] = now + from_seconds(static_cast<double>(std::min({cost, left, 1e6F})));
        if (route.empty() || cost > kBetter * left) {
            return;
        }
        candidate.changed = true;
        mine = route;
        v.cursor = 0;
        plan_edge(v, candidate.lane);
        return;
    }
    candidate.changed = take_any_way(candidate, taste, scratch, route);
}

/// Any exit of this very lane that is neither full nor shut: first those from which the new way can be followed, after
/// a while also those where it will stand in a wrong lane again, in the end even away from its destination, by the
/// nearest way out of the map.
bool Simulation::State::take_any_way(const Candidate& candidate, Router::Taste taste,
                                     routing::RouteFinder::Lease& scratch, std::vector<std::uint32_t>& route) {
    Vehicle& v = on_lane(candidate.lane)[candidate.index];
    const Trip& trip = work.trips[v.trip];
    const LanePlan& lane = plan.lanes[candidate.lane];
    std::vector<std::uint32_t>& mine = routes[v.trip];
    const std::vector<std::uint32_t> before = mine;
    const std::uint32_t cursor = v.cursor;
    const double stood = v.halted * static_cast<double>(dt);
    if (lane.ring) {
        v.note_missed_exit();
    }
    std::vector<std::uint32_t> best_route;
    std::uint32_t best_turn = kNone;
    float best = Router::kClosed;
    const std::span<const std::uint32_t> ahead = still_to_pass(v);
    const auto consider = [&](std::uint32_t t, std::uint32_t target, std::span<const std::uint32_t> via) {
        const TurnPlan& turn = plan.turns[t];
        const float cost = way_on(turn.to_edge, via, target, taste, scratch, route) + routing_s[turn.to_edge];
        if (route.empty() || cost >= best) {
            return;
        }
        mine = route;
        mine.insert(mine.begin(), lane.edge);
        v.cursor = 0;
        plan_edge(v, candidate.lane);
        if (v.turn == kNone && stood < kKeepsWayS) {
            return;
        }
        best = cost;
        best_route = mine;
        best_turn = t;
    };
    for (std::uint32_t t = lane.turn_begin; t < lane.turn_begin + lane.turn_count; ++t) {
        const TurnPlan& turn = plan.turns[t];
        const bool room = tail()[turn.to_lane].rear_m >= type(v).length_m + kStandingGapM;
        const bool allowed = (static_cast<unsigned>(turn.use) & plan.lanes[turn.to_lane].use & type(v).use) != 0;
        if (closed[turn.to_edge] != 0 || !allowed || (v.has(Vehicle::kNoRoom) && !room)) {
            continue;
        }
        consider(t, trip.to_edge, ahead);
        if (best_turn == kNone && stood >= kGivesUpS && !options.keeps_destination) {
            for (const std::uint32_t way_out : ways_out) {
                consider(t, way_out, {});
            }
        }
    }
    mine = best_turn == kNone ? before : best_route;
    v.cursor = best_turn == kNone ? cursor : 0;
    plan_edge(v, candidate.lane);
    if (best_turn == kNone) {
        return false;
    }
    if (v.turn == kNone) {
        v.turn = best_turn;
        v.set(Vehicle::kWrongLane, false);
    }
    expected[v.trip] = now + from_seconds(static_cast<double>(std::min(best, 1e6F)));
    return true;
}

void Simulation::State::reroute(Executor& executor) {
    looking.clear();
    for (const std::vector<Candidate>& found : candidates) {
        looking.insert(looking.end(), found.begin(), found.end());
    }
    if (looking.empty()) {
        return;
    }
    // Where ways are laid down only the few ask that cannot go on: in a large network a hierarchy costs more than they
    // do.
    const std::size_t counts_for = options.plain_routes && net.edges.size() > kLargeEdges ? 0 : 1;
    const auto anew = [](const Candidate& candidate) { return candidate.anew; };
    if (std::ranges::any_of(looking, anew)) {
        follow_speeds();
    }
    for (const Candidate& candidate : looking) {
        finder.expect(type(on_lane(candidate.lane)[candidate.index]).use, counts_for, executor);
    }
    const Executor::Block look = [this](std::size_t first, std::size_t last) {
        routing::RouteFinder::Lease scratch{finder};
        std::vector<std::uint32_t> route;
        for (std::size_t k = first; k < last; ++k) {
            look_again(looking[k], scratch, route);
        }
    };
    if (looking.size() < 4) {
        look(0, looking.size());
    } else {
        executor.for_each_block(looking.size(), look);
    }
    for (const Candidate& candidate : looking) {
        diverted += candidate.stuck && candidate.changed ? 1U : 0U;
    }
}

} // namespace cityloom::traffic

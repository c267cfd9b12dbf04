// SPDX-License-Identifier: GPL-3.0-or-later
// Drivers who look for another way: those with live information who run late, and those who cannot go on.
#include <algorithm>

#include "sim/core/executor.h"
#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

constexpr double kWrongLaneS = 6.0; // at the line in a lane that leads elsewhere: then any legal movement will do
constexpr double kNoRoomS = 40.0;   // in front of a full street
constexpr float kLateS = 30.0F;     // later than expected by this and by kLateShare of what is left
constexpr float kLateShare = 0.15F;
constexpr float kBetter = 0.92F; // a new way must promise this share of the old one's time

} // namespace

void Simulation::State::find_candidates(std::uint32_t lane, std::vector<Candidate>& found) const {
    const std::uint32_t edge = plan.lanes[lane].edge;
    const auto period = static_cast<std::uint64_t>(std::max<TimeUs>(1, options.reroute_every / options.step));
    const bool heard = informed.empty() || informed[edge] != 0;
    const Vehicle* in_lane = on_lane(lane);
    for (std::uint32_t k = 0; k < lane_slot[lane].count; ++k) {
        const Vehicle& v = in_lane[k];
        if ((v.flags & (Vehicle::kCommitted | Vehicle::kArrivesHere | Vehicle::kHalts)) != 0) {
            continue;
        }
        if (k == 0 && v.halted > 0) {
            const double stood = v.halted * static_cast<double>(dt);
            const bool lost = v.has(Vehicle::kWrongLane) && stood >= kWrongLaneS;
            const auto every = [&](double seconds) {
                return v.halted % static_cast<unsigned>(std::max(1.0, seconds / static_cast<double>(dt))) == 0;
            };
            const bool boxed = v.has(Vehicle::kNoRoom) && stood >= kNoRoomS && every(16.0);
            const std::vector<std::uint32_t>& route = routes[v.trip];
            const bool shut = v.cursor + 1 < route.size() && closed[route[v.cursor + 1]] != 0 && every(8.0);
            if ((lost && every(4.0)) || boxed || shut) {
                found.push_back({lane, k, true});
                continue;
            }
        }
        if (heard && v.has(Vehicle::kConnected) && (step_index + work.trips[v.trip].id) % period == 0) {
            found.push_back({lane, k, false});
        }
    }
}

void Simulation::State::look_again(const Candidate& candidate, Router::Scratch& scratch,
                                   std::vector<std::uint32_t>& route) {
    Vehicle& v = on_lane(candidate.lane)[candidate.index];
    const Trip& trip = work.trips[v.trip];
    const Router::Taste taste{trip.id, options.taste_spread};
    const std::uint32_t edge = plan.lanes[candidate.lane].edge;
    std::vector<std::uint32_t>& mine = routes[v.trip];
    if (!candidate.stuck) {
        const std::span<const std::uint32_t> rest{mine.data() + v.cursor, mine.size() - v.cursor};
        const float left = router.cost(rest, routing_s, taste);
        const double late = to_seconds(now - expected[v.trip]) + static_cast<double>(left);
        if (late < static_cast<double>(std::max(kLateS, kLateShare * left))) {
            return;
        }
        const float cost = router.route(edge, trip.to_edge, routing_s, taste, scratch, route);
        expected[v.trip] = now + from_seconds(static_cast<double>(std::min({cost, left, 1e6F})));
        if (route.empty() || cost > kBetter * left) {
            return;
        }
    } else {
        // Any exit of this very lane, other than one that is full or shut.
        float best = Router::kClosed;
        std::vector<std::uint32_t> onward;
        const LanePlan& lane = plan.lanes[candidate.lane];
        for (std::uint32_t t = lane.turn_begin; t < lane.turn_begin + lane.turn_count; ++t) {
            const TurnPlan& turn = plan.turns[t];
            const std::uint32_t to = turn.to_edge;
            const bool room = tail()[turn.to_lane].rear_m >= type(v).length_m + kStandingGapM;
            const bool allowed = (static_cast<unsigned>(plan.lanes[turn.to_lane].use) & type(v).use) != 0;
            if (closed[to] != 0 || !allowed || (v.has(Vehicle::kNoRoom) && !room)) {
                continue;
            }
            const float cost = router.route(to, trip.to_edge, routing_s, taste, scratch, onward) + routing_s[to];
            if (!onward.empty() && cost < best) {
                best = cost;
                route = onward;
            }
        }
        if (best == Router::kClosed) {
            return;
        }
        route.insert(route.begin(), edge);
        expected[v.trip] = now + from_seconds(static_cast<double>(std::min(best, 1e6F)));
    }
    mine = route;
    v.cursor = 0;
    plan_edge(v, candidate.lane);
}

void Simulation::State::reroute(Executor& executor) {
    looking.clear();
    for (const std::vector<Candidate>& found : candidates) {
        looking.insert(looking.end(), found.begin(), found.end());
    }
    if (looking.empty()) {
        return;
    }
    const Executor::Block look = [this](std::size_t first, std::size_t last) {
        Router::Scratch scratch;
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
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
// Lanes that are blocked for a while. A standing barrier on the lane is what those behind it see, as they see any
// vehicle; where it would stand too near to the edge's beginning, the lane is not entered at all.
#include <algorithm>

#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

constexpr float kLeastRunUpM = 40.0F; // to see the barrier and get out of the lane
constexpr float kClearM = 0.5F;       // between the barrier and who stands beside its place

} // namespace

const Blocked* Simulation::State::blocked_on(std::uint32_t edge) const noexcept {
    const auto at = std::ranges::lower_bound(blocked, edge, {}, &Blocked::edge);
    return at != blocked.end() && at->edge == edge ? &*at : nullptr;
}

/// Those who drive on the edge or will soon look again where its lanes lead.
void Simulation::State::plan_anew(std::uint32_t edge) {
    const auto replan = [this](std::uint32_t lane) {
        for (std::uint32_t k = 0; k < lane_slot[lane].count; ++k) {
            Vehicle& v = on_lane(lane)[k];
            if (!v.barrier() && !v.has(Vehicle::kCommitted) && !v.has(Vehicle::kServing)) {
                plan_edge(v, lane);
            }
        }
        junctions[lane_junction[lane]].idle = 0;
    };
    for (std::uint32_t l = plan.first_lane[edge]; l < plan.first_lane[edge] + net.edges[edge].lanes.count; ++l) {
        replan(l);
    }
    std::vector<std::uint32_t> feeding;
    for (const TurnPlan& turn : plan.turns) {
        if (turn.to_edge == edge) {
            feeding.push_back(turn.from_lane);
        }
    }
    std::ranges::sort(feeding);
    feeding.erase(std::unique(feeding.begin(), feeding.end()), feeding.end());
    std::ranges::for_each(feeding, replan);
}

/// Puts up the barriers that are still to come. While someone is in the place, or so near that it cannot stop before
/// it, that one drives on; those who can stop heed the place already.
void Simulation::State::put_barriers(Blocked& where) {
    const float from_m = where.what.from_m;
    for (std::uint32_t own = 0; own < std::min(kMostLanes, net.edges[where.edge].lanes.count); ++own) {
        if ((where.pending >> own & 1U) == 0) {
            continue;
        }
        const std::uint32_t lane = plan.first_lane[where.edge] + own;
        const Slot& slot = lane_slot[lane];
        const Vehicle* vehicles = on_lane(lane);
        std::uint32_t index = 0;
        while (index < slot.count && rear(vehicles[index]) >= from_m + types[kBarrierType].length_m + kClearM) {
            ++index;
        }
        if (index < slot.count && !can_stop(vehicles[index], from_m - kClearM)) {
            continue;
        }
        Vehicle barrier;
        barrier.trip = kNone;
        barrier.type = kBarrierType;
        barrier.x_m = barrier.stop_x_m = from_m + types[kBarrierType].length_m;
        barrier.set(Vehicle::kHalts, true);
        barrier.lanes = 0xFFFF;
        insert(lane_junction[lane], lane_slot[lane], index, barrier);
        junctions[lane_junction[lane]].idle = 0;
        where.pending &= ~(1U << own);
    }
}

void Simulation::obstruct(std::uint32_t edge, const Obstruction& obstruction) {
    State& s = *state_;
    clear_obstruction(edge);
    const auto length = static_cast<float>(s.net.edges[edge].length_m);
    Blocked blocked{.edge = edge, .what = obstruction};
    blocked.what.from_m = std::clamp(obstruction.from_m, 0.0F, length);
    blocked.what.to_m = std::clamp(obstruction.to_m, blocked.what.from_m, length);
    blocked.whole = blocked.what.from_m < kLeastRunUpM;
    blocked.what.from_m = blocked.whole ? 0.0F : blocked.what.from_m;
    blocked.pending = blocked.whole ? 0 : blocked.what.lanes;
    const Range lanes = s.net.edges[edge].lanes;
    for (std::uint32_t own = 0; own < std::min(32U, lanes.count); ++own) {
        blocked.riders |= carries_motor(s.net.lanes[lanes.begin + own]) ? 0U : 1U << own;
    }
    s.blocked.insert(std::ranges::lower_bound(s.blocked, edge, {}, &Blocked::edge), blocked);
    s.slow_down(blocked);
    s.plan_anew(edge);
}

void Simulation::State::slow_down(const Blocked& where) {
    const Edge& edge = net.edges[where.edge];
    slow_edges_known = false;
    for (std::uint32_t own = 0; own < edge.lanes.count; ++own) {
        LanePlan& lane = plan.lanes[plan.first_lane[where.edge] + own];
        const double limit = net.lanes[lane.lane].speed_mps > 0.0 ? net.lanes[lane.lane].speed_mps : edge.speed_mps;
        lane.speed_mps = static_cast<float>(limit);
        if (where.what.speed_mps > 0.0F) {
            lane.speed_mps = std::min(lane.speed_mps, where.what.speed_mps);
        }
    }
}

void Simulation::clear_obstruction(std::uint32_t edge) {
    State& s = *state_;
    const Blocked* known = s.blocked_on(edge);
    if (known == nullptr) {
        return;
    }
    Blocked gone = *known;
    s.blocked.erase(s.blocked.begin() + (known - s.blocked.data()));
    gone.what.speed_mps = 0.0F;
    s.slow_down(gone);
    const std::uint32_t first = s.plan.first_lane[edge];
    for (std::uint32_t l = first; l < first + s.net.edges[edge].lanes.count; ++l) {
        for (std::uint32_t k = s.lane_slot[l].count; k-- > 0;) {
            if (s.on_lane(l)[k].barrier()) {
                s.erase(s.lane_junction[l], s.lane_slot[l], k);
            }
        }
    }
    s.plan_anew(edge);
}

std::vector<std::pair<std::uint32_t, Obstruction>> Simulation::obstructions() const {
    std::vector<std::pair<std::uint32_t, Obstruction>> all;
    for (const Blocked& blocked : state_->blocked) {
        all.emplace_back(blocked.edge, blocked.what);
    }
    return all;
}

} // namespace cityloom::traffic

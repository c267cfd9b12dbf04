// SPDX-License-Identifier: GPL-3.0-or-later
// Which junction causes the queues: a queue without room ahead is the fault of the one it waits for.
#include <algorithm>

#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

constexpr float kStandsMps = 0.5F;
constexpr int kFarthestWalk = 200; // lanes

std::uint32_t standing_on(const Simulation::State& s, std::uint32_t lane) {
    const Vehicle* v = s.on_lane(lane);
    std::uint32_t standing = 0;
    for (std::uint32_t k = 0; k < s.lane_slot[lane].count; ++k) {
        if (v[k].barrier()) {
            break; // what stands behind it stands because of it
        }
        standing += v[k].v_mps < kStandsMps && !v[k].has(Vehicle::kServing) ? 1U : 0U;
    }
    return standing;
}

} // namespace

void Simulation::State::find_blame(float seconds) {
    for (std::uint32_t start = 0; start < plan.lanes.size(); ++start) {
        if (lane_slot[start].count == 0 || on_lane(start)[0].v_mps >= kStandsMps) {
            continue;
        }
        const std::uint32_t standing = standing_on(*this, start);
        std::uint32_t lane = start;
        ++walks;
        bool loop = false;
        for (int hop = 0; hop < kFarthestWalk; ++hop) {
            if (seen_by[lane] == walks) {
                loop = true;
                break;
            }
            seen_by[lane] = walks;
            const Vehicle& head = on_lane(lane)[0];
            if (!head.has(Vehicle::kNoRoom) || head.turn == kNone) {
                break; // its own junction holds it
            }
            const std::uint32_t ahead = plan.turns[head.turn].to_lane;
            if (lane_slot[ahead].count == 0 || on_lane(ahead)[0].v_mps >= kStandsMps) {
                break;
            }
            lane = ahead;
        }
        const double stood = static_cast<double>(standing) * static_cast<double>(seconds);
        junctions[lane_junction[lane]].blame_s += stood;
        gridlock_s += loop ? stood : 0.0;
    }
}

std::vector<JunctionLoad> Simulation::limiting_junctions(std::size_t most) const {
    const State& s = *state_;
    std::vector<std::uint32_t> order;
    for (std::uint32_t j = 0; j < s.junctions.size(); ++j) {
        if (s.junctions[j].blame_s > 0.0) {
            order.push_back(j);
        }
    }
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return s.junctions[a].blame_s != s.junctions[b].blame_s ? s.junctions[a].blame_s > s.junctions[b].blame_s
                                                                : a < b;
    });
    order.resize(std::min(order.size(), most));
    std::vector<JunctionLoad> loads;
    for (const std::uint32_t j : order) {
        JunctionLoad load{.junction = s.plan.junctions[j].junction,
                          .served = s.junctions[j].served,
                          .standing_vehicle_h = s.junctions[j].blame_s / 3600.0};
        for (std::uint32_t l = s.plan.junctions[j].lanes.begin; l < s.plan.junctions[j].lanes.end(); ++l) {
            load.standing_now += standing_on(s, l);
        }
        loads.push_back(load);
    }
    return loads;
}

double Simulation::gridlock_vehicle_h() const noexcept {
    return state_->gridlock_s / 3600.0;
}

} // namespace cityloom::traffic

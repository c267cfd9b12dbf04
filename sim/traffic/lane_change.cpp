// SPDX-License-Identifier: GPL-3.0-or-later
// Lane changes of one edge: MOBIL (Kesting, Treiber and Helbing 2007) where a driver may, gap acceptance where it must.
#include <algorithm>

#include "sim/traffic/car_following.h"
#include "sim/traffic/state.h"

namespace cityloom::traffic {

namespace {

constexpr std::uint8_t kPauseSteps = 8;
constexpr float kUrgentM = 60.0F;
constexpr float kSafeMps2 = 3.0F;   // b_safe: the new follower never has to brake harder for a change of choice
constexpr float kForcedMps2 = 4.5F; // and this for one that must be made before the junction

struct Gap {
    std::uint32_t index = 0; ///< place in the target lane's order
    float ahead_m = kFar;
    float behind_m = kFar;
    float leader_v = 0.0F;
    float follower_v = 0.0F;
};

Gap gap_in(const Simulation::State& s, std::uint32_t lane, const Vehicle& v) {
    const Vehicle* others = s.vehicles(lane);
    Gap gap;
    const std::uint32_t count = s.count[lane];
    while (gap.index < count && others[gap.index].x_m >= v.x_m) {
        ++gap.index;
    }
    if (gap.index > 0) {
        gap.ahead_m = others[gap.index - 1].rear_m() - v.x_m;
        gap.leader_v = others[gap.index - 1].v_mps;
    }
    if (gap.index < count) {
        gap.behind_m = v.rear_m() - others[gap.index].x_m;
        gap.follower_v = others[gap.index].v_mps;
    } else if (s.reserved_m[lane] > 0.0F) {
        gap.behind_m = v.rear_m() - s.reserved_m[lane] - 4.0F; // vehicles in the junction were promised that much
        gap.follower_v = 0.0F;
    } else {
        gap.behind_m = v.rear_m() > 0.5F ? kFar : 0.0F; // not while half of it is still in the junction
    }
    return gap;
}

bool safe(const Vehicle& v, const Gap& gap, float brake) {
    const float need_ahead =
        1.0F + std::max(0.0F, v.v_mps - gap.leader_v) * std::max(0.0F, v.v_mps - gap.leader_v) / (2.0F * brake) +
        0.2F * v.v_mps;
    const float closing = std::max(0.0F, gap.follower_v - v.v_mps);
    const float need_behind = 1.0F + closing * closing / (2.0F * brake) + 0.4F * gap.follower_v;
    return gap.ahead_m >= need_ahead && gap.behind_m >= need_behind;
}

} // namespace

void Simulation::State::change_lanes(std::uint32_t edge_index) {
    const Edge& edge = net.edges[edge_index];
    const auto length = static_cast<float>(edge.length_m);
    const std::uint32_t lanes = std::min<std::uint32_t>(16, edge.lanes.count);
    for (std::uint32_t own = 0; own < lanes; ++own) {
        const std::uint32_t lane = edge.lanes.begin + own;
        for (std::uint32_t k = 0; k < count[lane]; ++k) {
            Vehicle& v = vehicles(lane)[k];
            if (v.cooldown > 0) {
                --v.cooldown;
                continue;
            }
            if (v.has(Vehicle::kCommitted) || v.rear_m() < 0.5F) {
                continue;
            }
            const bool must = !v.useful(own) && v.lanes != 0;
            const float to_end = length - v.x_m;
            if (must) {
                // Towards the nearest lane that leads on.
                int direction = 0;
                for (std::uint32_t reach = 1; reach < lanes && direction == 0; ++reach) {
                    if (own >= reach && v.useful(own - reach)) {
                        direction = -1;
                    } else if (own + reach < lanes && v.useful(own + reach)) {
                        direction = 1;
                    }
                }
                const std::uint32_t target = direction == 0 ? lane : direction < 0 ? lane - 1 : lane + 1;
                if (target == lane) {
                    continue;
                }
                const Gap gap = gap_in(*this, target, v);
                const bool standing_at_line = v.v_mps < 0.3F && gap.ahead_m < 3.0F; // nobody slides sideways
                if (!full(target) && !standing_at_line && safe(v, gap, to_end < kUrgentM ? kForcedMps2 : kSafeMps2)) {
                    Vehicle moved = v;
                    moved.cooldown = kPauseSteps;
                    erase(lane, k);
                    plan_edge(moved, target);
                    insert(target, gap.index, moved);
                    --k;
                } else if (to_end < kUrgentM && v.rear_m() > courtesy[target].rear_m) {
                    courtesy[target] = {v.rear_m(), v.v_mps};
                }
                continue;
            }
            if (v.v_mps < 2.0F || to_end < 25.0F) {
                continue;
            }
            // By choice: is it held up here?
            const float limit = desired_speed(v, edge.speed_mps);
            const bool held =
                k > 0 && vehicles(lane)[k - 1].rear_m() - v.x_m < 3.0F * v.v_mps + 5.0F && v.v_mps < 0.9F * limit;
            if (!held) {
                continue;
            }
            const VehicleType& type = kVehicleTypes[v.type];
            const Vehicle& leader = vehicles(lane)[k - 1];
            const float here = idm_acceleration(type, v.v_mps, limit, leader.rear_m() - v.x_m, leader.v_mps);
            for (const int direction : {1, -1}) {
                if ((direction < 0 && own == 0) || (direction > 0 && own + 1 >= lanes)) {
                    continue;
                }
                const std::uint32_t other = direction < 0 ? own - 1 : own + 1;
                const bool useful = v.useful(other);
                if (!useful && to_end < 250.0F) {
                    continue;
                }
                const std::uint32_t target = edge.lanes.begin + other;
                const Gap gap = gap_in(*this, target, v);
                if (full(target) || !safe(v, gap, kSafeMps2)) {
                    continue;
                }
                const float there = idm_acceleration(type, v.v_mps, limit, gap.ahead_m, gap.leader_v);
                const float harm =
                    gap.behind_m < kFar
                        ? std::max(0.0F, -idm_acceleration(type, gap.follower_v, limit, gap.behind_m, v.v_mps))
                        : 0.0F;
                if (there - here > type.change_gain_mps2 + type.politeness * harm) {
                    Vehicle moved = v;
                    moved.cooldown = kPauseSteps;
                    erase(lane, k);
                    plan_edge(moved, target);
                    insert(target, gap.index, moved);
                    --k;
                    break;
                }
            }
        }
    }
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>

#include "sim/traffic/vehicle.h"

namespace cityloom::traffic {

/// IDM acceleration: v own speed, v0 desired speed, gap to the leader's rear bumper (m), vl the leader's speed.
/// An infinite gap gives the free acceleration.
[[nodiscard]] inline float idm_acceleration(const VehicleType& t, float v, float v0, float gap, float vl) noexcept {
    const float ratio = v / std::max(v0, 0.1F);
    const float free = ratio <= 1.0F
                           ? 1.0F - ratio * ratio * ratio * ratio
                           : -(t.decel_mps2 / t.accel_mps2) * (1.0F - 1.0F / (ratio * ratio)); // slows gently above v0
    if (gap > 500.0F) {
        return t.accel_mps2 * free;
    }
    const float approach = v * (v - vl) / (2.0F * std::sqrt(t.accel_mps2 * t.decel_mps2));
    const float wanted = t.min_gap_m + std::max(0.0F, v * t.headway_s + approach);
    const float s = std::max(gap, 0.1F);
    return t.accel_mps2 * (free - (wanted / s) * (wanted / s));
}

/// The same for an engine's row of constants.
template <typename Row>
[[nodiscard]] inline float idm_row(const Row& t, float v, float v0, float gap, float vl) noexcept {
    const float ratio = v / v0;
    const float r2 = ratio * ratio;
    const float free = ratio <= 1.0F ? 1.0F - r2 * r2 : -t.over * (1.0F - 1.0F / r2);
    if (gap > 300.0F) {
        return t.accel * free;
    }
    const float wanted = t.min_gap_m + std::max(0.0F, v * t.headway_s + v * (v - vl) * t.approach);
    const float share = wanted / std::max(gap, 0.1F);
    return t.accel * (free - share * share);
}

/// The highest speed from which a vehicle stops within a distance at a deceleration.
[[nodiscard]] inline float stoppable_speed(float distance_m, float decel_mps2) noexcept {
    return std::sqrt(2.0F * decel_mps2 * std::max(0.0F, distance_m));
}

/// The speed at the end of a step of dt seconds from which a vehicle that now drives v still stops within a distance
/// from here, braking as given after the step (ballistic update; exact for any step length).
[[nodiscard]] inline float stoppable_after(float distance_m, float decel_mps2, float v, float dt) noexcept {
    const float half = 0.5F * decel_mps2 * dt;
    const float square = half * half + 2.0F * decel_mps2 * std::max(0.0F, distance_m) - decel_mps2 * dt * v;
    return square > half * half ? std::sqrt(square) - half : 0.0F;
}

/// How far a vehicle goes on in dt seconds, however hard it brakes.
[[nodiscard]] inline float least_way_m(float v, float hardest_mps2, float dt) noexcept {
    return v > hardest_mps2 * dt ? v * dt - 0.5F * hardest_mps2 * dt * dt : v * v / (2.0F * hardest_mps2);
}

/// What one finds who changes into the lane beside.
struct SideGap {
    float ahead_m = 1e9F; ///< from its front to the rear of the one ahead
    float leader_v = 0.0F;
    float behind_m = 1e9F; ///< from its rear to the front of the one behind
    float follower_v = 0.0F;
};

inline constexpr float kSideGapM = 0.5F; ///< between two that stand

/// Whether neither it nor the one behind would have to brake harder than \p brake_mps2.
[[nodiscard]] inline bool change_is_safe(float v, const SideGap& gap, float brake_mps2) noexcept {
    const float faster = std::max(0.0F, v - gap.leader_v);
    const float need_ahead = kSideGapM + faster * faster / (2.0F * brake_mps2) + 0.2F * v;
    const float closing = std::max(0.0F, gap.follower_v - v);
    const float need_behind = kSideGapM + closing * closing / (2.0F * brake_mps2) + 0.4F * gap.follower_v;
    return gap.ahead_m >= need_ahead && gap.behind_m >= need_behind;
}

/// Time to cover a distance from speed v, accelerating as given up to vmax (s).
[[nodiscard]] inline float travel_time_s(float distance_m, float v, float vmax, float accel_mps2) noexcept {
    if (distance_m <= 0.0F) {
        return 0.0F;
    }
    vmax = std::max({vmax, v, 1.0F});
    const float ramp = (vmax * vmax - v * v) / (2.0F * accel_mps2); // distance to reach vmax
    if (distance_m <= ramp) {
        return (std::sqrt(v * v + 2.0F * accel_mps2 * distance_m) - v) / accel_mps2;
    }
    return (vmax - v) / accel_mps2 + (distance_m - ramp) / vmax;
}

} // namespace cityloom::traffic

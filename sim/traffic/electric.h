// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

namespace cityloom::traffic {

/// What the power of an electric vehicle depends on; the defaults are those of the car in Fiori et al. (2016).
struct ElectricDrive {
    float mass_kg = 1521.0F;
    float drag_m2 = 0.28F * 2.3316F; ///< drag coefficient times frontal area
    float auxiliary_w = 700.0F;      ///< lights, fans, computers
};

/// Power drawn from the battery (W; below 0: braking charges it) on level ground: Fiori, Ahn and Rakha (2016), Applied
/// Energy 168, 257-268. Wheels (eq. 1): (m a + m g Cr/1000 (c1 v + c2) + rho/2 Cd A v^2) v with v in km/h in the
/// rolling resistance; drive line and motor lose 8 and 9 % (eq. 2); of the braking energy exp(-0.0411 / |a|) comes back
/// (eq. 5).
[[nodiscard]] inline float battery_power_w(const ElectricDrive& car, float v_mps, float a_mps2) noexcept {
    constexpr float kGravity = 9.8066F;
    constexpr float kAir = 1.2256F;
    constexpr float kRolling = 1.75e-3F;
    constexpr float kDriveLine = 0.92F;
    constexpr float kMotor = 0.91F;
    const float rolling = car.mass_kg * kGravity * kRolling * (0.0328F * 3.6F * v_mps + 4.575F);
    const float force = car.mass_kg * a_mps2 + rolling + 0.5F * kAir * car.drag_m2 * v_mps * v_mps;
    const float wheels = force * v_mps;
    if (wheels >= 0.0F) {
        return wheels / (kDriveLine * kMotor) + car.auxiliary_w;
    }
    const float comes_back = std::exp(-0.0411F / std::fmax(1e-3F, std::fabs(a_mps2)));
    return wheels * kDriveLine * kMotor * comes_back + car.auxiliary_w;
}

} // namespace cityloom::traffic

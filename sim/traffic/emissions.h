// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace cityloom::traffic {

/// Tail-pipe CO2 of a petrol car (g/s) from speed and acceleration: Int Panis, Broekx and Liu (2006), Sci. Total
/// Environ. 371, table 2: E = max(0, f1 + f2 v + f3 v^2 + f4 a + f5 a^2 + f6 v a).
[[nodiscard]] inline float co2_g_per_s(float v_mps, float a_mps2) noexcept {
    const float e = 0.553F + 0.161F * v_mps - 0.00289F * v_mps * v_mps + 0.266F * a_mps2 + 0.511F * a_mps2 * a_mps2 +
                    0.183F * v_mps * a_mps2;
    return std::max(0.0F, e);
}

/// Fuel energy that goes with that CO2: 2.31 kg CO2 and 32.2 MJ a litre of petrol (IPCC 2006 Guidelines, vol. 2).
inline constexpr double kJoulePerGramCo2 = 32.2e6 / 2310.0;

} // namespace cityloom::traffic

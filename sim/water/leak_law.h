// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

namespace cityloom::water {

/// What leaks by pressure: q = C p^N1, nothing where there is no pressure. Thornton, Sturm and Kunkel, Water Loss
/// Control (2nd ed.), section 10, equation 10.3, after the concept of fixed and variable areas (May 1994, FAVAD): N1 is
/// 0.5 where the hole keeps its size, as a burst in iron does, and 1.15 in the weighted mean of Japanese zones (the
/// same page); 1.0 to 1.18 for whole networks (recalled: Lambert 2001; Thornton and Lambert 2005).
struct LeakLaw {
    double coefficient = 0.0; ///< C: m3/s at 1 m
    double exponent = 1.0;    ///< N1

    [[nodiscard]] double outflow_m3ps(double pressure_m) const {
        return pressure_m > 0.0 ? coefficient * std::pow(pressure_m, exponent) : 0.0;
    }
    /// Of the outflow over the pressure.
    [[nodiscard]] double gain_m2ps(double pressure_m) const {
        return pressure_m > 0.0 ? coefficient * exponent * std::pow(pressure_m, exponent - 1.0) : 0.0;
    }
    /// The pressure at which so much leaks, and its slope.
    [[nodiscard]] double loss_m(double outflow_m3ps) const {
        return std::pow(outflow_m3ps / coefficient, 1.0 / exponent);
    }
    [[nodiscard]] double slope_spm2(double outflow_m3ps) const {
        return loss_m(outflow_m3ps) / (exponent * outflow_m3ps);
    }
};

/// A hole of that area in a main: q = Cd A sqrt(2 g p), Cd 0.6 of a sharp-edged orifice (recalled: any textbook).
[[nodiscard]] inline LeakLaw orifice(double area_m2) {
    constexpr double kDischarge = 0.6;
    constexpr double kGravity = 9.80665;
    return {kDischarge * area_m2 * std::sqrt(2.0 * kGravity), 0.5};
}

} // namespace cityloom::water

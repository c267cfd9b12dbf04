// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace cityloom::scenarios {

/// Mean of paired differences with its 95 % confidence interval: Student's t with n - 1 degrees of freedom.
struct PairedDifference {
    double mean = 0.0;
    double low = 0.0; ///< of the interval; equal to the mean when n = 1, and then `known` is false
    double high = 0.0;
    bool known = false;
    /// -1: clearly below zero, 1: clearly above, 0: the interval holds zero (or there is none).
    [[nodiscard]] int sign() const noexcept { return !known ? 0 : low > 0.0 ? 1 : high < 0.0 ? -1 : 0; }
};

/// \param a, b the same figure of two scenarios, seed by seed.
[[nodiscard]] PairedDifference paired_difference(std::span<const double> a, std::span<const double> b);

/// Two-sided 95 % quantile of Student's t.
[[nodiscard]] double student_t95(int degrees_of_freedom);

} // namespace cityloom::scenarios

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace cityloom::scenarios {

/// A mean over paired runs with its 95 % confidence interval: Student's t with n - 1 degrees of freedom.
struct PairedDifference {
    double mean = 0.0;
    double low = 0.0; ///< of the interval; equal to the mean when n = 1, and then `known` is false
    double high = 0.0;
    bool known = false;
    double deviation = 0.0; ///< standard deviation of one pair's difference
    double p = 1.0;         ///< two-sided: how likely so large a mean is where there is no difference
    /// -1: clearly below zero, 1: clearly above, 0: the interval holds zero (or there is none).
    [[nodiscard]] int sign() const noexcept { return !known ? 0 : low > 0.0 ? 1 : high < 0.0 ? -1 : 0; }
};

/// \param a, b the same figure of two scenarios, seed by seed.
[[nodiscard]] PairedDifference paired_difference(std::span<const double> a, std::span<const double> b);
/// \param differences seed by seed.
[[nodiscard]] PairedDifference mean_difference(std::span<const double> differences);

/// Two-sided 95 % quantile of Student's t.
[[nodiscard]] double student_t95(int degrees_of_freedom);

/// How many seeds would tell a difference of this mean and deviation from zero, were both as they seem; nothing where
/// ten thousand would not.
[[nodiscard]] std::optional<int> seeds_to_tell(const PairedDifference& difference);

/// Each p as it counts among all of them (Holm 1979, Scandinavian Journal of Statistics 6(2)): below 0.05 where the
/// difference stands although so many were looked at.
[[nodiscard]] std::vector<double> holm(std::span<const double> p);

} // namespace cityloom::scenarios

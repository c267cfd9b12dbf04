// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cityloom::scenarios {

double student_t95(int degrees_of_freedom) {
    constexpr std::array<double, 30> kTable{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
                                            2.201,  2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
                                            2.080,  2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};
    if (degrees_of_freedom < 1) {
        return INFINITY;
    }
    if (degrees_of_freedom <= 30) {
        return kTable.at(static_cast<std::size_t>(degrees_of_freedom - 1));
    }
    // Cornish-Fisher expansion about the normal quantile (Abramowitz and Stegun 26.7.5), to its first two terms.
    constexpr double z = 1.959964;
    const double n = degrees_of_freedom;
    return z + (z * z * z + z) / (4.0 * n) + (5.0 * std::pow(z, 5) + 16.0 * z * z * z + 3.0 * z) / (96.0 * n * n);
}

PairedDifference paired_difference(std::span<const double> a, std::span<const double> b) {
    PairedDifference d;
    const std::size_t n = std::min(a.size(), b.size());
    if (n == 0) {
        return d;
    }
    for (std::size_t k = 0; k < n; ++k) {
        d.mean += (b[k] - a[k]) / static_cast<double>(n);
    }
    double squares = 0.0;
    for (std::size_t k = 0; k < n; ++k) {
        const double off = b[k] - a[k] - d.mean;
        squares += off * off;
    }
    d.low = d.high = d.mean;
    if (n >= 2) {
        const double half = student_t95(static_cast<int>(n) - 1) *
                            std::sqrt(squares / static_cast<double>(n - 1) / static_cast<double>(n));
        d.low = d.mean - half;
        d.high = d.mean + half;
        d.known = true;
    }
    return d;
}

} // namespace cityloom::scenarios

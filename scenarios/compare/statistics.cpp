// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <boost/math/distributions/students_t.hpp>

namespace cityloom::scenarios {

double student_t95(int degrees_of_freedom) {
    if (degrees_of_freedom < 1) {
        return INFINITY;
    }
    return boost::math::quantile(boost::math::students_t{static_cast<double>(degrees_of_freedom)}, 0.975);
}

PairedDifference mean_difference(std::span<const double> differences) {
    PairedDifference d;
    const std::size_t n = differences.size();
    if (n == 0) {
        return d;
    }
    const auto number = static_cast<double>(n);
    for (const double difference : differences) {
        d.mean += difference / number;
    }
    d.low = d.high = d.mean;
    if (n < 2) {
        return d;
    }
    double squares = 0.0;
    for (const double difference : differences) {
        squares += (difference - d.mean) * (difference - d.mean);
    }
    d.deviation = std::sqrt(squares / (number - 1.0));
    const double error = d.deviation / std::sqrt(number);
    const double half = student_t95(static_cast<int>(n) - 1) * error;
    d.low = d.mean - half;
    d.high = d.mean + half;
    d.known = true;
    if (error > 0.0) {
        const boost::math::students_t student{number - 1.0};
        d.p = 2.0 * boost::math::cdf(boost::math::complement(student, std::abs(d.mean) / error));
    } else {
        d.p = d.mean != 0.0 ? 0.0 : 1.0;
    }
    return d;
}

PairedDifference paired_difference(std::span<const double> a, std::span<const double> b) {
    std::vector<double> differences(std::min(a.size(), b.size()));
    std::transform(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(differences.size()), b.begin(),
                   differences.begin(), [](double of_a, double of_b) { return of_b - of_a; });
    return mean_difference(differences);
}

std::optional<int> seeds_to_tell(const PairedDifference& difference) {
    constexpr int kMost = 10'000;
    for (int n = 2; n <= kMost && difference.mean != 0.0; n += n < 100 ? 1 : n / 100) {
        if (student_t95(n - 1) * difference.deviation / std::sqrt(static_cast<double>(n)) < std::abs(difference.mean)) {
            return n;
        }
    }
    return std::nullopt;
}

std::vector<double> holm(std::span<const double> p) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t k) { return p[k]; });
    std::vector<double> adjusted(p.size());
    double so_far = 0.0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        so_far = std::max(so_far, static_cast<double>(order.size() - rank) * p[order[rank]]);
        adjusted[order[rank]] = std::min(1.0, so_far);
    }
    return adjusted;
}

} // namespace cityloom::scenarios

// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/money/discount.h"

#include <cmath>
#include <utility>

namespace cityloom::scenarios::invest {

Discount::Discount(double rate, std::optional<int> decimals)
    : steps_{{.first = 1, .last = 0, .rate = rate}}, decimals_{decimals} {}

Discount::Discount(std::vector<RateStep> steps, std::optional<int> decimals)
    : steps_{std::move(steps)}, decimals_{decimals} {}

double Discount::rate_in(int year) const {
    for (const RateStep& step : steps_) {
        if (year <= step.last) {
            return step.rate;
        }
    }
    return steps_.empty() ? 0.0 : steps_.back().rate;
}

double Discount::rounded(double factor) const {
    return decimals_ ? round_decimals(factor, *decimals_) : factor;
}

double Discount::factor(int year) const {
    if (steps_.size() == 1) {
        return rounded(std::pow(1.0 + steps_[0].rate, -year));
    }
    double factor = 1.0;
    for (int t = 1; t <= year; ++t) {
        factor /= 1.0 + rate_in(t);
    }
    return rounded(factor);
}

double Discount::annuity(int years) const {
    double sum = 0.0;
    double factor = 1.0;
    for (int t = 1; t <= years; ++t) {
        factor /= 1.0 + rate_in(t);
        sum += factor;
    }
    return rounded(sum);
}

double Discount::present_value(std::span<const double> flows, int first) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < flows.size(); ++i) {
        sum += flows[i] * factor(first + static_cast<int>(i));
    }
    return sum;
}

double round_decimals(double value, int decimals) {
    const double scale = std::pow(10.0, decimals);
    const double scaled = std::abs(value) * scale;
    return std::copysign(std::floor(scaled * (1.0 + 1e-15) + 0.5) / scale, value);
}

} // namespace cityloom::scenarios::invest

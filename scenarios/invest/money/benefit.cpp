// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/money/benefit.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cityloom::scenarios::invest {

RuleOfHalf rule_of_half(double existing, double fresh, double unit_saving) {
    return {.existing = existing * unit_saving, .fresh = fresh * unit_saving / 2.0};
}

Switching switching_value(std::span<const double> change, std::span<const double> value) {
    std::vector<std::size_t> order(change.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return change[a] < change[b]; });
    const double n = static_cast<double>(change.size());
    const double mean_x = std::accumulate(change.begin(), change.end(), 0.0) / n;
    const double mean_y = std::accumulate(value.begin(), value.end(), 0.0) / n;
    double xx = 0.0;
    double xy = 0.0;
    for (std::size_t i = 0; i < change.size(); ++i) {
        xx += (change[i] - mean_x) * (change[i] - mean_x);
        xy += (change[i] - mean_x) * (value[i] - mean_y);
    }
    Switching result{.slope = xy / xx, .change = std::nullopt};
    const auto keep = [&](double at) {
        if (!result.change || std::abs(at) < std::abs(*result.change)) {
            result.change = at;
        }
    };
    for (std::size_t i = 0; i + 1 < order.size(); ++i) {
        const std::size_t a = order[i];
        const std::size_t b = order[i + 1];
        const double step = value[b] - value[a];
        if (step == 0.0) {
            if (value[a] == 0.0) {
                keep(change[a]);
            }
            continue;
        }
        const double at = change[a] - value[a] * (change[b] - change[a]) / step;
        if ((at >= change[a] || i == 0) && (at <= change[b] || i + 2 == order.size())) {
            keep(at);
        }
    }
    return result;
}

std::optional<double> sensitivity(double base_value, double value, double change) {
    if (base_value == 0.0 || change == 0.0) {
        return std::nullopt;
    }
    return (value - base_value) / base_value / change;
}

} // namespace cityloom::scenarios::invest

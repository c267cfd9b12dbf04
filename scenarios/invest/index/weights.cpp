// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include "scenarios/invest/index/city_index.h"

namespace cityloom::scenarios {

double score_of(const Indicator& indicator, double value) {
    if (std::isnan(value) || indicator.better == 0 || indicator.good == indicator.poor) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return 100.0 * std::clamp((value - indicator.poor) / (indicator.good - indicator.poor), 0.0, 1.0);
}

std::vector<double> entropy_weights(const std::vector<std::vector<double>>& scores) {
    const std::size_t alternatives = scores.size();
    const std::size_t count = alternatives > 0 ? scores[0].size() : 0;
    std::vector<double> weights(count, 0.0);
    double sum = 0.0;
    double known = 0.0;
    for (std::size_t k = 0; k < count && alternatives > 1; ++k) {
        double total = 0.0;
        for (const auto& column : scores) {
            total += column[k]; // not a number where one has none
        }
        if (std::isnan(total)) {
            continue;
        }
        known += 1.0;
        double entropy = 0.0;
        for (const auto& column : scores) {
            const double part = total > 0.0 ? column[k] / total : 1.0 / static_cast<double>(alternatives);
            entropy -= part > 0.0 ? part * std::log(part) : 0.0;
        }
        weights[k] = std::max(0.0, 1.0 - entropy / std::log(static_cast<double>(alternatives)));
        weights[k] = weights[k] < 1e-12 ? 0.0 : weights[k]; // rounding
        sum += weights[k];
    }
    for (std::size_t k = 0; k < count; ++k) {
        bool has = alternatives > 1;
        for (const auto& column : scores) {
            has = has && !std::isnan(column[k]);
        }
        weights[k] = sum > 0.0 ? weights[k] / sum : has ? 1.0 / known : 0.0;
    }
    return weights;
}

double weighted(const std::vector<double>& scores, const std::vector<double>& weights) {
    double sum = 0.0;
    double weight = 0.0;
    for (std::size_t k = 0; k < scores.size(); ++k) {
        if (!std::isnan(scores[k]) && weights[k] > 0.0) {
            sum += scores[k] * weights[k];
            weight += weights[k];
        }
    }
    return weight > 0.0 ? sum / weight : std::numeric_limits<double>::quiet_NaN();
}

} // namespace cityloom::scenarios

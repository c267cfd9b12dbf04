// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/money/decision.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace cityloom::scenarios::invest {

namespace {

std::size_t first_best(std::span<const double> of, bool least) {
    const auto found = least ? std::min_element(of.begin(), of.end()) : std::max_element(of.begin(), of.end());
    return static_cast<std::size_t>(found - of.begin());
}

double mean(std::span<const double> of, std::span<const double> probability) {
    return std::inner_product(of.begin(), of.end(), probability.begin(), 0.0);
}

} // namespace

DecisionTable decide(std::vector<std::vector<double>> payoff, std::span<const double> probability,
                     std::optional<double> optimism) {
    DecisionTable t;
    t.payoff = std::move(payoff);
    const std::size_t states = t.payoff.front().size();
    std::vector<double> best(states);
    for (std::size_t s = 0; s < states; ++s) {
        best[s] = t.payoff.front()[s];
        for (const auto& row : t.payoff) {
            best[s] = std::max(best[s], row[s]);
        }
    }
    std::vector<double> highest;
    std::vector<double> lowest;
    for (const auto& row : t.payoff) {
        auto& regret = t.regret.emplace_back();
        for (std::size_t s = 0; s < states; ++s) {
            regret.push_back(best[s] - row[s]);
        }
        t.max_regret.push_back(*std::max_element(regret.begin(), regret.end()));
        highest.push_back(*std::max_element(row.begin(), row.end()));
        lowest.push_back(*std::min_element(row.begin(), row.end()));
        if (optimism) {
            t.hurwicz.push_back(*optimism * highest.back() + (1.0 - *optimism) * lowest.back());
        }
        if (!probability.empty()) {
            t.expected.push_back(mean(row, probability));
        }
    }
    t.maximax = first_best(highest, false);
    t.maximin = first_best(lowest, false);
    t.least_regret = first_best(t.max_regret, true);
    if (optimism) {
        t.best_hurwicz = first_best(t.hurwicz, false);
    }
    if (!probability.empty()) {
        t.best_expected = first_best(t.expected, false);
        t.perfect_information = mean(best, probability) - t.expected[t.best_expected];
    }
    return t;
}

double expected_shortfall(std::span<const double> probability, std::span<const double> profit, double share) {
    std::vector<std::size_t> order(profit.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return profit[a] < profit[b]; });
    double left = share;
    double sum = 0.0;
    for (const std::size_t i : order) {
        const double part = std::min(left, probability[i]);
        sum += part * profit[i];
        left -= part;
    }
    return -sum / share;
}

StagedValues value_stages(const StagedDecision& decision) {
    const Discount& discount = decision.discount;
    const int stage = decision.stage_year;
    const double at_stage = discount.factor(stage);
    // What 1 a year counts: until the stage in year 0, and after it, for so many years, at the stage.
    const double before = discount.annuity(stage);
    const auto after = [&](int years) {
        return years > 0 ? (discount.annuity(stage + years) - discount.annuity(stage)) / at_stage : 0.0;
    };
    const auto mean_year = [](const Alternative& a, double p) { return p * a.good + (1.0 - p) * a.poor; };
    StagedValues values;
    for (const Alternative& a : decision.alternatives) {
        const double rest = after(a.years - stage);
        const StagedValues::Node node{.good = rest * mean_year(a, decision.good_after_good),
                                      .poor = rest * mean_year(a, decision.good_after_poor)};
        values.nodes.push_back(node);
        values.value.push_back(decision.p_good * (a.good * before + node.good * at_stage) +
                               (1.0 - decision.p_good) * (a.poor * before + node.poor * at_stage) - a.capital);
    }
    values.extend_node = after(decision.extension.years) * mean_year(decision.extension, decision.good_after_good) -
                         decision.extension.capital;
    const double gain = values.extend_node - values.nodes[decision.small].good;
    values.staged = values.value[decision.small] + decision.p_good * std::max(0.0, gain) * at_stage;
    return values;
}

WaitValues value_waiting(const WaitOption& option) {
    const double growth = 1.0 + option.rate;
    // Output of a year's price from the year of building on, in the year of building.
    const double years_worth =
        option.years ? 1.0 + Discount{option.rate}.annuity(*option.years - 1) : 1.0 + 1.0 / option.rate;
    const double mean_price = option.p_up * option.price_up + (1.0 - option.p_up) * option.price_down;
    const auto later = [&](double price) { return std::max(0.0, price * years_worth - option.capital) / growth; };
    return {.now = option.price_now + mean_price * (years_worth - 1.0) - option.capital,
            .wait = option.p_up * later(option.price_up) + (1.0 - option.p_up) * later(option.price_down)};
}

} // namespace cityloom::scenarios::invest

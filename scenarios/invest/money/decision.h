// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scenarios/invest/money/discount.h"

namespace cityloom::scenarios::invest {

/// What each plan brings in each state of the world, and what the usual rules would choose. Ties go to the first plan.
struct DecisionTable {
    std::vector<std::vector<double>> payoff; ///< [plan][state], as given
    std::vector<std::vector<double>> regret; ///< [plan][state]: the best plan of that state less this one
    std::vector<double> max_regret;          ///< [plan]
    std::vector<double> hurwicz;             ///< [plan]; empty without a weight
    std::vector<double> expected;            ///< [plan]; empty without probabilities
    std::size_t maximax = 0;
    std::size_t maximin = 0;
    std::size_t least_regret = 0;
    std::size_t best_hurwicz = 0;
    std::size_t best_expected = 0;
    double perfect_information = 0.0; ///< what it would be worth to know the state first (EVPI)
};
/// \param payoff one plan and one state at least, rows as long as each other \param probability of each state, or empty
/// \param optimism weight of a plan's best state, 0 to 1
[[nodiscard]] DecisionTable decide(std::vector<std::vector<double>> payoff, std::span<const double> probability,
                                   std::optional<double> optimism);

/// Mean loss over the worst share of outcomes: the outcome at the boundary counts with the part that lies inside.
/// \param probability adds up to 1 \param profit of each outcome \param share above 0, at most 1
[[nodiscard]] double expected_shortfall(std::span<const double> probability, std::span<const double> profit,
                                        double share);

/// A way to build: what it costs, and what a year brings if demand is good or poor.
struct Alternative {
    std::string name;
    double capital = 0.0;
    double good = 0.0;
    double poor = 0.0;
    int years = 0;
};

/// Build at once, or small and extend once demand has shown to be good.
struct StagedDecision {
    double p_good = 0.0;
    double good_after_good = 1.0; ///< of demand after the stage, where it was good before
    double good_after_poor = 0.0; ///< where it was poor
    std::vector<Alternative> alternatives;
    std::size_t small = 0; ///< which of them is extended
    Alternative extension; ///< what the extended thing brings; its capital is spent at the end of the year below
    int stage_year = 0;
    Discount discount{0.0};
};

/// Values in the base year, but for nodes, which are as of the stage's year.
struct StagedValues {
    struct Node {
        double good = 0.0; ///< of the years after the stage, where demand was good before
        double poor = 0.0;
    };
    std::vector<double> value; ///< of each alternative, built at once and left so
    std::vector<Node> nodes;   ///< of each alternative
    double extend_node = 0.0;  ///< where demand was good: extended, its capital taken off
    double staged = 0.0;       ///< small, and where demand was good the better of extending and not
};
[[nodiscard]] StagedValues value_stages(const StagedDecision& decision);

/// Invest now, or wait a year and see the price.
struct WaitOption {
    double capital = 0.0;
    double price_now = 0.0;
    double price_up = 0.0;
    double price_down = 0.0;
    double p_up = 0.0;
    double rate = 0.0;        ///< a year; above 0 where it lasts for ever
    std::optional<int> years; ///< of output; nothing: for ever
};
struct WaitValues {
    double now = 0.0;
    double wait = 0.0; ///< invest a year later where that pays
    [[nodiscard]] double option() const { return wait - now; }
};
[[nodiscard]] WaitValues value_waiting(const WaitOption& option);

} // namespace cityloom::scenarios::invest

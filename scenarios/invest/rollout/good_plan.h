// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "scenarios/invest/rollout/books.h"

namespace cityloom::scenarios::invest {

/// A plan to begin with: from the given one on, each project that still fits in the year that brings most, those first
/// that bring most for their cost or that `liking` prefers; then projects moved to years that bring more. Empty where
/// even the plan given breaks a limit. \param value [project][start] \param liking [project][start], 0 to 1, or empty
[[nodiscard]] Starts good_plan(const RolloutProblem& problem, const std::vector<Limit>& limits,
                               const std::vector<std::vector<double>>& value, double synergy_weight,
                               const std::vector<std::vector<double>>& liking);

/// A plan made better: one project after another left out, and others, or it in another year, put in its place, while
/// that brings more and until so many plans have been looked at.
[[nodiscard]] Starts better_plan(const RolloutProblem& problem, const std::vector<Limit>& limits,
                                 const std::vector<std::vector<double>>& value, double synergy_weight,
                                 const Starts& plan, int most_looks);

/// What a plan is worth by a table of values.
[[nodiscard]] double worth_of(const RolloutProblem& problem, const std::vector<std::vector<double>>& value,
                              double synergy_weight, const Starts& starts);

} // namespace cityloom::scenarios::invest

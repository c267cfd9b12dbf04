// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "scenarios/invest/plan/portfolio.h"

namespace cityloom::scenarios::invest {

/// What is in service from a year of the plan on.
struct StagedSet {
    PlanStage stage; ///< without effects
    std::vector<std::size_t> packages;
};

/// A plan's stages by the years in which they open; those marked are to be simulated: the whole of it, and as many
/// others as lie nearest to equal shares of its capital. Empty: nothing is built.
[[nodiscard]] std::vector<StagedSet> stages_of(const Portfolio& portfolio, const Starts& starts);

/// Marks those to be simulated. \param most at least 1
void choose_simulated(std::vector<PlanStage*> stages, std::size_t most);

[[nodiscard]] int build_years(const Package& package);

} // namespace cityloom::scenarios::invest

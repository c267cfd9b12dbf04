// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "scenarios/invest/plan/portfolio.h"

namespace cityloom::scenarios::invest {

/// The programme for the solver: what each package costs by year, and what it is believed to bring by start year.
/// \param believed of what each brings alone, the share that it is believed to bring in a plan
[[nodiscard]] Result<RolloutProblem> rollout_of(const Portfolio& portfolio, const SettledPortfolio& found,
                                                const std::vector<double>& believed);

} // namespace cityloom::scenarios::invest

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <stop_token>
#include <vector>

#include "scenarios/invest/rollout/books.h"
#include "sim/core/result.h"

namespace cityloom::scenarios::invest {

/// Whether some plan keeps the limits that are kept. Errors: Cancelled; Internal, where the solver fails.
[[nodiscard]] Result<bool> some_plan(const RolloutProblem& problem, const std::vector<Limit>& limits, const Kept& kept,
                                     const std::stop_token& stop);

/// The smallest set of limits, by places, that no plan keeps together: without any one of them some plan keeps the
/// rest. By halves (Junker 2004), so that few limits among many are found soon. Ascending.
[[nodiscard]] Result<std::vector<std::size_t>>
find_conflict(const RolloutProblem& problem, const std::vector<Limit>& limits, const std::stop_token& stop);

} // namespace cityloom::scenarios::invest

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scenarios/measure/scenario.h"
#include "scenarios/measure/words.h"
#include "scenarios/project/project_store.h"
#include "scenarios/run/prepare.h"

namespace cityloom::scenarios {

/// What a run's figures are of. Those of two runs say something beside each other only where all of it agrees.
struct RunScope {
    TimeUs start = 0;
    TimeUs duration = 0;
    TimeUs stop_at = 0; ///< as RunRequest has it, and so the rest
    TimeUs tail = 0;
    std::int64_t trips = 0;
    std::int64_t seed = 1;
    double bicycles = 0.0; ///< share of people's trips, whoever said it
    std::string version;   ///< of the program
};

/// \param model_bicycles the demand model's share of bicycles, which holds where a run asked for none
[[nodiscard]] RunScope scope_of(const RunResult& result, double model_bicycles);
/// What run would be like that one.
[[nodiscard]] RunRequest request_like(const RunScope& scope, unsigned threads);

/// Why figures of two runs must not be set against each other: the first thing in which they differ, with both its
/// values. Empty: they may.
[[nodiscard]] Text unlike(const RunScope& a, const RunScope& b);

/// Whether a stored result is of its scenario as that is now.
/// \param resolved the scenario with those that it builds on
[[nodiscard]] bool is_of_now(const RunResult& result, const Scenario& resolved);

} // namespace cityloom::scenarios

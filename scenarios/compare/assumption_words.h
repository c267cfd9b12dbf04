// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "scenarios/compare/periods.h"
#include "scenarios/measure/words.h"
#include "scenarios/run/project_run.h"

namespace cityloom::scenarios {

/// What a project's demand model assumes: it keeps its sentences in English, with figures in them, and here they have
/// their Chinese. One that is not known (a project of another version) is told in English in both.
[[nodiscard]] Text assumption_words(const std::string& sentence);

/// Trips of the city that one of the run stands for.
[[nodiscard]] double trip_weight(const LoadedProject& project, const RunRequest& run);

/// What a run, or the periods of a year, of a project rests on: its demand model's sentences, and what is left out.
[[nodiscard]] std::vector<Text> run_assumptions(const LoadedProject& project, const RunRequest& run,
                                                const std::vector<Period>& periods);

} // namespace cityloom::scenarios

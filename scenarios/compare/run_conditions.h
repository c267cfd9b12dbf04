// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/measure/words.h"
#include "scenarios/run/project_run.h"

namespace cityloom::scenarios {

/// Under what a scenario was run: only results of the same hours, demand and seeds say what a measure does.
struct RunConditions {
    RunRequest run;                   ///< without seed and recording
    std::vector<std::uint64_t> seeds; ///< rising
};

/// The conditions of a scenario's stored results, of this version and of the scenario as it is now: newest first.
[[nodiscard]] Result<std::vector<RunConditions>> conditions_of(const ProjectStore& store, const LoadedProject& project,
                                                               const std::string& scenario);

/// "07:00 to 09:00, 400 trips, seeds 1 to 5".
[[nodiscard]] Text conditions_words(const RunConditions& conditions);

/// The newest conditions under which all of these scenarios have been run, with the seeds, one after another, that all
/// of them have. NotFound, naming what each was run under and the remedy, where there are none.
[[nodiscard]] Result<RunConditions> like_conditions(const ProjectStore& store, const LoadedProject& project,
                                                    const std::vector<std::string>& scenarios);

} // namespace cityloom::scenarios

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include <nlohmann/json.hpp>

#include "scenarios/run/project_run.h"

namespace cityloom::scenarios {

/// What a run left behind.
struct Outcomes {
    nlohmann::ordered_json city;
    nlohmann::ordered_json districts;
    TripTable trips;
    std::string hash;
    std::optional<RunSamples> samples; ///< none where a version before ran it
};

/// The outcomes of a run that has been stored; of one that has not, or not with the recording that is asked for, after
/// it was run. NotFound, with what is missing and the remedy, where nothing may be run.
/// \param run empty: nothing may be run, and a recording need not be there
[[nodiscard]] Result<Outcomes> find_or_run(const ProjectStore& store, const LoadedProject& project,
                                           const std::string& scenario, const RunRequest& request,
                                           const RunAndKeep& run, const std::function<void(double)>& progress,
                                           const std::stop_token& stop);

/// A figure of an object of figures; not a number where it has none.
[[nodiscard]] double number_of(const nlohmann::ordered_json& figures, const std::string& id);

} // namespace cityloom::scenarios

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>

#include "scenarios/project/project_store.h"
#include "scenarios/run/runner.h"

namespace cityloom::scenarios {

/// A project's city in memory, read once for any number of runs.
struct LoadedProject {
    gis::City city;
    gis::Networks networks;
    std::vector<Scenario> scenarios;
};
[[nodiscard]] Result<LoadedProject> load_project(const ProjectStore& store);

/// Runs a scenario of a project ("base" is the city as it stands) and stores result and recording.
[[nodiscard]] Result<RunReport> run_in_project(ProjectStore& store, const LoadedProject& project,
                                               const std::string& scenario, const RunRequest& request, RunHooks hooks,
                                               const std::stop_token& stop);

/// Keeps the result of a run, as keep_result() does in a store.
using KeepResult =
    std::function<Result<RunResult>(const std::string& scenario, const Scenario& resolved, const RunReport& report,
                                    std::span<const std::pair<TimeUs, std::string>> frames)>;
/// Runs a scenario and keeps its result, and its recording where that is asked for.
using RunAndKeep =
    std::function<Result<RunReport>(const LoadedProject& project, const std::string& scenario,
                                    const RunRequest& request, RunHooks hooks, const std::stop_token& stop)>;
/// \param keep called on the thread that runs
[[nodiscard]] RunAndKeep run_and_keep(KeepResult keep);
/// The same in a store, which must outlive it.
[[nodiscard]] RunAndKeep run_in(ProjectStore& store);

/// Stores the result of a run, with what find_result() knows it by: the one way in, for whoever has run it.
/// \param resolved the scenario as it was run, with those that it builds on
/// \param frames of its recording, encoded, in their order
/// \return the result as it stands in the project now
[[nodiscard]] Result<RunResult> keep_result(ProjectStore& store, const std::string& scenario, const Scenario& resolved,
                                            const RunReport& report,
                                            std::span<const std::pair<TimeUs, std::string>> frames = {});

/// A stored result of just this run, of this version and of the scenario as it is now; empty where there is none.
[[nodiscard]] Result<std::optional<RunResult>> find_result(const ProjectStore& store, const LoadedProject& project,
                                                           const std::string& scenario, const RunRequest& request);

/// What became of the trips of a stored result. NotFound where it was stored without.
[[nodiscard]] Result<TripTable> trips_of(const ProjectStore& store, const RunResult& result);

/// The charted figures of a stored result over its time; nothing where a version before kept none.
[[nodiscard]] Result<std::optional<RunSamples>> samples_of(const ProjectStore& store, const RunResult& result);

/// Text that changes whenever a scenario's measures or events do.
[[nodiscard]] std::string fingerprint(const Scenario& resolved);

} // namespace cityloom::scenarios

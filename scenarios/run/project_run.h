// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

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

/// A stored result of just this run, of this version and of the scenario as it is now; empty where there is none.
[[nodiscard]] Result<std::optional<RunResult>> find_result(const ProjectStore& store, const LoadedProject& project,
                                                           const std::string& scenario, const RunRequest& request);

/// Text that changes whenever a scenario's measures or events do.
[[nodiscard]] std::string fingerprint(const Scenario& resolved);

} // namespace cityloom::scenarios

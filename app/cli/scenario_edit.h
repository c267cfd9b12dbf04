// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "app/cli/command.h"
#include "scenarios/measure/scenario.h"
#include "scenarios/project/project_store.h"

namespace cityloom::cli {

/// Whether a scenario's own measures and events can be in the city of a project; others there are left as they are.
[[nodiscard]] Result<void> check_in_project(const scenarios::Scenario& scenario, const scenarios::ProjectStore& store);

/// Adds the subcommand `edit` to `scenario`: changes, switches, copies or takes away single measures and events.
/// \param project known once the arguments are read
void add_scenario_edit(CLI::App& scenario, std::shared_ptr<const std::string> project, Job& job);

} // namespace cityloom::cli

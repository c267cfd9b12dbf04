// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "scenarios/project/project_store.h"

namespace cityloom::scenarios {

/// What of a stored report is not as a run writes it ("kpi"); empty: figures are numbers or null, of the city and of
/// each district.
[[nodiscard]] std::string report_fault(const nlohmann::ordered_json& report);

/// What of a project's results cannot be read, result by result: report, trips, recorded frames. Beyond their
/// checksums, which ProjectStore::verify() looks at.
[[nodiscard]] std::vector<std::string> result_problems(const ProjectStore& store);

} // namespace cityloom::scenarios

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <stop_token>
#include <vector>

#include "gis/import/import.h"
#include "scenarios/project/project_store.h"

namespace cityloom::scenarios {

/// Imports files in a child process, derives the networks, and writes the project, which appears only when whole.
/// \param program whose hidden worker mode reads the files (cityloom and cityloom-cli both have it).
/// \return the city as imported, for its report.
[[nodiscard]] Result<gis::City> import_project(const std::filesystem::path& program, const std::filesystem::path& out,
                                               std::span<const std::filesystem::path> files,
                                               const gis::ImportOptions& options, bool replace,
                                               const std::stop_token& stop, const gis::Progress& progress);

/// Makes the demo city Loom Bay from a seed, with scenarios ready to play.
[[nodiscard]] Result<void> create_demo_project(const std::filesystem::path& out, std::uint64_t seed, bool replace);

} // namespace cityloom::scenarios

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <stop_token>
#include <vector>

#include "gis/import/import.h"
#include "scenarios/project/project_store.h"

namespace cityloom::scenarios {

struct CityUpdate {
    gis::City city;
    std::vector<gis::ImportNote> conflicts; ///< what of the project no longer fits it: object, reason, remedy
};

/// Brings a project's city up to date with files, which a child process reads: what is in both is taken from the files,
/// and keeps its id (see gis::update_city). Networks that were derived are derived anew; those that were imported or
/// edited, scenarios and results stay. What of those no longer fits is a conflict: it is listed and stays for its owner
/// to mend. Refused where an edited network can no longer be that of the city. One transaction, and a copy of the
/// project beside it (FILE.before-update) until the new state has been verified.
/// \param options `onto` is set here
[[nodiscard]] Result<CityUpdate> update_project(const std::filesystem::path& program,
                                                const std::filesystem::path& project,
                                                std::span<const std::filesystem::path> files,
                                                gis::ImportOptions options, const std::stop_token& stop,
                                                const gis::Progress& progress);

} // namespace cityloom::scenarios

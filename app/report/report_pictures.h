// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/project/project_store.h"
#include "scenarios/report/report.h"
#include "scenarios/run/project_run.h"

namespace cityloom::app {

/// Which pictures a report wants.
struct PictureWish {
    std::vector<std::string> scenarios; ///< before and after, or one alone
    scenarios::RunRequest run;          ///< only recordings of this run are shown: like with like
    TimeUs moment = 0;
    bool outages = false; ///< a second row of maps: who is without service
};

/// Draws the title picture and the maps: one camera, one ramp and one clock for all of a row, with one legend. Where a
/// run was not recorded there are no maps, and the note says so.
/// Fails with Cancelled, where a recording is damaged, or where this machine cannot draw.
[[nodiscard]] Result<void> add_pictures(const scenarios::ProjectStore& store, const scenarios::LoadedProject& project,
                                        const PictureWish& wish, scenarios::ReportExtras& extras,
                                        const std::function<void(double)>& progress, const std::stop_token& stop);

} // namespace cityloom::app

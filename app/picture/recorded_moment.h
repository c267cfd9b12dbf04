// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "scenarios/project/project_store.h"
#include "scenarios/run/project_run.h"
#include "sim/corridor/frame.h"

namespace cityloom::app {

/// What a scenario looked like at a time, as far as the project knows it.
struct RecordedMoment {
    scenarios::AppliedCity applied;             ///< the scenario's measures in place
    std::shared_ptr<const engine::Frame> frame; ///< null where nothing is recorded at that time
    TimeUs at = 0;                              ///< as asked; where nothing was asked, of the frame
    std::string why_none;                       ///< one sentence and the remedy; empty with a frame
};

/// Finds the newest recording of a scenario as it is now that covers the time, and in it the last frame at or before
/// it. \param at where nothing is asked: the last recorded moment, or noon where nothing is recorded.
/// Fails when the scenario is unknown, its measures do not fit the city, or the recording is damaged.
[[nodiscard]] Result<RecordedMoment> recorded_moment(const scenarios::ProjectStore& store,
                                                     const scenarios::LoadedProject& project,
                                                     const std::string& scenario, std::optional<TimeUs> at);

} // namespace cityloom::app

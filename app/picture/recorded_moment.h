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
    std::int64_t result = 0;                    ///< whose recording it is
    TimeUs recorded_to = 0;                     ///< its last frame's time
};

/// Finds the newest recording of a scenario as it is now that covers the time, and in it the last frame at or before
/// it. \param at where nothing is asked: the last recorded moment, or noon where nothing is recorded.
/// \param like only of a run of these hours, this demand and this seed; null: of any
/// Fails when the scenario is unknown, its measures do not fit the city, or the recording is damaged.
[[nodiscard]] Result<RecordedMoment> recorded_moment(const scenarios::ProjectStore& store,
                                                     const scenarios::LoadedProject& project,
                                                     const std::string& scenario, std::optional<TimeUs> at,
                                                     const scenarios::RunRequest* like = nullptr);

/// Another frame of the same recording, the last at or before a time: the moment's own where that is it.
[[nodiscard]] Result<std::shared_ptr<const engine::Frame>> frame_at(const scenarios::ProjectStore& store,
                                                                    const RecordedMoment& moment, TimeUs at);

} // namespace cityloom::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "gis/city/city.h"
#include "scenarios/measure/apply.h"
#include "scenarios/measure/scenario.h"
#include "sim/core/executor.h"
#include "sim/core/result.h"
#include "sim/core/weekly_hours.h"
#include "sim/engine/world.h"

namespace cityloom::scenarios {

/// The day of every run: a working day. A run knows no date; what holds by the hour of the week holds as on this day.
inline constexpr Weekday kRunDay = Weekday::Tuesday;

/// What to run.
struct RunRequest {
    TimeUs start = 7 * kHourUs;
    TimeUs duration = 2 * kHourUs;
    std::uint64_t trips = 0; ///< scheduled in the run; 0: what the city's demand model expects
    double bicycles = -1.0;  ///< share of all trips of people that are made by bicycle; below 0: the demand model's
    std::uint64_t seed = 1;
    unsigned threads = 0;    ///< 0: one per core
    TimeUs record_every = 0; ///< 0: no recording
    TimeUs stop_at = 0;      ///< end here instead, with the trips of the whole duration; 0: run it all
    /// Once no more trips start, so long at most for those under way to arrive; none of it with stop_at.
    TimeUs tail = 2 * kHourUs;
};

/// A world ready for its first step: measures applied, trips drawn, signals planned for the flows, first routes known.
struct PreparedRun {
    engine::World world;
    std::vector<double> relative_gap; ///< of the equilibrium that it begins with, after each iteration
    double prepare_ms = 0.0;
    std::vector<double> turn_flow_vph; ///< of that equilibrium
    std::vector<std::string> notes;    ///< what a person should know of it
};

/// What changes by the hour (streets, limits, turns) is as at the start, until the end.
/// \param clock_ms for phase times (may be empty). \param stop asked to stop, it returns soon, with first routes that
/// are no equilibrium: who asked does not run it.
[[nodiscard]] PreparedRun prepare_run(const AppliedCity& applied, const RunRequest& request, Executor& executor,
                                      const std::function<double()>& clock_ms, const std::stop_token& stop = {});
[[nodiscard]] Result<PreparedRun> prepare_run(const gis::City& city, const engine::Networks& base,
                                              const Scenario& resolved, const RunRequest& request, Executor& executor,
                                              const std::function<double()>& clock_ms);

/// Threads for a request: one per core where it asks for none.
[[nodiscard]] unsigned thread_count(const RunRequest& request);

} // namespace cityloom::scenarios

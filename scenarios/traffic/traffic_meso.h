// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scenarios/traffic/traffic_run.h"

namespace cityloom::scenarios {

/// When a run ends.
struct TrafficEnd {
    TimeUs at = 0;
    bool when_empty = false; ///< or when the last vehicle has arrived
};

/// The part of run_traffic that is the mesoscopic engine's, with the microscopic one inside the window if there is one;
/// \p report has the notes and the loading time.
[[nodiscard]] Result<TrafficReport> run_meso(const TrafficRequest& request, gis::SumoScenario scenario, TrafficEnd end,
                                             TrafficReport report,
                                             const std::function<void(double fraction, TimeUs at)>& progress,
                                             const std::stop_token& stop);

} // namespace cityloom::scenarios

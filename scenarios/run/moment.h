// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "scenarios/run/prepare.h"
#include "sim/core/result.h"
#include "sim/corridor/frame.h"

namespace cityloom::scenarios {

/// Runs an applied city until a moment, what happens at that moment with it. A moment that the run does not have is
/// an Error that names its span; a stop gives Cancelled.
[[nodiscard]] Result<PreparedRun> run_until(const AppliedCity& applied, const RunRequest& request, TimeUs at,
                                            const std::function<void(double fraction, TimeUs at)>& progress,
                                            const std::stop_token& stop);

/// The same; what can be seen of the city then. Its time is the moment asked for.
[[nodiscard]] Result<std::shared_ptr<const engine::Frame>>
frame_at(const AppliedCity& applied, const RunRequest& request, TimeUs at,
         const std::function<void(double fraction, TimeUs at)>& progress, const std::stop_token& stop);

} // namespace cityloom::scenarios

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scenarios/invest/appraise/appraise.h"

namespace cityloom::scenarios::invest {

/// Puts findings, warnings and what is not priced into words: what a reviewer would ask for.
[[nodiscard]] Result<void> judge(PlanAppraisal& appraisal, const EffectSimulator& simulator,
                                 const std::vector<Measure>& measures, const LoadedProject& project,
                                 const std::stop_token& stop);

} // namespace cityloom::scenarios::invest

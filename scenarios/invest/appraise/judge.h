// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scenarios/invest/appraise/appraise.h"

namespace cityloom::scenarios::invest {

/// "1.25 M EUR", "12.3 thousand EUR".
[[nodiscard]] Text euro_words(double cents);

/// Why it comes out so, in one sentence: the line of gains or losses that weighs most, in things and in money.
[[nodiscard]] Text explanation(const PlanAppraisal& appraisal);

/// Weighs the plan with a plain measure in it beside the plan as it is, and keeps it.
void weigh_alternative(PlanAppraisal& appraisal, PlainAlternative alternative, const PlanModel& model);

/// Puts findings, warnings and what is not priced into words: what a reviewer would ask for.
[[nodiscard]] Result<void> judge(PlanAppraisal& appraisal, const EffectSimulator& simulator,
                                 const std::vector<Measure>& measures, const std::stop_token& stop);

} // namespace cityloom::scenarios::invest

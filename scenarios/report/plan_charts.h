// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "scenarios/invest/appraise/appraise.h"
#include "scenarios/report/drawing.h"

namespace cityloom::scenarios {

/// Costs down and gains up, year by year, and the discounted sum of both as a line: the J of an investment.
[[nodiscard]] Drawing cash_flow_chart(const invest::PlanAppraisal& appraisal, Language language);

/// How many samples have which net value, those that lose in another colour.
[[nodiscard]] Drawing sample_chart(const invest::Samples& samples, Language language);

/// When the works of each measure last, a row each; no more than so many rows.
[[nodiscard]] Drawing gantt(const invest::PlanAppraisal& appraisal, std::size_t most, Language language);

} // namespace cityloom::scenarios

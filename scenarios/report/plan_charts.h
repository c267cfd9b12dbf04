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

/// What is owed and what loans cost by year, with the ceilings of both where there are any.
struct DebtYears {
    int first_year = 0;
    std::vector<double> stock;           ///< EUR at the end of each year
    std::vector<double> service;         ///< EUR
    std::vector<double> stock_ceiling;   ///< empty: none; not finite: none that year
    std::vector<double> service_ceiling; ///< likewise
};
/// Nothing to draw (no height) where nothing is owed.
[[nodiscard]] Drawing debt_chart(const DebtYears& debt, Language language);
/// Of an appraisal: the ceiling of the service is what its income covers 1.1 times.
[[nodiscard]] DebtYears debt_years(const invest::PlanAppraisal& appraisal);

/// How far what is built is used, with the line below which it is overcapacity. No height where nothing is.
[[nodiscard]] Drawing use_chart(const invest::PlanAppraisal& appraisal, Language language);

/// When the works of each measure last, a row each; no more than so many rows.
[[nodiscard]] Drawing gantt(const invest::PlanAppraisal& appraisal, std::size_t most, Language language);

} // namespace cityloom::scenarios

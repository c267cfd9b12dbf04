// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scenarios/compare/appraisal.h"
#include "sim/engine/networks.h"

namespace cityloom::scenarios {

/// What costs depend on of the city as it stands, which must outlive it; no events.
[[nodiscard]] AppraisalContext appraisal_context(const engine::Networks& base);

/// An amount of a table's row in euro of the price year.
[[nodiscard]] double in_euro(double amount, const std::string& currency, int year, const AppraisalSettings& settings);
[[nodiscard]] Cents to_cents(double euro);

/// What measures cost by their rows of unit costs; nothing for those that have none. Measures have passed their check.
[[nodiscard]] std::vector<CostLine> cost_lines(std::span<const Measure> measures, const AppraisalContext& context,
                                               const AppraisalSettings& settings);

} // namespace cityloom::scenarios

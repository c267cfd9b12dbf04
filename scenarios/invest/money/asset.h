// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "scenarios/invest/money/discount.h"

namespace cityloom::scenarios::invest {

/// When the sum of the flows, discounted, first is no longer negative after it has been: years from the base year,
/// linear inside a year. 0 where it never is negative, nothing where it stays so. \param first the year of flows[0]
[[nodiscard]] std::optional<double> payback_years(std::span<const double> flows, int first, const Discount& discount);

/// What a thing costs over its life.
struct LifeCycle {
    double capital = 0.0;       ///< in year 0
    std::vector<double> upkeep; ///< of the years 1, 2...
    double salvage = 0.0;       ///< what the end of the last year brings
    double present_cost = 0.0;  ///< all of it in year 0
    double annual_cost = 0.0;   ///< the equal yearly cost that counts as much
};
/// Fills in the two last. Level upkeep goes by the table of annuities, as one does by hand.
void cost_life_cycle(LifeCycle& asset, const Discount& discount);

/// Depreciation of each year, which adds up to cost - salvage. \param life years, 1 at least
[[nodiscard]] std::vector<double> straight_line(double cost, double salvage, int life);
[[nodiscard]] std::vector<double> sum_of_years_digits(double cost, double salvage, int life);

/// Declining balance: a fixed share of what is left each year, the share rounded to three decimals. A first year of
/// less than twelve months leaves the others of them to a year after the last.
struct DecliningBalance {
    double rate = 0.0;
    std::vector<double> by_year;
};
/// \param cost above 0 \param months_first 1 to 12
[[nodiscard]] DecliningBalance declining_balance(double cost, double salvage, int life, int months_first);

} // namespace cityloom::scenarios::invest

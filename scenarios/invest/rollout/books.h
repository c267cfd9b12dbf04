// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "scenarios/invest/rollout/limits.h"

namespace cityloom::scenarios::invest {

/// When each project begins: the index of the year, or kNever.
using Starts = std::vector<int>;
inline constexpr int kNever = -1;

/// A year's money. own + carried_in + drawn = built + service (where the budget pays it) + left
struct CashYear {
    Cents own = 0; ///< kNoCeiling: no limit
    Cents carried_in = 0;
    Cents built = 0;
    Cents service = 0;
    Cents drawn = 0;
    Cents left = 0; ///< not spent; goes to the next year where the programme says so
};

/// A year's debt. opening + drawn - repaid = stock
struct DebtYear {
    Cents opening = 0;
    Cents drawn = 0;
    Cents repaid = 0;
    Cents interest = 0;
    Cents stock = 0;
    [[nodiscard]] Cents service() const { return repaid + interest; }
};

/// What a plan means in whole cents, and which limits it breaks. Worked out of the starts alone: a year's loans are
/// what its own funds do not pay, no more. Each loan's interest is rounded to the cent each year, its last payment
/// clears it.
struct Books {
    std::vector<CashYear> cash;
    std::vector<DebtYear> debt;
    std::vector<double> crews;
    std::vector<std::size_t> broken; ///< places among the limits, ascending
    std::vector<std::size_t> full;   ///< limits of years of which nothing is left, kept to the cent
};

[[nodiscard]] Books keep_books(const RolloutProblem& problem, const std::vector<Limit>& limits, const Kept& kept,
                               const Starts& starts);

/// One year of a loan, for the sum of 1 (in parts of it) or in cents.
struct LoanYear {
    Cents interest = 0;
    Cents principal = 0;
};
/// A loan's years in whole cents, the first one after it is drawn.
[[nodiscard]] std::vector<LoanYear> repay(Cents drawn, double rate, int tenor, Repayment repayment);

} // namespace cityloom::scenarios::invest

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace cityloom::scenarios::invest {

/// How a loan is paid back.
enum class Repayment : unsigned char {
    Level,         ///< the same payment each period
    EqualPrincipal ///< the same principal each period, and the interest on what is still owed
};

/// One period of a loan; payment = interest + principal.
struct LoanPeriod {
    double opening = 0.0; ///< owed when it begins
    double interest = 0.0;
    double principal = 0.0;
    [[nodiscard]] double payment() const { return interest + principal; }
};

/// What a period's payment must be so that nothing is owed after the last. \param rate of a period, above -1
/// \param in_advance paid when a period begins, not when it ends
[[nodiscard]] double level_payment(double rate, int periods, double principal, bool in_advance = false);

/// All periods, paid at their ends. \param periods 1 at least
[[nodiscard]] std::vector<LoanPeriod> loan_periods(double rate, int periods, double principal,
                                                   Repayment repayment = Repayment::Level);

/// Interest while something is built, added to what is owed: each year (balance + draw / 2) x rate, since draws fall in
/// the middle of their year on average.
struct ConstructionInterest {
    std::vector<double> by_year;
    double total = 0.0;
    double balance = 0.0; ///< owed at the end: draws and interest
};
[[nodiscard]] ConstructionInterest interest_during_construction(double rate, std::span<const double> draws);

/// What a year's business leaves to serve its debt.
struct DebtService {
    double ebitda = 0.0;
    double tax = 0.0;
    double interest = 0.0;
    double principal = 0.0;
    /// (EBITDA - tax) / (principal + interest); nothing where there is no debt to serve.
    [[nodiscard]] std::optional<double> cover() const;
};

} // namespace cityloom::scenarios::invest

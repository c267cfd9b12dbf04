// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/money/loan.h"

#include <cmath>

namespace cityloom::scenarios::invest {

double level_payment(double rate, int periods, double principal, bool in_advance) {
    const double n = periods;
    const double payment = rate == 0.0 ? principal / n : principal * rate / -std::expm1(-n * std::log1p(rate));
    return in_advance ? payment / (1.0 + rate) : payment;
}

std::vector<LoanPeriod> loan_periods(double rate, int periods, double principal, Repayment repayment) {
    const double payment = level_payment(rate, periods, principal);
    std::vector<LoanPeriod> all;
    double owed = principal;
    for (int i = 0; i < periods; ++i) {
        LoanPeriod period{.opening = owed, .interest = owed * rate};
        period.principal = repayment == Repayment::Level ? payment - period.interest : principal / periods;
        owed -= period.principal;
        all.push_back(period);
    }
    return all;
}

ConstructionInterest interest_during_construction(double rate, std::span<const double> draws) {
    ConstructionInterest result;
    for (const double draw : draws) {
        const double interest = (result.balance + draw / 2.0) * rate;
        result.by_year.push_back(interest);
        result.total += interest;
        result.balance += draw + interest;
    }
    return result;
}

std::optional<double> DebtService::cover() const {
    const double due = principal + interest;
    return due > 0.0 ? std::optional{(ebitda - tax) / due} : std::nullopt;
}

} // namespace cityloom::scenarios::invest

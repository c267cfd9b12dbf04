// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "scenarios/invest/cashflow/example.h"
#include "scenarios/invest/money/discount.h"
#include "scenarios/invest/money/loan.h"

namespace cityloom::scenarios::invest {

namespace {

constexpr int kMostPeriods = 12'000;

struct Loan {
    double rate = 0.0;
    int periods = 0;
    double principal = 0.0;
    std::optional<ConstructionInterest> construction; ///< where it is drawn while something is built
};

ConstructionInterest construction(const Example& example) {
    const Field draws = example.inputs.at("draws");
    if (!draws.is_list() || draws.size() == 0) {
        draws.wrong("is no list of numbers. Give what is drawn in each year, as [400, 800].");
    }
    return interest_during_construction(example.inputs.at("rate").rate(), draws.numbers());
}

Loan loan_of(const Example& example) {
    const Field& inputs = example.inputs;
    Loan loan{.rate = inputs.at("rate").rate(), .periods = 0, .principal = 0.0, .construction = {}};
    const auto years = inputs.find("repay_years");
    loan.periods = (years ? *years : inputs.at("periods")).whole(1, kMostPeriods);
    if (inputs.find("draws")) {
        loan.construction = construction(example);
        loan.principal = loan.construction->balance;
    } else {
        loan.principal = inputs.at("principal").number();
    }
    return loan;
}

/// The periods asked for: one, or from one to another; their interest and principal.
void tell_asked(const Example& example, const std::vector<LoanPeriod>& periods, Outputs& outputs) {
    const int last = static_cast<int>(periods.size());
    if (const auto period = example.inputs.find("period")) {
        const LoanPeriod& asked = periods[static_cast<std::size_t>(period->whole(1, last)) - 1];
        outputs["interest"] = asked.interest;
        outputs["principal_part"] = asked.principal;
        outputs["period_payment"] = asked.payment();
        outputs["balance"] = asked.opening - asked.principal;
    }
    const auto from = example.inputs.find("from_period");
    const auto to = example.inputs.find("to_period");
    if (from || to) {
        const int first = from ? from->whole(1, last) : 1;
        const int end = to ? to->whole(first, last) : last;
        double interest = 0.0;
        double principal = 0.0;
        for (int i = first; i <= end; ++i) {
            interest += periods[static_cast<std::size_t>(i) - 1].interest;
            principal += periods[static_cast<std::size_t>(i) - 1].principal;
        }
        outputs["interest"] = interest;
        outputs["principal_repaid"] = principal;
    }
}

void tell_loan(const Example& example, const Loan& loan, Repayment repayment, Outputs& outputs) {
    const std::vector<LoanPeriod> periods = loan_periods(loan.rate, loan.periods, loan.principal, repayment);
    double interest = 0.0;
    for (const LoanPeriod& each : periods) {
        interest += each.interest;
    }
    if (loan.construction) {
        outputs["idc"] = loan.construction->by_year;
    }
    outputs["opening"] = loan.principal;
    outputs["first_interest"] = periods.front().interest;
    outputs["first_principal"] = periods.front().principal;
    outputs["principal_month_1"] = periods.front().principal;
    outputs["opening_year_2"] = periods.front().opening - periods.front().principal;
    outputs["total_interest"] = interest;
    tell_asked(example, periods, outputs);
}

void loan_level(const Example& example, Outputs& outputs) {
    const Loan loan = loan_of(example);
    outputs["payment"] = level_payment(loan.rate, loan.periods, loan.principal);
    outputs["payment_in_advance"] = level_payment(loan.rate, loan.periods, loan.principal, true);
    tell_loan(example, loan, Repayment::Level, outputs);
}

void loan_equal_principal(const Example& example, Outputs& outputs) {
    const Loan loan = loan_of(example);
    outputs["principal_each"] = loan.principal / loan.periods;
    for (const LoanPeriod& each : loan_periods(loan.rate, loan.periods, loan.principal, Repayment::EqualPrincipal)) {
        outputs["payments"].push_back(each.payment());
        outputs["interests"].push_back(each.interest);
    }
    tell_loan(example, loan, Repayment::EqualPrincipal, outputs);
}

void idc(const Example& example, Outputs& outputs) {
    const ConstructionInterest built = construction(example);
    outputs["interest"] = built.by_year;
    outputs["total"] = built.total;
    outputs["balance"] = built.balance;
}

/// EBITDA, or EBIT and what was written off; interest, or EBIT over its cover; tax as a rate of the profit before tax,
/// or as an amount.
void debt_service_cover(const Example& example, Outputs& outputs) {
    const Field& inputs = example.inputs;
    const auto amount = [&](const char* key) {
        const auto given = inputs.find(key);
        return given ? given->number() : 0.0;
    };
    const auto given_ebitda = inputs.find("ebitda");
    const double written_off = amount("depreciation") + amount("amortisation");
    const double ebit = given_ebitda ? given_ebitda->number() - written_off : inputs.at("ebit").number();
    DebtService service{
        .ebitda = ebit + written_off, .tax = 0.0, .interest = 0.0, .principal = inputs.at("principal").number()};
    if (const auto cover = inputs.find("interest_cover")) {
        if (cover->number() <= 0.0) {
            cover->wrong("is not above 0. Give EBIT over interest.");
        }
        service.interest = ebit / cover->number();
    } else {
        service.interest = inputs.at("interest").number();
    }
    if (const auto tax = inputs.find("tax_amount")) {
        service.tax = tax->number();
    } else if (const auto rate = inputs.find("tax")) {
        const auto profit = inputs.find("profit_before_tax");
        const double taxed = profit ? profit->number() : ebit - service.interest;
        service.tax = rate->is_number() && rate->number() > 1.0 ? rate->number() : std::max(0.0, taxed) * rate->rate();
    }
    outputs["ebitda"] = service.ebitda;
    outputs["interest"] = service.interest;
    outputs["tax"] = service.tax;
    const auto cover = service.cover();
    outputs["dscr"] = cover ? Outputs(*cover) : Outputs(nullptr);
    outputs["dscr_printed"] = cover ? Outputs(round_decimals(*cover, 2)) : Outputs(nullptr);
}

} // namespace

std::vector<ExampleKind> loan_kinds() {
    return {{"loan_level", loan_level},
            {"loan_equal_principal", loan_equal_principal},
            {"interest_during_construction", idc},
            {"debt_service_cover", debt_service_cover}};
}

} // namespace cityloom::scenarios::invest

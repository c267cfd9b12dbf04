// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/rollout/books.h"

#include <algorithm>
#include <cmath>

namespace cityloom::scenarios::invest {

namespace {

/// A little more than rounding leaves of sums of a thousand crews.
constexpr double kCrewSlack = 1e-9;

class Keeper {
public:
    Keeper(const RolloutProblem& problem, const std::vector<Limit>& limits, const Kept& kept, const Starts& starts)
        : p_{problem}, limits_{limits}, kept_{kept}, starts_{starts}, years_{static_cast<std::size_t>(problem.years)} {}

    Books keep() {
        books_.cash.resize(years_);
        books_.crews.resize(years_);
        free_own_.resize(years_);
        loanable_.resize(years_);
        for (std::size_t k = 0; k < limits_.size(); ++k) {
            if (limits_[k].kind == LimitKind::Budget && !kept_[k]) {
                free_own_[limits_[k].one] = 1;
            }
        }
        spend();
        finance();
        for (std::size_t k = 0; k < limits_.size(); ++k) {
            if (kept_[k]) {
                look_at(k);
            }
        }
        return std::move(books_);
    }

private:
    void spend() {
        std::vector<double> loanable(years_);
        for (std::size_t i = 0; i < starts_.size(); ++i) {
            if (starts_[i] == kNever) {
                continue;
            }
            const Project& project = p_.projects[i];
            const auto start = static_cast<std::size_t>(starts_[i]);
            for (std::size_t k = 0; k < project.cost.size() && start + k < years_; ++k) {
                books_.cash[start + k].built += project.cost[k];
                loanable[start + k] += project.loan_share * static_cast<double>(project.cost[k]);
            }
            for (std::size_t k = 0; k < project.crews.size() && start + k < years_; ++k) {
                books_.crews[start + k] += project.crews[k];
            }
        }
        for (std::size_t t = 0; t < years_; ++t) {
            loanable_[t] = static_cast<Cents>(std::floor(std::max(0.0, loanable[t]) + 1e-6));
        }
    }

    void add_loan(Cents drawn, int tenor, std::size_t first) {
        const std::vector<LoanYear> loan = repay(drawn, p_.debt->rate, tenor, p_.debt->repayment);
        for (std::size_t k = 0; k < loan.size() && first + k < years_; ++k) {
            books_.debt[first + k].interest += loan[k].interest;
            books_.debt[first + k].repaid += loan[k].principal;
        }
    }

    void finance() {
        if (p_.debt) {
            books_.debt.resize(years_);
            add_loan(p_.debt->opening, p_.debt->opening_tenor, 0);
        }
        Cents carried = 0;
        Cents stock = p_.debt ? p_.debt->opening : 0;
        for (std::size_t t = 0; t < years_; ++t) {
            CashYear& cash = books_.cash[t];
            cash.own = free_own_[t] != 0 ? kNoCeiling : (p_.own_funds ? *p_.own_funds : p_.budget)[t];
            cash.carried_in = carried;
            if (p_.debt && p_.debt->service_from_budget) {
                cash.service = books_.debt[t].service();
            }
            const bool endless = cash.own >= kNoCeiling;
            const Cents left = endless ? 0 : cash.own + carried - cash.built - cash.service;
            cash.left = left;
            if (p_.debt && left < 0) {
                cash.drawn = -left;
                cash.left = 0;
                books_.debt[t].drawn = cash.drawn;
                add_loan(cash.drawn, p_.debt->tenor, t + 1);
            }
            carried = p_.carry_over && !endless ? std::max<Cents>(0, cash.left) : 0;
            if (p_.debt) {
                DebtYear& debt = books_.debt[t];
                debt.opening = stock;
                stock += debt.drawn - debt.repaid;
                debt.stock = stock;
            }
        }
    }

    void hold(std::size_t limit, Cents room) {
        if (room < 0) {
            books_.broken.push_back(limit);
        } else if (room == 0) {
            books_.full.push_back(limit);
        }
    }

    void look_at(std::size_t k) {
        const Limit& limit = limits_[k];
        const std::size_t t = limit.one;
        switch (limit.kind) {
        case LimitKind::Budget: {
            Cents room = kNoCeiling;
            if (p_.own_funds && p_.budget[t] < kNoCeiling) {
                room = p_.budget[t] - books_.cash[t].built;
            }
            if (!p_.debt && books_.cash[t].own < kNoCeiling) {
                room = std::min(room, books_.cash[t].left);
            }
            hold(k, room);
            break;
        }
        case LimitKind::Crews:
            if (books_.crews[t] > p_.crews[t] + kCrewSlack * (1.0 + p_.crews[t])) {
                books_.broken.push_back(k);
            } else if (books_.crews[t] > 0.0 && books_.crews[t] >= p_.crews[t] - kCrewSlack * (1.0 + p_.crews[t])) {
                books_.full.push_back(k);
            }
            break;
        case LimitKind::DebtStock:
            hold(k, p_.debt->stock_max[t] - books_.debt[t].stock);
            break;
        case LimitKind::DebtService:
            hold(k, p_.debt->service_max[t] - books_.debt[t].service());
            break;
        case LimitKind::LoanShare:
            if (books_.debt[t].drawn > loanable_[t]) {
                books_.broken.push_back(k);
            } else if (books_.debt[t].drawn > 0 && books_.debt[t].drawn == loanable_[t]) {
                books_.full.push_back(k);
            }
            break;
        default:
            if (!keeps(limit)) {
                books_.broken.push_back(k);
            }
        }
    }

    [[nodiscard]] bool keeps(const Limit& limit) const {
        const int start = limit.kind == LimitKind::ServiceFloor ? kNever : starts_[limit.one];
        switch (limit.kind) {
        case LimitKind::Mandatory:
            return start != kNever;
        case LimitKind::Earliest:
            return start == kNever || start >= p_.projects[limit.one].earliest;
        case LimitKind::Latest:
            return start == kNever || start <= p_.projects[limit.one].latest;
        case LimitKind::Requires: {
            const int other = starts_[limit.other];
            const int lag = p_.order == Order::Finished ? static_cast<int>(p_.projects[limit.other].cost.size()) : 0;
            return start == kNever || (other != kNever && other + lag <= start);
        }
        case LimitKind::Excludes:
            return start == kNever || starts_[limit.other] == kNever;
        default: {
            const ServiceFloor& floor = p_.floors[limit.one];
            double served = 0.0;
            for (std::size_t i = 0; i < starts_.size(); ++i) {
                const Project& project = p_.projects[i];
                const bool done =
                    starts_[i] != kNever && starts_[i] + static_cast<int>(project.cost.size()) - 1 <= floor.year;
                served += done && project.district == floor.district ? project.serves : 0.0;
            }
            return served >= floor.people * (1.0 - 1e-12);
        }
        }
    }

    const RolloutProblem& p_;
    const std::vector<Limit>& limits_;
    const Kept& kept_;
    const Starts& starts_;
    std::size_t years_;
    std::vector<char> free_own_; ///< years whose budget is left out: money without end
    std::vector<Cents> loanable_;
    Books books_;
};

} // namespace

std::vector<LoanYear> repay(Cents drawn, double rate, int tenor, Repayment repayment) {
    std::vector<LoanYear> years;
    if (drawn <= 0) {
        return years;
    }
    const auto payment = static_cast<Cents>(std::llround(level_payment(rate, tenor, static_cast<double>(drawn))));
    Cents owed = drawn;
    for (int k = 0; k < tenor; ++k) {
        LoanYear year{.interest = static_cast<Cents>(std::llround(static_cast<double>(owed) * rate)), .principal = 0};
        const Cents due = repayment == Repayment::Level ? payment - year.interest : owed / (tenor - k);
        year.principal = k + 1 == tenor ? owed : std::clamp<Cents>(due, 0, owed);
        owed -= year.principal;
        years.push_back(year);
    }
    return years;
}

Books keep_books(const RolloutProblem& problem, const std::vector<Limit>& limits, const Kept& kept,
                 const Starts& starts) {
    return Keeper{problem, limits, kept, starts}.keep();
}

} // namespace cityloom::scenarios::invest

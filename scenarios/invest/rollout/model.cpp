// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/rollout/model.h"

#include <algorithm>
#include <cmath>

namespace cityloom::scenarios::invest {

namespace {

constexpr double kCentsOfRoom = 1.0; ///< for each year of loans that books may round

/// What a loan of 1 costs and leaves owed, k years after it is drawn.
struct UnitLoan {
    double service = 0.0;
    double owed = 0.0;
};
std::vector<UnitLoan> unit_loan(double rate, int tenor, Repayment repayment) {
    std::vector<UnitLoan> years{{.service = 0.0, .owed = 1.0}};
    for (const LoanPeriod& period : loan_periods(rate, tenor, 1.0, repayment)) {
        years.push_back({.service = period.payment(), .owed = period.opening - period.principal});
    }
    years.back().owed = 0.0;
    return years;
}

} // namespace

RolloutModel::RolloutModel(const RolloutProblem& problem, const std::vector<Limit>& limits, const Kept& kept,
                           const std::vector<std::vector<double>>& value, double synergy_weight, bool some_project)
    : p_{problem}, limits_{limits}, kept_{kept} {
    Cents largest = 1;
    for (const Project& project : p_.projects) {
        for (const Cents cost : project.cost) {
            largest = std::max(largest, std::abs(cost));
        }
    }
    scale_ = 100.0 / static_cast<double>(largest);
    choose(value);
    relate();
    spend();
    serve();
    if (synergy_weight != 0.0) {
        join(synergy_weight);
    }
    if (some_project) {
        std::vector<Term> all;
        for (std::size_t i = 0; i < p_.projects.size(); ++i) {
            const auto one = begun(i, p_.years - 1);
            all.insert(all.end(), one.begin(), one.end());
        }
        programme_.row_at_least(all, 1.0);
    }
}

bool RolloutModel::kept(LimitKind kind, std::size_t one, std::size_t other) const {
    for (std::size_t k = 0; k < limits_.size(); ++k) {
        if (limits_[k].kind == kind && limits_[k].one == one && limits_[k].other == other) {
            return kept_[k];
        }
    }
    return false;
}

std::vector<Term> RolloutModel::begun(std::size_t project, int by) const {
    std::vector<Term> terms;
    for (int s = 0; s <= std::min(by, p_.years - 1); ++s) {
        if (at(project, s) >= 0) {
            terms.push_back({at(project, s), 1.0});
        }
    }
    return terms;
}

void RolloutModel::choose(const std::vector<std::vector<double>>& value) {
    const std::size_t n = p_.projects.size();
    std::vector<char> sooner(n, 0);
    std::vector<char> later(n, 0);
    std::vector<char> must(n, 0);
    for (std::size_t k = 0; k < limits_.size(); ++k) {
        const Limit& limit = limits_[k];
        if (!kept_[k]) {
            continue;
        }
        if (limit.kind == LimitKind::Earliest) {
            sooner[limit.one] = 1;
        } else if (limit.kind == LimitKind::Latest) {
            later[limit.one] = 1;
        } else if (limit.kind == LimitKind::Mandatory) {
            must[limit.one] = 1;
        }
    }
    for (std::size_t i = 0; i < n; ++i) {
        auto& row = start_.emplace_back(static_cast<std::size_t>(p_.years), -1);
        for (int s = 0; s < p_.years; ++s) {
            const bool open = (sooner[i] == 0 || s >= p_.projects[i].earliest) &&
                              (later[i] == 0 || s <= p_.projects[i].latest) && p_.can_start(i, s);
            if (open) {
                row[static_cast<std::size_t>(s)] =
                    programme_.choice(value.empty() ? 0.0 : value[i][static_cast<std::size_t>(s)]);
                ++choices_;
            }
        }
        const auto any = begun(i, p_.years - 1);
        if (!any.empty() || must[i] != 0) {
            programme_.row(any, must[i] != 0 ? 1.0 : -kNoLimit, 1.0);
        }
    }
}

void RolloutModel::relate() {
    for (std::size_t k = 0; k < limits_.size(); ++k) {
        const Limit& limit = limits_[k];
        if (!kept_[k]) {
            continue;
        }
        if (limit.kind == LimitKind::Requires) {
            const int lag = p_.order == Order::Finished ? static_cast<int>(p_.projects[limit.other].cost.size()) : 0;
            for (int t = 0; t < p_.years; ++t) {
                if (at(limit.one, t) < 0) {
                    continue;
                }
                std::vector<Term> terms = begun(limit.one, t);
                for (const Term& term : begun(limit.other, t - lag)) {
                    terms.push_back({term.variable, -1.0});
                }
                programme_.row_at_most(terms, 0.0);
            }
        } else if (limit.kind == LimitKind::Excludes) {
            std::vector<Term> terms = begun(limit.one, p_.years - 1);
            const auto other = begun(limit.other, p_.years - 1);
            terms.insert(terms.end(), other.begin(), other.end());
            programme_.row_at_most(terms, 1.0);
        }
    }
}

void RolloutModel::spend() {
    const auto years = static_cast<std::size_t>(p_.years);
    std::vector<std::vector<Term>> money(years);
    std::vector<std::vector<Term>> loanable(years);
    std::vector<std::vector<Term>> crews(years);
    for (std::size_t i = 0; i < p_.projects.size(); ++i) {
        const Project& project = p_.projects[i];
        for (int s = 0; s < p_.years; ++s) {
            if (at(i, s) < 0) {
                continue;
            }
            const auto from = static_cast<std::size_t>(s);
            for (std::size_t k = 0; k < project.cost.size() && from + k < years; ++k) {
                const double cost = scale_ * static_cast<double>(project.cost[k]);
                if (cost != 0.0) {
                    money[from + k].push_back({at(i, s), cost});
                    loanable[from + k].push_back({at(i, s), -cost * project.loan_share});
                }
            }
            for (std::size_t k = 0; k < project.crews.size() && from + k < years; ++k) {
                if (project.crews[k] != 0.0) {
                    crews[from + k].push_back({at(i, s), project.crews[k]});
                }
            }
        }
    }
    for (std::size_t t = 0; t < years; ++t) {
        if (std::isfinite(p_.crews[t]) && kept(LimitKind::Crews, t)) {
            programme_.row_at_most(crews[t], p_.crews[t]);
        }
        if (p_.own_funds && p_.budget[t] < kNoCeiling && kept(LimitKind::Budget, t)) {
            programme_.row_at_most(money[t], scale_ * static_cast<double>(p_.budget[t]));
        }
    }
    if (p_.debt) {
        for (std::size_t t = 0; t < years; ++t) {
            drawn_.push_back(programme_.number(0.0, kNoLimit));
            if (kept(LimitKind::LoanShare, t)) {
                loanable[t].push_back({drawn_[t], 1.0});
                programme_.row_at_most(loanable[t], scale_ * kCentsOfRoom);
            }
        }
    }
    lend(money);
}

/// Sources and uses of each year, and the ceilings of debt.
void RolloutModel::lend(std::vector<std::vector<Term>>& money) {
    const auto years = static_cast<std::size_t>(p_.years);
    const auto& own = p_.own_funds ? *p_.own_funds : p_.budget;
    const double room = p_.debt ? scale_ * kCentsOfRoom * p_.years : 0.0;
    std::vector<UnitLoan> loan;
    std::vector<LoanYear> opening;
    if (p_.debt) {
        loan = unit_loan(p_.debt->rate, p_.debt->tenor, p_.debt->repayment);
        opening = repay(p_.debt->opening, p_.debt->rate, p_.debt->opening_tenor, p_.debt->repayment);
    }
    double most = 0.0; // no year's loans are more than all that is ever spent and owed
    for (const Project& project : p_.projects) {
        for (const Cents cost : project.cost) {
            most += 2.0 * scale_ * std::abs(static_cast<double>(cost));
        }
    }
    most += p_.debt ? 2.0 * scale_ * static_cast<double>(p_.debt->opening) : 0.0;
    Cents owed = p_.debt ? p_.debt->opening : 0;
    for (std::size_t t = 0; t < years; ++t) {
        Cents due = 0;
        std::vector<Term> service;
        std::vector<Term> stock;
        if (p_.debt) {
            if (t < opening.size()) {
                due = opening[t].interest + opening[t].principal;
                owed -= opening[t].principal;
            }
            for (std::size_t u = 0; u <= t; ++u) {
                if (t - u < loan.size()) {
                    if (loan[t - u].service != 0.0) {
                        service.push_back({drawn_[u], loan[t - u].service});
                    }
                    stock.push_back({drawn_[u], loan[t - u].owed});
                }
            }
            if (kept(LimitKind::DebtService, t)) {
                programme_.row_at_most(service, scale_ * static_cast<double>(p_.debt->service_max[t] - due) + room);
            }
            if (kept(LimitKind::DebtStock, t)) {
                programme_.row_at_most(stock, scale_ * static_cast<double>(p_.debt->stock_max[t] - owed) + room);
            }
        }
        const bool endless = own[t] >= kNoCeiling || !kept(LimitKind::Budget, t);
        const int left = p_.carry_over && !endless ? programme_.number(0.0, kNoLimit) : -1;
        left_.push_back(left);
        borrows_.push_back(-1);
        if (endless) {
            continue;
        }
        std::vector<Term>& row = money[t];
        double limit = scale_ * static_cast<double>(own[t]);
        if (p_.debt) {
            row.push_back({drawn_[t], -1.0});
            if (p_.debt->service_from_budget) {
                row.insert(row.end(), service.begin(), service.end());
                limit -= scale_ * static_cast<double>(due);
            }
        }
        if (left >= 0) {
            row.push_back({left, 1.0});
        }
        if (t > 0 && left_[t - 1] >= 0) {
            row.push_back({left_[t - 1], -1.0});
        }
        programme_.row_at_most(row, limit + room);
        if (left >= 0 && p_.debt) { // nobody borrows what is saved
            const double all = most + std::abs(limit) * static_cast<double>(years);
            borrows_[t] = programme_.choice();
            programme_.row_at_most(std::vector<Term>{{drawn_[t], 1.0}, {borrows_[t], -all}}, 0.0);
            programme_.row_at_most(std::vector<Term>{{left, 1.0}, {borrows_[t], all}}, all);
        }
    }
}

void RolloutModel::serve() {
    for (std::size_t k = 0; k < p_.floors.size(); ++k) {
        if (!kept(LimitKind::ServiceFloor, k)) {
            continue;
        }
        const ServiceFloor& floor = p_.floors[k];
        std::vector<Term> served;
        for (std::size_t i = 0; i < p_.projects.size(); ++i) {
            const Project& project = p_.projects[i];
            if (project.district != floor.district || project.serves == 0.0) {
                continue;
            }
            for (const Term& term : begun(i, floor.year - static_cast<int>(project.cost.size()) + 1)) {
                served.push_back({term.variable, project.serves / floor.people});
            }
        }
        programme_.row_at_least(served, 1.0);
    }
}

void RolloutModel::join(double weight) {
    for (const Synergy& synergy : p_.synergies) {
        const double npv = weight * synergy.npv;
        const int both = programme_.number(0.0, 1.0, npv);
        synergy_.push_back(both);
        if (npv >= 0.0) {
            for (const std::size_t i : synergy.all) {
                std::vector<Term> terms = begun(i, p_.years - 1);
                for (Term& term : terms) {
                    term.factor = -1.0;
                }
                terms.push_back({both, 1.0});
                programme_.row_at_most(terms, 0.0);
            }
        } else {
            std::vector<Term> terms{{both, -1.0}};
            for (const std::size_t i : synergy.all) {
                const auto one = begun(i, p_.years - 1);
                terms.insert(terms.end(), one.begin(), one.end());
            }
            programme_.row_at_most(terms, static_cast<double>(synergy.all.size()) - 1.0);
        }
    }
}

Starts RolloutModel::starts(const std::vector<double>& values) const {
    Starts starts(p_.projects.size(), kNever);
    for (std::size_t i = 0; i < starts.size(); ++i) {
        for (int s = 0; s < p_.years; ++s) {
            if (at(i, s) >= 0 && values[static_cast<std::size_t>(at(i, s))] > 0.5) {
                starts[i] = s;
            }
        }
    }
    return starts;
}

std::vector<std::vector<double>> RolloutModel::liking(const std::vector<double>& values) const {
    std::vector<std::vector<double>> liking;
    for (std::size_t i = 0; i < p_.projects.size(); ++i) {
        auto& row = liking.emplace_back();
        for (int s = 0; s < p_.years; ++s) {
            row.push_back(at(i, s) >= 0 ? values[static_cast<std::size_t>(at(i, s))] : 0.0);
        }
    }
    return liking;
}

std::vector<double> RolloutModel::values(const Starts& starts, const Books& books) const {
    std::vector<double> values(programme_.variables(), 0.0);
    const auto set = [&](int variable, double value) {
        if (variable >= 0) {
            values[static_cast<std::size_t>(variable)] = value;
        }
    };
    for (std::size_t i = 0; i < starts.size(); ++i) {
        if (starts[i] != kNever) {
            set(at(i, starts[i]), 1.0);
        }
    }
    for (std::size_t t = 0; t < books.cash.size(); ++t) {
        if (!drawn_.empty()) {
            set(drawn_[t], scale_ * static_cast<double>(books.cash[t].drawn));
        }
        set(left_[t], scale_ * static_cast<double>(books.cash[t].left));
        set(borrows_[t], books.cash[t].drawn > 0 ? 1.0 : 0.0);
    }
    for (std::size_t k = 0; k < synergy_.size(); ++k) {
        const auto& all = p_.synergies[k].all;
        const bool built = std::all_of(all.begin(), all.end(), [&](std::size_t i) { return starts[i] != kNever; });
        set(synergy_[k], built ? 1.0 : 0.0);
    }
    return values;
}

void RolloutModel::forbid(const Starts& starts) {
    std::vector<Term> other;
    double in = 0.0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        for (int s = 0; s < p_.years; ++s) {
            if (at(i, s) >= 0) {
                other.push_back({at(i, s), starts[i] == s ? -1.0 : 1.0});
                in += starts[i] == s ? 1.0 : 0.0;
            }
        }
    }
    programme_.row_at_least(other, 1.0 - in);
}

} // namespace cityloom::scenarios::invest

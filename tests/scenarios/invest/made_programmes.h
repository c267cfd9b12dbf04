// SPDX-License-Identifier: GPL-3.0-or-later
// Programmes made up by a seed: small ones that can be tried out, large ones to measure.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "scenarios/invest/rollout/problem.h"
#include "sim/core/rng.h"

namespace cityloom::tests {

using namespace scenarios::invest;

/// Draws one after another.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_{seed} {}
    double from(double low, double high) {
        return low + (high - low) * random_.uniform(RandomStream::CityForm, 1, ++draws_);
    }
    int whole(int low, int high) { return low + static_cast<int>(from(0.0, high - low + 1)); }
    bool chance(double p) { return from(0.0, 1.0) < p; }

private:
    CounterRng random_;
    std::uint64_t draws_ = 0;
};

/// A project whose value falls with each year that it waits.
inline Project made_project(Dice& dice, int years, std::size_t index) {
    Project project;
    project.id = "p" + std::to_string(index + 1);
    const int build = dice.whole(1, 3);
    double cost = 0.0;
    for (int k = 0; k < build; ++k) {
        project.cost.push_back(to_cents(dice.from(4.0, 30.0)));
        cost += to_units(project.cost.back());
        project.crews.push_back(dice.whole(0, 3));
    }
    const double npv = cost * dice.from(-0.1, 1.2);
    const double fall = dice.from(0.88, 1.0);
    for (int s = 0; s < years; ++s) {
        project.npv.push_back(npv * std::pow(fall, s));
        project.pv_cost.push_back(cost * std::pow(0.95, s));
    }
    project.latest = years - 1;
    return project;
}

/// At most eight projects in five years; few combinations enough to try all of them.
inline RolloutProblem small_programme(std::uint64_t seed) {
    Dice dice{seed};
    RolloutProblem p;
    p.first_year = 2026;
    p.years = dice.whole(2, 5);
    const int most = p.years == 2 ? 8 : p.years == 3 ? 7 : p.years == 4 ? 6 : 5;
    const int count = seed % 50 == 0 && p.years < 5 ? most + 1 : dice.whole(3, most);
    for (int i = 0; i < count; ++i) {
        Project project = made_project(dice, p.years, p.projects.size());
        if (dice.chance(0.2)) {
            project.earliest = dice.whole(0, p.years - 1);
        }
        if (dice.chance(0.2)) {
            project.latest = dice.whole(project.earliest, p.years - 1);
        }
        project.mandatory = dice.chance(0.15);
        if (i > 0 && dice.chance(0.3)) {
            project.needs.push_back(static_cast<std::size_t>(dice.whole(0, i - 1)));
        }
        if (dice.chance(0.05)) {
            project.npv[static_cast<std::size_t>(dice.whole(0, p.years - 1))] =
                std::numeric_limits<double>::quiet_NaN();
        }
        project.district = dice.chance(0.5) ? "north" : "south";
        project.serves = dice.whole(0, 900);
        p.projects.push_back(std::move(project));
    }
    if (dice.chance(0.4)) {
        p.projects[0].excludes.push_back(static_cast<std::size_t>(count) - 1);
    }
    const double money = dice.from(8.0, 40.0);
    for (int t = 0; t < p.years; ++t) {
        p.budget.push_back(to_cents(money * dice.from(0.6, 1.4)));
        p.crews.push_back(dice.chance(0.5) ? dice.whole(1, 6) : std::numeric_limits<double>::infinity());
    }
    p.carry_over = dice.chance(0.3);
    p.order = dice.chance(0.5) ? Order::Started : Order::Finished;
    if (dice.chance(0.6)) {
        DebtTerms debt{.opening = to_cents(dice.from(0.0, 30.0)),
                       .opening_tenor = dice.whole(2, 5),
                       .rate = dice.from(0.0, 0.12),
                       .tenor = dice.whole(1, 5),
                       .repayment = dice.chance(0.5) ? Repayment::Level : Repayment::EqualPrincipal,
                       .stock_max = {},
                       .service_max = {},
                       .service_from_budget = dice.chance(0.7)};
        for (int t = 0; t < p.years; ++t) {
            debt.stock_max.push_back(to_cents(dice.from(20.0, 60.0)));
            debt.service_max.push_back(to_cents(dice.from(8.0, 30.0)));
        }
        p.debt = std::move(debt);
        if (dice.chance(0.3)) {
            p.loans_limited = true;
            for (Project& project : p.projects) {
                project.loan_share = dice.from(0.2, 0.9);
            }
        }
    }
    if (count > 2 && dice.chance(0.5)) {
        p.synergies.push_back({{0, 2}, dice.from(-6.0, 12.0)});
    }
    if (dice.chance(0.2)) {
        p.floors.push_back({"north", p.years - 1, static_cast<double>(dice.whole(100, 900))});
    }
    return p;
}

/// Budgets for about a third of it all, crews, debt with ceilings; a third requires another, a tenth excludes one.
inline RolloutProblem large_programme(std::uint64_t seed, int count, int years) {
    Dice dice{seed * 1'000'003};
    RolloutProblem p;
    p.first_year = 2026;
    p.years = years;
    double cost = 0.0;
    double crews = 0.0;
    for (int i = 0; i < count; ++i) {
        Project project = made_project(dice, years, p.projects.size());
        for (std::size_t k = 0; k < project.cost.size(); ++k) {
            cost += to_units(project.cost[k]);
            crews += project.crews[k];
        }
        if (dice.chance(0.15)) {
            project.earliest = dice.whole(0, years / 2);
        }
        if (i > 0 && dice.chance(0.33)) {
            project.needs.push_back(static_cast<std::size_t>(dice.whole(0, i - 1)));
        }
        if (i > 0 && dice.chance(0.1)) {
            const auto other = static_cast<std::size_t>(dice.whole(0, i - 1));
            if (std::find(project.needs.begin(), project.needs.end(), other) == project.needs.end()) {
                p.projects[other].excludes.push_back(p.projects.size());
            }
        }
        p.projects.push_back(std::move(project));
    }
    DebtTerms debt{.opening = to_cents(0.05 * cost),
                   .opening_tenor = 8,
                   .rate = 0.04,
                   .tenor = 10,
                   .repayment = Repayment::Level,
                   .stock_max = {},
                   .service_max = {},
                   .service_from_budget = true};
    for (int t = 0; t < years; ++t) {
        p.budget.push_back(to_cents(cost / (3.0 * years) * dice.from(0.8, 1.2)));
        p.crews.push_back(std::ceil(crews / (2.0 * years)));
        debt.stock_max.push_back(to_cents(0.15 * cost));
        debt.service_max.push_back(to_cents(0.025 * cost));
    }
    p.debt = std::move(debt);
    for (int k = 0; k < count / 10; ++k) {
        const auto one = static_cast<std::size_t>(dice.whole(0, count - 2));
        p.synergies.push_back({{one, one + 1}, dice.from(1.0, 15.0)});
    }
    return p;
}

} // namespace cityloom::tests

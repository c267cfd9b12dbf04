// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/rollout/limits.h"

#include <cmath>
#include <cstdio>

namespace cityloom::scenarios::invest {

namespace {

std::string people(double count) {
    char text[32];
    std::snprintf(text, sizeof text, "%.15g", count);
    return text;
}

} // namespace

std::vector<Limit> limits_of(const RolloutProblem& problem) {
    std::vector<Limit> all;
    const auto year = [&](int t) { return std::to_string(problem.calendar(t)); };
    const auto by_year = [&](LimitKind kind, const std::string& what, auto given) {
        for (int t = 0; t < problem.years; ++t) {
            const auto at = static_cast<std::size_t>(t);
            if (given(at)) {
                all.push_back({kind, at, 0, what + " of " + year(t)});
            }
        }
    };
    by_year(LimitKind::Budget, "the budget", [&](std::size_t t) {
        return problem.budget[t] < kNoCeiling || (problem.own_funds && (*problem.own_funds)[t] < kNoCeiling);
    });
    by_year(LimitKind::Crews, "the crews", [&](std::size_t t) { return std::isfinite(problem.crews[t]); });
    if (problem.debt) {
        by_year(LimitKind::DebtStock, "the debt ceiling",
                [&](std::size_t t) { return problem.debt->stock_max[t] < kNoCeiling; });
        by_year(LimitKind::DebtService, "the debt-service ceiling",
                [&](std::size_t t) { return problem.debt->service_max[t] < kNoCeiling; });
        by_year(LimitKind::LoanShare, "the loan shares", [&](std::size_t) { return problem.loans_limited; });
    }
    for (std::size_t i = 0; i < problem.projects.size(); ++i) {
        const Project& project = problem.projects[i];
        if (project.mandatory) {
            all.push_back({LimitKind::Mandatory, i, 0, project.id + " must be built"});
        }
        if (project.earliest > 0) {
            all.push_back({LimitKind::Earliest, i, 0, project.id + " begins no sooner than " + year(project.earliest)});
        }
        if (project.latest < problem.years - 1) {
            all.push_back({LimitKind::Latest, i, 0, project.id + " begins no later than " + year(project.latest)});
        }
        for (const std::size_t j : project.needs) {
            all.push_back({LimitKind::Requires, i, j, project.id + " requires " + problem.projects[j].id});
        }
        for (const std::size_t j : project.excludes) {
            all.push_back({LimitKind::Excludes, i, j, project.id + " excludes " + problem.projects[j].id});
        }
    }
    for (std::size_t k = 0; k < problem.floors.size(); ++k) {
        const ServiceFloor& floor = problem.floors[k];
        all.push_back({LimitKind::ServiceFloor, k, 0,
                       floor.district + " has service for " + people(floor.people) + " people by " + year(floor.year)});
    }
    return all;
}

} // namespace cityloom::scenarios::invest

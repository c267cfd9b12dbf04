// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/plan/stages.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace cityloom::scenarios::invest {

namespace {

double capital(const Package& package) {
    double sum = 0.0;
    for (const PlannedCost& cost : package.costs) {
        sum += static_cast<double>(cost.line.capital);
    }
    return sum;
}

} // namespace

int build_years(const Package& package) {
    int years = 1;
    for (const PlannedCost& cost : package.costs) {
        years = std::max(years, cost.build_years);
    }
    return years;
}

void choose_simulated(std::vector<PlanStage*> stages, std::size_t most) {
    if (stages.empty()) {
        return;
    }
    stages.back()->simulated = true;
    for (std::size_t k = 1; k < most; ++k) {
        const double wanted = static_cast<double>(k) / static_cast<double>(most);
        (*std::ranges::min_element(stages, {}, [&](const PlanStage* stage) {
            return std::abs(stage->share - wanted);
        }))->simulated = true;
    }
    if (stages.size() <= most) {
        for (PlanStage* stage : stages) {
            stage->simulated = true;
        }
    }
}

std::vector<StagedSet> stages_of(const Portfolio& portfolio, const Starts& starts) {
    std::set<int> years;
    double whole = 0.0;
    double count = 0.0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        if (starts[i] != kNever) {
            years.insert(starts[i] + build_years(portfolio.packages[i]));
            whole += capital(portfolio.packages[i]);
            count += 1.0;
        }
    }
    std::vector<StagedSet> staged;
    for (const int year : years) {
        StagedSet set{.stage = {.opens = year}, .packages = {}};
        double open = 0.0;
        for (std::size_t i = 0; i < starts.size(); ++i) {
            const int opens = starts[i] + build_years(portfolio.packages[i]);
            if (starts[i] == kNever || opens > year) {
                continue;
            }
            set.packages.push_back(i);
            open += capital(portfolio.packages[i]);
            set.stage.begins = opens == year ? std::max(set.stage.begins, starts[i]) : set.stage.begins;
        }
        set.stage.share = whole > 0.0 ? open / whole : static_cast<double>(set.packages.size()) / count;
        staged.push_back(std::move(set));
    }
    std::vector<PlanStage*> stages;
    for (StagedSet& set : staged) {
        stages.push_back(&set.stage);
    }
    if (!stages.empty()) {
        stages.back()->share = 1.0;
    }
    choose_simulated(stages, std::max<std::size_t>(1, portfolio.stages));
    return staged;
}

} // namespace cityloom::scenarios::invest

// SPDX-License-Identifier: GPL-3.0-or-later
// Plans without a city: effects and costs as a test wants them.
#pragma once

#include <string>
#include <vector>

#include "scenarios/invest/plan/portfolio.h"

namespace cityloom::scenarios::invest {

/// So many vehicle hours saved a year, half of them by trips from each of two districts.
inline Effects saves_hours(double hours, std::size_t seeds = 1) {
    Effects effects;
    effects.seeds.resize(seeds);
    effects.districts.resize(2);
    for (Quantities& seed : effects.seeds) {
        seed[Effect::Hours] = hours;
    }
    for (Quantities& district : effects.districts) {
        district[Effect::Hours] = 0.5 * hours;
    }
    return effects;
}

inline PlannedCost costs(double euro, std::string measure, int begins = 0, int build_years = 1) {
    PlannedCost cost;
    cost.line.id = "lanes";
    cost.line.measure = std::move(measure);
    cost.line.capital = static_cast<Cents>(100.0 * euro);
    cost.line.upkeep_a_year = static_cast<Cents>(euro); // one per cent
    cost.line.life_years = 30.0;
    cost.line.confidence = "B";
    cost.build_class = "civil";
    cost.build_years = build_years;
    cost.begins = begins;
    return cost;
}

inline Package package(const std::string& id, double euro) {
    return {.id = id, .words = Text{id}, .measures = {{.kind = "lanes"}}, .costs = {costs(euro, id)}, .needs = {}};
}

/// One thing after another: opens with the year after its works.
inline PlanModel one_thing(double euro, double hours, int begins = 0, std::size_t seeds = 1) {
    PlanModel model{.first_year = 2026, .costs = {costs(euro, "a", begins)}, .stages = {}, .demand = {}};
    model.stages.push_back(
        {.begins = begins, .opens = begins + 1, .share = 1.0, .simulated = true, .effects = saves_hours(hours, seeds)});
    return model;
}

} // namespace cityloom::scenarios::invest

// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <nlohmann/json.hpp>

#include "scenarios/invest/plan/plan.h"
#include "scenarios/invest/plan/stages.h"
#include "scenarios/measure/words_json.h"

namespace cityloom::scenarios::invest {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json package_of(const Plan& plan, std::size_t i, const std::optional<Starts>& chosen) {
    const Package& package = plan.portfolio.packages[i];
    const SettledPortfolio& s = plan.settled;
    Json measures = Json::array();
    for (const Measure& measure : package.measures) {
        measures.push_back(format_measure(measure));
    }
    Cents capital = 0;
    Cents upkeep = 0;
    for (const PlannedCost& cost : package.costs) {
        capital += cost.line.capital;
        upkeep += cost.line.upkeep_a_year;
    }
    Json needs = Json::array();
    for (const std::size_t other : package.needs) {
        needs.push_back(plan.portfolio.packages[other].id);
    }
    Json json{{"id", package.id},
              {"words", both(package.words)},
              {"measures", std::move(measures)},
              {"capital", to_units(capital)},
              {"upkeep_a_year", to_units(upkeep)},
              {"build_years", build_years(package)},
              {"requires", std::move(needs)},
              {"benefit_a_year_alone", i < s.alone_a_year.size() ? number(s.alone_a_year[i]) : Json(nullptr)}};
    json["benefit_a_year_last"] =
        i < s.last_a_year.size() && s.last_a_year[i] ? number(*s.last_a_year[i]) : Json(nullptr);
    json["start"] = chosen && (*chosen)[i] != kNever ? Json(plan.portfolio.first_year + (*chosen)[i]) : Json(nullptr);
    return json;
}

} // namespace

std::string to_json(const Plan& plan) {
    const SettledPortfolio& s = plan.settled;
    const std::optional<Starts> chosen = plan.chosen();
    Json json{{"project", plan.project}, {"candidates", plan.request.candidates}, {"base", plan.request.base}};
    json["scenario"] = chosen ? Json(plan.request.into) : Json(nullptr);
    Json& warnings = json["warnings"] = Json::array();
    for (const Text& warning : plan.warnings) {
        warnings.push_back(both(warning));
    }
    Json& packages = json["packages"] = Json::array();
    for (std::size_t i = 0; i < plan.portfolio.packages.size(); ++i) {
        packages.push_back(package_of(plan, i, chosen));
    }
    Json& interactions = json["interactions"] = Json::array();
    for (const Interaction& pair : s.interactions) {
        interactions.push_back({{"packages", {plan.portfolio.packages[pair.a].id, plan.portfolio.packages[pair.b].id}},
                                {"benefit_a_year", number(pair.a_year)}});
    }
    json["all_together_a_year"] = number(s.all_a_year);
    Json& rounds = json["rounds"] = Json::array();
    for (const PlanRound& round : s.rounds) {
        Json starts = Json::object();
        for (std::size_t i = 0; i < round.start.size(); ++i) {
            if (round.start[i] != kNever) {
                starts[plan.portfolio.packages[i].id] = plan.portfolio.first_year + round.start[i];
            }
        }
        rounds.push_back({{"start", std::move(starts)},
                          {"sum_of_parts_a_year", number(round.parts)},
                          {"believed_a_year", number(round.believed)},
                          {"simulated_a_year", number(round.whole)},
                          {"npv", number(round.npv)}});
    }
    json["best_round"] = s.rounds.empty() ? Json(nullptr) : Json(s.best);
    json["settled"] = s.settled;
    Json& ranking = json["ranking_would_build"] = Json::array();
    for (const std::size_t i : s.ranking) {
        ranking.push_back(plan.portfolio.packages[i].id);
    }
    json["rollout"] = Json::parse(to_json(s.problem, s.rollout), nullptr, false);
    json["runs"] = plan.hashes;
    return json.dump(1);
}

} // namespace cityloom::scenarios::invest

// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/plan/believed.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "scenarios/invest/plan/stages.h"

namespace cityloom::scenarios::invest {

namespace {

using Json = nlohmann::ordered_json;

double whole_cents(double euro) {
    return std::round(euro * 100.0) / 100.0;
}

/// Effects as an objective counts them: by the weights of the districts where equity is the aim.
Quantities counted(const Portfolio& of, const Effects& effects) {
    Quantities q = effects.mean();
    if (of.aim != Aim::Equity) {
        return q;
    }
    for (std::size_t d = 0; d < effects.districts.size(); ++d) {
        const auto weight =
            d < of.districts.size() ? of.district_weights.find(of.districts[d]) : of.district_weights.end();
        q.add(effects.districts[d], weight == of.district_weights.end() ? 0.0 : weight->second - 1.0);
    }
    return q;
}

PlanModel model_of(const Portfolio& of, const Package& package, const Quantities& effects, int start) {
    PlanModel model{.first_year = of.first_year, .costs = package.costs, .stages = {}, .demand = {}};
    for (PlannedCost& cost : model.costs) {
        cost.begins = start;
    }
    model.stages.push_back({.begins = start,
                            .opens = start + build_years(package),
                            .share = 1.0,
                            .simulated = true,
                            .effects = {.seeds = {effects}, .districts = {}}});
    return model;
}

double net_value(const PlanModel& model, const AppraisalSettings& settings) {
    const PlanFlows flows = plan_flows(model, settings);
    return present_gain(flows, settings) - present_cost(flows, settings);
}

/// Capital with its uplift, by year since the start.
Json spending(const Package& package, const AppraisalSettings& settings) {
    std::vector<double> by_year(static_cast<std::size_t>(build_years(package)), 0.0);
    for (const PlannedCost& cost : package.costs) {
        const double grown = 1.0 + settings.value("optimism_" + cost.build_class);
        for (int k = 0; k < cost.build_years; ++k) {
            by_year[static_cast<std::size_t>(k)] +=
                grown * static_cast<double>(cost.line.capital) / 100.0 / cost.build_years;
        }
    }
    Json spent = Json::array();
    for (const double euro : by_year) {
        spent.push_back(whole_cents(euro));
    }
    return spent;
}

} // namespace

Result<RolloutProblem> rollout_of(const Portfolio& of, const SettledPortfolio& found,
                                  const std::vector<double>& believed) {
    Json document = of.limits != nullptr ? *of.limits : Json::object();
    document.erase("years");
    document.erase("projects");
    document.erase("district_weights");
    document["years"] = Json::array();
    for (int t = 0; t < of.years; ++t) {
        document["years"].push_back(of.first_year + t);
    }
    static constexpr const char* kAims[] = {"npv", "bcr", "resilience", "npv"}; // equity is in the values already
    document["objective"] = kAims[static_cast<std::size_t>(of.aim)];
    document["rate"] = of.settings.value("discount_rate");
    Json projects = Json::array();
    for (std::size_t i = 0; i < of.packages.size(); ++i) {
        const Package& package = of.packages[i];
        const Quantities alone = counted(of, found.alone[i]);
        const Quantities effects = Quantities{}.add(alone, believed[i]);
        Json values = Json::array();
        for (int start = 0; start < of.years; ++start) {
            values.push_back(net_value(model_of(of, package, effects, start), of.settings));
        }
        Json project{{"id", package.id},
                     {"cost", spending(package, of.settings)},
                     {"npv_by_start", std::move(values)},
                     {"crews", 1},
                     {"outage_avoided", std::max(0.0, effects[Effect::OutagePower] + effects[Effect::OutageWater])}};
        Json needs = Json::array();
        for (const std::size_t other : package.needs) {
            needs.push_back(of.packages[other].id);
        }
        project["requires"] = std::move(needs);
        projects.push_back(std::move(project));
    }
    document["projects"] = std::move(projects);
    Json synergies = Json::array();
    for (const Interaction& pair : found.interactions) {
        // What is lost counts from the first year on, what is won from the middle of the years: the simulated stages
        // tell the rest.
        const int begins = pair.a_year < 0.0 ? 0 : of.years / 2;
        Package both{.id = {}, .words = {}, .measures = {}, .costs = {}, .needs = {}};
        const double npv = net_value(model_of(of, both, counted(of, pair.beyond), begins), of.settings);
        synergies.push_back({{"all", {of.packages[pair.a].id, of.packages[pair.b].id}}, {"npv", npv}});
    }
    document["synergies"] = std::move(synergies);
    return read_rollout(document, of.limits_name);
}

} // namespace cityloom::scenarios::invest

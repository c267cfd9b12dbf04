// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <nlohmann/json.hpp>

#include "scenarios/invest/appraise/appraise.h"
#include "scenarios/measure/words_json.h"

namespace cityloom::scenarios::invest {

namespace {

using Json = nlohmann::ordered_json;

Json money(Cents cents) {
    return to_units(cents);
}

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json number(const std::optional<double>& value) {
    return value ? number(*value) : Json(nullptr);
}

Json row_of(const MoneyRow& row) {
    Json years = Json::array();
    for (const Cents cents : row.by_year) {
        years.push_back(money(cents));
    }
    return {{"id", row.id},
            {"words", both(row.words)},
            {"by_year", std::move(years)},
            {"total", money(row.total)},
            {"present", money(row.present)}};
}

Json quantities(const Quantities& q) {
    Json json = Json::object();
    for (std::size_t k = 0; k < kEffects; ++k) {
        json[std::string{effect_words()[k].id}] = number(q.of[k]);
    }
    return json;
}

Json rates(const RatesOfReturn& of) {
    return {{"irr", number(of.chosen)}, {"all", of.all}, {"sign_changes", of.sign_changes}};
}

Json samples_of(const Samples& samples) {
    Json json{{"count", samples.all.size()},
              {"seed", samples.seed},
              {"mean", number(samples.mean)},
              {"deviation", number(samples.deviation)},
              {"p5", number(samples.p5)},
              {"p50", number(samples.p50)},
              {"p95", number(samples.p95)},
              {"loss_share", samples.loss_share},
              {"worst_tenth", number(samples.worst_tenth)},
              {"out_of_range", samples.out_of_range}};
    Json& of = json["uncertainties"] = Json::array();
    for (const Uncertainty& u : samples.uncertainties) {
        of.push_back({{"id", u.id},
                      {"spread", u.spread},
                      {"low", u.low},
                      {"value", u.value},
                      {"high", u.high},
                      {"sobol_first", number(u.first)},
                      {"sobol_total", number(u.total)}});
    }
    json["losing_box"] = nullptr;
    if (samples.box) {
        Json sides = Json::array();
        for (const Box::Side& side : samples.box->sides) {
            sides.push_back(
                {{"id", samples.uncertainties[side.uncertainty].id}, {"low", side.low}, {"high", side.high}});
        }
        json["losing_box"] = {{"sides", std::move(sides)},
                              {"coverage", samples.box->coverage},
                              {"density", samples.box->density},
                              {"mass", samples.box->mass}};
    }
    return json;
}

} // namespace

std::string to_json(const PlanAppraisal& a) {
    Json json{{"project", a.project}, {"plan", a.plan}, {"base", a.base}, {"first_year", a.model.first_year}};
    json["explained"] = both(a.explained);
    json["findings"] = all_of(a.findings);
    json["warnings"] = all_of(a.warnings);
    json["indicators"] = {{"present_cost", money(a.present_cost)},
                          {"present_benefit", money(a.present_gain)},
                          {"npv", money(a.npv)},
                          {"bcr", number(a.bcr)},
                          {"economic", rates(a.economic_return)},
                          {"financial", rates(a.financial_return)},
                          {"payback_years", number(a.payback)},
                          {"discounted_payback_years", number(a.discounted_payback)},
                          {"first_year_return", number(a.first_year_return)},
                          {"switching_cost", number(a.switching_cost)},
                          {"switching_benefit", number(a.switching_gain)},
                          {"equivalent_annual_cost", money(a.annual_cost)}};
    json["npv_over_seeds"] = {{"mean", a.net.mean / 100.0},
                              {"low", a.net.known ? Json(a.net.low / 100.0) : Json(nullptr)},
                              {"high", a.net.known ? Json(a.net.high / 100.0) : Json(nullptr)},
                              {"seeds", a.request.effects.seeds}};
    Json& tables = json["tables"] = Json::array();
    for (const MoneyTable& table : a.tables) {
        Json rows = Json::array();
        for (const MoneyRow& row : table.rows) {
            rows.push_back(row_of(row));
        }
        tables.push_back(
            {{"id", table.id}, {"words", both(table.words)}, {"rows", std::move(rows)}, {"net", row_of(table.net)}});
    }
    Json& costs = json["costs"] = Json::array();
    for (const PlannedCost& cost : a.model.costs) {
        costs.push_back({{"measure", cost.line.measure},
                         {"words", both(cost.line.words)},
                         {"item", both(cost.line.item)},
                         {"row", cost.line.id},
                         {"quantity", cost.line.quantity},
                         {"unit", cost.line.unit},
                         {"capital", money(cost.line.capital)},
                         {"upkeep_a_year", money(cost.line.upkeep_a_year)},
                         {"life_years", cost.line.life_years},
                         {"class", cost.build_class},
                         {"begins", a.model.first_year + cost.begins},
                         {"build_years", cost.build_years},
                         {"paid_by", cost.by_public ? "public" : "market"},
                         {"confidence", cost.line.confidence},
                         {"source", both(cost.line.source)}});
    }
    Json& stages = json["stages"] = Json::array();
    for (const PlanStage& stage : a.model.stages) {
        stages.push_back({{"opens", a.model.first_year + stage.opens},
                          {"share_of_capital", stage.share},
                          {"simulated", stage.simulated},
                          {"effects_a_year", quantities(stage.effects.mean())}});
    }
    json["demand"] = nullptr;
    if (a.demand_error) {
        json["demand"] = {{"from", a.model.demand.low},
                          {"to", a.model.demand.high},
                          {"error_of_middle", number(a.demand_error)},
                          {"used", a.model.demand.known}};
    }
    Json& districts = json["districts"] = Json::array();
    for (const DistrictGain& d : a.districts) {
        districts.push_back({{"name", d.name.empty() ? Json(nullptr) : Json(d.name)},
                             {"people", d.people},
                             {"hours_a_year", d.hours_a_year},
                             {"present", money(d.present)}});
    }
    json["of_no_district"] = money(a.elsewhere);
    Json& sensitivity = json["sensitivity"] = Json::array();
    for (const Sensitivity& row : a.sensitivity) {
        sensitivity.push_back({{"parameter", row.parameter},
                               {"low", row.low},
                               {"high", row.high},
                               {"npv_low", money(row.npv_low)},
                               {"npv_high", money(row.npv_high)}});
    }
    Json& uses = json["uses"] = Json::array();
    for (const ThingUse& use : a.uses) {
        uses.push_back({{"asset", use.key},
                        {"most_share_of_rating", number(use.most)},
                        {"in_third_year", number(use.in_service)},
                        {"little_used", use.little}});
    }
    Json& alternatives = json["alternatives"] = Json::array();
    for (const PlainAlternative& other : a.alternatives) {
        Json measures = Json::array();
        for (const Measure& measure : other.measures) {
            measures.push_back(format_measure(measure));
        }
        Json instead = Json::array();
        for (const Measure& measure : other.instead_of) {
            instead.push_back(format_measure(measure));
        }
        alternatives.push_back({{"words", both(other.words)},
                                {"rule", both(other.rule)},
                                {"measures", std::move(measures)},
                                {"instead_of", std::move(instead)},
                                {"capital", money(other.capital)},
                                {"capital_instead_of", money(other.instead_capital)},
                                {"present_cost", money(other.present_cost)},
                                {"present_benefit", money(other.present_gain)},
                                {"npv", money(other.npv)},
                                {"share_of_benefit", number(other.share_of_gain)},
                                {"nearly_as_well", other.nearly_as_well},
                                {"better", other.better}});
    }
    Json& loans = json["loans"] = Json::array();
    for (const LoanState& year : a.loans()) {
        loans.push_back(
            {{"stock", money(year.stock)}, {"service", money(year.service)}, {"income", money(year.income)}});
    }
    json["samples"] = a.samples ? samples_of(*a.samples) : Json(nullptr);
    json["not_priced"] = all_of(a.not_priced);
    json["assumptions"] = all_of(a.assumptions);
    Json& parameters = json["parameters"] = Json::array();
    for (const AppraisalParameter& p : a.request.settings.parameters) {
        parameters.push_back({{"id", p.id},
                              {"value", p.value},
                              {"low", p.low},
                              {"high", p.high},
                              {"unit", p.unit},
                              {"confidence", p.confidence},
                              {"source", p.source}});
    }
    Json& periods = json["periods"] = Json::array();
    for (const Period& period : a.request.effects.periods) {
        periods.push_back({{"id", period.id}, {"hours_a_year", period.hours_a_year}});
    }
    json["runs"] = a.hashes;
    return json.dump(1);
}

} // namespace cityloom::scenarios::invest

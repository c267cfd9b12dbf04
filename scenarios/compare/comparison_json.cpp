// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <nlohmann/json.hpp>

#include "scenarios/compare/comparison.h"

namespace cityloom::scenarios {

using nlohmann::ordered_json;

namespace {

/// Machines read one language.
ordered_json in_english(const std::vector<Text>& texts) {
    ordered_json list = ordered_json::array();
    for (const Text& text : texts) {
        list.push_back(text.english);
    }
    return list;
}

} // namespace

std::string to_json(const Comparison& c) {
    const auto number = [](double v) { return std::isfinite(v) ? ordered_json(v) : ordered_json(nullptr); };
    const auto difference = [&](const KpiComparison& row, double v) {
        return row.none_with_a || row.none_with_b ? ordered_json(nullptr) : number(v);
    };
    const auto interval = [](const KpiComparison& row, double v) {
        return row.difference.known ? ordered_json(v) : ordered_json(nullptr);
    };
    const auto rows = [&](const std::vector<KpiComparison>& kpis) {
        ordered_json list = ordered_json::object();
        for (const KpiComparison& row : kpis) {
            const engine::Figure* info = find_result_figure(row.id);
            list[row.id] = {{"unit", info != nullptr ? std::string{info->unit} : ""},
                            {"a", number(row.a)},
                            {"b", number(row.b)},
                            {"difference", difference(row, row.difference.mean)},
                            {"low95", interval(row, row.difference.low)},
                            {"high95", interval(row, row.difference.high)},
                            {"p", interval(row, row.p)},
                            {"verdict", row.verdict()}};
        }
        return list;
    };
    ordered_json root{{"project", c.project},
                      {"a", c.a},
                      {"b", c.b},
                      {"start", format_clock(c.request.start)},
                      {"duration_s", to_seconds(c.request.duration)},
                      {"trips", c.request.trips},
                      {"seeds", c.seeds},
                      {"findings", in_english(c.findings())},
                      {"city", rows(c.city)}};
    root["periods"] = ordered_json::array();
    for (const Comparison::PeriodRows& period : c.periods) {
        root["periods"].push_back({{"id", period.period.id},
                                   {"what", period.period.english},
                                   {"start", format_clock(period.period.start)},
                                   {"duration_s", to_seconds(period.period.duration)},
                                   {"hours_a_year", period.period.hours_a_year},
                                   {"trips", period.trips},
                                   {"source", period.period.source},
                                   {"city", rows(period.city)}});
    }
    root["districts"] = ordered_json::object();
    for (const Comparison::District& district : c.districts) {
        root["districts"][district.name] = rows(district.kpis);
    }
    const Appraisal& ap = c.appraisal;
    const bool valued = ap.refused.empty();
    const auto euro = [](double cents) { return ordered_json(cents * 0.01); };
    const auto only = [](bool there, ordered_json value) { return there ? std::move(value) : ordered_json(nullptr); };
    ordered_json money{{"currency", "EUR"},
                       {"price_year", ap.settings.value("price_year")},
                       {"verdict", ap.verdict()},
                       {"refused", in_english(ap.refused)},
                       {"present_cost", euro(static_cast<double>(ap.present_cost))},
                       {"present_benefit", only(valued, euro(static_cast<double>(ap.present_benefit)))},
                       {"npv", only(valued, euro(static_cast<double>(ap.npv)))},
                       {"npv_low95", only(valued && ap.net.known, euro(ap.net.low))},
                       {"npv_high95", only(valued && ap.net.known, euro(ap.net.high))},
                       {"benefit_low95", only(valued && ap.benefit.known, euro(ap.benefit.low))},
                       {"benefit_high95", only(valued && ap.benefit.known, euro(ap.benefit.high))},
                       {"seeds_that_would_tell", ap.tell_with ? ordered_json(*ap.tell_with) : ordered_json(nullptr)},
                       {"bcr", only(valued && std::isfinite(ap.bcr), ap.bcr)},
                       {"not_priced", in_english(c.not_priced())},
                       {"year_factor", ap.year_factor},
                       {"year_factor_reason", ap.year_factor_reason.english}};
    for (const CostLine& line : ap.costs) {
        money["costs"].push_back({{"measure", line.measure},
                                  {"what", line.words.english},
                                  {"item", line.item.english},
                                  {"quantity", line.quantity},
                                  {"unit", line.unit},
                                  {"capital", static_cast<double>(line.capital) * 0.01},
                                  {"upkeep_a_year", static_cast<double>(line.upkeep_a_year) * 0.01},
                                  {"present", static_cast<double>(line.present) * 0.01},
                                  {"confidence", line.confidence},
                                  {"source", line.source.english}});
    }
    for (const BenefitLine& line : ap.benefits) {
        money["benefits"].push_back({{"what", line.what.english},
                                     {"saved_a_year", line.quantity},
                                     {"unit", line.unit},
                                     {"a_year", static_cast<double>(line.a_year) * 0.01},
                                     {"present", static_cast<double>(line.present) * 0.01}});
    }
    for (const Sensitivity& s : ap.sensitivity) {
        money["sensitivity"].push_back({{"parameter", s.parameter},
                                        {"low", s.low},
                                        {"high", s.high},
                                        {"npv_low", static_cast<double>(s.npv_low) * 0.01},
                                        {"npv_high", static_cast<double>(s.npv_high) * 0.01}});
    }
    for (const AppraisalParameter& p : ap.settings.parameters) {
        money["parameters"].push_back(
            {{"id", p.id}, {"value", p.value}, {"unit", p.unit}, {"confidence", p.confidence}, {"source", p.source}});
    }
    root["appraisal"] = std::move(money);
    root["state_hashes"] = {{"a", c.hashes_a}, {"b", c.hashes_b}};
    return root.dump(1);
}

} // namespace cityloom::scenarios

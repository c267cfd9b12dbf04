// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "scenarios/run/run_log.h"
#include "sim/traffic/trips.h"

namespace cityloom::scenarios {

namespace {

using nlohmann::ordered_json;

double number_of(const ordered_json& object, const std::string& key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number() ? found->get<double>()
                                                       : std::numeric_limits<double>::quiet_NaN();
}

std::vector<KpiComparison> compare_objects(const std::vector<ordered_json>& a, const std::vector<ordered_json>& b) {
    std::vector<KpiComparison> rows;
    for (const auto& [key, first] : a.front().items()) {
        std::vector<double> values_a;
        std::vector<double> values_b;
        for (std::size_t k = 0; k < a.size(); ++k) {
            values_a.push_back(number_of(a[k], key));
            values_b.push_back(number_of(b[k], key));
        }
        if (std::any_of(values_a.begin(), values_a.end(), [](double v) { return !std::isfinite(v); }) ||
            std::any_of(values_b.begin(), values_b.end(), [](double v) { return !std::isfinite(v); })) {
            continue; // the city has no such figure, as access where there is no hospital
        }
        KpiComparison row{.id = key};
        for (std::size_t k = 0; k < values_a.size(); ++k) {
            row.a += values_a[k] / static_cast<double>(values_a.size());
            row.b += values_b[k] / static_cast<double>(values_b.size());
        }
        row.difference = paired_difference(values_a, values_b);
        rows.push_back(std::move(row));
    }
    return rows;
}

const KpiComparison* find_row(const std::vector<KpiComparison>& rows, std::string_view id) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const KpiComparison& row) { return row.id == id; });
    return found == rows.end() ? nullptr : &*found;
}

std::string rounded(double value, int decimals) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

std::vector<std::string> texts(const std::vector<Measure>& measures, const std::vector<TimedEvent>& events) {
    std::vector<std::string> out;
    for (const Measure& measure : measures) {
        out.push_back(format_measure(measure));
    }
    for (const TimedEvent& event : events) {
        out.push_back(format_event(event));
    }
    return out;
}

AppraisalContext context_of(const LoadedProject& project, const CompareRequest& request, const Scenario& a,
                            const Scenario& b) {
    AppraisalContext context;
    const double day = traffic::expected_trips(project.networks.demand, 0, 24 * kHourUs);
    const double run = traffic::expected_trips(project.networks.demand, request.run.start, request.run.duration);
    context.day_share = day > 0.0 ? run / day : 1.0;
    context.with_events = !a.events.empty() || !b.events.empty();
    context.people = project.networks.demand.people;
    context.base_connected_share = project.networks.demand.live_information_share;
    for (const traffic::Edge& edge : project.networks.roads.edges) {
        const auto found = std::find_if(context.street_km.begin(), context.street_km.end(),
                                        [&](const auto& entry) { return entry.first == edge.street_id; });
        if (found == context.street_km.end()) {
            context.street_km.emplace_back(edge.street_id, edge.length_m * 1e-3);
        } else if ((edge.id & 1U) == 0) {
            found->second += edge.length_m * 1e-3;
        }
    }
    return context;
}

Savings savings_of(const std::vector<KpiComparison>& rows) {
    const auto saved = [&](std::string_view id) {
        const KpiComparison* row = find_row(rows, id);
        return row != nullptr ? -row->difference.mean : 0.0;
    };
    Savings savings{.vehicle_hours = saved("vehicle_hours"),
                    .energy_mwh = saved("traffic_energy_mwh"),
                    .co2_t = saved("co2_t"),
                    .energy_not_served_mwh = saved("energy_not_served_mwh")};
    if (const KpiComparison* row = find_row(rows, "vehicle_hours"); row != nullptr) {
        savings.vehicle_hours_low = -row->difference.high;
        savings.vehicle_hours_high = -row->difference.low;
    }
    return savings;
}

} // namespace

std::string KpiComparison::verdict() const {
    const engine::Figure* info = find_result_figure(id);
    const int sign = difference.sign();
    if (!difference.known) {
        return "one seed only";
    }
    if (sign == 0 || info == nullptr) {
        return "no clear difference";
    }
    return info->better == 0 ? "changed" : sign == info->better ? "better" : "worse";
}

std::vector<std::string> Comparison::findings() const {
    std::vector<std::string> sentences;
    const KpiComparison* time = find_row(city, "mean_travel_time_s");
    if (time != nullptr) {
        const std::string change = rounded(std::abs(time->difference.mean), 1) + " s (95 % interval " +
                                   rounded(time->difference.low, 1) + " to " + rounded(time->difference.high, 1) +
                                   " s)";
        sentences.push_back(time->verdict() == "better"
                                ? "With " + b + " the mean trip takes less time than with " + a + ", by " + change + "."
                            : time->verdict() == "worse"
                                ? "With " + b + " the mean trip takes longer than with " + a + ", by " + change + "."
                                : "The mean travel time shows no clear difference between " + a + " and " + b + " (" +
                                      rounded(time->difference.mean, 1) + " s, 95 % interval " +
                                      rounded(time->difference.low, 1) + " to " + rounded(time->difference.high, 1) +
                                      " s).");
    }
    std::string gains;
    std::string loses;
    for (const District& district : districts) {
        const KpiComparison* row = find_row(district.kpis, "mean_travel_time_s");
        if (row == nullptr) {
            continue;
        }
        std::string& list = row->verdict() == "better" ? gains : loses;
        if (row->verdict() == "better" || row->verdict() == "worse") {
            list += (list.empty() ? "" : ", ") + district.name;
        }
    }
    sentences.push_back(gains.empty() && loses.empty()
                            ? "No district's travel time changes clearly."
                            : "Shorter trips from: " + (gains.empty() ? "no district" : gains) +
                                  "; longer trips from: " + (loses.empty() ? "no district" : loses) + ".");
    sentences.push_back("The measures cost " + rounded(static_cast<double>(appraisal.present_cost) * 1e-8, 2) +
                        " M EUR and bring " + rounded(static_cast<double>(appraisal.present_benefit) * 1e-8, 2) +
                        " M EUR in present value over " + rounded(appraisal.settings.value("horizon_years"), 0) +
                        " years: net " + rounded(static_cast<double>(appraisal.npv) * 1e-8, 2) + " M EUR.");
    return sentences;
}

Result<Comparison> compare_scenarios(ProjectStore& store, const LoadedProject& project, const CompareRequest& request,
                                     const std::function<void(double, const std::string&)>& progress,
                                     const std::stop_token& stop) {
    if (request.seeds < 1 || request.seeds > 1000) {
        return fail(ErrorCode::Malformed, "The number of seeds lies between 1 and 1000.");
    }
    auto a = resolve_scenario(project.scenarios, request.a);
    auto b = resolve_scenario(project.scenarios, request.b);
    if (!a || !b) {
        return tl::make_unexpected(!a ? a.error() : b.error());
    }
    Comparison result{
        .project = store.file().filename().string(), .a = request.a, .b = request.b, .request = request.run};
    std::vector<ordered_json> city_a, city_b, districts_a, districts_b;
    const int runs = 2 * request.seeds;
    for (int k = 0; k < runs; ++k) {
        const bool first = k % 2 == 0;
        const std::string& name = first ? request.a : request.b;
        RunRequest run = request.run;
        run.record_every = 0;
        run.seed = request.run.seed + static_cast<std::uint64_t>(k / 2);
        const std::string what = name + ", seed " + std::to_string(run.seed);
        progress(static_cast<double>(k) / runs, what);
        auto stored = find_result(store, project, name, run);
        if (!stored) {
            return tl::make_unexpected(stored.error());
        }
        if (!*stored) {
            RunHooks hooks;
            hooks.progress = [&](double fraction, TimeUs) { progress((k + fraction) / runs, what); };
            if (auto report = run_in_project(store, project, name, run, std::move(hooks), stop); !report) {
                return tl::make_unexpected(report.error());
            }
            stored = find_result(store, project, name, run);
            if (!stored || !*stored) {
                return fail(ErrorCode::Internal, "A result just stored cannot be found again.");
            }
        }
        const auto json = ordered_json::parse((*stored)->json, nullptr, false);
        if (!json.is_object() || !json.contains("kpi") || !json.contains("districts")) {
            return fail(ErrorCode::Malformed, "A stored result of " + name + " is damaged; remove it or run verify.");
        }
        (first ? city_a : city_b).push_back(json["kpi"]);
        (first ? districts_a : districts_b).push_back(json["districts"]);
        (first ? result.hashes_a : result.hashes_b).push_back(hash_text((*stored)->state_hash));
        if (first) {
            result.seeds.push_back(run.seed);
        }
    }
    result.city = compare_objects(city_a, city_b);
    for (const auto& [name, kpis] : districts_a.front().items()) {
        std::vector<ordered_json> of_a, of_b;
        for (std::size_t k = 0; k < districts_a.size(); ++k) {
            of_a.push_back(districts_a[k].value(name, ordered_json::object()));
            of_b.push_back(districts_b[k].value(name, ordered_json::object()));
        }
        result.districts.push_back({name, compare_objects(of_a, of_b)});
    }
    result.measures_a = texts(a->measures, a->events);
    result.measures_b = texts(b->measures, b->events);
    result.appraisal = appraise(a->measures, b->measures, savings_of(result.city), context_of(project, request, *a, *b),
                                request.appraisal);
    result.assumptions = project.networks.demand.assumptions;
    result.attributions = project.city.attributions;
    progress(1.0, "done");
    return result;
}

std::string to_json(const Comparison& c) {
    const auto rows = [](const std::vector<KpiComparison>& kpis) {
        ordered_json list = ordered_json::object();
        for (const KpiComparison& row : kpis) {
            const engine::Figure* info = find_result_figure(row.id);
            list[row.id] = {{"unit", info != nullptr ? std::string{info->unit} : ""},
                            {"a", row.a},
                            {"b", row.b},
                            {"difference", row.difference.mean},
                            {"low95", row.difference.low},
                            {"high95", row.difference.high},
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
                      {"findings", c.findings()},
                      {"city", rows(c.city)}};
    root["districts"] = ordered_json::object();
    for (const Comparison::District& district : c.districts) {
        root["districts"][district.name] = rows(district.kpis);
    }
    const Appraisal& ap = c.appraisal;
    ordered_json money{{"currency", "EUR"},
                       {"price_year", ap.settings.value("price_year")},
                       {"present_cost", static_cast<double>(ap.present_cost) * 0.01},
                       {"present_benefit", static_cast<double>(ap.present_benefit) * 0.01},
                       {"npv", static_cast<double>(ap.npv) * 0.01},
                       {"npv_low95", static_cast<double>(ap.npv_low) * 0.01},
                       {"npv_high95", static_cast<double>(ap.npv_high) * 0.01},
                       {"bcr", std::isfinite(ap.bcr) ? ordered_json(ap.bcr) : ordered_json(nullptr)},
                       {"year_factor", ap.year_factor},
                       {"year_factor_reason", ap.year_factor_reason}};
    for (const CostLine& line : ap.costs) {
        money["costs"].push_back({{"measure", line.measure},
                                  {"item", line.item},
                                  {"quantity", line.quantity},
                                  {"unit", line.unit},
                                  {"capital", static_cast<double>(line.capital) * 0.01},
                                  {"upkeep_a_year", static_cast<double>(line.upkeep_a_year) * 0.01},
                                  {"confidence", line.confidence},
                                  {"source", line.source}});
    }
    for (const BenefitLine& line : ap.benefits) {
        money["benefits"].push_back({{"what", line.what},
                                     {"saved_in_the_run", line.in_the_run},
                                     {"unit", line.unit},
                                     {"a_year", static_cast<double>(line.a_year) * 0.01}});
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

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
        const auto none = [](double v) { return !std::isfinite(v); };
        KpiComparison row{.id = key};
        row.none_with_a = std::ranges::any_of(values_a, none);
        row.none_with_b = std::ranges::any_of(values_b, none);
        if (row.none_with_a && row.none_with_b) {
            continue; // the city has no such figure, as access where there is no hospital
        }
        for (std::size_t k = 0; k < values_a.size(); ++k) {
            row.a += values_a[k] / static_cast<double>(values_a.size());
            row.b += values_b[k] / static_cast<double>(values_b.size());
        }
        if (!row.none_with_a && !row.none_with_b) {
            row.difference = paired_difference(values_a, values_b);
            row.p = row.difference.p;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

/// Says of the figures of those who got through where these are others in B than in A, and of all figures of trips
/// where other trips are scheduled.
void mark_other_trips(std::vector<KpiComparison>& rows) {
    constexpr double kFew = 1e-3; // of the scheduled trips
    double gone = 0.0;
    for (const char* id : {"impossible_trips", "given_up_trips"}) {
        const KpiComparison* row = find_row(rows, id);
        gone += row != nullptr ? row->difference.mean : 0.0;
    }
    const KpiComparison* scheduled = find_row(rows, "scheduled_trips");
    if (scheduled == nullptr) {
        return;
    }
    const bool other_demand = std::abs(scheduled->difference.mean) > kFew * scheduled->a;
    const bool other_travellers = other_demand || std::abs(gone) > kFew * scheduled->a;
    for (KpiComparison& row : rows) {
        const engine::Figure* info = find_result_figure(row.id);
        if (info == nullptr || info->of_trips == engine::Figure::Trips::No || info->better == 0) {
            continue;
        }
        row.other_trips = info->of_trips == engine::Figure::Trips::All ? other_demand : other_travellers;
    }
}

/// Among many districts some differ by chance: each figure's p is Holm's over them.
void correct_for_many(std::vector<Comparison::District>& districts) {
    std::vector<std::string> figures;
    for (const Comparison::District& district : districts) {
        for (const KpiComparison& row : district.kpis) {
            if (std::ranges::find(figures, row.id) == figures.end()) {
                figures.push_back(row.id);
            }
        }
    }
    for (const std::string& figure : figures) {
        std::vector<KpiComparison*> rows;
        std::vector<double> p;
        for (Comparison::District& district : districts) {
            const auto found = std::ranges::find(district.kpis, figure, &KpiComparison::id);
            if (found != district.kpis.end()) {
                rows.push_back(&*found);
                p.push_back(found->p);
            }
        }
        const std::vector<double> adjusted = holm(p);
        for (std::size_t k = 0; k < rows.size(); ++k) {
            rows[k]->p = adjusted[k];
        }
    }
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

std::vector<StreetExtent> street_extents(const traffic::RoadNetwork& roads) {
    struct Both {
        double km_forward = 0.0;
        double km_backward = 0.0;
        StreetExtent extent;
    };
    std::map<std::uint64_t, Both> by_id;
    for (const traffic::Edge& edge : roads.edges) {
        Both& street = by_id[edge.street_id];
        double lanes = 0.0;
        for (std::uint32_t l = edge.lanes.begin; l < edge.lanes.end(); ++l) {
            lanes += traffic::carries_motor(roads.lanes[l]) ? 1.0 : 0.0;
        }
        const bool forward = (edge.id & 1U) == 0;
        (forward ? street.km_forward : street.km_backward) += edge.length_m * 1e-3;
        double& most = forward ? street.extent.lanes_forward : street.extent.lanes_backward;
        most = std::max(most, lanes);
    }
    std::vector<StreetExtent> extents;
    for (auto& [id, street] : by_id) {
        street.extent.id = id;
        street.extent.km = std::max(street.km_forward, street.km_backward);
        extents.push_back(street.extent);
    }
    return extents;
}

/// Trips of the city that one of the run stands for.
double trip_weight(const LoadedProject& project, const RunRequest& run) {
    const double expected = traffic::expected_trips(project.networks.demand, run.start, run.duration);
    return run.trips > 0 && expected > 0.0 ? expected / static_cast<double>(run.trips) : 1.0;
}

AppraisalContext context_of(const LoadedProject& project, const CompareRequest& request, const Scenario& a,
                            const Scenario& b) {
    return {.with_events = !a.events.empty() || !b.events.empty(),
            .trip_weight = trip_weight(project, request.run),
            .people = project.networks.demand.people,
            .base_v2x_share = project.networks.demand.v2x_share,
            .streets = street_extents(project.networks.roads)};
}

} // namespace

const KpiComparison* find_row(const std::vector<KpiComparison>& rows, std::string_view id) {
    const auto found = std::ranges::find(rows, id, &KpiComparison::id);
    return found == rows.end() ? nullptr : &*found;
}

std::string KpiComparison::verdict() const {
    if (none_with_a || none_with_b) {
        return none_with_a ? "none with A" : "none with B";
    }
    if (other_trips) {
        return "other trips";
    }
    if (!difference.known) {
        return "one seed only";
    }
    const engine::Figure* info = find_result_figure(id);
    if (sign() == 0 || info == nullptr) {
        return "no clear difference";
    }
    return info->better == 0 ? "changed" : sign() == info->better ? "better" : "worse";
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
    std::vector<TripTable> trips_a, trips_b;
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
        auto trips = trips_of(store, **stored);
        if (!trips) {
            return tl::make_unexpected(trips.error());
        }
        (first ? trips_a : trips_b).push_back(std::move(*trips));
        (first ? result.hashes_a : result.hashes_b).push_back(hash_text((*stored)->state_hash));
        if (first) {
            result.seeds.push_back(run.seed);
        }
    }
    result.city = compare_objects(city_a, city_b);
    mark_other_trips(result.city);
    for (const auto& [name, kpis] : districts_a.front().items()) {
        std::vector<ordered_json> of_a, of_b;
        for (std::size_t k = 0; k < districts_a.size(); ++k) {
            of_a.push_back(districts_a[k].value(name, ordered_json::object()));
            of_b.push_back(districts_b[k].value(name, ordered_json::object()));
        }
        result.districts.push_back({name, compare_objects(of_a, of_b)});
        mark_other_trips(result.districts.back().kpis);
    }
    correct_for_many(result.districts);
    std::vector<Savings> savings;
    for (std::size_t k = 0; k < trips_a.size(); ++k) {
        const auto unserved = [](const ordered_json& kpis) {
            const double mwh = number_of(kpis, "energy_not_served_mwh");
            return std::isfinite(mwh) ? mwh : 0.0;
        };
        savings.push_back({.trips = trip_changes(trips_a[k], trips_b[k]),
                           .energy_not_served_mwh = unserved(city_a[k]) - unserved(city_b[k])});
    }
    result.measures_a = texts(a->measures, a->events);
    result.measures_b = texts(b->measures, b->events);
    result.appraisal =
        appraise(a->measures, b->measures, savings, context_of(project, request, *a, *b), request.appraisal);
    result.assumptions = project.networks.demand.assumptions;
    if (request.run.trips > 0) {
        char note[160];
        std::snprintf(note, sizeof note,
                      "The %llu trips of a run are a sample: each counts for %.2f of those that the demand model "
                      "expects in that time. A smaller sample meets less congestion.",
                      static_cast<unsigned long long>(request.run.trips), trip_weight(project, request.run));
        result.assumptions.emplace_back(note);
    }
    result.attributions = project.city.attributions;
    progress(1.0, "done");
    return result;
}

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
                      {"findings", c.findings()},
                      {"city", rows(c.city)}};
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
                       {"refused", ap.refused},
                       {"present_cost", euro(static_cast<double>(ap.present_cost))},
                       {"present_benefit", only(valued, euro(static_cast<double>(ap.present_benefit)))},
                       {"npv", only(valued, euro(static_cast<double>(ap.npv)))},
                       {"npv_low95", only(valued && ap.net.known, euro(ap.net.low))},
                       {"npv_high95", only(valued && ap.net.known, euro(ap.net.high))},
                       {"benefit_low95", only(valued && ap.benefit.known, euro(ap.benefit.low))},
                       {"benefit_high95", only(valued && ap.benefit.known, euro(ap.benefit.high))},
                       {"seeds_that_would_tell", ap.tell_with ? ordered_json(*ap.tell_with) : ordered_json(nullptr)},
                       {"bcr", only(valued && std::isfinite(ap.bcr), ap.bcr)},
                       {"not_priced", c.not_priced()},
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

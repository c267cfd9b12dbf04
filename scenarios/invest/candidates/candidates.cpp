// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/candidates/candidates.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "scenarios/compare/measure_cost.h"
#include "scenarios/invest/candidates/needs.h"
#include "scenarios/measure/plain.h"

namespace cityloom::scenarios {

namespace {

void price(Candidate& candidate, const AppraisalContext& context, const AppraisalSettings& settings) {
    for (const CostLine& line : cost_lines({&candidate.measure, 1}, context, settings)) {
        if (line.capital == 0 && line.upkeep_a_year == 0) {
            continue;
        }
        candidate.capital += line.capital;
        candidate.upkeep_a_year += line.upkeep_a_year;
        candidate.life_years =
            candidate.life_years > 0.0 ? std::min(candidate.life_years, line.life_years) : line.life_years;
        candidate.confidence = std::max(candidate.confidence, line.confidence); // A before B before C
    }
}

/// The same measure out of several needs is one candidate, for the largest of them.
void join(std::vector<Candidate>& candidates) {
    std::set<std::string> seen;
    std::erase_if(candidates, [&](const Candidate& c) { return !seen.insert(format_measure(c.measure)).second; });
}

/// No more than the most: of each sort of need its share first, so that a hundred slow streets hide nothing else, then
/// whatever concerns most people. \param candidates in that order, and then too \return how many were left out
std::size_t keep(std::vector<Candidate>& candidates, std::size_t most) {
    if (candidates.size() <= most) {
        return 0;
    }
    std::map<std::string, std::size_t> sorts;
    for (const Candidate& candidate : candidates) {
        sorts[candidate.need.id] = 0;
    }
    const std::size_t share = std::max<std::size_t>(1, most / sorts.size());
    std::vector<std::uint8_t> kept(candidates.size(), 0);
    std::size_t count = 0;
    for (const bool by_share : {true, false}) {
        for (std::size_t k = 0; k < candidates.size() && count < most; ++k) {
            if (kept[k] == 0 && (!by_share || sorts[candidates[k].need.id]++ < share)) {
                kept[k] = 1;
                ++count;
            }
        }
    }
    const std::size_t left_out = candidates.size() - count;
    std::vector<Candidate> stay;
    for (std::size_t k = 0; k < candidates.size(); ++k) {
        if (kept[k] != 0) {
            stay.push_back(std::move(candidates[k]));
        }
    }
    candidates = std::move(stay);
    return left_out;
}

} // namespace

void Found::add(Need need, Measure measure, Text rule) {
    Candidate candidate;
    candidate.measure = std::move(measure);
    candidate.need = std::move(need);
    candidate.rule = std::move(rule);
    candidates.push_back(std::move(candidate));
}

std::string plain(double value, int decimals) {
    char text[48];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

Measure placed(std::string kind, Point2 at, const gis::City& city,
               std::initializer_list<std::pair<const std::string, std::string>> more) {
    Measure measure{.kind = std::move(kind), .args = more};
    measure.args["x"] = plain(at.x_m + static_cast<double>(city.place.origin_x_m), 1);
    measure.args["y"] = plain(at.y_m + static_cast<double>(city.place.origin_y_m), 1);
    return measure;
}

std::vector<Cluster> clusters(std::vector<WeightedPlace> places, double radius_m) {
    using Cell = std::pair<std::int64_t, std::int64_t>;
    const double side = 1.4 * radius_m;
    std::map<Cell, Cluster> cells;
    for (const WeightedPlace& place : places) {
        Cluster& cell =
            cells[{std::llround(std::floor(place.at.x_m / side)), std::llround(std::floor(place.at.y_m / side))}];
        cell.at = cell.at + place.weight * place.at;
        cell.weight += place.weight;
        ++cell.count;
    }
    std::vector<Cluster> found;
    for (auto& [cell, cluster] : cells) {
        if (cluster.weight > 0.0) {
            cluster.at = (1.0 / cluster.weight) * cluster.at;
            found.push_back(cluster);
        }
    }
    std::ranges::stable_sort(found, [](const Cluster& a, const Cluster& b) { return a.weight > b.weight; });
    return found;
}

Result<CandidateList> find_candidates(const std::string& project_name, const LoadedProject& project,
                                      const CandidateRequest& request,
                                      const std::function<void(double, const std::string&)>& progress,
                                      const std::stop_token& stop) {
    CandidateList list;
    list.project = project_name;
    list.origin = {static_cast<double>(project.city.place.origin_x_m),
                   static_cast<double>(project.city.place.origin_y_m)};
    Looked looked{
        .city = project.city, .networks = project.networks, .people_at_bus = people_at_buses(project.networks)};
    NormalDay day;
    if (request.normal_days) {
        const auto base = apply_scenario(project.city, project.networks, {.name = "base"}, stop);
        if (!base) {
            return tl::make_unexpected(base.error());
        }
        const auto watched = watch_normal_day(
            *base, "base", {.trips = request.trips, .seed = request.seed, .threads = request.threads}, day,
            [&](double fraction, const std::string& what) { progress(0.6 * fraction, what); }, stop);
        if (!watched) {
            return tl::make_unexpected(watched.error());
        }
        looked.day = &day;
        list.hash = day.hash;
        list.days.emplace_back(Words{"a day of the networks without traffic, looked at every quarter of an hour",
                                     "一日管网运行（无交通），每一刻钟观察一次"});
        list.days.emplace_back(Words{"07:00 to 09:00 with traffic, looked at every five minutes",
                                     "07:00 至 09:00 交通运行，每五分钟观察一次"});
    }
    std::vector<Failure> failures;
    if (request.failure_days) {
        const auto assets = assets_to_fail(project.networks, request.failures);
        auto tried = try_failures(
            project.networks, assets, thread_count({.threads = request.threads}),
            [&](double fraction) { progress(request.normal_days ? 0.6 + 0.4 * fraction : fraction, "failures"); },
            stop);
        if (!tried) {
            return tl::make_unexpected(tried.error());
        }
        failures = std::move(*tried);
        looked.failures = &failures;
        list.days.push_back(
            filled({"%1 failures of six hours from 16:00 on, one at a time", "自 16:00 起逐一试验 %1 次六小时故障"},
                   {Text{std::to_string(assets.size())}}));
        list.assumptions.emplace_back(Words{"How often assets fail is recalled (grade C): see assets/event_rates.csv.",
                                            "设备故障频率凭记忆取值（C 级），见 assets/event_rates.csv。"});
    }
    Found found;
    lifeline_needs(looked, found);
    outage_needs(looked, found);
    street_needs(looked, found);
    radio_needs(looked, found);
    const auto more = [](const auto& a, const auto& b) { return a.need.person_hours > b.need.person_hours; };
    std::ranges::stable_sort(found.candidates, more);
    join(found.candidates);
    list.left_out = keep(found.candidates, request.most);
    AppraisalContext context = appraisal_context(project.networks);
    const CityView view{project.city, project.networks};
    context.city = &view;
    const AppraisalSettings settings = default_appraisal();
    std::string connected;
    for (std::size_t k = 0; k < found.candidates.size(); ++k) {
        Candidate& candidate = found.candidates[k];
        candidate.id = "C" + std::to_string(k + 1);
        candidate.words = plain_words(candidate.measure, &view);
        price(candidate, context, settings);
        connected = candidate.measure.kind == "connected" ? candidate.id : connected;
    }
    for (Candidate& candidate : found.candidates) {
        if (candidate.measure.kind == "rsu" && !connected.empty()) {
            candidate.needs_first.push_back(connected);
        }
    }
    list.candidates = std::move(found.candidates);
    std::ranges::stable_sort(found.unanswered,
                             [](const Need& a, const Need& b) { return a.person_hours > b.person_hours; });
    list.unanswered = std::move(found.unanswered);
    list.assumptions.emplace_back(
        Words{"Person-hours order the needs; they are no benefit: what a measure brings is found by running it.",
              "人时仅用于需求排序，并非效益；措施的效益须通过仿真得出。"});
    progress(1.0, "done");
    return list;
}

Scenario scenario_of(const CandidateList& list, const std::string& name) {
    Scenario scenario{.name = name};
    for (const Candidate& candidate : list.candidates) {
        scenario.measures.push_back(candidate.measure);
        scenario.measures.back().off = true;
    }
    return scenario;
}

} // namespace cityloom::scenarios

// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/scenario_outcome.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "scenarios/compare/assumption_words.h"
#include "scenarios/compare/outcomes.h"
#include "scenarios/measure/plain.h"

namespace cityloom::scenarios {

namespace {

using nlohmann::ordered_json;

/// Figures that a seed has no value of, as of trips where nobody travels, are left out.
std::vector<FigureOverSeeds> over_seeds(const std::vector<const ordered_json*>& seeds) {
    std::vector<FigureOverSeeds> rows;
    for (const auto& [id, first] : seeds.front()->items()) {
        std::vector<double> values;
        for (const ordered_json* figures : seeds) {
            values.push_back(number_of(*figures, id));
        }
        if (std::ranges::all_of(values, [](double v) { return std::isfinite(v); })) {
            rows.push_back({id, mean_difference(values)});
        }
    }
    return rows;
}

std::string rounded(double value, int decimals) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

double mean_of(const std::vector<FigureOverSeeds>& rows, std::string_view id) {
    const FigureOverSeeds* row = find_row(rows, id);
    return row != nullptr ? row->value.mean : 0.0;
}

Text trips_sentence(const ScenarioOutcome& o) {
    const double trips = mean_of(o.city, "scheduled_trips");
    const double not_made = mean_of(o.city, "impossible_trips") + mean_of(o.city, "given_up_trips");
    return filled({"Of %1 scheduled trips %2 % arrive; %3 cannot be made and %4 are still under way when the run stops "
                   "waiting.",
                   "安排的 %1 次出行中 %2 % 到达；%3 次无法成行，%4 次在运行停止等待时仍在途中。"},
                  {rounded(trips, 0), rounded(mean_of(o.city, "served_share"), 1), rounded(not_made, 0),
                   rounded(mean_of(o.city, "late_trips"), 0)});
}

Text time_sentence(const ScenarioOutcome& o) {
    const FigureOverSeeds* time = find_row(o.city, "mean_travel_time_s");
    if (time == nullptr) {
        return Words{"No time per trip can be given: nothing travels.", "无法给出每次出行时间：没有出行。"};
    }
    const ScenarioOutcome::District* worst = nullptr;
    for (const ScenarioOutcome::District& district : o.districts) {
        const bool longer =
            worst == nullptr || mean_of(district.figures, "trip_time_s") > mean_of(worst->figures, "trip_time_s");
        worst = longer && find_row(district.figures, "trip_time_s") != nullptr ? &district : worst;
    }
    Text sentence = filled({"A trip that arrives takes %1 minutes in the mean, %2 of them in queues",
                            "到达的出行平均用时 %1 分钟，其中排队 %2 分钟"},
                           {rounded(time->value.mean / 60.0, 1), rounded(mean_of(o.city, "mean_delay_s") / 60.0, 1)});
    if (worst != nullptr) {
        sentence += filled({"; it takes longest from %1 (%2 minutes per scheduled trip)",
                            "；从%1出发用时最长（每次安排出行 %2 分钟）"},
                           {name_words(worst->name), rounded(mean_of(worst->figures, "trip_time_s") / 60.0, 1)});
    }
    return sentence + Text{Words{".", "。"}};
}

Text supply_sentence(const ScenarioOutcome& o) {
    Text without;
    const auto add = [&](std::string_view id, const Words& what) {
        if (const double hours = mean_of(o.city, id); hours >= 0.5) {
            without += without.empty() ? Text{} : Text{Words{", ", "，"}};
            without += filled(what, {rounded(hours, 0)});
        }
    };
    add("person_hours_without_power", {"%1 person hours without electricity", "停电 %1 人·小时"});
    add("person_hours_without_water", {"%1 without water", "停水 %1 人·小时"});
    add("person_hours_without_signal", {"%1 without a mobile signal", "无移动信号 %1 人·小时"});
    return without.empty() ? Text{Words{"Nobody goes without electricity, water or a mobile signal for long.",
                                        "没有人长时间停电、停水或无移动信号。"}}
                           : filled({"People go without: %1.", "居民供应中断：%1。"}, {without});
}

} // namespace

Text level_ground_words() {
    return Words{
        "The city has no terrain: its water network is that of a plain. Pressures, who is without water, pumps "
        "and their power are not to be relied on; import an elevation model.",
        "该城市没有地形：供水管网按平原计算。水压、停水人口、水泵及其功率均不可依赖；请导入高程模型。"};
}

const FigureOverSeeds* find_row(const std::vector<FigureOverSeeds>& rows, std::string_view id) {
    const auto found = std::ranges::find(rows, id, &FigureOverSeeds::id);
    return found == rows.end() ? nullptr : &*found;
}

std::vector<Text> ScenarioOutcome::findings() const {
    std::vector<Text> sentences{trips_sentence(*this), time_sentence(*this), supply_sentence(*this)};
    if (level_ground && mean_of(city, "water_delivered_m3") > 0.0) {
        sentences.push_back(level_ground_words());
    }
    return sentences;
}

Result<ScenarioOutcome> scenario_outcome(const ProjectStore& store, const LoadedProject& project,
                                         const OutcomeRequest& request, const RunAndKeep& runner,
                                         const std::function<void(double, const std::string&)>& progress,
                                         const std::stop_token& stop) {
    if (request.seeds < 1 || request.seeds > 1000) {
        return fail(ErrorCode::Malformed, "The number of seeds lies between 1 and 1000.");
    }
    const auto resolved = resolve_scenario(project.scenarios, request.scenario);
    if (!resolved) {
        return tl::make_unexpected(resolved.error());
    }
    ScenarioOutcome result{
        .project = store.file().filename().string(), .scenario = request.scenario, .request = request.run};
    std::vector<Outcomes> runs;
    for (int k = 0; k < request.seeds; ++k) {
        RunRequest run = request.run;
        run.seed = request.run.seed + static_cast<std::uint64_t>(k);
        run.record_every = k == 0 ? request.run.record_every : 0; // pictures need one
        const std::string what = request.scenario + ", seed " + std::to_string(run.seed);
        auto found = find_or_run(
            store, project, request.scenario, run, runner,
            [&](double fraction) { progress((k + fraction) / request.seeds, what); }, stop);
        if (!found) {
            return tl::make_unexpected(found.error());
        }
        result.seeds.push_back(run.seed);
        result.hashes.push_back(found->hash);
        runs.push_back(std::move(*found));
    }
    const auto figures_of = [&](auto part) {
        std::vector<const ordered_json*> seeds;
        std::ranges::transform(runs, std::back_inserter(seeds), part);
        return over_seeds(seeds);
    };
    result.city = figures_of([](const Outcomes& o) { return &o.city; });
    for (const auto& [name, figures] : runs.front().districts.items()) {
        const bool all =
            std::ranges::all_of(runs, [&, n = name](const Outcomes& o) { return o.districts.contains(n); });
        if (all) {
            result.districts.push_back({name, figures_of([n = name](const Outcomes& o) { return &o.districts[n]; })});
        }
    }
    const auto& like = runs.front().samples;
    if (std::ranges::all_of(runs,
                            [&](const Outcomes& o) { return o.samples && like && o.samples->times == like->times; })) {
        std::ranges::transform(runs, std::back_inserter(result.samples), [](const Outcomes& o) { return *o.samples; });
    }
    const CityView city{project.city, project.networks};
    result.measures = plain_words(*resolved, &city);
    result.assumptions = run_assumptions(project, request.run, {});
    result.attributions = project.city.attributions;
    result.level_ground = project.city.terrain.level();
    progress(1.0, "done");
    return result;
}

std::string to_json(const ScenarioOutcome& o) {
    const auto rows = [](const std::vector<FigureOverSeeds>& figures) {
        ordered_json list = ordered_json::object();
        for (const FigureOverSeeds& row : figures) {
            const engine::Figure* info = find_result_figure(row.id);
            const auto bound = [&](double v) { return row.value.known ? ordered_json(v) : ordered_json(nullptr); };
            list[row.id] = {{"unit", info != nullptr ? std::string{info->unit} : ""},
                            {"mean", row.value.mean},
                            {"low95", bound(row.value.low)},
                            {"high95", bound(row.value.high)}};
        }
        return list;
    };
    ordered_json root{{"project", o.project},
                      {"scenario", o.scenario},
                      {"start", format_clock(o.request.start)},
                      {"duration_s", to_seconds(o.request.duration)},
                      {"trips", o.request.trips},
                      {"seeds", o.seeds}};
    root["findings"] = ordered_json::array();
    for (const Text& sentence : o.findings()) {
        root["findings"].push_back(sentence.english);
    }
    root["city"] = rows(o.city);
    root["districts"] = ordered_json::object();
    for (const ScenarioOutcome::District& district : o.districts) {
        root["districts"][district.name] = rows(district.figures);
    }
    root["state_hashes"] = o.hashes;
    return root.dump(1);
}

} // namespace cityloom::scenarios

// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

#include <nlohmann/json.hpp>

#include "scenarios/compare/assumption_words.h"
#include "scenarios/compare/event_rates.h"
#include "scenarios/compare/measure_cost.h"
#include "scenarios/compare/outcomes.h"
#include "scenarios/measure/plain.h"
#include "sim/traffic/trips.h"

namespace cityloom::scenarios {

namespace {

using nlohmann::ordered_json;

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

AppraisalContext context_of(const LoadedProject& project, const CityView& city, const Scenario& a, const Scenario& b) {
    AppraisalContext context = appraisal_context(project.networks);
    context.with_events = !a.events.empty() || !b.events.empty();
    context.city = &city;
    return context;
}

/// A run and its repetitions with other seeds, in both scenarios.
struct Stretch {
    RunRequest run;
    bool ordinary = false;        ///< without the scenarios' events
    std::optional<Period> period; ///< that it stands for
    std::vector<Outcomes> a;
    std::vector<Outcomes> b;
};

/// A mean hour of those that the runs stand for, by seed. A figure that one of them has not, none has.
std::vector<ordered_json> mean_hour(std::span<const Stretch> stretches, bool of_a,
                                    const std::function<const ordered_json&(const Outcomes&)>& part) {
    const auto& runs_of = [of_a](const Stretch& s) -> const std::vector<Outcomes>& { return of_a ? s.a : s.b; };
    std::vector<ordered_json> by_seed;
    for (std::size_t k = 0; k < runs_of(stretches.front()).size(); ++k) {
        if (stretches.size() == 1) {
            by_seed.push_back(part(runs_of(stretches.front())[k]));
            continue;
        }
        ordered_json mean = ordered_json::object();
        for (const auto& [key, first] : part(runs_of(stretches.front())[k]).items()) {
            double sum = 0.0;
            double hours = 0.0;
            for (const Stretch& stretch : stretches) {
                sum += stretch.period->hours_a_year * number_of(part(runs_of(stretch)[k]), key);
                hours += stretch.period->hours_a_year;
            }
            mean[key] = std::isfinite(sum) ? ordered_json(sum / hours) : ordered_json(nullptr);
        }
        by_seed.push_back(std::move(mean));
    }
    return by_seed;
}

/// Each scenario by itself prices its lost trips at free speed; here the other one knows what they take.
void price_lost_trips(Outcomes& a, Outcomes& b, const std::vector<std::string>& districts, double choke) {
    const auto times = paired_times(a.trips, b.trips, districts.size(), choke);
    const auto put = [](ordered_json& kpis, double seconds) {
        kpis["trip_time_s"] = std::isfinite(seconds) ? ordered_json(seconds) : ordered_json(nullptr);
    };
    put(a.city, times.front().a_s);
    put(b.city, times.front().b_s);
    for (std::size_t d = 0; d < districts.size(); ++d) {
        if (a.districts.contains(districts[d]) && b.districts.contains(districts[d])) {
            put(a.districts[districts[d]], times[1 + d].a_s);
            put(b.districts[districts[d]], times[1 + d].b_s);
        }
    }
}

Savings savings_of(const Stretch& stretch, std::size_t seed, const LoadedProject& project) {
    const auto unserved = [](const Outcomes& of) {
        const double mwh = number_of(of.city, "energy_not_served_mwh");
        return std::isfinite(mwh) ? mwh : 0.0;
    };
    return {.trips = trip_changes(stretch.a[seed].trips, stretch.b[seed].trips),
            .energy_not_served_mwh = unserved(stretch.a[seed]) - unserved(stretch.b[seed]),
            .runs_a_year = stretch.period ? stretch.period->runs_a_year() : 0.0,
            .trip_weight = stretch.period ? 1.0 : trip_weight(project, stretch.run),
            .ordinary = stretch.ordinary};
}

/// Charts need one run, and every seed of it sampled at the same times.
void keep_samples(const Stretch& stretch, Comparison& result) {
    if (stretch.period) {
        return;
    }
    const auto& like = stretch.a.front().samples;
    const auto fits = [&](const Outcomes& of) { return of.samples && like && of.samples->times == like->times; };
    if (std::ranges::all_of(stretch.a, fits) && std::ranges::all_of(stretch.b, fits)) {
        for (std::size_t k = 0; k < stretch.a.size(); ++k) {
            result.samples_a.push_back(*stretch.a[k].samples);
            result.samples_b.push_back(*stretch.b[k].samples);
        }
    }
}

std::string ordinary_day(const std::string& scenario) {
    return scenario + ", an ordinary day";
}

/// Beside a run with events: the measures bring something on the other days too, unless both scenarios have the same.
bool has_ordinary_days(const Scenario& a, const Scenario& b) {
    return (!a.events.empty() || !b.events.empty()) && a.measures != b.measures;
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
    return compare_scenarios(store, project, request, run_in(store), progress, stop);
}

Result<Comparison> compare_scenarios(const ProjectStore& store, const LoadedProject& project,
                                     const CompareRequest& request, const RunAndKeep& runner,
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
    if (!request.periods.empty() && (!a->events.empty() || !b->events.empty())) {
        return fail(ErrorCode::Malformed, "A scenario with events has hours of its own: compare it over one run, with "
                                          "--start and --duration, and not over periods.");
    }
    Comparison result{
        .project = store.file().filename().string(), .a = request.a, .b = request.b, .request = request.run};
    // The runs, by seed, of each period; or the one run as if it were one.
    std::vector<Stretch> stretches;
    for (const Period& period : request.periods) {
        Stretch stretch{.run = request.run, .period = period};
        stretch.run.start = period.start;
        stretch.run.duration = period.duration;
        stretch.run.trips = trips_of_period(project.networks.demand, period);
        stretches.push_back(std::move(stretch));
    }
    if (stretches.empty()) {
        stretches.push_back({.run = request.run});
    }
    // Results of ordinary days are kept under names of their own, so they need scenarios of such names.
    std::optional<LoadedProject> ordinary;
    if (has_ordinary_days(*a, *b)) {
        stretches.push_back({.run = request.run, .ordinary = true});
        ordinary = project;
        for (const Scenario* scenario : {&*a, &*b}) {
            ordinary->scenarios.push_back({.name = ordinary_day(scenario == &*a ? request.a : request.b),
                                           .measures = scenario->measures,
                                           .seed = scenario->seed});
        }
    }
    const std::size_t runs = 2 * stretches.size() * static_cast<std::size_t>(request.seeds);
    std::size_t done = 0;
    for (int k = 0; k < request.seeds; ++k) {
        result.seeds.push_back(request.run.seed + static_cast<std::uint64_t>(k));
        for (Stretch& stretch : stretches) {
            for (const bool first : {true, false}) {
                RunRequest run = stretch.run;
                run.record_every = k == 0 && !stretch.ordinary ? request.run.record_every : 0; // pictures need one
                run.seed = result.seeds.back();
                const std::string name =
                    stretch.ordinary ? ordinary_day(first ? request.a : request.b) : (first ? request.a : request.b);
                const std::string what = name + ", seed " + std::to_string(run.seed) +
                                         (stretch.period ? ", " + stretch.period->english : std::string{});
                auto found = find_or_run(
                    store, stretch.ordinary ? *ordinary : project, name, run, runner,
                    [&](double fraction) {
                        progress((static_cast<double>(done) + fraction) / static_cast<double>(runs), what);
                    },
                    stop);
                if (!found) {
                    return tl::make_unexpected(found.error());
                }
                if (!stretch.ordinary) {
                    (first ? result.hashes_a : result.hashes_b).push_back(found->hash);
                }
                (first ? stretch.a : stretch.b).push_back(std::move(*found));
                ++done;
            }
        }
    }
    for (Stretch& stretch : stretches) {
        for (std::size_t k = 0; k < stretch.a.size(); ++k) {
            price_lost_trips(stretch.a[k], stretch.b[k], project.networks.dependencies.district_names,
                             request.appraisal.value("choke_factor"));
        }
    }
    // Ordinary days are for the appraisal alone.
    const std::span<const Stretch> shown{stretches.data(), stretches.size() - (ordinary ? 1U : 0U)};
    const auto objects = [&](const std::function<const ordered_json&(const Outcomes&)>& part) {
        return compare_objects(mean_hour(shown, true, part), mean_hour(shown, false, part));
    };
    result.city = objects([](const Outcomes& o) -> const ordered_json& { return o.city; });
    mark_other_trips(result.city);
    for (const auto& [name, kpis] : stretches.front().a.front().districts.items()) {
        const std::string& district = name;
        result.districts.push_back({district, objects([&](const Outcomes& o) -> const ordered_json& {
                                        static const ordered_json kNone = ordered_json::object();
                                        const auto found = o.districts.find(district);
                                        return found == o.districts.end() ? kNone : *found;
                                    })});
        mark_other_trips(result.districts.back().kpis);
    }
    correct_for_many(result.districts);
    for (const Stretch& stretch : stretches) {
        if (stretch.period) {
            const auto city = [](const Outcomes& o) -> const ordered_json& { return o.city; };
            Comparison::PeriodRows rows{.period = *stretch.period, .trips = stretch.run.trips};
            rows.city = compare_objects(mean_hour({&stretch, 1}, true, city), mean_hour({&stretch, 1}, false, city));
            mark_other_trips(rows.city);
            result.periods.push_back(std::move(rows));
        }
    }
    std::vector<SeedSavings> savings(result.seeds.size());
    for (std::size_t k = 0; k < savings.size(); ++k) {
        for (const Stretch& stretch : stretches) {
            savings[k].push_back(savings_of(stretch, k, project));
        }
    }
    const CityView city{project.city, project.networks};
    result.measures_a = plain_words(*a, &city);
    result.measures_b = plain_words(*b, &city);
    keep_samples(stretches.front(), result);
    AppraisalSettings settings = request.appraisal;
    set_event_rate(settings, a->events, b->events);
    result.appraisal = appraise(a->measures, b->measures, savings, context_of(project, city, *a, *b), settings);
    result.level_ground = project.city.terrain.level();
    result.assumptions = run_assumptions(project, request.run, request.periods);
    result.attributions = project.city.attributions;
    progress(1.0, "done");
    return result;
}

} // namespace cityloom::scenarios

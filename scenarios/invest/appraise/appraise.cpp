// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/appraise/appraise.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "scenarios/compare/assumption_words.h"
#include "scenarios/compare/measure_cost.h"
#include "scenarios/invest/appraise/judge.h"
#include "scenarios/invest/plain/plain_measures.h"
#include "scenarios/measure/apply.h"
#include "scenarios/measure/kind.h"
#include "scenarios/measure/plain.h"

namespace cityloom::scenarios::invest {

namespace {

/// The measures of a plan that its base does not have.
std::vector<Measure> planned(const std::vector<Measure>& plan, const std::vector<Measure>& base) {
    std::vector<Measure> rest = plan;
    for (const Measure& measure : base) {
        const auto found = std::ranges::find(rest, measure);
        if (found != rest.end()) {
            rest.erase(found);
        }
    }
    return rest;
}

int first_year_of(const std::vector<Measure>& measures, const AppraiseRequest& request) {
    int first = 0;
    for (const Measure& measure : measures) {
        first = measure.begins > 0 && (first == 0 || measure.begins < first) ? measure.begins : first;
    }
    return request.first_year > 0 ? request.first_year
           : first > 0            ? first
                                  : static_cast<int>(request.settings.value("price_year")) + 1;
}

Result<void> check(const std::vector<Measure>& measures, const AppraiseRequest& request, int first_year) {
    if (measures.empty()) {
        return fail(ErrorCode::Malformed, "The scenario \"" + request.plan + "\" has no measures beside \"" +
                                              request.base +
                                              "\". Add what is to be built, with the year of its works: "
                                              "2028:lanes,street=42,forward=2.");
    }
    for (const Measure& measure : measures) {
        const MeasureKind* kind = find_measure_kind(measure.kind);
        if (kind == nullptr || kind->costs.empty()) {
            return fail(ErrorCode::Malformed,
                        "What this costs is not known: " + plain_words(measure).english + ". Take it out of \"" +
                            request.plan + "\", or put it into the scenario that the plan is held against (--base).");
        }
        if (measure.begins > 0 && measure.begins < first_year) {
            return fail(ErrorCode::Malformed, "Works that begin in " + std::to_string(measure.begins) +
                                                  " lie before the first year, " + std::to_string(first_year) +
                                                  ". Give another first year, or another year to that measure.");
        }
    }
    return {};
}

/// Years until all rows of a measure are in service: the longest of them.
std::map<std::string, int> build_years(const std::vector<PlannedCost>& costs) {
    std::map<std::string, int> years;
    for (const PlannedCost& cost : costs) {
        int& most = years[cost.line.measure];
        most = std::max(most, cost.build_years);
    }
    return years;
}

struct Step {
    PlanStage stage;
    std::vector<Measure> measures; ///< all that are in service then
};

std::vector<Step> steps_of(const std::vector<Measure>& measures, const std::vector<PlannedCost>& costs,
                           int first_year) {
    const std::map<std::string, int> building = build_years(costs);
    std::map<std::string, double> capital;
    double whole = 0.0;
    for (const PlannedCost& cost : costs) {
        capital[cost.line.measure] += static_cast<double>(cost.line.capital);
        whole += static_cast<double>(cost.line.capital);
    }
    const auto begins = [&](const Measure& m) { return m.begins > 0 ? m.begins - first_year : 0; };
    const auto opens = [&](const Measure& m) {
        const auto years = building.find(format_measure(m));
        return begins(m) + (years != building.end() ? years->second : 1);
    };
    std::set<int> years;
    for (const Measure& measure : measures) {
        years.insert(opens(measure));
    }
    std::vector<Step> steps;
    for (const int year : years) {
        Step step;
        step.stage.opens = year;
        double spent = 0.0;
        double count = 0.0;
        for (const Measure& measure : measures) {
            if (opens(measure) <= year) {
                step.measures.push_back(measure);
                spent += capital[format_measure(measure)];
                count += 1.0;
            }
            if (opens(measure) == year) {
                step.stage.begins = std::max(step.stage.begins, begins(measure));
            }
        }
        step.stage.share = whole > 0.0 ? spent / whole : count / static_cast<double>(measures.size());
        steps.push_back(std::move(step));
    }
    steps.back().stage.share = 1.0;
    return steps;
}

/// The whole plan, and as many others as lie nearest to equal shares of it.
void choose(std::vector<Step>& steps, std::size_t most) {
    steps.back().stage.simulated = true;
    for (std::size_t k = 1; k < std::max<std::size_t>(1, most); ++k) {
        const double wanted = static_cast<double>(k) / static_cast<double>(most);
        std::ranges::min_element(steps, {}, [&](const Step& step) {
            return std::abs(step.stage.share - wanted);
        })->stage.simulated = true;
    }
    if (steps.size() <= most) {
        for (Step& step : steps) {
            step.stage.simulated = true;
        }
    }
}

/// The plan with a plain measure in the place of what it stands for.
std::vector<Measure> with_plain(const std::vector<Measure>& plan, const PlainMeasure& plain) {
    std::vector<Measure> all;
    for (const Measure& measure : plan) {
        if (std::ranges::find(plain.instead_of, measure) == plain.instead_of.end()) {
            all.push_back(measure);
        }
    }
    all.insert(all.end(), plain.measures.begin(), plain.measures.end());
    return all;
}

/// Those that can be applied: what cannot be is no alternative.
std::vector<PlainMeasure> plain_of(const std::vector<Measure>& measures, const EffectSimulator& simulator,
                                   const LoadedProject& project, const std::stop_token& stop) {
    constexpr std::size_t kMost = 6;
    auto found = plain_measures(measures, project.city, simulator.applied_base(), simulator.busiest_run(), stop);
    std::erase_if(found, [&](const PlainMeasure& plain) {
        return !simulator.apply(with_plain(measures, plain), stop).has_value();
    });
    found.resize(std::min(found.size(), kMost), PlainMeasure{});
    return found;
}

Text words_of(const std::vector<Measure>& measures, const CityView& view) {
    Text words = plain_words(measures.front(), &view);
    if (measures.size() > 1) {
        const std::string more = std::to_string(measures.size() - 1);
        const std::string all = std::to_string(measures.size());
        words = filled({"%1, and %2 more", "%1等 %2 项"}, {words, Text{Words{more, all}}});
    }
    return words;
}

Cents capital_of(const std::vector<Measure>& measures, const AppraisalContext& context,
                 const AppraisalSettings& settings) {
    Cents sum = 0;
    for (const PlannedCost& cost : planned_costs(measures, context, settings, 0)) {
        sum += cost.line.capital;
    }
    return sum;
}

constexpr double kFewerTrips = 0.85;
constexpr double kMoreTrips = 1.15;

} // namespace

std::vector<PlannedCost> planned_costs(const std::vector<Measure>& measures, const AppraisalContext& context,
                                       const AppraisalSettings& settings, int first_year) {
    std::vector<PlannedCost> costs;
    for (const Measure& measure : measures) {
        for (CostLine& line : cost_lines({&measure, 1}, context, settings)) {
            const auto row = std::ranges::find(settings.costs, line.id, &UnitCost::id);
            costs.push_back({.line = std::move(line),
                             .build_class = row->build_class,
                             .build_years = std::max(1, row->build_years),
                             .by_public = row->leads != "market",
                             .begins = measure.begins > 0 ? measure.begins - first_year : 0});
        }
    }
    return costs;
}

Result<PlanAppraisal> appraise_plan(const ProjectStore& store, const EffectKeeping& keeping,
                                    const LoadedProject& project, const AppraiseRequest& request,
                                    const EffectSimulator::Progress& progress, const std::stop_token& stop) {
    const auto plan = resolve_scenario(project.scenarios, request.plan);
    if (!plan) {
        return tl::make_unexpected(plan.error());
    }
    if (!plan->events.empty()) {
        return fail(ErrorCode::Malformed,
                    "The scenario \"" + request.plan +
                        "\" holds events. A plan is of measures alone: failures are tried anyway.");
    }
    auto simulator = EffectSimulator::make(store, keeping, project, request.base, request.effects, stop);
    if (!simulator) {
        return tl::make_unexpected(simulator.error());
    }
    const std::vector<Measure> measures = planned(plan->measures, simulator->base().measures);
    const int first_year = first_year_of(measures, request);
    if (const auto good = check(measures, request, first_year); !good) {
        return tl::make_unexpected(good.error());
    }
    PlanAppraisal appraisal{
        .project = store.file().filename().string(), .plan = request.plan, .base = request.base, .request = request};
    AppraisalContext context = appraisal_context(project.networks);
    const CityView view{project.city, project.networks};
    context.city = &view;
    appraisal.model.first_year = first_year;
    appraisal.model.costs = planned_costs(measures, context, request.settings, first_year);
    std::vector<Step> steps = steps_of(measures, appraisal.model.costs, first_year);
    choose(steps, request.stages);

    std::vector<EffectCase> cases;
    for (const Step& step : steps) {
        if (step.stage.simulated) {
            cases.push_back({.measures = step.measures});
        }
    }
    const bool with_demand = request.demand_points && touches_traffic(measures);
    if (with_demand) {
        cases.push_back({.measures = measures, .demand = kFewerTrips});
        cases.push_back({.measures = measures, .demand = kMoreTrips});
    }
    const std::vector<PlainMeasure> plain =
        request.alternatives ? plain_of(measures, *simulator, project, stop) : std::vector<PlainMeasure>{};
    const std::size_t first_plain = cases.size();
    for (const PlainMeasure& each : plain) {
        cases.push_back({.measures = with_plain(measures, each)});
    }
    const auto found = simulator->simulate(
        cases, [&](double fraction, const std::string& what) { progress(0.95 * fraction, what); }, stop);
    if (!found) {
        return tl::make_unexpected(found.error());
    }
    std::size_t next = 0;
    for (Step& step : steps) {
        if (step.stage.simulated) {
            step.stage.effects = (*found)[next++];
        }
        appraisal.model.stages.push_back(std::move(step.stage));
    }
    interpolate(appraisal.model.stages);
    if (with_demand) {
        DemandResponse& response = appraisal.model.demand;
        response = {.low = kFewerTrips,
                    .high = kMoreTrips,
                    .at_low = (*found)[next].mean(),
                    .at_one = appraisal.model.stages.back().effects.mean(),
                    .at_high = (*found)[next + 1].mean(),
                    .known = true};
        appraisal.demand_error = demand_error_of(response, request.settings);
        response.known = appraisal.demand_error && *appraisal.demand_error <= kMostDemandError;
    }
    appraisal.hashes = simulator->hashes();
    appraisal.simulated = simulator->simulated();
    if (request.samples > 0) {
        progress(0.95, "samples");
        auto samples = draw_samples(appraisal.model, request.settings, request.samples, request.sample_seed, stop);
        if (!samples) {
            return tl::make_unexpected(samples.error());
        }
        appraisal.samples = std::move(*samples);
    }
    work_out_money(appraisal, project.networks.dependencies.district_names);
    for (const lifeline::Building& building : project.networks.dependencies.buildings) {
        appraisal.districts[std::min<std::size_t>(building.district, appraisal.districts.size() - 1)].people +=
            static_cast<double>(building.people);
    }
    for (std::size_t k = 0; k < plain.size(); ++k) {
        PlainAlternative alternative{.words = words_of(plain[k].measures, view),
                                     .instead = words_of(plain[k].instead_of, view),
                                     .rule = plain[k].rule,
                                     .measures = plain[k].measures,
                                     .instead_of = plain[k].instead_of,
                                     .capital = capital_of(plain[k].measures, context, request.settings),
                                     .instead_capital = capital_of(plain[k].instead_of, context, request.settings)};
        const std::vector<Measure> with = with_plain(measures, plain[k]);
        PlanModel model{.first_year = first_year, .costs = planned_costs(with, context, request.settings, first_year)};
        std::vector<Step> of = steps_of(with, model.costs, first_year);
        of.back().stage.simulated = true;
        of.back().stage.effects = (*found)[first_plain + k];
        for (Step& step : of) {
            model.stages.push_back(std::move(step.stage));
        }
        interpolate(model.stages);
        weigh_alternative(appraisal, std::move(alternative), model);
    }
    std::ranges::stable_sort(appraisal.alternatives, std::greater{}, &PlainAlternative::npv);
    appraisal.assumptions = run_assumptions(project, {}, request.effects.periods);
    if (const auto judged = judge(appraisal, *simulator, measures, stop); !judged) {
        return tl::make_unexpected(judged.error());
    }
    progress(1.0, "done");
    return appraisal;
}

} // namespace cityloom::scenarios::invest

// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/beside/beside.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "scenarios/measure/plain.h"

namespace cityloom::scenarios::invest {

namespace {

Result<void> check(const BesideRequest& request) {
    const std::set<std::string> names{request.plans.begin(), request.plans.end()};
    if (request.plans.size() < 2 || request.plans.size() > kMostBeside) {
        return fail(ErrorCode::Malformed, std::to_string(request.plans.size()) + " plans are named. Name two to " +
                                              std::to_string(kMostBeside) + ": --plans A,B,C.");
    }
    if (names.size() != request.plans.size()) {
        return fail(ErrorCode::Malformed, "A plan is named twice. Name each once: --plans A,B,C.");
    }
    return {};
}

/// All plans begin in one year, so that their money is of one year: the first in which works of any begin.
int first_year_of(const LoadedProject& project, const BesideRequest& request) {
    int first = request.appraise.first_year;
    for (const std::string& name : request.plans) {
        const auto plan = resolve_scenario(project.scenarios, name);
        for (std::size_t k = 0; plan && request.appraise.first_year == 0 && k < plan->measures.size(); ++k) {
            const int begins = plan->measures[k].begins;
            first = begins > 0 && (first == 0 || begins < first) ? begins : first;
        }
    }
    return first;
}

double sum(const std::vector<double>& row) {
    return std::accumulate(row.begin(), row.end(), 0.0);
}

void fill(PlanBeside& plan) {
    const PlanAppraisal& a = *plan.appraisal;
    const PlanFlows flows = plan_flows(a.model, a.request.settings);
    plan.aims.npv = to_units(a.npv);
    plan.aims.capital = sum(flows.capital);
    plan.aims.peak_debt = to_units(a.peak_debt());
    plan.aims.outage_hours = a.request.settings.value("failure_factor") *
                             (sum(flows.effects[static_cast<std::size_t>(Effect::OutagePower)]) +
                              sum(flows.effects[static_cast<std::size_t>(Effect::OutageWater)]));
    plan.bcr = a.bcr;
    bool any = false;
    for (const DistrictGain& d : a.districts) {
        if (d.people >= 1.0) {
            const double a_head = to_units(d.present) / d.people;
            plan.aims.worst_district = any ? std::min(plan.aims.worst_district, a_head) : a_head;
            any = true;
        }
        plan.losers += d.present < -100 && !d.name.empty() ? 1U : 0U;
    }
    for (const ThingUse& use : a.uses) {
        plan.use = std::min(plan.use.value_or(std::numeric_limits<double>::infinity()), use.most);
    }
}

Text name_of(const PlanBeside& plan) {
    return plan.appraisal ? scenario_words(plan.appraisal->plan) : Text{Words{"building nothing", "不建设"}};
}

Text million(double euro) {
    char text[48];
    const bool small = std::abs(euro) < 1e6;
    std::snprintf(text, sizeof text, small ? "%.1f" : "%.2f", euro * (small ? 1e-3 : 1e-6));
    return filled(small ? Words{"%1 thousand EUR", "%1 千欧元"} : Words{"%1 M EUR", "%1 百万欧元"}, {Text{text}});
}

Text percent(double share) {
    char text[32];
    std::snprintf(text, sizeof text, "%.0f", 100.0 * share);
    return Text{text};
}

void say(Beside& b) {
    const auto best = std::ranges::max_element(b.plans, {}, [](const PlanBeside& p) { return p.aims.npv; });
    b.findings.push_back(best->appraisal
                             ? filled({"Most net value as it is expected: %1, with %2.", "预期净现值最高：%1，%2。"},
                                      {name_of(*best), million(best->aims.npv)})
                             : Text{Words{"None of the plans brings more than it costs: building nothing is best.",
                                          "各计划均入不敷出：不建设最优。"}});
    const PlanBeside& robust = b.plans[b.least_regret];
    constexpr double kEuro = 1.0;
    const std::string futures = std::to_string(b.plans.front().futures.size());
    b.findings.push_back(
        robust.regret.most < kEuro
            ? filled({"Robust by its largest regret (Savage): %1. It is the best in all %2 futures.",
                      "按最大遗憾最小（Savage 准则）稳健的是：%1。在全部 %2 个未来情景中均为最优。"},
                     {name_of(robust), futures})
            : filled(
                  {"Robust by its largest regret (Savage): %1. In none of %2 futures does it fall more than %3 short "
                   "of the best.",
                   "按最大遗憾最小（Savage 准则）稳健的是：%1。在 %2 个未来情景中，与最优方案的差距不超过 %3。"},
                  {name_of(robust), futures, million(robust.regret.most)}));
    const PlanBeside& often = b.plans[b.most_often_pays];
    if (often.appraisal && often.regret.pays > 0.0) {
        b.findings.push_back(filled(
            {"Most often worth its cost: %1, in %2 % of the futures.", "最常值得建设的是：%1，占 %2 % 的未来情景。"},
            {name_of(often), percent(often.regret.pays)}));
    }
    const std::set<std::size_t> chosen{b.least_regret, b.least_mean_regret, b.least_worst_tenth};
    if (chosen.size() > 1) {
        b.warnings.push_back(
            filled({"Other ways to count regret choose otherwise: by its mean %1, by the mean of its worst tenth %2.",
                    "按其他遗憾准则结果不同：按均值为%1，按最差一成的均值为%2。"},
                   {name_of(b.plans[b.least_mean_regret]), name_of(b.plans[b.least_worst_tenth])}));
    }
    for (const PlanBeside& plan : b.plans) {
        if (plan.dominated_by.empty() || !plan.appraisal) {
            continue;
        }
        Text by;
        for (const std::size_t other : plan.dominated_by) {
            by = by.english.empty() ? name_of(b.plans[other])
                                    : filled({"%1, %2", "%1、%2"}, {by, name_of(b.plans[other])});
        }
        b.warnings.push_back(filled({"%1 is dominated: in every aim as good or better, and better in one, is %2.",
                                     "%1被支配：各目标均不逊且至少一项更优的是%2。"},
                                    {name_of(plan), by}));
    }
}

template <typename Of> std::size_t least(const std::vector<PlanBeside>& plans, Of of) {
    return static_cast<std::size_t>(std::ranges::min_element(plans, {}, of) - plans.begin());
}

} // namespace

Result<void> weigh(Beside& beside, const std::stop_token& stop) {
    std::erase_if(beside.plans, [](const PlanBeside& plan) { return !plan.appraisal; });
    std::vector<const PlanModel*> models;
    for (PlanBeside& plan : beside.plans) {
        fill(plan);
        models.push_back(&plan.appraisal->model);
    }
    const AppraisalSettings& settings = beside.request.appraise.settings;
    beside.uncertainties = uncertainties_of(models, settings);
    const auto futures =
        sample_points(beside.request.futures, beside.uncertainties.size(), beside.request.appraise.sample_seed);
    std::vector<std::vector<double>> npv;
    for (PlanBeside& plan : beside.plans) {
        plan.futures.clear();
        for (const std::vector<double>& future : futures) {
            if (stop.stop_requested()) {
                return fail(ErrorCode::Cancelled, "The futures were cancelled.");
            }
            plan.futures.push_back(in_future(plan.appraisal->model, settings, beside.uncertainties, future).npv);
        }
        npv.push_back(plan.futures);
    }
    PlanBeside nothing;
    nothing.bcr = std::numeric_limits<double>::quiet_NaN();
    nothing.futures.assign(futures.size(), 0.0);
    npv.push_back(nothing.futures);
    beside.plans.push_back(std::move(nothing));
    const std::vector<Regret> regret = regrets(npv, true);
    std::vector<Aims> aims;
    for (std::size_t p = 0; p < beside.plans.size(); ++p) {
        beside.plans[p].regret = regret[p];
        aims.push_back(beside.plans[p].aims);
    }
    const auto by = dominated_by(aims);
    for (std::size_t p = 0; p < beside.plans.size(); ++p) {
        beside.plans[p].dominated_by = by[p];
    }
    beside.least_regret = least(beside.plans, [](const PlanBeside& p) { return p.regret.most; });
    beside.least_mean_regret = least(beside.plans, [](const PlanBeside& p) { return p.regret.mean; });
    beside.least_worst_tenth = least(beside.plans, [](const PlanBeside& p) { return p.regret.worst_tenth; });
    beside.most_often_pays = least(beside.plans, [](const PlanBeside& p) { return -p.regret.pays; });
    if (beside.plans[beside.most_often_pays].regret.pays <= 0.0) {
        beside.most_often_pays = beside.plans.size() - 1; // none ever does
    }
    beside.findings.clear();
    beside.warnings.clear();
    say(beside);
    return {};
}

Result<Beside> appraise_beside(const ProjectStore& store, const EffectKeeping& keeping, const LoadedProject& project,
                               const BesideRequest& request, const EffectSimulator::Progress& progress,
                               const std::stop_token& stop) {
    if (const auto good = check(request); !good) {
        return tl::make_unexpected(good.error());
    }
    Beside beside{.project = store.file().filename().string(), .base = request.appraise.base, .request = request};
    beside.first_year = first_year_of(project, request);
    for (std::size_t k = 0; k < request.plans.size(); ++k) {
        AppraiseRequest one = request.appraise;
        one.plan = request.plans[k];
        one.first_year = beside.first_year;
        one.samples = 0;
        one.alternatives = false; // the plans are each other's
        const auto count = static_cast<double>(request.plans.size());
        auto appraisal = appraise_plan(
            store, keeping, project, one,
            [&](double fraction, const std::string& what) {
                progress((static_cast<double>(k) + fraction) / count, one.plan + ": " + what);
            },
            stop);
        if (!appraisal) {
            return tl::make_unexpected(appraisal.error());
        }
        beside.simulated += appraisal->simulated;
        beside.plans.push_back({.appraisal = std::move(*appraisal)});
    }
    beside.first_year = beside.plans.front().appraisal->model.first_year;
    if (const auto done = weigh(beside, stop); !done) {
        return tl::make_unexpected(done.error());
    }
    return beside;
}

} // namespace cityloom::scenarios::invest

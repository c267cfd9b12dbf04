// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/plan/plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include <nlohmann/json.hpp>

#include "scenarios/compare/measure_cost.h"
#include "scenarios/invest/appraise/appraise.h"
#include "scenarios/invest/fields/field.h"
#include "scenarios/measure/apply.h"
#include "scenarios/measure/kind.h"
#include "scenarios/measure/plain.h"

namespace cityloom::scenarios::invest {

namespace {

using Json = nlohmann::ordered_json;

/// What of the budget's file the solver does not know, taken out of it.
struct OwnFields {
    std::map<std::string, double> district_weights;
    std::vector<double> revenue; ///< by year; empty: not given
};

Result<OwnFields> take_own(Json& limits, const std::string& name, int years) {
    OwnFields own;
    try {
        const Field root{limits, ""};
        if (const auto weights = root.find("district_weights")) {
            for (const auto& [district, weight] : weights->members()) {
                own.district_weights[district] = weight.number(0.0, 1e6);
            }
        }
        if (const auto revenue = root.find("revenue")) {
            own.revenue = revenue->numbers(static_cast<std::size_t>(years));
        }
    } catch (const WrongField& wrong) {
        Error error = wrong.error;
        error.message = name + ": " + error.message;
        return tl::make_unexpected(error);
    }
    limits.erase("revenue");
    return own;
}

std::string million(Cents cents) {
    char text[48];
    std::snprintf(text, sizeof text, "%.2f", to_units(cents) * 1e-6);
    return text;
}

} // namespace

std::vector<Text> debt_warnings(const std::vector<DebtYear>& debt, const std::vector<double>& revenue, int first_year) {
    // Bands in which a city's debt beside its revenue is watched: 120, 200 and 300 % (China's colours, second-hand).
    static constexpr double kBands[] = {1.2, 2.0, 3.0};
    static constexpr Words kColours[] = {{"yellow", "黄色"}, {"orange", "橙色"}, {"red", "红色"}};
    // In fewer years than these works alone may still be going on.
    constexpr std::size_t kYears = 5;
    std::vector<Text> warnings;
    bool grows = debt.size() >= kYears;
    for (std::size_t t = 1; t < debt.size(); ++t) {
        grows = grows && debt[t].stock > debt[t - 1].stock;
    }
    if (grows) {
        warnings.push_back(filled(
            {"The debt grows in every year to the last, from %1 to %2 M EUR, and its service with it, to %3 M EUR a "
             "year: nothing in these years pays it down.",
             "债务逐年增长直至最后一年，由 %1 增至 %2 百万欧元，年还本付息随之升至 %3 百万欧元：期内债务未见下降。"},
            {million(debt.front().stock), million(debt.back().stock), million(debt.back().service())}));
    }
    std::size_t worst = 0;
    std::size_t year = 0;
    for (std::size_t t = 0; t < std::min(debt.size(), revenue.size()); ++t) {
        std::size_t band = 0;
        for (const double each : kBands) {
            band += to_units(debt[t].stock) > each * revenue[t] ? 1U : 0U;
        }
        if (band > worst) {
            worst = band;
            year = t;
        }
    }
    if (worst > 0) {
        warnings.push_back(
            filled({"In %1 the debt is beyond %2 % of the revenue (%3 band).", "%1 年债务超过收入的 %2 %（%3区间）。"},
                   {std::to_string(first_year + static_cast<int>(year)),
                    std::to_string(std::lround(100.0 * kBands[worst - 1])), Text{kColours[worst - 1]}}));
    }
    return warnings;
}

std::vector<Package> packages_of(const std::vector<Measure>& measures, std::size_t most,
                                 const AppraisalContext& context, const AppraisalSettings& settings) {
    std::vector<std::vector<Measure>> groups;
    if (measures.size() <= most) {
        for (const Measure& measure : measures) {
            groups.push_back({measure});
        }
    } else {
        std::vector<std::string> kinds;
        std::map<std::string, std::vector<Measure>> by_kind;
        for (const Measure& measure : measures) {
            if (!by_kind.contains(measure.kind)) {
                kinds.push_back(measure.kind);
            }
            by_kind[measure.kind].push_back(measure);
        }
        // Each kind has one package, and what is left goes by their numbers.
        const std::size_t left = most > kinds.size() ? most - kinds.size() : 0;
        for (const std::string& kind : kinds) {
            const std::vector<Measure>& all = by_kind[kind];
            const std::size_t parts = std::min(all.size(), 1 + left * all.size() / measures.size());
            for (std::size_t k = 0; k < parts; ++k) {
                const std::size_t begin = k * all.size() / parts;
                const std::size_t end = (k + 1) * all.size() / parts;
                groups.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(begin),
                                    all.begin() + static_cast<std::ptrdiff_t>(end));
            }
        }
    }
    std::vector<Package> packages;
    for (const std::vector<Measure>& group : groups) {
        Package package{.id = "P" + std::to_string(packages.size() + 1),
                        .words = plain_words(group.front(), context.city),
                        .measures = group,
                        .costs = planned_costs(group, context, settings, 0),
                        .needs = {}};
        if (group.size() > 1) {
            package.words =
                filled({"%1, and %2 more of its kind", "%1等 %2 项"},
                       {package.words, Text{Words{}} + filled({"%1", "%2"}, {std::to_string(group.size() - 1),
                                                                             std::to_string(group.size())})});
        }
        packages.push_back(std::move(package));
    }
    // Roadside units speak to nobody where no vehicle listens.
    for (Package& package : packages) {
        for (std::size_t other = 0; package.measures.front().kind == "rsu" && other < packages.size(); ++other) {
            if (packages[other].measures.front().kind == "connected") {
                package.needs.push_back(other);
            }
        }
    }
    return packages;
}

std::optional<Starts> Plan::chosen() const {
    if (settled.rounds.empty() || settled.rounds[settled.best].npv < 0.0) {
        return {};
    }
    const Starts& start = settled.rounds[settled.best].start;
    const bool any = std::ranges::any_of(start, [](int year) { return year != kNever; });
    return any ? std::optional{start} : std::nullopt;
}

Scenario scenario_of(const Plan& plan) {
    Scenario scenario{.name = plan.request.into,
                      .base = plan.request.base == "base" ? std::string{} : plan.request.base};
    const std::optional<Starts> chosen = plan.chosen();
    for (std::size_t i = 0; chosen && i < chosen->size(); ++i) {
        for (Measure measure : plan.portfolio.packages[i].measures) {
            if ((*chosen)[i] != kNever) {
                measure.begins = plan.portfolio.first_year + (*chosen)[i];
                measure.off = false;
                scenario.measures.push_back(std::move(measure));
            }
        }
    }
    return scenario;
}

Result<Plan> make_plan(const ProjectStore& store, const EffectKeeping& keeping, const LoadedProject& project,
                       const PlanRequest& request, const EffectSimulator::Progress& progress,
                       const std::stop_token& stop) {
    Plan plan{.project = store.file().filename().string(), .request = request};
    const auto there = std::ranges::find(project.scenarios, request.candidates, &Scenario::name);
    if (there == project.scenarios.end()) {
        return fail(ErrorCode::NotFound, "There is no scenario \"" + request.candidates +
                                             "\" to choose from. Make one: candidates PROJECT --into " +
                                             request.candidates + ".");
    }
    const auto taken = std::ranges::find(project.scenarios, request.into, &Scenario::name);
    if (taken != project.scenarios.end() && !request.replace) {
        return fail(ErrorCode::Exists,
                    "There is a scenario \"" + request.into + "\" already. Give another name (--into), or --replace.");
    }
    Json limits = Json::object();
    std::string limits_name = "the budget";
    if (!request.budget.empty()) {
        auto read = read_json(request.budget, "budget");
        if (!read) {
            return tl::make_unexpected(read.error());
        }
        limits = std::move(*read);
        limits_name = request.budget.filename().string();
    }
    if (!limits.is_object()) {
        return fail(ErrorCode::Malformed, limits_name + " is no object. Write {\"budget\": [...]}.");
    }
    if (!limits.contains("budget")) {
        limits["budget"] = Json::array();
        for (int t = 0; t < request.years; ++t) {
            limits["budget"].push_back(nullptr);
        }
    }
    auto own = take_own(limits, limits_name, request.years);
    if (!own) {
        return tl::make_unexpected(own.error());
    }
    std::vector<Measure> measures;
    for (Measure measure : there->measures) {
        const MeasureKind* kind = find_measure_kind(measure.kind);
        measure.off = false;
        measure.begins = 0;
        if (kind == nullptr || kind->costs.empty()) {
            return fail(ErrorCode::Malformed, "What this costs is not known: " + plain_words(measure).english +
                                                  ". Take it out of \"" + request.candidates + "\".");
        }
        if (std::ranges::find(measures, measure) == measures.end()) {
            measures.push_back(std::move(measure));
        }
    }
    if (measures.empty()) {
        return fail(ErrorCode::Malformed,
                    "The scenario \"" + request.candidates + "\" has no measures to choose from.");
    }
    auto simulator = EffectSimulator::make(store, keeping, project, request.base, request.effects, stop);
    if (!simulator) {
        return tl::make_unexpected(simulator.error());
    }
    AppraisalContext context = appraisal_context(project.networks);
    const CityView view{project.city, project.networks};
    context.city = &view;
    plan.portfolio = {.first_year = request.first_year,
                      .years = request.years,
                      .packages = packages_of(measures, request.packages, context, request.settings),
                      .limits = &limits,
                      .limits_name = limits_name,
                      .aim = request.aim,
                      .district_weights = std::move(own->district_weights),
                      .districts = project.networks.dependencies.district_names,
                      .gap = request.gap,
                      .stages = request.stages,
                      .settings = request.settings};
    double before = 0.0;
    const EffectOracle oracle = [&](const std::vector<std::vector<std::size_t>>& sets,
                                    const std::string& what) -> Result<std::vector<Effects>> {
        std::vector<EffectCase> cases;
        for (const std::vector<std::size_t>& set : sets) {
            cases.emplace_back();
            for (const std::size_t i : set) {
                const auto& of = plan.portfolio.packages[i].measures;
                cases.back().measures.insert(cases.back().measures.end(), of.begin(), of.end());
            }
        }
        // How many such questions there will be is not known: each takes a third of what is left.
        const double share = (1.0 - before) / 3.0;
        auto effects = simulator->simulate(
            cases, [&](double fraction, const std::string&) { progress(before + share * fraction, what); }, stop);
        before += share;
        return effects;
    };
    auto settled = settle(plan.portfolio, oracle, stop);
    plan.portfolio.limits = nullptr; // of this function
    if (!settled) {
        return tl::make_unexpected(settled.error());
    }
    plan.settled = std::move(*settled);
    plan.warnings = plan.settled.warnings;
    for (Text& warning : debt_warnings(plan.settled.rollout.books.debt, own->revenue, request.first_year)) {
        plan.warnings.push_back(std::move(warning));
    }
    if (request.effects.seeds < 2) {
        plan.warnings.emplace_back(
            Words{"One seed: what a package or a pair brings is not told from chance. Give more "
                  "seeds before deciding on small differences.",
                  "仅一个种子：各项及其组合的效益无法与随机性区分。差别较小时请增加种子再决定。"});
    }
    plan.hashes = simulator->hashes();
    plan.simulated = simulator->simulated();
    progress(1.0, "done");
    return plan;
}

} // namespace cityloom::scenarios::invest

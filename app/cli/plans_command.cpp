// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/run_options.h"
#include "app/cli/terminal.h"
#include "scenarios/invest/beside/beside.h"
#include "scenarios/report/report.h"

namespace cityloom::cli {

namespace {

using scenarios::invest::Beside;
using scenarios::invest::PlanBeside;

struct Options {
    std::string project;
    scenarios::invest::BesideRequest request;
    std::vector<std::string> parameters;
    std::string periods = "all";
    std::string html;
    bool json = false;
};

std::string name_of(const PlanBeside& plan) {
    return plan.appraisal ? plan.appraisal->plan : std::string{"(nothing built)"};
}

void print(const Beside& b) {
    for (const scenarios::Text& finding : b.findings) {
        print_text("%s\n", finding.english.c_str());
    }
    for (const scenarios::Text& warning : b.warnings) {
        print_text("  ! %s\n", warning.english.c_str());
    }
    print_text("\n%-24s %10s %6s %10s %10s %12s %10s %6s %10s %10s %10s %6s\n", "plan", "NPV M EUR", "BCR", "capital",
               "most owed", "outage p.h", "worst EUR", "use", "regret", "mean", "worst 10%", "pays");
    for (const PlanBeside& plan : b.plans) {
        const auto million = [](double euro) { return euro * 1e-6; };
        char bcr[16] = "-";
        char use[16] = "-";
        if (std::isfinite(plan.bcr)) {
            std::snprintf(bcr, sizeof bcr, "%.2f", plan.bcr);
        }
        if (plan.use) {
            std::snprintf(use, sizeof use, "%.0f %%", 100.0 * *plan.use);
        }
        print_text("%-24s %10.3f %6s %10.3f %10.3f %12.0f %10.2f %6s %10.3f %10.3f %10.3f %4.0f %%\n",
                   name_of(plan).c_str(), million(plan.aims.npv), bcr, million(plan.aims.capital),
                   million(plan.aims.peak_debt), plan.aims.outage_hours, plan.aims.worst_district, use,
                   million(plan.regret.most), million(plan.regret.mean), million(plan.regret.worst_tenth),
                   100.0 * plan.regret.pays);
    }
    print_text("\n");
    for (const PlanBeside& plan : b.plans) {
        if (plan.appraisal) {
            print_text("%s: %s\n", name_of(plan).c_str(), plan.appraisal->explained.english.c_str());
        }
    }
    print_text("%zu runs and days were simulated now; what was simulated before was kept.\n", b.simulated);
}

int run(Options options) {
    if (!set_parameters(options.parameters, options.request.appraise.settings)) {
        return kUsage;
    }
    if (options.periods != "all") {
        std::erase_if(options.request.appraise.effects.periods,
                      [](const scenarios::Period& period) { return period.id != "morning" && period.id != "evening"; });
    }
    auto store = scenarios::ProjectStore::open(options.project, scenarios::ProjectStore::Mode::ReadWrite, stop_asked());
    if (!store) {
        return complain(store.error(), options.project);
    }
    const auto project = scenarios::load_project(*store);
    if (!project) {
        return complain(project.error(), options.project);
    }
    const auto beside = [&] {
        ProgressLine line{"plans"};
        return scenarios::invest::appraise_beside(
            *store, scenarios::invest::keep_in(*store), *project, options.request,
            [&](double fraction, const std::string& what) { line.show(fraction, what); }, stop_asked());
    }();
    if (beside && !options.html.empty()) {
        const scenarios::ReportExtras extras{.city = project->city.name};
        if (const auto written = scenarios::write_text_file(
                options.html, scenarios::to_html(scenarios::report_document(*beside, extras)));
            !written) {
            return complain(written.error());
        }
    }
    return answer(beside, options.json, print, options.project);
}

} // namespace

void add_plans(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    scenarios::invest::AppraiseRequest& request = options->request.appraise;
    CLI::App* command = program.add_subcommand(
        "plans",
        "Appraise up to six plans side by side: which others dominate, and which is robust over sampled futures");
    command->add_option("PROJECT", options->project, "Project; what is simulated is kept in it")->required();
    command->add_option("--plans", options->request.plans, "Two to six scenarios, as A,B,C")
        ->delimiter(',')
        ->required();
    command->add_option("--base", request.base, "What all are held against; base is the city as it stands")
        ->capture_default_str();
    command->add_option("--futures", options->request.futures, "In which all of them are tried")
        ->check(CLI::Range(10, 100000))
        ->capture_default_str();
    command->add_option("--sample-seed", request.sample_seed, "Of the futures")->capture_default_str();
    command->add_option("--first-year", request.first_year, "Year 0 of the money; 0: of the first works of any")
        ->check(CLI::Range(0, 9999))
        ->capture_default_str();
    command->add_option("--seeds", request.effects.seeds, "Paired seeds")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    command->add_option("--seed", request.effects.first_seed, "The first of them")->capture_default_str();
    command->add_option("--stages", request.stages, "Stages of each plan that are simulated, at the most")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    command
        ->add_option("--periods", options->periods,
                     "all: the periods of a year. peak: weekday morning and evening alone, which is quicker and leaves "
                     "the other hours out")
        ->check(CLI::IsMember({"all", "peak"}))
        ->capture_default_str();
    command->add_option("--failures", request.effects.failures, "Assets whose loss is tried, at the most")
        ->check(CLI::Range(0, 100000))
        ->capture_default_str();
    command->add_flag(
        "!--no-demand", request.demand_points,
        "Do not simulate the plans with 15 % fewer and more trips: their effects then do not change with demand");
    command->add_option("--threads", request.effects.threads, "0: one per core")->capture_default_str();
    command->add_option("--set", options->parameters, "Change a parameter, NAME=NUMBER");
    command->add_option("--html", options->html, "Write a self-contained report");
    command->add_flag("--json", options->json, "One JSON object on stdout; see docs/formats/plans.md");
    command->callback([options, &job] { job = [options] { return run(*options); }; });
}

} // namespace cityloom::cli

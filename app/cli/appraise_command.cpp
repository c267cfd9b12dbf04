// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/run_options.h"
#include "app/cli/terminal.h"
#include "scenarios/invest/appraise/appraise.h"
#include "scenarios/report/report.h"

namespace cityloom::cli {

namespace {

using scenarios::invest::PlanAppraisal;

struct Options {
    std::string project;
    scenarios::invest::AppraiseRequest request;
    std::vector<std::string> parameters;
    bool resume = false;
    std::string html;
    std::string csv;
    bool json = false;
};

void print(const PlanAppraisal& a) {
    print_text("%s\n", a.explained.english.c_str());
    for (const scenarios::Text& finding : a.findings) {
        print_text("%s\n", finding.english.c_str());
    }
    for (const scenarios::Text& warning : a.warnings) {
        print_text("  ! %s\n", warning.english.c_str());
    }
    const auto million = [](scenarios::invest::Cents cents) { return static_cast<double>(cents) * 1e-8; };
    print_text("\n%-52s %12s %12s\n", "M EUR", "total", "present");
    for (const scenarios::invest::MoneyTable& table : a.tables) {
        print_text("%s\n", table.words.english.c_str());
        for (const scenarios::invest::MoneyRow& row : table.rows) {
            if (row.total != 0 || row.present != 0) {
                print_text("  %-50s %12.3f %12.3f\n", row.words.english.c_str(), million(row.total),
                           million(row.present));
            }
        }
        print_text("  %-50s %12.3f %12.3f\n", "Net", million(table.net.total), million(table.net.present));
    }
    const auto value = [](const std::optional<double>& of, double times, const char* unit) {
        char text[40];
        std::snprintf(text, sizeof text, "%.2f%s", times * of.value_or(0.0), unit);
        return of && std::isfinite(*of) ? std::string{text} : std::string{"none"};
    };
    print_text("\nBenefit-cost ratio %s; economic rate of return %s; payback %s, discounted %s\n",
               value(a.bcr, 1.0, "").c_str(), value(a.economic_return.chosen, 100.0, " %").c_str(),
               value(a.payback, 1.0, " years").c_str(), value(a.discounted_payback, 1.0, " years").c_str());
    print_text("%zu runs and days were simulated now; what was simulated before was kept.\n", a.simulated);
}

int run(Options options) {
    if (!set_parameters(options.parameters, options.request.settings)) {
        return kUsage;
    }
    auto store = scenarios::ProjectStore::open(options.project, scenarios::ProjectStore::Mode::ReadWrite, stop_asked());
    if (!store) {
        return complain(store.error(), options.project);
    }
    const auto project = scenarios::load_project(*store);
    if (!project) {
        return complain(project.error(), options.project);
    }
    const auto appraisal = [&] {
        ProgressLine line{"appraise"};
        return scenarios::invest::appraise_plan(
            *store, scenarios::invest::keep_in(*store), *project, options.request,
            [&](double fraction, const std::string& what) { line.show(fraction, what); }, stop_asked());
    }();
    if (appraisal && !options.csv.empty()) {
        if (const auto written = scenarios::invest::write_csv(*appraisal, options.csv); !written) {
            return complain(written.error());
        }
    }
    if (appraisal && !options.html.empty()) {
        const scenarios::ReportExtras extras{.city = project->city.name};
        if (const auto written = scenarios::write_text_file(
                options.html, scenarios::to_html(scenarios::report_document(*appraisal, extras)));
            !written) {
            return complain(written.error());
        }
    }
    return answer(appraisal, options.json, print, options.project);
}

} // namespace

void add_appraise(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    scenarios::invest::AppraiseRequest& request = options->request;
    CLI::App* command = program.add_subcommand(
        "appraise", "Simulate a plan over the periods of a year and over failures, and say what it costs and brings");
    command->add_option("PROJECT", options->project, "Project; what is simulated is kept in it")->required();
    command
        ->add_option("--plan", request.plan,
                     "A scenario whose measures say when their works begin: 2028:lanes,street=42,forward=2")
        ->required();
    command->add_option("--base", request.base, "What it is held against; base is the city as it stands")
        ->capture_default_str();
    command->add_option("--first-year", request.first_year, "Year 0 of the money; 0: of the first works")
        ->check(CLI::Range(0, 9999))
        ->capture_default_str();
    command->add_option("--seeds", request.effects.seeds, "Paired seeds")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    command->add_option("--seed", request.effects.first_seed, "The first of them")->capture_default_str();
    command->add_option("--stages", request.stages, "Stages of the plan that are simulated, at the most")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    command->add_option("--failures", request.effects.failures, "Assets whose loss is tried, at the most")
        ->check(CLI::Range(0, 100000))
        ->capture_default_str();
    command->add_flag(
        "!--no-demand", request.demand_points,
        "Do not simulate the plan with 15 % fewer and more trips: its effects then do not change with demand");
    command->add_flag("!--no-alternatives", request.alternatives,
                      "Do not derive plain measures in the place of expensive ones and simulate them too");
    command->add_option("--samples", request.samples, "Samples of what may happen, by Latin hypercube")
        ->check(CLI::Range(0, 100000))
        ->capture_default_str();
    command->add_option("--sample-seed", request.sample_seed, "Of the samples")->capture_default_str();
    command->add_flag("--resume", options->resume,
                      "Go on where a command that was stopped had come to. It always does: what was simulated is kept");
    command->add_option("--threads", request.effects.threads, "0: one per core")->capture_default_str();
    command->add_option("--set", options->parameters, "Change a parameter, NAME=NUMBER; see --json for all of them");
    command->add_option("--html", options->html, "Write a self-contained report");
    command->add_option("--csv", options->csv, "Write CSV tables into this folder");
    command->add_flag("--json", options->json, "One JSON object on stdout; see docs/formats/appraise.md");
    command->callback([options, &job] { job = [options] { return run(*options); }; });
}

} // namespace cityloom::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/run_options.h"
#include "app/cli/terminal.h"
#include "scenarios/compare/comparison.h"
#include "scenarios/report/report.h"

namespace cityloom::cli {

namespace {

struct Options {
    std::string project;
    std::string a;
    std::string b;
    int seeds = 5;
    bool json = false;
    std::string csv;
    std::string html;
    std::vector<std::string> parameters;
    std::string periods;
    RunOptions run;
};

void print(const scenarios::Comparison& c) {
    for (const scenarios::Text& sentence : c.findings()) {
        print_text("%s\n", sentence.english.c_str());
    }
    print_text("\n%-52s %14s %14s %14s   95 %% interval\n", "", c.a.c_str(), c.b.c_str(), "change");
    for (const scenarios::KpiComparison& row : c.city) {
        const engine::Figure* info = scenarios::find_result_figure(row.id);
        if (info != nullptr) {
            const auto number = [&](double value, bool known = true) {
                char text[48];
                std::snprintf(text, sizeof text, "%.*f", info->decimals, value);
                return known && std::isfinite(value) ? std::string{text} : std::string{"-"};
            };
            const bool both = !row.none_with_a && !row.none_with_b;
            print_text("%-52s %14s %14s %14s   %s ... %s %s, %s\n", std::string{info->words.english}.c_str(),
                       number(row.a).c_str(), number(row.b).c_str(), number(row.difference.mean, both).c_str(),
                       number(row.difference.low, row.difference.known).c_str(),
                       number(row.difference.high, row.difference.known).c_str(), std::string{info->unit}.c_str(),
                       row.verdict().c_str());
        }
    }
}

int run(const Options& options) {
    auto request = options.run.request();
    if (!request) {
        complain(request.error());
        return kUsage;
    }
    scenarios::CompareRequest compare{.a = options.a, .b = options.b, .run = *request, .seeds = options.seeds};
    if (!set_parameters(options.parameters, compare.appraisal)) {
        return kUsage;
    }
    if (!options.periods.empty()) {
        compare.periods = scenarios::default_periods();
    }
    auto store = scenarios::ProjectStore::open(options.project, scenarios::ProjectStore::Mode::ReadWrite, stop_asked());
    if (!store) {
        return complain(store.error(), options.project);
    }
    auto project = scenarios::load_project(*store);
    if (!project) {
        return complain(project.error(), options.project);
    }
    auto comparison = [&] {
        ProgressLine line{"compare"};
        return scenarios::compare_scenarios(
            *store, *project, compare, [&](double fraction, const std::string& what) { line.show(fraction, what); },
            stop_asked());
    }();
    if (!comparison) {
        return complain(comparison.error(), options.project);
    }
    if (!options.csv.empty()) {
        if (auto written = scenarios::write_csv_report(*comparison, options.csv); !written) {
            return complain(written.error());
        }
    }
    if (!options.html.empty()) {
        ProgressLine line{"audit"};
        const auto audit = scenarios::audit(
            project->city, project->networks, false,
            [&](double fraction, const std::string& what) { line.show(fraction, what); }, stop_asked());
        if (!audit) {
            return complain(audit.error(), options.project);
        }
        scenarios::ReportExtras extras{.parts = scenarios::kReportAll & ~scenarios::kReportMaps,
                                       .city = project->city.name};
        extras.audit = &*audit;
        extras.networks = &project->networks;
        if (auto written = scenarios::write_text_file(
                options.html, scenarios::to_html(scenarios::report_document(*comparison, extras)));
            !written) {
            return complain(written.error());
        }
    }
    return answer(comparison, options.json, print);
}

std::string parameter_help() {
    std::string text = "Parameters of the appraisal for --set, with their values:\n";
    for (const scenarios::AppraisalParameter& p : scenarios::default_appraisal().parameters) {
        char value[32];
        std::snprintf(value, sizeof value, "%.6g", p.value);
        text += "  " + p.id + "=" + value + " " + p.unit + " (" + p.source + ")\n";
    }
    return text;
}

} // namespace

void add_compare(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "compare", "Compare two scenarios over paired seeds, and appraise what B builds; runs what has no results yet");
    command->add_option("PROJECT", options->project, "Project")->required();
    command->add_option("A", options->a, "Scenario to compare with; base is the city as it stands")->required();
    command->add_option("B", options->b, "Scenario to judge")->required();
    command->add_option("--seeds", options->seeds, "Paired seeds")->capture_default_str()->check(CLI::Range(1, 1000));
    options->run.add_to(*command);
    CLI::Option* periods =
        command
            ->add_option("--periods", options->periods,
                         "Over the year: default is weekday morning, midday, evening and night and the weekend, each "
                         "with a run of an hour that counts as often as its hours come")
            ->check(CLI::IsMember({"default"}));
    for (const char* asked : {"--start", "--duration", "--trips"}) {
        periods->excludes(asked); // each period has its own
    }
    command->add_option("--set", options->parameters, "Change a parameter of the appraisal, NAME=NUMBER");
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->add_option("--csv", options->csv, "Write CSV tables into this folder");
    command->add_option("--html", options->html, "Write a self-contained report");
    command->footer(parameter_help());
    command->callback([options, &job] { job = [options] { return run(*options); }; });
}

} // namespace cityloom::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/run_options.h"
#include "app/cli/terminal.h"
#include "app/report/report_job.h"

namespace cityloom::cli {

namespace {

struct Options {
    std::string project;
    std::string scenario;
    std::vector<std::string> compare;
    int seeds = 0;
    bool run_missing = false;
    bool run_given = false; ///< hours, demand or seed
    bool json = false;
    std::string html;
    std::string pdf;
    std::string language = "en";
    std::string at;
    std::vector<std::string> without;
    std::vector<std::string> parameters;
    RunOptions run;
};

constexpr std::pair<const char*, scenarios::ReportParts> kParts[] = {{"maps", scenarios::kReportMaps},
                                                                     {"districts", scenarios::kReportDistricts},
                                                                     {"charts", scenarios::kReportCharts},
                                                                     {"money", scenarios::kReportMoney},
                                                                     {"assumptions", scenarios::kReportAssumptions},
                                                                     {"audit", scenarios::kReportAudit}};

/// Nothing where an option says what cannot be; it has been told then.
std::optional<app::ReportRequest> request_of(const Options& options) {
    app::ReportRequest request{.scenario = options.compare.empty() ? options.scenario : options.compare[1],
                               .seeds = options.seeds,
                               .language = options.language == "zh" ? scenarios::Language::Chinese
                                                                    : scenarios::Language::English};
    if (!options.compare.empty()) {
        request.before = options.compare[0];
    }
    if (options.run_given) {
        auto run = options.run.request();
        if (!run) {
            complain(run.error());
            return std::nullopt;
        }
        request.run = *run;
    }
    if (!options.at.empty()) {
        const auto at = scenarios::parse_clock(options.at);
        if (!at) {
            complain(at.error());
            return std::nullopt;
        }
        request.at = *at;
    }
    for (const auto& [name, part] : kParts) {
        if (std::ranges::find(options.without, name) != options.without.end()) {
            request.parts &= ~static_cast<unsigned>(part);
        }
    }
    return set_parameters(options.parameters, request.appraisal) ? std::optional{request} : std::nullopt;
}

int run(const Options& options) {
    if (options.html.empty() && options.pdf.empty() && !options.json) {
        print_error("error: say what to write: --html report.html, --pdf report.pdf, or --json\n");
        return kUsage;
    }
    const auto request = request_of(options);
    if (!request) {
        return kUsage;
    }
    auto store = scenarios::ProjectStore::open(options.project,
                                               options.run_missing ? scenarios::ProjectStore::Mode::ReadWrite
                                                                   : scenarios::ProjectStore::Mode::ReadOnly,
                                               stop_asked());
    if (!store) {
        return complain(store.error(), options.project);
    }
    const auto project = scenarios::load_project(*store);
    if (!project) {
        return complain(project.error(), options.project);
    }
    const auto report = [&] {
        ProgressLine line{"report"};
        return app::make_report(
            *store, *project, *request, options.run_missing ? scenarios::run_in(*store) : scenarios::RunAndKeep{},
            [&](double fraction, const std::string& what) { line.show(fraction, what); }, stop_asked());
    }();
    if (!report) {
        return complain(report.error(), options.project);
    }
    for (const std::string& file : {options.html, options.pdf}) {
        if (!file.empty()) {
            if (const auto written = app::write_report(*report, file); !written) {
                return complain(written.error());
            }
        }
    }
    if (options.json) {
        std::puts(report->json.c_str());
    }
    return kOk;
}

CLI::Validator suffix(const char* wanted) {
    return {[wanted](std::string& name) {
                return std::filesystem::path{name}.extension() == wanted
                           ? std::string{}
                           : "its name has to end in " + std::string{wanted} + ": name it " + name + wanted;
            },
            ""};
}

} // namespace

void add_report(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        program.add_subcommand("report", "Write a report of a scenario's run, or of a comparison of two, to hand over");
    command->add_option("PROJECT", options->project, "Project")->required();
    auto* about = command->add_option_group("about");
    about->add_option("--scenario", options->scenario, "Scenario to report on; base is the city as it stands");
    about->add_option("--compare", options->compare, "Scenario to compare with, and the one to judge")
        ->expected(2)
        ->type_name("A B");
    about->require_option(1);
    command->add_option("--html", options->html, "Write one self-contained page")->check(suffix(".html"));
    command->add_option("--pdf", options->pdf, "Write the same as sheets of A4")->check(suffix(".pdf"));
    command->add_option("--language", options->language, "Of the report")
        ->capture_default_str()
        ->check(CLI::IsMember({"en", "zh"}));
    command->add_option("--without", options->without, "Leave parts out")
        ->delimiter(',')
        ->check(CLI::IsMember({"maps", "districts", "charts", "money", "assumptions", "audit"}));
    command->add_option("--at", options->at, "Time of the maps, HH:MM; without it the moment that shows most");
    command->add_flag("--run", options->run_missing, "Run what has no stored result, and record it for the maps");
    command->add_option("--seeds", options->seeds, "Seeds, one after another; without it those that are stored")
        ->check(CLI::Range(1, 1000));
    options->run.add_to(*command);
    command->add_option("--set", options->parameters, "Change a parameter of the appraisal, NAME=NUMBER");
    command->add_flag("--json", options->json, "The report's figures as one JSON object on stdout");
    command->footer(
        "Without --start, --duration, --trips or --seed the newest stored results are reported on that are of "
        "the same hours,\ndemand and seeds in both scenarios.");
    command->callback([options, command, &job] {
        for (const char* name : {"--start", "--duration", "--trips", "--bicycles", "--seed", "--tail"}) {
            options->run_given = options->run_given || command->count(name) > 0;
        }
        job = [options] { return run(*options); };
    });
}

} // namespace cityloom::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/terminal.h"
#include "scenarios/invest/index/city_index.h"

namespace cityloom::cli {

namespace {

struct Options {
    std::string project;
    scenarios::IndexRequest request;
    bool json = false;
};

std::string number(double value, const char* form = "%.4g") {
    char text[32];
    std::snprintf(text, sizeof text, form, value);
    return std::isnan(value) ? "unknown" : text;
}

void print(const scenarios::CityIndex& index) {
    for (std::size_t k = 0; k < scenarios::indicators().size(); ++k) {
        const scenarios::Indicator& indicator = scenarios::indicators()[k];
        std::string values;
        for (const scenarios::IndexColumn& column : index.columns) {
            values += (values.empty() ? "" : "  ->  ") + number(column.values[k]);
        }
        if (indicator.without.empty()) {
            print_text("%-15s %-42s %s %s\n", indicator.id.c_str(), indicator.words.english.c_str(), values.c_str(),
                       indicator.unit.english.c_str());
        } else {
            print_text("%-15s %-42s not computed: %s\n", indicator.id.c_str(), indicator.words.english.c_str(),
                       indicator.without.english.c_str());
        }
    }
    for (const scenarios::IndexColumn& column : index.columns) {
        print_text("%s: %s of 100 with equal weights, %s with the given ones%s, from %zu indicators of which each has "
                   "bounds of grade C\n",
                   column.scenario.c_str(), number(column.equal, "%.1f").c_str(), number(column.given, "%.1f").c_str(),
                   column.entropy ? (", " + number(*column.entropy, "%.1f") + " by entropy").c_str() : "", index.known);
    }
}

Result<scenarios::CityIndex> indexed(const Options& options) {
    const auto store =
        scenarios::ProjectStore::open(options.project, scenarios::ProjectStore::Mode::ReadOnly, stop_asked());
    if (!store) {
        return tl::make_unexpected(store.error());
    }
    const auto project = scenarios::load_project(*store);
    if (!project) {
        return tl::make_unexpected(project.error());
    }
    ProgressLine line{"index"};
    return scenarios::city_index(
        std::filesystem::path{options.project}.filename().string(), *project, options.request,
        [&](double fraction, const std::string& what) { line.show(fraction, what); }, stop_asked());
}

} // namespace

void add_index(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        program.add_subcommand("index", "The indicators of a smart city, worked out from a scenario's own runs");
    command->add_option("PROJECT", options->project, "The project; it is only read")->required();
    command->add_option("--scenario", options->request.scenario, "Scenario; base is the city as it stands")
        ->capture_default_str();
    command->add_option("--against", options->request.against, "Another, set beside it: what would change");
    command->add_option("--trips", options->request.trips, "Trips of the morning; 0: what the city expects")
        ->capture_default_str();
    command->add_option("--failures", options->request.failures, "Assets whose loss is tried, at the most")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command->add_option("--seed", options->request.seed, "Of the morning")->capture_default_str();
    command->add_option("--threads", options->request.threads, "0: one per core")->capture_default_str();
    command->add_flag("--json", options->json, "One JSON object on stdout; see docs/formats/index.md");
    command->footer(
        "Each indicator has its formula and, where the program cannot say it, why. Scores lie between bounds of\n"
        "assets/indicators.csv, which are ours (grade C): compare scenarios by them, not cities.");
    command->callback([options, &job] {
        job = [options] { return answer(indexed(*options), options->json, print, options->project); };
    });
}

} // namespace cityloom::cli

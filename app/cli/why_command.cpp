// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/run_options.h"
#include "app/cli/terminal.h"
#include "scenarios/run/project_run.h"
#include "scenarios/run/why.h"

namespace cityloom::cli {

namespace {

struct Options {
    std::string project;
    std::string scenario = "base";
    std::string at;
    std::string asset;
    bool json = false;
    RunOptions run;
};

/// "substation/S2 has failed, since 08:00, by an event of the scenario (flood)".
std::string sentence(const scenarios::WhyStep& step) {
    const engine::WhyLink& link = step.link;
    std::string text = step.asset + " " + std::string{link.words.english};
    text += link.since == engine::kFromTheStart ? ", from the start"
            : link.later                        ? ", some time after " + scenarios::format_clock(link.since)
                                                : ", since " + scenarios::format_clock(link.since);
    if (link.command) {
        text += ", " + std::string{scenarios::who_words(link.command->by).english};
        text += link.command->cause.empty() ? "" : " (" + link.command->cause + ")";
    }
    return text;
}

void print(const scenarios::WhyReport& report) {
    print_text("%s, %s: %s\n", report.scenario.c_str(), scenarios::format_clock(report.at).c_str(),
               report.asset.c_str());
    if (report.chains.empty()) {
        print_text("  nothing is wrong with it\n");
    }
    for (const std::vector<scenarios::WhyStep>& chain : report.chains) {
        print_text("\n");
        for (std::size_t k = 0; k < chain.size(); ++k) {
            print_text("  %s%s\n", k == 0 ? "" : "  because ", sentence(chain[k]).c_str());
        }
    }
}

Result<scenarios::WhyReport> ask(const Options& options, const std::stop_token& stop) {
    const auto at = scenarios::parse_clock(options.at);
    if (!at) {
        return tl::make_unexpected(at.error());
    }
    auto request = options.run.request();
    if (!request) {
        return tl::make_unexpected(request.error());
    }
    request->duration = std::max(request->duration, *at - request->start);
    const auto store =
        scenarios::ProjectStore::open(options.project, scenarios::ProjectStore::Mode::ReadOnly, stop_asked());
    if (!store) {
        return tl::make_unexpected(store.error());
    }
    const auto project = scenarios::load_project(*store);
    if (!project) {
        return tl::make_unexpected(project.error());
    }
    const auto resolved = scenarios::resolve_scenario(project->scenarios, options.scenario);
    if (!resolved) {
        return tl::make_unexpected(resolved.error());
    }
    const auto applied = scenarios::apply_scenario(project->city, project->networks, *resolved, stop_asked());
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    ProgressLine line{"why"};
    return scenarios::find_out_why(
        *applied, options.scenario, *request, *at, options.asset,
        [&](double fraction, TimeUs now) { line.show(fraction, scenarios::format_clock(now)); }, stop);
}

} // namespace

void add_why(CLI::App& program, Job& job) {
    auto* const command = program.add_subcommand(
        "why", "Say why an asset is not as it should be at a moment of a scenario: links to what began it");
    const auto options = std::make_shared<Options>();
    command->add_option("PROJECT", options->project, "The project")->required();
    command->add_option("--scenario", options->scenario, "The scenario; base: the city as it stands")
        ->capture_default_str();
    command->add_option("--at", options->at, "The moment, HH:MM; a run that would end before it is made longer")
        ->required();
    command->add_option("--asset", options->asset, "What is asked about, as building/7, signal/12 or substation/S2")
        ->required();
    command->add_flag("--json", options->json, "One JSON object on stdout");
    options->run.add_to(*command);
    command->footer(
        "The JSON object holds:\n"
        "  scenario, at, seed, asset, noun\n"
        "  well                true: nothing is wrong with it, and chains is empty\n"
        "  chains              lists of links, one list for each beginning: from the asset to what began it\n"
        "    asset, noun       of the link\n"
        "    state             failed, closed, blocked, unsupplied, on_reserve, reserve_empty, too_little, or what "
        "its\n"
        "                      domain says of it, as dead, open, dry, empty, shut, unreached, overloaded\n"
        "    words, words_zh   the same for people\n"
        "    service           that it is not supplied with: power, water, signal, ...; or null\n"
        "    since             HH:MM or HH:MM:SS; null: from the start\n"
        "    later             true: it took a while from then until it came to this, as a tank runs empty\n"
        "    command           verb, by, at, cause of the command that began it; or null\n"
        "It ends with 0 whatever is wrong with the asset, with 1 where there is no such asset, scenario or moment, "
        "and\n"
        "with 2 for wrong usage.");
    command->callback([=, &job] { job = [=] { return answer(ask(*options, stop_asked()), options->json, print); }; });
}

} // namespace cityloom::cli

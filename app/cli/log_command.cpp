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
#include "scenarios/run/event_list.h"
#include "scenarios/run/project_run.h"
#include "scenarios/run/run_log.h"

namespace cityloom::cli {

namespace {

struct Options {
    std::string project;
    std::string scenario = "base";
    std::string replay;
    std::int64_t result = 0; ///< 0: run it
    std::string by;
    bool json = false;
    RunOptions run;
};

void print(const scenarios::EventList& list) {
    print_text("%s, %s for %.0f min, seed %llu\n\n", list.scenario.c_str(), scenarios::format_clock(list.start).c_str(),
               to_seconds(list.duration) / 60.0, static_cast<unsigned long long>(list.seed));
    for (const scenarios::LogEntry& entry : list.entries) {
        const std::string effect = scenarios::effect_words(entry).english;
        print_text("  %-8s  %-11s  %s%s%s%s%s\n", scenarios::format_clock(entry.at).c_str(),
                   scenarios::origin_words(entry.origin).english.c_str(), entry.what.english.c_str(),
                   effect.empty() ? "" : ": ", effect.c_str(),
                   entry.because.empty()
                       ? ""
                       : (", because of " + (entry.because_words.empty() ? entry.because : entry.because_words.english))
                             .c_str(),
                   entry.cause.empty() ? "" : (" (" + entry.cause + ")").c_str());
    }
    if (list.entries.empty()) {
        print_text("  nothing out of the ordinary happened\n");
    }
}

Result<scenarios::EventList> stored(const scenarios::ProjectStore& store, std::int64_t id) {
    const auto results = store.results();
    if (!results) {
        return tl::make_unexpected(results.error());
    }
    const auto found = std::ranges::find(*results, id, &scenarios::RunResult::id);
    if (found == results->end()) {
        std::string known;
        for (const scenarios::RunResult& result : *results) {
            known += (known.empty() ? "" : ", ") + std::to_string(result.id) + " of " + result.scenario;
        }
        return fail(ErrorCode::NotFound, "There is no result " + std::to_string(id) + "; there are " +
                                             (known.empty() ? "none: run a scenario first" : known) + ".");
    }
    auto list = scenarios::events_of(*found);
    if (!list) {
        return tl::make_unexpected(list.error());
    }
    if (!*list) {
        return fail(ErrorCode::NotFound, "Result " + std::to_string(id) + " was stored by version " + found->version +
                                             ", which kept no list of what happened. Run the scenario again.");
    }
    return std::move(**list);
}

Result<scenarios::EventList> list(const Options& options, const std::stop_token& stop) {
    auto request = options.run.request();
    if (!request) {
        return tl::make_unexpected(request.error());
    }
    scenarios::RunLog by_hand;
    std::string scenario = options.scenario;
    if (!options.replay.empty()) {
        auto log = scenarios::read_run_log(options.replay);
        if (!log) {
            return tl::make_unexpected(log.error());
        }
        by_hand = std::move(*log);
        scenario = by_hand.scenario;
        *request = by_hand.request;
        request->threads = options.run.threads;
    }
    const auto store =
        scenarios::ProjectStore::open(options.project, scenarios::ProjectStore::Mode::ReadOnly, stop_asked());
    if (!store) {
        return tl::make_unexpected(store.error());
    }
    if (options.result != 0) {
        return stored(*store, options.result);
    }
    const auto project = scenarios::load_project(*store);
    if (!project) {
        return tl::make_unexpected(project.error());
    }
    const auto resolved = scenarios::resolve_scenario(project->scenarios, scenario);
    if (!resolved) {
        return tl::make_unexpected(resolved.error());
    }
    const auto applied = scenarios::apply_scenario(project->city, project->networks, *resolved, stop_asked());
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    auto commands = scenarios::resolve_commands(by_hand, applied->networks);
    if (!commands) {
        return tl::make_unexpected(commands.error());
    }
    ProgressLine line{"log"};
    scenarios::RunHooks hooks{.commands = std::move(*commands)};
    hooks.progress = [&](double fraction, TimeUs at) { line.show(fraction, scenarios::format_clock(at)); };
    return scenarios::list_events(*applied, scenario, *request, hooks, stop);
}

Result<scenarios::EventList> filtered(const Options& options, const std::stop_token& stop) {
    auto all = list(options, stop);
    if (all && !options.by.empty()) {
        const auto origin = options.by == "scenario" ? scenarios::LogOrigin::Scripted
                            : options.by == "hand"   ? scenarios::LogOrigin::ByHand
                                                     : scenarios::LogOrigin::Consequence;
        std::erase_if(all->entries, [&](const scenarios::LogEntry& entry) { return entry.origin != origin; });
    }
    return all;
}

} // namespace

void add_log(CLI::App& program, Job& job) {
    auto* const command = program.add_subcommand(
        "log", "List what happens in a run: events of the scenario, what was done by hand, and what comes of it");
    const auto options = std::make_shared<Options>();
    command->add_option("PROJECT", options->project, "The project")->required();
    auto* const scenario =
        command->add_option("--scenario", options->scenario, "The scenario; base: the city as it stands")
            ->capture_default_str();
    auto* const replay = command->add_option(
        "--replay", options->replay, "Log of what was done by hand, as the desktop exports it: repeat that run");
    command
        ->add_option("--result", options->result,
                     "Number of a stored result: what happened in it, without running it again")
        ->check(CLI::PositiveNumber)
        ->excludes(replay)
        ->excludes(scenario);
    replay->excludes(scenario);
    command->add_option("--by", options->by, "Only what goes back to that: scenario, hand or consequence")
        ->check(CLI::IsMember({"scenario", "hand", "consequence"}));
    command->add_flag("--json", options->json, "One JSON object on stdout");
    options->run.add_to(*command);
    for (const char* asked : {"--start", "--duration", "--trips", "--seed", "--bicycles", "--tail"}) {
        replay->excludes(asked); // they are in the log
    }
    command->footer("The JSON object holds:\n"
                    "  scenario, start, duration_s, seed\n"
                    "  log                 what happened, oldest first; what is alike at one instant is one line\n"
                    "    at, at_us         HH:MM or HH:MM:SS; microseconds from midnight\n"
                    "    kind              fails, mends, closes, opens, changes or touches\n"
                    "    by                scenario, hand or consequence\n"
                    "    what, what_zh     for people: \"Substation S2 failed\"\n"
                    "    effect, effect_zh whom it touches: \"1,006 customers without power\"\n"
                    "    count, assets     how many assets; keys of the first 50\n"
                    "    place             the rectangle they lie in: west, south, east, north (m)\n"
                    "    effects           figure, change, now\n"
                    "    cause             that the event names\n"
                    "    because           of consequences: the asset that began it, where it is one\n"
                    "    because_words, because_words_zh\n"
                    "                      its name for people\n"
                    "It ends with 0 whatever happens in the run, with 1 where there is no such scenario, result or "
                    "log, and with 2 for wrong usage.");
    command->callback(
        [=, &job] { job = [=] { return answer(filtered(*options, stop_asked()), options->json, print); }; });
}

} // namespace cityloom::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/scenario_edit.h"
#include "app/cli/terminal.h"
#include "scenarios/measure/kind.h"
#include "scenarios/project/project_store.h"

namespace cityloom::cli {

namespace {

using json = nlohmann::ordered_json;
using scenarios::ProjectStore;
using scenarios::Scenario;

struct Options {
    std::string project;
    Scenario scenario;
    std::vector<std::string> measures;
    std::vector<std::string> events;
    bool replace = false;
    bool as_json = false;
};

json as_json(const Scenario& scenario) {
    json out{{"name", scenario.name},
             {"base", scenario.base},
             {"seed", scenario.seed},
             {"measures", json::array()},
             {"events", json::array()}};
    for (const auto& measure : scenario.measures) {
        out["measures"].push_back(scenarios::format_measure(measure));
    }
    for (const auto& event : scenario.events) {
        out["events"].push_back(scenarios::format_event(event));
    }
    return out;
}

void print(const Scenario& scenario) {
    std::string text = scenario.name + (scenario.base.empty() ? "" : " (on " + scenario.base + ")") + ", seed " +
                       std::to_string(scenario.seed);
    for (const auto& measure : scenario.measures) {
        text += "\n  " + scenarios::format_measure(measure);
    }
    for (const auto& event : scenario.events) {
        text += "\n  " + scenarios::format_event(event);
    }
    print_line(stdout, text);
}

/// What no city takes is wrong usage, as a wrong option is; what this one does not take is an error of its input.
int refuse(const scenarios::Refusal& why) {
    complain(why);
    return kUsage;
}

int add(const Options& options) {
    Scenario scenario = options.scenario;
    for (const std::string& text : options.measures) {
        auto measure = scenarios::parse_measure(text);
        if (!measure) {
            return refuse(measure.error());
        }
        scenario.measures.push_back(std::move(*measure));
    }
    for (const std::string& text : options.events) {
        auto event = scenarios::parse_event(text);
        if (!event) {
            return refuse(event.error());
        }
        scenario.events.push_back(std::move(*event));
    }
    auto store = ProjectStore::open(options.project, ProjectStore::Mode::ReadWrite, stop_asked());
    if (!store) {
        return complain(store.error(), options.project);
    }
    if (const auto good = check_in_project(scenario, *store); !good) {
        return complain(good.error(), options.project);
    }
    const auto done = store->put_scenario(scenario, options.replace);
    return done ? kOk : complain(done.error(), options.project);
}

int list(const Options& options, bool one) {
    const auto store = ProjectStore::open(options.project, ProjectStore::Mode::ReadOnly, stop_asked());
    if (!store) {
        return complain(store.error(), options.project);
    }
    if (one) {
        const auto scenario = store->scenario(options.scenario.name);
        if (!scenario) {
            return complain(scenario.error(), options.project);
        }
        if (options.as_json) {
            std::cout << as_json(*scenario).dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
        } else {
            print(*scenario);
        }
        return kOk;
    }
    const auto all = store->scenarios();
    if (!all) {
        return complain(all.error(), options.project);
    }
    json out{{"scenarios", json::array()}};
    for (const Scenario& scenario : *all) {
        out["scenarios"].push_back(as_json(scenario));
        if (!options.as_json) {
            print(scenario);
        }
    }
    if (options.as_json) {
        std::cout << out.dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
    }
    return kOk;
}

int remove(const Options& options) {
    auto store = ProjectStore::open(options.project, ProjectStore::Mode::ReadWrite, stop_asked());
    if (!store) {
        return complain(store.error(), options.project);
    }
    const auto done = store->remove_scenario(options.scenario.name);
    return done ? kOk : complain(done.error(), options.project);
}

/// A value in a line of its own: what it is, what is allowed, what holds without it.
std::string line_of(const scenarios::Argument& argument) {
    std::string text = "      " + std::string{argument.name} + ": " + scenarios::allowed(argument).english;
    if (!argument.otherwise.empty()) {
        text += " (" + std::string{argument.otherwise} + ")";
    } else if (!argument.without.english.empty()) {
        text += " (" + std::string{argument.without.english} + ")";
    }
    return text + "\n";
}

template <typename Kinds> std::string kinds(const Kinds& all, const std::string& prefix) {
    std::string text;
    for (const auto& kind : all) {
        text += "  " + prefix + scenarios::usage(kind.form) + "\n      " + std::string{kind.form.words.english} + ". " +
                std::string{kind.form.help.english} + "\n";
        for (const scenarios::Argument& argument : kind.form.arguments) {
            text += line_of(argument);
        }
    }
    return text;
}

std::string kinds() {
    return "Measures, with what holds without an argument in brackets:\n" + kinds(scenarios::measure_kinds(), "") +
           "Events:\n" + kinds(scenarios::event_verbs(), "HH:MM,");
}

} // namespace

void add_scenario(CLI::App& program, Job& job) {
    auto* const command = program.add_subcommand("scenario", "Add, list, show and remove scenarios");
    const auto options = std::make_shared<Options>();
    command->add_option("PROJECT", options->project, "The project")->required();
    command->require_subcommand(1);
    command->footer(kinds());
    auto* const adding = command->add_subcommand("add", "Add a scenario");
    adding->add_option("NAME", options->scenario.name, "Its name")->required();
    adding->add_option("--base", options->scenario.base, "The scenario that it builds on");
    adding->add_option("--measure", options->measures, "A measure, as close,street=ID; may be repeated")
        ->allow_extra_args(false);
    adding->add_option("--event", options->events, "An event, as 08:00,fail,asset=substation/S2; may be repeated")
        ->allow_extra_args(false);
    adding->add_option("--seed", options->scenario.seed, "Seed of its random draws");
    adding->add_flag("--replace", options->replace, "Change the scenario if it is there");
    adding->footer(kinds());
    adding->callback([=, &job] { job = [=] { return add(*options); }; });
    add_scenario_edit(*command, std::shared_ptr<const std::string>{options, &options->project}, job);
    auto* const listing = command->add_subcommand("list", "List all scenarios");
    listing->add_flag("--json", options->as_json, "One JSON object on stdout");
    listing->callback([=, &job] { job = [=] { return list(*options, false); }; });
    auto* const showing = command->add_subcommand("show", "Show one scenario");
    showing->add_option("NAME", options->scenario.name, "Its name")->required();
    showing->add_flag("--json", options->as_json, "One JSON object on stdout");
    showing->callback([=, &job] { job = [=] { return list(*options, true); }; });
    auto* const removing = command->add_subcommand("remove", "Remove a scenario with its results");
    removing->add_option("NAME", options->scenario.name, "Its name")->required();
    removing->callback([=, &job] { job = [=] { return remove(*options); }; });
}

} // namespace cityloom::cli

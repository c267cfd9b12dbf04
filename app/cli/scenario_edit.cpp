// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/scenario_edit.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/cli/interrupt.h"
#include "app/cli/terminal.h"
#include "scenarios/measure/apply.h"
#include "scenarios/measure/check.h"
#include "scenarios/measure/edit.h"
#include "scenarios/run/project_run.h"

namespace cityloom::cli {

namespace {

using scenarios::ChangeRef;
using scenarios::ProjectStore;
using scenarios::Scenario;

struct Edits {
    std::string name;
    std::vector<std::string> set; ///< "N=TEXT"
    std::vector<std::size_t> on;
    std::vector<std::size_t> off;
    std::vector<std::size_t> drop;
    std::vector<std::size_t> copy;
    std::string to;
};

Error no_such(const Scenario& scenario, std::size_t number) {
    const std::size_t all = scenario.measures.size() + scenario.events.size();
    return {ErrorCode::NotFound,
            "The scenario " + scenario.name + " has no number " + std::to_string(number) + ": it holds " +
                std::to_string(all) + ". scenario PROJECT show " + scenario.name + " lists them, the first is 1.",
            {}};
}

/// All numbers are of the scenario as it was before any edit.
Result<std::vector<ChangeRef>> find(const Scenario& scenario, const std::vector<std::size_t>& numbers) {
    std::vector<ChangeRef> found;
    for (const std::size_t number : numbers) {
        const auto which = scenarios::change_numbered(scenario, number);
        if (!which) {
            return tl::make_unexpected(no_such(scenario, number));
        }
        found.push_back(*which);
    }
    return found;
}

/// One "N=TEXT". \return the exit code
int set_one(const std::string& text, const Scenario& before, Scenario& after,
            std::vector<std::pair<std::size_t, scenarios::TimedEvent>>& events) {
    std::size_t number = 0;
    const auto equals = text.find('=');
    const char* const end = text.data() + std::min(equals, text.size());
    const auto [at, error] = std::from_chars(text.data(), end, number);
    if (equals == std::string::npos || error != std::errc{} || at != end) {
        print_error(
            "error: '%s' cannot be understood. Write --set N=close,street=ID, N as scenario PROJECT show counts."
            "\n",
            text.c_str());
        return kUsage;
    }
    const auto which = scenarios::change_numbered(before, number);
    if (!which) {
        return complain(no_such(before, number));
    }
    const std::string_view change = std::string_view{text}.substr(equals + 1);
    if (which->event) {
        auto event = scenarios::parse_event(change);
        if (!event) {
            complain(event.error());
            return kUsage;
        }
        events.emplace_back(which->index, std::move(*event));
        return kOk;
    }
    auto measure = scenarios::parse_measure(change);
    if (!measure) {
        complain(measure.error());
        return kUsage;
    }
    after.measures[which->index] = std::move(*measure);
    return kOk;
}

int edit(const std::string& project, const Edits& edits) {
    if (edits.set.empty() && edits.on.empty() && edits.off.empty() && edits.copy.empty() && edits.drop.empty()) {
        print_error("error: nothing is to be changed. Give --set, --on, --off, --copy or --drop.\n");
        return kUsage;
    }
    auto store = ProjectStore::open(project, ProjectStore::Mode::ReadWrite, stop_asked());
    if (!store) {
        return complain(store.error(), project);
    }
    const auto before = store->scenario(edits.name);
    if (!before) {
        return complain(before.error(), project);
    }
    auto to = edits.to.empty() || edits.to == edits.name ? before : store->scenario(edits.to);
    const auto on = find(*before, edits.on);
    const auto off = find(*before, edits.off);
    auto drop = find(*before, edits.drop);
    const auto copy = find(*before, edits.copy);
    for (const auto* numbers : {&on, &off, &copy}) {
        if (!*numbers) {
            return complain(numbers->error(), project);
        }
    }
    if (!drop || !to) {
        return complain(!drop ? drop.error() : to.error(), project);
    }
    Scenario after = *before;
    std::vector<std::pair<std::size_t, scenarios::TimedEvent>> events;
    for (const std::string& text : edits.set) {
        if (const int code = set_one(text, *before, after, events); code != kOk) {
            return code;
        }
    }
    for (auto& [index, event] : events) {
        after.events[index] = std::move(event);
    }
    for (const ChangeRef which : *on) {
        scenarios::switch_change(after, which, true);
    }
    for (const ChangeRef which : *off) {
        scenarios::switch_change(after, which, false);
    }
    const bool itself = to->name == after.name;
    for (const ChangeRef which : *copy) { // to the end: no number changes; events are put in order below
        if (Scenario& target = itself ? after : *to; which.event) {
            target.events.push_back(after.events[which.index]);
        } else {
            target.measures.push_back(after.measures[which.index]);
        }
    }
    // From the end, so that no other number changes.
    std::ranges::sort(*drop, std::greater{}, [](ChangeRef which) { return std::pair{which.event, which.index}; });
    const auto twice = std::ranges::unique(*drop);
    drop->erase(twice.begin(), twice.end());
    for (const ChangeRef which : *drop) {
        scenarios::remove_change(after, which);
    }
    std::ranges::stable_sort(after.events, {}, &scenarios::TimedEvent::at);
    std::ranges::stable_sort(to->events, {}, &scenarios::TimedEvent::at);
    const auto put = [&](const Scenario& scenario) -> Result<void> {
        if (auto good = check_in_project(scenario, *store); !good) {
            return good;
        }
        return store->put_scenario(scenario, true);
    };
    const auto done = store->together([&]() -> Result<void> {
        if (auto good = put(after); !good || itself || edits.copy.empty()) {
            return good;
        }
        return put(*to);
    });
    return done ? kOk : complain(done.error(), project);
}

} // namespace

Result<void> check_in_project(const Scenario& scenario, const ProjectStore& store) {
    auto project = scenarios::load_project(store);
    if (!project) {
        return tl::make_unexpected(project.error());
    }
    std::erase_if(project->scenarios, [&](const Scenario& s) { return s.name == scenario.name; });
    project->scenarios.push_back(scenario);
    const auto before = scenarios::measures_before(project->scenarios, scenario);
    if (!before) {
        return tl::make_unexpected(before.error());
    }
    const auto wrong = scenarios::check_scenario(scenario, *before, {project->city, project->networks});
    return wrong ? Result<void>{tl::make_unexpected(wrong->error())} : Result<void>{};
}

void add_scenario_edit(CLI::App& scenario, std::shared_ptr<const std::string> project, Job& job) {
    const auto edits = std::make_shared<Edits>();
    auto* const command = scenario.add_subcommand(
        "edit", "Change, switch, copy or take away single measures and events, all or none; N counts as show does: "
                "measures from 1, then events, always as they are before the command");
    command->add_option("NAME", edits->name, "The scenario")->required();
    command->add_option("--set", edits->set, "N=close,street=ID: what stands there instead; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--off", edits->off, "N: kept, but not in force; may be repeated")->allow_extra_args(false);
    command->add_option("--on", edits->on, "N: in force again; may be repeated")->allow_extra_args(false);
    command->add_option("--copy", edits->copy, "N: once more, in the scenario of --to; may be repeated")
        ->allow_extra_args(false);
    command->add_option("--to", edits->to, "Where copies go; default: this scenario");
    command->add_option("--drop", edits->drop, "N: taken away; with --copy and --to it moves; may be repeated")
        ->allow_extra_args(false);
    command->callback([edits, project = std::move(project), &job] { job = [=] { return edit(*project, *edits); }; });
}

} // namespace cityloom::cli

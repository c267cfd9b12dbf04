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
#include "scenarios/project/version.h"
#include "scenarios/run/project_run.h"
#include "scenarios/run/run_checkpoint.h"
#include "scenarios/run/run_log.h"

namespace cityloom::cli {

namespace {

struct Options {
    std::string project;
    std::string scenario;
    std::string log;
    std::string checkpoint;
    std::string from;
    std::string until;
    double record_s = 0.0;
    bool json = false;
    RunOptions run;
};

void print(const scenarios::RunReport& report) {
    const auto& v = report.vehicles;
    print_text("%s, %s for %.0f min, seed %llu\n\n", report.scenario.c_str(),
               scenarios::format_clock(report.request.start).c_str(), to_seconds(report.request.duration) / 60.0,
               static_cast<unsigned long long>(report.request.seed));
    for (const scenarios::Kpi& kpi : report.kpis.city) {
        const engine::Figure* info = scenarios::find_result_figure(kpi.id);
        if (info != nullptr && std::isfinite(kpi.value)) {
            print_text("  %-42s %14.*f %s\n", std::string{info->words.english}.c_str(), info->decimals, kpi.value,
                       std::string{info->unit}.c_str());
        }
    }
    print_text("\n  vehicles: %llu scheduled, %llu departed, %llu arrived, %llu running, %llu waiting, %llu "
               "unroutable, %llu teleported\n",
               static_cast<unsigned long long>(v.scheduled), static_cast<unsigned long long>(v.departed),
               static_cast<unsigned long long>(v.arrived), static_cast<unsigned long long>(v.running),
               static_cast<unsigned long long>(v.waiting), static_cast<unsigned long long>(v.unroutable),
               static_cast<unsigned long long>(v.teleported));
    if (!report.relative_gap.empty()) {
        print_text("  equilibrium at the start: relative gap %.2f %% after %zu iterations\n",
                   100.0 * report.relative_gap.back(), report.relative_gap.size());
    }
    if (!report.limits.empty()) {
        print_text(
            "\n  Junctions that limit the city (veh/h demand of capacity, vehicle hours stood because of them):\n");
        for (const scenarios::JunctionLimit& limit : report.limits) {
            print_text("  %7.0f of %6.0f  %8.1f h  %s; tightest: %s, %.2f of its capacity\n", limit.demand_vph,
                       limit.capacity_vph, limit.standing_vehicle_h, limit.streets.c_str(), limit.tightest.c_str(),
                       limit.tightest_ratio);
        }
    }
    for (const std::string& event : report.events) {
        print_text("  event: %s\n", event.c_str());
    }
    for (const std::string& note : report.notes) {
        print_text("  note: %s\n", note.c_str());
    }
    print_text("  %.0f times real time, %.0f MB at the peak, state hash %s\n", report.real_time_factor,
               report.peak_memory_mb, scenarios::hash_text(report.state_hash).c_str());
}

/// "08:00,FILE".
Result<std::pair<TimeUs, std::string>> parse_checkpoint(const std::string& text) {
    const auto comma = text.find(',');
    const auto at = scenarios::parse_clock(text.substr(0, comma));
    if (!at || comma == std::string::npos || comma + 1 == text.size()) {
        return fail(ErrorCode::Malformed, "'" + text + "' is no time and file. Write --checkpoint 08:00,FILE.");
    }
    return std::pair{*at, text.substr(comma + 1)};
}

/// What a run is asked for, or goes on from.
struct Plan {
    scenarios::RunRequest request;
    std::string scenario;
    scenarios::RunHooks hooks;
    TimeUs begin = 0; ///< the run's start, or the moment it was saved at
};

Result<Plan> plan_of(const Options& options, const scenarios::LoadedProject& project) {
    auto request = options.run.request();
    if (!request) {
        return tl::make_unexpected(request.error());
    }
    Plan plan{.request = *request, .scenario = options.scenario, .hooks = {}, .begin = request->start};
    if (!options.from.empty()) {
        auto saved = scenarios::read_checkpoint(options.from);
        if (!saved) {
            return tl::make_unexpected(saved.error());
        }
        plan.request = saved->request;
        plan.request.threads = options.run.threads;
        plan.scenario = options.scenario.empty() ? saved->scenario : options.scenario;
        auto resolved = scenarios::resolve_scenario(project.scenarios, plan.scenario);
        if (!resolved) {
            return tl::make_unexpected(resolved.error());
        }
        auto applied = scenarios::apply_scenario(project.city, project.networks, *resolved, stop_asked());
        if (!applied) {
            return tl::make_unexpected(applied.error());
        }
        if (auto fits = scenarios::check_branch(*saved, *resolved, *applied); !fits) {
            return tl::make_unexpected(fits.error());
        }
        plan.hooks.from = std::move(saved->state);
        plan.begin = saved->at;
    }
    plan.scenario = plan.scenario.empty() ? "base" : plan.scenario;
    plan.request.record_every = from_seconds(options.record_s);
    plan.request.stop_at = 0;
    if (!options.until.empty()) {
        const auto until = scenarios::parse_clock(options.until);
        if (!until) {
            return tl::make_unexpected(until.error());
        }
        if (*until <= plan.begin || *until > plan.request.start + plan.request.duration) {
            return fail(ErrorCode::Malformed, "--until " + options.until + " lies outside the run, which goes from " +
                                                  scenarios::format_clock(plan.begin) + " to " +
                                                  scenarios::format_clock(plan.request.start + plan.request.duration) +
                                                  ".");
        }
        plan.request.stop_at = *until == plan.request.start + plan.request.duration ? 0 : *until;
    }
    return plan;
}

Result<void> save_when_asked(const Options& options, const scenarios::LoadedProject& project, Plan& plan) {
    if (options.checkpoint.empty()) {
        return {};
    }
    const auto wanted = parse_checkpoint(options.checkpoint);
    if (!wanted) {
        return tl::make_unexpected(wanted.error());
    }
    const TimeUs end = plan.request.stop_at > 0 ? plan.request.stop_at : plan.request.start + plan.request.duration;
    if (wanted->first < plan.begin || wanted->first >= end) {
        return fail(ErrorCode::Malformed, "--checkpoint " + scenarios::format_clock(wanted->first) +
                                              " lies outside the run, which goes from " +
                                              scenarios::format_clock(plan.begin) + " to " +
                                              scenarios::format_clock(end) + ".");
    }
    auto resolved = scenarios::resolve_scenario(project.scenarios, plan.scenario);
    if (!resolved) {
        return tl::make_unexpected(resolved.error());
    }
    auto applied = scenarios::apply_scenario(project.city, project.networks, *resolved, stop_asked());
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    plan.hooks.save_at = wanted->first;
    plan.hooks.save = [city = applied->fingerprint, file = wanted->second, request = plan.request,
                       scenario = plan.scenario,
                       resolved = *resolved](TimeUs at, std::vector<std::byte> state) -> Result<void> {
        return scenarios::write_checkpoint({.version = {},
                                            .scenario = scenario,
                                            .request = request,
                                            .at = at,
                                            .city = city,
                                            .before = scenarios::events_before(resolved, at),
                                            .state = std::move(state)},
                                           file);
    };
    return {};
}

int run(const Options& options) {
    if (auto request = options.run.request(); !request) {
        complain(request.error());
        return kUsage;
    }
    auto store = scenarios::ProjectStore::open(options.project, scenarios::ProjectStore::Mode::ReadWrite, stop_asked());
    if (!store) {
        return complain(store.error(), options.project);
    }
    auto project = scenarios::load_project(*store);
    if (!project) {
        return complain(project.error(), options.project);
    }
    auto plan = plan_of(options, *project);
    if (!plan) {
        return complain(plan.error(), options.project);
    }
    if (auto done = save_when_asked(options, *project, *plan); !done) {
        return complain(done.error());
    }
    auto report = [&] {
        ProgressLine line{"run"};
        plan->hooks.progress = [&](double fraction, TimeUs at) { line.show(fraction, scenarios::format_clock(at)); };
        return scenarios::run_in_project(*store, *project, plan->scenario, plan->request, plan->hooks, stop_asked());
    }();
    if (!report) {
        return complain(report.error(), options.from.empty() ? options.project : options.from);
    }
    if (!options.log.empty()) {
        const scenarios::RunLog log{.scenario = plan->scenario,
                                    .version = std::string{scenarios::program_version()},
                                    .request = plan->request,
                                    .state_hash = report->state_hash};
        if (auto written = scenarios::write_run_log(log, options.log); !written) {
            return complain(written.error());
        }
    }
    return answer(report, options.json, print);
}

std::string kpi_help() {
    std::string text = "KPIs and their units:\n";
    for (const engine::Figure* figure : scenarios::result_figures()) {
        const engine::Figure& info = *figure;
        text +=
            "  " + std::string{info.id} + " [" + std::string{info.unit} + "] " + std::string{info.words.english} + "\n";
    }
    return text;
}

} // namespace

void add_run(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand("run", "Run a scenario; the result goes into the project");
    command->add_option("PROJECT", options->project, "Project to run")->required();
    command->add_option("--scenario", options->scenario,
                        "Scenario; without it base, the city as it stands, or what --from was saved from");
    options->run.add_to(*command);
    CLI::Option* from = command->add_option(
        "--from", options->from,
        "Go on from a saved run, to the bit; with --scenario from there on as another one with the same measures");
    for (const char* asked : {"--start", "--duration", "--trips", "--seed", "--bicycles", "--tail"}) {
        from->excludes(asked); // they are in the saved run
    }
    command->add_option("--until", options->until, "End here, HH:MM, with the trips of the whole duration");
    command->add_option("--checkpoint", options->checkpoint,
                        "HH:MM,FILE: save the whole run as it stands then, to go on from with --from");
    command
        ->add_option("--record", options->record_s,
                     "Keep the state every so many seconds of city time, for pictures and scrubbing")
        ->check(CLI::Range(0.5, 86'400.0));
    command->add_option("--log", options->log, "Write a log that replay repeats");
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer(kpi_help());
    command->callback([options, &job] { job = [options] { return run(*options); }; });
}

void add_replay(CLI::App& program, Job& job) {
    struct ReplayOptions {
        std::string project;
        std::string log;
        bool json = false;
    };
    const auto options = std::make_shared<ReplayOptions>();
    CLI::App* command =
        program.add_subcommand("replay", "Repeat a logged run and check that it ends in the same state, to the bit");
    command->add_option("PROJECT", options->project, "Project the log was made with")->required();
    command->add_option("LOG", options->log, "Log that run --log or the desktop wrote")->required();
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->callback([options, &job] {
        job = [options] {
            auto log = scenarios::read_run_log(options->log);
            if (!log) {
                return complain(log.error());
            }
            auto store =
                scenarios::ProjectStore::open(options->project, scenarios::ProjectStore::Mode::ReadOnly, stop_asked());
            if (!store) {
                return complain(store.error(), options->project);
            }
            auto project = scenarios::load_project(*store);
            if (!project) {
                return complain(project.error(), options->project);
            }
            auto resolved = scenarios::resolve_scenario(project->scenarios, log->scenario);
            if (!resolved) {
                return complain(resolved.error(), options->project);
            }
            auto applied = scenarios::apply_scenario(project->city, project->networks, *resolved, stop_asked());
            if (!applied) {
                return complain(applied.error(), options->project);
            }
            auto commands = scenarios::resolve_commands(*log, applied->networks);
            if (!commands) {
                return complain(commands.error(), options->project);
            }
            auto report = [&] {
                ProgressLine line{"replay"};
                scenarios::RunHooks hooks{.commands = *commands};
                hooks.progress = [&](double fraction, TimeUs at) { line.show(fraction, scenarios::format_clock(at)); };
                return scenarios::run_scenario(*applied, resolved->name, log->request, hooks, stop_asked());
            }();
            if (!report) {
                return complain(report.error(), options->project);
            }
            const bool same = report->state_hash == log->state_hash;
            if (options->json) {
                print_text("{\"same\": %s, \"logged\": \"%s\", \"replayed\": \"%s\"}\n", same ? "true" : "false",
                           scenarios::hash_text(log->state_hash).c_str(),
                           scenarios::hash_text(report->state_hash).c_str());
            }
            if (!same) {
                return complain(
                    {ErrorCode::Malformed,
                     "The replay ends in state " + scenarios::hash_text(report->state_hash) + ", the log in " +
                         scenarios::hash_text(log->state_hash) +
                         (log->version == scenarios::program_version()
                              ? ": the project is not the one that was logged. Give that one."
                              : ": it was logged by version " + log->version + ". Log it anew with this one."),
                     options->log});
            }
            if (!options->json) {
                print_text("The replay ends in the same state, %s.\n", scenarios::hash_text(log->state_hash).c_str());
            }
            return static_cast<int>(kOk);
        };
    });
}

} // namespace cityloom::cli

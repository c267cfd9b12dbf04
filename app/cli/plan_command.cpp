// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/run_options.h"
#include "app/cli/terminal.h"
#include "scenarios/invest/plan/plan.h"

namespace cityloom::cli {

namespace {

using scenarios::invest::Aim;
using scenarios::invest::Plan;

struct Options {
    std::string project;
    scenarios::invest::PlanRequest request;
    std::string years = "2026:2036";
    std::string objective = "npv";
    std::string periods = "all";
    std::vector<std::string> parameters;
    bool refit = false;
    bool json = false;
};

void print(const Plan& plan) {
    const auto chosen = plan.chosen();
    if (!plan.settled.rollout.conflict.empty()) {
        print_text("No plan keeps these limits together:\n");
        for (const std::string& limit : plan.settled.rollout.conflict) {
            print_text("  %s\n", limit.c_str());
        }
    }
    for (const scenarios::Text& warning : plan.warnings) {
        print_text("  ! %s\n", warning.english.c_str());
    }
    for (std::size_t i = 0; i < plan.portfolio.packages.size(); ++i) {
        const bool built = chosen && (*chosen)[i] != scenarios::invest::kNever;
        print_text("%-5s %-6s %14.0f EUR a year alone  %s\n", plan.portfolio.packages[i].id.c_str(),
                   built ? std::to_string(plan.portfolio.first_year + (*chosen)[i]).c_str() : "-",
                   plan.settled.alone_a_year[i], plan.portfolio.packages[i].words.english.c_str());
    }
    for (const scenarios::invest::PlanRound& round : plan.settled.rounds) {
        print_text("simulated: %.0f EUR a year, its parts %.0f, net present value %.0f EUR\n", round.whole, round.parts,
                   round.npv);
    }
    if (chosen) {
        print_text("Kept as scenario \"%s\": appraise it with --plan \"%s\".\n", plan.request.into.c_str(),
                   plan.request.into.c_str());
    }
}

/// "2026:2036": the first year and the last. False: it is none.
bool read_years(const std::string& text, scenarios::invest::PlanRequest& request) {
    int first = 0;
    int last = 0;
    int read = 0;
    if (std::sscanf(text.c_str(), "%4d:%4d%n", &first, &last, &read) != 2 ||
        static_cast<std::size_t>(read) != text.size() || first < 1900 || last < first || last - first >= 50) {
        print_error("error: --years %s is no span of at most 50 years. Write 2026:2036.\n", text.c_str());
        return false;
    }
    request.first_year = first;
    request.years = last - first + 1;
    return true;
}

Result<Plan> made(const Options& options) {
    auto store = scenarios::ProjectStore::open(options.project, scenarios::ProjectStore::Mode::ReadWrite, stop_asked());
    if (!store) {
        return tl::make_unexpected(store.error());
    }
    const auto project = scenarios::load_project(*store);
    if (!project) {
        return tl::make_unexpected(project.error());
    }
    ProgressLine line{"plan"};
    auto plan = scenarios::invest::make_plan(
        *store, scenarios::invest::keep_in(*store), *project, options.request,
        [&](double fraction, const std::string& what) { line.show(fraction, what); }, stop_asked());
    if (plan && plan->chosen()) {
        if (const auto put = store->put_scenario(scenario_of(*plan), options.request.replace); !put) {
            return tl::make_unexpected(put.error());
        }
    }
    return plan;
}

int run(Options options) {
    if (!set_parameters(options.parameters, options.request.settings) || !read_years(options.years, options.request)) {
        return kUsage;
    }
    options.request.aim = options.objective == "bcr"          ? Aim::Bcr
                          : options.objective == "resilience" ? Aim::Resilience
                          : options.objective == "equity"     ? Aim::Equity
                                                              : Aim::Npv;
    if (options.periods != "all") {
        std::erase_if(options.request.effects.periods,
                      [](const scenarios::Period& period) { return period.id != "morning" && period.id != "evening"; });
    }
    return answer(made(options), options.json, print, options.project);
}

} // namespace

void add_plan(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    scenarios::invest::PlanRequest& request = options->request;
    CLI::App* command = program.add_subcommand(
        "plan", "Choose what of a scenario's measures to build and when, by simulating what they bring together");
    command->add_option("PROJECT", options->project, "Project; the plan and what is simulated are kept in it")
        ->required();
    command->add_option("--years", options->years, "First and last year in which works may begin")
        ->capture_default_str();
    command->add_option("--budget", request.budget,
                        "Limits by year as JSON: budget, own_funds, crews, debt ...; see docs/formats/plan.md. Without "
                        "it there are none");
    command->add_option("--candidates", request.candidates, "Scenario whose measures may be built, switched off or not")
        ->capture_default_str();
    command->add_option("--base", request.base, "What they are held against")->capture_default_str();
    command->add_option("--into", request.into, "Scenario that the plan becomes")->capture_default_str();
    command->add_flag("--replace", request.replace, "Put it in place of a scenario of that name");
    command->add_option("--objective", options->objective, "What the plan is to bring most of")
        ->check(CLI::IsMember({"npv", "bcr", "resilience", "equity"}))
        ->capture_default_str();
    command->add_option("--gap", request.gap, "Share by which the solver may fall short of the best")
        ->check(CLI::Range(0.0, 1.0));
    command->add_flag("--refit", options->refit,
                      "Simulate what was chosen, correct what was believed of it and choose again. It always does");
    command
        ->add_option("--packages", request.packages,
                     "At the most: beyond so many candidates those of one kind are built together")
        ->check(CLI::Range(1, 500))
        ->capture_default_str();
    command->add_option("--stages", request.stages, "Stages of each plan that are simulated")
        ->check(CLI::Range(1, 50))
        ->capture_default_str();
    command
        ->add_option("--periods", options->periods,
                     "all: the periods of a year. peak: weekday morning and evening alone, which is quicker and leaves "
                     "the other hours out")
        ->check(CLI::IsMember({"all", "peak"}))
        ->capture_default_str();
    command->add_option("--seeds", request.effects.seeds, "Paired seeds")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    command->add_option("--seed", request.effects.first_seed, "The first of them")->capture_default_str();
    command->add_option("--failures", request.effects.failures, "Assets whose loss is tried, at the most")
        ->check(CLI::Range(0, 100000))
        ->capture_default_str();
    command->add_option("--threads", request.effects.threads, "0: one per core")->capture_default_str();
    command->add_option("--set", options->parameters, "Change a parameter, NAME=NUMBER");
    command->add_flag("--json", options->json, "One JSON object on stdout; see docs/formats/plan.md");
    command->callback([options, &job] { job = [options] { return run(*options); }; });
}

} // namespace cityloom::cli

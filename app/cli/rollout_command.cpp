// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/terminal.h"
#include "scenarios/invest/rollout/rollout.h"

namespace cityloom::cli {

namespace {

using namespace scenarios::invest;

struct Options {
    std::string file;
    double gap = 0.0;
    double seconds = 0.0;
    bool gap_given = false;
    bool json = false;
};

std::string shown(Cents cents) {
    char text[40];
    if (cents >= kNoCeiling) {
        return "no limit";
    }
    std::snprintf(text, sizeof text, "%.2f", to_units(cents));
    return text;
}

void print_list(const char* heading, const std::vector<std::string>& lines) {
    if (!lines.empty()) {
        print_text("%s\n", heading);
    }
    for (const std::string& line : lines) {
        print_text("  %s\n", line.c_str());
    }
}

void print(const RolloutProblem& problem, const Rollout& rollout) {
    print_list("no plan keeps all of these; without any one of them there is one that keeps the rest:",
               rollout.conflict);
    if (!rollout.objective) {
        print_text("no plan\n");
        return;
    }
    print_text("objective %.6g, no plan more than %.6g; net present value %.6g%s\n", *rollout.objective,
               rollout.bound.value_or(*rollout.objective), rollout.npv,
               rollout.status == RolloutStatus::Optimal ? "" : " (not proven)");
    std::size_t never = 0;
    for (int t = 0; t < problem.years; ++t) {
        std::string begun;
        for (std::size_t i = 0; i < rollout.start.size(); ++i) {
            if (rollout.start[i] == t) {
                begun += (begun.empty() ? "" : ", ") + problem.projects[i].id;
            }
        }
        print_text("  %d  %s\n", problem.calendar(t), begun.empty() ? "-" : begun.c_str());
    }
    for (const int start : rollout.start) {
        never += start == kNever ? 1 : 0;
    }
    print_text("  %zu of %zu projects are not begun\n", never, rollout.start.size());
    print_text("  %-6s %16s %16s %16s %16s %16s %16s\n", "year", "own funds", "carried in", "loans", "built",
               "debt service", "left");
    for (std::size_t t = 0; t < rollout.books.cash.size(); ++t) {
        const CashYear& year = rollout.books.cash[t];
        print_text("  %-6d %16s %16s %16s %16s %16s %16s\n", problem.calendar(static_cast<int>(t)),
                   shown(year.own).c_str(), shown(year.carried_in).c_str(), shown(year.drawn).c_str(),
                   shown(year.built).c_str(), shown(year.service).c_str(), shown(year.left).c_str());
    }
    if (!rollout.books.debt.empty()) {
        print_text("  %-6s %16s %16s %16s %16s %16s\n", "year", "owed before", "drawn", "repaid", "interest",
                   "owed after");
    }
    for (std::size_t t = 0; t < rollout.books.debt.size(); ++t) {
        const DebtYear& year = rollout.books.debt[t];
        print_text("  %-6d %16s %16s %16s %16s %16s\n", problem.calendar(static_cast<int>(t)),
                   shown(year.opening).c_str(), shown(year.drawn).c_str(), shown(year.repaid).c_str(),
                   shown(year.interest).c_str(), shown(year.stock).c_str());
    }
    print_list("one project more, or sooner, would do better without:", rollout.binding);
    print_list("note:", rollout.notes);
}

int run(const Options& options) {
    const auto problem = read_rollout(options.file);
    if (!problem) {
        return complain(problem.error(), options.file);
    }
    RolloutOptions how{.gap = {}, .seconds = {}, .stop = stop_asked()};
    if (options.gap_given) {
        how.gap = options.gap;
    }
    if (options.seconds > 0.0) {
        how.seconds = options.seconds;
    }
    const auto rollout = plan_rollout(*problem, how);
    if (!rollout) {
        return complain(rollout.error(), options.file);
    }
    if (options.json) {
        std::puts(to_json(*problem, *rollout).c_str());
    } else {
        print(*problem, *rollout);
    }
    if (rollout->status == RolloutStatus::Cancelled) {
        return complain({ErrorCode::Cancelled, "Cancelled before it was done.", {}});
    }
    return kOk;
}

} // namespace

void add_rollout(CLI::App& program, Job& job) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "rollout", "Plan when each project of a programme begins, within budgets, crews and debt");
    command->add_option("problem", options->file, "The programme, a JSON file")->required();
    CLI::Option* gap =
        command
            ->add_option("--gap", options->gap,
                         "How far from the best the plan may be, as a share of it; without it 0 for small "
                         "programmes (300 starts) and 0.01 for larger ones")
            ->check(CLI::Range(0.0, 1.0));
    command
        ->add_option("--time-limit", options->seconds,
                     "Stop after so many processor seconds with the best plan found; it then depends on the machine")
        ->check(CLI::PositiveNumber);
    command->add_flag("--json", options->json, "One JSON object on stdout");
    command->footer("The programme: {\"years\": [2026, 2027, 2028], \"budget\": [50, 50, 40], \"projects\": [{\"id\": "
                    "\"a\", \"cost\": [20, 10],\n"
                    "\"npv_by_start\": [9, 8, 7], \"requires\": [\"b\"]}, ...], \"debt\": {...}, ...}; "
                    "docs/formats/rollout.md lists all fields.\n"
                    "Keys of --json:\n"
                    "  status      optimal (to the gap), feasible (time was up), infeasible, cancelled\n"
                    "  objective, bound, npv\n"
                    "  start       year in which each project begins, or null\n"
                    "  cash, debt  a row a year, to the cent\n"
                    "  synergies   those that the plan has\n"
                    "  binding     limits without which one project more, or sooner, would do better\n"
                    "  conflict    the smallest set of limits that no plan keeps together, where there is no plan\n");
    command->callback([options, gap, &job] {
        options->gap_given = gap->count() > 0;
        job = [options] { return run(*options); };
    });
}

} // namespace cityloom::cli

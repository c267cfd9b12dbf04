// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "scenarios/invest/cashflow/example.h"
#include "scenarios/invest/choose/selection.h"

namespace cityloom::scenarios::invest {

namespace {

constexpr std::size_t kMostProjects = 100'000;
constexpr std::size_t kUniqueUpTo = 40; ///< projects: to prove a best set the only one takes as long again

/// A project as the file calls it: its name where there are names, else its number from 1.
std::size_t project_in(const Field& field, const std::vector<std::string>& names, std::size_t count) {
    if (field.is_text()) {
        const auto found = std::find(names.begin(), names.end(), field.text());
        if (found == names.end()) {
            field.wrong("names no project. Give one of \"names\", or a number from 1.", ErrorCode::NotFound);
        }
        return static_cast<std::size_t>(found - names.begin());
    }
    return static_cast<std::size_t>(field.whole(1, static_cast<int>(count))) - 1;
}

struct Given {
    SelectionProblem problem;
    std::vector<std::string> names;
};

SelectionProblem from_file(const Example& example) {
    const Field& inputs = example.inputs;
    const Field file = inputs.at("file");
    const Field which = inputs.at("problem");
    const std::string name = which.is_text() ? which.text() : std::to_string(which.whole(1, 1'000'000));
    auto read = read_mknap(example.folder / file.text(), name);
    if (!read) {
        file.wrong("cannot be used: " + read.error().message, read.error().code);
    }
    const auto check = [&](const char* key, std::size_t found) {
        if (const auto told = inputs.find(key); told && told->number() != static_cast<double>(found)) {
            told->wrong("does not fit the file, which has " + std::to_string(found) + ". Correct it, or leave it out.");
        }
    };
    check("n", read->npv.size());
    check("m", read->budget.size());
    return std::move(*read);
}

Given given_in(const Example& example) {
    const Field& inputs = example.inputs;
    Given given;
    if (inputs.find("file")) {
        given.problem = from_file(example);
    } else {
        const Field npv = inputs.at("npv");
        if (!npv.is_list() || npv.size() == 0 || npv.size() > kMostProjects) {
            npv.wrong("is no list of 1 to 100,000 numbers. Give the NPV of each project.");
        }
        given.problem.npv = npv.numbers();
        const Field budget = inputs.at("budget");
        given.problem.budget = budget.numbers();
        const Field outlay = inputs.at("outlay");
        outlay.need_size(given.problem.budget.size(), "one list a budget");
        for (const Field& row : outlay.list()) {
            row.need_size(npv.size(), "one a project");
            given.problem.outlay.push_back(row.numbers());
        }
    }
    const std::size_t count = given.problem.npv.size();
    if (const auto names = inputs.find("names")) {
        names->need_size(count, "one a project");
        for (const Field& each : names->list()) {
            given.names.push_back(each.text());
        }
    }
    if (const auto exclusive = inputs.find("exclusive")) {
        for (const Field& group : exclusive->list()) {
            auto& members = given.problem.exclusive.emplace_back();
            for (const Field& each : group.list()) {
                members.push_back(project_in(each, given.names, count));
            }
        }
    }
    if (const auto needs = inputs.find("requires")) {
        for (const Field& pair : needs->list()) {
            pair.need_size(2, "as [project, the one that it needs]");
            given.problem.requires_.emplace_back(project_in(pair.at(std::size_t{0}), given.names, count),
                                                 project_in(pair.at(1), given.names, count));
        }
    }
    return given;
}

Outputs named(const Given& given, const std::vector<std::size_t>& projects) {
    Outputs all = Outputs::array();
    for (const std::size_t i : projects) {
        all.push_back(given.names.empty() ? Outputs(i + 1) : Outputs(given.names[i]));
    }
    return all;
}

void need_solved(const Example& example, SolveStatus status) {
    if (status == SolveStatus::Optimal || status == SolveStatus::Cancelled) {
        return;
    }
    const char* why = "could not be solved. Look for numbers of very different sizes.";
    if (status == SolveStatus::Infeasible) {
        why =
            "cannot be met: no set of projects keeps all budgets, not even the empty one. Look for a negative budget.";
    } else if (status == SolveStatus::Unbounded) {
        why = "have no best answer: more is always better. Give budgets.";
    }
    example.inputs.wrong(why);
}

void selection_divisible(const Example& example, Outputs& outputs) {
    const Given given = given_in(example);
    const DivisibleSelection best = select_divisible(given.problem, {.stop = example.stop});
    need_solved(example, best.status);
    outputs["npv"] = best.npv;
    outputs["order"] = named(given, best.order);
    outputs["share"] = best.share;
    // Of the one that the budgets cut, else all of the last.
    double last = best.order.empty() ? 0.0 : 1.0;
    for (const std::size_t i : best.order) {
        last = best.share[i] < 1.0 - 1e-9 ? best.share[i] : last;
    }
    outputs["fraction_last"] = last;
    SelectionProblem without = given.problem;
    for (auto& row : without.outlay) {
        row[0] = 0.0;
    }
    without.npv[0] = 0.0;
    const DivisibleSelection rest = select_divisible(without, {.stop = example.stop});
    if (rest.status == SolveStatus::Optimal) {
        outputs["npv_without_first"] = rest.npv;
    }
}

void selection(const Example& example, Outputs& outputs) {
    if (const auto divisible = example.inputs.find("divisible"); divisible && divisible->flag()) {
        selection_divisible(example, outputs);
        return;
    }
    const Given given = given_in(example);
    const SolveOptions options{.stop = example.stop};
    const Selection best = select_whole(given.problem, options);
    need_solved(example, best.status);
    const Selection ranked = select_by_index(given.problem);
    outputs["npv"] = best.npv;
    outputs["chosen"] = named(given, best.chosen);
    outputs["greedy_by_index"] = ranked.npv;
    outputs["greedy_chosen"] = named(given, ranked.chosen);
    if (given.problem.npv.size() <= kUniqueUpTo) {
        if (const auto only = is_only_best(given.problem, best, options)) {
            outputs["unique"] = *only;
        }
    }
}

} // namespace

std::vector<ExampleKind> selection_kinds() {
    return {{"selection", selection}, {"selection_divisible", selection_divisible}};
}

} // namespace cityloom::scenarios::invest

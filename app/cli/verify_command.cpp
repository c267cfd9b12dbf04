// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "scenarios/project/project_store.h"
#include "scenarios/run/stored_results.h"

namespace cityloom::cli {

namespace {

int run(const std::string& project) {
    const auto store = scenarios::ProjectStore::open(project, scenarios::ProjectStore::Mode::ReadOnly);
    if (!store) {
        return complain(store.error());
    }
    const auto report = store->verify();
    if (!report) {
        return complain(report.error());
    }
    std::vector<std::string> problems = report->problems;
    if (report->sound()) {
        problems = scenarios::result_problems(*store);
    }
    for (const std::string& problem : problems) {
        std::fprintf(stderr, "error: %s\n", problem.c_str());
    }
    if (!problems.empty()) {
        return kInputError;
    }
    std::printf("The project is sound.\n");
    return kOk;
}

} // namespace

void add_verify(CLI::App& program, Job& job) {
    auto* const command = program.add_subcommand("verify", "Check a project's integrity, schema and references");
    const auto project = std::make_shared<std::string>();
    command->add_option("PROJECT", *project, "The project")->required();
    command->callback([=, &job] { job = [=] { return run(*project); }; });
}

} // namespace cityloom::cli

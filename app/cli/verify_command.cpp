// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/terminal.h"
#include "scenarios/project/project_store.h"
#include "scenarios/run/stored_results.h"

namespace cityloom::cli {

namespace {

int run(const std::string& project) {
    const auto store = scenarios::ProjectStore::open(project, scenarios::ProjectStore::Mode::ReadOnly, stop_asked());
    if (!store) {
        return complain(store.error(), project);
    }
    const auto report = store->verify();
    if (!report) {
        return complain(report.error(), project);
    }
    std::vector<std::string> problems = report->problems;
    if (report->sound()) {
        problems = scenarios::result_problems(*store);
    }
    if (stop_asked().stop_requested()) {
        return complain({ErrorCode::Cancelled, "Cancelled before it was done.", project});
    }
    const std::string name = std::filesystem::path{project}.filename().string();
    for (const std::string& problem : problems) {
        print_line(stderr, "error: " + name + ": " + problem);
    }
    if (!problems.empty()) {
        print_line(stderr, name + " is damaged. Restore a backup, or import the city again.");
        return kInputError;
    }
    print_line(stdout, "The project is sound.");
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

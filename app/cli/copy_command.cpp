// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "scenarios/project/project_store.h"

namespace cityloom::cli {

namespace {

int run(const std::string& project, const std::string& out, bool replace) {
    const auto store = scenarios::ProjectStore::open(project, scenarios::ProjectStore::Mode::ReadOnly, stop_asked());
    if (!store) {
        return complain(store.error(), project);
    }
    ProgressLine line{"copy"};
    const auto done = store->copy_to(
        out, replace, [&](double fraction) { line.show(fraction, {}); }, stop_asked());
    return done ? kOk : complain(done.error(), out);
}

} // namespace

void add_copy(CLI::App& program, Job& job) {
    struct Options {
        std::string project;
        std::string out;
        bool replace = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        program.add_subcommand("copy", "Write a project with its results and recordings as one file, to hand over");
    command->add_option("PROJECT", options->project, "The project; it may be open elsewhere")->required();
    command->add_option("OUT", options->out, "The copy, as handed-over.gpkg")->required();
    command->add_flag("--replace", options->replace, "Replace a project that has that name");
    command->callback(
        [options, &job] { job = [options] { return run(options->project, options->out, options->replace); }; });
}

} // namespace cityloom::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/terminal.h"
#include "scenarios/project/city_project.h"

namespace cityloom::cli {

void add_demo(CLI::App& program, Job& job) {
    struct Options {
        std::string out;
        std::uint64_t seed = 1;
        bool replace = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand("demo", "Make the demo city Loom Bay, with scenarios ready to play");
    command->add_option("OUT", options->out, "Project to write, as loom-bay.cityloom.gpkg")->required();
    command->add_option("--seed", options->seed, "Another seed makes another city")->capture_default_str();
    command->add_flag("--replace", options->replace, "Replace a project that is there");
    command->callback([options, &job] {
        job = [options] {
            if (const auto made = scenarios::create_demo_project(options->out, options->seed, options->replace);
                !made) {
                return complain(made.error());
            }
            print_text("Loom Bay is in %s\n", options->out.c_str());
            return static_cast<int>(kOk);
        };
    });
}

} // namespace cityloom::cli

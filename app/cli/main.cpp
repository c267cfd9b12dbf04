// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/terminal.h"
#include "scenarios/project/version.h"

namespace cityloom::cli {

int complain(const Error& error, const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    const bool named =
        name.empty() || error.message.find(name) != std::string::npos || error.where.find(name) != std::string::npos;
    std::string text = "error: " + (named ? std::string{} : name + ": ") + error.message;
    // The message names most files itself.
    if (!error.where.empty() && error.message.find(error.where) == std::string::npos) {
        text += " [" + error.where + "]";
    }
    print_line(stderr, text);
    switch (error.code) {
    case ErrorCode::Cancelled:
        return kCancelled;
    case ErrorCode::Internal:
        return kInternal;
    default:
        return kInputError;
    }
}

namespace {

/// No option takes "nan", "inf", a number too large for it, or a negative one where it counts.
void check_numbers(CLI::App& program) {
    const CLI::Validator finite{[](std::string& text) {
                                    char* end = nullptr;
                                    const double value = std::strtod(text.c_str(), &end);
                                    return *end == '\0' && !std::isfinite(value) ? text + " is no finite number"
                                                                                 : std::string{};
                                },
                                ""};
    const CLI::Validator whole{[](std::string& text) {
                                   std::uint64_t value = 0;
                                   const auto [end, error] =
                                       std::from_chars(text.data(), text.data() + text.size(), value);
                                   return error == std::errc{} && end == text.data() + text.size()
                                              ? std::string{}
                                              : text + " is no whole number from 0 to 18446744073709551615";
                               },
                               ""};
    for (CLI::App* command : program.get_subcommands([](CLI::App*) { return true; })) {
        for (CLI::Option* option : command->get_options()) {
            const std::string type = option->get_type_name();
            if (type.starts_with("FLOAT")) {
                option->check(finite);
            } else if (type.starts_with("UINT")) {
                option->check(whole);
            }
        }
        check_numbers(*command);
    }
}

int run(int argc, char** argv) {
    CLI::App program{"Cityloom: a city's infrastructure, simulated.", "cityloom-cli"};
    program.set_version_flag("--version", std::string{scenarios::program_version()});
    program.require_subcommand(1);
    Job job;
    add_demo(program, job);
    add_import(program, job);
    add_info(program, job);
    add_find(program, job);
    add_candidates(program, job);
    add_index(program, job);
    add_scenario(program, job);
    add_run(program, job);
    add_replay(program, job);
    add_compare(program, job);
    add_copy(program, job);
    add_audit(program, job);
    add_table(program, job);
    add_traffic(program, job);
    add_appraise(program, job);
    add_plans(program, job);
    add_assign(program, job);
    add_calibrate(program, job);
    add_cashflow(program, job);
    add_plan(program, job);
    add_rollout(program, job);
    add_verify(program, job);
    add_log(program, job);
    add_why(program, job);
#ifdef CITYLOOM_PICTURE
    add_render(program, job);
    add_report(program, job);
    add_video(program, job);
#endif
    check_numbers(program);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        std::ostringstream out; // what was typed may have come from a file's name
        std::ostringstream err;
        const int code = program.exit(wrong, out, err);
        print_text("%s", out.str().c_str());
        print_error("%s", err.str().c_str());
        return code == 0 ? kOk : kUsage; // 0: --help and --version
    }
    return job ? job() : kUsage;
}

} // namespace

} // namespace cityloom::cli

int main(int argc, char** argv) {
    const cityloom::cli::Interrupt interrupt;
    try {
        const int code = cityloom::cli::run(argc, argv);
        std::cout.flush();
        if ((std::fflush(stdout) != 0 || std::ferror(stdout) != 0 || !std::cout) && code == cityloom::cli::kOk) {
            std::fprintf(stderr, "error: the answer could not be written to the output. Free some space there.\n");
            return cityloom::cli::kInputError;
        }
        return code;
    } catch (const std::exception& bug) {
        std::fprintf(stderr, "error: an unforeseen failure (%s). Please report it.\n", bug.what());
        return cityloom::cli::kInternal;
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>

#include "sim/core/result.h"

namespace CLI {
class App;
}

namespace cityloom::cli {

/// What a command ends with. Stable: scripts branch on it.
enum ExitCode : int { kOk = 0, kInputError = 1, kUsage = 2, kCancelled = 3, kInternal = 4 };

/// Set by a subcommand when it was chosen; main() runs it after parsing.
using Job = std::function<int()>;

/// One function per subcommand: adds it to the program, and sets `job` when it is called.
void add_demo(CLI::App& program, Job& job);
void add_import(CLI::App& program, Job& job);
void add_find(CLI::App& program, Job& job);
void add_index(CLI::App& program, Job& job);
void add_log(CLI::App& program, Job& job);
void add_info(CLI::App& program, Job& job);
void add_scenario(CLI::App& program, Job& job);
void add_plan(CLI::App& program, Job& job);
void add_rollout(CLI::App& program, Job& job);
void add_run(CLI::App& program, Job& job);
void add_copy(CLI::App& program, Job& job);
void add_compare(CLI::App& program, Job& job);
void add_audit(CLI::App& program, Job& job);
void add_candidates(CLI::App& program, Job& job);
void add_appraise(CLI::App& program, Job& job);
void add_plans(CLI::App& program, Job& job);
void add_assign(CLI::App& program, Job& job);
void add_calibrate(CLI::App& program, Job& job);
void add_cashflow(CLI::App& program, Job& job);
void add_replay(CLI::App& program, Job& job);
void add_table(CLI::App& program, Job& job);
void add_traffic(CLI::App& program, Job& job);
void add_verify(CLI::App& program, Job& job);
void add_why(CLI::App& program, Job& job);
/// Only in builds that draw (CITYLOOM_PICTURE).
void add_render(CLI::App& program, Job& job);
void add_video(CLI::App& program, Job& job);
void add_report(CLI::App& program, Job& job);

/// Prints an error on stderr, "error: MESSAGE [WHERE]", and gives its exit code.
/// \param file what was read or run, told where the error does not name it.
int complain(const Error& error, const std::filesystem::path& file = {});

/// Ends a command that has a report: complains where there is none, else prints it as JSON or for people.
/// \param print takes the report; to_json() is found beside its type. \param file as for complain().
template <typename Report, typename Print>
int answer(const Result<Report>& report, bool json, Print print, const std::filesystem::path& file = {}) {
    if (!report) {
        return complain(report.error(), file);
    }
    if (json) {
        std::puts(to_json(*report).c_str());
    } else {
        print(*report);
    }
    return kOk;
}

} // namespace cityloom::cli

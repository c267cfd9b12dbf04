// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/run/runner.h"

namespace cityloom::scenarios {

/// A run as it can be repeated: what was asked for, what a person did on the way, and the hash it ended with.
struct RunLog {
    std::string scenario;
    std::string version;
    RunRequest request;
    struct Command {
        TimeUs at = 0;
        std::string verb; ///< "fail", "repair", "close", "open", "switch", "set", "plan"
        std::string asset;
        std::string cause;
        double value = 0.0;
        std::vector<double> values;
    };
    std::vector<Command> commands;
    std::uint64_t state_hash = 0;
};

/// JSON lines: a header, a line for each command, the hash last. Written whole or not at all.
[[nodiscard]] Result<void> write_run_log(const RunLog& log, const std::filesystem::path& file);
/// Malformed names the line.
[[nodiscard]] Result<RunLog> read_run_log(const std::filesystem::path& file);

[[nodiscard]] std::string hash_text(std::uint64_t hash);
[[nodiscard]] std::string_view verb_word(engine::Verb verb);

/// A command as it is logged.
[[nodiscard]] RunLog::Command log_entry(const engine::Networks& networks, const engine::Command& command);

/// The commands with their assets looked up in a city's networks.
[[nodiscard]] Result<std::vector<engine::Command>> resolve_commands(const RunLog& log,
                                                                    const engine::Networks& networks);

} // namespace cityloom::scenarios

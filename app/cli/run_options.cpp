// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_options.h"

#include <cstdlib>

#include <CLI/CLI.hpp>

#include "app/cli/command.h"
#include "scenarios/measure/scenario.h"

namespace cityloom::cli {

void RunOptions::add_to(CLI::App& command) {
    command.add_option("--start", start, "Local time of the first moment, HH:MM")->capture_default_str();
    command.add_option("--duration", duration, "How long, as 2h, 90min or 1h30min")->capture_default_str();
    command.add_option("--trips", trips, "Car trips scheduled in the run; 0: as many as the demand model expects")
        ->capture_default_str();
    command
        .add_option(
            "--bicycles", bicycles,
            "Share of all people's trips that are made by bicycle, as 0.1; trips of motor vehicles stay as many")
        ->check(CLI::Range(0.0, 0.9));
    command.add_option("--seed", seed, "Luck: another seed draws other trips")->capture_default_str();
    command
        .add_option("--tail", tail_min,
                    "Minutes after the last trip has started, at most, for those under way to arrive; 0: none")
        ->capture_default_str()
        ->check(CLI::Range(0, 24 * 60));
    command
        .add_option("--threads", threads,
                    "Threads of the engine; the result is the same for any number; 0: one per core")
        ->capture_default_str()
        ->check(CLI::Range(0, 256));
}

Result<scenarios::RunRequest> RunOptions::request() const {
    auto from = scenarios::parse_clock(start);
    if (!from) {
        return tl::make_unexpected(from.error());
    }
    auto span = scenarios::parse_duration(duration);
    if (!span) {
        return tl::make_unexpected(span.error());
    }
    return scenarios::RunRequest{.start = *from,
                                 .duration = *span,
                                 .trips = trips,
                                 .bicycles = bicycles,
                                 .seed = seed,
                                 .threads = threads,
                                 .tail = tail_min * kMinuteUs};
}

bool set_parameters(const std::vector<std::string>& changes, scenarios::AppraisalSettings& settings) {
    for (const std::string& text : changes) {
        const std::size_t equals = text.find('=');
        char* end = nullptr;
        const double value = equals == std::string::npos ? 0.0 : std::strtod(text.c_str() + equals + 1, &end);
        if (equals == std::string::npos || end == text.c_str() + equals + 1 || *end != '\0' ||
            !settings.set(text.substr(0, equals), value)) {
            complain(
                {ErrorCode::Malformed,
                 "'" + text +
                     "' is no parameter, or its value cannot be; write NAME=NUMBER with a name that compare --help "
                     "lists, and a number from 0 up.",
                 "--set"});
            return false;
        }
    }
    return true;
}

} // namespace cityloom::cli

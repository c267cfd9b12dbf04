// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/run_log.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>

#include <nlohmann/json.hpp>

#include "scenarios/project/text_file.h"
#include "scenarios/run/input_file.h"
#include "scenarios/run/json_fields.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios {

namespace {

using nlohmann::ordered_json;
/// By engine::Verb.
constexpr std::array<std::string_view, 9> kWords{"fail",    "repair", "close", "open", "block",
                                                 "unblock", "switch", "set",   "plan"};
constexpr std::size_t kMaxLines = 1'000'000;
constexpr std::uint64_t kMaxBytes = 64ULL << 20U;

tl::unexpected<Error> broken(const std::filesystem::path& file, std::size_t line, const std::string& why) {
    return fail(ErrorCode::Malformed,
                file.filename().string() + ", line " + std::to_string(line) + ": " + why +
                    ". Replay a log that run --log or the desktop wrote.",
                file.string());
}

} // namespace

std::string hash_text(std::uint64_t hash) {
    std::array<char, 20> text{};
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
    return text.data();
}

std::string_view verb_word(engine::Verb verb) {
    return kWords.at(static_cast<std::size_t>(verb));
}

Result<void> write_run_log(const RunLog& log, const std::filesystem::path& file) {
    const RunRequest& r = log.request;
    std::string text = ordered_json{{"log", "cityloom run"},     {"version", log.version},
                                    {"scenario", log.scenario},  {"start_us", r.start},
                                    {"duration_us", r.duration}, {"trips", r.trips},
                                    {"bicycles", r.bicycles},    {"seed", r.seed},
                                    {"stop_at_us", r.stop_at}}
                           .dump() +
                       '\n';
    for (const RunLog::Command& command : log.commands) {
        ordered_json line{{"at_us", command.at}, {"do", command.verb}, {"asset", command.asset}};
        if (!command.cause.empty()) {
            line["cause"] = command.cause;
        }
        if (command.value != 0.0) {
            line["value"] = command.value;
        }
        if (!command.values.empty()) {
            line["values"] = command.values;
        }
        text += line.dump() + '\n';
    }
    text += ordered_json{{"state_hash", hash_text(log.state_hash)}}.dump() + '\n';
    return write_text_file(file, text);
}

namespace {

/// Whether a run can have been asked for so; what the command line refuses no log may bring in.
bool can_be(const RunRequest& request) {
    constexpr TimeUs kLongest = 31 * 24 * kHourUs;
    constexpr std::uint64_t kMostTrips = 100'000'000;
    return request.start >= 0 && request.start <= kLongest && request.duration > 0 && request.duration <= kLongest &&
           request.trips <= kMostTrips && request.stop_at >= 0 && request.stop_at <= 2 * kLongest &&
           std::isfinite(request.bicycles) && request.bicycles >= -1.0 && request.bicycles <= 1.0;
}

bool all_finite(const RunLog::Command& command) {
    return command.at >= 0 && std::isfinite(command.value) &&
           std::ranges::all_of(command.values, [](double value) { return std::isfinite(value); });
}

} // namespace

Result<RunLog> read_run_log(const std::filesystem::path& file) {
    auto text = read_input(file, "log", kMaxBytes);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    std::istringstream in{std::move(*text)};
    RunLog log;
    bool header = false;
    bool end = false;
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        if (++number > kMaxLines) {
            return broken(file, number, "the log is longer than any run's");
        }
        const auto json = ordered_json::parse(line, nullptr, false);
        if (!json.is_object()) {
            return broken(file, number, "this is no JSON object");
        }
        try {
            if (json.contains("log")) {
                log.version = json.at("version").get<std::string>();
                log.scenario = json.at("scenario").get<std::string>();
                log.request.start = whole_number<TimeUs>(json.at("start_us")).value();
                log.request.duration = whole_number<TimeUs>(json.at("duration_us")).value();
                log.request.trips = whole_number<std::uint64_t>(json.at("trips")).value();
                log.request.seed = whole_number<std::uint64_t>(json.at("seed")).value();
                log.request.bicycles = json.value("bicycles", 0.0); // before there were any
                log.request.stop_at = number_field(json, "stop_at_us", TimeUs{0});
                if (!can_be(log.request)) {
                    return broken(file, number, "a start, duration, number of trips or share that no run has");
                }
                header = true;
            } else if (json.contains("do")) {
                log.commands.push_back({.at = whole_number<TimeUs>(json.at("at_us")).value(),
                                        .verb = json.at("do").get<std::string>(),
                                        .asset = json.at("asset").get<std::string>(),
                                        .cause = json.value("cause", std::string{}),
                                        .value = json.value("value", 0.0),
                                        .values = json.value("values", std::vector<double>{})});
                if (!all_finite(log.commands.back())) {
                    return broken(file, number, "a time before the day or a value that is no number");
                }
            } else if (json.contains("state_hash")) {
                log.state_hash = std::stoull(json.at("state_hash").get<std::string>(), nullptr, 16);
                end = true;
            }
        } catch (const std::exception&) {
            return broken(file, number, "a field is missing or of the wrong kind");
        }
    }
    if (!header || !end) {
        return broken(file, number, header ? "the log was cut off before its end" : "the header is missing");
    }
    return log;
}

RunLog::Command log_entry(const engine::Networks& networks, const engine::Command& command) {
    return {.at = command.at,
            .verb = std::string{verb_word(command.verb)},
            .asset = engine::asset_key(networks, command.asset),
            .cause = command.cause,
            .value = command.value,
            .values = command.values};
}

Result<std::vector<engine::Command>> resolve_commands(const RunLog& log, const engine::Networks& networks) {
    std::vector<engine::Command> commands;
    for (const RunLog::Command& command : log.commands) {
        const auto word = std::ranges::find(kWords, std::string_view{command.verb});
        const auto verb = static_cast<engine::Verb>(word - kWords.begin());
        if (word == kWords.end() || verb == engine::Verb::Block || verb == engine::Verb::Unblock) {
            return fail(ErrorCode::Malformed,
                        "The log asks to " + command.verb +
                            " something; known are fail, repair, close, open, switch, set and plan.");
        }
        auto asset = engine::find_asset(networks, command.asset);
        if (!asset) {
            return tl::make_unexpected(asset.error());
        }
        commands.push_back({.at = command.at,
                            .verb = verb,
                            .asset = *asset,
                            .by = engine::By::Person,
                            .cause = command.cause,
                            .value = command.value,
                            .values = command.values});
    }
    return commands;
}

} // namespace cityloom::scenarios

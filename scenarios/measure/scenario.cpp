// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/scenario.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace cityloom::scenarios {

namespace {

/// Arguments whose value is a number.
constexpr std::array<std::string_view, 17> kNumbers{"at",    "points",  "power_kw",   "speed_kmh", "x",     "y",
                                                    "share", "factor",  "forward",    "backward",  "lanes", "offset",
                                                    "cycle", "range_m", "rating_mva", "battery_h", "seed"};
constexpr std::size_t kLongest = 1000;

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> fields;
    for (;;) {
        const auto comma = text.find(',');
        fields.push_back(text.substr(0, comma));
        if (comma == std::string_view::npos) {
            return fields;
        }
        text.remove_prefix(comma + 1);
    }
}

std::string usage(const KindInfo& info) {
    std::string text{info.kind};
    for (const auto need : info.needs) {
        text += "," + std::string{need} + "=...";
    }
    for (const auto option : info.may) {
        text += "[," + std::string{option} + "=...]";
    }
    return text;
}

std::string all_usages(const std::vector<KindInfo>& kinds) {
    std::string list;
    for (const KindInfo& info : kinds) {
        list += (list.empty() ? "" : "  ") + usage(info);
    }
    return list;
}

bool is_number(const std::string& text) {
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
}

Result<std::map<std::string, std::string>> read_args(const std::vector<KindInfo>& kinds, std::string_view kind,
                                                     const std::vector<std::string_view>& fields, std::size_t first,
                                                     std::string_view text) {
    const std::string where{text.substr(0, kLongest)};
    const auto info = std::ranges::find(kinds, kind, &KindInfo::kind);
    if (info == kinds.end()) {
        return fail(ErrorCode::NotFound,
                    "There is no kind '" + std::string{kind} + "'. Known are: " + all_usages(kinds) + ".", where);
    }
    std::map<std::string, std::string> args;
    for (std::size_t i = first; i < fields.size(); ++i) {
        const auto equals = fields[i].find('=');
        const std::string key{fields[i].substr(0, equals)};
        const bool known = std::ranges::find(info->needs, key) != info->needs.end() ||
                           std::ranges::find(info->may, key) != info->may.end();
        if (equals == std::string_view::npos || !known || equals + 1 == fields[i].size()) {
            return fail(ErrorCode::Malformed,
                        "'" + std::string{fields[i]} + "' cannot be understood. Write " + usage(*info) + ".", where);
        }
        std::string value{fields[i].substr(equals + 1)};
        if (std::ranges::find(kNumbers, key) != kNumbers.end() && !is_number(value)) {
            return fail(ErrorCode::Malformed,
                        "'" + value + "' is no number for " + key + ". Write " + usage(*info) + ".", where);
        }
        args[key] = std::move(value);
    }
    for (const auto need : info->needs) {
        if (!args.contains(std::string{need})) {
            return fail(ErrorCode::Malformed,
                        std::string{kind} + " needs " + std::string{need} + ". Write " + usage(*info) + ".", where);
        }
    }
    return args;
}

std::string join(const std::map<std::string, std::string>& args) {
    std::string text;
    for (const auto& [key, value] : args) {
        text += "," + key + "=" + value;
    }
    return text;
}

} // namespace

const std::vector<KindInfo>& measure_kinds() {
    static const std::vector<KindInfo> kKinds{
        {"close", {"street"}, {"direction"}, "close a street to cars (direction: both, forward, backward)"},
        {"lanes", {"street"}, {"forward", "backward"}, "change a street's lanes a direction"},
        {"workzone",
         {"street"},
         {"lanes", "direction", "speed_kmh"},
         "a street loses lanes (1) and speed (30 km/h); a direction that loses all is closed"},
        {"signal",
         {"controller"},
         {"greens", "offset", "cycle"},
         "change a signal plan (greens: seconds a stage, as 30/20/15)"},
        {"substation", {"x", "y"}, {"rating_mva"}, "add a substation; x, y in metres of the project CRS"},
        {"basestation", {"x", "y"}, {"range_m", "battery_h"}, "add a base station"},
        {"rsu", {"x", "y"}, {"range_m", "battery_h"}, "add a roadside unit"},
        {"charger",
         {"street"},
         {"at", "points", "power_kw", "direction"},
         "add a charging station beside a street (2 points of 22 kW; at: 0 to 1 along)"},
        {"electric", {"share"}, {}, "share of electric cars, 0 to 1"},
        {"connected", {"share"}, {}, "share of connected vehicles, 0 to 1"},
        {"demand", {"factor"}, {"district"}, "grow or shrink travel, water and electricity demand"},
    };
    return kKinds;
}

const std::vector<KindInfo>& event_kinds() {
    static const std::vector<KindInfo> kKinds{
        {"fail", {"asset"}, {}, "an asset fails, as asset=substation/S2"},
        {"repair", {"asset"}, {}, "it works again"},
        {"incident",
         {"street"},
         {"lanes", "direction", "at", "speed_kmh", "duration"},
         "lanes of a street are blocked, from the kerb (lanes: all; at: 0 to 1, 0.5; past it 20 km/h; duration as "
         "30min)"},
    };
    return kKinds;
}

Result<Measure> parse_measure(std::string_view text) {
    const auto fields = split(text.substr(0, kLongest));
    auto args = read_args(measure_kinds(), fields[0], fields, 1, text);
    if (!args) {
        return tl::make_unexpected(args.error());
    }
    return Measure{std::string{fields[0]}, std::move(*args)};
}

Result<TimedEvent> parse_event(std::string_view text) {
    const auto fields = split(text.substr(0, kLongest));
    if (fields.size() < 2) {
        return fail(ErrorCode::Malformed,
                    "An event is a time, a kind and arguments. Write 08:00,fail,asset=substation/S2.",
                    std::string{text.substr(0, kLongest)});
    }
    const auto at = parse_clock(fields[0]);
    if (!at) {
        return tl::make_unexpected(at.error());
    }
    auto args = read_args(event_kinds(), fields[1], fields, 2, text);
    if (!args) {
        return tl::make_unexpected(args.error());
    }
    return TimedEvent{*at, std::string{fields[1]}, std::move(*args)};
}

std::string format_measure(const Measure& measure) {
    return measure.kind + join(measure.args);
}

std::string format_event(const TimedEvent& event) {
    return format_clock(event.at) + "," + event.kind + join(event.args);
}

Result<TimeUs> parse_clock(std::string_view text) {
    std::array<std::int64_t, 3> parts{};
    std::size_t count = 0;
    bool good = !text.empty() && text.size() <= 10;
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    while (good && count < parts.size()) {
        const auto [next, error] = std::from_chars(at, end, parts.at(count));
        good = error == std::errc{} && parts.at(count) >= 0 && *at != '-';
        ++count;
        if (!good || next == end) {
            at = next;
            break;
        }
        good = *next == ':';
        at = next + 1;
    }
    good = good && at == end && count >= 2 && parts[0] < 1000 && parts[1] < 60 && parts[2] < 60;
    if (!good) {
        return fail(ErrorCode::Malformed,
                    "'" + std::string{text.substr(0, 40)} + "' is no time of day. Write it as 08:00.");
    }
    return parts[0] * kHourUs + parts[1] * kMinuteUs + parts[2] * kSecondUs;
}

std::string format_clock(TimeUs at) {
    const std::int64_t seconds = at / kSecondUs;
    std::array<char, 40> text{};
    const auto hours = static_cast<long long>(seconds / 3600);
    const auto minutes = static_cast<long long>(seconds / 60 % 60);
    const auto rest = static_cast<long long>(seconds % 60);
    if (rest == 0) {
        std::snprintf(text.data(), text.size(), "%02lld:%02lld", hours, minutes);
    } else {
        std::snprintf(text.data(), text.size(), "%02lld:%02lld:%02lld", hours, minutes, rest);
    }
    return text.data();
}

Result<TimeUs> parse_duration(std::string_view text) {
    TimeUs total = 0;
    const std::string whole{text.substr(0, 40)};
    bool good = !text.empty();
    while (good && !text.empty()) {
        double value = 0.0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        good = error == std::errc{} && value >= 0.0 && value < 1e6;
        if (!good) {
            break;
        }
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        const auto unit_end = text.find_first_of("0123456789");
        const std::string_view unit = text.substr(0, unit_end);
        const double seconds = unit == "h" ? 3600.0 : unit == "min" || unit == "m" ? 60.0 : unit == "s" ? 1.0 : 0.0;
        good = seconds > 0.0;
        total += from_seconds(value * seconds);
        text.remove_prefix(unit.size());
    }
    if (!good || total <= 0) {
        return fail(ErrorCode::Malformed, "'" + whole + "' is no duration. Write it as 2h, 90min or 30s.");
    }
    return total;
}

} // namespace cityloom::scenarios

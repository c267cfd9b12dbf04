// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/scenario.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "scenarios/measure/check.h"
#include "scenarios/measure/kind.h"

namespace cityloom::scenarios {

namespace {

constexpr std::size_t kLongest = 1000;
constexpr std::string_view kOff = "off:";

/// Takes the mark of what is switched off away from the front. \return whether it was there
bool take_off_mark(std::string_view& text) {
    const bool off = text.starts_with(kOff);
    text.remove_prefix(off ? kOff.size() : 0);
    return off;
}

/// Takes the year away from the front. \return 0 where none stands there
int take_year(std::string_view& text) {
    constexpr std::size_t kDigits = 4;
    int year = 0;
    if (text.size() <= kDigits || text[kDigits] != ':' ||
        std::from_chars(text.data(), text.data() + kDigits, year).ptr != text.data() + kDigits || year < 1000) {
        return 0;
    }
    text.remove_prefix(kDigits + 1);
    return year;
}

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

Refusal cannot_be_read(std::string_view field, const Text& why, const ChangeForm* form, std::string_view text) {
    const Text write = form != nullptr ? Text{usage(*form)} : Text{Words{"NAME=VALUE", "名称=值"}};
    Refusal wrong =
        usage_refusal(ErrorCode::Malformed, Text{"'" + std::string{field.substr(0, kLongest)} + "'"} + why +
                                                Text{Words{". Write ", "。格式："}} + write + Text{Words{".", "。"}});
    wrong.where = std::string{text.substr(0, kLongest)};
    return wrong;
}

/// \param form of the kind, for what is told; may be null
Checked<Arguments> read_args(const std::vector<std::string_view>& fields, std::size_t first, const ChangeForm* form,
                             std::string_view text) {
    Arguments args;
    for (std::size_t i = first; i < fields.size(); ++i) {
        const auto equals = fields[i].find('=');
        if (equals == std::string_view::npos || equals == 0 || equals + 1 == fields[i].size()) {
            return tl::make_unexpected(
                cannot_be_read(fields[i], Words{" cannot be understood", " 无法识别"}, form, text));
        }
        const std::string name{fields[i].substr(0, equals)};
        if (!args.emplace(name, fields[i].substr(equals + 1)).second) {
            return tl::make_unexpected(cannot_be_read(
                fields[i],
                Text{Words{": allowed once, but given twice is ", "：只允许给出一次，重复的参数为 "}} + Text{name},
                form, text));
        }
    }
    return args;
}

/// Only so much is read of a text that a person types.
Check check_length(std::string_view text) {
    if (text.size() <= kLongest) {
        return {};
    }
    return cannot_be_read(
        text.substr(0, 40),
        Words{"... is longer than the 1000 characters that are allowed", "... 超过允许的 1000 个字符"}, nullptr,
        text.substr(0, 40));
}

std::string join(const std::map<std::string, std::string>& args) {
    std::string text;
    for (const auto& [key, value] : args) {
        text.append(",").append(key).append("=").append(value);
    }
    return text;
}

} // namespace

Checked<Measure> parse_measure(std::string_view text) {
    if (Check wrong = check_length(text)) {
        return tl::make_unexpected(*wrong);
    }
    const bool off = take_off_mark(text);
    const int begins = take_year(text);
    const auto fields = split(text);
    const MeasureKind* kind = find_measure_kind(fields[0]);
    auto args = read_args(fields, 1, kind != nullptr ? &kind->form : nullptr, text);
    if (!args) {
        return tl::make_unexpected(args.error());
    }
    Measure measure{std::string{fields[0]}, std::move(*args), off, begins};
    if (Check wrong = check_measure(measure)) {
        return tl::make_unexpected(*wrong);
    }
    return measure;
}

Checked<TimedEvent> parse_event(std::string_view text) {
    if (Check wrong = check_length(text)) {
        return tl::make_unexpected(*wrong);
    }
    const bool off = take_off_mark(text);
    const auto fields = split(text);
    if (fields.size() < 2) {
        Refusal wrong =
            usage_refusal(ErrorCode::Malformed,
                          Words{"An event is a time, a kind and arguments. Write 08:00,fail,asset=substation/S2.",
                                "事件由时刻、类别和参数组成。格式：08:00,fail,asset=substation/S2。"});
        wrong.where = std::string{text};
        return tl::make_unexpected(wrong);
    }
    if (Check wrong = check_value(event_time(), std::string{fields[0]})) {
        wrong->where = std::string{text};
        return tl::make_unexpected(*wrong);
    }
    const EventVerb* verb = find_event_verb(fields[1]);
    auto args = read_args(fields, 2, verb != nullptr ? &verb->form : nullptr, text);
    if (!args) {
        return tl::make_unexpected(args.error());
    }
    TimedEvent event{*parse_clock(fields[0]), std::string{fields[1]}, std::move(*args), off};
    if (Check wrong = check_event(event)) {
        return tl::make_unexpected(*wrong);
    }
    return event;
}

Result<Measure> read_measure(std::string_view text) {
    const bool off = take_off_mark(text);
    const int begins = take_year(text);
    const auto fields = split(text);
    auto args = read_args(fields, 1, nullptr, text);
    if (!args) {
        return tl::make_unexpected(args.error());
    }
    return Measure{std::string{fields[0]}, std::move(*args), off, begins};
}

Result<TimedEvent> read_event(std::string_view text) {
    const bool off = take_off_mark(text);
    const auto fields = split(text);
    const auto at = parse_clock(fields[0]);
    if (!at) {
        return tl::make_unexpected(at.error());
    }
    auto args = read_args(fields, std::min<std::size_t>(2, fields.size()), nullptr, text);
    if (!args) {
        return tl::make_unexpected(args.error());
    }
    return TimedEvent{*at, fields.size() > 1 ? std::string{fields[1]} : std::string{}, std::move(*args), off};
}

std::string format_measure(const Measure& measure) {
    return std::string{measure.off ? kOff : ""} + (measure.begins > 0 ? std::to_string(measure.begins) + ":" : "") +
           measure.kind + join(measure.args);
}

std::string format_event(const TimedEvent& event) {
    return std::string{event.off ? kOff : ""} + format_clock(event.at) + "," + event.kind + join(event.args);
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
        static_cast<void>(std::snprintf(text.data(), text.size(), "%02lld:%02lld", hours, minutes));
    } else {
        static_cast<void>(std::snprintf(text.data(), text.size(), "%02lld:%02lld:%02lld", hours, minutes, rest));
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

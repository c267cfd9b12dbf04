// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/result.h"
#include "sim/core/time.h"

namespace cityloom::scenarios {

/// Something that a planner changes for the whole run, as "close" with street=ID.
struct Measure {
    std::string kind;
    std::map<std::string, std::string> args;
    friend bool operator==(const Measure&, const Measure&) = default;
};

/// Something that happens at a time, as "fail" with asset=substation/S2.
struct TimedEvent {
    TimeUs at = 0;
    std::string kind;
    std::map<std::string, std::string> args;
    friend bool operator==(const TimedEvent&, const TimedEvent&) = default;
};

/// An overlay on the city: never a copy of it.
struct Scenario {
    std::string name;
    std::string base; ///< the scenario whose measures and events come first; empty: the city as it stands
    std::vector<Measure> measures;
    std::vector<TimedEvent> events;
    std::int64_t seed = 1;
    friend bool operator==(const Scenario&, const Scenario&) = default;
};

/// A kind of measure or event, for --help and for checks.
struct KindInfo {
    std::string_view kind;
    std::vector<std::string_view> needs; ///< arguments that must be given
    std::vector<std::string_view> may;   ///< and that may be
    std::string_view help;
};
[[nodiscard]] const std::vector<KindInfo>& measure_kinds();
[[nodiscard]] const std::vector<KindInfo>& event_kinds();

/// Reads "close,street=ID". An unknown kind or argument, a missing one, or a number that is none is an Error that lists
/// what there is.
[[nodiscard]] Result<Measure> parse_measure(std::string_view text);
/// Reads "08:00,fail,asset=substation/S2"; hours may go past 24.
[[nodiscard]] Result<TimedEvent> parse_event(std::string_view text);
[[nodiscard]] std::string format_measure(const Measure& measure);
[[nodiscard]] std::string format_event(const TimedEvent& event);

/// "07:30" or "07:30:15"; hours may go past 24.
[[nodiscard]] Result<TimeUs> parse_clock(std::string_view text);
[[nodiscard]] std::string format_clock(TimeUs at);
/// "2h", "90min", "30s", "1h30min": positive.
[[nodiscard]] Result<TimeUs> parse_duration(std::string_view text);

} // namespace cityloom::scenarios

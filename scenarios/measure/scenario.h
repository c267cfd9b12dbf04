// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/measure/refusal.h"
#include "sim/core/result.h"
#include "sim/core/time.h"

namespace cityloom::scenarios {

/// Something that a planner changes for the whole run, as "close" with street=ID.
struct Measure {
    std::string kind;
    std::map<std::string, std::string> args;
    bool off = false; ///< kept with the scenario, but not in force
    int begins = 0;   ///< calendar year in which its works begin, in a plan; 0: in the plan's first. Runs ignore it
    friend bool operator==(const Measure&, const Measure&) = default;
};

/// Something that happens at a time, as "fail" with asset=substation/S2.
struct TimedEvent {
    TimeUs at = 0;
    std::string kind;
    std::map<std::string, std::string> args;
    bool off = false; ///< kept with the scenario, but does not happen
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

/// Reads "close,street=ID"; "off:close,street=ID" is switched off, "2028:close,street=ID" is begun in that year of a
/// plan ("off:2028:close,..." both). Refuses what cannot be whatever the city is: an
/// unknown kind or argument, one that is missing or given twice, a value of another type or out of its range; see
/// check.h for what needs the city.
[[nodiscard]] Checked<Measure> parse_measure(std::string_view text);
/// Reads "08:00,fail,asset=substation/S2"; hours may go past 24, and "off:" may stand before it. Refuses likewise.
[[nodiscard]] Checked<TimedEvent> parse_event(std::string_view text);
/// Reads what a project holds: kinds and values are taken as they are, so that a project of before opens; a run and an
/// edit check them.
[[nodiscard]] Result<Measure> read_measure(std::string_view text);
[[nodiscard]] Result<TimedEvent> read_event(std::string_view text);
[[nodiscard]] std::string format_measure(const Measure& measure);
[[nodiscard]] std::string format_event(const TimedEvent& event);

/// "07:30" or "07:30:15"; hours may go past 24.
[[nodiscard]] Result<TimeUs> parse_clock(std::string_view text);
[[nodiscard]] std::string format_clock(TimeUs at);
/// "2h", "90min", "30s", "1h30min": positive.
[[nodiscard]] Result<TimeUs> parse_duration(std::string_view text);

} // namespace cityloom::scenarios

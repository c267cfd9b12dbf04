// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/core/weekly_hours.h"

#include <algorithm>

namespace cityloom {

namespace {

WeeklyHours tidied(std::vector<Range> spans) {
    std::ranges::sort(spans, {}, &Range::begin);
    WeeklyHours hours;
    for (const Range& span : spans) {
        if (span.count == 0) {
            continue;
        }
        if (!hours.spans.empty() && span.begin <= hours.spans.back().end()) {
            Range& last = hours.spans.back();
            last.count = std::max(last.end(), span.end()) - last.begin;
        } else {
            hours.spans.push_back(span);
        }
    }
    return hours;
}

} // namespace

WeeklyHours WeeklyHours::of_days(const std::array<std::vector<Range>, 7>& days) {
    std::vector<Range> spans;
    for (std::uint32_t day = 0; day < days.size(); ++day) {
        for (const Range& span : days.at(day)) {
            const std::uint32_t begin = day * kDayMinutes + span.begin;
            const std::uint32_t end = begin + std::min(span.count, kWeekMinutes);
            spans.push_back({begin, std::min(end, kWeekMinutes) - std::min(begin, kWeekMinutes)});
            if (end > kWeekMinutes) { // from Sunday into Monday
                const std::uint32_t over = std::max(begin, kWeekMinutes);
                spans.push_back({over - kWeekMinutes, end - over});
            }
        }
    }
    return tidied(std::move(spans));
}

bool WeeklyHours::holds(std::uint32_t minute_of_week) const noexcept {
    return std::ranges::any_of(
        spans, [=](const Range& span) { return minute_of_week >= span.begin && minute_of_week < span.end(); });
}

bool WeeklyHours::sound() const noexcept {
    std::uint64_t before = 0;
    for (const Range& span : spans) {
        const std::uint64_t end = std::uint64_t{span.begin} + span.count;
        if (span.begin < before || span.count == 0 || end > kWeekMinutes) {
            return false;
        }
        before = end;
    }
    return true;
}

WeeklyHours joined(const WeeklyHours& a, const WeeklyHours& b) {
    std::vector<Range> spans = a.spans;
    spans.insert(spans.end(), b.spans.begin(), b.spans.end());
    return tidied(std::move(spans));
}

std::uint32_t minute_of_week(Weekday day, TimeUs time) noexcept {
    constexpr TimeUs kWeekUs = kWeekMinutes * kMinuteUs;
    const TimeUs from_monday = static_cast<TimeUs>(day) * kDayMinutes * kMinuteUs + time;
    return static_cast<std::uint32_t>((from_monday % kWeekUs + kWeekUs) % kWeekUs / kMinuteUs);
}

} // namespace cityloom

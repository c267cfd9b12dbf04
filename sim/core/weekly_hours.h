// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/time.h"

namespace cityloom {

enum class Weekday : std::uint8_t { Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday };
inline constexpr std::uint32_t kDayMinutes = 24 * 60;
inline constexpr std::uint32_t kWeekMinutes = 7 * kDayMinutes;

/// Hours that come back every week, to the minute: nothing of seasons and holidays.
struct WeeklyHours {
    std::vector<Range> spans; ///< in minutes from Monday 00:00, in order, apart from each other and within the week

    /// By day spans of minutes from its midnight, in any order; an end may go on into the next day.
    [[nodiscard]] static WeeklyHours of_days(const std::array<std::vector<Range>, 7>& days);
    [[nodiscard]] static WeeklyHours always() { return {{{0, kWeekMinutes}}}; }

    [[nodiscard]] bool holds(std::uint32_t minute_of_week) const noexcept;
    [[nodiscard]] bool never() const noexcept { return spans.empty(); }
    /// Whether the spans are as they must be: what comes from a file may not be.
    [[nodiscard]] bool sound() const noexcept;
    friend bool operator==(const WeeklyHours&, const WeeklyHours&) = default;
};

/// At either.
[[nodiscard]] WeeklyHours joined(const WeeklyHours& a, const WeeklyHours& b);

/// Of a time that counts from the midnight at which a day begins, and may go past it.
[[nodiscard]] std::uint32_t minute_of_week(Weekday day, TimeUs time) noexcept;

template <typename A> void describe(A& a, WeeklyHours& hours) {
    a(hours.spans);
}

} // namespace cityloom

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cityloom {

/// Microseconds since local midnight of the project's first day; goes past 24 h. Never an accumulated double.
using TimeUs = std::int64_t;

inline constexpr TimeUs kSecondUs = 1'000'000;
inline constexpr TimeUs kMinuteUs = 60 * kSecondUs;
inline constexpr TimeUs kHourUs = 60 * kMinuteUs;

[[nodiscard]] constexpr double to_seconds(TimeUs t) {
    return static_cast<double>(t) * 1e-6;
}
[[nodiscard]] constexpr TimeUs from_seconds(double s) {
    return static_cast<TimeUs>(s * 1e6 + (s < 0 ? -0.5 : 0.5));
}

} // namespace cityloom

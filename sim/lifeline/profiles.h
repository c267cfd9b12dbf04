// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "sim/core/time.h"

namespace cityloom::lifeline {

/// Hourly factors, linear in between. Peak 1 for electricity and telecom (on the coincident peak), mean 1 for water and
/// cars.
using DayProfile = std::array<double, 24>;

/// A mixed city's weekday load: the shape of the ENTSO-E hourly load of Switzerland, a January weekday, over its peak.
inline constexpr DayProfile kElectricity{0.72, 0.69, 0.68, 0.68, 0.70, 0.75, 0.84, 0.93, 0.96, 0.96, 0.96, 0.98,
                                         0.97, 0.95, 0.94, 0.93, 0.94, 0.98, 1.00, 0.98, 0.93, 0.88, 0.83, 0.77};
/// Electric cars charged at home by whoever comes home and plugs in, mean 1: most of it in the evening, ebbing away in
/// the night, and a little by day and at work. Its peak over its mean is 2.3; measured ones of North American homes
/// have 4 (Sagewell, EV charging statistics: 0.25 to 0.3 kW a car in the mean, 1.0 to 1.2 kW at the peak). Our default.
inline constexpr DayProfile kHomeCharging{1.20, 0.80, 0.60, 0.45, 0.35, 0.30, 0.30, 0.35, 0.50, 0.60, 0.60, 0.55,
                                          0.55, 0.55, 0.60, 0.75, 1.10, 1.70, 2.20, 2.30, 2.20, 2.10, 1.80, 1.55};
/// Residential and commercial water use, two peaks (DVGW W 410's daily curve for 50,000 to 100,000 people, rounded).
inline constexpr DayProfile kWater{0.45, 0.35, 0.30, 0.30, 0.35, 0.60, 1.10, 1.55, 1.55, 1.40, 1.30, 1.25,
                                   1.25, 1.15, 1.05, 1.05, 1.10, 1.30, 1.45, 1.40, 1.20, 1.00, 0.80, 0.75};
/// Mobile data over the day, on the evening busy hour (the shape that operators publish; default).
inline constexpr DayProfile kTelecom{0.45, 0.30, 0.20, 0.15, 0.15, 0.20, 0.35, 0.55, 0.65, 0.70, 0.72, 0.78,
                                     0.82, 0.80, 0.78, 0.80, 0.85, 0.92, 0.95, 0.98, 1.00, 0.98, 0.85, 0.65};

[[nodiscard]] constexpr double at_time(const DayProfile& profile, TimeUs time) {
    const TimeUs day = 24 * kHourUs;
    const TimeUs t = ((time % day) + day) % day;
    const auto hour = static_cast<std::size_t>(t / kHourUs);
    const double part = static_cast<double>(t % kHourUs) / static_cast<double>(kHourUs);
    return (1.0 - part) * profile[hour] + part * profile[(hour + 1) % 24];
}

} // namespace cityloom::lifeline

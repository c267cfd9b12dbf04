// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace cityloom::render {

/// Where the sun stands. Azimuth clockwise from north.
struct SunPosition {
    double elevation_deg = 0.0;
    double azimuth_deg = 0.0;
};

/// NOAA's solar position equations (after Meeus, Astronomical Algorithms, 1991), good to about 0.1 degree.
/// \param day_of_year 1..366; \param hour_utc may pass 24 or lie below 0.
[[nodiscard]] SunPosition sun_position(double latitude_deg, double longitude_deg, int day_of_year, double hour_utc);

/// Light and sky as the shaders take them: on flat ground sky + sun gives the palette's own colours at noon.
struct Daylight {
    std::array<float, 3> towards_sun{};
    std::array<float, 3> sun{};
    std::array<float, 3> sky{};
    std::array<float, 3> haze{};
    std::array<float, 3> zenith{};
    float night = 0.0F;
};

[[nodiscard]] Daylight daylight(SunPosition sun);

} // namespace cityloom::render

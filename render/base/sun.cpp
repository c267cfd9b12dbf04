// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/base/sun.h"

#include <algorithm>
#include <cmath>

namespace cityloom::render {

namespace {
constexpr double kPi = 3.14159265358979323846;
using Rgb = std::array<double, 3>;

Rgb mix(const Rgb& a, const Rgb& b, double t) {
    return {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])};
}
double smooth(double low, double high, double x) {
    const double t = std::clamp((x - low) / (high - low), 0.0, 1.0);
    return t * t * (3 - 2 * t);
}
std::array<float, 3> narrow(const Rgb& c) {
    return {static_cast<float>(c[0]), static_cast<float>(c[1]), static_cast<float>(c[2])};
}
} // namespace

SunPosition sun_position(double latitude_deg, double longitude_deg, int day_of_year, double hour_utc) {
    const double g = 2 * kPi / 365.0 * (day_of_year - 1 + (hour_utc - 12.0) / 24.0);
    const double equation_min = 229.18 * (0.000075 + 0.001868 * std::cos(g) - 0.032077 * std::sin(g) -
                                          0.014615 * std::cos(2 * g) - 0.040849 * std::sin(2 * g));
    const double declination = 0.006918 - 0.399912 * std::cos(g) + 0.070257 * std::sin(g) - 0.006758 * std::cos(2 * g) +
                               0.000907 * std::sin(2 * g) - 0.002697 * std::cos(3 * g) + 0.00148 * std::sin(3 * g);
    const double solar_min = hour_utc * 60.0 + equation_min + 4.0 * longitude_deg;
    const double hour_angle = (solar_min / 4.0 - 180.0) * kPi / 180.0;
    const double latitude = latitude_deg * kPi / 180.0;
    const double sine = std::clamp(std::sin(latitude) * std::sin(declination) +
                                       std::cos(latitude) * std::cos(declination) * std::cos(hour_angle),
                                   -1.0, 1.0);
    const double azimuth = std::atan2(-std::sin(hour_angle) * std::cos(declination),
                                      std::sin(declination) * std::cos(latitude) -
                                          std::cos(hour_angle) * std::cos(declination) * std::sin(latitude));
    return {std::asin(sine) * 180.0 / kPi, std::fmod(azimuth * 180.0 / kPi + 360.0, 360.0)};
}

Daylight daylight(SunPosition sun) {
    Daylight light;
    const double e = std::max(sun.elevation_deg, 4.0) * kPi / 180.0; // a sun below the horizon lights nothing, but flat
    const double a = sun.azimuth_deg * kPi / 180.0;
    light.towards_sun = narrow({std::sin(a) * std::cos(e), std::cos(a) * std::cos(e), std::sin(e)});
    const double day = smooth(-7.0, 9.0, sun.elevation_deg);
    const double low = smooth(-9.0, -1.0, sun.elevation_deg) * (1.0 - smooth(3.0, 16.0, sun.elevation_deg));
    light.night = static_cast<float>(1.0 - smooth(-7.5, 1.5, sun.elevation_deg));
    const Rgb warm = mix({1.0, 0.985, 0.955}, {1.08, 0.86, 0.66}, low);
    const double sun_share = 0.40 * smooth(-2.0, 8.0, sun.elevation_deg);
    light.sun = narrow({sun_share * warm[0], sun_share * warm[1], sun_share * warm[2]});
    Rgb sky = mix({0.115, 0.135, 0.20}, {0.60, 0.605, 0.62}, day);
    sky = mix(sky, {sky[0] * 1.05, sky[1] * 0.93, sky[2] * 0.95}, low);
    light.sky = narrow(sky);
    Rgb haze = mix({0.060, 0.075, 0.115}, {0.885, 0.905, 0.905}, day);
    haze = mix(haze, {0.80 * (0.35 + 0.65 * day), 0.60 * (0.35 + 0.65 * day), 0.47 * (0.40 + 0.6 * day)}, 0.75 * low);
    light.haze = narrow(haze);
    Rgb zenith = mix({0.018, 0.026, 0.055}, {0.56, 0.70, 0.82}, day);
    zenith = mix(zenith, {0.25 * day + 0.06, 0.30 * day + 0.075, 0.42 * day + 0.13}, 0.55 * low);
    light.zenith = narrow(zenith);
    return light;
}

} // namespace cityloom::render

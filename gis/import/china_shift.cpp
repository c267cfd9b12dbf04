// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/china_shift.h"

#include <cctype>
#include <cmath>
#include <numbers>
#include <string>

namespace cityloom::gis {

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kRadians = kPi / 180.0;
// Krasovsky 1940.
constexpr double kAxisM = 6'378'245.0;
constexpr double kEccentricity2 = 0.00669342162296594323;
constexpr double kBaidu = kPi * 3000.0 / 180.0;
constexpr double kBaiduEast = 0.0065;
constexpr double kBaiduNorth = 0.006;

double waves(double a, double b, double c, double at) {
    return (a * std::sin(at * kPi) + b * std::sin(at / c * kPi)) * 2.0 / 3.0;
}

double northward(double x, double y) {
    double d = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x));
    d += (20.0 * std::sin(6.0 * x * kPi) + 20.0 * std::sin(2.0 * x * kPi)) * 2.0 / 3.0;
    d += waves(20.0, 40.0, 3.0, y);
    d += (160.0 * std::sin(y / 12.0 * kPi) + 320.0 * std::sin(y * kPi / 30.0)) * 2.0 / 3.0;
    return d;
}

double eastward(double x, double y) {
    double d = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x));
    d += (20.0 * std::sin(6.0 * x * kPi) + 20.0 * std::sin(2.0 * x * kPi)) * 2.0 / 3.0;
    d += waves(20.0, 40.0, 3.0, x);
    d += (150.0 * std::sin(x / 12.0 * kPi) + 300.0 * std::sin(x / 30.0 * kPi)) * 2.0 / 3.0;
    return d;
}

bool covered(Point2 p) {
    return p.x_m >= 72.004 && p.x_m <= 137.8347 && p.y_m >= 0.8293 && p.y_m <= 55.8271;
}

Point2 gcj02(Point2 p) {
    if (!covered(p)) {
        return p;
    }
    const double sine = std::sin(p.y_m * kRadians);
    const double flat = 1.0 - kEccentricity2 * sine * sine;
    const double meridian_m = kAxisM * (1.0 - kEccentricity2) / (flat * std::sqrt(flat));
    const double parallel_m = kAxisM / std::sqrt(flat) * std::cos(p.y_m * kRadians);
    const double x = p.x_m - 105.0;
    const double y = p.y_m - 35.0;
    return {p.x_m + eastward(x, y) / (parallel_m * kRadians), p.y_m + northward(x, y) / (meridian_m * kRadians)};
}

Point2 bd09(Point2 gcj) {
    const double z = norm(gcj) + 0.00002 * std::sin(gcj.y_m * kBaidu);
    const double angle = std::atan2(gcj.y_m, gcj.x_m) + 0.000003 * std::cos(gcj.x_m * kBaidu);
    return {z * std::cos(angle) + kBaiduEast, z * std::sin(angle) + kBaiduNorth};
}

} // namespace

std::optional<ChinaDatum> china_datum(std::string_view crs) noexcept {
    std::string word;
    for (const char c : crs.substr(0, 16)) {
        if (c != '-' && c != '_' && c != ' ') {
            word += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        }
    }
    return word == "GCJ02"                      ? std::optional{ChinaDatum::Gcj02}
           : word == "BD09" || word == "BD09LL" ? std::optional{ChinaDatum::Bd09}
                                                : std::nullopt;
}

Point2 to_china(ChinaDatum datum, Point2 wgs84) noexcept {
    const Point2 moved = gcj02(wgs84);
    return datum == ChinaDatum::Gcj02 || !covered(wgs84) ? moved : bd09(moved);
}

Point2 from_china(ChinaDatum datum, Point2 shifted) noexcept {
    if (!covered(shifted)) {
        return shifted;
    }
    Point2 guess = shifted; // the pattern is nearly constant over 1 km: each step leaves a hundredth of the error
    for (int k = 0; k < 10; ++k) {
        guess = guess - (to_china(datum, guess) - shifted);
    }
    return guess;
}

} // namespace cityloom::gis

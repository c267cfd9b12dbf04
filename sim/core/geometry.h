// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>

namespace cityloom {

/// A place in the project's projected CRS, in metres from the project's integer origin: x east, y north.
struct Point2 {
    double x_m = 0.0;
    double y_m = 0.0;
    friend constexpr bool operator==(Point2, Point2) = default;
};
/// As Point2, with z_m the height above the vertical datum (metres).
struct Point3 {
    double x_m = 0.0;
    double y_m = 0.0;
    double z_m = 0.0;
};
constexpr Point2 operator+(Point2 a, Point2 b) {
    return {a.x_m + b.x_m, a.y_m + b.y_m};
}
constexpr Point2 operator-(Point2 a, Point2 b) {
    return {a.x_m - b.x_m, a.y_m - b.y_m};
}
constexpr Point2 operator*(double k, Point2 p) {
    return {k * p.x_m, k * p.y_m};
}
constexpr double dot(Point2 a, Point2 b) {
    return a.x_m * b.x_m + a.y_m * b.y_m;
}
constexpr double cross(Point2 a, Point2 b) {
    return a.x_m * b.y_m - a.y_m * b.x_m;
}
inline double norm(Point2 p) {
    return std::sqrt(dot(p, p));
}
inline double distance_m(Point2 a, Point2 b) {
    return norm(b - a);
}

/// Part of a pool: elements [begin, begin + count).
struct Range {
    std::uint32_t begin = 0;
    std::uint32_t count = 0;
    [[nodiscard]] constexpr std::uint32_t end() const { return begin + count; }
    friend constexpr bool operator==(Range, Range) = default;
};

/// No element: the index of nothing.
inline constexpr std::uint32_t kNone = 0xFFFFFFFFU;

/// Where a figure comes from; shown to the user wherever the figure is.
enum class Provenance : std::uint8_t {
    Measured, ///< stands in the source data
    Derived,  ///< computed from other source data
    Default,  ///< an assumption of ours
};

} // namespace cityloom

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom {

/// Length of a polyline (metres).
[[nodiscard]] double polyline_length_m(std::span<const Point2> line) noexcept;

/// A place on a polyline and the unit vector along it there.
struct PolylinePlace {
    Point2 at;
    Point2 direction{1.0, 0.0};
};
/// The place \p along_m from the start; clamped to the ends.
[[nodiscard]] PolylinePlace polyline_at(std::span<const Point2> line, double along_m) noexcept;

/// The part between two distances from the start; at least two points.
[[nodiscard]] std::vector<Point2> polyline_part(std::span<const Point2> line, double from_m, double to_m);

/// Shifted sideways, positive to the right of its direction; mitred, with the mitre limited to 3 times the offset.
[[nodiscard]] std::vector<Point2> polyline_offset(std::span<const Point2> line, double right_m);

/// Nearest place on the line: distance from it and distance along it (metres).
struct PolylineNearest {
    double distance_m = 0.0;
    double along_m = 0.0;
};
[[nodiscard]] PolylineNearest polyline_nearest(std::span<const Point2> line, Point2 to) noexcept;

} // namespace cityloom

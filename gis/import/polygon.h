// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::gis {

/// Twice-halved shoelace: positive when the ring runs counter-clockwise. Square metres.
[[nodiscard]] double signed_area_m2(std::span<const Point2> ring) noexcept;

/// Even-odd rule; points on the edge fall either way.
[[nodiscard]] bool ring_contains(std::span<const Point2> ring, Point2 at) noexcept;

/// Why a ring cannot be used, or empty: drops repeated points, and the closing one, in place.
[[nodiscard]] std::string clean_ring(std::vector<Point2>& ring);

/// How a ring's edges cross each other. An outline that crosses itself at thousands of places is none, and would be
/// torn into millions of pieces.
enum class Crossing : std::uint8_t { None, Some, TooMany };
inline constexpr std::size_t kMostCrossings = 1'000;
/// TooMany as well where finding out takes more comparisons than 2,000 a corner.
[[nodiscard]] Crossing crossings(std::span<const Point2> ring);

/// A polygon: its outer ring counter-clockwise, then its holes clockwise.
struct Polygon {
    std::vector<std::vector<Point2>> rings;
};

/// Splits a polygon whose rings cross themselves or each other into sound ones, largest first; slivers are dropped.
/// Empty when nothing is left.
[[nodiscard]] std::vector<Polygon> make_valid(const Polygon& polygon);

/// What two sound polygons share, and what is left of one without others; as make_valid() gives it.
[[nodiscard]] std::vector<Polygon> overlap(const Polygon& a, const Polygon& b);
[[nodiscard]] std::vector<Polygon> remainder(const Polygon& whole, std::span<const Polygon> taken);

/// All coordinates times `by`.
[[nodiscard]] Polygon scaled(Polygon polygon, double by);

/// A point inside of a sound polygon; its first corner where none can be found.
[[nodiscard]] Point2 point_inside(const Polygon& polygon);

/// Of the outer ring without the holes, square metres.
[[nodiscard]] double area_of(const Polygon& polygon) noexcept;

/// Convex hull, counter-clockwise. Empty for fewer than three distinct directions.
[[nodiscard]] std::vector<Point2> convex_hull(std::vector<Point2> points);

} // namespace cityloom::gis

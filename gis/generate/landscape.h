// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "gis/city/terrain.h"
#include "sim/core/geometry.h"

namespace cityloom::gis::loom {

using Path = std::vector<Point2>;

/// Extent of the demo city: 6 km east by 5 km north of the origin.
inline constexpr double kWidthM = 6000.0;
inline constexpr double kDepthM = 5000.0;

/// A smooth curve (Catmull-Rom) through the points, sampled about every step_m.
[[nodiscard]] Path smooth(std::span<const Point2> through, double step_m);
/// The same path with points about every step_m along its straight pieces; corners stay.
[[nodiscard]] Path densify(const Path& path, double step_m);
/// The path moved sideways, to the right where right_m is positive.
[[nodiscard]] Path offset(const Path& path, double right_m);
[[nodiscard]] double distance_to_segment_m(Point2 p, Point2 a, Point2 b);
[[nodiscard]] double distance_to_path_m(Point2 p, const Path& path);
[[nodiscard]] bool inside(const Path& ring, Point2 p);
[[nodiscard]] double ring_area_m2(std::span<const Point2> ring);

/// The land before there was a city: a bay in the south, a river from the northern valley, hills west and north.
class Landscape {
public:
    Landscape();

    /// Above 0 in water, below on land: about the distance to the shore in metres.
    [[nodiscard]] double depth_into_water_m(Point2 p) const;
    [[nodiscard]] bool water(Point2 p, double margin_m = 0.0) const { return depth_into_water_m(p) > -margin_m; }
    [[nodiscard]] double ground_m(Point2 p) const;
    [[nodiscard]] Terrain terrain() const;

    [[nodiscard]] const Path& river() const { return river_; }
    [[nodiscard]] double river_half_width_m(Point2 p) const;
    [[nodiscard]] const Path& coast() const { return coast_; }
    /// Closed rings (first point not repeated) of the bay and of the river.
    [[nodiscard]] Path bay_ring() const;
    [[nodiscard]] Path river_ring() const;

private:
    Path river_;
    Path coast_;
};

} // namespace cityloom::gis::loom

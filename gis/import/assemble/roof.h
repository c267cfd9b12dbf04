// SPDX-License-Identifier: GPL-3.0-or-later
// Roofs as the lower envelope of planes over a footprint: every shape but the flat one is concave.
#pragma once

#include <vector>

#include "gis/import/polygon.h"
#include "gis/import/shape.h"

namespace cityloom::gis {

/// z = x * slope.x + y * slope.y + height, metres.
struct RoofPlane {
    Point2 slope;
    double height_m = 0.0;
    [[nodiscard]] double at(Point2 p) const noexcept { return dot(slope, p) + height_m; }
};

/// A piece of the roof: the part of the footprint over which one plane is the lowest.
struct RoofFace {
    Polygon outline;
    RoofPlane plane;
};

/// A roof over a footprint, its lowest edge at 0.
struct Roof {
    std::vector<RoofPlane> planes;
    std::vector<RoofFace> faces;
    double height_m = 0.0;
    [[nodiscard]] double at(Point2 p) const noexcept;
};

/// How high the roof is where its source does not say: from its angle, its storeys, else an assumption of ours (30
/// degrees; 10 for a skillion; a dome as high as half as wide). \param most_m no higher than this
[[nodiscard]] double roof_height_m(const RoofForm& form, const Polygon& footprint, double most_m);

/// The roof of that form and height. The footprint's first ring runs counter-clockwise, its holes clockwise.
[[nodiscard]] Roof make_roof(const RoofForm& form, const Polygon& footprint, double height_m);

/// Where along p to q, between 0 and 1, the lowest plane changes, in order.
[[nodiscard]] std::vector<double> breaks_along(const Roof& roof, Point2 p, Point2 q);

} // namespace cityloom::gis

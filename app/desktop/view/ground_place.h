// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include <QPointF>
#include <QSize>

#include "gis/city/city.h"
#include "render/base/object_ref.h"
#include "render/camera/turntable.h"

namespace cityloom::app {

/// Where a line of sight meets the ground; none: it goes into the sky.
[[nodiscard]] std::optional<Point3> groundUnder(const render::Ray& ray, const gis::Terrain& terrain);

/// Where places of the city are seen in a widget of a size.
class Lens {
public:
    Lens(const render::CameraPose& pose, const gis::City& city, QSize size);
    /// None: behind the eye.
    [[nodiscard]] std::optional<QPointF> seen(Point3 at) const;

private:
    std::array<double, 16> view_{};
    std::array<double, 16> projection_{};
    QSize size_;
};

/// A straight way over the ground: points of it, close enough to follow the terrain.
[[nodiscard]] std::vector<Point3> alongGround(const gis::Terrain& terrain, Point2 from, Point2 to);
/// How long it is, up and down with the ground (metres).
[[nodiscard]] double groundLength_m(const gis::Terrain& terrain, Point2 from, Point2 to);
/// The area of a ring of corners, as on the map (m2).
[[nodiscard]] double mapArea_m2(std::span<const Point2> corners);

} // namespace cityloom::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

#include "gis/city/city.h"
#include "gis/import/projection.h"

namespace cityloom::app {

/// Places of a city as people write them: in the project's CRS, and as latitude and longitude where it has one that
/// leads there. One thread.
class Coordinates {
public:
    explicit Coordinates(const gis::GeoReference& place);

    [[nodiscard]] bool hasDegrees() const { return to_degrees_.has_value(); }
    /// "EPSG:2056", or that of a city without one: its own metres.
    [[nodiscard]] QString crs() const;
    /// "2,500,123.4  1,118,034.2": east, north.
    [[nodiscard]] QString metres(Point2 at) const;
    /// "46.204391° N  6.143158° E" (WGS 84); empty without degrees.
    [[nodiscard]] QString degrees(Point2 at) const;
    /// For other programs: "2500123.40, 1118034.20" and "46.2043910, 6.1431580".
    [[nodiscard]] QString plainMetres(Point2 at) const;
    [[nodiscard]] QString plainDegrees(Point2 at) const;

private:
    [[nodiscard]] Point2 whole(Point2 at) const;

    Point2 origin_;
    int epsg_ = 0;
    std::optional<gis::Projector> to_degrees_;
};

} // namespace cityloom::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/models/coordinates.h"

#include <cmath>

#include <QCoreApplication>

#include "app/desktop/style/figures.h"

namespace cityloom::app {

namespace {

struct CoordinateWords {
    Q_DECLARE_TR_FUNCTIONS(CoordinateWords)
};

} // namespace

Coordinates::Coordinates(const gis::GeoReference& place)
    : origin_{static_cast<double>(place.origin_x_m), static_cast<double>(place.origin_y_m)}, epsg_{place.epsg} {
    const std::string from = place.epsg > 0 ? "EPSG:" + std::to_string(place.epsg) : place.wkt;
    if (!from.empty()) {
        if (auto projector = gis::Projector::make(from, "EPSG:4326")) {
            to_degrees_.emplace(std::move(*projector));
        }
    }
}

QString Coordinates::crs() const {
    return epsg_ > 0 ? QStringLiteral("EPSG:%1").arg(epsg_) : CoordinateWords::tr("the city's own metres");
}

Point2 Coordinates::whole(Point2 at) const {
    return at + origin_;
}

QString Coordinates::metres(Point2 at) const {
    const Point2 there = whole(at);
    return CoordinateWords::tr("E %1  N %2").arg(figure(there.x_m, 1), figure(there.y_m, 1));
}

QString Coordinates::degrees(Point2 at) const {
    if (!to_degrees_) {
        return {};
    }
    const Point2 there = to_degrees_->apply(whole(at));
    if (!std::isfinite(there.x_m) || !std::isfinite(there.y_m)) {
        return {};
    }
    return QStringLiteral("%1° %2  %3° %4")
        .arg(figure(std::abs(there.y_m), 6), there.y_m >= 0.0 ? QStringLiteral("N") : QStringLiteral("S"),
             figure(std::abs(there.x_m), 6), there.x_m >= 0.0 ? QStringLiteral("E") : QStringLiteral("W"));
}

QString Coordinates::plainMetres(Point2 at) const {
    const Point2 there = whole(at);
    return QStringLiteral("%1, %2").arg(there.x_m, 0, 'f', 2).arg(there.y_m, 0, 'f', 2);
}

QString Coordinates::plainDegrees(Point2 at) const {
    if (!to_degrees_) {
        return {};
    }
    const Point2 there = to_degrees_->apply(whole(at));
    return QStringLiteral("%1, %2").arg(there.y_m, 0, 'f', 7).arg(there.x_m, 0, 'f', 7);
}

} // namespace cityloom::app

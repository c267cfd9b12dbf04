// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/surface_model.h"

#include <algorithm>
#include <cmath>

#include "gis/import/polygon.h"

namespace cityloom::gis {

namespace {

constexpr double kRoofSlope = 0.3; // cosine from the vertical: steeper ones are walls
constexpr double kGroundSlope = 0.7;
constexpr double kLowestShare = 0.35; // of the model's height, where a face that looks down is still ground

std::vector<Point2> seen_from_above(const std::vector<Point3>& ring) {
    std::vector<Point2> flat;
    flat.reserve(ring.size());
    for (const Point3& p : ring) {
        flat.push_back({p.x_m, p.y_m});
    }
    return flat;
}

double up(const ModelSurface& surface, double xy_m) {
    const Point3 n = newell_normal(surface.rings.front(), xy_m);
    const double length = std::sqrt(n.x_m * n.x_m + n.y_m * n.y_m + n.z_m * n.z_m);
    return length > 0.0 ? n.z_m / length : 0.0;
}

std::uint32_t size32(const auto& pool) {
    return static_cast<std::uint32_t>(pool.size());
}

void add_footprint(City& city, const std::vector<std::vector<Point3>>& rings) {
    bool hole = false;
    for (const auto& ring : rings) {
        const auto flat = seen_from_above(ring);
        city.rings.push_back({{size32(city.points), size32(flat)}, hole});
        city.points.insert(city.points.end(), flat.begin(), flat.end());
        hole = true;
    }
}

} // namespace

Point3 newell_normal(const std::vector<Point3>& ring, double xy_m) noexcept {
    Point3 n;
    if (ring.empty()) {
        return n;
    }
    const Point3 o = ring.front();
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point3& a = ring[i];
        const Point3& b = ring[(i + 1) % ring.size()];
        const Point3 u{(a.x_m - o.x_m) * xy_m, (a.y_m - o.y_m) * xy_m, a.z_m - o.z_m};
        const Point3 v{(b.x_m - o.x_m) * xy_m, (b.y_m - o.y_m) * xy_m, b.z_m - o.z_m};
        n.x_m += u.y_m * v.z_m - u.z_m * v.y_m;
        n.y_m += u.z_m * v.x_m - u.x_m * v.z_m;
        n.z_m += u.x_m * v.y_m - u.y_m * v.x_m;
    }
    return n;
}

std::string store_model(City& city, Building& building, std::vector<ModelSurface> surfaces, double xy_m,
                        bool footprint_only) {
    std::erase_if(surfaces, [](const ModelSurface& s) { return s.rings.empty() || s.rings.front().size() < 3; });
    if (surfaces.empty()) {
        return "it has no surface of three corners or more";
    }
    double low = 1e300;
    double high = -1e300;
    for (const ModelSurface& surface : surfaces) {
        for (const Point3& p : surface.rings.front()) {
            low = std::min(low, p.z_m);
            high = std::max(high, p.z_m);
        }
    }
    for (ModelSurface& surface : surfaces) {
        if (!surface.kind_known) {
            const double slope = up(surface, xy_m);
            surface.kind = slope > kRoofSlope    ? SurfaceKind::Roof
                           : slope < -kRoofSlope ? SurfaceKind::Ground
                                                 : SurfaceKind::Wall;
        }
    }
    const auto is_ground = [&](const ModelSurface& s) {
        if (footprint_only) {
            return true;
        }
        double top = -1e300;
        for (const Point3& p : s.rings.front()) {
            top = std::max(top, p.z_m);
        }
        const bool known = s.kind_known && s.kind == SurfaceKind::Ground;
        return known || (!s.kind_known && up(s, xy_m) < -kGroundSlope && top <= low + kLowestShare * (high - low));
    };
    building.rings.begin = size32(city.rings);
    for (const ModelSurface& surface : surfaces) {
        if (is_ground(surface)) {
            add_footprint(city, surface.rings);
        }
    }
    if (size32(city.rings) == building.rings.begin) {
        std::vector<Point2> all;
        for (const ModelSurface& surface : surfaces) {
            const auto flat = seen_from_above(surface.rings.front());
            all.insert(all.end(), flat.begin(), flat.end());
        }
        const auto hull = convex_hull(std::move(all));
        if (hull.empty()) {
            return "its surfaces cover no ground";
        }
        city.rings.push_back({{size32(city.points), size32(hull)}, false});
        city.points.insert(city.points.end(), hull.begin(), hull.end());
    }
    building.rings.count = size32(city.rings) - building.rings.begin;
    if (footprint_only) {
        return {};
    }
    building.surfaces.begin = size32(city.surfaces);
    for (const ModelSurface& surface : surfaces) {
        Surface stored{.rings3 = {size32(city.rings3), size32(surface.rings)}, .kind = surface.kind};
        for (const auto& ring : surface.rings) {
            city.rings3.push_back({size32(city.points3), size32(ring)});
            city.points3.insert(city.points3.end(), ring.begin(), ring.end());
        }
        city.surfaces.push_back(stored);
    }
    building.surfaces.count = size32(city.surfaces) - building.surfaces.begin;
    return {};
}

} // namespace cityloom::gis

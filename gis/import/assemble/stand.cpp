// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/assemble/stand.h"

#include <algorithm>
#include <span>

#include "gis/import/heights.h"
#include "gis/import/read/terrain_grid.h"

namespace cityloom::gis {

namespace {

void lift(City& city, const Building& building, double by_m) {
    for (std::uint32_t s = building.surfaces.begin; s < building.surfaces.end(); ++s) {
        const Range rings = city.surfaces[s].rings3;
        for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
            const Range points = city.rings3[r];
            for (std::uint32_t p = points.begin; p < points.end(); ++p) {
                city.points3[p].z_m += by_m;
            }
        }
    }
}

double ground_under(const City& city, const Building& building) {
    std::vector<std::span<const Point2>> rings;
    for (std::uint32_t r = building.rings.begin; r < building.rings.end(); ++r) {
        const Range points = city.rings[r].points;
        rings.push_back(std::span<const Point2>{city.points}.subspan(points.begin, points.count));
    }
    return lowest_ground_m(city.terrain, rings);
}

} // namespace

SurfaceHeights surface_heights(const City& city, const Building& building) {
    SurfaceHeights heights{1e9, -1e9};
    for (std::uint32_t s = building.surfaces.begin; s < building.surfaces.end(); ++s) {
        const Range rings = city.surfaces[s].rings3;
        for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
            const Range points = city.rings3[r];
            for (std::uint32_t p = points.begin; p < points.end(); ++p) {
                heights.low = std::min(heights.low, city.points3[p].z_m);
                heights.high = std::max(heights.high, city.points3[p].z_m);
            }
        }
    }
    return heights;
}

bool is_raised(const Building& building, const std::vector<Range>& raised) {
    return std::ranges::any_of(raised, [&building](Range own) {
        return building.surfaces.begin >= own.begin && building.surfaces.begin < own.end();
    });
}

void set_down(City& city) {
    for (Building& building : city.buildings) {
        const double base = ground_under(city, building);
        lift(city, building, base - building.base_m);
        building.base_m = base;
    }
}

void settle_bases(City& city, const std::vector<Range>& raised) {
    for (Building& building : city.buildings) {
        building.base_m = ground_under(city, building);
        if (building.surfaces.count == 0) {
            continue;
        }
        if (is_raised(building, raised)) {
            lift(city, building, building.base_m);
            continue;
        }
        // A model brings its own heights: what is above the ground is its height, unless the source measured it.
        const SurfaceHeights own = surface_heights(city, building);
        if (building.height_source != HeightSource::Measured || !(building.height_m > 0.0)) {
            const double above = own.high - std::max(own.low, std::min(building.base_m, own.high - 2.0));
            building.height_m = std::clamp(above, 0.5, kMaxHeightM);
            building.height_source = HeightSource::Measured;
        }
    }
}

} // namespace cityloom::gis

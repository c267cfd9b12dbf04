// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/assemble/land_use.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

#include "gis/import/heights.h"
#include "gis/import/polygon.h"
#include "gis/import/read/osm_features.h"
#include "gis/import/read/terrain_grid.h"

namespace cityloom::gis {

namespace {

constexpr double kBinM = 500.0;

struct Land {
    Extent extent;
    double area_m2 = 0.0;
    BuildingUse use = BuildingUse::Unknown;
    Range rings;
};

std::pair<int, int> bin(Point2 p) {
    return {static_cast<int>(std::floor(p.x_m / kBinM)), static_cast<int>(std::floor(p.y_m / kBinM))};
}

bool contains(const City& city, Range rings, Point2 at) {
    bool inside = false;
    for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
        const Range points = city.rings[r].points;
        inside ^= ring_contains(std::span{city.points}.subspan(points.begin, points.count), at);
    }
    return inside;
}

} // namespace

void take_use_from_land(City& city) {
    std::vector<Land> lands;
    for (const Area& area : city.areas) {
        Land land{.use = use_from_area(area.kind), .rings = area.rings};
        if (land.use == BuildingUse::Unknown) {
            continue;
        }
        for (std::uint32_t r = area.rings.begin; r < area.rings.end(); ++r) {
            const Range points = city.rings[r].points;
            const auto ring = std::span{city.points}.subspan(points.begin, points.count);
            for (const Point2& p : ring) {
                land.extent.add(p);
            }
            land.area_m2 += (city.rings[r].hole ? -1.0 : 1.0) * std::abs(signed_area_m2(ring));
        }
        lands.push_back(land);
    }
    // Smallest first: a school's ground within a housing estate is the school's.
    std::ranges::stable_sort(lands, {}, &Land::area_m2);
    Extent city_box;
    std::vector<Point2> middles;
    for (const Building& building : city.buildings) {
        const Range points = city.rings[building.rings.begin].points;
        Point2 sum;
        for (std::uint32_t p = points.begin; p < points.end(); ++p) {
            sum = sum + city.points[p];
        }
        middles.push_back((1.0 / points.count) * sum);
        city_box.add(middles.back());
    }
    std::map<std::pair<int, int>, std::vector<std::uint32_t>> bins;
    for (std::uint32_t l = 0; l < lands.size(); ++l) {
        const Extent& box = lands[l].extent;
        const auto low = bin({std::max(box.low.x_m, city_box.low.x_m), std::max(box.low.y_m, city_box.low.y_m)});
        const auto high = bin({std::min(box.high.x_m, city_box.high.x_m), std::min(box.high.y_m, city_box.high.y_m)});
        for (int i = low.first; i <= high.first; ++i) {
            for (int j = low.second; j <= high.second; ++j) {
                bins[{i, j}].push_back(l);
            }
        }
    }
    for (std::size_t b = 0; b < city.buildings.size(); ++b) {
        Building& building = city.buildings[b];
        const auto around = bins.find(bin(middles[b]));
        if (building.use != BuildingUse::Unknown || around == bins.end()) {
            continue;
        }
        for (const std::uint32_t l : around->second) {
            if (contains(city, lands[l].rings, middles[b])) {
                building.use = lands[l].use;
                building.use_source = Provenance::Derived;
                break;
            }
        }
        if (building.use != BuildingUse::Unknown && building.height_source == HeightSource::Guessed) {
            building.height_m = guessed_height_m(building.use, building.footprint_m2);
        }
    }
}

} // namespace cityloom::gis

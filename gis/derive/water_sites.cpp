// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/water_sites.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cityloom::gis {

namespace {

constexpr double kLakeM2 = 50'000.0;      // less is a pond
constexpr double kSampleM = 50.0;         // along a shore
constexpr std::size_t kMostShore = 3'000; // places looked at
constexpr double kShoreM = 400.0;         // from the nearest street, or as near as any
constexpr double kApartM = 2'000.0;       // farther apart is no better

void sample(const City& city, Range points, bool closed, std::vector<Point2>& shore) {
    double since_m = kSampleM;
    for (std::uint32_t k = points.begin; k + (closed ? 0U : 1U) < points.end(); ++k) {
        const Point2 a = city.points[k];
        const Point2 b = city.points[k + 1 < points.end() ? k + 1 : points.begin];
        const double length_m = distance_m(a, b);
        double at_m = kSampleM - since_m;
        for (; at_m < length_m; at_m += kSampleM) {
            shore.push_back(a + (at_m / length_m) * (b - a));
        }
        since_m = length_m - (at_m - kSampleM);
    }
}

double area_m2(const City& city, Range points) {
    double twice = 0.0;
    for (std::uint32_t k = points.begin; k < points.end(); ++k) {
        const Point2 a = city.points[k];
        const Point2 b = city.points[k + 1 < points.end() ? k + 1 : points.begin];
        twice += a.x_m * b.y_m - b.x_m * a.y_m;
    }
    return 0.5 * std::abs(twice);
}

std::vector<Point2> rivers(const City& city) {
    std::vector<Point2> shore;
    for (const Line& line : city.lines) {
        if (line.kind == LineKind::River) {
            sample(city, line.points, false, shore);
        }
    }
    return shore;
}

std::vector<Point2> lakes(const City& city) {
    std::vector<Point2> shore;
    for (const Area& area : city.areas) {
        for (std::uint32_t r = area.rings.begin; area.kind == AreaKind::Water && r < area.rings.end(); ++r) {
            if (!city.rings[r].hole && area_m2(city, city.rings[r].points) >= kLakeM2) {
                sample(city, city.rings[r].points, true, shore);
            }
        }
    }
    return shore;
}

Point2 middle_of(const WaterTown& town) {
    Point2 sum{};
    double people = 0.0;
    for (std::size_t j = 0; j < town.at.size(); ++j) {
        const double weight = town.member[j] ? town.people[j] + 1e-6 : 0.0;
        sum = sum + weight * town.at[j];
        people += weight;
    }
    return (1.0 / std::max(people, 1e-9)) * sum;
}

double nearest_street_m(const WaterTown& town, Point2 at) {
    double away = std::numeric_limits<double>::infinity();
    for (std::size_t j = 0; j < town.at.size(); ++j) {
        away = town.member[j] ? std::min(away, distance_m(town.at[j], at)) : away;
    }
    return away;
}

/// Of a shore, what lies near to streets.
std::vector<Point2> within_reach(const WaterTown& town, const std::vector<Point2>& shore) {
    const std::size_t stride = 1 + shore.size() / kMostShore;
    std::vector<std::pair<double, Point2>> places;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < shore.size(); k += stride) {
        places.emplace_back(nearest_street_m(town, shore[k]), shore[k]);
        least = std::min(least, places.back().first);
    }
    std::vector<Point2> near;
    for (const auto& [away, at] : places) {
        if (away <= std::max(kShoreM, 1.2 * least)) {
            near.push_back(at);
        }
    }
    return near;
}

double apart_m(const std::vector<WaterSite>& sites, Point2 at) {
    double apart = kApartM;
    for (const WaterSite& site : sites) {
        apart = std::min(apart, distance_m(site.at, at));
    }
    return apart;
}

} // namespace

std::vector<WaterSite> find_water_sites(const WaterTown& town, std::size_t wanted) {
    std::vector<WaterSite> sites;
    for (const AssetKind kind : {AssetKind::WaterWorks, AssetKind::WaterWell}) {
        for (const Asset& asset : town.city.assets) {
            if (asset.kind == kind && sites.size() < wanted) {
                sites.push_back({asset.at, water::Site::Mapped});
            }
        }
    }
    const Point2 middle = middle_of(town);
    std::vector<Point2> shore = within_reach(town, rivers(town.city));
    if (shore.empty()) {
        shore = within_reach(town, lakes(town.city));
    }
    const auto take = [&](auto count, auto place, auto score, water::Site how) {
        while (sites.size() < wanted) {
            double best = -std::numeric_limits<double>::infinity();
            Point2 at{};
            for (std::size_t k = 0; k < count; ++k) {
                const double now = score(k) + apart_m(sites, place(k));
                if (now > best) {
                    best = now;
                    at = place(k);
                }
            }
            sites.push_back({at, how});
        }
    };
    if (!shore.empty()) {
        take(
            shore.size(), [&](std::size_t k) { return shore[k]; },
            [&](std::size_t k) { return -0.5 * distance_m(shore[k], middle); }, water::Site::Shore);
        return sites;
    }
    take(
        town.at.size(), [&](std::size_t k) { return town.at[k]; },
        [&](std::size_t k) {
            return town.member[k] ? -20.0 * town.ground[k] : -std::numeric_limits<double>::infinity();
        },
        water::Site::WellField);
    return sites;
}

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/generate/landscape.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cityloom::gis::loom {

Path smooth(std::span<const Point2> through, double step_m) {
    Path path;
    const std::size_t n = through.size();
    for (std::size_t i = 0; i + 1 < n; ++i) {
        const Point2 p1 = through[i];
        const Point2 p2 = through[i + 1];
        const Point2 p0 = i > 0 ? through[i - 1] : p1 - (p2 - p1);
        const Point2 p3 = i + 2 < n ? through[i + 2] : p2 + (p2 - p1);
        const int pieces = std::max(1, static_cast<int>(std::lround(distance_m(p1, p2) / step_m)));
        for (int k = 0; k < pieces; ++k) {
            const double t = static_cast<double>(k) / pieces;
            const double t2 = t * t;
            const double t3 = t2 * t;
            path.push_back(0.5 * (2.0 * p1 + t * (p2 - p0) + t2 * (2.0 * p0 + 4.0 * p2 - 5.0 * p1 - p3) +
                                  t3 * (3.0 * p1 + p3 - p0 - 3.0 * p2)));
        }
    }
    path.push_back(through.back());
    return path;
}

Path densify(const Path& path, double step_m) {
    Path out;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        const int pieces = std::max(1, static_cast<int>(std::lround(distance_m(path[i], path[i + 1]) / step_m)));
        for (int k = 0; k < pieces; ++k) {
            out.push_back(path[i] + (static_cast<double>(k) / pieces) * (path[i + 1] - path[i]));
        }
    }
    out.push_back(path.back());
    return out;
}

Path offset(const Path& path, double right_m) {
    Path out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const Point2 along = path[std::min(i + 1, path.size() - 1)] - path[i > 0 ? i - 1 : 0];
        const double length = std::max(1e-9, norm(along));
        out.push_back(path[i] + (right_m / length) * Point2{along.y_m, -along.x_m});
    }
    return out;
}

double distance_to_segment_m(Point2 p, Point2 a, Point2 b) {
    const Point2 ab = b - a;
    const double t = std::clamp(dot(p - a, ab) / std::max(1e-12, dot(ab, ab)), 0.0, 1.0);
    return distance_m(p, a + t * ab);
}

double distance_to_path_m(Point2 p, const Path& path) {
    constexpr double kBeyondRounding = 1.0 + 1e-9;
    double best = 1e12;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        // A segment whose box is farther away than the nearest so far cannot be nearer.
        const auto [west, east] = std::minmax(path[i].x_m, path[i + 1].x_m);
        const auto [south, north] = std::minmax(path[i].y_m, path[i + 1].y_m);
        const double dx = std::max({west - p.x_m, p.x_m - east, 0.0});
        const double dy = std::max({south - p.y_m, p.y_m - north, 0.0});
        if (dx * dx + dy * dy <= best * best * kBeyondRounding) {
            best = std::min(best, distance_to_segment_m(p, path[i], path[i + 1]));
        }
    }
    return best;
}

bool inside(const Path& ring, Point2 p) {
    bool in = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const Point2 a = ring[i];
        const Point2 b = ring[j];
        if ((a.y_m > p.y_m) != (b.y_m > p.y_m) && p.x_m < (b.x_m - a.x_m) * (p.y_m - a.y_m) / (b.y_m - a.y_m) + a.x_m) {
            in = !in;
        }
    }
    return in;
}

double ring_area_m2(std::span<const Point2> ring) {
    double twice = 0.0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        twice += cross(ring[j], ring[i]);
    }
    return 0.5 * twice;
}

namespace {

constexpr double kMarginM = 900.0; ///< the land goes on beyond the city, into the haze

struct Hill {
    Point2 at;
    double height_m;
    double radius_m;
};
constexpr std::array<Hill, 7> kHills{{{{700, 4150}, 150, 750},
                                      {{-300, 3200}, 120, 700},
                                      {{1500, 5300}, 130, 700},
                                      {{5300, 5300}, 170, 1000},
                                      {{6500, 3700}, 120, 800},
                                      {{620, 1700}, 62, 430},
                                      {{3900, 5600}, 110, 700}}};

} // namespace

Landscape::Landscape() {
    constexpr std::array<Point2, 12> kRiver{{{2300, 5950},
                                             {2450, 5300},
                                             {2300, 4700},
                                             {2600, 4150},
                                             {3130, 3760},
                                             {3400, 3250},
                                             {3190, 2780},
                                             {2960, 2400},
                                             {3130, 1960},
                                             {3450, 1550},
                                             {3430, 1150},
                                             {3395, 830}}};
    river_ = smooth(kRiver, 30.0);
    constexpr std::array<Point2, 12> kShore{{{-900, 1000},
                                             {-300, 860},
                                             {300, 760},
                                             {900, 900},
                                             {1400, 1010},
                                             {2000, 930},
                                             {2600, 840},
                                             {3150, 850},
                                             {3600, 880},
                                             {3850, 870},
                                             {4000, 860},
                                             {4120, 850}}};
    coast_ = smooth(kShore, 30.0);
    // The harbour: quays and two basins, drawn with a ruler.
    for (const Point2 corner : {Point2{4120, 1120}, Point2{4260, 1120}, Point2{4260, 830}, Point2{4640, 800},
                                Point2{4640, 1100}, Point2{4780, 1100}, Point2{4780, 790}, Point2{5350, 740},
                                Point2{5350, 560}, Point2{5900, 500}, Point2{6900, 420}}) {
        coast_.push_back(corner);
    }
}

double Landscape::river_half_width_m(Point2 p) const {
    return 42.0 + 36.0 * std::clamp((1900.0 - p.y_m) / 1000.0, 0.0, 1.0);
}

double Landscape::depth_into_water_m(Point2 p) const {
    const double from_river = river_half_width_m(p) - distance_to_path_m(p, river_);
    double from_coast = distance_to_path_m(p, coast_);
    bool sea = false; // the coast runs west to east but has the basins' vertical quays: count crossings to the south
    for (std::size_t i = 0; i + 1 < coast_.size(); ++i) {
        const Point2 a = coast_[i];
        const Point2 b = coast_[i + 1];
        if ((a.x_m > p.x_m) != (b.x_m > p.x_m)) {
            const double y = a.y_m + (b.y_m - a.y_m) * (p.x_m - a.x_m) / (b.x_m - a.x_m);
            sea = y > p.y_m ? !sea : sea;
        }
    }
    from_coast = sea ? from_coast : -from_coast;
    return std::max(from_river, from_coast);
}

double Landscape::ground_m(Point2 p) const {
    const double into = depth_into_water_m(p);
    if (into > -16.0) {
        return 0.0; // the water's surface, and one terrain cell beyond the shore
    }
    const double inland = -into - 16.0;
    double hills = 0.0;
    for (const Hill& hill : kHills) {
        const double d = distance_m(p, hill.at) / hill.radius_m;
        hills += hill.height_m * std::exp(-d * d);
    }
    const double folds = 1.0 + 0.12 * std::sin(p.x_m / 210.0 + 1.3 * std::sin(p.y_m / 330.0)) * std::cos(p.y_m / 260.0);
    const double plain =
        0.0035 * std::max(0.0, p.y_m - 900.0) + 1.2 * std::sin(p.x_m / 640.0) * std::sin(p.y_m / 710.0);
    const double near_shore = 1.0 - std::exp(-inland / 160.0);
    const double bank = 3.4 * (1.0 - std::exp(-inland / 9.0));
    return bank + near_shore * (std::max(0.0, plain) + hills * folds);
}

Terrain Landscape::terrain() const {
    Terrain terrain;
    terrain.cell_m = 15.0;
    terrain.origin = {-kMarginM, -kMarginM};
    terrain.columns = static_cast<std::uint32_t>((kWidthM + 2 * kMarginM) / terrain.cell_m) + 1;
    terrain.rows = static_cast<std::uint32_t>((kDepthM + 2 * kMarginM) / terrain.cell_m) + 1;
    terrain.height_m.reserve(static_cast<std::size_t>(terrain.columns) * terrain.rows);
    for (std::uint32_t row = 0; row < terrain.rows; ++row) {
        for (std::uint32_t column = 0; column < terrain.columns; ++column) {
            const Point2 at = terrain.origin + Point2{terrain.cell_m * column, terrain.cell_m * row};
            terrain.height_m.push_back(static_cast<float>(ground_m(at)));
        }
    }
    terrain.source = "Loom Bay recipe";
    return terrain;
}

Path Landscape::bay_ring() const {
    Path ring = coast_;
    ring.push_back({6900, -900});
    ring.push_back({-900, -900});
    std::reverse(ring.begin(), ring.end());
    return ring;
}

Path Landscape::river_ring() const {
    Path left;
    Path right;
    for (std::size_t i = 0; i < river_.size(); ++i) {
        const Point2 along = river_[std::min(i + 1, river_.size() - 1)] - river_[i > 0 ? i - 1 : 0];
        const double k = river_half_width_m(river_[i]) / std::max(1e-9, norm(along));
        left.push_back(river_[i] + Point2{-k * along.y_m, k * along.x_m});
        right.push_back(river_[i] + Point2{k * along.y_m, -k * along.x_m});
    }
    left.insert(left.end(), right.rbegin(), right.rend());
    return left;
}

} // namespace cityloom::gis::loom

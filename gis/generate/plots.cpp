// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/generate/plots.h"

#include <algorithm>
#include <cmath>

namespace cityloom::gis::loom {

namespace {

constexpr double kCellM = 50.0;

template <typename Visit> void cells(std::span<const Point2> points, double margin_m, Visit visit) {
    Point2 low = points[0];
    Point2 high = points[0];
    for (const Point2 p : points) {
        low = {std::min(low.x_m, p.x_m), std::min(low.y_m, p.y_m)};
        high = {std::max(high.x_m, p.x_m), std::max(high.y_m, p.y_m)};
    }
    const auto index = [](double v) { return static_cast<int>(std::floor(v / kCellM)); };
    for (int x = index(low.x_m - margin_m); x <= index(high.x_m + margin_m); ++x) {
        for (int y = index(low.y_m - margin_m); y <= index(high.y_m + margin_m); ++y) {
            visit(std::pair{x, y});
        }
    }
}

/// Separating axes, with a hand's breadth of tolerance so that neighbours may share a wall.
bool overlap(const Quad& a, const Quad& b) {
    for (const auto& [one, other] : {std::pair{&a, &b}, std::pair{&b, &a}}) {
        for (std::size_t i = 0; i < 4; ++i) {
            const Point2 p = (*one)[i];
            const Point2 edge = (*one)[(i + 1) % 4] - p;
            const double length = norm(edge);
            const bool apart = length > 1e-9 && std::all_of(other->begin(), other->end(), [&](Point2 q) {
                                   return cross(edge, q - p) <= 0.05 * length;
                               });
            if (apart) {
                return false;
            }
        }
    }
    return true;
}

bool segments_cross(Point2 a, Point2 b, Point2 c, Point2 d) {
    return cross(b - a, c - a) * cross(b - a, d - a) < 0 && cross(d - c, a - c) * cross(d - c, b - c) < 0;
}

double quad_distance_m(const Quad& quad, Point2 a, Point2 b) {
    double best = 1e12;
    for (std::size_t i = 0; i < 4; ++i) {
        const Point2 p = quad[i];
        const Point2 q = quad[(i + 1) % 4];
        if (segments_cross(p, q, a, b)) {
            return 0.0;
        }
        best = std::min(
            {best, distance_to_segment_m(p, a, b), distance_to_segment_m(a, p, q), distance_to_segment_m(b, p, q)});
    }
    return best;
}

} // namespace

Quad rectangle(Point2 centre, Point2 along_unit, double length_m, double depth_m) {
    const Point2 u = (0.5 * length_m) * along_unit;
    const Point2 v = (0.5 * depth_m) * Point2{-along_unit.y_m, along_unit.x_m};
    return {centre - u - v, centre + u - v, centre + u + v, centre - u + v};
}

void Plots::add_street(Point2 a, Point2 b, double half_m, bool serves) {
    const std::array<Point2, 2> ends{a, b};
    cells(ends, 0.0, [&](auto cell) { way_cells_[cell].push_back(static_cast<std::uint32_t>(ways_.size())); });
    ways_.push_back({a, b, half_m, serves});
}

double Plots::street_distance_m(const Quad& quad) const {
    double best = 1e12;
    cells(quad, 60.0, [&](auto cell) {
        if (const auto it = way_cells_.find(cell); it != way_cells_.end()) {
            for (const std::uint32_t w : it->second) {
                if (ways_[w].serves) {
                    best = std::min(best, quad_distance_m(quad, ways_[w].a, ways_[w].b));
                }
            }
        }
    });
    return best;
}

bool Plots::is_free(const Quad& quad) const {
    bool clear = true;
    cells(quad, 26.0, [&](auto cell) {
        if (const auto it = way_cells_.find(cell); it != way_cells_.end()) {
            for (const std::uint32_t w : it->second) {
                clear = clear && quad_distance_m(quad, ways_[w].a, ways_[w].b) > ways_[w].half_m;
            }
        }
    });
    cells(quad, 0.0, [&](auto cell) {
        if (const auto it = quad_cells_.find(cell); it != quad_cells_.end()) {
            for (const std::uint32_t q : it->second) {
                clear = clear && !overlap(quad, taken_[q]);
            }
        }
    });
    if (!clear) {
        return false;
    }
    double low = 1e9;
    double high = -1e9;
    for (std::size_t i = 0; i < 4; ++i) {
        for (const double t : {0.0, 0.5}) {
            const Point2 p = quad[i] + t * (quad[(i + 1) % 4] - quad[i]);
            if (land_.water(p, 9.0) || p.x_m < 4 || p.y_m < 4 || p.x_m > kWidthM - 4 || p.y_m > kDepthM - 4) {
                return false;
            }
            low = std::min(low, land_.ground_m(p));
            high = std::max(high, land_.ground_m(p));
            for (const Path& ring : reserves_) {
                if (inside(ring, p)) {
                    return false;
                }
            }
        }
    }
    return high - low < 7.0;
}

bool Plots::take(std::span<const Quad> parts, double reach_m) {
    double nearest = 1e12;
    for (const Quad& quad : parts) {
        if (!is_free(quad)) {
            return false;
        }
        nearest = std::min(nearest, street_distance_m(quad));
    }
    if (nearest > reach_m) {
        return false;
    }
    for (const Quad& quad : parts) {
        cells(quad, 0.0, [&](auto cell) { quad_cells_[cell].push_back(static_cast<std::uint32_t>(taken_.size())); });
        taken_.push_back(quad);
    }
    return true;
}

Path inset(const Path& ring, std::span<const double> by_m) {
    const std::size_t n = ring.size();
    Path out;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t before = (i + n - 1) % n;
        const Point2 e0 = ring[i] - ring[before];
        const Point2 e1 = ring[(i + 1) % n] - ring[i];
        const Point2 u0 = (1.0 / std::max(1e-9, norm(e0))) * e0;
        const Point2 u1 = (1.0 / std::max(1e-9, norm(e1))) * e1;
        const Point2 p0 = ring[i] + by_m[before] * Point2{-u0.y_m, u0.x_m};
        const Point2 p1 = ring[i] + by_m[i] * Point2{-u1.y_m, u1.x_m};
        const double turn = cross(u0, u1);
        out.push_back(std::abs(turn) < 0.03 ? 0.5 * (p0 + p1) : p0 + (cross(p1 - p0, u1) / turn) * u0);
    }
    for (std::size_t i = 0; i < n; ++i) {
        const Point2 was = ring[(i + 1) % n] - ring[i];
        const Point2 is = out[(i + 1) % n] - out[i];
        if (dot(was, is) <= 0.5 * norm(was)) {
            return {};
        }
    }
    return out;
}

} // namespace cityloom::gis::loom

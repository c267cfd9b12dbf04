// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/buildings/triangulate.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cityloom::render {

namespace {

struct Corner {
    Point2 at;
    std::uint32_t index;
};

double area(const std::vector<Corner>& ring) {
    double twice = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        twice += cross(ring[j].at, ring[i].at);
    }
    return 0.5 * twice;
}

bool in_triangle(Point2 p, Point2 a, Point2 b, Point2 c) {
    return cross(b - a, p - a) >= 0 && cross(c - b, p - b) >= 0 && cross(a - c, p - c) >= 0;
}

/// Whether the line from corner i towards p starts inside the (counter-clockwise) outline: corners can lie twice at one
/// place, at both sides of a bridge.
bool opens_towards(const std::vector<Corner>& outline, std::size_t i, Point2 p) {
    const Point2 a = outline[i].at;
    const Point2 before = outline[(i + outline.size() - 1) % outline.size()].at;
    const Point2 after = outline[(i + 1) % outline.size()].at;
    const bool left_of_next = cross(after - a, p - a) >= 0;
    const bool left_of_last = cross(a - before, p - a) >= 0;
    return cross(a - before, after - a) > 0 ? left_of_next && left_of_last : left_of_next || left_of_last;
}

/// Joins a hole to the outline by a bridge from its rightmost corner to a corner that it can see.
void bridge(std::vector<Corner>& outline, const std::vector<Corner>& hole) {
    const auto right = static_cast<std::size_t>(
        std::max_element(hole.begin(), hole.end(),
                         [](const Corner& a, const Corner& b) { return a.at.x_m < b.at.x_m; }) -
        hole.begin());
    const Point2 p = hole[right].at;
    std::size_t best = 0;
    double best_x = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < outline.size(); ++i) { // the nearest edge hit by a ray to the right
        const Point2 a = outline[i].at;
        const Point2 b = outline[(i + 1) % outline.size()].at;
        if ((a.y_m <= p.y_m && b.y_m >= p.y_m) && a.y_m != b.y_m) {
            const double x = a.x_m + (p.y_m - a.y_m) * (b.x_m - a.x_m) / (b.y_m - a.y_m);
            if (x >= p.x_m - 1e-9 && x < best_x) {
                best_x = x;
                best = a.x_m > b.x_m ? i : (i + 1) % outline.size();
            }
        }
    }
    const Point2 hit{best_x, p.y_m};
    const Point2 end = outline[best].at;
    double best_slope = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < outline.size(); ++i) { // a reflex corner inside the triangle hides it
        const Point2 q = outline[i].at;
        const bool inside = end.y_m < p.y_m ? in_triangle(q, p, end, hit) : in_triangle(q, p, hit, end);
        if (std::isfinite(best_x) && q.x_m >= p.x_m && inside && !(q == end) && opens_towards(outline, i, p)) {
            const double slope = std::abs(q.y_m - p.y_m) / std::max(1e-12, q.x_m - p.x_m);
            if (slope < best_slope) {
                best_slope = slope;
                best = i;
            }
        }
    }
    std::vector<Corner> insert;
    for (std::size_t k = 0; k <= hole.size(); ++k) {
        insert.push_back(hole[(right + k) % hole.size()]);
    }
    insert.push_back(outline[best]);
    outline.insert(outline.begin() + static_cast<std::ptrdiff_t>(best) + 1, insert.begin(), insert.end());
}

} // namespace

std::vector<std::uint32_t> triangulate(std::span<const std::vector<Point2>> rings) {
    std::vector<std::uint32_t> triangles;
    std::vector<std::vector<Corner>> corners;
    std::uint32_t index = 0;
    for (const auto& ring : rings) {
        auto& to = corners.emplace_back();
        for (const Point2 p : ring) {
            to.push_back({p, index++});
        }
    }
    if (corners.empty() || corners[0].size() < 3) {
        return triangles;
    }
    std::vector<Corner> outline = corners[0];
    if (area(outline) < 0) {
        std::reverse(outline.begin(), outline.end());
    }
    std::vector<std::vector<Corner>> holes;
    for (std::size_t i = 1; i < corners.size(); ++i) {
        if (corners[i].size() >= 3) {
            holes.push_back(corners[i]);
            if (area(holes.back()) > 0) {
                std::reverse(holes.back().begin(), holes.back().end());
            }
        }
    }
    const auto rightmost = [](const std::vector<Corner>& ring) {
        double x = -std::numeric_limits<double>::infinity();
        for (const Corner& c : ring) {
            x = std::max(x, c.at.x_m);
        }
        return x;
    };
    std::stable_sort(holes.begin(), holes.end(),
                     [&](const auto& a, const auto& b) { return rightmost(a) > rightmost(b); });
    for (const auto& hole : holes) {
        bridge(outline, hole);
    }
    std::size_t misses = 0;
    std::size_t i = 0;
    while (outline.size() > 3 && misses <= outline.size()) {
        const std::size_t n = outline.size();
        i %= n;
        const Corner& a = outline[(i + n - 1) % n];
        const Corner& b = outline[i];
        const Corner& c = outline[(i + 1) % n];
        const double turn = cross(b.at - a.at, c.at - b.at);
        bool ear = turn > 0;
        for (std::size_t k = 0; ear && k < n; ++k) {
            const Point2 p = outline[k].at;
            if (p == a.at || p == b.at || p == c.at) {
                continue;
            }
            ear = !in_triangle(p, a.at, b.at, c.at);
        }
        if (ear) {
            triangles.insert(triangles.end(), {a.index, b.index, c.index});
        }
        if (ear || std::abs(turn) < 1e-9) { // flat corners go without a triangle
            outline.erase(outline.begin() + static_cast<std::ptrdiff_t>(i));
            i += n - 2; // back to the corner before
            misses = 0;
        } else {
            ++i;
            ++misses;
        }
    }
    if (outline.size() == 3) {
        triangles.insert(triangles.end(), {outline[0].index, outline[1].index, outline[2].index});
    }
    return triangles;
}

} // namespace cityloom::render

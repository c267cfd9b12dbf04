// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/polygon.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include <ogr_geometry.h>

#include "gis/import/guard/cpl_scope.h"

namespace cityloom::gis {

namespace {

constexpr double kSamePointM = 1e-3;
constexpr double kSliverM2 = 0.5;
constexpr std::size_t kComparisons = 1'000'000;
constexpr std::size_t kComparisonsACorner = 2'000;

/// Whether ab and cd cross; ends that merely touch do not count.
bool segments_cross(Point2 a, Point2 b, Point2 c, Point2 d) {
    const double abc = cross(b - a, c - a);
    const double abd = cross(b - a, d - a);
    const double cda = cross(d - c, a - c);
    const double cdb = cross(d - c, b - c);
    return ((abc > 0.0) != (abd > 0.0)) && ((cda > 0.0) != (cdb > 0.0)) && abc != 0.0 && abd != 0.0 && cda != 0.0 &&
           cdb != 0.0;
}

OGRLinearRing to_ogr(std::span<const Point2> ring) {
    OGRLinearRing line;
    line.setNumPoints(static_cast<int>(ring.size()));
    for (std::size_t i = 0; i < ring.size(); ++i) {
        line.setPoint(static_cast<int>(i), ring[i].x_m, ring[i].y_m);
    }
    line.closeRings();
    return line;
}

OGRPolygon to_ogr(const Polygon& polygon) {
    OGRPolygon made;
    for (const auto& ring : polygon.rings) {
        OGRLinearRing line = to_ogr(std::span<const Point2>{ring});
        made.addRing(&line);
    }
    return made;
}

void add_polygon(const OGRPolygon& polygon, std::vector<Polygon>& out) {
    Polygon made;
    for (const OGRLinearRing* line : polygon) {
        std::vector<Point2> ring;
        for (const OGRPoint& point : *line) {
            ring.push_back({point.getX(), point.getY()});
        }
        const bool hole = !made.rings.empty();
        if (!clean_ring(ring).empty()) {
            if (!hole) {
                return;
            }
            continue;
        }
        if ((signed_area_m2(ring) < 0.0) != hole) {
            std::ranges::reverse(ring);
        }
        made.rings.push_back(std::move(ring));
    }
    if (!made.rings.empty()) {
        out.push_back(std::move(made));
    }
}

void collect(const OGRGeometry& geometry, std::vector<Polygon>& out) {
    switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPolygon:
        add_polygon(*geometry.toPolygon(), out);
        break;
    case wkbMultiPolygon:
    case wkbGeometryCollection:
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
            collect(*part, out);
        }
        break;
    default:
        break; // points and lines that the repair left over
    }
}

std::vector<Polygon> largest_first(const OGRGeometry* geometry) {
    std::vector<Polygon> out;
    if (geometry != nullptr) {
        collect(*geometry, out);
    }
    std::erase_if(out, [](const Polygon& p) { return std::abs(signed_area_m2(p.rings.front())) < kSliverM2; });
    std::ranges::stable_sort(out, std::ranges::greater{},
                             [](const Polygon& p) { return std::abs(signed_area_m2(p.rings.front())); });
    return out;
}

} // namespace

double signed_area_m2(std::span<const Point2> ring) noexcept {
    double twice = 0.0;
    for (std::size_t i = 0; i + 1 < ring.size() && ring.size() >= 3; ++i) {
        twice += cross(ring[i] - ring[0], ring[i + 1] - ring[0]); // relative to a corner: exact far from the origin
    }
    return 0.5 * twice;
}

bool ring_contains(std::span<const Point2> ring, Point2 at) noexcept {
    bool inside = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const Point2 a = ring[i];
        const Point2 b = ring[j];
        if ((a.y_m > at.y_m) != (b.y_m > at.y_m) &&
            at.x_m < (b.x_m - a.x_m) * (at.y_m - a.y_m) / (b.y_m - a.y_m) + a.x_m) {
            inside = !inside;
        }
    }
    return inside;
}

std::string clean_ring(std::vector<Point2>& ring) {
    for (const Point2& p : ring) {
        if (!std::isfinite(p.x_m) || !std::isfinite(p.y_m)) {
            return "a coordinate is out of range or not a number";
        }
    }
    const auto same = [](Point2 a, Point2 b) { return distance_m(a, b) < kSamePointM; };
    ring.erase(std::unique(ring.begin(), ring.end(), same), ring.end());
    while (ring.size() > 1 && same(ring.front(), ring.back())) {
        ring.pop_back();
    }
    if (ring.size() < 3) {
        return "fewer than three different corners";
    }
    return {};
}

Crossing crossings(std::span<const Point2> ring) {
    // Edges by their western end; each is compared with those that begin before it ends.
    const std::size_t n = ring.size();
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0U);
    const auto west = [&](std::uint32_t e) { return std::min(ring[e].x_m, ring[(e + 1) % n].x_m); };
    const auto east = [&](std::uint32_t e) { return std::max(ring[e].x_m, ring[(e + 1) % n].x_m); };
    std::ranges::sort(order, [&](auto a, auto b) { return std::pair{west(a), a} < std::pair{west(b), b}; });
    std::size_t found = 0;
    std::size_t left = kComparisons + kComparisonsACorner * n;
    for (std::size_t i = 0; i < n; ++i) {
        const std::uint32_t e = order[i];
        for (std::size_t k = i + 1; k < n && west(order[k]) <= east(e); ++k) {
            const std::uint32_t f = order[k];
            found += segments_cross(ring[e], ring[(e + 1) % n], ring[f], ring[(f + 1) % n]) ? 1U : 0U;
            if (found > kMostCrossings || --left == 0) {
                return Crossing::TooMany;
            }
        }
    }
    return found > 0 ? Crossing::Some : Crossing::None;
}

std::vector<Polygon> make_valid(const Polygon& polygon) {
    const CplScope cpl;
    const std::unique_ptr<OGRGeometry> fixed{to_ogr(polygon).MakeValid()};
    return largest_first(fixed.get());
}

std::vector<Polygon> overlap(const Polygon& a, const Polygon& b) {
    const CplScope cpl;
    const OGRPolygon other = to_ogr(b);
    const std::unique_ptr<OGRGeometry> shared{to_ogr(a).Intersection(&other)};
    return largest_first(shared.get());
}

std::vector<Polygon> remainder(const Polygon& whole, std::span<const Polygon> taken) {
    const CplScope cpl;
    std::unique_ptr<OGRGeometry> left{to_ogr(whole).clone()};
    for (const Polygon& one : taken) {
        const OGRPolygon other = to_ogr(one);
        if (std::unique_ptr<OGRGeometry> less{left->Difference(&other)}) {
            left = std::move(less);
        }
    }
    return largest_first(left.get());
}

Polygon scaled(Polygon polygon, double by) {
    for (auto& ring : polygon.rings) {
        for (Point2& p : ring) {
            p = by * p;
        }
    }
    return polygon;
}

Point2 point_inside(const Polygon& polygon) {
    const auto& outer = polygon.rings.front();
    const auto [low, high] = std::ranges::minmax(outer, {}, &Point2::y_m);
    Point2 best = outer.front();
    double widest = 0.0;
    constexpr int kLevels = 7;
    for (int k = 1; k <= kLevels; ++k) { // the middle of the widest stretch on a few levels
        const double y = low.y_m + (high.y_m - low.y_m) * k / (kLevels + 1);
        std::vector<double> cuts;
        for (const auto& ring : polygon.rings) {
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const Point2 a = ring[i];
                const Point2 b = ring[(i + 1) % ring.size()];
                if ((a.y_m > y) != (b.y_m > y)) {
                    cuts.push_back(a.x_m + (b.x_m - a.x_m) * (y - a.y_m) / (b.y_m - a.y_m));
                }
            }
        }
        std::ranges::sort(cuts);
        for (std::size_t i = 0; i + 1 < cuts.size(); i += 2) {
            if (cuts[i + 1] - cuts[i] > widest) {
                widest = cuts[i + 1] - cuts[i];
                best = {0.5 * (cuts[i] + cuts[i + 1]), y};
            }
        }
    }
    return best;
}

double area_of(const Polygon& polygon) noexcept {
    double area = 0.0;
    for (std::size_t k = 0; k < polygon.rings.size(); ++k) {
        const double own = std::abs(signed_area_m2(polygon.rings[k]));
        area += k == 0 ? own : -own;
    }
    return area;
}

std::vector<Point2> convex_hull(std::vector<Point2> points) {
    std::erase_if(points, [](Point2 p) { return !std::isfinite(p.x_m) || !std::isfinite(p.y_m); });
    std::ranges::sort(points, {}, [](Point2 p) { return std::pair{p.x_m, p.y_m}; });
    points.erase(std::unique(points.begin(), points.end()), points.end());
    if (points.size() < 3) {
        return {};
    }
    std::vector<Point2> hull;
    const auto turn = [&hull](Point2 p) { return cross(hull.back() - hull[hull.size() - 2], p - hull.back()); };
    for (const Point2& p : points) {
        while (hull.size() >= 2 && turn(p) <= 0.0) {
            hull.pop_back();
        }
        hull.push_back(p);
    }
    const std::size_t lower = hull.size();
    for (auto p = points.rbegin() + 1; p != points.rend(); ++p) {
        while (hull.size() > lower && turn(*p) <= 0.0) {
            hull.pop_back();
        }
        hull.push_back(*p);
    }
    hull.pop_back();
    return hull.size() < 3 ? std::vector<Point2>{} : hull;
}

} // namespace cityloom::gis

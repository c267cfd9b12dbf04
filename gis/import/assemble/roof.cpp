// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/assemble/roof.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <utility>

#include "gis/import/heights.h"

namespace cityloom::gis {

namespace {

constexpr double kRadians = std::numbers::pi / 180.0;
constexpr double kPitchDeg = 30.0; // where neither height nor angle is given: an assumption of ours
constexpr double kSkillionDeg = 10.0;
constexpr std::size_t kMostEdges = 24; // of a round tower's outline that become planes of their own
constexpr double kStraight = 0.05;     // radians: a bend less than this is none
constexpr double kSame = 1e-9;

/// The smallest rectangle around a ring: its middle, the unit vector along its longer side, and half its sides.
struct Box {
    Point2 middle;
    Point2 along{1.0, 0.0};
    double half_long_m = 0.0;
    double half_short_m = 0.0;
};

Point2 left_of(Point2 v) {
    return {-v.y_m, v.x_m};
}

Box box_around(std::span<const Point2> ring) {
    Box best;
    double least = 1e300;
    const auto hull = convex_hull({ring.begin(), ring.end()});
    for (std::size_t i = 0; i < hull.size(); ++i) {
        const Point2 side = hull[(i + 1) % hull.size()] - hull[i];
        const Point2 u = (1.0 / std::max(norm(side), 1e-9)) * side;
        const Point2 v = left_of(u);
        std::array<double, 4> ends{1e300, -1e300, 1e300, -1e300};
        for (const Point2 p : hull) {
            ends = {std::min(ends[0], dot(p, u)), std::max(ends[1], dot(p, u)), std::min(ends[2], dot(p, v)),
                    std::max(ends[3], dot(p, v))};
        }
        const double a = 0.5 * (ends[1] - ends[0]);
        const double b = 0.5 * (ends[3] - ends[2]);
        if (a * b < least - kSame) {
            least = a * b;
            best = {0.5 * (ends[0] + ends[1]) * u + 0.5 * (ends[2] + ends[3]) * v, a >= b ? u : v, std::max(a, b),
                    std::min(a, b)};
        }
    }
    return best;
}

/// A linear function that is 0 on a line and 1 where the roof is highest.
RoofPlane rising(Point2 from, Point2 inwards, double to_the_top_m) {
    const Point2 slope = (1.0 / std::max(to_the_top_m, 0.01)) * inwards;
    return {slope, -dot(slope, from)};
}

Point2 centre_of(std::span<const Point2> ring) {
    Point2 sum;
    double area = 0.0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point2 a = ring[i] - ring[0];
        const Point2 b = ring[(i + 1) % ring.size()] - ring[0];
        area += cross(a, b);
        sum = sum + cross(a, b) * (a + b);
    }
    return area == 0.0 ? ring[0] : ring[0] + (1.0 / (3.0 * area)) * sum;
}

/// The ring without corners that hardly bend it, and of many corners only some.
std::vector<Point2> main_corners(std::span<const Point2> ring) {
    std::vector<Point2> kept;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point2 before = ring[i] - ring[(i + ring.size() - 1) % ring.size()];
        const Point2 after = ring[(i + 1) % ring.size()] - ring[i];
        if (std::abs(std::atan2(cross(before, after), dot(before, after))) > kStraight) {
            kept.push_back(ring[i]);
        }
    }
    if (kept.size() < 3) {
        kept.assign(ring.begin(), ring.end());
    }
    const std::size_t step = (kept.size() + kMostEdges - 1) / kMostEdges;
    std::vector<Point2> some;
    for (std::size_t i = 0; i < kept.size(); i += step) {
        some.push_back(kept[i]);
    }
    return some;
}

bool is_convex(std::span<const Point2> ring) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point2 a = ring[(i + 1) % ring.size()] - ring[i];
        const Point2 b = ring[(i + 2) % ring.size()] - ring[(i + 1) % ring.size()];
        if (cross(a, b) < -1e-6 * norm(a) * norm(b)) {
            return false;
        }
    }
    return true;
}

std::vector<Point2> corners_of(const Box& box) {
    const Point2 u = box.half_long_m * box.along;
    const Point2 v = box.half_short_m * left_of(box.along);
    return {box.middle - u - v, box.middle + u - v, box.middle + u + v, box.middle - u + v};
}

/// The lines from which a roof with slopes on all sides rises: its edges where they go round outwards, else its box's.
std::vector<Point2> sides_of(const Polygon& footprint, const Box& box) {
    const auto corners = main_corners(footprint.rings.front());
    return footprint.rings.size() == 1 && is_convex(corners) ? corners : corners_of(box);
}

std::vector<RoofPlane> ridge(const RoofForm& form, const Box& box) {
    Point2 across = left_of(box.along);
    double half = box.half_short_m;
    bool turned = form.across;
    if (!std::isnan(form.direction_deg)) {
        // Where it falls to, by the nearer of the box's axes: a ridge askew to its walls is a rounded direction.
        const Point2 falls{std::sin(form.direction_deg * kRadians), std::cos(form.direction_deg * kRadians)};
        turned = std::abs(dot(falls, box.along)) > std::abs(dot(falls, across));
    }
    if (turned) {
        across = box.along;
        half = box.half_long_m;
    }
    return {rising(box.middle - half * across, across, half), rising(box.middle + half * across, -1.0 * across, half)};
}

std::vector<RoofPlane> from_all_sides(const std::vector<Point2>& sides, bool to_one_point) {
    std::vector<RoofPlane> planes;
    const Point2 top = centre_of(sides);
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const Point2 side = sides[(i + 1) % sides.size()] - sides[i];
        const Point2 inwards = (1.0 / std::max(norm(side), 1e-9)) * left_of(side);
        planes.push_back(rising(sides[i], inwards, to_one_point ? dot(top - sides[i], inwards) : 1.0));
    }
    return planes;
}

RoofPlane skillion(const RoofForm& form, const Polygon& footprint, const Box& box) {
    Point2 falls = left_of(box.along);
    if (!std::isnan(form.direction_deg)) {
        falls = {std::sin(form.direction_deg * kRadians), std::cos(form.direction_deg * kRadians)};
    } else if (form.across) {
        falls = box.along;
    }
    double low = 1e300;
    double high = -1e300;
    for (const Point2 p : footprint.rings.front()) {
        low = std::min(low, -dot(p, falls));
        high = std::max(high, -dot(p, falls));
    }
    const double span = std::max(high - low, 0.01);
    return {(-1.0 / span) * falls, -low / span};
}

/// A roof's height over its rise, both from 0 to 1.
std::vector<Point2> profile(RoofShape shape) {
    if (shape == RoofShape::Round || shape == RoofShape::Dome) {
        std::vector<Point2> arc;
        constexpr int kPieces = 4;
        for (int k = 0; k <= kPieces; ++k) {
            const double angle = 0.5 * std::numbers::pi * k / kPieces;
            arc.push_back({1.0 - std::cos(angle), std::sin(angle)});
        }
        return arc;
    }
    if (shape == RoofShape::Gambrel) {
        return {{0.0, 0.0}, {0.45, 0.7}, {1.0, 1.0}};
    }
    if (shape == RoofShape::Mansard) {
        return {{0.0, 0.0}, {0.25, 0.8}, {1.0, 1.0}};
    }
    return {{0.0, 0.0}, {1.0, 1.0}};
}

std::vector<RoofPlane> bent(const std::vector<RoofPlane>& rises, RoofShape shape, double height_m) {
    std::vector<RoofPlane> planes;
    const auto nodes = profile(shape);
    for (const RoofPlane& rise : rises) {
        for (std::size_t k = 0; k + 1 < nodes.size(); ++k) {
            const double slope = (nodes[k + 1].y_m - nodes[k].y_m) / (nodes[k + 1].x_m - nodes[k].x_m);
            const RoofPlane plane{height_m * slope * rise.slope,
                                  height_m * (nodes[k].y_m + slope * (rise.height_m - nodes[k].x_m))};
            const bool twice = std::ranges::any_of(planes, [&plane](const RoofPlane& other) {
                return norm(other.slope - plane.slope) < 1e-6 && std::abs(other.height_m - plane.height_m) < 1e-3;
            });
            if (!twice) {
                planes.push_back(plane);
            }
        }
    }
    return planes;
}

/// A convex ring's part where `line` is not above 0 (Sutherland and Hodgman 1974).
std::vector<Point2> clipped(const std::vector<Point2>& ring, const RoofPlane& line) {
    std::vector<Point2> left;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point2 p = ring[i];
        const Point2 q = ring[(i + 1) % ring.size()];
        const double a = line.at(p);
        const double b = line.at(q);
        if (a <= 0.0) {
            left.push_back(p);
        }
        if ((a < 0.0 && b > 0.0) || (a > 0.0 && b < 0.0)) {
            left.push_back(p + (a / (a - b)) * (q - p));
        }
    }
    return left;
}

std::vector<RoofFace> faces_of(const std::vector<RoofPlane>& planes, const Polygon& footprint, const Box& box) {
    std::vector<RoofFace> faces;
    const bool simple = footprint.rings.size() == 1 && is_convex(footprint.rings.front());
    Box wide = box;
    wide.half_long_m += 1.0;
    wide.half_short_m += 1.0;
    for (std::size_t i = 0; i < planes.size(); ++i) {
        std::vector<Point2> cell = simple ? footprint.rings.front() : corners_of(wide);
        for (std::size_t k = 0; k < planes.size() && cell.size() >= 3; ++k) {
            if (k != i) {
                cell = clipped(cell, {planes[i].slope - planes[k].slope, planes[i].height_m - planes[k].height_m});
            }
        }
        if (!clean_ring(cell).empty() || signed_area_m2(cell) < 1e-3) {
            continue;
        }
        if (simple) {
            faces.push_back({Polygon{.rings = {cell}}, planes[i]});
            continue;
        }
        for (Polygon& piece : overlap(footprint, Polygon{.rings = {cell}})) {
            faces.push_back({std::move(piece), planes[i]});
        }
    }
    return faces;
}

double highest(const std::vector<RoofFace>& faces) {
    double top = 0.0;
    for (const RoofFace& face : faces) {
        for (const Point2 p : face.outline.rings.front()) {
            top = std::max(top, face.plane.at(p));
        }
    }
    return top;
}

} // namespace

double Roof::at(Point2 p) const noexcept {
    double z = planes.empty() ? 0.0 : planes.front().at(p);
    for (const RoofPlane& plane : planes) {
        z = std::min(z, plane.at(p));
    }
    return z;
}

double roof_height_m(const RoofForm& form, const Polygon& footprint, double most_m) {
    if (form.shape == RoofShape::Flat) {
        return 0.0;
    }
    if (!std::isnan(form.height_m)) {
        return std::min(form.height_m, most_m);
    }
    const Box box = box_around(footprint.rings.front());
    const bool skillion = form.shape == RoofShape::Skillion;
    const double run = skillion ? 2.0 * box.half_short_m : form.across ? box.half_long_m : box.half_short_m;
    if (!std::isnan(form.angle_deg)) {
        return std::min(run * std::tan(form.angle_deg * kRadians), most_m);
    }
    if (!std::isnan(form.storeys) && form.storeys > 0.0) {
        return std::min(form.storeys * kStoreyM, most_m);
    }
    const bool half_ball = form.shape == RoofShape::Dome || form.shape == RoofShape::Round;
    const double usual = half_ball ? run : run * std::tan((skillion ? kSkillionDeg : kPitchDeg) * kRadians);
    return std::min(usual, 0.5 * most_m); // what nobody measured takes no more than half of the whole
}

Roof make_roof(const RoofForm& form, const Polygon& footprint, double height_m) {
    Roof roof;
    const Box box = box_around(footprint.rings.front());
    if (form.shape == RoofShape::Flat || !(height_m > 0.05) || box.half_short_m < 0.05) {
        roof.planes = {RoofPlane{}};
        roof.faces = {{footprint, RoofPlane{}}};
        return roof;
    }
    std::vector<RoofPlane> rises;
    switch (form.shape) {
    case RoofShape::Skillion:
        rises = {skillion(form, footprint, box)};
        break;
    case RoofShape::Pyramidal:
    case RoofShape::Dome:
        rises = from_all_sides(sides_of(footprint, box), true);
        break;
    case RoofShape::Hipped:
    case RoofShape::Mansard: {
        rises = from_all_sides(sides_of(footprint, box), false);
        const double widest = std::max(highest(faces_of(rises, footprint, box)), 0.05);
        for (RoofPlane& rise : rises) {
            rise = {(1.0 / widest) * rise.slope, rise.height_m / widest};
        }
        break;
    }
    default:
        rises = ridge(form, box);
        break;
    }
    roof.planes = bent(rises, form.shape, height_m);
    roof.faces = faces_of(roof.planes, footprint, box);
    roof.height_m = height_m;
    if (roof.faces.empty()) {
        return make_roof({}, footprint, 0.0);
    }
    return roof;
}

std::vector<double> breaks_along(const Roof& roof, Point2 p, Point2 q) {
    std::vector<double> breaks;
    const Point2 way = q - p;
    double t = 0.0;
    std::size_t lowest = 0;
    const auto slope = [&](std::size_t i) { return dot(roof.planes[i].slope, way); };
    for (std::size_t i = 1; i < roof.planes.size(); ++i) {
        const double gap = roof.planes[i].at(p) - roof.planes[lowest].at(p);
        if (gap < -1e-6 || (gap < 1e-6 && slope(i) < slope(lowest))) {
            lowest = i;
        }
    }
    while (breaks.size() <= roof.planes.size()) {
        double next = 1.0;
        std::size_t then = lowest;
        for (std::size_t i = 0; i < roof.planes.size(); ++i) {
            const double falls = slope(lowest) - slope(i); // only a plane that rises less gets below
            const double cut = (roof.planes[i].at(p) - roof.planes[lowest].at(p)) / std::max(falls, 1e-12);
            if (!(falls > 1e-9) || cut <= t + 1e-6 || cut >= 1.0 - 1e-6) {
                continue;
            }
            const bool same = std::abs(cut - next) <= 1e-6;
            if (same ? slope(i) < slope(then) : cut < next) { // of those that cut it there, the lowest after it
                next = cut;
                then = i;
            }
        }
        if (then == lowest) {
            break;
        }
        breaks.push_back(next);
        t = next;
        lowest = then;
    }
    return breaks;
}

} // namespace cityloom::gis

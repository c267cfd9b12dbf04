// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "render/camera/turntable.h"
#include "render/terrain/ground_map.h"

namespace cityloom::render {

namespace {

constexpr double kPi = 3.14159265358979;
constexpr std::size_t kSamples = 6000;

bool first_corner(const gis::City& city, const gis::Building& b, Point2& at) {
    if (b.rings.count > 0) {
        at = city.points[city.rings[b.rings.begin].points.begin];
        return true;
    }
    if (b.surfaces.count > 0) {
        const Point3& p = city.points3[city.rings3[city.surfaces[b.surfaces.begin].rings3.begin].begin];
        at = {p.x_m, p.y_m};
        return true;
    }
    return false;
}

Point2 densest_place(const gis::City& city) {
    std::map<std::pair<int, int>, std::pair<double, Point2>> cells;
    constexpr double kCellM = 350.0;
    for (const gis::Building& b : city.buildings) {
        Point2 at;
        if (!first_corner(city, b, at)) {
            continue;
        }
        auto& cell =
            cells[{static_cast<int>(std::floor(at.x_m / kCellM)), static_cast<int>(std::floor(at.y_m / kCellM))}];
        const double weight = std::max(30.0, b.footprint_m2) * std::max(3.0, b.height_m);
        cell.first += weight;
        cell.second = cell.second + weight * at;
    }
    if (city.buildings.empty()) { // streets alone: where most of them meet
        for (const gis::StreetNode& node : city.street_nodes) {
            auto& cell = cells[{static_cast<int>(std::floor(node.at.x_m / kCellM)),
                                static_cast<int>(std::floor(node.at.y_m / kCellM))}];
            cell.first += 1.0;
            cell.second = cell.second + node.at;
        }
    }
    Point2 best = 0.5 * (city.min_corner + city.max_corner);
    double most = 0;
    for (const auto& [key, cell] : cells) {
        const double rim =
            0.12 * std::min(city.max_corner.x_m - city.min_corner.x_m, city.max_corner.y_m - city.min_corner.y_m);
        const Point2 at = (1.0 / cell.first) * cell.second;
        const bool inner = at.x_m > city.min_corner.x_m + rim && at.x_m < city.max_corner.x_m - rim &&
                           at.y_m > city.min_corner.y_m + rim && at.y_m < city.max_corner.y_m - rim;
        if (cell.first * (inner ? 1.0 : 0.4) > most) {
            most = cell.first * (inner ? 1.0 : 0.4);
            best = at;
        }
    }
    return best;
}

/// Answers quickly whether a place is inside a building.
class Footprints {
public:
    explicit Footprints(const gis::City& city) : city_{city} {
        for (std::uint32_t i = 0; i < city.buildings.size(); ++i) {
            const Range rings = city.buildings[i].rings;
            Point2 low{1e12, 1e12};
            Point2 high{-1e12, -1e12};
            for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
                const Range ring = city.rings[r].points;
                for (std::uint32_t k = ring.begin; k < ring.end(); ++k) {
                    low = {std::min(low.x_m, city.points[k].x_m), std::min(low.y_m, city.points[k].y_m)};
                    high = {std::max(high.x_m, city.points[k].x_m), std::max(high.y_m, city.points[k].y_m)};
                }
            }
            for (int x = cell(low.x_m); rings.count > 0 && x <= cell(high.x_m); ++x) {
                for (int y = cell(low.y_m); y <= cell(high.y_m); ++y) {
                    cells_[{x, y}].push_back(i);
                }
            }
        }
    }
    [[nodiscard]] bool inside(Point2 p) const {
        const auto found = cells_.find({cell(p.x_m), cell(p.y_m)});
        return found != cells_.end() && std::any_of(found->second.begin(), found->second.end(),
                                                    [&](std::uint32_t b) { return holds(city_.buildings[b], p); });
    }

private:
    static int cell(double v) { return static_cast<int>(std::floor(v / 60.0)); }
    [[nodiscard]] bool holds(const gis::Building& b, Point2 p) const {
        bool in = false;
        for (std::uint32_t r = b.rings.begin; r < b.rings.end(); ++r) {
            const Range ring = city_.rings[r].points;
            for (std::uint32_t i = 0, j = ring.count - 1; i < ring.count; j = i++) {
                const Point2 a = city_.points[ring.begin + i];
                const Point2 c = city_.points[ring.begin + j];
                if ((a.y_m > p.y_m) != (c.y_m > p.y_m) &&
                    p.x_m < (c.x_m - a.x_m) * (p.y_m - a.y_m) / (c.y_m - a.y_m) + a.x_m) {
                    in = !in;
                }
            }
        }
        return in;
    }
    const gis::City& city_;
    std::map<std::pair<int, int>, std::vector<std::uint32_t>> cells_;
};

/// How good a stretch of street is to look along: houses on both sides, nothing in the way, towards the centre.
double street_score(const gis::Street& s, const Footprints& houses, Point2 eye, Point2 u, double length,
                    Point2 densest) {
    const Point2 towards = densest - eye;
    const double away = norm(towards);
    double score = std::min(length, 90.0) - 0.10 * std::abs(away - 220.0) +
                   50.0 * dot(u, towards) / std::max(1.0, away) - 30.0 * static_cast<double>(s.cls);
    const Point2 right{u.y_m, -u.x_m};
    const double beside = half_width_m(s) + pavement_m(s);
    for (const double ahead : {12.0, 24.0, 40.0, 60.0, 85.0}) {
        for (const double side : {-1.0, 1.0}) { // the first house beside the street, where one stands
            for (const double more : {4.0, 9.0, 16.0}) {
                if (houses.inside(eye + ahead * u + (side * (beside + more)) * right)) {
                    score += 26.0 - 1.2 * more;
                    break;
                }
            }
        }
    }
    return score;
}

CameraPose street_view(const gis::City& city, Point2 densest) {
    const Footprints houses{city};
    std::vector<Point2> decks; // not from below a bridge
    for (const gis::Street& s : city.streets) {
        for (std::uint32_t k = s.nodes.begin; (s.bridge || s.layer > 0) && k < s.nodes.end(); ++k) {
            decks.push_back(city.street_nodes[city.street_node_refs[k]].at);
        }
    }
    CameraPose pose;
    double best = -1e12;
    for (const gis::Street& s : city.streets) {
        if (s.cls > gis::StreetClass::Residential || s.cls <= gis::StreetClass::Trunk || s.link || s.tunnel ||
            s.bridge || s.roundabout || s.layer != 0 || s.closed_to_cars) {
            continue;
        }
        for (std::uint32_t k = s.nodes.begin; k + 1 < s.nodes.end(); ++k) {
            for (const bool ahead : {true, false}) {
                if ((s.oneway > 0 && !ahead) || (s.oneway < 0 && ahead)) {
                    continue; // with the traffic
                }
                const Point2 a = city.street_nodes[city.street_node_refs[ahead ? k : k + 1]].at;
                const Point2 b = city.street_nodes[city.street_node_refs[ahead ? k + 1 : k]].at;
                const double length = distance_m(a, b);
                if (length < 18.0 || distance_m(a, densest) > 1500.0) {
                    continue;
                }
                const Point2 u = (1.0 / length) * (b - a);
                const double side = city.place.left_hand_traffic ? -1.0 : 1.0;
                const Point2 eye = a + (side * (s.oneway != 0 ? 0.0 : 0.22 * half_width_m(s))) * Point2{u.y_m, -u.x_m};
                const double score = street_score(s, houses, eye, u, length, densest);
                bool clear = score > best;
                for (const double way : {-4.0, 0.0, 8.0, 16.0, 30.0, 50.0, 75.0}) {
                    clear = clear && !houses.inside(eye + way * u);
                }
                clear = clear && std::none_of(decks.begin(), decks.end(), [&](Point2 p) {
                            return distance_m(p, eye) < 45.0 || distance_m(p, eye + 40.0 * u) < 35.0;
                        });
                if (clear) {
                    best = score;
                    const double ground = city.terrain.ground_m(eye);
                    const Point2 far = eye + 100.0 * u;
                    pose.eye = {eye.x_m, eye.y_m, ground + 5.0};
                    pose.target = {far.x_m, far.y_m, std::max(ground - 12.0, city.terrain.ground_m(far)) + 6.0};
                }
            }
        }
    }
    pose.fov_deg = 52.0;
    if (best < -1e11) { // no street: a look over the roofs from the south of the densest place
        Point2 eye = densest - Point2{0, 130};
        for (int step = 0; step < 60 && houses.inside(eye); ++step) {
            eye.y_m -= 8.0;
        }
        pose.eye = {eye.x_m, eye.y_m, city.terrain.ground_m(eye) + 24.0};
        pose.target = {densest.x_m, densest.y_m, city.terrain.ground_m(densest) + 8.0};
    }
    return pose;
}

/// What the overview has to hold: streets and buildings, thinned out.
std::vector<Point2> outline(const gis::City& city) {
    std::vector<Point2> all;
    for (const gis::StreetNode& node : city.street_nodes) {
        all.push_back(node.at);
    }
    for (const gis::Building& b : city.buildings) {
        Point2 at;
        if (first_corner(city, b, at)) {
            all.push_back(at);
        }
    }
    if (all.empty()) {
        all = {city.min_corner,
               city.max_corner,
               {city.min_corner.x_m, city.max_corner.y_m},
               {city.max_corner.x_m, city.min_corner.y_m}};
    }
    std::vector<Point2> some;
    const std::size_t stride = all.size() / kSamples + 1;
    for (std::size_t i = 0; i < all.size(); i += stride) {
        some.push_back(all[i]);
    }
    return some;
}

/// Looks north and down, as near as the whole city allows.
CameraPose overview(const gis::City& city, double aspect) {
    constexpr double kPitch = 47.0 * kPi / 180.0;
    constexpr double kLeft = -0.97; // of the picture; below lies the band with title and scale
    constexpr double kRight = 0.97;
    constexpr double kLow = -0.86;
    constexpr double kHigh = 0.93;
    const std::vector<Point2> points = outline(city);
    CameraPose pose;
    Point2 target = 0.5 * (city.min_corner + city.max_corner);
    const Point2 size = city.max_corner - city.min_corner;
    double distance = std::max({300.0, size.x_m, size.y_m});
    const double t = std::tan(pose.fov_deg * kPi / 360.0);
    std::vector<double> xs(points.size());
    std::vector<double> ys(points.size());
    for (int round = 0; round < 24; ++round) {
        const double ground = city.terrain.ground_m(target);
        for (std::size_t i = 0; i < points.size(); ++i) {
            const double dx = points[i].x_m - target.x_m;
            const double dy = points[i].y_m - target.y_m;
            const double dz = city.terrain.ground_m(points[i]) - ground;
            const double depth = std::max(0.1 * distance, distance + dy * std::cos(kPitch) - dz * std::sin(kPitch));
            xs[i] = dx / (depth * t * aspect);
            ys[i] = (dy * std::sin(kPitch) + dz * std::cos(kPitch)) / (depth * t);
        }
        const auto span = [](std::vector<double>& v) { // a few stray pieces may leave the picture
            const auto cut = static_cast<std::ptrdiff_t>(v.size() / 150);
            std::nth_element(v.begin(), v.begin() + cut, v.end());
            const double low = v[static_cast<std::size_t>(cut)];
            const auto high = static_cast<std::ptrdiff_t>(v.size()) - 1 - cut;
            std::nth_element(v.begin(), v.begin() + high, v.end());
            return std::pair{low, v[static_cast<std::size_t>(high)]};
        };
        const auto [x0, x1] = span(xs);
        const auto [y0, y1] = span(ys);
        const double fit = std::max((x1 - x0) / (kRight - kLeft), (y1 - y0) / (kHigh - kLow));
        target.x_m += 0.7 * (0.5 * (x0 + x1) - 0.5 * (kLeft + kRight)) * distance * t * aspect;
        target.y_m += 0.7 * (0.5 * (y0 + y1) - 0.5 * (kLow + kHigh)) * distance * t / std::sin(kPitch);
        distance = std::max(120.0, distance * (1.0 + 0.7 * (fit - 1.0)));
    }
    const double ground = city.terrain.ground_m(target);
    pose.target = {target.x_m, target.y_m, ground};
    pose.eye = {target.x_m, target.y_m - distance * std::cos(kPitch), ground + distance * std::sin(kPitch)};
    return pose;
}

} // namespace

bool parse_view(const std::string& name, NamedView& view) {
    if (name == "overview") {
        view = NamedView::Overview;
    } else if (name == "oblique") {
        view = NamedView::Oblique;
    } else if (name == "street") {
        view = NamedView::Street;
    } else {
        return false;
    }
    return true;
}

CameraPose named_view(const gis::City& city, NamedView view, double aspect) {
    if (view == NamedView::Overview) {
        return overview(city, aspect);
    }
    const Point2 centre = densest_place(city);
    if (view == NamedView::Street) {
        return street_view(city, centre);
    }
    CameraPose pose;
    const double extent =
        std::max(city.max_corner.x_m - city.min_corner.x_m, city.max_corner.y_m - city.min_corner.y_m);
    const double distance = std::clamp(0.22 * extent, 260.0, 1250.0);
    const double ground = city.terrain.ground_m(centre);
    pose.target = {centre.x_m, centre.y_m, ground + 15.0};
    pose.eye = {centre.x_m + 0.42 * distance, centre.y_m - 0.76 * distance, ground + 0.47 * distance};
    pose.eye[2] = std::max(pose.eye[2], city.terrain.ground_m({pose.eye[0], pose.eye[1]}) + 0.3 * distance);
    return pose;
}

CameraPose look_at(const gis::City& city, Point2 at, double distance_m) {
    CameraPose pose;
    const double ground = city.terrain.ground_m(at);
    pose.target = {at.x_m, at.y_m, ground};
    pose.eye = {at.x_m + 0.15 * distance_m, at.y_m - 0.45 * distance_m, ground + 0.88 * distance_m};
    pose.eye[2] = std::max(pose.eye[2], city.terrain.ground_m({pose.eye[0], pose.eye[1]}) + 0.3 * distance_m);
    return pose;
}

} // namespace cityloom::render

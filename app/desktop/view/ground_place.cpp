// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/view/ground_place.h"

#include <algorithm>
#include <cmath>

#include "render/scene/city_scene.h"

namespace cityloom::app {

namespace {

constexpr double kReachM = 60'000.0;
constexpr double kStepM = 10.0; // of a way over the ground

std::array<double, 4> times(const std::array<double, 16>& m, const std::array<double, 4>& v) {
    std::array<double, 4> out{};
    for (std::size_t row = 0; row < 4; ++row) {
        for (std::size_t column = 0; column < 4; ++column) {
            out.at(row) += m.at(4 * column + row) * v.at(column);
        }
    }
    return out;
}

} // namespace

std::optional<Point3> groundUnder(const render::Ray& ray, const gis::Terrain& terrain) {
    const auto& d = ray.direction;
    const double n = std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
    const auto at = [&](double t) {
        return Point3{ray.from[0] + t * d[0] / n, ray.from[1] + t * d[1] / n, ray.from[2] + t * d[2] / n};
    };
    const auto above = [&](Point3 p) { return p.z_m - terrain.ground_m({p.x_m, p.y_m}); };
    if (terrain.flat()) {
        const double t = d[2] < 0.0 ? -ray.from[2] * n / d[2] : kReachM;
        return t < kReachM ? std::optional{at(t)} : std::nullopt;
    }
    double before = 0.0;
    for (double t = 0.0; t < kReachM; t += std::max(0.5, 0.4 * above(at(t)))) {
        if (above(at(t)) < 0.0) { // between here and the step before
            double low = before;
            double high = t;
            for (int i = 0; i < 30; ++i) {
                const double middle = 0.5 * (low + high);
                (above(at(middle)) < 0.0 ? high : low) = middle;
            }
            return at(high);
        }
        before = t;
    }
    return std::nullopt;
}

Lens::Lens(const render::CameraPose& pose, const gis::City& city, QSize size)
    : view_{render::view_matrix(pose)},
      projection_{render::projection_matrix(pose, static_cast<double>(size.width()) / std::max(1, size.height()),
                                            render::depth_range(pose, city))},
      size_{size} {}

std::optional<QPointF> Lens::seen(Point3 at) const {
    const auto clip = times(projection_, times(view_, {at.x_m, at.y_m, at.z_m, 1.0}));
    if (clip[3] <= 1e-6) {
        return std::nullopt;
    }
    return QPointF{(0.5 + 0.5 * clip[0] / clip[3]) * size_.width(), (0.5 - 0.5 * clip[1] / clip[3]) * size_.height()};
}

std::vector<Point3> alongGround(const gis::Terrain& terrain, Point2 from, Point2 to) {
    const double length_m = distance_m(from, to);
    const auto steps = std::clamp(static_cast<int>(length_m / kStepM), 8, 2000);
    std::vector<Point3> way;
    for (int i = 0; i <= steps; ++i) {
        const Point2 at = from + (static_cast<double>(i) / steps) * (to - from);
        way.push_back({at.x_m, at.y_m, terrain.ground_m(at)});
    }
    return way;
}

double groundLength_m(const gis::Terrain& terrain, Point2 from, Point2 to) {
    const std::vector<Point3> way = alongGround(terrain, from, to);
    double sum = 0.0;
    for (std::size_t i = 1; i < way.size(); ++i) {
        sum += std::hypot(way[i].x_m - way[i - 1].x_m, way[i].y_m - way[i - 1].y_m, way[i].z_m - way[i - 1].z_m);
    }
    return sum;
}

double mapArea_m2(std::span<const Point2> corners) {
    double twice = 0.0;
    for (std::size_t i = 0; i < corners.size(); ++i) { // from the first corner: coordinates are large
        const Point2 a = corners[i] - corners[0];
        const Point2 b = corners[(i + 1) % corners.size()] - corners[0];
        twice += cross(a, b);
    }
    return std::abs(0.5 * twice);
}

} // namespace cityloom::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/camera/turntable.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace cityloom::render {

namespace {

double clamp_pitch(double pitch) {
    return std::clamp(pitch, 0.02, 1.55);
}

Point2 densest_place(const gis::City& city) {
    std::map<std::pair<int, int>, std::pair<double, Point2>> cells;
    constexpr double kCellM = 350.0;
    for (const gis::Building& b : city.buildings) {
        Point2 at;
        if (b.rings.count > 0) {
            at = city.points[city.rings[b.rings.begin].points.begin];
        } else if (b.surfaces.count > 0) {
            const Point3& p = city.points3[city.rings3[city.surfaces[b.surfaces.begin].rings3.begin].begin];
            at = {p.x_m, p.y_m};
        } else {
            continue;
        }
        auto& cell = cells[{static_cast<int>(std::floor(at.x_m / kCellM)), static_cast<int>(std::floor(at.y_m / kCellM))}];
        const double weight = std::max(30.0, b.footprint_m2) * std::max(3.0, b.height_m);
        cell.first += weight;
        cell.second = cell.second + weight * at;
    }
    Point2 best = 0.5 * (city.min_corner + city.max_corner);
    double most = 0;
    for (const auto& [key, cell] : cells) {
        const double rim = 0.12 * std::min(city.max_corner.x_m - city.min_corner.x_m, city.max_corner.y_m - city.min_corner.y_m);
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

bool in_building(const gis::City& city, Point2 p) {
    for (const gis::Building& b : city.buildings) {
        if (b.rings.count == 0 || distance_m(city.points[city.rings[b.rings.begin].points.begin], p) > 400.0) {
            continue;
        }
        bool in = false;
        for (std::uint32_t r = b.rings.begin; r < b.rings.end(); ++r) {
            const Range ring = city.rings[r].points;
            for (std::uint32_t i = 0, j = ring.count - 1; i < ring.count; j = i++) {
                const Point2 a = city.points[ring.begin + i];
                const Point2 c = city.points[ring.begin + j];
                if ((a.y_m > p.y_m) != (c.y_m > p.y_m) && p.x_m < (c.x_m - a.x_m) * (p.y_m - a.y_m) / (c.y_m - a.y_m) + a.x_m) {
                    in = !in;
                }
            }
        }
        if (in) {
            return true;
        }
    }
    return false;
}

CameraPose street_view(const gis::City& city, Point2 densest) {
    CameraPose pose;
    double best = -1e12;
    for (const gis::Street& s : city.streets) {
        if (s.cls > gis::StreetClass::Residential || s.cls == gis::StreetClass::Motorway || s.link || s.tunnel || s.bridge || s.roundabout) {
            continue;
        }
        for (std::uint32_t k = s.nodes.begin; k + 1 < s.nodes.end(); ++k) {
            for (const bool ahead : {true, false}) {
                const Point2 a = city.street_nodes[city.street_node_refs[ahead ? k : k + 1]].at;
                const Point2 b = city.street_nodes[city.street_node_refs[ahead ? k + 1 : k]].at;
                const double length = distance_m(a, b);
                if (length < 14.0) {
                    continue;
                }
                const Point2 u = (1.0 / length) * (b - a);
                const Point2 towards = densest - a;
                const double away = norm(towards);
                const double score = std::min(length, 60.0) * 1.2 - 0.28 * std::abs(away - 260.0) + 90.0 * dot(u, towards) / std::max(1.0, away) -
                                     22.0 * static_cast<double>(s.cls);
                if (score > best) {
                    const Point2 eye = a + Point2{2.2 * u.y_m, -2.2 * u.x_m};
                    if (!in_building(city, eye) && !in_building(city, eye + 25.0 * u)) {
                        best = score;
                        const double ground = city.terrain.ground_m(eye);
                        pose.eye = {eye.x_m, eye.y_m, ground + 6.5};
                        pose.target = {eye.x_m + 100 * u.x_m, eye.y_m + 100 * u.y_m, std::max(ground, city.terrain.ground_m(eye + 100.0 * u)) + 7.5};
                    }
                }
            }
        }
    }
    pose.fov_deg = 52.0;
    if (best < -1e11) { // no street: a walker's view from the south of the densest place
        const double ground = city.terrain.ground_m(densest - Point2{0, 120});
        Point2 eye = densest - Point2{0, 120};
        for (int step = 0; step < 60 && in_building(city, eye); ++step) {
            eye.y_m -= 8.0;
        }
        pose.eye = {eye.x_m, eye.y_m, ground + 11.0};
        pose.target = {densest.x_m, densest.y_m, ground + 9.0};
    }
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

CameraPose named_view(const gis::City& city, NamedView view) {
    const Point2 centre = densest_place(city);
    CameraPose pose;
    if (view == NamedView::Overview) {
        const Point2 size = city.max_corner - city.min_corner;
        const Point2 middle = 0.5 * (city.min_corner + city.max_corner);
        const double reach = std::max(size.x_m / 1.45, size.y_m);
        const double ground = city.terrain.ground_m(middle);
        pose.target = {middle.x_m, middle.y_m - 0.06 * reach, ground};
        pose.eye = {middle.x_m, middle.y_m - 0.78 * reach, ground + 0.80 * reach};
        return pose;
    }
    if (view == NamedView::Street) {
        return street_view(city, centre);
    }
    const double extent = std::max(city.max_corner.x_m - city.min_corner.x_m, city.max_corner.y_m - city.min_corner.y_m);
    const double distance = std::clamp(0.22 * extent, 260.0, 1250.0);
    const double ground = city.terrain.ground_m(centre);
    pose.target = {centre.x_m, centre.y_m, ground + 15.0};
    pose.eye = {centre.x_m + 0.42 * distance, centre.y_m - 0.76 * distance, ground + 0.47 * distance};
    return pose;
}

DepthRange depth_range(const CameraPose& pose, const gis::City& city) {
    const double ground = city.terrain.ground_m({pose.eye[0], pose.eye[1]});
    const double height = std::max(1.5, pose.eye[2] - ground);
    return {std::clamp(0.12 * height, 0.5, 400.0), 60'000.0};
}

void Turntable::set(const CameraPose& pose) {
    const double dx = pose.eye[0] - pose.target[0];
    const double dy = pose.eye[1] - pose.target[1];
    const double dz = pose.eye[2] - pose.target[2];
    target_ = pose.target;
    distance_m_ = std::max(2.0, std::sqrt(dx * dx + dy * dy + dz * dz));
    heading_rad_ = std::atan2(-dx, -dy);
    pitch_rad_ = std::clamp(std::asin(dz / distance_m_), -0.35, 1.55);
    fov_deg_ = pose.fov_deg;
    flying_ = false;
    glide_ = {};
}

CameraPose Turntable::pose() const {
    CameraPose pose;
    pose.target = target_;
    pose.fov_deg = fov_deg_;
    const double flat = distance_m_ * std::cos(pitch_rad_);
    pose.eye = {target_[0] - flat * std::sin(heading_rad_), target_[1] - flat * std::cos(heading_rad_), target_[2] + distance_m_ * std::sin(pitch_rad_)};
    pose.eye[2] = std::max(pose.eye[2], city_->terrain.ground_m({pose.eye[0], pose.eye[1]}) + 1.7);
    return pose;
}

void Turntable::orbit(double yaw_rad, double pitch_rad) {
    heading_rad_ = std::remainder(heading_rad_ + yaw_rad, 6.283185307179586);
    pitch_rad_ = clamp_pitch(pitch_rad_ + pitch_rad);
    flying_ = false;
}

void Turntable::pan(double right_m, double forward_m) {
    target_[0] += right_m * std::cos(heading_rad_) + forward_m * std::sin(heading_rad_);
    target_[1] += -right_m * std::sin(heading_rad_) + forward_m * std::cos(heading_rad_);
    target_[0] = std::clamp(target_[0], city_->min_corner.x_m - 2000, city_->max_corner.x_m + 2000);
    target_[1] = std::clamp(target_[1], city_->min_corner.y_m - 2000, city_->max_corner.y_m + 2000);
    target_[2] = city_->terrain.ground_m({target_[0], target_[1]}) + std::min(15.0, 0.02 * distance_m_);
    flying_ = false;
}

void Turntable::zoom(double factor) {
    distance_m_ = std::clamp(distance_m_ * factor, 8.0, 20'000.0);
    flying_ = false;
}

void Turntable::fly_to(std::array<double, 3> target, double distance_m) {
    fly_target_ = target;
    fly_distance_m_ = std::clamp(distance_m, 8.0, 20'000.0);
    flying_ = true;
}

void Turntable::release(double yaw_speed_rps, double right_mps, double forward_mps) {
    glide_ = {yaw_speed_rps, right_mps, forward_mps};
}

bool Turntable::coast(double dt_s) {
    if (flying_) {
        const double k = 1.0 - std::exp(-5.0 * dt_s);
        double rest = std::abs(fly_distance_m_ - distance_m_);
        for (std::size_t i = 0; i < 3; ++i) {
            rest += std::abs(fly_target_[i] - target_[i]);
            target_[i] += k * (fly_target_[i] - target_[i]);
        }
        distance_m_ += k * (fly_distance_m_ - distance_m_);
        flying_ = rest > 0.5;
        return true;
    }
    const double speed = std::abs(glide_[0]) * 100 + std::abs(glide_[1]) + std::abs(glide_[2]);
    if (speed < 0.5) {
        glide_ = {};
        return false;
    }
    heading_rad_ += glide_[0] * dt_s;
    pan(glide_[1] * dt_s, glide_[2] * dt_s);
    for (double& g : glide_) {
        g *= std::exp(-4.0 * dt_s);
    }
    return true;
}

} // namespace cityloom::render

// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/camera/turntable.h"

#include <algorithm>
#include <cmath>

namespace cityloom::render {

namespace {

double clamp_pitch(double pitch) {
    return std::clamp(pitch, 0.02, 1.55);
}

} // namespace

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
    pose.eye = {target_[0] - flat * std::sin(heading_rad_), target_[1] - flat * std::cos(heading_rad_),
                target_[2] + distance_m_ * std::sin(pitch_rad_)};
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

// SPDX-License-Identifier: GPL-3.0-or-later
// The camera stays on a vehicle while the city is played.
#include <algorithm>

#include "app/desktop/view/city_view.h"

namespace cityloom::app {

namespace {

constexpr double kNear = 220.0; // metres from which a vehicle can still be told

} // namespace

void CityView::followVehicle(std::optional<std::uint64_t> vehicle) {
    if (!camera_ || vehicle == followed_) {
        return;
    }
    if (!vehicle) {
        endFollowing(false);
        return;
    }
    followed_ = vehicle;
    animation_.stop();
    camera_->release(0, 0, 0);
    camera_->zoom(std::min(1.0, kNear / std::max(1.0, camera_->distance_m())));
    Q_EMIT followingChanged(true, false);
    keepOn();
}

void CityView::endFollowing(bool gone) {
    if (followed_) {
        followed_.reset();
        Q_EMIT followingChanged(false, gone);
    }
}

void CityView::keepOn() {
    if (!followed_ || !camera_ || frame_ == nullptr) {
        return;
    }
    const auto found = std::ranges::find(frame_->vehicles, *followed_, &engine::VehicleView::id);
    if (found == frame_->vehicles.end()) {
        endFollowing(true);
        return;
    }
    const Point2 at{static_cast<double>(found->x_m), static_cast<double>(found->y_m)};
    render::CameraPose pose = camera_->pose();
    const std::array<double, 3> shift{at.x_m - pose.target[0], at.y_m - pose.target[1],
                                      city_->city->terrain.ground_m(at) + 1.5 - pose.target[2]};
    for (std::size_t i = 0; i < 3; ++i) { // at once: it may be played fast, or stand
        pose.eye.at(i) += shift.at(i);
        pose.target.at(i) += shift.at(i);
    }
    camera_->set(pose);
    Q_EMIT cameraMoved();
}

} // namespace cityloom::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/timeline/frame_smoother.h"

#include <algorithm>
#include <cmath>

namespace cityloom::app {

namespace {

constexpr float kFarthestM = 60.0F; // in one step: anything more was another street, and would cut through houses

engine::VehicleView between(const engine::VehicleView& a, const engine::VehicleView& b, float share) {
    engine::VehicleView v = b;
    if (std::abs(b.x_m - a.x_m) + std::abs(b.y_m - a.y_m) > kFarthestM) {
        return v;
    }
    v.x_m = a.x_m + share * (b.x_m - a.x_m);
    v.y_m = a.y_m + share * (b.y_m - a.y_m);
    v.heading_rad = a.heading_rad + share * std::remainder(b.heading_rad - a.heading_rad, 6.2831853F);
    return v;
}

} // namespace

void FrameSmoother::reset() {
    *this = {};
}

bool FrameSmoother::take(std::shared_ptr<const engine::Frame> frame, Clock::time_point now) {
    if (frame == nullptr || (newest_ != nullptr && frame->step == newest_->step && frame->time == newest_->time)) {
        return false;
    }
    // The last picture shown is where the next glide begins, so that an early frame makes no jump.
    const bool follows =
        newest_ != nullptr && frame->time > newest_->time && frame->time - newest_->time <= 4 * kSecondUs;
    before_ = follows ? newest_ : nullptr;
    index_before_.clear();
    if (before_ != nullptr) {
        index_before_.reserve(before_->vehicles.size());
        for (std::uint32_t i = 0; i < before_->vehicles.size(); ++i) {
            index_before_.emplace(before_->vehicles[i].id, i);
        }
    }
    const std::chrono::duration<double> gap = now - taken_;
    gap_ = follows && gap.count() < 1.0 ? gap : std::chrono::duration<double>{0.0};
    taken_ = now;
    newest_ = std::move(frame);
    settled_ = false;
    return true;
}

std::shared_ptr<const engine::Frame> FrameSmoother::at(Clock::time_point now) {
    if (newest_ == nullptr || settled_) {
        return shown_;
    }
    const double share = gap_.count() > 0.0 ? std::chrono::duration<double>{now - taken_} / gap_ : 1.0;
    if (before_ == nullptr || share >= 1.0) {
        settled_ = true;
        return shown_ = newest_;
    }
    auto mixed = std::make_shared<engine::Frame>(*newest_);
    for (engine::VehicleView& v : mixed->vehicles) {
        if (const auto found = index_before_.find(v.id); found != index_before_.end()) {
            v = between(before_->vehicles[found->second], v, static_cast<float>(share));
        }
    }
    // People on foot walk on from the moment that they were given the way.
    mixed->crossing_age_s -= static_cast<float>((1.0 - share) * to_seconds(newest_->time - before_->time));
    return shown_ = std::move(mixed);
}

} // namespace cityloom::app

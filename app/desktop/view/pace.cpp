// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/view/pace.h"

#include <algorithm>
#include <cmath>

namespace cityloom::app {

namespace {

constexpr double kSlowMs = 22.0; // what is left of 33 ms when the window has put the picture together
constexpr double kFastMs = 14.0; // well below, so that the two never chase each other
constexpr int kSettle = 5;       // frames between two changes

} // namespace

void Pace::drawn(double draw_ms) {
    mean_ms_ = mean_ms_ <= 0.0 ? draw_ms : 0.7 * mean_ms_ + 0.3 * draw_ms;
    if (++since_change_ < kSettle) {
        return;
    }
    double wanted = scale_;
    if (mean_ms_ > kSlowMs) {
        wanted = std::max(kCoarsest, scale_ * std::clamp(std::sqrt(kSlowMs / mean_ms_), 0.7, 0.95));
    } else if (mean_ms_ < kFastMs) {
        wanted = std::min(1.0, scale_ * 1.1);
    }
    if (wanted != scale_) {
        scale_ = wanted;
        mean_ms_ = 0.0;
        since_change_ = 0;
    }
}

} // namespace cityloom::app

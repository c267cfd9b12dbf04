// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/nearest_points.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace cityloom::gis {

namespace {
constexpr double kPointsPerCell = 2.0;
constexpr std::int64_t kMostCells = 4'000'000;
} // namespace

NearestPoints::NearestPoints(std::vector<Point2> points) : points_{std::move(points)} {
    if (points_.empty()) {
        return;
    }
    low_ = high_ = points_.front();
    for (const Point2 p : points_) {
        low_ = {std::min(low_.x_m, p.x_m), std::min(low_.y_m, p.y_m)};
        high_ = {std::max(high_.x_m, p.x_m), std::max(high_.y_m, p.y_m)};
    }
    const Point2 size = high_ - low_;
    cell_m_ = std::max({std::sqrt(size.x_m * size.y_m * kPointsPerCell / static_cast<double>(points_.size())),
                        std::max(size.x_m, size.y_m) * kPointsPerCell / static_cast<double>(points_.size()), 1.0});
    columns_ = std::clamp<std::int64_t>(static_cast<std::int64_t>(size.x_m / cell_m_) + 1, 1, kMostCells);
    rows_ = std::clamp<std::int64_t>(static_cast<std::int64_t>(size.y_m / cell_m_) + 1, 1, kMostCells / columns_ + 1);
    const auto cell = [this](Point2 p) { return static_cast<std::size_t>(row(p.y_m) * columns_ + column(p.x_m)); };
    begin_.assign(static_cast<std::size_t>(columns_ * rows_) + 1, 0);
    for (const Point2 p : points_) {
        ++begin_[cell(p) + 1];
    }
    for (std::size_t c = 1; c < begin_.size(); ++c) {
        begin_[c] += begin_[c - 1];
    }
    order_.resize(points_.size());
    std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
    for (std::uint32_t i = 0; i < points_.size(); ++i) {
        order_[next[cell(points_[i])]++] = i;
    }
}

std::int64_t NearestPoints::column(double x_m) const {
    return std::clamp<std::int64_t>(static_cast<std::int64_t>((x_m - low_.x_m) / cell_m_), 0, columns_ - 1);
}

std::int64_t NearestPoints::row(double y_m) const {
    return std::clamp<std::int64_t>(static_cast<std::int64_t>((y_m - low_.y_m) / cell_m_), 0, rows_ - 1);
}

std::uint32_t NearestPoints::nearest(Point2 at) const {
    std::uint32_t best = kNone;
    double best_m = std::numeric_limits<double>::infinity();
    if (points_.empty()) {
        return best;
    }
    // From the nearest place of the points' box: whatever lies r rings from there is as far from here at least.
    const Point2 inside{std::clamp(at.x_m, low_.x_m, high_.x_m), std::clamp(at.y_m, low_.y_m, high_.y_m)};
    const double beyond_m = distance_m(at, inside);
    const std::int64_t x0 = column(inside.x_m);
    const std::int64_t y0 = row(inside.y_m);
    const auto look = [&](std::int64_t x, std::int64_t y) {
        if (x < 0 || y < 0 || x >= columns_ || y >= rows_) {
            return;
        }
        const auto c = static_cast<std::size_t>(y * columns_ + x);
        for (std::uint32_t k = begin_[c]; k < begin_[c + 1]; ++k) {
            const double away = distance_m(points_[order_[k]], at);
            if (away < best_m || (away == best_m && order_[k] < best)) {
                best_m = away;
                best = order_[k];
            }
        }
    };
    for (std::int64_t r = 0; r <= std::max(columns_, rows_); ++r) {
        for (std::int64_t x = x0 - r; x <= x0 + r; ++x) {
            look(x, y0 - r);
            if (r > 0) {
                look(x, y0 + r);
            }
        }
        for (std::int64_t y = y0 - r + 1; y < y0 + r; ++y) {
            look(x0 - r, y);
            look(x0 + r, y);
        }
        if (best_m < std::hypot(static_cast<double>(r) * cell_m_, beyond_m)) {
            break;
        }
    }
    return best;
}

} // namespace cityloom::gis

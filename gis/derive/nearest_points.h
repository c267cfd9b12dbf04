// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::gis {

/// Points in a grid, to find the nearest without looking at all of them.
class NearestPoints {
public:
    explicit NearestPoints(std::vector<Point2> points);
    /// The nearest point's index, the lowest of those that are equally near; kNone where there are none.
    [[nodiscard]] std::uint32_t nearest(Point2 at) const;

private:
    [[nodiscard]] std::int64_t column(double x_m) const;
    [[nodiscard]] std::int64_t row(double y_m) const;

    std::vector<Point2> points_;
    Point2 low_;
    Point2 high_;
    double cell_m_ = 1.0;
    std::int64_t columns_ = 1;
    std::int64_t rows_ = 1;
    std::vector<std::uint32_t> begin_; ///< of each cell in order_, and the end
    std::vector<std::uint32_t> order_;
};

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/city/terrain.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cityloom::gis {

bool Terrain::level() const noexcept {
    constexpr float kLevelM = 1.0F;
    float low = std::numeric_limits<float>::infinity();
    float high = -low;
    for (const float height : height_m) {
        if (std::isfinite(height)) {
            low = std::min(low, height);
            high = std::max(high, height);
        }
    }
    return !(high - low > kLevelM);
}

double Terrain::ground_m(Point2 at) const noexcept {
    if (flat() || columns == 0 || rows == 0) {
        return 0.0;
    }
    const double fx = std::clamp((at.x_m - origin.x_m) / cell_m, 0.0, static_cast<double>(columns - 1));
    const double fy = std::clamp((at.y_m - origin.y_m) / cell_m, 0.0, static_cast<double>(rows - 1));
    const auto i = std::min(static_cast<std::uint32_t>(fx), columns >= 2 ? columns - 2 : 0);
    const auto j = std::min(static_cast<std::uint32_t>(fy), rows >= 2 ? rows - 2 : 0);
    const std::uint32_t i1 = std::min(i + 1, columns - 1);
    const std::uint32_t j1 = std::min(j + 1, rows - 1);
    const double tx = fx - i;
    const double ty = fy - j;
    const auto sample = [this](std::uint32_t column, std::uint32_t row) {
        const float h = height_m[static_cast<std::size_t>(row) * columns + column];
        return std::isfinite(h) ? static_cast<double>(h) : 0.0;
    };
    return (1 - ty) * ((1 - tx) * sample(i, j) + tx * sample(i1, j)) +
           ty * ((1 - tx) * sample(i, j1) + tx * sample(i1, j1));
}

} // namespace cityloom::gis

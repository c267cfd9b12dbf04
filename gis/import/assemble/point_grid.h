// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::gis {

/// Points by a grid of cells, to find those near a place.
class PointGrid {
public:
    explicit PointGrid(double cell_m) : cell_m_{cell_m} {}
    void add(Point2 at, std::uint32_t index) { cells_[key(column(at.x_m), column(at.y_m))].push_back(index); }
    /// Calls `use` with each index in the nine cells around, in the order in which they were added to their cell.
    template <typename Use> void near(Point2 at, const Use& use) const {
        for (std::int64_t i = column(at.x_m) - 1; i <= column(at.x_m) + 1; ++i) {
            for (std::int64_t j = column(at.y_m) - 1; j <= column(at.y_m) + 1; ++j) {
                if (const auto cell = cells_.find(key(i, j)); cell != cells_.end()) {
                    std::ranges::for_each(cell->second, use);
                }
            }
        }
    }

private:
    [[nodiscard]] std::int64_t column(double metres) const {
        return static_cast<std::int64_t>(std::floor(metres / cell_m_));
    }
    static std::uint64_t key(std::int64_t i, std::int64_t j) {
        return static_cast<std::uint64_t>(i) * 0x9E3779B97F4A7C15ULL ^ static_cast<std::uint64_t>(j);
    }

    double cell_m_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> cells_; // looked up only, never iterated
};

} // namespace cityloom::gis

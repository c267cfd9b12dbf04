// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "gis/import/read/terrain_grid.h"

namespace cityloom::gis {

/// Boxes in the cells of a grid, to find those that a place may lie in.
class BoxGrid {
public:
    explicit BoxGrid(double cell_m) : cell_m_{cell_m} {}

    /// Boxes that span more than 100 cells a side are kept apart and looked at every time.
    void add(const Extent& box, std::uint32_t index) {
        if (box.empty()) {
            return;
        }
        const std::int64_t west = column(box.low.x_m);
        const std::int64_t east = column(box.high.x_m);
        const std::int64_t south = column(box.low.y_m);
        const std::int64_t north = column(box.high.y_m);
        constexpr std::int64_t kMost = 100;
        if (east - west > kMost || north - south > kMost) {
            wide_.push_back(index);
            return;
        }
        for (std::int64_t i = west; i <= east; ++i) {
            for (std::int64_t j = south; j <= north; ++j) {
                cells_[key(i, j)].push_back(index);
            }
        }
    }

    /// Calls `use` with each index whose box may hold the place, in the order in which they were added.
    template <typename Use> void at(Point2 place, const Use& use) const {
        if (const auto cell = cells_.find(key(column(place.x_m), column(place.y_m))); cell != cells_.end()) {
            std::ranges::for_each(cell->second, use);
        }
        std::ranges::for_each(wide_, use);
    }

private:
    [[nodiscard]] std::int64_t column(double metres) const {
        return static_cast<std::int64_t>(std::floor(std::clamp(metres / cell_m_, -1e9, 1e9)));
    }
    static std::uint64_t key(std::int64_t i, std::int64_t j) {
        return (static_cast<std::uint64_t>(i) << 32U) ^ (static_cast<std::uint64_t>(j) & 0xFFFFFFFFULL);
    }

    double cell_m_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> cells_; // looked up only, never iterated
    std::vector<std::uint32_t> wide_;
};

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::gis {

/// A regular grid of ground heights in metres above the vertical datum, row 0 the southern one. NaN: no data.
/// An empty grid is a flat city at height 0, and the program says so.
struct Terrain {
    Point2 origin; ///< of the first sample
    double cell_m = 0.0;
    std::uint32_t columns = 0;
    std::uint32_t rows = 0;
    std::vector<float> height_m; ///< row-major
    std::string source;          ///< file(s) it came from; empty when flat

    [[nodiscard]] bool flat() const noexcept { return height_m.empty(); }
    /// Whether there is no height to speak of: no grid, or one that is level within a metre.
    [[nodiscard]] bool level() const noexcept;
    /// Bilinear; clamps to the grid's edge; 0 where flat or without data.
    [[nodiscard]] double ground_m(Point2 at) const noexcept;
};

} // namespace cityloom::gis

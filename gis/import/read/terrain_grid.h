// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "gis/city/terrain.h"
#include "sim/core/geometry.h"

namespace cityloom::gis {

/// No terrain has more samples: 16 MB of heights.
inline constexpr std::size_t kMaxTerrainCells = 4'000'000;

struct Extent {
    Point2 low{1e300, 1e300};
    Point2 high{-1e300, -1e300};
    void add(Point2 p) noexcept;
    [[nodiscard]] bool empty() const noexcept { return low.x_m > high.x_m; }
    [[nodiscard]] Extent grown(double by_m) const noexcept;
};

/// An all-NaN grid over `extent`, its cell at least `cell_m` and large enough to keep within kMaxTerrainCells.
[[nodiscard]] Terrain empty_grid(const Extent& extent, double cell_m);

/// Gives every sample without data that of its nearest neighbour with data, then relaxes those filled towards their
/// neighbours' mean. \return how many were filled.
std::size_t fill_holes(Terrain& terrain, int relaxations);

/// The grid that scattered ground heights make: their own where they stand on a regular grid, else one of at most
/// `extent`'s size whose gaps are filled.
[[nodiscard]] Terrain terrain_from_samples(std::span<const Point3> samples);

/// The grid that a triangulated ground makes (three points a triangle), 2 m cells or larger.
[[nodiscard]] Terrain terrain_from_triangles(std::span<const Point3> triangles);

/// The lowest ground under a footprint: its edges and its inside, sampled at a quarter and half of a cell.
/// `rings` are all rings of the footprint, outer and holes (even-odd).
[[nodiscard]] double lowest_ground_m(const Terrain& terrain, std::span<const std::span<const Point2>> rings);

} // namespace cityloom::gis

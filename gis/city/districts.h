// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "gis/city/city.h"

namespace cityloom::gis {

/// Whether a place lies within polygons of City::rings (even-odd rule).
[[nodiscard]] bool inside(const City& city, Range rings, Point2 at);
/// Where a building stands: the first corner of its footprint; nowhere without a footprint.
[[nodiscard]] Point2 place_of(const City& city, const Building& building);

/// The districts of a city, which together cover all of it: its boundaries, finest first, then what lies in none of
/// them: one district when that is little, else (and without boundaries) up to nine rectangles of the extent, named by
/// the compass.
class Districts {
public:
    explicit Districts(const City& city);
    [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
    [[nodiscard]] std::uint32_t of(Point2 at) const;

private:
    [[nodiscard]] std::uint32_t boundary_of(Point2 at) const;
    [[nodiscard]] std::size_t rectangle_of(Point2 at) const;

    const City& city_;
    std::vector<std::string> names_;
    std::vector<std::pair<Point2, Point2>> bounds_; ///< of each boundary: corners
    std::array<std::uint32_t, 9> rest_{};           ///< of each rectangle: the district of what lies in no boundary
};

} // namespace cityloom::gis

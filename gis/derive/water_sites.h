// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "gis/city/city.h"
#include "sim/water/network.h"

namespace cityloom::gis {

/// Where waterworks can stand.
struct WaterSite {
    Point2 at;
    water::Site how = water::Site::WellField;
};

/// What is looked at to find them.
struct WaterTown {
    const City& city;
    std::span<const Point2> at;     ///< of the streets' junctions
    std::span<const double> ground; ///< their height (m)
    std::span<const double> people; ///< that take water there
    const std::vector<bool>& member;
};

/// So many places for waterworks: mapped works and wells first, then the shores of mapped rivers, or else of lakes,
/// nearest to where people are and apart from each other; without any water, well fields at low streets. Salt water is
/// not told from fresh, which is why rivers come first.
[[nodiscard]] std::vector<WaterSite> find_water_sites(const WaterTown& town, std::size_t wanted);

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gis/city/city.h"
#include "gis/generate/loom_bay_streets.h"
#include "gis/generate/plots.h"

namespace cityloom::gis::loom {

/// A building before it gets its place in the City's arrays.
struct House {
    Path outline;
    Path courtyard; ///< empty where there is none
    double storeys = 1;
    double storey_m = 3.1;
    BuildingUse use = BuildingUse::Housing;
    std::string name;
};

/// A thing the city needs one of: takes the free block nearest to its place.
struct Institution {
    std::string name;
    AssetKind asset = AssetKind::School;
    AreaKind area = AreaKind::Other;
    BuildingUse use = BuildingUse::Public;
    Point2 wish;
    double storeys = 3;
    double voltage_v = 0;
    Point2 at; ///< filled in
    double power_w = 0;
};

struct Blocks {
    std::vector<House> houses;
    std::vector<Institution> institutions;
    std::vector<Reserve> greens; ///< blocks left open: squares and pocket parks
    std::vector<Reserve> campuses;
};

[[nodiscard]] Blocks build_blocks(const Landscape& land, const StreetPlan& plan, const std::vector<Quarter>& quarters,
                                  const std::vector<Reserve>& reserved, std::uint64_t seed);

} // namespace cityloom::gis::loom

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/corridor/supply.h"

namespace cityloom::lifeline {

/// Who lives and works in a building.
struct Building {
    std::uint64_t id = 0; ///< of the City's building
    float people = 0.0F;
    float jobs = 0.0F;
    std::uint32_t district = kNone;
    Point2 at;
};

struct Dependencies {
    std::vector<engine::Supply> supplies;
    std::vector<Building> buildings;           ///< one per City::buildings
    std::vector<std::uint32_t> hospital_edges; ///< where an ambulance arrives
    std::vector<std::string> district_names;   ///< Building::district and Zone::district index these
};

} // namespace cityloom::lifeline

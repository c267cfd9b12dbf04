// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "sim/core/geometry.h"

namespace cityloom::gis {

enum class RoofShape : std::uint8_t { Flat, Skillion, Gabled, Gambrel, Round, Hipped, Mansard, Pyramidal, Dome };

inline constexpr double kNotGiven = std::numeric_limits<double>::quiet_NaN();

/// A roof as its source describes it; what it does not say is kNotGiven.
struct RoofForm {
    RoofShape shape = RoofShape::Flat;
    double height_m = kNotGiven;
    double storeys = kNotGiven;       ///< within the roof
    double angle_deg = kNotGiven;     ///< above the horizontal
    double direction_deg = kNotGiven; ///< where it falls to, clockwise from north
    bool across = false;              ///< the ridge runs along the shorter side
};

/// How a building, or a part of one, stands above the ground: what becomes its surfaces once it is placed.
struct BuildingShape {
    std::uint64_t building = 0; ///< Building::id; 0: a part whose building is not found yet
    std::string source;         ///< the source's own name of it
    Range rings;                ///< in City::rings; of a building itself: its footprint when it was read
    bool part = false;
    double height_m = kNotGiven; ///< of its highest point above the ground
    double min_height_m = 0.0;
    double storeys = 0.0;     ///< above the ground, those below it too; 0: not known
    double min_storeys = 0.0; ///< where it begins
    RoofForm roof;
};

} // namespace cityloom::gis

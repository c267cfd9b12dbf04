// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/traffic/network.h"
#include "sim/traffic/vehicle_type.h"

namespace cityloom::gis::sumo {

/// A set of SUMO's abstract vehicle classes (vClass), one bit each.
using ClassSet = std::uint64_t;

inline constexpr ClassSet kAllClasses = ~ClassSet{0};

/// The bit of a class; 0 when the name is unknown.
[[nodiscard]] ClassSet class_bit(std::string_view name);

/// What the attributes allow and disallow permit; all where both are empty. Unknown names are passed over and counted.
[[nodiscard]] ClassSet permitted(std::string_view allow, std::string_view disallow, std::uint32_t& unknown);

/// traffic::LaneUse of a lane that these classes may use; 0 when none of them is a road vehicle's.
[[nodiscard]] std::uint8_t lane_use(ClassSet classes);

/// A vehicle type with the defaults of its class.
struct ClassDefaults {
    traffic::VehicleType type;
    bool road = true; ///< false: walks, floats or runs on rails
};
/// Defaults of SUMO 1.15, as its TraCI getters report them for a vType with nothing but its vClass; unknown names:
/// passenger. A bicycle's top speed is its desiredMaxSpeed (20 km/h).
[[nodiscard]] ClassDefaults class_defaults(std::string_view name);

} // namespace cityloom::gis::sumo

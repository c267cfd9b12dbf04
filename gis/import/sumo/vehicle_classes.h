// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

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

/// traffic::LaneUse has eight bits, SUMO many classes. Those that drive in a demand get bits of their own where lanes
/// or connections of the network tell them apart, in place of classes that do not drive there.
class ClassUses {
public:
    /// \param driving classes of the demand's vehicles.
    /// \param permissions that occur in the network, each once or more.
    ClassUses(ClassSet driving, const std::vector<ClassSet>& permissions);

    /// Of a lane or connection with these permissions; kOtherMotor alone where nobody of the demand may drive.
    [[nodiscard]] std::uint8_t of_lane(ClassSet classes) const;
    /// What a vehicle of a class may drive on.
    [[nodiscard]] std::uint8_t of_vehicle(ClassSet cls) const;
    /// Classes that share a bit although lanes tell them apart: more than bits.
    [[nodiscard]] std::uint32_t thrown_together() const noexcept { return thrown_together_; }

private:
    std::array<std::uint8_t, 64> lane_{};    ///< by class
    std::array<std::uint8_t, 64> vehicle_{}; ///< by class
    std::uint32_t thrown_together_ = 0;
    bool others_ = false; ///< kOtherMotor is no class's
};

/// A vehicle type with the defaults of its class.
struct ClassDefaults {
    traffic::VehicleType type;
    bool road = true; ///< false: walks, floats or runs on rails
};
/// Defaults of SUMO 1.15, as its TraCI getters report them for a vType with nothing but its vClass; unknown names:
/// passenger. A bicycle's top speed is its desiredMaxSpeed (20 km/h).
[[nodiscard]] ClassDefaults class_defaults(std::string_view name);

} // namespace cityloom::gis::sumo

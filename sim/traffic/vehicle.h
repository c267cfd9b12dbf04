// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "sim/traffic/vehicle_type.h"

namespace cityloom::traffic {

inline constexpr std::array<VehicleType, 4> kVehicleTypes{{
    {},
    {.length_m = 9.0F,
     .accel_mps2 = 1.1F,
     .decel_mps2 = 2.0F,
     .headway_s = 1.4F,
     .min_gap_m = 2.5F,
     .max_speed_mps = 25.0F,
     .width_m = 2.5F,
     .use = kTrucks,
     .cls = VehicleClass::Truck},
    {.length_m = 12.0F,
     .accel_mps2 = 1.2F,
     .decel_mps2 = 2.0F,
     .headway_s = 1.3F,
     .min_gap_m = 2.5F,
     .max_speed_mps = 25.0F,
     .width_m = 2.5F,
     .use = kBuses,
     .cls = VehicleClass::Bus},
    {.length_m = 6.0F,
     .accel_mps2 = 2.5F,
     .decel_mps2 = 3.0F,
     .headway_s = 0.9F,
     .min_gap_m = 2.0F,
     .max_speed_mps = 40.0F,
     .use = kEmergency,
     .cls = VehicleClass::Emergency},
}};

/// What every step touches of a vehicle: 32 bytes, kept in lane order, the foremost first.
struct Vehicle {
    enum Flag : std::uint8_t {
        kCommitted = 1, ///< past the point where it could stop: the junction is reserved for it
        kMayGo = 2,     ///< the junction's answer of this step
        kArrivesHere = 4,
        kWrongLane = 8, ///< its lane does not lead where its route goes
        kNoRoom = 16,   ///< held back because the exit is full
    };
    float x_m = 0.0F; ///< front bumper, from the start of its lane or turn
    float v_mps = 0.0F;
    float a_mps2 = 0.0F;   ///< of the last step
    float stop_x_m = 0.0F; ///< where it arrives, when kArrivesHere
    std::uint32_t trip = 0;
    std::uint32_t turn = 0xFFFFFFFFU; ///< out of this lane; kNone: arrives here, or wrong lane
    std::uint16_t lanes = 0;          ///< bit k: lane k of this edge leads on
    std::uint16_t halted = 0;         ///< steps since it last moved
    std::uint8_t type = kCar;
    std::uint8_t speed_factor = 128; ///< of the limit: 0.8 + 0.4 * f / 255
    std::uint8_t cooldown = 0;       ///< steps until it may change lanes again
    std::uint8_t flags = 0;

    [[nodiscard]] bool has(Flag flag) const noexcept { return (flags & flag) != 0; }
    void set(Flag flag, bool on) noexcept { flags = static_cast<std::uint8_t>(on ? flags | flag : flags & ~flag); }
    /// Whether lane k of its edge leads on along its route.
    [[nodiscard]] bool useful(std::uint32_t k) const noexcept { return (static_cast<unsigned>(lanes) >> k & 1U) != 0; }
    [[nodiscard]] float length_m() const noexcept { return kVehicleTypes[type].length_m; }
    [[nodiscard]] float rear_m() const noexcept { return x_m - length_m(); }
};
static_assert(sizeof(Vehicle) == 32);

} // namespace cityloom::traffic

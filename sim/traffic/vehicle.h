// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "sim/traffic/vehicle_type.h"

namespace cityloom::traffic {

/// What Workload::types holds where nothing else is laid down, by TypeId.
inline constexpr std::array<VehicleType, 6> kVehicleTypes{{
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
    {.electric = true},
    // A rider: 85 % of everyday cyclists ride no faster than 22 km/h on the flat (Parkin and Rotheram 2010, Transport
    // Policy 17), which a mean of 19 km/h with a deviation of 15 % gives. From rest at a light 0.5 to 1 m/s2 (AASHTO,
    // Guide for the Development of Bicycle Facilities 1999).
    {.length_m = 1.8F,
     .accel_mps2 = 0.75F,
     .decel_mps2 = 2.0F,
     .headway_s = 1.0F,
     .min_gap_m = 0.8F,
     .max_speed_mps = 5.3F,
     .hardest_mps2 = 6.0F,
     .speed_deviation = 0.15F,
     .speed_lowest = 0.6F,
     .speed_highest = 1.5F,
     .width_m = 0.7F,
     .use = kBicycles,
     .cls = VehicleClass::Bicycle,
     .own_pace = true},
}};

/// What every step touches of a vehicle: 52 bytes, kept in lane order, the foremost first.
struct Vehicle {
    enum Flag : std::uint16_t {
        kCommitted = 1, ///< past the point where it could stop: the junction is reserved for it
        kMayGo = 2,     ///< the junction's answer of this step
        kArrivesHere = 4,
        kWrongLane = 8,         ///< its lane does not lead where its route goes
        kNoRoom = 16,           ///< held back because the exit is full
        kToWait = 32,           ///< may drive to the waiting point inside the junction only
        kHalts = 64,            ///< has a stop to make on this lane, at stop_x_m
        kServing = 128,         ///< stands at its stop
        kRadio = 256,           ///< has a V2X radio
        kCharges = 1024,        ///< the stop that it makes, or stands at, is a charging station
        kMissedExit = 7 * 2048, ///< how often it has missed its exit from the roundabout: a count
        kPromised = 512,        ///< the junction beyond the brief lane ahead has promised to let it through
        kNavigates = 16384,     ///< its driver follows live navigation on a telephone
        kPasses = 32768,        ///< has a place to pass slowly on this lane: see Stop::pass_mps
    };
    float x_m = 0.0F; ///< front bumper, from the start of its lane or turn
    float v_mps = 0.0F;
    float a_mps2 = 0.0F;              ///< of the last step
    float stop_x_m = 0.0F;            ///< where it arrives or halts
    float used = 0.0F;                ///< since it entered this edge: CO2 (g), or electricity (Wh)
    float react_s = 0.0F;             ///< until a driver at rest starts; while it serves a stop: until that ends
    std::uint32_t trip = 0;           ///< all bits set: see barrier()
    std::uint32_t turn = 0xFFFFFFFFU; ///< in RoadPlan, out of this lane; kNone: arrives here, or wrong lane
    std::uint32_t next = 0xFFFFFFFFU; ///< the turn after this one, where the lane between is short
    std::uint32_t cursor = 0;         ///< place in its route
    std::uint16_t lanes = 0;          ///< bit k: lane k of this edge leads on
    std::uint16_t halted = 0;         ///< steps since it last moved
    std::uint16_t waited = 0;         ///< steps below 0.1 m/s since it entered this edge
    std::uint16_t flags = 0;
    std::uint8_t type = kCar;
    std::uint8_t speed_factor = 128; ///< of the limit: factor / 128
    std::uint8_t cooldown = 0;       ///< steps until it may change lanes again
    /// Why the junction last said no.
    enum class Held : std::uint8_t { Free, Red, NoRoom, Crossing, GivingWay, WrongLane, Stop, Closed };
    Held held = Held::Free;

    [[nodiscard]] bool has(Flag flag) const noexcept { return (flags & flag) != 0; }
    void set(Flag flag, bool on) noexcept { flags = static_cast<std::uint16_t>(on ? flags | flag : flags & ~flag); }
    /// Whether lane k of its edge leads on along its route.
    [[nodiscard]] bool useful(std::uint32_t k) const noexcept { return (static_cast<unsigned>(lanes) >> k & 1U) != 0; }
    /// Towards the nearest lane that leads on: -1 to the kerb, 1 away from it, 0 where there is none.
    [[nodiscard]] int way_out(std::uint32_t own, std::uint32_t lane_count) const noexcept {
        for (std::uint32_t reach = 1; reach < lane_count; ++reach) {
            if (own >= reach && useful(own - reach)) {
                return -1;
            }
            if (own + reach < lane_count && useful(own + reach)) {
                return 1;
            }
        }
        return 0;
    }
    /// After some rounds on a roundabout it keeps to the lane that leads to its exit.
    [[nodiscard]] bool keeps_to_exit() const noexcept { return (flags & kMissedExit) == kMissedExit; }
    void note_missed_exit() noexcept {
        flags = static_cast<std::uint16_t>(keeps_to_exit() ? flags : flags + kMissedExit / 7);
    }
    /// Lanes that it crosses before it is in one that leads on: 0 when it is in one, or when there is none that way.
    [[nodiscard]] std::uint32_t lanes_away(std::uint32_t own, int way, std::uint32_t lane_count) const noexcept {
        std::uint32_t count = 0;
        for (auto at = static_cast<int>(own); !useful(static_cast<std::uint32_t>(at)); ++count) {
            at += way;
            if (way == 0 || at < 0 || at >= static_cast<int>(lane_count)) {
                return 0;
            }
        }
        return count;
    }
    /// No vehicle but the barrier of an obstruction.
    [[nodiscard]] bool barrier() const noexcept { return trip == 0xFFFFFFFFU; }
    [[nodiscard]] bool through() const noexcept { return (flags & (kCommitted | kMayGo)) != 0; }
};
static_assert(sizeof(Vehicle) == 52);

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/time.h"

namespace cityloom::engine {

enum class VehicleClass : std::uint8_t { Car, Truck, Bus, Emergency, Bicycle };

/// A vehicle as the picture needs it.
struct VehicleView {
    float x_m = 0.0F; ///< front bumper's centre
    float y_m = 0.0F;
    float heading_rad = 0.0F; ///< counter-clockwise from east
    float speed_mps = 0.0F;
    float length_m = 4.5F;
    VehicleClass cls = VehicleClass::Car;
    bool braking = false;
    std::int8_t layer = 0; ///< of its street: bridges and tunnels
    std::uint64_t id = 0;
};

enum class SignalAspect : std::uint8_t { Red, Yellow, Green, Dark };

/// A charging station as the picture needs it.
/// Says all of it, so that a station that a scenario adds is drawn over networks that do not know it.
struct ChargerView {
    float x_m = 0.0F;
    float y_m = 0.0F;
    std::uint32_t points = 0;
    float power_w = 0.0F;      ///< of each
    std::uint32_t busy = 0;    ///< points in use
    std::uint32_t waiting = 0; ///< vehicles, for a point or for power
    float load_w = 0.0F;       ///< drawn from the grid
    float delivered_wh = 0.0F; ///< so far
    std::uint32_t working = 1; ///< 0: failed, or without power
    friend bool operator==(const ChargerView&, const ChargerView&) = default;
};

enum class Blockage : std::uint8_t { Incident, Works, Closed };

/// A stretch of one edge that nobody may use.
struct BlockedView {
    std::uint32_t edge = 0; ///< in RoadNetwork::edges
    /// Incident, Closed: bit k is lane k from the kerb. Works: how many lanes the work zone takes beside the kerb; the
    /// edge's lanes are those that it leaves.
    std::uint32_t lanes = 0;
    float from_m = 0.0F; ///< along the edge
    float to_m = 0.0F;
    float left_m = 0.0F; ///< across it, from the edge's shape, positive to the right of the driving direction
    float right_m = 0.0F;
    Blockage kind = Blockage::Incident;
    friend bool operator==(const BlockedView&, const BlockedView&) = default;
};

/// People on foot at one crossing of a signal: at the kerb beside the lanes that lead away, and at the far one.
struct CrossingView {
    std::array<std::uint32_t, 2> waiting{};
    /// Bit k: one person of that kerb was given the way k slots of half a second before the latest slot.
    std::array<std::uint64_t, 2> started{};
    friend bool operator==(const CrossingView&, const CrossingView&) = default;
};

/// Everything that can be drawn, as it stood at one step. Made whole, then never changed: any thread may read it.
/// Arrays are indexed as the networks are; empty where the city has no such network.
struct Frame {
    TimeUs time = 0;
    std::uint64_t step = 0;
    std::vector<VehicleView> vehicles;
    std::vector<float> edge_speed_share;       ///< mean speed over free speed, 0..1; 1 when empty. RoadNetwork::edges
    std::vector<float> edge_density;           ///< vehicles per km and lane
    std::vector<std::uint8_t> turn_aspect;     ///< SignalAspect per RoadNetwork::turns
    std::vector<std::uint8_t> controller_on;   ///< 1 working, 0 dark
    std::vector<float> water_pressure_m;       ///< per water node, metres of water column; NaN without supply
    std::vector<float> water_flow_m3ps;        ///< per water link, signed
    std::vector<float> tank_level_m;           ///< per water node; 0 for those that are no tanks
    std::vector<float> bus_voltage_pu;         ///< per power bus; 0 dead
    std::vector<float> branch_loading;         ///< per power branch, current over rating
    std::vector<std::uint8_t> site_state;      ///< per telecom site: 0 dead, 1 on battery, 2 on mains
    std::vector<float> site_load;              ///< share of capacity
    std::vector<float> site_battery_share;     ///< 0..1
    std::vector<std::uint8_t> building_power;  ///< 1 lit; per City building
    std::vector<std::uint8_t> building_water;  ///< 1 served
    std::vector<std::uint8_t> building_signal; ///< 1 covered by a live base station
    double served_people_share = 1.0;
    std::vector<ChargerView> chargers;   ///< RoadNetwork::chargers
    std::vector<BlockedView> blocked;    ///< by edge
    std::vector<CrossingView> crossings; ///< RoadNetwork::controllers, and the crossings of each, in their order
    float crossing_age_s = 0.0F;         ///< since those of bit 0 were given the way
};

} // namespace cityloom::engine

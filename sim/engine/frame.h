// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
};

} // namespace cityloom::engine

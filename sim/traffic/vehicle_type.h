// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/traffic/electric.h"
#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// What a vehicle is to the picture and to emissions.
enum class VehicleClass : std::uint8_t { Car, Truck, Bus, Emergency, Bicycle, Motorcycle };

/// Parameters of the Intelligent Driver Model (Treiber, Hennecke and Helbing 2000, Phys. Rev. E 62, eq. 2-4) and of
/// MOBIL (Kesting, Treiber and Helbing 2007, Transp. Res. Rec. 1999) for one vehicle type.
struct VehicleType {
    float length_m = 4.5F;
    float accel_mps2 = 2.0F; ///< a
    float decel_mps2 = 2.5F; ///< b, comfortable
    float headway_s = 1.0F;  ///< T
    float min_gap_m = 2.0F;  ///< s0
    float max_speed_mps = 40.0F;
    float politeness = 0.2F;       ///< p
    float change_gain_mps2 = 0.3F; ///< threshold of MOBIL's incentive
    float startup_s = 0.8F;        ///< a driver at rest reacts this much later
    float hardest_mps2 = 9.0F;     ///< emergency braking
    float speed_factor = 1.0F;     ///< mean of desired speed over the limit
    float speed_deviation = 0.08F; ///< its standard deviation
    float speed_lowest = 0.8F;     ///< and its bounds
    float speed_highest = 1.2F;
    float width_m = 1.8F;
    std::uint8_t use = kCars; ///< LaneUse: it may drive where a lane shares a bit
    VehicleClass cls = VehicleClass::Car;
    bool own_pace = false; ///< the drawn factor is of max_speed_mps rather than of the limit: who pedals
    bool electric = false;
    float battery_wh = 60'000.0F; ///< when electric; a new car's of 2022 (EEA, monitoring of CO2 from new cars)
    ElectricDrive drive;          ///< when electric
};

/// The built-in types, by TypeId.
enum TypeId : std::uint8_t { kCar = 0, kTruck = 1, kBus = 2, kEmergencyVehicle = 3, kElectricCar = 4, kBicycle = 5 };

[[nodiscard]] std::vector<VehicleType> default_vehicle_types();

} // namespace cityloom::traffic

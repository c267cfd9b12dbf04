// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

#include "sim/traffic/vehicle_type.h"

namespace cityloom::traffic {

/// Coefficients of tail-pipe CO2 (g/s) by speed and acceleration: E = max(0, f1 + f2 v + f3 v^2 + f4 a + f5 a^2 + f6 v
/// a). Int Panis, Broekx and Liu (2006), Sci. Total Environ. 371, table 2; the rows of trucks and buses recalled.
struct Co2Row {
    float f1 = 0.0F;
    float f2 = 0.0F;
    float f3 = 0.0F;
    float f4 = 0.0F;
    float f5 = 0.0F;
    float f6 = 0.0F;
};
inline constexpr Co2Row kPetrolCarCo2{0.553F, 0.161F, -0.00289F, 0.266F, 0.511F, 0.183F};
inline constexpr Co2Row kTruckCo2{1.52F, 1.88F, -0.0695F, 4.71F, 5.88F, 2.09F};
inline constexpr Co2Row kBusCo2{0.904F, 1.13F, -0.0427F, 2.81F, 3.45F, 1.22F};

[[nodiscard]] constexpr Co2Row co2_row_of(VehicleClass cls) noexcept {
    switch (cls) {
    case VehicleClass::Truck:
        return kTruckCo2;
    case VehicleClass::Bus:
        return kBusCo2;
    case VehicleClass::Bicycle:
        return {};
    case VehicleClass::Car:
    case VehicleClass::Emergency:
    case VehicleClass::Motorcycle:
        break;
    }
    return kPetrolCarCo2;
}

[[nodiscard]] inline float co2_g_per_s(const Co2Row& row, float v_mps, float a_mps2) noexcept {
    const float e = row.f1 + row.f2 * v_mps + row.f3 * v_mps * v_mps + row.f4 * a_mps2 + row.f5 * a_mps2 * a_mps2 +
                    row.f6 * v_mps * a_mps2;
    return std::max(0.0F, e);
}

/// What a power station emits for the electricity that a vehicle drives with (g/kWh): the EU's mix of 2023 (European
/// Environment Agency, greenhouse gas emission intensity of electricity generation; recalled: 242, a year before 258).
inline constexpr double kGridCo2GPerKwh = 242.0;

/// Fuel energy that goes with that CO2: 2.31 kg CO2 and 32.2 MJ a litre of petrol (IPCC 2006 Guidelines, vol. 2).
inline constexpr double kJoulePerGramCo2 = 32.2e6 / 2310.0;

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/vehicle_type.h"

#include "sim/traffic/vehicle.h"

namespace cityloom::traffic {

std::vector<VehicleType> default_vehicle_types() {
    return {kVehicleTypes.begin(), kVehicleTypes.end()};
}

} // namespace cityloom::traffic

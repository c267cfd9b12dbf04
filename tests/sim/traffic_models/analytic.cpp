// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/traffic_models/analytic.h"

#include <algorithm>
#include <cmath>

namespace cityloom::tests::lab {

double equilibrium_gap_m(const traffic::VehicleType& type, double v_mps, double v0_mps) {
    const double wanted = static_cast<double>(type.min_gap_m) + v_mps * static_cast<double>(type.headway_s);
    return wanted / std::sqrt(1.0 - std::pow(v_mps / v0_mps, 4.0));
}

double equilibrium_speed_mps(const traffic::VehicleType& type, double density_veh_km, double v0_mps) {
    const double gap = 1000.0 / density_veh_km - static_cast<double>(type.length_m);
    double low = 0.0;
    double high = v0_mps;
    for (int k = 0; k < 60; ++k) { // the gap grows with the speed
        const double middle = 0.5 * (low + high);
        (equilibrium_gap_m(type, middle, v0_mps) < gap ? low : high) = middle;
    }
    return low;
}

double equilibrium_flow_veh_h(const traffic::VehicleType& type, double density_veh_km, double v0_mps) {
    return 3.6 * density_veh_km * equilibrium_speed_mps(type, density_veh_km, v0_mps);
}

double capacity_veh_h(const traffic::VehicleType& type, double v0_mps) {
    double most = 0.0;
    for (int k = 1; k < 1000; ++k) {
        const double v = v0_mps * k / 1000.0;
        most = std::max(most, 3600.0 * v / (equilibrium_gap_m(type, v, v0_mps) + static_cast<double>(type.length_m)));
    }
    return most;
}

double gap_acceptance_veh_h(double opposing_veh_h, double critical_s, double follow_up_s) {
    const double per_s = opposing_veh_h / 3600.0;
    return opposing_veh_h * std::exp(-per_s * critical_s) / (1.0 - std::exp(-per_s * follow_up_s));
}

double roundabout_entry_veh_h(double circulating_veh_h) {
    return 1380.0 * std::exp(-0.00102 * circulating_veh_h);
}

} // namespace cityloom::tests::lab

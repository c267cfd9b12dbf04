// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/traffic/vehicle_type.h"

namespace cityloom::tests::lab {

/// Gap at which the Intelligent Driver Model keeps a speed \p v_mps below \p v0_mps (m), from bumper to bumper.
/// Treiber, Hennecke and Helbing 2000, Phys. Rev. E 62, eq. 7.
[[nodiscard]] double equilibrium_gap_m(const traffic::VehicleType& type, double v_mps, double v0_mps);
/// Speed of the homogeneous stream of a density (m/s): the inverse of equilibrium_gap_m at 1/k less a length.
[[nodiscard]] double equilibrium_speed_mps(const traffic::VehicleType& type, double density_veh_km, double v0_mps);
/// Flow of the homogeneous stream of a density (veh/h).
[[nodiscard]] double equilibrium_flow_veh_h(const traffic::VehicleType& type, double density_veh_km, double v0_mps);
/// The highest flow of a homogeneous stream (veh/h).
[[nodiscard]] double capacity_veh_h(const traffic::VehicleType& type, double v0_mps);

/// Capacity of a movement that gives way to a flow with exponential headways (veh/h): v exp(-v tc) / (1 - exp(-v tf)).
/// HCM 2000, eq. 17-3 (Harders 1968; Siegloch 1973).
[[nodiscard]] double gap_acceptance_veh_h(double opposing_veh_h, double critical_s, double follow_up_s);
/// Capacity of a one-lane entry to a one-lane roundabout (veh/h): 1380 exp(-0.00102 v). HCM, 6th ed. (2016), eq. 22-1.
[[nodiscard]] double roundabout_entry_veh_h(double circulating_veh_h);

} // namespace cityloom::tests::lab

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>

#include "sim/corridor/figures.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/rows.h"

namespace cityloom::traffic {

class Simulation;

extern const engine::Figure kMeanTravelTime;
extern const engine::Figure kTravelTime95;
extern const engine::Figure kMeanDelay;
extern const engine::Figure kVehicleHours;
extern const engine::Figure kVehicleKm;
extern const engine::Figure kTrafficEnergy;
extern const engine::Figure kCo2;
extern const engine::Figure kUnservedTrips;
extern const engine::Figure kBicycleTrips;
extern const engine::Figure kBicycleArrivals;
extern const engine::Figure kBicycleTime;
extern const engine::Figure kBicycleKm;
extern const engine::Figure kHospitalAccess;

inline constexpr std::array<const engine::Figure*, 16> kTrafficFigures{
    &kMeanTravelTime, &kTravelTime95, &kMeanDelay, &kVehicleHours, &kVehicleKm,      &kTrafficEnergy, &kCo2,
    &kUnservedTrips,  &kDarkSignals,  &kRunning,   &kMeanSpeed,    &kHospitalAccess, &kBicycleTrips,  &kBicycleArrivals,
    &kBicycleTime,    &kBicycleKm};

/// What became of the trips scheduled so far. Travel times are of finished trips; hours lost and unserved trips count
/// the others too. Riders have figures of their own, not numbers where nobody rides.
void measure_trips(const Simulation& traffic, std::span<const Zone> zones, engine::Figures& figures);

} // namespace cityloom::traffic

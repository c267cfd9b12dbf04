// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>

#include "sim/corridor/figures.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/rows.h"

namespace cityloom::traffic {

class Simulation;

extern const engine::Figure kImpossibleTrips;
extern const engine::Figure kGivenUpTrips;
extern const engine::Figure kLateTrips;
extern const engine::Figure kScheduledTrips;
extern const engine::Figure kServedShare;
extern const engine::Figure kTripTime; ///< lost trips at kChokeFactor times their time at free speed
extern const engine::Figure kMeanTravelTime;
extern const engine::Figure kTravelTime95;
extern const engine::Figure kMeanDelay;
extern const engine::Figure kVehicleHours;
extern const engine::Figure kVehicleKm;
extern const engine::Figure kTrafficEnergy;
extern const engine::Figure kCo2;
extern const engine::Figure kBicycleTrips;
extern const engine::Figure kBicycleArrivals;
extern const engine::Figure kBicycleTime;
extern const engine::Figure kBicycleKm;

inline constexpr std::array<const engine::Figure*, 17> kTripFigures{
    &kImpossibleTrips, &kGivenUpTrips, &kLateTrips,    &kScheduledTrips, &kServedShare,   &kTripTime, &kMeanTravelTime,
    &kTravelTime95,    &kMeanDelay,    &kVehicleHours, &kVehicleKm,      &kTrafficEnergy, &kCo2,      &kBicycleTrips,
    &kBicycleArrivals, &kBicycleTime,  &kBicycleKm};

/// The cost at which nobody would make a trip any more, over what it costs now, and so the price in time of a trip that
/// cannot be made: linear demand of elasticity e ends at 1 + 1/|e| times today's cost. Here for e = -0.5 in generalised
/// cost; Goodwin, Dargay and Hanly (2004, Transport Reviews 24(3)) have traffic answer fuel's price with -0.1 at once
/// and -0.3 in the end, and fuel is a part of the cost only. The appraisal's own factor is one of its parameters.
inline constexpr double kChokeFactor = 3.0;

/// What became of the trips scheduled so far: every one counts, as it arrived, is late, was given up, or cannot be
/// made. Riders have figures of their own, not numbers where nobody rides.
void measure_trips(const Simulation& traffic, std::span<const Zone> zones, engine::Figures& figures);

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace cityloom::traffic {

/// Vehicles and where they are; always scheduled = departed + waiting + unroutable and departed = arrived + running.
struct VehicleCounts {
    std::uint64_t scheduled = 0; ///< trips whose departure time has come
    std::uint64_t departed = 0;
    std::uint64_t arrived = 0;
    std::uint64_t running = 0;
    std::uint64_t waiting = 0; ///< for room on their first street
    std::uint64_t unroutable = 0;
    std::uint64_t teleported = 0; ///< never happens: nothing in the engine can do it
};

/// What became of one trip.
struct TripRecord {
    TimeUs departed = -1; ///< -1: not yet
    TimeUs arrived = -1;
    float route_m = 0.0F;   ///< driven so far
    float waiting_s = 0.0F; ///< below 0.1 m/s, stops that it was sent to make not counted
    float stopped_s = 0.0F; ///< at those stops, and at charging stations
    float free_s = 0.0F;    ///< at the limits, along the road driven
    float co2_g = 0.0F;
    float electricity_wh = 0.0F; ///< of electric vehicles, out of the battery
    bool unroutable = false;
};

} // namespace cityloom::traffic

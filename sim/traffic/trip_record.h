// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace cityloom::traffic {

/// Vehicles and where they are; always scheduled = departed + waiting + unroutable and
/// departed = arrived + gave_up + running.
struct VehicleCounts {
    std::uint64_t scheduled = 0; ///< trips whose departure time has come
    std::uint64_t departed = 0;
    std::uint64_t arrived = 0;
    std::uint64_t running = 0;
    std::uint64_t waiting = 0;    ///< for room on their first street
    std::uint64_t unroutable = 0; ///< find no way, now: they look again whenever a street opens
    std::uint64_t teleported = 0; ///< never happens: nothing in the engine can do it
    std::uint64_t gave_up = 0;    ///< left the map elsewhere than where they wanted to go
};

/// What became of one trip.
struct TripRecord {
    TimeUs departed = -1;   ///< -1: not yet
    TimeUs arrived = -1;    ///< or left the map elsewhere: see gave_up
    float route_m = 0.0F;   ///< driven so far
    float waiting_s = 0.0F; ///< below 0.1 m/s, stops that it was sent to make not counted
    float stopped_s = 0.0F; ///< at those stops, and at charging stations
    float free_s = 0.0F;    ///< at the limits, along the road driven
    float own_s = 0.0F;     ///< the same at the speeds that the vehicle itself would drive there
    float co2_g = 0.0F;
    float electricity_wh = 0.0F; ///< of electric vehicles, out of the battery
    bool unroutable = false;     ///< has found no way so far, and looks again whenever a street opens
    bool gave_up = false;        ///< stood before closed ways for so long that it left the map elsewhere
};

/// What became of a scheduled trip.
enum class Outcome : std::uint8_t {
    Arrived,
    Late,       ///< on its way, or waiting for room to start
    GivenUp,    ///< its driver went elsewhere
    Impossible, ///< there is no way
};
inline constexpr std::size_t kOutcomes = 4;

[[nodiscard]] constexpr Outcome outcome_of(const TripRecord& record) noexcept {
    return record.gave_up        ? Outcome::GivenUp
           : record.arrived >= 0 ? Outcome::Arrived
           : record.unroutable   ? Outcome::Impossible
                                 : Outcome::Late;
}

} // namespace cityloom::traffic

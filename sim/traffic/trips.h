// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "sim/core/time.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/network.h"

namespace cityloom::traffic {

struct TripRequest {
    TimeUs start = 0;
    TimeUs duration = 0;
    std::uint64_t trips = 0; ///< exactly so many; 0: as many as the model expects in that time
    std::uint64_t seed = 1;
    double growth = 1.0; ///< factor on the model's own number
};

/// How many car trips the model expects to start in a span of time.
[[nodiscard]] double expected_trips(const DemandModel& demand, TimeUs start, TimeUs duration);

/// Draws trips: purpose and hour from the daily profiles, ends by a singly constrained gravity model with exponential
/// deterrence (Ortuzar and Willumsen, Modelling Transport, 4th ed., sec. 5.3). Sorted by departure, then id.
/// Draws are keyed by (seed, trip number), so the k-th trip is the same whatever the network's other streets.
[[nodiscard]] std::vector<Trip> draw_trips(const DemandModel& demand, const RoadNetwork& net,
                                           const TripRequest& request);

} // namespace cityloom::traffic

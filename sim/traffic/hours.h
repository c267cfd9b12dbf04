// SPDX-License-Identifier: GPL-3.0-or-later
// What of a network changes by the hour (RoadNetwork::hours), as it is at one moment.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/time.h"
#include "sim/core/weekly_hours.h"
#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// What was applied.
struct HoursApplied {
    std::size_t closed = 0;  ///< streets that nobody drives on, or in one direction
    std::size_t local = 0;   ///< streets for those alone who have business there
    std::size_t limits = 0;  ///< streets with another limit than at other hours
    std::size_t turns = 0;   ///< turns, from a street into another, that nobody makes
    std::size_t changes = 0; ///< places, streets and turns, where it becomes otherwise while the run goes on
};

/// Makes a network what it is at a moment. An edge that is closed is entered by buses, emergency vehicles and riders
/// alone, for whom such hours mostly do not hold; who stands on it may leave. Turns stay where they would leave no way
/// out. Edges, lanes and turns keep their numbers. Without rules nothing changes.
/// \param duration of what begins then: what it counts changes within
HoursApplied apply_hours(RoadNetwork& net, std::uint32_t minute_of_week, TimeUs duration);

/// By edge: whether there are hours at which it is closed.
[[nodiscard]] std::vector<bool> edges_that_close(const RoadNetwork& net);

} // namespace cityloom::traffic

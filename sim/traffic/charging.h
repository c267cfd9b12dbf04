// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "sim/core/geometry.h"
#include "sim/core/time.h"

namespace cityloom::traffic {

/// Points beside a lane where electric vehicles charge; who finds them taken waits there.
struct ChargingStation {
    std::uint64_t id = 0;
    std::string key; ///< "charger/C1": what scenarios and events name
    Point2 at;
    std::uint32_t lane = kNone; ///< in RoadNetwork::lanes
    float along_m = 0.0F;       ///< where a front bumper halts on it
    std::uint32_t points = 2;
    float power_w = 22'000.0F; ///< of each
    Provenance source = Provenance::Default;
};

/// What goes on at a station.
struct ChargingState {
    std::uint32_t charging = 0; ///< vehicles, now
    std::uint32_t waiting = 0;  ///< for a point, or for power
    std::uint32_t sessions = 0; ///< ended so far
    bool working = true;
    float load_w = 0.0F;       ///< drawn from the grid, now
    double delivered_wh = 0.0; ///< so far
    double waited_s = 0.0;     ///< vehicle seconds, so far
};

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "sim/traffic/demand.h"
#include "sim/traffic/network.h"
#include "sim/traffic/router.h"

namespace cityloom {
class Executor;
}

namespace cityloom::traffic {

/// What drivers expect before the first vehicle moves.
struct Preload {
    std::vector<float> edge_times_s;
    std::vector<double> turn_flow_vph;
};

/// Incremental loading (Ortuzar and Willumsen, sec. 10.5.2): a quarter of the trips at a time takes the best way at the
/// times that the earlier quarters left, with the BPR function t = t0 (1 + 0.15 (v/c)^4) (Bureau of Public Roads 1964).
/// A near-equilibrium start, from which signal splits and first routes are taken. Same bits for any thread count.
[[nodiscard]] Preload preload(const RoadNetwork& net, const Router& router, std::span<const Trip> trips, double hours,
                              float taste_spread, Executor& executor);

} // namespace cityloom::traffic

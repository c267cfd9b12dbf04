// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "sim/traffic/demand.h"
#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// What of a network that came from a file does not hold together, with its row, as "turn 12: its lanes"; empty: all
/// of it does. Every index is followed both ways: a lane's turns begin at that lane, an edge is in the list of the
/// junction that it leads to, who conflicts with another is in that one's list too.
[[nodiscard]] std::string road_fault(const RoadNetwork& net);

/// The same of a demand model on that many edges.
[[nodiscard]] std::string demand_fault(const DemandModel& demand, std::size_t edges, std::size_t districts);

} // namespace cityloom::traffic

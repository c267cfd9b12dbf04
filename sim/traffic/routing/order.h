// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "sim/traffic/network.h"

namespace cityloom::traffic::routing {

/// The edges in the order in which a contraction hierarchy takes them out, least important first.
///
/// Nested dissection (George 1973) of the junctions by inertial flow. The streets that a cut severs separate the edges
/// on one side from those on the other in the graph whose nodes are edges and whose arcs are turns; so they come last
/// of their part. Knows geometry and connection only: closures and travel times never change it.
[[nodiscard]] std::vector<std::uint32_t> dissection_order(const RoadNetwork& net);

} // namespace cityloom::traffic::routing

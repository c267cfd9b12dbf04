// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// Fills RoadNetwork::conflicts from the turns' geometry: every pair of turns of a junction, from different lanes,
/// whose paths come closer than two vehicle half-widths, with the zone on each and who gives way. Exactly one of a pair
/// yields.
void compile_conflicts(RoadNetwork& net);

} // namespace cityloom::traffic

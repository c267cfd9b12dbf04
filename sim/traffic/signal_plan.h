// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// Makes every controller's fixed-time plan. Opposing approaches share a stage, turns across oncoming traffic are
/// permissive unless the product of opposing flows passes 50,000 (veh/h)^2 a lane, when each approach gets its own
/// stage (the Highway Capacity Manual's criterion for protected turns). Cycle and splits after Webster (1958, Road
/// Research Technical Paper 39): C = (1.5 L + 5) / (1 - Y), kept within 40 to 110 s and at most four stages.
/// \param turn_flow_vph expected flow of each turn; empty: flows by the rank of the street.
void plan_signals(RoadNetwork& net, std::span<const double> turn_flow_vph);

} // namespace cityloom::traffic

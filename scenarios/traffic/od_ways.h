// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "gis/import/sumo/scenario.h"

namespace cityloom {
class Executor;
}

namespace cityloom::scenarios {

/// Lays down ways for the car trips that have none: those of a dynamic user equilibrium among them, at the signal plans
/// as they are (see sim/traffic/equilibrium; as the calibration assigns). Trips with ways of their own are not part of
/// its flows; trips without a way stay as they are. \return the relative gap. After a stop the scenario is of no use.
double lay_equilibrium_ways(gis::SumoScenario& scenario, Executor& executor, const std::stop_token& stop);

} // namespace cityloom::scenarios

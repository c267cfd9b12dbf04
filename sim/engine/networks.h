// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/lifeline/dependency.h"
#include "sim/power/network.h"
#include "sim/telecom/network.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/network.h"
#include "sim/water/network.h"

namespace cityloom::engine {

/// Everything that the engine runs on: one city's networks, as derived or read.
struct Networks {
    traffic::RoadNetwork roads;
    traffic::DemandModel demand;
    water::Network water;
    power::Network power;
    telecom::Network telecom;
    lifeline::Dependencies dependencies;
};

} // namespace cityloom::engine

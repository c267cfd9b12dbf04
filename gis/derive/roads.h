// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/city/city.h"
#include "sim/core/result.h"
#include "sim/traffic/network.h"

namespace cityloom::gis {

/// The drivable network of a city: lanes, turns with their conflicts, priorities and signal plans for even flows.
/// A city without drivable streets gives an empty network, not an error. Deterministic.
[[nodiscard]] traffic::RoadNetwork derive_roads(const City& city);

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/city/city.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/network.h"

namespace cityloom::gis {

/// Zones on a 250 m grid, with people and jobs from floor area, storeys and use; where the city has no buildings, from
/// street length by class, marked Default. Gateways carry through, in- and outbound traffic by the width of their
/// streets.
[[nodiscard]] traffic::DemandModel derive_demand(const City& city, const traffic::RoadNetwork& roads);

} // namespace cityloom::gis

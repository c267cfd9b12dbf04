// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/city/city.h"
#include "gis/derive/networks.h"
#include "scenarios/project/sqlite.h"

namespace cityloom::scenarios {

/// What a GIS shows of a project, with readable attributes that tell measured from assumed: a layer each for buildings,
/// streets, areas, assets and districts,
[[nodiscard]] Result<void> write_city_layers(const Database& db, const gis::City& city);
/// In place of those that are there.
[[nodiscard]] Result<void> rewrite_city_layers(const Database& db, const gis::City& city);

/// for junctions and every kind of asset that has one, which replace those that are there.
[[nodiscard]] Result<void> write_network_layers(const Database& db, const gis::City& city,
                                                const gis::Networks& networks);

} // namespace cityloom::scenarios

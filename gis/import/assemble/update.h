// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/city/city.h"
#include "gis/import/guard/notes.h"

namespace cityloom::gis {

/// What a city is brought up to date with.
struct FreshCity {
    City city;                   ///< in the same metres as the old one
    std::vector<bool> osm_nodes; ///< of each of its street nodes: its id is OpenStreetMap's
    bool drop_missing = false;   ///< what the old city has within it and it has not, goes
};

/// The old city with what the fresh one has. The same thing is what has the same id of its source, or lies in the same
/// place: it keeps its place in the arrays and its id, and takes what the fresh one knows of it. What is new comes
/// after all that was there. What the fresh one has not stays, unless drop_missing says otherwise; notes count both.
[[nodiscard]] City update_city(City old, FreshCity fresh, Notes& notes);

} // namespace cityloom::gis

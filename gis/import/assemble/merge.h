// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "gis/city/city.h"
#include "gis/import/guard/notes.h"

namespace cityloom::gis {

/// Where in the city's arrays one file's things are.
struct PartRange {
    std::string file;
    bool osm = false; ///< ids of nodes and streets are OpenStreetMap's, the same in every extract
    Range buildings;
    Range streets;
    Range nodes;
    Range areas;
    Range lines;
    Range assets;
    Range districts;
};

/// Makes one city of parts that overlap or adjoin, in metres: what has the same id of OpenStreetMap, or lies in the
/// same place, is there once, and streets whose ends coincide are joined. Notes say how much was merged.
void merge_parts(City& city, std::span<const PartRange> parts, Notes& notes);

} // namespace cityloom::gis

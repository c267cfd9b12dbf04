// SPDX-License-Identifier: GPL-3.0-or-later
// Heights, parts and roofs of buildings after OpenStreetMap's "Simple 3D Buildings".
#pragma once

#include <vector>

#include "gis/import/read/tags.h"
#include "gis/import/shape.h"

namespace cityloom::gis {

/// Whether the tags describe a part of a building (building:part), whatever else they do.
[[nodiscard]] bool is_building_part(const Tags& tags);

/// Keeps what tells how a building or a part of one stands (heights in metres, storeys, roof), unless that is an
/// upright block. \param of whose it is: its rings, its source, its building. \return false where the roof:shape is not
/// known and taken as flat.
bool keep_shape(const Tags& tags, const BuildingShape& of, std::vector<BuildingShape>& shapes);

} // namespace cityloom::gis

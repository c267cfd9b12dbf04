// SPDX-License-Identifier: GPL-3.0-or-later
// Heights, parts and roofs of buildings after OpenStreetMap's "Simple 3D Buildings".
#pragma once

#include "gis/import/read/tags.h"
#include "gis/import/shape.h"

namespace cityloom::gis {

/// Whether the tags describe a part of a building (building:part), whatever else they do.
[[nodiscard]] bool is_building_part(const Tags& tags);

/// Heights in metres, storeys and roof. \param odd_roof receives the roof:shape that is not known and taken as flat.
[[nodiscard]] BuildingShape shape_from_tags(const Tags& tags, std::string_view& odd_roof);

} // namespace cityloom::gis

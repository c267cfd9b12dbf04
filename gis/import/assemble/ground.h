// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/import/part.h"
#include "gis/import/read/raster.h"
#include "gis/import/read/terrain_grid.h"

namespace cityloom::gis {

/// Gives the city its ground: from rasters, else from the parts' triangles or points, else from its models' own ground;
/// flat where there is none of it, and a row says so. \param raised surfaces whose heights count from the ground
[[nodiscard]] Result<void> lay_terrain(City& city, std::vector<Part>& parts, const std::vector<Raster>& rasters,
                                       const std::vector<Range>& raised, const Extent& extent,
                                       const ReadContext& context);

} // namespace cityloom::gis

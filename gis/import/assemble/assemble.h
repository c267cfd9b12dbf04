// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "gis/import/part.h"
#include "gis/import/read/raster.h"

namespace cityloom::gis {

/// Makes one city of what the files gave: places it, validates it, lays the terrain under it, settles heights, uses and
/// bases. Fails when nothing usable is left. \param onto a city that this brings up to date, in its place
[[nodiscard]] Result<City> assemble_city(std::vector<Part> parts, const std::vector<Raster>& rasters,
                                         std::optional<City> onto, const ReadContext& context);

} // namespace cityloom::gis

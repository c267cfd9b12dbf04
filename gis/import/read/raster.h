// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gis/import/part.h"
#include "gis/import/read/terrain_grid.h"

namespace cityloom::gis {

/// An elevation raster that was looked at but not yet read: only what lies under the city will be.
struct Raster {
    std::filesystem::path file;
    std::string dataset; ///< GDAL's name of it, inside an archive too
    std::string crs;
    std::vector<Point2> outline; ///< of its edge, in its own CRS
    double cell = 0.0;           ///< in its own CRS's units
    bool geographic = false;
};

/// Opens an SRTM .hgt or .hgt.zip, a GeoTIFF or an Arc/Info ASCII grid. A raster without a place, with several bands
/// (a picture) or without a CRS is refused.
[[nodiscard]] Result<Raster> look_at_raster(const std::filesystem::path& file, const ReadContext& context);

/// Fills `terrain`'s samples that have no data yet by bilinear interpolation. `terrain` stands in `crs`, in metres from
/// `origin`. `to_the_rim`: also within half a cell beyond the outermost samples, which neighbouring tiles know better.
/// \return how many samples it gave.
[[nodiscard]] Result<std::size_t> sample_raster(const Raster& raster, const std::string& crs, Point2 origin,
                                                bool to_the_rim, Terrain& terrain, const ReadContext& context);

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "gis/import/part.h"

namespace cityloom::gis {

/// Reads a vector file through one GDAL driver: polygons become buildings (or land, by the layer's name), solids become
/// buildings with roofs, lines of a street layer become streets joined where their points meet, points with a height
/// become terrain.
[[nodiscard]] Result<Part> read_vector(const std::filesystem::path& file, const std::string& driver,
                                       const ReadContext& context);

} // namespace cityloom::gis

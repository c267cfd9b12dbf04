// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "gis/import/part.h"

namespace cityloom::gis {

/// Reads one OpenStreetMap file (.osm, .osm.gz, .osm.xml.gz, .osm.bz2, .osm.pbf) in longitude and latitude.
/// \param format libosmium's name of it, as "pbf" or "osm.gz".
[[nodiscard]] Result<Part> read_osm(const std::filesystem::path& file, const std::string& format,
                                    const ReadContext& context);

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "gis/import/import.h"

namespace cityloom::gis {

enum class Reader : std::uint8_t { Osm, CityJson, CityJsonSeq, CityGml, Vector, Raster };

/// Which reader takes a file, and under which name libosmium or GDAL know its format.
struct Probe {
    Reader reader = Reader::Vector;
    std::string format; ///< libosmium's format, or the one GDAL driver that is allowed to open the file
};

/// That a file is there, is a file, and is not too large.
[[nodiscard]] Result<void> check_plain(const std::filesystem::path& file, const ImportLimits& limits);

/// Decides by extension, and checks the first bytes: a file that is not what its name says is refused, so that no
/// stranger's file chooses its own driver. Empty, oversized and unknown files are refused here as well.
[[nodiscard]] Result<Probe> probe(const std::filesystem::path& file, const ImportLimits& limits);

} // namespace cityloom::gis

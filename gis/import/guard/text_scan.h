// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "sim/core/result.h"

namespace cityloom::gis {

/// Of an unpacked text, whatever its packed size.
inline constexpr std::uint64_t kFreeUnpacking = 64ULL << 20U;

/// What a text may hold before a parser sees it: parsers keep a whole tag or word in memory, and take time in
/// proportion to its square or to that of the columns.
struct TextLimits {
    std::uint64_t tag_bytes = 1ULL << 20U;   ///< one XML tag, comment or instruction; OSM's longest values have 255
    std::uint64_t word_bytes = 16ULL << 20U; ///< one JSON text; CityJSON may hold a picture of itself
    std::uint64_t unpacking = 400;           ///< times the packed size, past the first 64 MiB
    std::uint64_t unpacked_bytes = 64ULL << 30U;
    int depth = 64;              ///< of JSON lists and objects
    std::size_t members = 1'000; ///< properties of one GeoJSON feature
    std::size_t columns = 5'000; ///< different names of properties in one GeoJSON file, or of tags in GML
};

/// Whether one tag of an XML file, plain, gzipped or bzipped, is too long, or the file swells when it is unpacked.
/// Looks at every byte once and keeps none.
/// \param table whether it is read as a table, whose columns are the tags: there may not be too many of these then.
[[nodiscard]] Result<void> scan_xml(const std::filesystem::path& file, bool table, const TextLimits& limits = {});

/// Whether a JSON file nests too deep or holds a text that is too long, and, of GeoJSON, whether its features have too
/// many properties.
[[nodiscard]] Result<void> scan_json(const std::filesystem::path& file, bool geojson, const TextLimits& limits = {});

/// Where a text stands first in a file that may be packed; else, or where it is empty, where what can be unpacked ends:
/// "line N, byte M".
[[nodiscard]] std::string place_in_text(const std::filesystem::path& file, const std::string& wanted);

} // namespace cityloom::gis

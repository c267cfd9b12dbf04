// SPDX-License-Identifier: GPL-3.0-or-later
// Answers of the Overpass API in the forms that libosmium does not read: JSON, and XML that carries coordinates with
// its ways ("out geom") or middles ("out center").
#pragma once

#include <filesystem>
#include <string>

#include "gis/import/part.h"

namespace cityloom::gis {

/// Whether an .osm file has something that only Overpass writes: coordinates at a way's nodes, middles, a remark.
[[nodiscard]] bool has_overpass_marks(const std::filesystem::path& file);

/// The answer as plain OSM XML in the order of types and ids. Nodes that the answer gives no numbers get numbers of
/// their own, one a place. An answer that was cut short, or that asked for no tags or no coordinates, is an error with
/// the query to ask instead; ways without coordinates among others are a row.
[[nodiscard]] Result<std::string> plain_osm(const std::filesystem::path& file, bool json, const ReadContext& context);

} // namespace cityloom::gis

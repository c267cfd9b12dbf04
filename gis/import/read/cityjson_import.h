// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "gis/import/part.h"

namespace cityloom::gis {

/// Reads CityJSON 1.0, 1.1 and 2.0, or with `sequence` CityJSONSeq (one JSON object a line). GDAL 3.6 has no driver for
/// it, so this reader is our own. Parts belong to their building; the highest level of detail is taken.
[[nodiscard]] Result<Part> read_cityjson(const std::filesystem::path& file, bool sequence, const ReadContext& context);

} // namespace cityloom::gis

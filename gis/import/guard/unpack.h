// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stop_token>

#include "gis/import/guard/temporary_copy.h"
#include "gis/import/import.h"
#include "sim/core/result.h"

namespace cityloom::gis {

/// Whether a file's name says that it is a packed text of a kind whose reader takes plain ones alone: town.geojson.gz.
[[nodiscard]] bool is_packed_text(const std::filesystem::path& file);

/// The text, unpacked beside the import's other temporary files under its name without ".gz". One that swells as no
/// text of a city does is refused, as is one that is damaged or cut off; a stop gives Cancelled.
[[nodiscard]] Result<TemporaryCopy> unpack_text(const std::filesystem::path& file, const ImportLimits& limits,
                                                const std::stop_token& stop);

/// An error of the unpacked text's reader as one of the file that was given.
[[nodiscard]] Error of_packed(Error error, const std::filesystem::path& unpacked, const std::filesystem::path& file);

} // namespace cityloom::gis

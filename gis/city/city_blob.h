// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "gis/city/city.h"
#include "sim/core/result.h"
#include "sim/core/sealed_blob.h"

namespace cityloom::gis {

/// The whole city as one little-endian blob with version and checksum.
[[nodiscard]] std::string write_city(const City& city);

/// The same to wherever it goes, in pieces: a large city is not in memory twice.
void write_city(const City& city, const std::function<void(std::string_view)>& take);

/// Reads it back. A blob may come from a stranger: whatever it holds, the outcome is an Error or a city whose every
/// index is within its pool, as check_city() says.
[[nodiscard]] Result<City> read_city(std::string_view blob);
[[nodiscard]] Result<City> read_city(BlobPieces& blob);

/// Whether every range and index of a city points into its pools and every coordinate is a number; else what is wrong.
[[nodiscard]] Result<void> check_city(const City& city);

} // namespace cityloom::gis

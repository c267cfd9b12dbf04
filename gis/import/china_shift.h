// SPDX-License-Identifier: GPL-3.0-or-later
// The coordinates of maps of mainland China: GCJ-02 moves WGS 84 by 300 to 700 m along a fixed pattern, BD-09 moves
// that once more. The pattern is known from the publicly discussed "eviltransform" reconstruction (2013), checked to a
// metre against surveyed places by its users; nothing official is published.
#pragma once

#include <optional>
#include <string_view>

#include "sim/core/geometry.h"

namespace cityloom::gis {

enum class ChinaDatum : std::uint8_t { Gcj02, Bd09 };

/// "GCJ-02", "GCJ02", "BD-09", "BD09" in either case; nothing for any other CRS.
[[nodiscard]] std::optional<ChinaDatum> china_datum(std::string_view crs) noexcept;

/// Degrees, longitude first. Outside of the rectangle that the pattern covers (72.004 to 137.8347 east, 0.8293 to
/// 55.8271 north) nothing moves.
[[nodiscard]] Point2 to_china(ChinaDatum datum, Point2 wgs84) noexcept;

/// The inverse, by iteration: to a millimetre of to_china().
[[nodiscard]] Point2 from_china(ChinaDatum datum, Point2 shifted) noexcept;

} // namespace cityloom::gis

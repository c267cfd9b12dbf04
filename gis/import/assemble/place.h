// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "gis/city/city.h"
#include "gis/import/part.h"
#include "gis/import/polygon.h"
#include "gis/import/read/raster.h"

namespace cityloom::gis {

/// What is settled already of where the city is.
struct PlaceWish {
    const GeoReference* fixed = nullptr; ///< all of it
    std::span<const Polygon> bounds_deg; ///< it lies within them; empty: there are none
};

/// Chooses the project CRS (the first file's own where that is
/// projected and metric, else the UTM zone of the city's centre) and an integer origin at the centre, and turns every
/// part's coordinates into metres from it. Coordinates that cannot be turned become NaN.
[[nodiscard]] Result<GeoReference> place_parts(std::span<Part> parts, std::span<const Raster> rasters,
                                               const PlaceWish& wish, const ReadContext& context);

/// Appends all of `more` to `city`; indices are moved along. False when a pool would outgrow its 32-bit indices.
[[nodiscard]] bool append_city(City& city, City&& more);

} // namespace cityloom::gis

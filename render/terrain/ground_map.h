// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "gis/city/city.h"
#include "render/base/mesh.h"

namespace cityloom::render {

/// The city's plan as a picture: land, water, parks, streets and the roofs of small buildings, with smooth edges. The
/// terrain wears it; it is all that far views need of them. Alpha: light of street lamps, 0..255.
struct GroundMap {
    Point2 origin; ///< lower left corner
    double pixel_m = 2.0;
    int width = 0;
    int height = 0; ///< row 0 the southern one
    std::vector<Colour> pixels;
};

[[nodiscard]] Colour area_colour(gis::AreaKind kind);

[[nodiscard]] GroundMap paint_ground(const gis::City& city, std::stop_token stop);

/// Half the carriageway's width.
[[nodiscard]] double half_width_m(const gis::Street& street);
/// The width of footways beside it.
[[nodiscard]] double pavement_m(const gis::Street& street);

} // namespace cityloom::render

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <stop_token>
#include <vector>

#include "gis/city/city.h"
#include "render/base/mesh.h"

namespace cityloom::render {

/// Colour of a use: plaster with the faintest tint. Alpha carries the use's number for the shader.
[[nodiscard]] Colour plaster(gis::BuildingUse use);

/// The buildings of one tile, in three parts by size: small ones are left out of far pictures, where the ground map
/// shows their roofs.
struct BuildingTile {
    std::array<Mesh, 3> parts; ///< small, medium, large
};

/// Extruded footprints, or LoD2 surfaces where the city has them. extra: metres along the wall, metres above the foot
/// (negative on roofs), building index, height.
[[nodiscard]] std::vector<BuildingTile> mesh_buildings(const gis::City& city, double tile_m, std::stop_token stop);

} // namespace cityloom::render

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/city/city.h"
#include "render/base/mesh.h"
#include "render/terrain/ground_map.h"
#include "render/terrain/height_field.h"

namespace cityloom::render {

/// One square of ground. extra of its vertices: map coordinates 0..1 in its own piece of the ground map.
struct TerrainTile {
    Mesh mesh;      ///< for near
    Mesh far_mesh;  ///< the same ground with fewer triangles
    int column = 0; ///< first pixel in the ground map
    int row = 0;
    int size = 0; ///< pixels a side
};

[[nodiscard]] std::vector<TerrainTile> mesh_terrain(const gis::City& city, const GroundMap& map,
                                                    const HeightField& heights);
/// The land and water beyond the map, out to the horizon, coloured like the map's edge.
[[nodiscard]] Mesh mesh_apron(const gis::City& city, const GroundMap& map, const HeightField& heights);
/// Trees in woods and parks: few triangles each, in tiles. extra.x: height above the foot.
[[nodiscard]] std::vector<Mesh> mesh_trees(const gis::City& city, const HeightField& heights);

} // namespace cityloom::render

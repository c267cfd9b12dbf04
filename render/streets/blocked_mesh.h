// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "gis/city/city.h"
#include "render/base/mesh.h"
#include "render/terrain/height_field.h"
#include "sim/corridor/frame.h"
#include "sim/traffic/network.h"

namespace cityloom::render {

/// A blocked stretch as it lies in the picture.
struct BlockedPlace {
    engine::Blockage kind = engine::Blockage::Incident;
    std::uint32_t street = kNone; ///< in City::streets; kNone where the city does not know it
    std::vector<Point2> middle;   ///< along the middle of the blocked lanes, in driving direction
    double half_m = 1.6;          ///< half their width
    double inner = 1.0;           ///< side towards the lanes that are left: 1 right, -1 left, 0 none is left
    int layer = 0;
    bool has_sign = false; ///< one sign for a street and kind
    Point3 sign;
};

/// Where the blocked stretches of a frame are. Edges that the network does not have are left out, as are stretches of
/// no length; what a work zone takes ends at the drawn kerb.
[[nodiscard]] std::vector<BlockedPlace> blocked_places(std::span<const engine::BlockedView> blocked,
                                                       const gis::City& city, const traffic::RoadNetwork& roads,
                                                       const HeightField& heights);

/// Shaded stretches (lines), barriers and cones (solids), signs (points; extra: BlockedPlace::kind, 0, size, far
/// share). The meshes are emptied first.
void mesh_blocked(std::span<const BlockedPlace> places, const HeightField& heights, Mesh& stretches, Mesh& solids,
                  Mesh& signs);

} // namespace cityloom::render

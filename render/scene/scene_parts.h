// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "gis/city/city.h"
#include "gis/derive/networks.h"
#include "render/agents/walker_mesh.h"
#include "render/buildings/building_mesh.h"
#include "render/overlays/data_layer.h"
#include "render/streets/street_mesh.h"
#include "render/terrain/terrain_mesh.h"

namespace cityloom::render {

/// Everything of a city's picture that can be made away from the GUI thread: plain arrays. Refers to city and
/// networks, which must outlive it.
struct SceneParts {
    SceneParts(const gis::City& city_, const gis::Networks& networks_)
        : city{city_},
          networks{networks_},
          heights{city_},
          served{city_, networks_},
          walk{walk_lines(city_, networks_.roads, heights)} {}
    const gis::City& city;
    const gis::Networks& networks;
    HeightField heights;
    Served served;
    std::vector<WalkLine> walk; ///< crossings at signals
    GroundMap ground;
    std::vector<TerrainTile> terrain;
    Mesh apron;
    std::vector<Mesh> trees;
    std::vector<BuildingTile> buildings;
    std::vector<StreetTile> streets;
    Mesh pipes;
    Mesh cables;
    Mesh traffic; ///< one line per road edge, for the congestion layer
    Mesh discs;   ///< reach of base stations
    Mesh water_symbols;
    Mesh power_symbols;
    Mesh telecom_symbols;
};

/// Uses two threads of its own. \param progress called from any of them with 0..1; may be empty.
/// Null when stopped.
[[nodiscard]] std::shared_ptr<const SceneParts> build_scene(const gis::City& city, const gis::Networks& networks,
                                                            std::stop_token stop = {},
                                                            const std::function<void(double)>& progress = {});

} // namespace cityloom::render

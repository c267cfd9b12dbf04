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
#include "render/networks/kind_meshes.h"
#include "render/overlays/data_layer.h"
#include "render/streets/street_mesh.h"
#include "render/terrain/terrain_mesh.h"

namespace cityloom::render {

/// What of a city's picture depends on the city alone: plain arrays, made away from the GUI thread. Refers to the city,
/// which must outlive it.
struct CityParts {
    explicit CityParts(const gis::City& city_) : city{city_}, heights{city_} {}
    const gis::City& city;
    HeightField heights;
    GroundMap ground;
    std::vector<TerrainTile> terrain;
    Mesh apron;
    std::vector<Mesh> trees;
    std::vector<BuildingTile> buildings;
};

/// Everything of the picture of a city with its networks. Refers to both, which must outlive it.
struct SceneParts {
    SceneParts(std::shared_ptr<const CityParts> base_, const gis::City& city_, const gis::Networks& networks_)
        : base{std::move(base_)},
          city{city_},
          networks{networks_},
          heights{base->heights},
          served{networks_, city_.buildings.size()},
          walk{walk_lines(city_, networks_.roads, heights)} {}
    std::shared_ptr<const CityParts> base; ///< of this city, or of one that differs in its streets' lanes only
    const gis::City& city;
    const gis::Networks& networks;
    const HeightField& heights;
    ServedBy served;
    std::vector<WalkLine> walk; ///< crossings at signals
    std::unique_ptr<const StreetTiles> streets;
    std::vector<KindMeshes> kinds;
    Mesh traffic; ///< one line per road edge, for the congestion layer
    Mesh discs;   ///< reach of base stations
};

/// Uses two threads of its own. \param progress called from any of them with 0..1; may be empty.
/// Null when stopped.
[[nodiscard]] std::shared_ptr<const SceneParts> build_scene(const gis::City& city, const gis::Networks& networks,
                                                            std::stop_token stop = {},
                                                            const std::function<void(double)>& progress = {});

/// The same where the ground, the buildings and the trees stand already: \p base is of this city before a scenario's
/// measures.
[[nodiscard]] std::shared_ptr<const SceneParts> build_scene(std::shared_ptr<const CityParts> base,
                                                            const gis::City& city, const gis::Networks& networks,
                                                            std::stop_token stop = {});

} // namespace cityloom::render

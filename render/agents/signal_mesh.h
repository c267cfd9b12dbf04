// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "render/agents/vehicle_mesh.h"
#include "sim/traffic/network.h"

namespace cityloom::render {

/// Posts with lamps where signalled lanes end, within 300 m of the eye. Dark ones have no lamp. Without a frame: red.
void mesh_signals(const traffic::RoadNetwork& roads, const engine::Frame* frame, const HeightField& heights, const ViewVolume& view, Mesh& mesh);

} // namespace cityloom::render

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "render/agents/vehicle_mesh.h"
#include "render/base/mesh.h"
#include "render/terrain/height_field.h"
#include "sim/corridor/frame.h"
#include "sim/traffic/network.h"

namespace cityloom::render {

/// Signals are drawn, and can be met by the pointer, within this distance.
inline constexpr double kSignalsWithinM = 320.0;

/// One signal head at the stop line of an approach. Where lanes go by different movements, one head for each.
struct SignalPost {
    Point2 at;
    Point2 along; ///< driving direction, unit
    double z = 0.0;
    std::uint32_t turn = kNone; ///< whose aspect it shows
    std::uint32_t controller = kNone;
};
[[nodiscard]] std::vector<SignalPost> signal_posts(const traffic::RoadNetwork& roads, const HeightField& heights);

/// The heads in sight, with the aspects of the frame; all dark without one.
void mesh_signals(const std::vector<SignalPost>& posts, const engine::Frame* frame, const ViewVolume& view, Mesh& mesh);

} // namespace cityloom::render

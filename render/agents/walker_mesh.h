// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include "gis/city/city.h"
#include "render/agents/vehicle_mesh.h"
#include "render/base/mesh.h"
#include "render/terrain/height_field.h"
#include "sim/corridor/frame.h"
#include "sim/traffic/network.h"

namespace cityloom::render {

/// People are drawn within this distance of the eye.
inline constexpr double kWalkersWithinM = 350.0;
/// Figures drawn of those who wait at one kerb; more wait than are seen.
inline constexpr std::uint32_t kMostAtKerb = 12;
/// Figures in one picture: crossings near the eye come first.
inline constexpr std::size_t kMostWalkers = 400;

/// A crossing at a signal as it lies in the picture.
struct WalkLine {
    std::uint64_t id = 0;
    std::array<Point2, 2> kerb; ///< beside the lanes that lead away, and the far one
    std::array<double, 2> z{};
    Point2 across;         ///< unit, from the first kerb to the second
    Point2 back;           ///< unit, along the arm and away from the junction
    double length_m = 0.0; ///< that the engine's people walk, see traffic::PedestrianCrossing
    double width_m = 0.0;  ///< from kerb to kerb as drawn
    int layer = 0;
};

/// Of every controller's crossings, in the order of Frame::crossings; width_m is 0 where the arm has no shape.
[[nodiscard]] std::vector<WalkLine> walk_lines(const gis::City& city, const traffic::RoadNetwork& roads,
                                               const HeightField& heights);

/// Stripes on the ground, and the lines at which vehicles halt before signals with crossings: for the program of the
/// streets, in tiles.
[[nodiscard]] std::vector<Mesh> mesh_zebras(const std::vector<WalkLine>& lines, const traffic::RoadNetwork& roads,
                                            const HeightField& heights, double tile_m);

/// The people in sight: those who wait, one for each up to kMostAtKerb, and those on their way. The engine counts who
/// waits and says when each was given the way; where one stands or walks in the crossing's width follows from that
/// moment and the crossing's id, so that it is the same in every picture. The mesh is emptied first.
void mesh_walkers(const engine::Frame& frame, const std::vector<WalkLine>& lines, const HeightField& heights,
                  const ViewVolume& view, Mesh& mesh);

} // namespace cityloom::render

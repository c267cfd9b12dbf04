// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "render/base/mesh.h"
#include "render/terrain/height_field.h"
#include "sim/corridor/frame.h"

namespace cityloom::render {

/// What the camera sees: its place and six planes (inside positive: ax + by + cz + d).
struct ViewVolume {
    std::array<double, 3> eye{};
    std::array<std::array<double, 4>, 6> planes{};
    [[nodiscard]] bool sees(double x, double y, double z, double radius_m) const;
};

/// Boxes with cabin and lamps near by, points beyond. Only what the camera sees; the meshes are emptied first.
void mesh_vehicles(const engine::Frame& frame, const HeightField& heights, const ViewVolume& view, bool night,
                   Mesh& boxes, Mesh& points);

} // namespace cityloom::render

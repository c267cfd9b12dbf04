// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "render/base/mesh.h"
#include "render/terrain/height_field.h"

namespace cityloom::render {

/// Adds a line that the shader widens: never thinner than some pixels. extra: direction xy, side, half width; extra2:
/// metres along, object index, length, 0.
void add_line(Mesh& mesh, std::span<const Point2> path, const HeightField& heights, int layer, double half_m,
              Colour colour, std::uint32_t object);

} // namespace cityloom::render

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::render {

/// Cuts a polygon with holes into triangles by ear clipping. Rings: outer first, any direction. Returns index triples
/// into the rings' points laid end to end, counter-clockwise. A broken outline gives fewer triangles, never a hang.
[[nodiscard]] std::vector<std::uint32_t> triangulate(std::span<const std::vector<Point2>> rings);

} // namespace cityloom::render

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::traffic::routing {

/// A link of the graph that is cut: its two ends (vertex numbers) and how much it costs to cut it.
struct CutLink {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::uint32_t capacity = 1;
};

/// Which side each vertex falls on (0 or 1). Both sides hold at least a fifth of the vertices where there are five.
///
/// Inertial flow (Schild and Sommer 2015, "On balanced separators in road networks", SEA): the vertices are sorted
/// along a line, the first and the last share become source and sink, and a maximum flow between them names the cut.
/// Four lines are tried; the cut that is smallest for the size of its smaller side wins. Depends on its input alone.
[[nodiscard]] std::vector<std::uint8_t> bisect(std::span<const Point2> at, std::span<const CutLink> links);

} // namespace cityloom::traffic::routing

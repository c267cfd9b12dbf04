// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "sim/traffic/router.h"

namespace cityloom::traffic {

/// Shortest time (s) from every edge, whose own time does not count, to the nearest of some target edges, by one
/// backward search (Dijkstra 1959). Infinite where none can be reached; an edge that is closed (Router::kClosed) is
/// driven on by nobody.
[[nodiscard]] std::vector<float> times_to_nearest(const Router& router, std::span<const std::uint32_t> targets,
                                                  std::span<const float> edge_s);

/// The same from the nearest of some source edges to every edge, whose own time counts.
[[nodiscard]] std::vector<float> times_from_nearest(const Router& router, std::span<const std::uint32_t> sources,
                                                    std::span<const float> edge_s);

} // namespace cityloom::traffic

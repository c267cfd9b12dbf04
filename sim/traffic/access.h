// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "sim/traffic/router.h"

namespace cityloom::traffic {

/// Shortest time (s) from every edge to the nearest of some target edges, by one backward search (Dijkstra 1959).
/// Infinite where none can be reached.
[[nodiscard]] std::vector<float> times_to_nearest(const Router& router, std::span<const std::uint32_t> targets,
                                                  std::span<const float> edge_s);

} // namespace cityloom::traffic

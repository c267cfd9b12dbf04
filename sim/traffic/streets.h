// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// The edges of a source street, in the network's order: those that bear its id, and those into which it was joined.
/// Empty: nobody drives on it, or there is no such street.
[[nodiscard]] std::vector<std::uint32_t> edges_of(const RoadNetwork& roads, std::uint64_t street_id);

/// Whether it has any.
[[nodiscard]] bool drivable(const RoadNetwork& roads, std::uint64_t street_id);

} // namespace cityloom::traffic

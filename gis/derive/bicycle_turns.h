// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/traffic/network.h"

namespace cityloom::gis {

/// One exit of an approach as riders see it. Lanes are in RoadNetwork::lanes; kNone where there is none.
struct BicycleExit {
    traffic::TurnKind kind = traffic::TurnKind::Straight;
    std::uint32_t bicycle_lane = kNone;
    std::uint32_t general_lane = kNone; ///< the outermost that riders may use
    std::uint32_t served_from = kNone;  ///< the outermost general lane of the approach that leads there
    bool served_at_kerb = false;        ///< and leads into that street's outermost general lane
};

struct BicycleTurn {
    std::uint32_t from_lane = kNone;
    std::uint32_t to_lane = kNone;
    std::size_t exit = 0;
};

/// The turns that bicycle lanes add to an approach. From its own one a rider goes straight on and to the kerb side,
/// into a bicycle lane or, where there is none, into the outermost general lane; across oncoming traffic from there
/// only if nothing else is open, since else one moves to the general lane for it and turns as other vehicles do (an
/// ordinary turn). Where a bicycle lane begins behind the junction it is reached from the general lane. \param own the
/// approach's bicycle lane, or kNone. \param mixed riders may use its general lanes.
[[nodiscard]] std::vector<BicycleTurn> bicycle_turns(std::uint32_t own, bool mixed, std::span<const BicycleExit> exits);

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
// What measures and events on streets share.
#pragma once

#include <cstdint>
#include <vector>

#include "gis/city/city.h"
#include "scenarios/measure/given.h"
#include "scenarios/measure/refusal.h"
#include "sim/core/result.h"
#include "sim/traffic/network.h"

namespace cityloom::scenarios {

/// Whether an edge leads against its street's nodes.
[[nodiscard]] bool is_backward(const traffic::Edge& edge);

struct Directions {
    bool forward = true;
    bool backward = true;
};
/// Those that "direction" names.
[[nodiscard]] Directions directions(const Given& given);

/// Edges of the street that "street" names, in the direction that "direction" names, where the kind has that argument.
/// NotFound where the city has no such street, or nobody drives on it in that direction.
[[nodiscard]] Result<std::vector<std::uint32_t>> edges_of_street(const traffic::RoadNetwork& roads, const Given& given);

/// Refuses a direction that nobody drives in.
[[nodiscard]] Check check_direction(const Given& given, const CityView& view);

/// The longest of some edges; kNone where there are none.
[[nodiscard]] std::uint32_t longest_edge(const traffic::RoadNetwork& roads, const std::vector<std::uint32_t>& edges);

/// The street that "street" names. NotFound where the city has none.
[[nodiscard]] Result<gis::Street*> street_of(const Given& given, gis::City& city);

/// Lanes have changed: what was painted on them no longer holds.
void clear_turn_lanes(gis::Street& street);

} // namespace cityloom::scenarios

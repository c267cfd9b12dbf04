// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "gis/city/city.h"
#include "scenarios/measure/scenario.h"
#include "sim/core/result.h"
#include "sim/engine/networks.h"
#include "sim/engine/world.h"

namespace cityloom::scenarios {

using Arguments = std::map<std::string, std::string>;

/// The value of an argument, or what holds without it.
[[nodiscard]] double number_in(const Arguments& args, const char* key, double otherwise);
[[nodiscard]] std::string text_in(const Arguments& args, const char* key);

/// Edges of the street that the arguments name, in the direction that they name (both where they name none). NotFound
/// where the city has no such street, Malformed where the direction is none of both, forward and backward.
[[nodiscard]] Result<std::vector<std::uint32_t>> edges_of_street(const traffic::RoadNetwork& roads,
                                                                 const Arguments& args, const std::string& where);

/// Applies the measures that change what lanes there are ("lanes", "workzone") to the city's streets; the roads are
/// then to be derived anew. \return whether there were any
[[nodiscard]] Result<bool> change_streets(gis::City& city, const Scenario& scenario);

/// What a work zone leaves no lane of is closed.
[[nodiscard]] Result<std::vector<std::uint32_t>>
closed_by_work_zone(const gis::City& before, const traffic::RoadNetwork& roads, const Measure& measure);

/// "incident": blocked at its time, free again when its duration is over.
[[nodiscard]] Result<std::vector<engine::Event>> incident_events(const engine::Networks& networks,
                                                                 const TimedEvent& incident);

} // namespace cityloom::scenarios

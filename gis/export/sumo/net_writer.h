// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "gis/import/sumo/scenario.h"

namespace cityloom::gis {

/// Names by index, made up where the network comes from elsewhere: edges "E0", lanes "E0_0", junctions "J0", traffic
/// lights "T0".
[[nodiscard]] SumoNames made_up_sumo_names(const traffic::RoadNetwork& net);

/// Writes the network as a .net.xml that SUMO 1.15 loads: edges, lanes, internal lanes, signal programs, junctions with
/// right of way, connections, roundabouts. Every turn becomes an internal edge, two where it waits inside the junction.
/// Lanes of an edge are numbered anew from 0. `names` fit the network (those of a SumoScenario, or made up).
[[nodiscard]] Result<void> write_sumo_net(const traffic::RoadNetwork& net, const SumoNames& names,
                                          const SumoLocation& location, const std::filesystem::path& file);

} // namespace cityloom::gis

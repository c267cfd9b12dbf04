// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "gis/import/sumo/scenario.h"
#include "sim/core/result.h"
#include "sim/traffic/od/od_matrix.h"

namespace cityloom::scenarios {

/// Demand as a matrix between zones, from files; see gis/import/sumo/od.h for what is read.
struct OdFiles {
    std::filesystem::path zones; ///< a SUMO additional file with <taz>
    std::vector<std::filesystem::path> matrices;
    double scale = 1.0; ///< factor on all trips
};

struct OdDemand {
    traffic::od::OdZones zones;
    traffic::od::OdMatrix matrix; ///< scaled
};

/// Reads zones and matrices for a network; notes go to the scenario's. A file that names no times fills the first hour
/// of the scenario.
[[nodiscard]] Result<OdDemand> read_od_demand(const OdFiles& files, gis::SumoScenario& scenario);

/// The zones without the sources and sinks that these vehicles may not use. \param use traffic::LaneUse bits.
[[nodiscard]] traffic::od::OdZones zones_for(const traffic::od::OdZones& zones, const traffic::RoadNetwork& net,
                                             std::uint8_t use);

/// Adds the matrix's trips to a scenario's own, much as SUMO's od2trips would make them: at the begin of a source, on
/// the lane that leads on furthest, at the highest safe speed, to the end of a sink, of the vehicle type that the
/// matrix's class names, else of SUMO's default type. Trips are named FROM_TO_BEGIN.NUMBER. Edges closed to a type are
/// no sources and sinks for it. Those that depart before the scenario begins are left out with a note.
[[nodiscard]] Result<void> add_od_trips(const OdDemand& demand, std::uint64_t seed, gis::SumoScenario& scenario);

/// The matrix as CSV, in the columns that read_od() knows; numbers read back as the same.
[[nodiscard]] std::string od_csv(const traffic::od::OdZones& zones, const traffic::od::OdMatrix& matrix);

} // namespace cityloom::scenarios

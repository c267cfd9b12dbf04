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
    std::string type;   ///< vehicle type or vTypeDistribution where a matrix names none; empty: SUMO's default type
};

struct OdDemand {
    traffic::od::OdZones zones;
    traffic::od::OdMatrix matrix; ///< scaled
    std::string type;             ///< of OdFiles
};

/// Reads zones and matrices for a network; notes go to the scenario's. A file that names no times fills the first hour
/// of the scenario.
[[nodiscard]] Result<OdDemand> read_od_demand(const OdFiles& files, gis::SumoScenario& scenario);

/// The zones without the sources and sinks that these vehicles may not use. \param use traffic::LaneUse bits.
[[nodiscard]] traffic::od::OdZones zones_for(const traffic::od::OdZones& zones, const traffic::RoadNetwork& net,
                                             std::uint8_t use);

/// Adds the matrix's trips to a scenario's own, much as SUMO's od2trips would make them: at the begin of a source, on
/// the lane that leads on furthest, at the highest safe speed, to the end of a sink. The matrix's class names the
/// vehicle type, or the vTypeDistribution from which each trip draws one. Trips are named FROM_TO_BEGIN-END.NUMBER,
/// with CLASS_ before it where there is one. Edges closed to one of the types are no sources and sinks. Trips that
/// depart before the scenario begins are left out with a note. NotFound: the type that the files ask for, an edge to
/// start or end on.
[[nodiscard]] Result<void> add_od_trips(const OdDemand& demand, std::uint64_t seed, gis::SumoScenario& scenario);

/// The matrix as CSV, in the columns that read_od() knows; numbers read back as the same.
[[nodiscard]] std::string od_csv(const traffic::od::OdZones& zones, const traffic::od::OdMatrix& matrix);

} // namespace cityloom::scenarios

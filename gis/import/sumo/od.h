// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gis/import/sumo/scenario.h"
#include "sim/core/result.h"
#include "sim/traffic/od/counts.h"
#include "sim/traffic/od/od_matrix.h"

namespace cityloom::gis {

/// Reads the zones of a SUMO additional file, plain or gzipped: `<taz id edges="a b">`, where each edge is source and
/// sink of weight 1, and `<tazSource id weight>`, `<tazSink id weight>` within. Edges that no road vehicle may use, and
/// weights of 0, are left out with a note. Errors name file, line and remedy. \param names of the network.
[[nodiscard]] Result<traffic::od::OdZones> read_taz(const std::filesystem::path& file, const SumoNames& names,
                                                    std::vector<std::string>& notes);

/// Reads origin-destination matrices and adds them up; plain or gzipped, the kind told by the content:
/// - CSV with the columns origin, destination, trips and, if wanted, begin, end (s, or h:m:s) and class, named in the
///   first line;
/// - VISUM's O-format ($O, $OR) and V-format ($V, $VR), with M a vehicle class before the times, which are
///   hours.minutes;
/// - SUMO's `<tazRelation from to count>` in an `<interval begin end id>`.
/// Where a file names no times its trips depart in \p hour. Errors name file, line and remedy: trips of zones that are
/// not in \p zones, or that lack the edges to start or end on, are some.
[[nodiscard]] Result<traffic::od::OdMatrix> read_od(const std::vector<std::filesystem::path>& files,
                                                    const traffic::od::OdZones& zones, const traffic::od::OdSlice& hour,
                                                    std::vector<std::string>& notes);

/// Reads counted vehicles; plain or gzipped, the kind told by the content:
/// - CSV with the columns edge, or detector, begin, end (s, or h:m:s) and count, named in the first line;
/// - SUMO's edgeData, `<edge id entered departed>` in an `<interval begin end>`: entered and departed together, as a
///   count on the edge sees them; edges without `entered` are passed over;
/// - the output of SUMO's induction loops, `<interval begin end id nVehContrib>`.
/// Loops count lanes: an edge's count is the sum over its lanes of the mean of each lane's loops in the same time,
/// where all lanes that cars may use have some. What cannot be used (such edges, those that no road vehicle may use) is
/// left out with a note. Errors name file, line and remedy. \param scenario for the names of its edges and loops.
[[nodiscard]] Result<std::vector<traffic::od::Count>>
read_counts(const std::filesystem::path& file, const SumoScenario& scenario, std::vector<std::string>& notes);

} // namespace cityloom::gis

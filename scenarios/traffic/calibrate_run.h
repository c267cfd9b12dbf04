// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/traffic/od_demand.h"
#include "sim/core/result.h"
#include "sim/traffic/od/calibrate.h"

namespace cityloom::scenarios {

/// A matrix to adjust to counts, from files to files.
struct CalibrateRequest {
    gis::SumoRequest files; ///< network and signal programs; routes are not used
    OdFiles od;
    std::filesystem::path counts; ///< see gis::read_counts()
    std::filesystem::path out;    ///< the adjusted matrix as CSV; empty: none
    traffic::od::CalibrateOptions options;
    unsigned threads = 0; ///< 0: one per core; the result is the same for any number
};

/// A count and what the matrix gives there, in vehicles of its time.
struct CalibratedSite {
    std::string edge;
    double begin_s = 0.0;
    double end_s = 0.0;
    double counted = 0.0;
    double before = 0.0;
    double after = 0.0;
    double geh_before = 0.0; ///< of hourly flows
    double geh_after = 0.0;
};

struct CalibrateReport {
    std::size_t zones = 0;
    std::size_t cells = 0;
    double trips_before = 0.0;
    double trips_after = 0.0;
    std::vector<traffic::od::CalibrationRound> rounds; ///< the first is the prior's
    std::size_t best = 0;                              ///< the round whose matrix was kept
    bool stalled = false;                              ///< ended before the iterations were used up
    double trips_without_way = 0.0;
    std::vector<CalibratedSite> sites; ///< in the order of the file
    double cpu_s = 0.0;                ///< of this process, over reading, solving and writing
    std::vector<std::string> notes;
};

/// Reads, calibrates and writes. Progress comes on the calling thread. A stop gives Cancelled, and no file is written;
/// other errors name the file, the place and the remedy.
[[nodiscard]] Result<CalibrateReport> calibrate_files(const CalibrateRequest& request,
                                                      const traffic::od::CalibrationProgress& progress,
                                                      const std::stop_token& stop);

/// The report as one JSON object (see the calibrate subcommand's help).
[[nodiscard]] std::string to_json(const CalibrateReport& report);

} // namespace cityloom::scenarios

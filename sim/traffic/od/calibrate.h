// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "sim/core/result.h"
#include "sim/traffic/od/adjust.h"
#include "sim/traffic/od/counts.h"
#include "sim/traffic/od/load.h"

namespace cityloom::traffic::od {

struct CalibrateOptions {
    std::size_t iterations = 10; ///< assignments after that of the prior
    double prior_weight = 0.0;   ///< see AdjustProblem
    double stall = 1e-3;         ///< ends after two iterations that lower the best objective by less, relatively
    AdjustOptions adjust;
    LoadOptions load;
};

/// The matrix before an adjustment, as it was assigned.
struct CalibrationRound {
    double objective = 0.0; ///< see adjust.h
    double trips = 0.0;
    double relative_gap = 0.0; ///< of the assignment
    Fit fit;
};

struct Calibration {
    std::vector<double> trips;            ///< of each cell: those of the best round
    std::vector<double> before;           ///< vehicles at each count with the prior, assigned
    std::vector<double> after;            ///< with the result, assigned
    std::vector<CalibrationRound> rounds; ///< the first is the prior's
    std::size_t best = 0;                 ///< the round that the result comes from
    bool stalled = false;                 ///< ended before the iterations were used up
    std::size_t unseen_counts = 0;        ///< counts above 0 that no trip of the result passes
    double trips_without_way = 0.0;       ///< of the result
};

/// Called after each assignment, on the calling thread.
using CalibrationProgress = std::function<void(std::size_t iteration, const CalibrationRound& round)>;

/// Adjusts a matrix to counts: assigns it, takes the proportions from that, adjusts the cells by gradient steps
/// (adjust.h), assigns again, and so on; the fixed-point way of the two-level problem (Yang 1995). Keeps the matrix
/// whose assignment has the lowest objective, so the result is never worse than the prior. Ends early once it stalls,
/// or meets the counts within a tenth of a vehicle (root mean square). Same bits for any thread count. Fails with
/// Cancelled, and LimitExceeded as Loader::make().
[[nodiscard]] Result<Calibration> calibrate(RoadNetwork& net, const Router& router, const OdZones& zones,
                                            const OdMatrix& prior, std::span<const Count> counts,
                                            const CalibrateOptions& options, Executor& executor,
                                            const CalibrationProgress& progress, const std::stop_token& stop);

} // namespace cityloom::traffic::od

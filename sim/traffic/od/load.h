// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "sim/core/result.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/network.h"
#include "sim/traffic/od/adjust.h"
#include "sim/traffic/od/counts.h"
#include "sim/traffic/od/od_matrix.h"
#include "sim/traffic/router.h"

namespace cityloom {
class Executor;
}

namespace cityloom::traffic::od {

struct LoadOptions {
    std::uint64_t seed = 1;
    double target_gap = 0.01;
    std::size_t most_iterations = 15; ///< of the equilibrium
    std::size_t most_samples = 5'000'000;
};

/// What an assignment of the matrix gives.
struct Load {
    Proportions p;
    double relative_gap = 0.0;    ///< of the equilibrium
    double trips_without_way = 0; ///< their ends are not connected
};

/// Assigns a matrix in dynamic user equilibrium (see equilibrium.h) and follows the ways past the counts.
///
/// Each cell is a number of samples, single trips drawn as disaggregate() does, which share the cell's trips evenly, so
/// that flows are real numbers and change smoothly with the matrix. Times at which a way passes a count are those on
/// its edges in the equilibrium. The samples stay the same from load to load. All drive cars.
class Loader {
public:
    /// Fails as check_ends(), and with LimitExceeded at more cells than samples are allowed. What is handed over must
    /// outlive the loader; \p matrix names the cells; \p net keeps its signal plans.
    [[nodiscard]] static Result<Loader> make(RoadNetwork& net, const Router& router, const OdZones& zones,
                                             const OdMatrix& matrix, std::span<const Count> counts,
                                             const LoadOptions& options);

    /// \param g trips of each cell. After a stop the result is of no use.
    [[nodiscard]] Load load(std::span<const double> g, Executor& executor, const std::stop_token& stop) const;

private:
    Loader(RoadNetwork& net, const Router& router, const LoadOptions& options)
        : net_{&net}, router_{&router}, options_{options} {}

    RoadNetwork* net_;
    const Router* router_;
    LoadOptions options_;
    TimeUs begin_ = 0;
    TimeUs end_ = 0;
    std::span<const Count> counts_;
    std::vector<Trip> samples_;
    std::vector<std::size_t> first_sample_;    ///< of each cell, and their end
    std::vector<std::uint32_t> first_at_edge_; ///< in at_edge_, by edge, and their end
    std::vector<std::uint32_t> at_edge_;       ///< counts
};

} // namespace cityloom::traffic::od

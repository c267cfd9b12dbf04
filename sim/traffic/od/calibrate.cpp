// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/od/calibrate.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cityloom::traffic::od {

namespace {

constexpr double kMetWithin = 0.1; // vehicles; counts are whole numbers

/// Root mean square of what counts and model differ by.
double apart(std::span<const double> counts, std::span<const double> modelled) {
    double sum = 0.0;
    for (std::size_t a = 0; a < counts.size(); ++a) {
        sum += (modelled[a] - counts[a]) * (modelled[a] - counts[a]);
    }
    return counts.empty() ? 0.0 : std::sqrt(sum / static_cast<double>(counts.size()));
}

} // namespace

Result<Calibration> calibrate(RoadNetwork& net, const Router& router, const OdZones& zones, const OdMatrix& matrix,
                              std::span<const Count> counts, const CalibrateOptions& options, Executor& executor,
                              const CalibrationProgress& progress, const std::stop_token& stop) {
    const auto loader = Loader::make(net, router, zones, matrix, counts, options.load);
    if (!loader) {
        return tl::make_unexpected(loader.error());
    }
    std::vector<double> observed;
    for (const Count& count : counts) {
        observed.push_back(count.vehicles);
    }
    std::vector<double> prior;
    for (const OdCell& cell : matrix.cells) {
        prior.push_back(cell.trips);
    }
    Calibration result;
    std::vector<double> g = prior;
    std::size_t idle = 0;
    for (std::size_t round = 0;; ++round) {
        const Load load = loader->load(g, executor, stop);
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "The calibration was cancelled; nothing of it was kept.");
        }
        const AdjustProblem problem{load.p, observed, prior, options.prior_weight};
        std::vector<double> modelled = counted(load.p, g, counts.size());
        const bool met = apart(observed, modelled) <= kMetWithin;
        CalibrationRound now{
            .objective = objective(problem, g), .relative_gap = load.relative_gap, .fit = fit_of(counts, modelled)};
        for (const double trips : g) {
            now.trips += trips;
        }
        result.rounds.push_back(now);
        if (progress) {
            progress(round, now);
        }
        const double lowest = result.rounds[result.best].objective;
        idle = round > 0 && now.objective > (1.0 - options.stall) * lowest ? idle + 1 : 0;
        if (round == 0) {
            result.before = modelled;
        }
        if (round == 0 || now.objective < lowest) {
            result.best = round;
            result.trips = g;
            result.trips_without_way = load.trips_without_way;
            result.unseen_counts = 0;
            for (std::size_t a = 0; a < counts.size(); ++a) {
                result.unseen_counts += modelled[a] <= 0.0 && observed[a] > 0.0 ? 1U : 0U;
            }
            result.after = std::move(modelled);
        }
        result.stalled = idle >= 2 || met;
        if (round >= options.iterations || result.stalled) {
            return result;
        }
        adjust(problem, g, options.adjust, stop);
    }
}

} // namespace cityloom::traffic::od

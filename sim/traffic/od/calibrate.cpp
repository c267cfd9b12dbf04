// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/od/calibrate.h"

#include <algorithm>
#include <utility>

namespace cityloom::traffic::od {

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
            result.unseen_counts = static_cast<std::size_t>(std::count(modelled.begin(), modelled.end(), 0.0));
            result.after = std::move(modelled);
        }
        result.stalled = idle >= 2 || now.objective <= 0.0;
        if (round >= options.iterations || result.stalled) {
            return result;
        }
        adjust(problem, g, options.adjust);
    }
}

} // namespace cityloom::traffic::od

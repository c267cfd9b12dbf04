// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "scenarios/traffic/meter_files.h"
#include "scenarios/traffic/summary.h"
#include "scenarios/traffic/traffic_run.h"
#include "scenarios/traffic/trip_results.h"

namespace cityloom::scenarios {

/// What a run writes step by step, as far as it is asked for: places of vehicles, its summary, what meters measure.
class TrafficOutputs {
public:
    /// Opens the files. Fails where one of them cannot be written. \p names outlive this.
    [[nodiscard]] static Result<TrafficOutputs> open(const TrafficRequest& request, const gis::SumoScenario& scenario,
                                                     const OutputNames& names, TimeUs step);
    void begin(const traffic::Simulation& sim); ///< once before the first step
    /// Once after each step. \param end of the run
    void follow(const traffic::Simulation& sim, TimeUs end);
    /// Puts the files into place; without it nothing is left.
    [[nodiscard]] Result<void> close(const traffic::Simulation& sim, TimeUs end);

private:
    explicit TrafficOutputs(const OutputNames& names) : names_{&names} {}
    void write_places(const traffic::Simulation& sim);

    const OutputNames* names_;
    TimeUs step_ = kSecondUs;
    std::optional<gis::SumoFcdWriter> fcd_;
    std::vector<traffic::VehicleState> vehicles_;
    std::optional<gis::SumoSummaryWriter> summary_;
    SummaryRow summed_;
    std::optional<MeterFiles> meters_;
};

} // namespace cityloom::scenarios

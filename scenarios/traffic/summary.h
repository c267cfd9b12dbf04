// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/export/sumo/outputs.h"
#include "sim/traffic/micro/simulation.h"

namespace cityloom::scenarios {

/// Sums up a run from step to step.
class SummaryRow {
public:
    /// Once after each step.
    [[nodiscard]] gis::SumoSummary of(const traffic::Simulation& sim);

private:
    std::vector<traffic::VehiclePlace> places_;
    std::vector<std::uint32_t> running_; ///< trips that have started and not arrived
    std::size_t next_ = 0;               ///< trip that has not started
    std::vector<std::uint32_t> waiting_; ///< trips before that which have not either
    double delays_s_ = 0.0;              ///< of all that have started
    double travels_s_ = 0.0;             ///< of all that have arrived
};

} // namespace cityloom::scenarios

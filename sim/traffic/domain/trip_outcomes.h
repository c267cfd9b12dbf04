// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "sim/traffic/trip_record.h"

namespace cityloom::traffic {

class Simulation;

/// What became of a scheduled trip, and the time that it counts with.
struct TripOutcome {
    std::uint32_t trip = 0; ///< in Simulation::trips()
    Outcome outcome = Outcome::Late;
    /// Arrived: from the scheduled departure to the end, a wait for room at the start included. Late: so far.
    /// Given up and impossible: what the best way would take at free speed if nothing were closed; infinite where the
    /// network has none at all.
    double time_s = 0.0;

    [[nodiscard]] bool lost() const noexcept { return outcome == Outcome::GivenUp || outcome == Outcome::Impossible; }
};

/// Of every trip whose departure has come, in their order: whatever happens to a trip, it is in here once.
[[nodiscard]] std::vector<TripOutcome> trip_outcomes(const Simulation& traffic);

} // namespace cityloom::traffic

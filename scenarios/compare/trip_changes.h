// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "scenarios/run/trip_table.h"

namespace cityloom::scenarios {

/// What trips take.
struct TravelCost {
    double hours = 0.0;
    double fuel_mwh = 0.0;
    double electricity_mwh = 0.0;
    double co2_t = 0.0;

    TravelCost& operator+=(const TravelCost& more);
};

/// The scheduled trips of one seed in two scenarios, each with itself. Trips that are late count as made, with the time
/// that they have taken so far.
struct TripChanges {
    std::size_t scheduled = 0; ///< in both
    std::size_t unmatched = 0; ///< scheduled in one only: other people travel
    std::size_t lost = 0;      ///< made with A, not with B
    std::size_t regained = 0;  ///< made with B, not with A
    std::size_t never = 0;     ///< made with neither
    TravelCost saved;          ///< A less B over the trips made with both
    TravelCost lost_cost;      ///< what the lost ones took with A
    TravelCost regained_cost;  ///< what the regained ones take with B
};

/// Mean time (s) of the scheduled trips in both scenarios, where each knows the other: a trip that one of them cannot
/// make costs there \p choke times what it takes in the other; one that neither can make, as much of its time at free
/// speed. Not numbers where no trip has a time.
struct PairedTimes {
    double a_s = 0.0;
    double b_s = 0.0;
};
/// The city's, then each district's.
[[nodiscard]] std::vector<PairedTimes> paired_times(const TripTable& a, const TripTable& b, std::size_t districts,
                                                    double choke);

[[nodiscard]] TripChanges trip_changes(const TripTable& a, const TripTable& b);

} // namespace cityloom::scenarios

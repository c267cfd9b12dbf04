// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/derive/utilities.h"

namespace cityloom::gis {

/// A place on a medium-voltage cable.
struct CableStop {
    std::uint32_t junction = kNone;
    double load_w = 0.0; ///< at the peak
    std::uint32_t substation = kNone;
};

/// A cable from a substation past some stations, one after another.
struct Feeder {
    std::uint32_t substation = kNone;
    std::vector<std::uint32_t> stops; ///< indices, outwards
    double load_w = 0.0;
    double carries_w = 0.0; ///< its own load and that of whoever it stands in for
};

/// A normally open switch between two feeders, so that either can stand in for the other.
struct FeederTie {
    std::uint32_t from = kNone; ///< stop at the end of a feeder
    std::uint32_t to = kNone;
};

struct FeederPlan {
    std::vector<Feeder> feeders;
    std::vector<FeederTie> ties;
};

/// Open rings: each substation's stations by their bearing from it, in turn (the sweep of Gillett and Miller 1974), so
/// many to a cable as it can carry with another one's; along each cable in the order of the shortest way that ends at
/// the farthest of them; and a tie from that end to the nearest end of another substation's cable, where there is one.
/// \param substations their junctions \param feeder_w what a feeder carries of its own at the most \param tie_most_m
/// how long a tie may be
[[nodiscard]] FeederPlan plan_feeders(const UtilityBase& base, const std::vector<std::uint32_t>& substations,
                                      const std::vector<CableStop>& stops, double feeder_w, double tie_most_m);

} // namespace cityloom::gis

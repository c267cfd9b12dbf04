// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/derive/street_graph.h"

namespace cityloom::gis {

/// Parts of a hilly city that hang on one water level each. A zone higher than its neighbour is fed from it by a
/// booster station; mains do not cross zone boundaries otherwise (the valves there are shut).
struct PressureZones {
    struct Zone {
        std::uint32_t parent = kNone;  ///< zone that feeds it; kNone: it has a source of its own
        std::uint32_t from = kNone;    ///< junction in the parent where the booster stands
        std::uint32_t to = kNone;      ///< junction in this zone that it delivers to
        std::uint32_t highest = kNone; ///< junction
        std::uint32_t lowest = kNone;
        double high_m = 0.0; ///< ground there
    };
    std::vector<Zone> zones;            ///< parents before children
    std::vector<std::uint32_t> zone_of; ///< per junction; kNone outside the network
};

/// Bands of \p band_m of height, joined where a piece is too small to be worth a tank of its own.
/// \param ground height of each junction (m); \param member whether it belongs to the network; \param source junctions
/// where water enters, the first one's zone being the root.
[[nodiscard]] PressureZones make_pressure_zones(const StreetGraph& streets, const std::vector<double>& ground,
                                                const std::vector<bool>& member,
                                                const std::vector<std::uint32_t>& source, double band_m);

} // namespace cityloom::gis

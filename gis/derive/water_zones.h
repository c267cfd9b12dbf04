// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/derive/street_graph.h"

namespace cityloom::gis {

/// Parts of a hilly city that hang on one water level each. A zone is fed by its own sources, from a lower neighbour by
/// a booster station, or from a higher one through a pressure-reducing valve; mains do not cross zone boundaries
/// otherwise (the valves there are shut).
struct PressureZones {
    struct Zone {
        std::uint32_t parent = kNone;  ///< zone that feeds it; kNone: it has a source of its own
        std::uint32_t from = kNone;    ///< junction in the parent where the booster or valve stands
        std::uint32_t to = kNone;      ///< junction in this zone that it delivers to
        bool reduced = false;          ///< by a valve, and not by a booster
        std::uint32_t highest = kNone; ///< junction
        std::uint32_t lowest = kNone;
        double top_m = 0.0; ///< ground height up to which its level is laid out
    };
    std::vector<Zone> zones;
    std::vector<std::uint32_t> zone_of; ///< per junction; kNone outside the network
    std::vector<std::uint32_t> order;   ///< zones, parents before children; after hang_zones()
};

/// Bands of \p band_m of height, joined where a piece is small and lies near enough to its neighbour's height.
/// \param ground height of each junction (m); \param member whether it belongs to the network; \param demand where
/// there is none nobody minds a low pressure, as long as there is some.
[[nodiscard]] PressureZones make_pressure_zones(const StreetGraph& streets, const std::vector<double>& ground,
                                                const std::vector<bool>& member, const std::vector<double>& demand,
                                                double band_m);

/// Says which zone feeds which, outwards from those with a source: always over the smallest step in height that is
/// left, and there at the streets nearest to where the feeding zone gets its water. \param source junctions where water
/// enters.
void hang_zones(PressureZones& zones, const StreetGraph& streets, const std::vector<Point2>& at,
                const std::vector<std::uint32_t>& source);

} // namespace cityloom::gis

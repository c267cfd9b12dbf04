// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// Light that says walk, at least (RiLSA 2015, section 2.7; MUTCD 2009, section 4E.06: 4 to 7 s).
inline constexpr double kWalkS = 5.0;
/// At which crossings are cleared (RiLSA 2015: 1.2 m/s; MUTCD 2009, section 4E.06: 3.5 ft/s, 1.07 m/s).
inline constexpr double kWalkMps = 1.2;

inline constexpr double kBufferS = 3.0;

/// Time to clear a crossing (s).
[[nodiscard]] inline double clearance_s(const PedestrianCrossing& crossing) {
    return crossing.length_m / kWalkMps;
}
/// The shortest green in which people can cross (s): walk, then clearance, of which the last may lie in the change of
/// lights as long as 3 s of that are left (MUTCD 2009, section 4E.06: buffer interval). \param change_s yellow and all
/// red at the end of the phase.
[[nodiscard]] inline double pedestrian_green_s(const PedestrianCrossing& crossing, double change_s) {
    return kWalkS + std::max(0.0, clearance_s(crossing) - std::max(0.0, change_s - kBufferS));
}

/// Whether people may walk while these movements have green: nobody comes from the arm, and who leads into it turns.
[[nodiscard]] bool may_walk(const RoadNetwork& net, const Controller& controller, const PedestrianCrossing& crossing,
                            std::uint64_t green_movements);

/// Share of green in which the place where turning vehicles meet people on foot is taken. Highway Capacity Manual 2010,
/// ch. 18 and 31 (Rouphail, Allen, Hummer and Milazzo 1998, FHWA-RD-98-106): v = flow in the hours of green;
/// v / 2000 up to 1000 an hour, 0.4 + v / 10000 to 5000.
/// \param green_s that people have for walking and clearing in a cycle; \param turn_green_s that the vehicles have.
[[nodiscard]] double conflict_occupancy(double pedestrians_per_h, double cycle_s, double green_s, double turn_green_s);

/// Factor on a turn's saturation flow for people on foot whom it has to let pass under the controller's plan: f_Rpb,
/// f_Lpb of an exclusive lane: 1 - OCC, or 1 - 0.6 OCC where more lanes lead on than turn. 1 where it meets nobody.
/// \param opposing_vph which a left turn gives way to as well: people cross in its shadow, exp(-5 / 3600 v) (ibid.).
[[nodiscard]] double pedestrian_factor(const RoadNetwork& net, const Controller& controller, std::uint32_t turn,
                                       double opposing_vph);

} // namespace cityloom::traffic

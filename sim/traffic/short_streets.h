// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// A change of lanes takes 3 to 6 s (Toledo and Zohar 2007, Transp. Res. Rec. 1999; recalled): on a street shorter than
/// this (m) there is no time for one, and on one shorter than a vehicle no room.
inline constexpr double kTooShortM = 30.0;

/// Where a way over short streets exists only for who changes lanes on one of them, a turn is added that leads into the
/// lane from which it goes on: the change is made in the junction before. An added turn is like the one beside it but
/// for its end, and gives way where that one does not meet others. Turns keep their order, not their indices; conflicts
/// must have been compiled. \return how many were added
std::uint32_t add_turns_over_short_streets(RoadNetwork& net);

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "sim/water/network.h"

namespace cityloom::water {

/// What is shut off together to mend a main: the segment of Walski (1993, Water distribution valve topology for
/// reliability analysis, Reliability Engineering and System Safety 42(1); recalled), the mains and junctions between
/// isolation valves (Jun 2005, Strategic valve locations in a water distribution system, Virginia Tech, its abstract).
struct Segment {
    std::uint32_t main = kNone;
    std::vector<std::uint32_t> nodes; ///< those that fall dry with it
};

/// Valves stand by the N-1 rule that Jun names: at a junction of N mains all but one have a valve. Here the narrowest
/// is without (of equal ones the last), so that trunk mains can be shut at both ends; risers, pumps and reducers always
/// can.
[[nodiscard]] Segment segment_of(const Network& net, std::uint32_t main);

} // namespace cityloom::water

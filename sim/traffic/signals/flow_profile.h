// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace cityloom::traffic {

/// A flow that repeats every cycle: veh/s in each of its seconds.
using FlowProfile = std::vector<double>;

/// Adds to \p arrive what becomes of the profile \p leave on the way to the next stop line: the platoon comes beta T
/// later and spreads, q'(t + beta T) = F q(t) + (1 - F) q'(t + beta T - 1) with F = 1 / (1 + alpha beta T), alpha 0.35
/// and beta 0.8 (Robertson 1969, TRANSYT: a traffic network study tool, Road Research Laboratory report LR 253). \param
/// time_s T, of undelayed travel; \param later_s how much later the arriving profile's clock starts than the leaving
/// one's; \param arrive of the same length as \p leave.
void disperse(const FlowProfile& leave, double time_s, double later_s, FlowProfile& arrive);

/// What a stop line costs, in a steady cycle.
struct StopLineCost {
    double queue_veh = 0.0; ///< mean: vehicle seconds of delay a second
    double stops_vps = 0.0; ///< vehicles a second that arrive at red or at a queue
};

/// Seconds that a standing queue loses at the start of green, as it has to be started; and seconds of yellow that are
/// driven through (Highway Capacity Manual 2000, ch. 16: start-up lost time and extension of effective green).
inline constexpr std::size_t kStartupLostS = 2;
inline constexpr std::size_t kYellowUsedS = 2;

/// Vehicles that a standing queue sends through in a cycle, \p open saying how many may pass in each second.
[[nodiscard]] double queue_passes(const FlowProfile& open);

/// Lets a profile through a stop line. A queue that stands when it opens loses the start; who comes rolling does not.
/// Arrivals beyond what can pass are left out: they are no matter of the cycle.
/// \param leave what passes; resized.
[[nodiscard]] StopLineCost pass_stop_line(const FlowProfile& arrive, const FlowProfile& open, FlowProfile& leave);

} // namespace cityloom::traffic

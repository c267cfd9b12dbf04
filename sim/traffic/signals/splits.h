// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/traffic/network.h"
#include "sim/traffic/signals/stages.h"

namespace cityloom::traffic {

/// The cycle that a signal needs on its own (s, whole seconds): C = (1.5 L + 5) / (1 - Y), L the time lost in a cycle
/// and Y the sum of the stages' flow ratios (Webster 1958, Road Research Technical Paper 39), kept within 40 to 110 s,
/// and never less than the least greens take.
[[nodiscard]] double webster_cycle_s(const SignalStages& signal);

/// The shortest cycle in which each stage has its least green (s).
[[nodiscard]] double least_cycle_s(const SignalStages& signal);

/// Shares a cycle among the stages by flow ratio above their least greens, in whole seconds that add up to it exactly.
/// A signal with one stage is a crossing on its own and gets a stage for those on foot.
/// \param cycle_s whole seconds, at least least_cycle_s().
[[nodiscard]] std::vector<SignalPhase> split_cycle(const SignalStages& signal, double cycle_s);

} // namespace cityloom::traffic

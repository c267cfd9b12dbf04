// SPDX-License-Identifier: GPL-3.0-or-later
// The experiments of tests/data/traffic_models, by the names that case files give.
#pragma once

#include "tests/sim/traffic_models/lab.h"

namespace cityloom::tests::lab {

/// Saturation flow and start-up lost time at a stop line for several step lengths.
[[nodiscard]] Outcome saturation_flow(const Parameters& p);
/// Speeds of the waves that a red light sends up the road, against conservation between the measured states.
[[nodiscard]] Outcome shock_waves(const Parameters& p);
/// Flow against density of one lane, free and behind bottlenecks, against the model's equilibrium.
[[nodiscard]] Outcome fundamental_diagram(const Parameters& p);
/// Flow through a place where two lanes become one.
[[nodiscard]] Outcome lane_drop(const Parameters& p);
/// Left turns across an opposing stream at a junction without signals.
[[nodiscard]] Outcome left_turn(const Parameters& p);
/// One entry of a roundabout with one lane.
[[nodiscard]] Outcome roundabout_entry(const Parameters& p);

} // namespace cityloom::tests::lab

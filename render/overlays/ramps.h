// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "render/base/mesh.h"
#include "sim/corridor/domain.h"

namespace cityloom::render {

/// Dark where it is bad, pale like the ground where all is well, with a step where service begins; blue and orange
/// where there is too little and too much; five fixed classes for status. Need and Status rise steadily in luminance,
/// Band up to what is allowed and down from there, for colour-blind eyes and in grey too.
using engine::Ramp;

/// Which share of a ramp is quiet.
struct QuietSpan {
    double from = 0.5;
    double to = 1.0; ///< of a Band
};

/// \param t 0..1
[[nodiscard]] Colour ramp_colour(Ramp ramp, double t, QuietSpan quiet = {});
/// Blue where there is more and orange where there is less, pale like the ground in the middle: both ends are as dark.
/// \param t -1..1
[[nodiscard]] Colour difference_colour(double t);
/// Relative luminance (linear light, Rec. 709), 0..1.
[[nodiscard]] double luminance(Colour colour);
/// As a person without green cones sees it (Machado, Oliveira and Fernandes, 2009, severity 1).
[[nodiscard]] Colour deuteranopia(Colour colour);

} // namespace cityloom::render

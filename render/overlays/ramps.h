// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "render/base/mesh.h"
#include "sim/corridor/domain.h"

namespace cityloom::render {

/// Cividis and viridis for magnitudes, blue-white-orange for deviations, five fixed classes for status. All but the
/// diverging one rise steadily in luminance, for colour-blind eyes too.
using engine::Ramp;

/// \param t 0..1
[[nodiscard]] Colour ramp_colour(Ramp ramp, double t);
/// Relative luminance (linear light, Rec. 709), 0..1.
[[nodiscard]] double luminance(Colour colour);
/// As a person without green cones sees it (Machado, Oliveira and Fernandes, 2009, severity 1).
[[nodiscard]] Colour deuteranopia(Colour colour);

} // namespace cityloom::render

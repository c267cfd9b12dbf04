// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace cityloom::render {

/// Share of windows with light at an hour of the day (0..24), by BuildingUse. Plausible, not measured: for the eye
/// only.
[[nodiscard]] std::array<float, 12> lit_shares(double hour);

} // namespace cityloom::render

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/city/city.h"

namespace cityloom::gis {

/// Of what the grid gives, as at the stations on the way (sim/traffic/micro/charging.cpp).
inline constexpr double kIntoBattery = 0.90;

/// What the cars of one resident use, mean over a day, from their batteries, were all of them electric. W
[[nodiscard]] double electric_driving_w(const City& city);
/// The share of it that is charged at home or at work, as the grid gives it: chargers and batteries lose some. W
[[nodiscard]] double home_charging_w(const City& city);

} // namespace cityloom::gis

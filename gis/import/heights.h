// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/city/city.h"

namespace cityloom::gis {

/// Height of one storey where only storeys are known, metres.
inline constexpr double kStoreyM = 3.2;
/// No building is taller (Burj Khalifa has 828 m): a greater figure is an error in the data.
inline constexpr double kMaxHeightM = 1000.0;

/// A building's height where neither height nor storeys are known: by use and footprint. An assumption of ours, always
/// marked HeightSource::Guessed; the table stands in heights.cpp.
[[nodiscard]] double guessed_height_m(BuildingUse use, double footprint_m2) noexcept;

/// Fills height_m, height_source and storeys of a building whose height_m is NaN, or out of range, as described.
/// \return false when a given height was out of range and had to be ignored.
bool settle_height(Building& building) noexcept;

} // namespace cityloom::gis

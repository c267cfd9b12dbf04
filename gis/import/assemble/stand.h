// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/city/city.h"

namespace cityloom::gis {

/// The lowest and the highest corner of a building's model.
struct SurfaceHeights {
    double low = 0.0;
    double high = 0.0;
};
[[nodiscard]] SurfaceHeights surface_heights(const City& city, const Building& building);

/// Whether a building's surfaces are among those whose heights count from the ground under it.
[[nodiscard]] bool is_raised(const Building& building, const std::vector<Range>& raised);

/// Sets buildings that stand already down on another ground.
void set_down(City& city);

/// Sets buildings that have just been read on the ground: those that are raised with it, models by their own heights.
void settle_bases(City& city, const std::vector<Range>& raised);

} // namespace cityloom::gis

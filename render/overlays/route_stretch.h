// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::render {

/// A stretch of a vehicle's way over the ground.
struct RouteStretch {
    std::vector<Point2> path;
    int layer = 0;     ///< of its street
    bool done = false; ///< it lies behind: fainter
};

} // namespace cityloom::render

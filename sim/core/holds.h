// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>

#include "sim/core/geometry.h"

namespace cityloom {

// What is asked of arrays that came from a file, before anything indexes with them.

/// Whether a range lies within a pool of that size.
[[nodiscard]] inline bool fits(Range range, std::size_t pool) noexcept {
    return static_cast<std::uint64_t>(range.begin) + range.count <= pool;
}
/// Whether an index points into a pool, or at nothing.
[[nodiscard]] inline bool at_or_none(std::uint32_t index, std::size_t pool) noexcept {
    return index == kNone || index < pool;
}
[[nodiscard]] inline bool finite(Point2 p) noexcept {
    return std::isfinite(p.x_m) && std::isfinite(p.y_m);
}
template <typename Pool, typename Test> [[nodiscard]] bool all_of(const Pool& pool, const Test& test) {
    return std::ranges::all_of(pool, test);
}

} // namespace cityloom

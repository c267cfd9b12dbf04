// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <string>
#include <string_view>

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
/// Whether a number lies in a closed span; nothing that is no number does.
[[nodiscard]] inline bool within(double x, double low, double high) noexcept {
    return x >= low && x <= high;
}
/// A share of something.
[[nodiscard]] inline bool share(double x) noexcept {
    return within(x, 0.0, 1.0);
}
/// Further than this (m) from its origin nothing lies in a city: a quarter of the Earth.
inline constexpr double kFarthestM = 1e7;
/// Heights above or below every datum (m): twice the highest mountain, the deepest sea.
inline constexpr double kHighestM = 2e4;
[[nodiscard]] inline bool on_ground(Point2 p) noexcept {
    return within(p.x_m, -kFarthestM, kFarthestM) && within(p.y_m, -kFarthestM, kFarthestM);
}

/// Looks through arrays that came from a file and keeps the first fault, with the row that has it: "turn 12: its lane".
/// What is asked after a fault is not looked at any more, so that a later question may use what earlier ones vouch for.
class Faults {
public:
    /// \param what is asked of each element: `test(element)` or `test(element, index)`
    template <typename Pool, typename Test>
    Faults& each(std::string_view thing, const Pool& pool, std::string_view what, const Test& test) {
        for (std::size_t i = 0; none() && i < pool.size(); ++i) {
            bool holds = false;
            if constexpr (std::invocable<const Test&, decltype(pool[i]), std::uint32_t>) {
                holds = test(pool[i], static_cast<std::uint32_t>(i));
            } else {
                holds = test(pool[i]);
            }
            if (!holds) {
                text_ = std::string{thing} + " " + std::to_string(i) + ": " + std::string{what};
            }
        }
        return *this;
    }
    /// Of the whole.
    Faults& ask(std::string_view what, bool holds) {
        if (none() && !holds) {
            text_ = what;
        }
        return *this;
    }
    [[nodiscard]] bool none() const noexcept { return text_.empty(); }
    /// The first; empty where there is none.
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
};

} // namespace cityloom

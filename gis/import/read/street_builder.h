// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "gis/city/city.h"

namespace cityloom::gis {

/// Joins street lines that carry no topology: points closer than `snap` (in the file's units) are one node.
class StreetBuilder {
public:
    StreetBuilder(City& city, double snap) : city_{city}, snap_{snap} {}

    /// Adds a street along `points`; false when fewer than two distinct nodes are left of it.
    bool add(Street street, std::span<const Point2> points);

private:
    std::uint32_t node(Point2 at);
    [[nodiscard]] static std::uint64_t key(std::int64_t i, std::int64_t j) noexcept;

    City& city_;
    double snap_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> bins_; // looked up only, never iterated
};

} // namespace cityloom::gis

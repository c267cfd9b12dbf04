// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/street_builder.h"

#include <cmath>

namespace cityloom::gis {

std::uint64_t StreetBuilder::key(std::int64_t i, std::int64_t j) noexcept {
    return static_cast<std::uint64_t>(i) * 0x9E3779B97F4A7C15ULL ^ static_cast<std::uint64_t>(j);
}

std::uint32_t StreetBuilder::node(Point2 at) {
    const auto i = static_cast<std::int64_t>(std::floor(at.x_m / snap_));
    const auto j = static_cast<std::int64_t>(std::floor(at.y_m / snap_));
    for (std::int64_t di = -1; di <= 1; ++di) {
        for (std::int64_t dj = -1; dj <= 1; ++dj) {
            const auto bin = bins_.find(key(i + di, j + dj));
            if (bin == bins_.end()) {
                continue;
            }
            for (const std::uint32_t n : bin->second) {
                if (distance_m(city_.street_nodes[n].at, at) <= snap_) {
                    return n;
                }
            }
        }
    }
    const auto made = static_cast<std::uint32_t>(city_.street_nodes.size());
    city_.street_nodes.push_back({.id = made, .at = at});
    bins_[key(i, j)].push_back(made);
    return made;
}

bool StreetBuilder::add(Street street, std::span<const Point2> points) {
    street.nodes = {static_cast<std::uint32_t>(city_.street_node_refs.size()), 0};
    for (const Point2& p : points) {
        const std::uint32_t n = node(p);
        if (city_.street_node_refs.size() == street.nodes.begin || city_.street_node_refs.back() != n) {
            city_.street_node_refs.push_back(n);
        }
    }
    street.nodes.count = static_cast<std::uint32_t>(city_.street_node_refs.size()) - street.nodes.begin;
    if (street.nodes.count < 2) {
        city_.street_node_refs.resize(street.nodes.begin);
        return false;
    }
    ++city_.street_ways;
    city_.streets.push_back(std::move(street));
    return true;
}

} // namespace cityloom::gis

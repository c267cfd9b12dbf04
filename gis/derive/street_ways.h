// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "gis/derive/street_graph.h"

namespace cityloom::gis {

/// Shortest ways along the streets from one junction to a few others nearby (Dijkstra 1959), as cables lie.
class StreetWays {
public:
    explicit StreetWays(const StreetGraph& graph);

    /// Looks around \p from until all of \p to are found or nothing is nearer than \p most_m.
    void look(std::uint32_t from, std::span<const std::uint32_t> to, double most_m);
    /// After look(): infinite where it was not found.
    [[nodiscard]] double away_m(std::uint32_t junction) const;
    /// Links from the junction that was looked from to this one, in that order; empty where it was not found.
    [[nodiscard]] std::vector<std::uint32_t> links_to(std::uint32_t junction) const;

private:
    const StreetGraph& graph_;
    std::uint32_t from_ = kNone;
    std::vector<double> away_m_;
    std::vector<std::uint32_t> by_link_;
    std::vector<std::uint8_t> settled_;
    std::vector<std::uint8_t> wanted_;
    std::vector<std::uint32_t> touched_;
};

} // namespace cityloom::gis

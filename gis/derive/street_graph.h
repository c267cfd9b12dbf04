// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/city/city.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/network.h"

namespace cityloom::gis {

/// The streets as utilities see them: junctions joined by stretches of street, whatever the driving direction.
/// Mains, cables and ducts lie along them.
struct StreetGraph {
    struct Link {
        std::uint32_t a = kNone; ///< junctions of the road network
        std::uint32_t b = kNone;
        double length_m = 0.0;
        Range shape; ///< in RoadNetwork::points, a first or b first
        std::uint64_t street_id = 0;
        std::uint8_t rank = 0;
        bool a_first = true;
    };
    std::vector<Link> links;
    std::vector<std::vector<std::uint32_t>> at; ///< links at each junction

    [[nodiscard]] std::uint32_t other(std::uint32_t link, std::uint32_t junction) const {
        return links[link].a == junction ? links[link].b : links[link].a;
    }
};

[[nodiscard]] StreetGraph make_street_graph(const traffic::RoadNetwork& roads);

/// A forest of shortest paths along the streets from some roots, each root with a head start (m, may be negative).
struct StreetForest {
    std::vector<std::uint32_t> root;        ///< per junction: index into the roots; kNone where none is connected
    std::vector<std::uint32_t> parent_link; ///< per junction; kNone at roots
    std::vector<double> away_m;
    std::vector<std::uint32_t> order; ///< junctions, nearest first
};
[[nodiscard]] StreetForest grow_forest(const StreetGraph& graph, const std::vector<std::uint32_t>& roots);

/// What the junction nearest to each building has to supply.
struct Loads {
    std::vector<double> people; ///< per junction
    std::vector<double> jobs;
    std::vector<std::uint32_t> customers;         ///< metering points: one a household and one a business
    std::vector<std::uint32_t> building_junction; ///< per City building; kNone where there are no streets
};
[[nodiscard]] Loads spread_loads(const City& city, const traffic::RoadNetwork& roads,
                                 const traffic::DemandModel& demand);

/// The junction nearest to a place; kNone for an empty network.
[[nodiscard]] std::uint32_t nearest_junction(const traffic::RoadNetwork& roads, Point2 at);

} // namespace cityloom::gis

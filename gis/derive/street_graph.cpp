// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/street_graph.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>
#include <tuple>
#include <unordered_map>

#include "gis/city/inhabitants.h"

namespace cityloom::gis {

namespace {

constexpr double kCellM = 120.0;
constexpr double kPeopleAHousehold = 2.2; // EU, 2023 (Eurostat ilc_lvph01)
constexpr double kJobsABusiness = 5.0;    // EU, 2022: 33 million enterprises with 160 million people (Eurostat SBS)

/// Junctions in grid cells, to find near ones quickly.
class JunctionGrid {
public:
    explicit JunctionGrid(const traffic::RoadNetwork& roads) : roads_{roads} {
        for (std::uint32_t j = 0; j < roads.junctions.size(); ++j) {
            cells_[key(roads.junctions[j].at)].push_back(j);
        }
    }
    [[nodiscard]] std::uint32_t nearest(Point2 at) const {
        std::uint32_t best = kNone;
        double best_m = std::numeric_limits<double>::infinity();
        const auto cx = static_cast<std::int64_t>(std::floor(at.x_m / kCellM));
        const auto cy = static_cast<std::int64_t>(std::floor(at.y_m / kCellM));
        for (std::int64_t ring = 0; ring < 400; ++ring) {
            if (best != kNone && static_cast<double>(ring - 1) * kCellM > best_m) {
                break;
            }
            for (std::int64_t dx = -ring; dx <= ring; ++dx) {
                for (std::int64_t dy = -ring; dy <= ring; ++dy) {
                    if (std::max(std::abs(dx), std::abs(dy)) != ring) {
                        continue;
                    }
                    const auto cell = cells_.find(pack(cx + dx, cy + dy));
                    if (cell == cells_.end()) {
                        continue;
                    }
                    for (const std::uint32_t j : cell->second) {
                        const double away = distance_m(at, roads_.junctions[j].at);
                        if (away < best_m || (away == best_m && j < best)) {
                            best_m = away;
                            best = j;
                        }
                    }
                }
            }
        }
        return best;
    }

private:
    static std::uint64_t pack(std::int64_t x, std::int64_t y) {
        return static_cast<std::uint64_t>(x + 1'000'000) << 32U | static_cast<std::uint64_t>(y + 1'000'000);
    }
    static std::uint64_t key(Point2 p) {
        return pack(static_cast<std::int64_t>(std::floor(p.x_m / kCellM)),
                    static_cast<std::int64_t>(std::floor(p.y_m / kCellM)));
    }
    const traffic::RoadNetwork& roads_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> cells_; // looked up only, never iterated
};

} // namespace

StreetGraph make_street_graph(const traffic::RoadNetwork& roads) {
    StreetGraph graph;
    graph.at.resize(roads.junctions.size());
    std::vector<std::tuple<std::uint32_t, std::uint32_t, std::uint64_t, std::uint32_t>> keyed;
    for (std::uint32_t e = 0; e < roads.edges.size(); ++e) {
        const traffic::Edge& edge = roads.edges[e];
        if (edge.from != edge.to) {
            keyed.emplace_back(std::min(edge.from, edge.to), std::max(edge.from, edge.to), edge.street_id, e);
        }
    }
    std::sort(keyed.begin(), keyed.end());
    for (std::size_t k = 0; k < keyed.size(); ++k) {
        const auto& [a, b, street, e] = keyed[k];
        if (k > 0 && std::get<0>(keyed[k - 1]) == a && std::get<1>(keyed[k - 1]) == b) {
            continue; // the other direction, or the other carriageway: one trench
        }
        const traffic::Edge& edge = roads.edges[e];
        const auto index = static_cast<std::uint32_t>(graph.links.size());
        graph.links.push_back({a, b, edge.length_m + 10.0, edge.shape, street, edge.rank, edge.from == a});
        graph.at[a].push_back(index);
        graph.at[b].push_back(index);
    }
    return graph;
}

StreetForest grow_forest(const StreetGraph& graph, const std::vector<std::uint32_t>& roots) {
    StreetForest forest;
    const std::size_t n = graph.at.size();
    forest.root.assign(n, kNone);
    forest.parent_link.assign(n, kNone);
    forest.away_m.assign(n, std::numeric_limits<double>::infinity());
    using Entry = std::pair<double, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    for (std::uint32_t r = 0; r < roots.size(); ++r) {
        if (forest.away_m[roots[r]] > 0.0) {
            forest.away_m[roots[r]] = 0.0;
            forest.root[roots[r]] = r;
            open.emplace(0.0, roots[r]);
        }
    }
    std::vector<bool> done(n, false);
    while (!open.empty()) {
        const auto [away, junction] = open.top();
        open.pop();
        if (done[junction]) {
            continue;
        }
        done[junction] = true;
        forest.order.push_back(junction);
        for (const std::uint32_t link : graph.at[junction]) {
            const std::uint32_t to = graph.other(link, junction);
            const double next = away + graph.links[link].length_m;
            if (next < forest.away_m[to]) {
                forest.away_m[to] = next;
                forest.root[to] = forest.root[junction];
                forest.parent_link[to] = link;
                open.emplace(next, to);
            }
        }
    }
    return forest;
}

std::uint32_t nearest_junction(const traffic::RoadNetwork& roads, Point2 at) {
    return roads.junctions.empty() ? kNone : JunctionGrid{roads}.nearest(at);
}

Loads spread_loads(const City& city, const traffic::RoadNetwork& roads, const traffic::DemandModel& demand) {
    Loads loads;
    loads.people.assign(roads.junctions.size(), 0.0);
    loads.jobs.assign(roads.junctions.size(), 0.0);
    loads.customers.assign(roads.junctions.size(), 0);
    loads.building_junction.assign(city.buildings.size(), kNone);
    if (roads.junctions.empty()) {
        return loads;
    }
    const JunctionGrid grid{roads};
    const Inhabitants inhabitants{city};
    for (std::size_t b = 0; b < city.buildings.size(); ++b) {
        const Building& building = city.buildings[b];
        if (building.rings.count == 0) {
            continue;
        }
        const std::uint32_t j = grid.nearest(city.points[city.rings[building.rings.begin].points.begin]);
        loads.building_junction[b] = j;
        const Occupants occupants = inhabitants.of(building);
        loads.people[j] += occupants.people;
        loads.jobs[j] += occupants.jobs;
    }
    if (demand.population_source ==
        Provenance::Default) { // no floor area: the zones' people, spread over their streets
        std::fill(loads.people.begin(), loads.people.end(), 0.0);
        std::fill(loads.jobs.begin(), loads.jobs.end(), 0.0);
        for (const traffic::Zone& zone : demand.zones) {
            for (std::uint32_t k = zone.origins.begin; k < zone.origins.end() && !zone.gateway; ++k) {
                const std::uint32_t j = roads.edges[demand.zone_edges[k]].to;
                loads.people[j] += zone.people / zone.origins.count;
                loads.jobs[j] += zone.jobs / zone.origins.count;
            }
        }
    }
    for (std::size_t j = 0; j < loads.people.size(); ++j) {
        loads.customers[j] =
            static_cast<std::uint32_t>(std::ceil(loads.people[j] / kPeopleAHousehold + loads.jobs[j] / kJobsABusiness));
    }
    return loads;
}

} // namespace cityloom::gis

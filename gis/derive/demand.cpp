// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/demand.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "gis/city/districts.h"
#include "gis/city/inhabitants.h"
#include "gis/derive/demand_volumes.h"
#include "gis/derive/road_graph.h"
#include "sim/traffic/hours.h"

namespace cityloom::gis {

namespace {

using traffic::DemandModel;
using traffic::Zone;

constexpr double kZoneM = 250.0;
constexpr double kPeopleAKm = 15.0; // of street; less is a map without its buildings
/// Of people who live along streets, as many as there are.
void scale_to_census(const Census& census, DemandModel& model) {
    const double people = census.people > 0.0 && model.people > 0.0 ? census.people / model.people : 1.0;
    const double jobs = census.jobs > 0.0 && model.jobs > 0.0 ? census.jobs / model.jobs : people;
    for (Zone& zone : model.zones) {
        zone.people *= people;
        zone.jobs *= jobs;
        zone.attraction *= jobs;
    }
    model.people *= people;
    model.jobs *= jobs;
}

/// Edges by what a driver can do with them: the core can all be reached from each other, turns and all.
struct Reach {
    std::vector<bool> core;
    std::vector<bool> into_core;
    std::vector<bool> from_core;
};

Reach reach_of(const traffic::RoadNetwork& net) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs;
    for (const traffic::Turn& turn : net.turns) {
        if (!traffic::carries_motor(net, turn)) {
            continue;
        }
        arcs.emplace_back(net.lanes[turn.from_lane].edge, net.lanes[turn.to_lane].edge);
    }
    const auto component = strong_components(net.edges.size(), arcs);
    std::vector<double> length(net.edges.size(), 0.0);
    for (std::size_t e = 0; e < net.edges.size(); ++e) {
        length[component[e]] += net.edges[e].length_m;
    }
    const auto best = static_cast<std::uint32_t>(std::max_element(length.begin(), length.end()) - length.begin());
    Reach reach;
    for (std::size_t e = 0; e < net.edges.size(); ++e) {
        reach.core.push_back(component[e] == best);
    }
    const auto spread = [&](bool forward) {
        std::vector<bool> seen = reach.core;
        for (bool grew = true; grew;) {
            grew = false;
            for (const auto& [from, to] : arcs) {
                const std::uint32_t have = forward ? from : to;
                const std::uint32_t get = forward ? to : from;
                if (seen[have] && !seen[get]) {
                    seen[get] = true;
                    grew = true;
                }
            }
        }
        return seen;
    };
    reach.from_core = spread(true);
    reach.into_core = spread(false);
    return reach;
}

} // namespace

traffic::DemandModel derive_demand(const City& city, const traffic::RoadNetwork& roads) {
    DemandModel model;
    if (roads.edges.empty()) {
        return model;
    }
    const Reach reach = reach_of(roads);
    const std::vector<bool> closes = traffic::edges_that_close(roads); // who lives there parks around the corner
    std::vector<bool> gateway_junction(roads.junctions.size(), false);

    // Zones: grid cells that hold streets people live and work at.
    std::map<std::pair<std::int64_t, std::int64_t>, std::vector<std::uint32_t>> cells;
    for (const int widest : {4, 0}) { // tertiary and narrower; all where a city has only wide ones
        for (std::uint32_t e = 0; e < roads.edges.size(); ++e) {
            const traffic::Edge& edge = roads.edges[e];
            if (!reach.core[e] || closes[e] || edge.rank < widest || edge.roundabout || edge.length_m < 25.0) {
                continue;
            }
            const Point2 middle = roads.points[edge.shape.begin + edge.shape.count / 2];
            cells[{static_cast<std::int64_t>(std::floor(middle.x_m / kZoneM)),
                   static_cast<std::int64_t>(std::floor(middle.y_m / kZoneM))}]
                .push_back(e);
        }
        if (!cells.empty()) {
            break;
        }
    }
    for (const auto& [cell, edges] : cells) {
        Zone zone;
        zone.id = static_cast<std::uint64_t>(cell.first + 1'000'000) << 32U |
                  static_cast<std::uint64_t>(cell.second + 1'000'000);
        zone.at = {(static_cast<double>(cell.first) + 0.5) * kZoneM, (static_cast<double>(cell.second) + 0.5) * kZoneM};
        zone.origins = zone.destinations = {static_cast<std::uint32_t>(model.zone_edges.size()),
                                            static_cast<std::uint32_t>(edges.size())};
        for (const std::uint32_t e : edges) {
            model.zone_edges.push_back(e);
            model.zone_edge_weights.push_back(static_cast<float>(roads.edges[e].length_m));
        }
        model.zones.push_back(zone);
    }
    const std::size_t inside = model.zones.size();
    const auto nearest = [&](Point2 at) {
        const auto direct = cells.find({static_cast<std::int64_t>(std::floor(at.x_m / kZoneM)),
                                        static_cast<std::int64_t>(std::floor(at.y_m / kZoneM))});
        if (direct != cells.end()) {
            return static_cast<std::size_t>(std::distance(cells.begin(), direct));
        }
        std::size_t best = 0;
        for (std::size_t z = 1; z < inside; ++z) {
            if (distance_m(model.zones[z].at, at) < distance_m(model.zones[best].at, at)) {
                best = z;
            }
        }
        return best;
    };

    if (inside > 0) {
        const Inhabitants inhabitants{city};
        for (const Building& building : city.buildings) {
            if (building.rings.count == 0) {
                continue;
            }
            const Occupants occupants = inhabitants.of(building);
            Zone& zone = model.zones[nearest(place_of(city, building))];
            zone.people += occupants.people;
            zone.jobs += occupants.jobs;
            zone.attraction += occupants.attraction;
            model.people += occupants.people;
            model.jobs += occupants.jobs;
        }
        model.population_source = traffic::DemandModel{}.population_source;
        // A street map with a building here and there tells nothing of people.
        const bool few = city.census.people > 0.0 ? model.people < 0.5 * city.census.people
                                                  : model.people < kPeopleAKm * roads.length_km;
        if (few) {
            // People and jobs by street length, as in a European inner suburb of some 60 people a hectare.
            model.population_source = Provenance::Default;
            model.people = model.jobs = 0.0;
            constexpr std::array<double, 8> kPeoplePerKm{0, 0, 40, 80, 140, 160, 200, 150};
            for (std::size_t z = 0; z < inside; ++z) {
                Zone& zone = model.zones[z];
                zone.people = zone.jobs = 0.0;
                for (std::uint32_t k = zone.origins.begin; k < zone.origins.end(); ++k) {
                    const traffic::Edge& edge = roads.edges[model.zone_edges[k]];
                    const double km = edge.length_m * 1e-3;
                    zone.people += km * kPeoplePerKm[std::min<std::size_t>(7, edge.rank)];
                    zone.jobs += km * (edge.rank <= 4 ? 160.0 : 60.0);
                }
                zone.attraction = 0.3 * zone.jobs;
                model.people += zone.people;
                model.jobs += zone.jobs;
            }
            model.assumptions.emplace_back("No building floor area in the data: people and jobs follow street length "
                                           "by class (our default, not measured).");
            scale_to_census(city.census, model);
        }
    }

    // Gateways: one zone a junction at the edge, as strong as its lanes are many and its streets wide.
    for (std::uint32_t e = 0; e < roads.edges.size(); ++e) {
        if (!roads.edges[e].gateway) {
            continue;
        }
        for (const std::uint32_t j : {roads.edges[e].from, roads.edges[e].to}) {
            const traffic::Junction& junction = roads.junctions[j];
            gateway_junction[j] = gateway_junction[j] || junction.incoming.count + junction.outgoing.count <= 2 ||
                                  junction.control == traffic::JunctionControl::DeadEnd;
        }
    }
    for (std::uint32_t j = 0; j < roads.junctions.size(); ++j) {
        if (!gateway_junction[j]) {
            continue;
        }
        const traffic::Junction& junction = roads.junctions[j];
        Zone zone{.id = junction.id, .at = junction.at, .gateway = true};
        zone.origins.begin = static_cast<std::uint32_t>(model.zone_edges.size());
        for (std::uint32_t k = junction.outgoing.begin; k < junction.outgoing.end(); ++k) {
            const std::uint32_t e = roads.outgoing[k];
            if (reach.into_core[e]) {
                model.zone_edges.push_back(e);
                model.zone_edge_weights.push_back(static_cast<float>(motor_lanes(roads, roads.edges[e])));
                zone.through_share = std::max(zone.through_share,
                                              motor_lanes(roads, roads.edges[e]) * std::pow(0.55, roads.edges[e].rank));
            }
        }
        zone.origins.count = static_cast<std::uint32_t>(model.zone_edges.size()) - zone.origins.begin;
        zone.destinations.begin = static_cast<std::uint32_t>(model.zone_edges.size());
        for (std::uint32_t k = junction.incoming.begin; k < junction.incoming.end(); ++k) {
            const std::uint32_t e = roads.incoming[k];
            if (reach.from_core[e]) {
                model.zone_edges.push_back(e);
                model.zone_edge_weights.push_back(static_cast<float>(motor_lanes(roads, roads.edges[e])));
                zone.through_share = std::max(zone.through_share,
                                              motor_lanes(roads, roads.edges[e]) * std::pow(0.55, roads.edges[e].rank));
            }
        }
        zone.destinations.count = static_cast<std::uint32_t>(model.zone_edges.size()) - zone.destinations.begin;
        if (zone.origins.count + zone.destinations.count > 0) {
            model.zones.push_back(zone);
        }
    }

    set_volumes(city, roads, kZoneM * kZoneM * 1e-4, model);
    // Where what attracts lies evenly, distances under exp(-d/D) have a mean of 2 D: 3 km as the crow flies, about 3.9
    // km on the ground.
    model.assumptions.emplace_back(
        "Bicycles: none unless a share is given (11 % of all trips in Germany, MiD 2017); mean trip about 3.9 km (our "
        "default, near MiD 2017); riders' speeds after Parkin and Rotheram (2010).");
    model.assumptions.emplace_back(traffic::kListenersAssumption);
    return model;
}

} // namespace cityloom::gis

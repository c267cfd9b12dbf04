// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/demand.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "gis/derive/road_graph.h"

namespace cityloom::gis {

namespace {

using traffic::DemandModel;
using traffic::Zone;

constexpr double kZoneM = 250.0;
constexpr double kStoreyM = 3.2;
constexpr double kNetFloorShare = 0.8;
// Floor area a person: about 46 m2 of dwelling in Switzerland, 47 in Germany, 40 in Chinese cities (national statistics
// offices, 2020-2022). A job: employment density guide of the UK Homes & Communities Agency (2015), net internal area.
constexpr double kDwellingM2 = 45.0;
constexpr double kOfficeM2 = 14.0;
constexpr double kRetailM2 = 25.0;
constexpr double kIndustryM2 = 60.0;
constexpr double kPublicM2 = 40.0;
constexpr double kSchoolM2 = 70.0;
constexpr double kHospitalM2 = 35.0;
constexpr double kHotelM2 = 90.0;

using Hours = std::array<double, 24>;
// Shares of a purpose's trips by hour of departure: the shape of the German MiD 2017 and Swiss MTMC 2021 weekday
// curves, read to the nearest half per cent.
constexpr Hours kHomeWork{0.2, 0.2, 0.3, 0.8, 2.5, 8,   17,  24,  16,  7,   3.5, 2.5,
                          3,   3.5, 2.5, 2,   1.8, 1.5, 1.2, 0.9, 0.7, 0.5, 0.3, 0.2};
constexpr Hours kWorkHome{0.6, 0.3, 0.2, 0.2, 0.2, 0.4, 0.8, 1, 1.2, 1.5, 2,   4,
                          6.5, 5,   6,   10,  18,  20,  11,  5, 2.5, 1.8, 1.2, 0.6};
constexpr Hours kHomeOther{0.2, 0.1, 0.1, 0.1, 0.3, 1,   3, 7, 8.5, 9,   9,   6.5,
                           4.5, 7,   8,   7.5, 7,   6.5, 6, 4, 2.5, 1.2, 0.6, 0.4};
constexpr Hours kOtherHome{0.8, 0.4, 0.2, 0.1, 0.1, 0.2, 0.6, 2,   3.5, 5,   7.5, 10,
                           7,   5,   6.5, 8,   9.5, 10,  8.5, 5.5, 4,   3.5, 1.6, 1};
constexpr Hours kBusiness{0.1, 0.1, 0.1, 0.2, 0.5, 2,   5,   8,   10,  11,  10.5, 9,
                          6.5, 9,   9.5, 8,   5,   2.5, 1.2, 0.7, 0.5, 0.3, 0.2,  0.1};
constexpr Hours kThrough{0.7, 0.4, 0.4, 0.5, 1.2, 3,   6,   8, 7,   5.5, 5,   5,
                         5,   5.2, 5.8, 7,   8.5, 8.5, 6.2, 4, 2.8, 2,   1.4, 0.9};

Hours normalised(Hours hours) {
    const double sum = std::accumulate(hours.begin(), hours.end(), 0.0);
    for (double& share : hours) {
        share /= sum;
    }
    return hours;
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

Occupants occupants_of(const Building& building) {
    const double storeys = building.storeys > 0.0F ? static_cast<double>(building.storeys)
                                                   : std::max(1.0, std::floor(building.height_m / kStoreyM));
    const double floor = building.footprint_m2 * storeys * kNetFloorShare;
    switch (building.use) {
    case BuildingUse::Housing:
        return {floor / kDwellingM2, 0.02 * floor / kRetailM2, 0.02 * floor / kRetailM2};
    case BuildingUse::Office:
        return {0.0, floor / kOfficeM2, 0.1 * floor / kOfficeM2};
    case BuildingUse::Retail:
        return {0.0, floor / kRetailM2, 3.0 * floor / kRetailM2};
    case BuildingUse::Industry:
        return {0.0, floor / kIndustryM2, 0.0};
    case BuildingUse::Public:
    case BuildingUse::Religious:
        return {0.0, floor / kPublicM2, floor / kPublicM2};
    case BuildingUse::School:
        return {0.0, floor / kSchoolM2, 2.0 * floor / kSchoolM2};
    case BuildingUse::Hospital:
        return {0.0, floor / kHospitalM2, floor / kHospitalM2};
    case BuildingUse::Hotel:
        return {0.0, floor / kHotelM2, floor / kHotelM2};
    case BuildingUse::Garage:
    case BuildingUse::Utility:
        return {};
    case BuildingUse::Unknown:
        break;
    }
    if (building.footprint_m2 < 30.0) {
        return {}; // a shed
    }
    return {0.75 * floor / kDwellingM2, 0.2 * floor / kOfficeM2 * 0.4,
            0.05 * floor / kRetailM2}; // a town's usual mixture
}

traffic::DemandModel derive_demand(const City& city, const traffic::RoadNetwork& roads) {
    DemandModel model;
    if (roads.edges.empty()) {
        return model;
    }
    const Reach reach = reach_of(roads);
    std::vector<bool> gateway_junction(roads.junctions.size(), false);

    // Zones: grid cells that hold streets people live and work at.
    std::map<std::pair<std::int64_t, std::int64_t>, std::vector<std::uint32_t>> cells;
    for (const int widest : {4, 0}) { // tertiary and narrower; all where a city has only wide ones
        for (std::uint32_t e = 0; e < roads.edges.size(); ++e) {
            const traffic::Edge& edge = roads.edges[e];
            if (!reach.core[e] || edge.rank < widest || edge.roundabout || edge.length_m < 25.0) {
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
        for (const Building& building : city.buildings) {
            if (building.rings.count == 0) {
                continue;
            }
            const Occupants occupants = occupants_of(building);
            Zone& zone = model.zones[nearest(city.points[city.rings[building.rings.begin].points.begin])];
            zone.people += occupants.people;
            zone.jobs += occupants.jobs;
            zone.attraction += occupants.attraction;
            model.people += occupants.people;
            model.jobs += occupants.jobs;
        }
        model.population_source = traffic::DemandModel{}.population_source;
        if (model.people <
            15.0 * roads.length_km) { // a street map with a building here and there tells nothing of people
            // No floor area: people and jobs by street length, as in a European inner suburb of some 60 people a
            // hectare.
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

    const double car_trips = model.people * model.trips_per_person * model.car_mode_share / model.car_occupancy;
    model.hourly_share = {normalised(kHomeWork),  normalised(kWorkHome), normalised(kHomeOther),
                          normalised(kOtherHome), normalised(kBusiness), normalised(kThrough)};
    // Shares of trips by purpose after MiD 2017 table 7.1, car driver; through traffic as a share of the whole is our
    // default.
    model.daily_trips = {0.17 * car_trips, 0.17 * car_trips, 0.24 * car_trips,
                         0.24 * car_trips, 0.08 * car_trips, 0.10 * car_trips};
    model.inbound_share = {0.35, 0.10, 0.20, 0.15, 0.25, 0.0};
    model.outbound_share = {0.15, 0.35, 0.15, 0.20, 0.25, 0.0};
    model.assumptions.emplace_back(
        "Trips: 3.2 a person and day, 40 % as car driver or passenger, 1.25 persons a car (defaults near MTMC 2021).");
    model.assumptions.emplace_back("Floor area: 45 m2 a resident; 14 m2 an office job, 25 retail, 60 industry (UK "
                                   "employment density guide 2015).");
    model.assumptions.emplace_back("Gateways carry 35 % of work trips in and 15 % out in the morning, the reverse in "
                                   "the evening, and 10 % through traffic (defaults).");
    // Where what attracts lies evenly, distances under exp(-d/D) have a mean of 2 D: 3 km as the crow flies, about 3.9
    // km on the ground.
    model.assumptions.emplace_back(
        "Bicycles: none unless a share is given (11 % of all trips in Germany, MiD 2017); mean trip about 3.9 km (our "
        "default, near MiD 2017); riders' speeds after Parkin and Rotheram (2010).");
    model.assumptions.emplace_back(traffic::kListenersAssumption);
    return model;
}

} // namespace cityloom::gis

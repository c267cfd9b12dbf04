// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "gis/city/districts.h"
#include "gis/city/inhabitants.h"
#include "gis/derive/utilities.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/water/rows.h"

namespace cityloom::gis {

namespace {

constexpr double kDropOutPu =
    0.85; // undervoltage release of a motor contactor (IEC 60947-4-1: 0.2 to 0.75 drop, 0.85 hold)
constexpr double kDarkPu = 0.01; // a building has power while its bus is live

/// Stations; in a network without any the buses of medium voltage.
std::vector<std::uint32_t> buses_of(const power::Network& net) {
    const bool stations =
        std::ranges::find(net.buses, power::BusKind::Transformer, &power::Bus::kind) != net.buses.end();
    std::vector<std::uint32_t> found;
    for (std::uint32_t b = 0; b < net.buses.size(); ++b) {
        const power::BusKind kind = net.buses[b].kind;
        const bool medium = kind == power::BusKind::Substation || kind == power::BusKind::Feeder;
        if (stations ? kind == power::BusKind::Transformer : medium) {
            found.push_back(b);
        }
    }
    return found;
}

std::vector<Point2> places_of(const power::Network& net, const std::vector<std::uint32_t>& buses) {
    std::vector<Point2> places;
    for (const std::uint32_t b : buses) {
        places.push_back(net.buses[b].at);
    }
    return places;
}

} // namespace

FeedPoints::FeedPoints(const engine::Networks& networks)
    : buses_{buses_of(networks.power)}, near_{places_of(networks.power, buses_)} {}

std::uint32_t FeedPoints::nearest(Point2 at) const {
    const std::uint32_t found = near_.nearest(at);
    return found == kNone ? kNone : buses_[found];
}

void feed(engine::Networks& networks, const FeedPoints& feeds, engine::AssetRef consumer, Point2 at, double load_w,
          double battery_s, std::uint8_t priority) {
    const std::uint32_t bus = feeds.nearest(at);
    if (bus != kNone) {
        networks.dependencies.supplies.push_back({.provider = {&power::kBus, bus},
                                                  .consumer = consumer,
                                                  .service = engine::Service::Power,
                                                  .load = load_w,
                                                  .threshold = kDropOutPu,
                                                  .buffer_s = battery_s,
                                                  .priority = priority});
    }
}

void derive_dependencies(const UtilityBase& base, engine::Networks& networks) {
    lifeline::Dependencies& deps = networks.dependencies;
    const power::Network& power = networks.power;
    const Districts districts{base.city};
    deps.district_names = districts.names();
    const Inhabitants inhabitants{base.city};
    const std::vector<std::uint32_t> bus_at = serving_stations(base, power);
    std::vector<std::uint32_t> water_at(base.roads.junctions.size(), kNone);
    std::map<std::pair<double, double>, std::uint32_t> water_node; // the first at a place
    for (std::uint32_t n = 0; n < networks.water.nodes.size(); ++n) {
        const water::Node& node = networks.water.nodes[n];
        if (node.kind == water::NodeKind::Junction) {
            water_node.try_emplace({node.at.x_m, node.at.y_m}, n);
        }
    }
    for (std::uint32_t j = 0; j < base.roads.junctions.size(); ++j) {
        const Point2 at = base.roads.junctions[j].at;
        const auto found = water_node.find({at.x_m, at.y_m});
        water_at[j] = found == water_node.end() ? kNone : found->second;
    }
    const FeedPoints feeds{networks};
    for (std::size_t b = 0; b < base.city.buildings.size(); ++b) {
        const Building& building = base.city.buildings[b];
        lifeline::Building service{.id = building.id};
        const Occupants occupants = inhabitants.of(building);
        service.people = static_cast<float>(occupants.people);
        service.jobs = static_cast<float>(occupants.jobs);
        if (building.rings.count > 0) {
            service.at = place_of(base.city, building);
            service.district = districts.of(service.at);
        }
        const engine::AssetRef consumer{&lifeline::kBuilding, b};
        const std::uint8_t priority = building.use == BuildingUse::Hospital ? 3 : 0;
        const std::uint32_t j = base.loads.building_junction[b];
        if (j != kNone) {
            const std::uint32_t bus = bus_at[j] != kNone ? bus_at[j] : feeds.nearest(service.at);
            if (bus != kNone) {
                deps.supplies.push_back({.provider = {&power::kBus, bus},
                                         .consumer = consumer,
                                         .service = engine::Service::Power,
                                         .threshold = kDarkPu,
                                         .priority = priority,
                                         .source = Provenance::Derived});
            }
            if (water_at[j] != kNone) {
                deps.supplies.push_back({.provider = {&water::kNode, water_at[j]},
                                         .consumer = consumer,
                                         .service = engine::Service::Water,
                                         .priority = priority,
                                         .source = Provenance::Derived});
            }
        }
        deps.supplies.push_back({.provider = {&telecom::kSite, engine::kChosen},
                                 .consumer = consumer,
                                 .service = engine::Service::Signal,
                                 .threshold = 1.0,
                                 .source = Provenance::Derived});
        deps.buildings.push_back(service);
    }
}

void derive_places(const UtilityBase& base, engine::Networks& networks) {
    lifeline::Dependencies& deps = networks.dependencies;
    deps.hospital_edges.clear();
    const Districts districts{base.city};
    deps.district_names = districts.names();
    for (traffic::Zone& zone : networks.demand.zones) {
        zone.district = zone.gateway ? kNone : districts.of(zone.at);
    }
    for (const Asset& asset : base.city.assets) {
        if (asset.kind != AssetKind::Hospital || base.roads.edges.empty()) {
            continue;
        }
        std::uint32_t best = kNone;
        double best_m = std::numeric_limits<double>::infinity();
        for (const traffic::Zone& zone : networks.demand.zones) {
            for (std::uint32_t k = zone.destinations.begin; k < zone.destinations.end() && !zone.gateway; ++k) {
                const std::uint32_t e = networks.demand.zone_edges[k];
                const double away = distance_m(base.roads.points[base.roads.edges[e].shape.begin], asset.at);
                if (away < best_m) {
                    best_m = away;
                    best = e;
                }
            }
        }
        if (best != kNone && best_m < 1'500.0) {
            deps.hospital_edges.push_back(best);
        }
    }
    std::sort(deps.hospital_edges.begin(), deps.hospital_edges.end());
    deps.hospital_edges.erase(std::unique(deps.hospital_edges.begin(), deps.hospital_edges.end()),
                              deps.hospital_edges.end());
}

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

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

/// The nearest station; in a network without any the nearest bus of medium voltage.
std::uint32_t nearest_station(const power::Network& net, Point2 at) {
    std::uint32_t best = kNone;
    double best_m = std::numeric_limits<double>::infinity();
    const bool stations =
        std::ranges::find(net.buses, power::BusKind::Transformer, &power::Bus::kind) != net.buses.end();
    for (std::uint32_t b = 0; b < net.buses.size(); ++b) {
        const power::BusKind kind = net.buses[b].kind;
        const bool medium = kind == power::BusKind::Substation || kind == power::BusKind::Feeder;
        if (stations ? kind != power::BusKind::Transformer : !medium) {
            continue;
        }
        const double away = distance_m(net.buses[b].at, at);
        if (away < best_m) {
            best_m = away;
            best = b;
        }
    }
    return best;
}

} // namespace

void feed(engine::Networks& networks, engine::AssetRef consumer, Point2 at, double load_w, double battery_s,
          std::uint8_t priority) {
    const std::uint32_t bus = nearest_station(networks.power, at);
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
    for (std::uint32_t j = 0; j < base.roads.junctions.size(); ++j) {
        for (std::uint32_t n = 0; n < networks.water.nodes.size(); ++n) {
            if (networks.water.nodes[n].kind == water::NodeKind::Junction &&
                networks.water.nodes[n].at == base.roads.junctions[j].at) {
                water_at[j] = n;
                break;
            }
        }
    }
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
            const std::uint32_t bus = bus_at[j] != kNone ? bus_at[j] : nearest_station(power, service.at);
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

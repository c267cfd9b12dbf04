// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include "gis/derive/demand.h"
#include "gis/derive/utilities.h"

namespace cityloom::gis {

namespace {

constexpr double kSignalW = 400.0; // a junction's LED heads and cabinet

std::uint32_t nearest_live_bus(const power::Network& net, Point2 at) {
    std::uint32_t best = kNone;
    double best_m = std::numeric_limits<double>::infinity();
    for (std::uint32_t b = 0; b < net.buses.size(); ++b) {
        if (net.buses[b].kind == power::BusKind::Infeed) {
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

bool inside(const City& city, Range rings, Point2 p) {
    bool in = false;
    for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
        const Range ring = city.rings[r].points;
        for (std::uint32_t i = ring.begin, j = ring.end() - 1; i < ring.end(); j = i++) {
            const Point2 a = city.points[i];
            const Point2 b = city.points[j];
            if ((a.y_m > p.y_m) != (b.y_m > p.y_m) &&
                p.x_m < (b.x_m - a.x_m) * (p.y_m - a.y_m) / (b.y_m - a.y_m) + a.x_m) {
                in = !in;
            }
        }
    }
    return in;
}

/// Districts from boundaries; else nine rectangles of the extent, named by the compass and said to be ours.
class Districts {
public:
    Districts(const City& city, std::vector<std::string>& names) : city_{city} {
        for (const District& district : city.districts) {
            names.push_back(district.name);
        }
        if (city.districts.empty()) {
            for (const char* name :
                 {"South-west", "South", "South-east", "West", "Centre", "East", "North-west", "North", "North-east"}) {
                names.emplace_back(name);
            }
        }
    }
    [[nodiscard]] std::uint32_t of(Point2 p) const {
        for (std::uint32_t d = 0; d < city_.districts.size(); ++d) {
            if (inside(city_, city_.districts[d].rings, p)) {
                return d;
            }
        }
        if (!city_.districts.empty()) {
            return kNone;
        }
        const auto third = [](double value, double low, double high) {
            return static_cast<std::uint32_t>(std::clamp(3.0 * (value - low) / std::max(1.0, high - low), 0.0, 2.999));
        };
        return 3 * third(p.y_m, city_.min_corner.y_m, city_.max_corner.y_m) +
               third(p.x_m, city_.min_corner.x_m, city_.max_corner.x_m);
    }

private:
    const City& city_;
};

} // namespace

lifeline::Dependencies derive_dependencies(const UtilityBase& base, engine::Networks& networks) {
    using lifeline::ConsumerKind;
    lifeline::Dependencies deps;
    const power::Network& power = networks.power;
    if (!power.buses.empty()) {
        for (std::uint32_t l = 0; l < networks.water.links.size(); ++l) {
            const water::Link& link = networks.water.links[l];
            if (link.kind == water::LinkKind::Pump) {
                deps.supplies.push_back(
                    {ConsumerKind::Pump, l, nearest_live_bus(power, networks.water.nodes[link.from].at), 0.0, 0.0});
            }
        }
        for (std::uint32_t c = 0; c < networks.roads.controllers.size(); ++c) {
            deps.supplies.push_back(
                {ConsumerKind::Signal, c, nearest_live_bus(power, networks.roads.controllers[c].at), kSignalW, 0.0});
        }
        for (std::uint32_t s = 0; s < networks.telecom.sites.size(); ++s) {
            const telecom::Site& site = networks.telecom.sites[s];
            deps.supplies.push_back(
                {ConsumerKind::TelecomSite, s, nearest_live_bus(power, site.at), site.power_w, site.battery_s});
        }
        for (std::uint32_t c = 0; c < networks.roads.chargers.size(); ++c) {
            deps.supplies.push_back(
                {ConsumerKind::Charger, c, nearest_live_bus(power, networks.roads.chargers[c].at), 0.0, 0.0});
        }
    }
    const Districts districts{base.city, deps.district_names};
    std::vector<std::uint32_t> bus_at(base.roads.junctions.size(), kNone);
    std::vector<std::uint32_t> water_at(base.roads.junctions.size(), kNone);
    for (std::uint32_t j = 0; j < base.roads.junctions.size(); ++j) {
        for (std::uint32_t b = 1; b < power.buses.size(); ++b) {
            if (power.buses[b].at == base.roads.junctions[j].at) {
                bus_at[j] = b;
                break;
            }
        }
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
        lifeline::BuildingService service;
        const Occupants occupants = occupants_of(building);
        service.people = static_cast<float>(occupants.people);
        service.jobs = static_cast<float>(occupants.jobs);
        if (building.rings.count > 0) {
            service.at = base.city.points[base.city.rings[building.rings.begin].points.begin];
            service.district = districts.of(service.at);
        }
        const std::uint32_t j = base.loads.building_junction[b];
        if (j != kNone) {
            service.bus = bus_at[j] != kNone    ? bus_at[j]
                          : power.buses.empty() ? kNone
                                                : nearest_live_bus(power, service.at);
            service.water_node = water_at[j];
        }
        deps.buildings.push_back(service);
    }
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
    return deps;
}

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "gis/city/city.h"
#include "gis/derive/networks.h"
#include "sim/corridor/frame.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/rows.h"
#include "sim/water/rows.h"

namespace cityloom::staged {

/// Networks drawn by hand over a city, enough to look at: one road edge per street and direction, pipes and cables
/// along the wider streets, a base station every 700 m.
inline gis::Networks networks(const gis::City& city) {
    gis::Networks n;
    for (const gis::Street& s : city.streets) {
        if (s.cls > gis::StreetClass::LivingStreet || s.closed_to_cars) {
            continue;
        }
        const Range shape{static_cast<std::uint32_t>(n.roads.points.size()), s.nodes.count};
        double length = 0;
        for (std::uint32_t k = s.nodes.begin; k < s.nodes.end(); ++k) {
            n.roads.points.push_back(city.street_nodes[city.street_node_refs[k]].at);
            if (k > s.nodes.begin) {
                length += distance_m(n.roads.points[n.roads.points.size() - 2], n.roads.points.back());
            }
        }
        traffic::Edge edge;
        edge.id = n.roads.edges.size() + 1;
        edge.street_id = s.id;
        edge.shape = shape;
        edge.length_m = length;
        edge.speed_mps = s.speed_mps;
        edge.rank = static_cast<std::uint8_t>(s.cls);
        edge.layer = s.layer;
        edge.lanes = {0, s.lanes_forward};
        n.roads.edges.push_back(edge);
        if (s.cls >= gis::StreetClass::Primary && s.cls <= gis::StreetClass::Tertiary) {
            const bool main = s.cls <= gis::StreetClass::Secondary;
            const auto water_a = static_cast<std::uint32_t>(n.water.nodes.size());
            const auto bus_a = static_cast<std::uint32_t>(n.power.buses.size());
            for (const Point2 at : {n.roads.points[shape.begin], n.roads.points[shape.end() - 1]}) {
                water::Node node;
                node.id = n.water.nodes.size() + 1;
                node.at = at;
                n.water.nodes.push_back(node);
                power::Bus bus;
                bus.id = n.power.buses.size() + 1;
                bus.at = at;
                n.power.buses.push_back(bus);
            }
            water::Link pipe;
            pipe.from = water_a;
            pipe.to = water_a + 1;
            pipe.diameter_m = main ? 0.5 : 0.2;
            pipe.shape = {static_cast<std::uint32_t>(n.water.points.size()), shape.count};
            n.water.points.insert(n.water.points.end(), n.roads.points.begin() + shape.begin,
                                  n.roads.points.begin() + shape.end());
            n.water.links.push_back(pipe);
            power::Branch cable;
            cable.from = bus_a;
            cable.to = bus_a + 1;
            cable.shape = {static_cast<std::uint32_t>(n.power.points.size()), shape.count};
            n.power.points.insert(n.power.points.end(), n.roads.points.begin() + shape.begin,
                                  n.roads.points.begin() + shape.end());
            n.power.branches.push_back(cable);
        }
    }
    for (const gis::Asset& asset : city.assets) {
        if (asset.kind == gis::AssetKind::Substation) {
            power::Bus bus;
            bus.kind = power::BusKind::Substation;
            bus.at = asset.at;
            n.power.buses.push_back(bus);
        } else if (asset.kind == gis::AssetKind::WaterTower || asset.kind == gis::AssetKind::WaterWorks) {
            water::Node node;
            node.kind = asset.kind == gis::AssetKind::WaterTower ? water::NodeKind::Tank : water::NodeKind::Reservoir;
            node.at = asset.at;
            n.water.nodes.push_back(node);
        }
    }
    for (double y = city.min_corner.y_m + 600; y < city.max_corner.y_m; y += 700) {
        for (double x = city.min_corner.x_m + 350; x < city.max_corner.x_m; x += 700) {
            if (city.terrain.ground_m({x, y}) > 0.5) {
                telecom::Site site;
                site.id = n.telecom.sites.size() + 1;
                site.at = {x, y};
                n.telecom.sites.push_back(site);
            }
        }
    }
    // Each building by what is nearest.
    const auto nearest = [](const auto& places, Point2 at, auto use) {
        std::uint64_t best = 0;
        double best_m = 1e12;
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (const double away = distance_m(places[i].at, at); use(places[i]) && away < best_m) {
                best_m = away;
                best = i;
            }
        }
        return best;
    };
    for (std::size_t b = 0; b < city.buildings.size(); ++b) {
        if (city.buildings[b].rings.count == 0) {
            continue;
        }
        const Point2 at = city.points[city.rings[city.buildings[b].rings.begin].points.begin];
        const engine::AssetRef building{&lifeline::kBuilding, b};
        n.dependencies.supplies.push_back(
            {.provider = {&water::kNode,
                          nearest(n.water.nodes, at,
                                  [](const water::Node& x) { return x.kind == water::NodeKind::Junction; })},
             .consumer = building,
             .service = engine::Service::Water});
        n.dependencies.supplies.push_back(
            {.provider = {&power::kBus, nearest(n.power.buses, at,
                                                [](const power::Bus& x) { return x.kind != power::BusKind::Infeed; })},
             .consumer = building,
             .service = engine::Service::Power});
        n.dependencies.supplies.push_back(
            {.provider = {&telecom::kSite, engine::kChosen}, .consumer = building, .service = engine::Service::Signal});
    }
    return n;
}

inline Point2 place_of(const gis::City& city, const gis::Building& b) {
    return city.points[city.rings[b.rings.begin].points.begin];
}

/// A moment: vehicles along the streets, slow near the middle; within `dark_m` of `dark` no power, no water a bit east
/// of it.
inline std::shared_ptr<const engine::Frame> frame(const gis::City& city, const gis::Networks& n, std::size_t vehicles,
                                                  Point2 dark, double dark_m) {
    auto f = std::make_shared<engine::Frame>();
    f->time = 8 * kHourUs + 12 * kMinuteUs;
    const Point2 middle = 0.5 * (city.min_corner + city.max_corner);
    const auto out = [&](Point2 p) { return distance_m(p, dark) < dark_m; };
    const auto dry = [&](Point2 p) { return distance_m(p, dark + Point2{0.7 * dark_m, 0}) < 0.7 * dark_m; };
    const auto put = [&](const engine::ColumnInfo& column, double value) {
        auto& values = f->columns.fill(column, f->columns[column].size() + 1);
        values.back() = static_cast<float>(value);
    };
    for (const traffic::Edge& e : n.roads.edges) {
        const double d = distance_m(n.roads.points[e.shape.begin], middle + Point2{-400, -500});
        const double share = std::clamp(0.25 + d / 2600.0 + 0.25 * std::sin(static_cast<double>(e.street_id) * 1.7) -
                                            0.06 * std::max(0, 4 - static_cast<int>(e.rank)),
                                        0.04, 1.0);
        put(traffic::kSpeedShare, share);
        put(traffic::kDensity, 10.0);
    }
    double total = 0;
    for (const traffic::Edge& e : n.roads.edges) {
        total += e.length_m * std::max(1, 5 - static_cast<int>(e.rank));
    }
    const double gap = total / static_cast<double>(std::max<std::size_t>(1, vehicles));
    double owed = 0;
    for (std::size_t i = 0; i < n.roads.edges.size() && f->vehicles.size() < vehicles; ++i) {
        const traffic::Edge& e = n.roads.edges[i];
        double along = 0;
        for (std::uint32_t k = e.shape.begin; k + 1 < e.shape.end(); ++k) {
            const Point2 a = n.roads.points[k];
            const Point2 b = n.roads.points[k + 1];
            const double length = distance_m(a, b);
            const Point2 u = (1.0 / std::max(1e-9, length)) * (b - a);
            owed += length * std::max(1, 5 - static_cast<int>(e.rank)) / gap;
            for (double t = 6.0; owed >= 1.0 && t < length && f->vehicles.size() < vehicles; t += 9.0, owed -= 1.0) {
                engine::VehicleView v;
                v.id = f->vehicles.size() * 7919 + 13;
                const bool back = v.id % 2 == 0 && e.rank != 0;
                const double lane = e.rank == 2 && v.id % 3 == 0 ? 4.8 : e.rank == 0 ? 1.8 : 1.7;
                const Point2 dir = back ? Point2{-u.x_m, -u.y_m} : u;
                const Point2 at = a + t * u + lane * Point2{dir.y_m, -dir.x_m};
                v.x_m = static_cast<float>(at.x_m);
                v.y_m = static_cast<float>(at.y_m);
                v.heading_rad = static_cast<float>(std::atan2(dir.y_m, dir.x_m));
                v.cls = v.id % 23 == 0    ? engine::VehicleClass::Bus
                        : v.id % 17 == 0  ? engine::VehicleClass::Truck
                        : v.id % 101 == 0 ? engine::VehicleClass::Emergency
                                          : engine::VehicleClass::Car;
                v.length_m = v.cls == engine::VehicleClass::Bus     ? 12.0F
                             : v.cls == engine::VehicleClass::Truck ? 9.0F
                                                                    : 4.5F;
                v.speed_mps = 8.0F;
                v.braking = v.id % 5 == 0;
                v.layer = e.layer;
                f->vehicles.push_back(v);
            }
            along += length;
        }
    }
    for (const water::Node& node : n.water.nodes) {
        const double h = city.terrain.ground_m(node.at);
        put(water::kPressure, dry(node.at) ? NAN : std::clamp(66.0 - 0.9 * h, 3.0, 80.0));
        put(water::kNodeState, dry(node.at) ? 0.0 : 1.0);
    }
    for (const water::Link& link : n.water.links) {
        put(water::kFlow, 0.02);
        put(water::kLinkState, dry(n.water.nodes[link.from].at) || dry(n.water.nodes[link.to].at) ? 0.0 : 1.0);
    }
    for (const power::Bus& bus : n.power.buses) {
        put(power::kVoltage, out(bus.at) ? 0.0 : 1.03 - 0.075 * std::min(1.0, distance_m(bus.at, middle) / 2900.0));
        put(power::kBusState, out(bus.at) ? 0.0 : 1.0);
    }
    for (const power::Branch& branch : n.power.branches) {
        put(power::kBranchState, out(n.power.buses[branch.from].at) || out(n.power.buses[branch.to].at) ? 0.0 : 1.0);
    }
    for (std::size_t i = 0; i < n.telecom.sites.size(); ++i) {
        const bool dead = out(n.telecom.sites[i].at) && i % 2 == 0;
        put(telecom::kState, dead ? 0.0 : out(n.telecom.sites[i].at) ? 0.5 : 1.0);
        put(telecom::kLoad, 0.15 + 0.8 * std::exp(-distance_m(n.telecom.sites[i].at, middle) / 1500.0));
    }
    for (const gis::Building& b : city.buildings) {
        const Point2 at = b.rings.count > 0 ? place_of(city, b) : middle;
        put(lifeline::kHasPower, out(at) ? 0.0 : 1.0);
        put(lifeline::kHasWater, dry(at) ? 0.0 : 1.0);
        put(lifeline::kHasSignal, out(at) && at.y_m < dark.y_m ? 0.0 : 1.0);
        double nearest_m = 1e9;
        double serves = NAN;
        for (std::size_t i = 0; i < n.telecom.sites.size(); ++i) {
            const double away = distance_m(n.telecom.sites[i].at, at);
            if (n.telecom.sites[i].kind == telecom::SiteKind::BaseStation && away < nearest_m) {
                nearest_m = away;
                serves = static_cast<double>(i);
            }
        }
        put(lifeline::kServingSite, serves);
    }
    return f;
}

} // namespace cityloom::staged

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "gis/city/city.h"
#include "gis/derive/networks.h"
#include "sim/engine/frame.h"

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
    for (const traffic::Edge& e : n.roads.edges) {
        const double d = distance_m(n.roads.points[e.shape.begin], middle + Point2{-400, -500});
        const double share = std::clamp(0.25 + d / 2600.0 + 0.25 * std::sin(static_cast<double>(e.street_id) * 1.7) -
                                            0.06 * std::max(0, 4 - static_cast<int>(e.rank)),
                                        0.04, 1.0);
        f->edge_speed_share.push_back(static_cast<float>(share));
        f->edge_density.push_back(10.0F);
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
        f->water_pressure_m.push_back(dry(node.at) ? std::numeric_limits<float>::quiet_NaN()
                                                   : static_cast<float>(std::clamp(66.0 - 0.9 * h, 3.0, 80.0)));
    }
    f->water_flow_m3ps.assign(n.water.links.size(), 0.02F);
    for (const power::Bus& bus : n.power.buses) {
        f->bus_voltage_pu.push_back(
            out(bus.at) ? 0.0F : static_cast<float>(1.03 - 0.075 * std::min(1.0, distance_m(bus.at, middle) / 2900.0)));
    }
    for (std::size_t i = 0; i < n.telecom.sites.size(); ++i) {
        const bool dead = out(n.telecom.sites[i].at) && i % 2 == 0;
        f->site_state.push_back(dead ? 0 : out(n.telecom.sites[i].at) ? 1 : 2);
        f->site_load.push_back(
            static_cast<float>(0.15 + 0.8 * std::exp(-distance_m(n.telecom.sites[i].at, middle) / 1500.0)));
    }
    for (const gis::Building& b : city.buildings) {
        const Point2 at = b.rings.count > 0 ? place_of(city, b) : middle;
        f->building_power.push_back(out(at) ? 0 : 1);
        f->building_water.push_back(dry(at) ? 0 : 1);
        f->building_signal.push_back(out(at) && at.y_m < dark.y_m ? 0 : 1);
    }
    return f;
}

} // namespace cityloom::staged

// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/scene/scene_parts.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "render/networks/line_mesh.h"

namespace cityloom::render {

namespace {

constexpr Colour kWater = rgb(0x1F8A8A);
constexpr Colour kPower = rgb(0xD9952B);
constexpr Colour kTelecom = rgb(0x5E7A99);

void add_symbol(Mesh& mesh, const HeightField& heights, Point2 at, double above_m, int kind, double size_px,
                std::size_t object, Colour colour, double far_share) {
    mesh.add(vertex(at.x_m, at.y_m, heights.ground_m(at) + above_m), colour,
             {static_cast<float>(kind), static_cast<float>(object), static_cast<float>(size_px),
              static_cast<float>(far_share)});
}

/// The path moved sideways, positive to the right.
std::vector<Point2> shifted(std::vector<Point2> path, double right_m) {
    const std::vector<Point2> old = path;
    for (std::size_t i = 0; i < old.size() && old.size() > 1; ++i) {
        const Point2 d = old[std::min(i + 1, old.size() - 1)] - old[i > 0 ? i - 1 : 0];
        path[i] = old[i] + (right_m / std::max(1e-9, norm(d))) * Point2{d.y_m, -d.x_m};
    }
    return path;
}

void add_networks(SceneParts& parts) {
    const gis::Networks& n = parts.networks;
    const auto path = [](const std::vector<Point2>& points, Range shape, Point2 a, Point2 b) {
        return shape.count >= 2 ? std::vector<Point2>(points.begin() + shape.begin, points.begin() + shape.end())
                                : std::vector<Point2>{a, b};
    };
    for (std::uint32_t i = 0; i < n.water.links.size(); ++i) {
        const water::Link& link = n.water.links[i];
        if (link.from < n.water.nodes.size() && link.to < n.water.nodes.size()) {
            add_line(parts.pipes,
                     path(n.water.points, link.shape, n.water.nodes[link.from].at, n.water.nodes[link.to].at),
                     parts.heights, 0, 0.8 + 3.0 * link.diameter_m, kWater, i);
        }
    }
    for (std::uint32_t i = 0; i < n.power.branches.size(); ++i) {
        const power::Branch& branch = n.power.branches[i];
        if (branch.from < n.power.buses.size() && branch.to < n.power.buses.size() && !branch.transformer) {
            const double volts = n.power.buses[branch.from].nominal_v;
            add_line(parts.cables,
                     path(n.power.points, branch.shape, n.power.buses[branch.from].at, n.power.buses[branch.to].at),
                     parts.heights, 0,
                     volts > 60e3  ? 2.6
                     : volts > 5e3 ? 1.5
                                   : 0.8,
                     kPower, i);
        }
    }
    for (std::uint32_t i = 0; i < n.roads.edges.size(); ++i) {
        const traffic::Edge& edge = n.roads.edges[i];
        // Both directions share the street's centre line: each goes where its lanes are.
        double beside = 0.0;
        for (std::uint32_t l = edge.lanes.begin; l < edge.lanes.end() && l < n.roads.lanes.size(); ++l) {
            beside += n.roads.lanes[l].offset_m / edge.lanes.count;
        }
        const std::vector<Point2> shape =
            shifted({n.roads.points.begin() + edge.shape.begin, n.roads.points.begin() + edge.shape.end()}, beside);
        add_line(parts.traffic, shape, parts.heights, edge.layer,
                 1.3 + 0.5 * std::max(0, 5 - static_cast<int>(edge.rank)), rgb(0xB0B0AC), i);
    }
    for (std::uint32_t i = 0; i < n.water.nodes.size(); ++i) {
        const water::Node& node = n.water.nodes[i];
        if (node.kind != water::NodeKind::Junction) {
            add_symbol(parts.water_symbols, parts.heights, node.at, 14, node.kind == water::NodeKind::Tank ? 0 : 4, 24,
                       i, kWater, 0.7);
        }
    }
    for (std::uint32_t i = 0; i < n.power.buses.size(); ++i) {
        const power::Bus& bus = n.power.buses[i];
        if (bus.kind == power::BusKind::Substation || bus.kind == power::BusKind::Infeed) {
            add_symbol(parts.power_symbols, parts.heights, bus.at, 16, 1, 24, i, kPower, 0.7);
        } else if (bus.kind == power::BusKind::Transformer) {
            add_symbol(parts.power_symbols, parts.heights, bus.at, 5, 1, 8, i, kPower, 0.35);
        }
    }
    constexpr int kSides = 40;
    constexpr std::array<double, 4> kRings{0.0, 0.35, 0.7, 1.0};
    for (std::uint32_t i = 0; i < n.telecom.sites.size(); ++i) {
        const telecom::Site& site = n.telecom.sites[i];
        const bool station = site.kind == telecom::SiteKind::BaseStation;
        add_symbol(parts.telecom_symbols, parts.heights, site.at, station ? site.antenna_height_m : 6.0,
                   station ? 3 : 2, station ? 20 : 10, i, kTelecom, station ? 0.6 : 0.3);
        if (!station) {
            continue;
        }
        const auto first = static_cast<std::uint32_t>(parts.discs.position.size());
        for (const double ring : kRings) {
            for (int k = 0; k < kSides; ++k) {
                const double a = 6.283185307179586 * k / kSides;
                const Point2 p = site.at + (ring * site.range_m) * Point2{std::cos(a), std::sin(a)};
                const auto alpha = static_cast<std::uint8_t>(34.0 * (1.0 - ring) + 6.0 * (ring < 1.0 ? 1.0 : 0.0));
                parts.discs.add(vertex(p.x_m, p.y_m, parts.heights.ground_m(p)), {94, 122, 153, alpha}, {0, 0, 0, 0});
                parts.discs.extra2.push_back({0.0F, static_cast<float>(i), 0.0F, 0.0F});
            }
        }
        for (std::uint32_t r = 0; r + 1 < kRings.size(); ++r) {
            for (std::uint32_t k = 0; k < kSides; ++k) {
                const std::uint32_t m = (k + 1) % kSides;
                parts.discs.quad(first + r * kSides + k, first + (r + 1) * kSides + k, first + (r + 1) * kSides + m,
                                 first + r * kSides + m);
            }
        }
    }
}

} // namespace

std::shared_ptr<const SceneParts> build_scene(const gis::City& city, const gis::Networks& networks,
                                              std::stop_token stop, const std::function<void(double)>& progress) {
    auto parts = std::make_shared<SceneParts>(city, networks);
    std::atomic<int> done{0};
    const auto step = [&] {
        const int now = ++done;
        if (progress) {
            progress(now / 6.0);
        }
    };
    {
        std::jthread other{[&] {
            parts->buildings = mesh_buildings(city, 384.0, stop);
            step();
            parts->streets = mesh_streets(city, parts->heights, 256.0, stop, parts->walk);
            step();
            if (!stop.stop_requested()) {
                add_networks(*parts);
            }
            step();
        }};
        parts->ground = paint_ground(city, stop);
        step();
        if (!stop.stop_requested()) {
            parts->terrain = mesh_terrain(city, parts->ground, parts->heights);
            parts->apron = mesh_apron(city, parts->ground, parts->heights);
        }
        step();
        if (!stop.stop_requested()) {
            parts->trees = mesh_trees(city, parts->heights);
        }
        step();
    }
    return stop.stop_requested() ? nullptr : parts;
}

} // namespace cityloom::render

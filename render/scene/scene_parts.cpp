// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/scene/scene_parts.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "render/networks/line_mesh.h"

namespace cityloom::render {

namespace {

/// The path moved sideways, positive to the right.
std::vector<Point2> shifted(std::vector<Point2> path, double right_m) {
    const std::vector<Point2> old = path;
    for (std::size_t i = 0; i < old.size() && old.size() > 1; ++i) {
        const Point2 d = old[std::min(i + 1, old.size() - 1)] - old[i > 0 ? i - 1 : 0];
        path[i] = old[i] + (right_m / std::max(1e-9, norm(d))) * Point2{d.y_m, -d.x_m};
    }
    return path;
}

/// One line per road edge, where its lanes are.
void add_traffic(SceneParts& parts) {
    const gis::Networks& n = parts.networks;
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
}

/// How far each base station reaches.
void add_discs(SceneParts& parts) {
    const gis::Networks& n = parts.networks;
    constexpr int kSides = 40;
    constexpr std::array<double, 4> kRings{0.0, 0.35, 0.7, 1.0};
    for (std::uint32_t i = 0; i < n.telecom.sites.size(); ++i) {
        const telecom::Site& site = n.telecom.sites[i];
        const bool station = site.kind == telecom::SiteKind::BaseStation;
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
    auto base = std::make_shared<CityParts>(city);
    std::shared_ptr<const SceneParts> parts;
    std::atomic<int> done{0};
    const auto step = [&] {
        const int now = ++done;
        if (progress) {
            progress(now / 5.0);
        }
    };
    {
        std::jthread other{[&] {
            base->buildings = mesh_buildings(city, 384.0, stop);
            step();
            if (!stop.stop_requested()) {
                parts = build_scene(base, city, networks, stop);
            }
            step();
        }};
        base->ground = paint_ground(city, stop);
        step();
        if (!stop.stop_requested()) {
            base->terrain = mesh_terrain(city, base->ground, base->heights);
            base->apron = mesh_apron(city, base->ground, base->heights);
        }
        step();
        if (!stop.stop_requested()) {
            base->trees = mesh_trees(city, base->heights);
        }
        step();
    }
    return stop.stop_requested() ? nullptr : parts;
}

std::shared_ptr<const SceneParts> build_scene(std::shared_ptr<const CityParts> base, const gis::City& city,
                                              const gis::Networks& networks, std::stop_token stop) {
    auto parts = std::make_shared<SceneParts>(std::move(base), city, networks);
    parts->streets = std::make_unique<const StreetTiles>(city, parts->heights, 256.0, stop, parts->walk);
    if (!stop.stop_requested()) {
        parts->kinds = mesh_kinds(networks, parts->heights);
        add_traffic(*parts);
        add_discs(*parts);
    }
    return stop.stop_requested() ? nullptr : parts;
}

} // namespace cityloom::render

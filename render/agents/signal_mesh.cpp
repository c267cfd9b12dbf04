// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/agents/signal_mesh.h"

#include <array>
#include <cmath>

namespace cityloom::render {

namespace {

void block(Mesh& mesh, Point2 at, double z0, double z1, double half, Colour colour) {
    std::array<std::uint32_t, 8> v{};
    for (std::size_t k = 0; k < 4; ++k) {
        const double x = at.x_m + (k == 0 || k == 3 ? -half : half);
        const double y = at.y_m + (k < 2 ? -half : half);
        v[k] = mesh.add(vertex(x, y, z0), colour);
        v[k + 4] = mesh.add(vertex(x, y, z1), colour);
    }
    for (std::size_t k = 0; k < 4; ++k) {
        mesh.quad(v[k], v[(k + 1) % 4], v[(k + 1) % 4 + 4], v[k + 4]);
    }
    mesh.quad(v[4], v[5], v[6], v[7]);
}

} // namespace

void mesh_signals(const traffic::RoadNetwork& roads, const engine::Frame* frame, const HeightField& heights, const ViewVolume& view, Mesh& mesh) {
    mesh.position.clear();
    mesh.colour.clear();
    mesh.extra.clear();
    mesh.index.clear();
    constexpr double kWithinM = 300.0;
    for (const traffic::Junction& junction : roads.junctions) {
        if (junction.controller == kNone || std::hypot(junction.at.x_m - view.eye[0], junction.at.y_m - view.eye[1]) > kWithinM) {
            continue;
        }
        std::uint32_t last_edge = kNone;
        for (std::uint32_t t = junction.turns.begin; t < junction.turns.end(); ++t) {
            const traffic::Turn& turn = roads.turns[t];
            if (turn.movement == kNone || turn.from_lane >= roads.lanes.size()) {
                continue;
            }
            const std::uint32_t e = roads.lanes[turn.from_lane].edge;
            const traffic::Edge& edge = roads.edges[e];
            if (e == last_edge || edge.shape.count < 2) {
                continue; // one post for each approach, showing its first movement
            }
            last_edge = e;
            const Point2 end = roads.points[edge.shape.end() - 1];
            const Point2 before = roads.points[edge.shape.end() - 2];
            const Point2 u = (1.0 / std::max(1e-6, distance_m(before, end))) * (end - before);
            const double side = (roads.left_hand ? -1.0 : 1.0) * (3.4 * edge.lanes.count + 0.9);
            const Point2 at = end + side * Point2{u.y_m, -u.x_m};
            const double z = heights.road_m(at, edge.layer);
            if (!view.sees(at.x_m, at.y_m, z + 2, 5.0)) {
                continue;
            }
            const auto aspect = frame != nullptr && t < frame->turn_aspect.size() ? static_cast<engine::SignalAspect>(frame->turn_aspect[t]) : engine::SignalAspect::Dark;
            block(mesh, at, z, z + 2.6, 0.07, rgb(0x5B6064));
            block(mesh, at, z + 2.6, z + 3.7, 0.2, rgb(0x2E3236));
            const int lamp = aspect == engine::SignalAspect::Red ? 2 : aspect == engine::SignalAspect::Yellow ? 1 : 0;
            const Colour shine = aspect == engine::SignalAspect::Red ? Colour{255, 66, 48, 100} : aspect == engine::SignalAspect::Yellow ? Colour{255, 196, 40, 100} : Colour{60, 222, 150, 100};
            if (aspect != engine::SignalAspect::Dark) {
                block(mesh, at - 0.12 * u, z + 2.68 + 0.34 * lamp, z + 2.96 + 0.34 * lamp, 0.17, shine);
            }
        }
    }
}

} // namespace cityloom::render

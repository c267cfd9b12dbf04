// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/agents/signal_mesh.h"

#include <algorithm>
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

std::vector<SignalPost> signal_posts(const traffic::RoadNetwork& roads, const HeightField& heights) {
    std::vector<SignalPost> posts;
    for (const traffic::Junction& junction : roads.junctions) {
        if (junction.controller == kNone) {
            continue;
        }
        std::uint32_t edge_before = kNone;
        std::uint32_t movement_before = kNone;
        int heads = 0;
        for (std::uint32_t t = junction.turns.begin; t < junction.turns.end(); ++t) {
            const traffic::Turn& turn = roads.turns[t];
            if (turn.movement == kNone || turn.from_lane >= roads.lanes.size()) {
                continue;
            }
            const std::uint32_t e = roads.lanes[turn.from_lane].edge;
            const traffic::Edge& edge = roads.edges[e];
            if (edge.shape.count < 2 || (e == edge_before && (turn.movement == movement_before || heads >= 3))) {
                continue;
            }
            heads = e == edge_before ? heads + 1 : 0;
            edge_before = e;
            movement_before = turn.movement;
            const Point2 end = roads.points[edge.shape.end() - 1];
            const Point2 before = roads.points[edge.shape.end() - 2];
            const Point2 u = (1.0 / std::max(1e-6, distance_m(before, end))) * (end - before);
            double outside = 0.0; // beyond the outermost lane
            for (std::uint32_t l = edge.lanes.begin; l < edge.lanes.end(); ++l) {
                outside = std::max(outside, std::abs(roads.lanes[l].offset_m) + 0.5 * roads.lanes[l].width_m);
            }
            const double side = (roads.left_hand ? -1.0 : 1.0) * (outside + 0.8 + 0.55 * heads);
            const Point2 at = end + side * Point2{u.y_m, -u.x_m};
            posts.push_back({at, u, heights.road_m(at, edge.layer), t, junction.controller});
        }
    }
    return posts;
}

void mesh_signals(const std::vector<SignalPost>& posts, const engine::Frame* frame, const ViewVolume& view,
                  Mesh& mesh) {
    mesh.position.clear();
    mesh.colour.clear();
    mesh.extra.clear();
    mesh.index.clear();
    for (const SignalPost& post : posts) {
        const Point2 at = post.at;
        const double z = post.z;
        if (std::hypot(at.x_m - view.eye[0], at.y_m - view.eye[1], z - view.eye[2]) > kSignalsWithinM ||
            !view.sees(at.x_m, at.y_m, z + 2, 5.0)) {
            continue;
        }
        const auto aspect = frame != nullptr && post.turn < frame->turn_aspect.size()
                                ? static_cast<engine::SignalAspect>(frame->turn_aspect[post.turn])
                                : engine::SignalAspect::Dark;
        block(mesh, at, z, z + 2.6, 0.07, rgb(0x5B6064));
        block(mesh, at, z + 2.6, z + 3.75, 0.2, rgb(0x2E3236));
        // Place tells as much as colour: red on top, green at the bottom; the unlit lenses stay visible.
        constexpr std::array<Colour, 3> kShine{Colour{60, 222, 150, 100}, Colour{255, 196, 40, 100},
                                               Colour{255, 66, 48, 100}};
        const int lit = aspect == engine::SignalAspect::Red      ? 2
                        : aspect == engine::SignalAspect::Yellow ? 1
                        : aspect == engine::SignalAspect::Green  ? 0
                                                                 : -1;
        for (int lamp = 0; lamp < 3; ++lamp) {
            block(mesh, at - 0.12 * post.along, z + 2.68 + 0.35 * lamp, z + 2.97 + 0.35 * lamp,
                  lamp == lit ? 0.17 : 0.12, lamp == lit ? kShine.at(static_cast<std::size_t>(lamp)) : rgb(0x474D52));
        }
    }
}

} // namespace cityloom::render

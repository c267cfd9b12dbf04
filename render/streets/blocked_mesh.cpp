// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/streets/blocked_mesh.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>
#include <utility>

#include "render/networks/line_mesh.h"
#include "render/terrain/ground_map.h"
#include "sim/core/polyline.h"

namespace cityloom::render {

namespace {

constexpr double kLeastStretchM = 1.0;
constexpr double kLeastWidthM = 0.8; // a work zone's strip where the lanes left lie in the middle of a one-way street
constexpr double kSignAboveM = 14.0; // as the symbols of networks
constexpr double kConesEveryM = 6.0;
constexpr int kMostCones = 80; // of a stretch: longer ones have them farther apart
constexpr double kLiftM = 0.12;

constexpr Colour kClosed = rgb(0xB23A2A);
constexpr Colour kWorks = rgb(0xC9791E);
// Alpha 100 shines at night: boards and cones throw the light back.
constexpr Colour kBoardRed = rgb(0xC23B2B, 100);
constexpr Colour kBoardWhite = rgb(0xF7F4EC, 100);
constexpr Colour kPost = rgb(0x6A6F72);
constexpr Colour kCone = rgb(0xDD6B20, 100);
constexpr Colour kLamp{255, 176, 32, 100};

struct Axes {
    Point2 along;
    Point2 right;
};

/// A block on the road, its top `taper` times as wide as its foot.
void block(Mesh& mesh, Point2 at, const Axes& axes, double half_along, double half_across, double low, double high,
           Colour colour, double taper = 1.0) {
    std::array<std::uint32_t, 8> v{};
    for (std::size_t k = 0; k < 4; ++k) {
        const double f = k == 0 || k == 3 ? -half_along : half_along;
        const double r = k < 2 ? -half_across : half_across;
        const Point2 foot = at + f * axes.along + r * axes.right;
        const Point2 top = at + (taper * f) * axes.along + (taper * r) * axes.right;
        v[k] = mesh.add(vertex(foot.x_m, foot.y_m, low), colour);
        v[k + 4] = mesh.add(vertex(top.x_m, top.y_m, high), colour);
    }
    for (std::size_t k = 0; k < 4; ++k) {
        mesh.quad(v[k], v[(k + 1) % 4], v[(k + 1) % 4 + 4], v[k + 4]);
    }
    mesh.quad(v[4], v[5], v[6], v[7]);
}

/// Two striped boards across the blocked lanes, on posts with lamps.
void barrier(Mesh& mesh, const PolylinePlace& place, double half_m, double z) {
    const Axes axes{place.direction, {place.direction.y_m, -place.direction.x_m}};
    const double half = std::max(0.5, half_m - 0.15);
    const int stripes = std::max(3, static_cast<int>(std::lround(2.0 * half / 0.45)) | 1); // red at both ends
    const double wide = 2.0 * half / stripes;
    for (int k = 0; k < stripes; ++k) {
        const Point2 at = place.at + (-half + (k + 0.5) * wide) * axes.right;
        const Colour colour = k % 2 == 0 ? kBoardRed : kBoardWhite;
        block(mesh, at, axes, 0.05, 0.5 * wide, z + 0.72, z + 1.12, colour);
        block(mesh, at, axes, 0.05, 0.5 * wide, z + 0.22, z + 0.47, colour);
    }
    for (const double side : {-1.0, 1.0}) {
        const Point2 at = place.at + (side * (half - 0.12)) * axes.right;
        block(mesh, at, axes, 0.04, 0.05, z, z + 1.2, kPost);
        block(mesh, at, axes, 0.11, 0.11, z + 1.2, z + 1.42, kLamp);
    }
}

void cone(Mesh& mesh, const PolylinePlace& place, double z) {
    const Axes axes{place.direction, {place.direction.y_m, -place.direction.x_m}};
    block(mesh, place.at, axes, 0.22, 0.22, z, z + 0.06, kCone);
    block(mesh, place.at, axes, 0.17, 0.17, z + 0.06, z + 0.36, kCone, 0.7);
    block(mesh, place.at, axes, 0.12, 0.12, z + 0.36, z + 0.56, kBoardWhite, 0.7);
    block(mesh, place.at, axes, 0.085, 0.085, z + 0.56, z + 0.80, kCone, 0.4);
}

void cones(Mesh& mesh, const BlockedPlace& place, const HeightField& heights) {
    const std::vector<Point2> line = polyline_offset(place.middle, place.inner * (place.half_m - 0.2));
    const double length = polyline_length_m(line);
    const int count = std::clamp(static_cast<int>(length / kConesEveryM), 1, kMostCones);
    for (int k = 1; k <= count; ++k) {
        const PolylinePlace at = polyline_at(line, length * k / count);
        cone(mesh, at, heights.road_m(at.at, place.layer) + kLiftM);
    }
}

void sign_streets(std::vector<BlockedPlace>& places) {
    std::map<std::pair<std::uint32_t, engine::Blockage>, std::size_t> longest;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i].kind == engine::Blockage::Incident || places[i].street == kNone) {
            places[i].has_sign = true;
            continue;
        }
        const auto [known, first] = longest.try_emplace({places[i].street, places[i].kind}, i);
        if (!first && polyline_length_m(places[i].middle) > polyline_length_m(places[known->second].middle)) {
            known->second = i;
        }
    }
    for (const auto& [street, i] : longest) {
        places[i].has_sign = true;
    }
}

} // namespace

std::vector<BlockedPlace> blocked_places(std::span<const engine::BlockedView> blocked, const gis::City& city,
                                         const traffic::RoadNetwork& roads, const HeightField& heights) {
    std::vector<BlockedPlace> places;
    if (blocked.empty()) {
        return places;
    }
    std::unordered_map<std::uint64_t, std::uint32_t> street_of;
    for (std::uint32_t s = 0; s < city.streets.size(); ++s) {
        street_of.emplace(city.streets[s].id, s);
    }
    for (const engine::BlockedView& view : blocked) {
        if (view.edge >= roads.edges.size() || roads.edges[view.edge].shape.count < 2 ||
            !(view.right_m > view.left_m)) {
            continue;
        }
        const traffic::Edge& edge = roads.edges[view.edge];
        BlockedPlace place{.kind = view.kind, .layer = edge.layer};
        double left = static_cast<double>(view.left_m);
        double right = static_cast<double>(view.right_m);
        const double kerb = roads.left_hand ? -1.0 : 1.0;
        if (const auto found = street_of.find(edge.street_id); found != street_of.end()) {
            place.street = found->second;
            if (view.kind == engine::Blockage::Works) {
                const double half = std::max(kLeastWidthM, half_width_m(city.streets[place.street]));
                left = roads.left_hand ? std::max(left, -half) : std::min(left, half - kLeastWidthM);
                right = roads.left_hand ? std::max(right, -half + kLeastWidthM) : std::min(right, half);
            }
        }
        const std::span<const Point2> shape{roads.points.data() + edge.shape.begin, edge.shape.count};
        const double length = polyline_length_m(shape);
        const double drawn = length / std::max(1e-6, edge.length_m); // the engine's length over the picture's
        const double from = std::clamp(static_cast<double>(view.from_m) * drawn, 0.0, length);
        const double to = std::clamp(static_cast<double>(view.to_m) * drawn, from, length);
        if (to - from < std::min(kLeastStretchM, 0.5 * length)) {
            continue;
        }
        place.middle = polyline_offset(polyline_part(shape, from, to), 0.5 * (left + right));
        place.half_m = 0.5 * (right - left);
        place.inner = view.kind == engine::Blockage::Closed ? 0.0 : -kerb;
        const PolylinePlace at = view.kind == engine::Blockage::Incident
                                     ? polyline_at(place.middle, 0.0)
                                     : polyline_at(place.middle, 0.5 * polyline_length_m(place.middle));
        place.sign = {at.at.x_m, at.at.y_m, heights.road_m(at.at, place.layer) + kSignAboveM};
        places.push_back(std::move(place));
    }
    sign_streets(places);
    return places;
}

void mesh_blocked(std::span<const BlockedPlace> places, const HeightField& heights, Mesh& stretches, Mesh& solids,
                  Mesh& signs) {
    stretches = solids = signs = {};
    for (const BlockedPlace& place : places) {
        const Colour colour = place.kind == engine::Blockage::Works ? kWorks : kClosed;
        add_line(stretches, place.middle, heights, place.layer, place.half_m, colour, 0);
        const auto across = [&](double along_m) {
            const PolylinePlace at = polyline_at(place.middle, along_m);
            barrier(solids, at, place.half_m, heights.road_m(at.at, place.layer) + kLiftM);
        };
        const double length = polyline_length_m(place.middle);
        across(std::min(0.3, 0.1 * length));
        if (place.kind == engine::Blockage::Closed) {
            across(std::max(0.9 * length, length - 0.3));
        } else {
            cones(solids, place, heights);
        }
        if (place.has_sign) {
            signs.add(vertex(place.sign.x_m, place.sign.y_m, place.sign.z_m), kClosed,
                      {static_cast<float>(place.kind), 0.0F, 22.0F, 0.7F});
        }
    }
}

} // namespace cityloom::render

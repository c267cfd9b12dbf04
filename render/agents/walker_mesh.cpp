// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/agents/walker_mesh.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>
#include <utility>

#include "render/terrain/ground_map.h"
#include "sim/traffic/signals/pedestrians.h"

namespace cityloom::render {

namespace {

constexpr double kPlainBeyondM = 140.0;
// Vehicles halt at the end of their lane, near the corner; people walk right before them. The engine, which counts
// along the lanes that lead away, takes 2 m for the middle of the crossing.
constexpr double kOffLineM = 1.6;
constexpr double kStripM = 2.6;   // length of the stripes: the width that people use
constexpr double kStartUpS = 3.2; // from the signal to the first step, as in the engine (HCM 2010, ch. 18)
constexpr double kSlotS = 0.5;    // of CrossingView::started
constexpr double kLiftM = 0.14;
constexpr double kPavementM = 0.10;

std::uint64_t mixed(std::uint64_t x) { // splitmix64's finaliser (Steele, Lea and Flood 2014)
    x = (x ^ x >> 30U) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ x >> 27U) * 0x94D049BB133111EBULL;
    return x ^ x >> 31U;
}

/// 0..1, by crossing, kerb and place in the row or moment of the start.
double share_of(std::uint64_t id, std::uint64_t kerb, std::int64_t which, std::uint64_t use) {
    const std::uint64_t seed =
        mixed(id + 0x9E3779B97F4A7C15ULL * (4 * static_cast<std::uint64_t>(which) + 2 * use + kerb + 1));
    return static_cast<double>(seed >> 11U) * 0x1.0p-53;
}

struct Figure {
    Point2 at;
    double z = 0.0;
    Point2 facing;
    double stride = 0.0; ///< of the legs, -1..1
    std::uint64_t look = 0;
    bool plain = false;
};

void block(Mesh& mesh, const Figure& f, double along, double right, double half_a, double half_r, double low,
           double high, Colour colour) {
    const Point2 side{f.facing.y_m, -f.facing.x_m};
    std::array<std::uint32_t, 8> v{};
    for (std::size_t k = 0; k < 4; ++k) {
        const double a = along + (k == 0 || k == 3 ? -half_a : half_a);
        const double r = right + (k < 2 ? -half_r : half_r);
        const Point2 p = f.at + a * f.facing + r * side;
        v[k] = mesh.add(vertex(p.x_m, p.y_m, f.z + low), colour);
        v[k + 4] = mesh.add(vertex(p.x_m, p.y_m, f.z + high), colour);
    }
    for (std::size_t k = 0; k < 4; ++k) {
        mesh.quad(v[k], v[(k + 1) % 4], v[(k + 1) % 4 + 4], v[k + 4]);
    }
    mesh.quad(v[4], v[5], v[6], v[7]);
}

void figure(Mesh& mesh, const Figure& f) {
    static constexpr std::array<std::uint32_t, 8> kCoats{0x2F4B66, 0x7A3B34, 0x4D6B57, 0x5B5568,
                                                         0x8A6D3B, 0x3C3F44, 0x9A9488, 0x35616B};
    static constexpr std::array<std::uint32_t, 3> kSkins{0xE3C1A2, 0xC6946C, 0x8A5F43};
    const Colour coat = rgb(kCoats[f.look % kCoats.size()]);
    const Colour skin = rgb(kSkins[f.look / 8 % kSkins.size()]);
    const Colour legs = rgb(0x2E3136);
    if (f.plain) {
        block(mesh, f, 0, 0, 0.16, 0.23, 0.0, 1.45, coat);
        block(mesh, f, 0, 0, 0.11, 0.11, 1.48, 1.72, skin);
        return;
    }
    for (const double side : {-1.0, 1.0}) {
        block(mesh, f, 0.26 * side * f.stride, 0.10 * side, 0.08, 0.075, 0.0, 0.82, legs);
    }
    block(mesh, f, 0, 0, 0.14, 0.22, 0.78, 1.44, coat);
    block(mesh, f, 0.01, 0, 0.105, 0.095, 1.48, 1.73, skin);
}

double half_of_street(const gis::City& city, const std::unordered_map<std::uint64_t, std::uint32_t>& street_of,
                      const traffic::Edge& edge) {
    const auto found = street_of.find(edge.street_id);
    return found != street_of.end() ? half_width_m(city.streets[found->second]) : 0.0;
}

} // namespace

std::vector<WalkLine> walk_lines(const gis::City& city, const traffic::RoadNetwork& roads, const HeightField& heights) {
    std::unordered_map<std::uint64_t, std::uint32_t> street_of;
    for (std::uint32_t s = 0; s < city.streets.size(); ++s) {
        street_of.emplace(city.streets[s].id, s);
    }
    std::vector<WalkLine> lines;
    for (const traffic::Controller& controller : roads.controllers) {
        for (const traffic::PedestrianCrossing& crossing : controller.crossings) {
            WalkLine line{.id = crossing.id, .length_m = crossing.length_m};
            const bool in = crossing.in_edge < roads.edges.size();
            const std::uint32_t e = in ? crossing.in_edge : crossing.out_edge;
            if (e >= roads.edges.size() || roads.edges[e].shape.count < 2) {
                lines.push_back(line);
                continue;
            }
            const traffic::Edge& edge = roads.edges[e];
            const std::uint32_t end = in ? edge.shape.end() - 1 : edge.shape.begin;
            const std::uint32_t before = in ? end - 1 : end + 1;
            const Point2 d = roads.points[end] - roads.points[before];
            const Point2 u = (1.0 / std::max(1e-9, norm(d))) * d; // towards the junction
            const Point2 right{u.y_m, -u.x_m};
            double low = std::numeric_limits<double>::max();
            double high = std::numeric_limits<double>::lowest();
            double away = 0.0; // where the lanes that lead away lie
            const auto reach = [&](std::uint32_t of, double sign) {
                if (of >= roads.edges.size()) {
                    return;
                }
                for (std::uint32_t l = roads.edges[of].lanes.begin; l < roads.edges[of].lanes.end(); ++l) {
                    const traffic::Lane& lane = roads.lanes[l];
                    low = std::min(low, sign * lane.offset_m - 0.5 * lane.width_m);
                    high = std::max(high, sign * lane.offset_m + 0.5 * lane.width_m);
                    away += sign < 0.0 ? sign * lane.offset_m : 0.0;
                }
            };
            reach(crossing.in_edge, 1.0);
            reach(crossing.out_edge, -1.0);
            const double half = half_of_street(city, street_of, edge); // people stand where the drawn street ends
            low = std::min(low, -half);
            high = std::max(high, half);
            const bool left_first = away < 0.0 || (away == 0.0 && !roads.left_hand);
            const Point2 middle = roads.points[end] + kOffLineM * u;
            line.kerb = {middle + (left_first ? low : high) * right, middle + (left_first ? high : low) * right};
            line.across = left_first ? right : -1.0 * right;
            line.back = -1.0 * u;
            line.width_m = high - low;
            line.layer = edge.layer;
            for (std::size_t k = 0; k < 2; ++k) {
                line.z[k] = heights.road_m(line.kerb[k], edge.layer) + kPavementM;
            }
            lines.push_back(line);
        }
    }
    return lines;
}

std::vector<Mesh> mesh_zebras(const std::vector<WalkLine>& lines, const traffic::RoadNetwork& roads,
                              const HeightField& heights, double tile_m) {
    std::map<std::pair<int, int>, Mesh> tiles;
    const auto bar = [&](Point2 from, Point2 to, Point2 along, double half_m, int layer) {
        Mesh& mesh =
            tiles[{static_cast<int>(std::floor(from.x_m / tile_m)), static_cast<int>(std::floor(from.y_m / tile_m))}];
        std::array<std::uint32_t, 4> v{};
        for (std::size_t c = 0; c < 4; ++c) {
            const Point2 p = (c == 0 || c == 3 ? from : to) + (c < 2 ? -half_m : half_m) * along;
            v.at(c) = mesh.add(vertex(p.x_m, p.y_m, heights.road_m(p, layer) + kLiftM), rgb(0xABA69C, 200));
            mesh.extra2.push_back({});
        }
        mesh.quad(v[0], v[1], v[2], v[3]);
    };
    for (const WalkLine& line : lines) {
        if (line.width_m <= 1.0 || line.layer < 0) {
            continue;
        }
        const int stripes = std::clamp(static_cast<int>(line.width_m - 0.5), 2, 60);
        const double step = line.width_m / stripes;
        for (int k = 0; k < stripes; ++k) {
            bar(line.kerb[0] + ((k + 0.25) * step) * line.across, line.kerb[0] + ((k + 0.75) * step) * line.across,
                line.back, 0.5 * kStripM, line.layer);
        }
    }
    for (const traffic::Junction& junction : roads.junctions) {
        if (junction.controller >= roads.controllers.size() ||
            roads.controllers[junction.controller].crossings.empty()) {
            continue;
        }
        for (std::uint32_t i = junction.incoming.begin; i < junction.incoming.end(); ++i) {
            const traffic::Edge& edge = roads.edges[roads.incoming[i]];
            if (edge.shape.count < 2 || edge.lanes.count == 0 || edge.layer < 0) {
                continue;
            }
            const Point2 end = roads.points[edge.shape.end() - 1];
            const Point2 d = end - roads.points[edge.shape.end() - 2];
            const Point2 u = (1.0 / std::max(1e-9, norm(d))) * d;
            double low = std::numeric_limits<double>::max();
            double high = std::numeric_limits<double>::lowest();
            for (std::uint32_t l = edge.lanes.begin; l < edge.lanes.end(); ++l) {
                low = std::min(low, roads.lanes[l].offset_m - 0.5 * roads.lanes[l].width_m);
                high = std::max(high, roads.lanes[l].offset_m + 0.5 * roads.lanes[l].width_m);
            }
            const Point2 right{u.y_m, -u.x_m};
            bar(end + (low + 0.15) * right, end + (high - 0.15) * right, u, 0.2, edge.layer);
        }
    }
    std::vector<Mesh> result;
    result.reserve(tiles.size());
    for (auto& [at, mesh] : tiles) {
        result.push_back(std::move(mesh));
    }
    return result;
}

void mesh_walkers(const engine::Frame& frame, const std::vector<WalkLine>& lines, const HeightField& heights,
                  const ViewVolume& view, Mesh& mesh) {
    mesh.position.clear();
    mesh.colour.clear();
    mesh.extra.clear();
    mesh.index.clear();
    if (frame.crossings.size() != lines.size()) {
        return; // of other networks
    }
    std::vector<std::pair<double, std::uint32_t>> near;
    for (std::uint32_t k = 0; k < lines.size(); ++k) {
        const WalkLine& line = lines[k];
        const Point2 middle = line.kerb[0] + (0.5 * line.width_m) * line.across;
        const double away = std::hypot(middle.x_m - view.eye[0], middle.y_m - view.eye[1], line.z[0] - view.eye[2]);
        if (line.width_m > 0.0 && line.layer >= 0 && away < kWalkersWithinM &&
            view.sees(middle.x_m, middle.y_m, line.z[0], 0.5 * line.width_m + 5.0)) {
            near.emplace_back(away, k);
        }
    }
    std::ranges::sort(near);
    std::size_t drawn = 0;
    const auto add = [&](const Figure& f) {
        if (drawn < kMostWalkers) {
            figure(mesh, f);
            ++drawn;
        }
    };
    const double age = static_cast<double>(frame.crossing_age_s);
    // The last slot that had begun, as the engine counts them; the age may be less where two frames are mixed.
    const TimeUs slot_us = from_seconds(kSlotS);
    const std::int64_t latest = (frame.time + slot_us - 1) / slot_us - 1;
    for (const auto& [away, k] : near) {
        const WalkLine& line = lines[k];
        const engine::CrossingView& now = frame.crossings[k];
        const bool plain = away > kPlainBeyondM;
        const double mps = traffic::kWalkMps * line.width_m / std::max(1.0, line.length_m);
        for (std::uint32_t kerb = 0; kerb < 2; ++kerb) {
            const Point2 onto = kerb == 0 ? line.across : -1.0 * line.across;
            for (std::uint32_t i = 0; i < std::min(kMostAtKerb, now.waiting[kerb]); ++i) { // four to a row, off the
                const double aside = 0.75 * (i % 4) + 0.3 * share_of(line.id, kerb, i, 0) - 0.4; // corner
                const std::uint32_t row = i / 4;
                const double behind = 0.5 + 0.75 * row + 0.3 * share_of(line.id, kerb, i, 1);
                const Point2 at = line.kerb[kerb] + aside * line.back - behind * onto;
                add({at, line.z[kerb], onto, 0.0, mixed(line.id + 16 * i + kerb), plain});
            }
            for (int slot = 0; slot < 64; ++slot) {
                if ((now.started[kerb] >> slot & 1U) == 0) {
                    continue;
                }
                const double walked = mps * (kSlotS * slot + age - kStartUpS);
                if (walked >= line.width_m) {
                    continue; // on the other side
                }
                const std::int64_t start = latest - slot;
                const double aside = (share_of(line.id, kerb, start, 0) - 0.5) * (kStripM - 0.8);
                const double on = walked > 0.0 ? walked : -0.3;
                const Point2 at = line.kerb[kerb] + aside * line.back + on * onto;
                const double z = walked > 0.0 ? heights.road_m(at, line.layer) + kLiftM : line.z[kerb];
                const double stride = walked > 0.0 ? std::sin(6.2831853 * walked / 1.4) : 0.0; // two steps of 0.7 m
                add({at, z, onto, stride, mixed(line.id + 64 + static_cast<std::uint64_t>(start)), plain});
            }
        }
    }
}

} // namespace cityloom::render

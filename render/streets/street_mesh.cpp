// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/streets/street_mesh.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include <utility>

#include "gis/derive/bicycle_lanes.h"
#include "render/terrain/ground_map.h"

namespace cityloom::render {

namespace {

constexpr double kLiftM = 0.12;
constexpr double kDeckM = 1.3; ///< thickness of a bridge

struct Node3 {
    Point2 at;
    double z;
};

/// The line with points at most step_m apart, lying on the ground (or straight where it is a bridge).
std::vector<Node3> drape(std::span<const Point2> path, std::span<const double> z, bool bridge,
                         const HeightField& heights) {
    std::vector<Node3> out;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        const double length = distance_m(path[i], path[i + 1]);
        const int pieces = std::max(1, static_cast<int>(std::ceil(length / 16.0)));
        for (int k = 0; k < pieces; ++k) {
            const double t = static_cast<double>(k) / pieces;
            const Point2 p = path[i] + t * (path[i + 1] - path[i]);
            out.push_back({p, bridge ? z[i] + t * (z[i + 1] - z[i]) : heights.ground_m(p)});
        }
    }
    out.push_back({path.back(), bridge ? z.back() : heights.ground_m(path.back())});
    return out;
}

struct Ribbon {
    double half_m;
    double lift_m;
    Colour colour;
    float lanes;
    std::array<float, 4> ends;
};

void add_ribbon(Mesh& mesh, std::span<const Node3> line, const Ribbon& ribbon) {
    double along = 0;
    const auto first = static_cast<std::uint32_t>(mesh.position.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
        const Point2 before = i > 0 ? line[i].at - line[i - 1].at : line[1].at - line[0].at;
        const Point2 after = i + 1 < line.size() ? line[i + 1].at - line[i].at : before;
        const Point2 u = (1.0 / std::max(1e-9, norm(before))) * before;
        const Point2 v = (1.0 / std::max(1e-9, norm(after))) * after;
        Point2 middle = u + v;
        middle = (1.0 / std::max(1e-6, norm(middle))) * middle;
        const double mitre = std::min(2.0, 1.0 / std::max(0.3, dot(middle, u)));
        const Point2 right{middle.y_m, -middle.x_m};
        along += i > 0 ? norm(before) : 0.0;
        for (const double side : {-1.0, 1.0}) {
            const Point2 p = line[i].at + (side * ribbon.half_m * mitre) * right;
            mesh.add(vertex(p.x_m, p.y_m, line[i].z + ribbon.lift_m), ribbon.colour,
                     {static_cast<float>(side * ribbon.half_m), static_cast<float>(along),
                      static_cast<float>(ribbon.half_m), ribbon.lanes});
            mesh.extra2.push_back(ribbon.ends);
        }
    }
    for (std::uint32_t i = 0; i + 1 < line.size(); ++i) {
        mesh.quad(first + 2 * i + 1, first + 2 * i + 3, first + 2 * i + 2, first + 2 * i);
    }
}

/// The line beside another, to its right (negative: left).
std::vector<Node3> beside(std::span<const Node3> line, double to_right_m) {
    std::vector<Node3> out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const Point2 along = line[std::min(i + 1, line.size() - 1)].at - line[i > 0 ? i - 1 : 0].at;
        const Point2 u = (1.0 / std::max(1e-9, norm(along))) * along;
        out.push_back({line[i].at + to_right_m * Point2{u.y_m, -u.x_m}, line[i].z});
    }
    return out;
}

/// The bicycle lanes of a street, where the network has them: a red that stays calm.
void add_bicycle_lanes(Mesh& mesh, const gis::City& city, const gis::Street& s, std::span<const Node3> line,
                       double half_m, float length_m, std::uint8_t lamp) {
    for (const bool forward : {true, false}) {
        const bool open = forward ? s.oneway >= 0 : s.oneway <= 0;
        const double width = open ? gis::bicycle_lane_m(city, s, forward) : 0.0;
        if (width > 0.0) {
            const double side = forward != city.place.left_hand_traffic ? 1.0 : -1.0;
            add_ribbon(mesh, beside(line, side * (half_m + 0.5 * width)),
                       {0.5 * width, kLiftM + 0.01, rgb(0xB4593C, lamp), 0.0F, {length_m, 0.0F, 0.0F, 0.0F}});
        }
    }
}

void add_disc(Mesh& mesh, Point2 at, double z, double radius_m, Colour colour) {
    constexpr int kSides = 14;
    const auto centre = mesh.add(vertex(at.x_m, at.y_m, z), colour);
    mesh.extra2.push_back({});
    for (int k = 0; k < kSides; ++k) {
        const double a = 6.283185307179586 * k / kSides;
        mesh.add(vertex(at.x_m + radius_m * std::cos(a), at.y_m + radius_m * std::sin(a), z), colour);
        mesh.extra2.push_back({});
    }
    for (std::uint32_t k = 0; k < kSides; ++k) {
        mesh.triangle(centre, centre + 1 + k, centre + 1 + (k + 1) % kSides);
    }
}

void add_deck(Mesh& mesh, std::span<const Node3> line, double half_m) {
    const Colour side = rgb(0xD8D3C9, 0);
    const Colour under = rgb(0xB5B0A6, 0);
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        Point2 u = line[i + 1].at - line[i].at;
        u = (half_m / std::max(1e-9, norm(u))) * u;
        const Point2 r{u.y_m, -u.x_m};
        const auto corner = [&](std::size_t k, double s, double drop, Colour c) {
            const Point2 p = line[k].at + s * r;
            mesh.extra2.push_back({});
            return mesh.add(vertex(p.x_m, p.y_m, line[k].z + kLiftM - drop), c);
        };
        for (const double s : {-1.0, 1.0}) {
            const auto a = corner(i, s, -0.75, side); // up to the parapet
            const auto b = corner(i + 1, s, -0.75, side);
            const auto c = corner(i + 1, s, kDeckM, under);
            const auto d = corner(i, s, kDeckM, under);
            mesh.quad(a, b, c, d);
        }
        const auto a = corner(i, -1, 0.05, side);
        const auto b = corner(i + 1, -1, 0.05, side);
        const auto c = corner(i + 1, 1, 0.05, side);
        const auto d = corner(i, 1, 0.05, side);
        mesh.quad(d, c, b, a);
        const auto e = corner(i, -1, kDeckM, under);
        const auto f = corner(i + 1, -1, kDeckM, under);
        const auto g = corner(i + 1, 1, kDeckM, under);
        const auto h = corner(i, 1, kDeckM, under);
        mesh.quad(e, f, g, h);
    }
}

/// Per street node: 1 where the marks of a signal are drawn by its crossings.
std::vector<std::uint8_t> near_crossings(const gis::City& city, std::span<const WalkLine> crossings) {
    constexpr double kNearM = 24.0;
    std::map<std::pair<int, int>, std::vector<Point2>> cells;
    const auto cell = [](Point2 p) {
        return std::pair{static_cast<int>(std::floor(p.x_m / kNearM)), static_cast<int>(std::floor(p.y_m / kNearM))};
    };
    for (const WalkLine& line : crossings) {
        if (line.width_m > 0.0) {
            const Point2 middle = line.kerb[0] + (0.5 * line.width_m) * line.across;
            cells[cell(middle)].push_back(middle);
        }
    }
    std::vector<std::uint8_t> near(city.street_nodes.size(), 0);
    for (std::size_t n = 0; n < near.size() && !cells.empty(); ++n) {
        const auto [x, y] = cell(city.street_nodes[n].at);
        for (int k = 0; k < 9; ++k) {
            const auto found = cells.find({x + k % 3 - 1, y + k / 3 - 1});
            if (found != cells.end() && std::ranges::any_of(found->second, [&](Point2 p) {
                    return distance_m(p, city.street_nodes[n].at) < kNearM;
                })) {
                near[n] = 1;
            }
        }
    }
    return near;
}

} // namespace

std::vector<StreetTile> mesh_streets(const gis::City& city, const HeightField& heights, double tile_m,
                                     std::stop_token stop, std::span<const WalkLine> crossings) {
    std::map<std::pair<int, int>, StreetTile> tiles;
    const auto tile_at = [&](Point2 p) -> StreetTile& {
        return tiles[{static_cast<int>(std::floor(p.x_m / tile_m)), static_cast<int>(std::floor(p.y_m / tile_m))}];
    };
    const auto carries = [](const gis::Street& s) {
        return !s.tunnel && s.layer >= 0 && s.cls < gis::StreetClass::Construction;
    };
    const auto thin = [](const gis::Street& s) {
        return s.cls >= gis::StreetClass::Footway && s.cls != gis::StreetClass::Busway;
    };
    std::vector<std::uint8_t> degree(city.street_nodes.size(), 0);
    std::vector<float> widest(city.street_nodes.size(), 0.0F);
    std::vector<float> pavement(city.street_nodes.size(), 0.0F);
    std::vector<std::uint8_t> bridged(city.street_nodes.size(), 0);
    for (const gis::Street& s : city.streets) {
        if (!carries(s) || thin(s)) {
            continue;
        }
        for (std::uint32_t k = s.nodes.begin; k < s.nodes.end(); ++k) {
            const std::uint32_t n = city.street_node_refs[k];
            const bool end = k == s.nodes.begin || k + 1 == s.nodes.end();
            degree[n] = static_cast<std::uint8_t>(std::min(200, degree[n] + (end ? 1 : 2)));
            widest[n] = std::max(widest[n], static_cast<float>(half_width_m(s)));
            pavement[n] = std::max(pavement[n], static_cast<float>(half_width_m(s) + pavement_m(s)));
            bridged[n] = static_cast<std::uint8_t>(bridged[n] | (s.bridge ? 1 : 0));
        }
    }
    const std::vector<std::uint8_t> elsewhere = near_crossings(city, crossings);
    for (const gis::Street& s : city.streets) {
        if (stop.stop_requested()) {
            break;
        }
        if (!carries(s) || s.nodes.count < 2) {
            continue;
        }
        const auto z = heights.along_m(s);
        std::vector<Point2> path;
        for (std::uint32_t k = s.nodes.begin; k < s.nodes.end(); ++k) {
            path.push_back(city.street_nodes[city.street_node_refs[k]].at);
        }
        const bool slim = thin(s);
        const double half = half_width_m(s);
        const bool marked = s.cls <= gis::StreetClass::Tertiary && !s.link && s.cls != gis::StreetClass::Busway;
        const int forward = s.oneway < 0 ? 0 : s.lanes_forward;
        const int backward = s.oneway != 0 ? (s.oneway < 0 ? s.lanes_backward : 0) : s.lanes_backward;
        const std::uint8_t lamp = slim                                   ? std::uint8_t{20}
                                  : s.cls <= gis::StreetClass::Secondary ? std::uint8_t{255}
                                                                         : std::uint8_t{165};
        const Colour paving = s.cls == gis::StreetClass::Pedestrian || s.cls == gis::StreetClass::LivingStreet
                                  ? rgb(0xF3EEE2, lamp)
                              : slim ? rgb(0xEFEBE1, lamp)
                                     : rgb(0xF7F5F0, lamp);
        std::size_t from = 0;
        for (std::size_t k = 1; k < path.size(); ++k) { // pieces from junction to junction
            const std::uint32_t node = city.street_node_refs[s.nodes.begin + k];
            if (k + 1 != path.size() && (slim || degree[node] <= 2)) {
                continue;
            }
            const std::uint32_t start = city.street_node_refs[s.nodes.begin + from];
            const auto line = drape(std::span{path}.subspan(from, k - from + 1),
                                    std::span{z}.subspan(from, k - from + 1), s.bridge, heights);
            double length = 0;
            for (std::size_t i = 0; i + 1 < line.size(); ++i) {
                length += distance_m(line[i].at, line[i + 1].at);
            }
            StreetTile& tile = tile_at(line[line.size() / 2].at);
            const auto zone = [&](std::uint32_t n) { return degree[n] > 2 ? widest[n] + 2.0F : 0.0F; };
            const auto zebra = [&](std::uint32_t n) {
                const auto control = city.street_nodes[n].control;
                const bool signal = control == gis::NodeControl::Signal || control == gis::NodeControl::SignalCrossing;
                return signal && elsewhere[n] == 0;
            };
            const float bits = (zebra(start) ? 1.0F : 0.0F) + (zebra(node) ? 2.0F : 0.0F) +
                               (s.oneway != 0 ? 4.0F : 0.0F) + (elsewhere[start] != 0 ? 8.0F : 0.0F) +
                               (elsewhere[node] != 0 ? 16.0F : 0.0F);
            const std::array<float, 4> ends{static_cast<float>(length), zone(start), zone(node), bits};
            if (!slim) {
                add_ribbon(
                    tile.pavements, line,
                    {half + pavement_m(s), kLiftM, rgb(0xDCD7CC, static_cast<std::uint8_t>(lamp / 2)), 0.0F, {}});
            }
            add_ribbon(tile.carriageways, line,
                       {half, kLiftM, paving, marked ? static_cast<float>(forward + 16 * backward) : 0.0F, ends});
            if (!slim) {
                add_bicycle_lanes(tile.carriageways, city, s, line, half, static_cast<float>(length), lamp);
            }
            if (s.bridge) {
                add_deck(tile.decks, line, half + pavement_m(s) + 0.3);
            }
            from = k;
        }
    }
    for (std::uint32_t n = 0; n < city.street_nodes.size(); ++n) { // crossings are filled, not a heap of ends
        if (degree[n] > 2 || degree[n] == 1) {
            const Point2 at = city.street_nodes[n].at;
            const double ground = heights.road_m(at, bridged[n] != 0 ? 1 : 0) + kLiftM;
            add_disc(tile_at(at).pavements, at, ground, static_cast<double>(pavement[n]) * 1.04, rgb(0xDCD7CC, 80));
            add_disc(tile_at(at).carriageways, at, ground, static_cast<double>(widest[n]) * 1.04, rgb(0xF7F5F0, 165));
        }
    }
    std::vector<StreetTile> result;
    for (auto& [at, tile] : tiles) {
        result.push_back(std::move(tile));
    }
    return result;
}

} // namespace cityloom::render

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

constexpr double kPieceM = 16.0;

int pieces_of(Point2 a, Point2 b) {
    return std::max(1, static_cast<int>(std::ceil(distance_m(a, b) / kPieceM)));
}

/// The point in the middle of a draped line.
Point2 middle_of(std::span<const Point2> path) {
    int points = 1;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        points += pieces_of(path[i], path[i + 1]);
    }
    int left = points / 2;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        const int pieces = pieces_of(path[i], path[i + 1]);
        if (left < pieces) {
            return path[i] + (static_cast<double>(left) / pieces) * (path[i + 1] - path[i]);
        }
        left -= pieces;
    }
    return path.back();
}

bool carries(const gis::Street& s) {
    return !s.tunnel && s.layer >= 0 && s.cls < gis::StreetClass::Construction;
}
bool thin(const gis::Street& s) {
    return s.cls >= gis::StreetClass::Footway && s.cls != gis::StreetClass::Busway;
}

/// The line with points at most kPieceM apart, lying on the ground (or straight where it is a bridge).
std::vector<Node3> drape(std::span<const Point2> path, std::span<const double> z, bool bridge,
                         const HeightField& heights) {
    std::vector<Node3> out;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        const int pieces = pieces_of(path[i], path[i + 1]);
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

void StreetTiles::Tile::reach(Point2 at, double z_m) {
    const std::array<double, 3> p{at.x_m, at.y_m, z_m};
    for (std::size_t k = 0; k < p.size(); ++k) {
        low.at(k) = std::min(low.at(k), p.at(k));
        high.at(k) = std::max(high.at(k), p.at(k));
    }
}

StreetTiles::StreetTiles(const gis::City& city, const HeightField& heights, double tile_m, const std::stop_token& stop,
                         std::span<const WalkLine> crossings)
    : city_{city}, heights_{heights}, elsewhere_{near_crossings(city, crossings)} {
    count_ends();
    std::map<std::pair<int, int>, Tile> tiles;
    const auto tile_at = [&](Point2 p) -> Tile& {
        return tiles[{static_cast<int>(std::floor(p.x_m / tile_m)), static_cast<int>(std::floor(p.y_m / tile_m))}];
    };
    std::vector<Point2> points;
    for (std::uint32_t s = 0; s < city.streets.size() && !stop.stop_requested(); ++s) {
        const gis::Street& street = city.streets[s];
        if (!carries(street) || street.nodes.count < 2) {
            continue;
        }
        const bool slim = thin(street);
        points.clear();
        points.push_back(city.street_nodes[city.street_node_refs[street.nodes.begin]].at);
        std::uint32_t from = 0;
        for (std::uint32_t k = 1; k < street.nodes.count; ++k) { // pieces from junction to junction
            const std::uint32_t node = city.street_node_refs[street.nodes.begin + k];
            points.push_back(city.street_nodes[node].at);
            if (k + 1 != street.nodes.count && (slim || degree_[node] <= 2)) {
                continue;
            }
            const Piece piece{s, from, k};
            Tile& tile = tile_at(middle_of(points));
            tile.pieces.push_back(piece);
            for (const Point2 p : points) {
                tile.reach(p, heights.ground_m(p));
            }
            if (street.bridge) {
                const auto z = heights.along_m(street);
                add_deck(tile.decks, drape(points, std::span{z}.subspan(from, k - from + 1), true, heights),
                         half_width_m(street) + pavement_m(street) + 0.3);
            }
            points.erase(points.begin(), points.end() - 1);
            from = k;
        }
    }
    for (std::uint32_t n = 0; n < city.street_nodes.size(); ++n) { // crossings are filled, not a heap of ends
        if (degree_[n] > 2 || degree_[n] == 1) {
            const Point2 at = city.street_nodes[n].at;
            Tile& tile = tile_at(at);
            tile.crossings.push_back(n);
            tile.reach(at, heights.ground_m(at));
        }
    }
    tiles_.reserve(tiles.size());
    for (auto& [at, tile] : tiles) {
        tiles_.push_back(std::move(tile));
    }
}

/// How many streets end at each node, and how wide they are.
void StreetTiles::count_ends() {
    const std::size_t nodes = city_.street_nodes.size();
    degree_.assign(nodes, 0);
    widest_.assign(nodes, 0.0F);
    pavement_.assign(nodes, 0.0F);
    bridged_.assign(nodes, 0);
    for (const gis::Street& s : city_.streets) {
        if (!carries(s) || thin(s)) {
            continue;
        }
        for (std::uint32_t k = s.nodes.begin; k < s.nodes.end(); ++k) {
            const std::uint32_t n = city_.street_node_refs[k];
            const bool end = k == s.nodes.begin || k + 1 == s.nodes.end();
            degree_[n] = static_cast<std::uint8_t>(std::min(200, degree_[n] + (end ? 1 : 2)));
            widest_[n] = std::max(widest_[n], static_cast<float>(half_width_m(s)));
            pavement_[n] = std::max(pavement_[n], static_cast<float>(half_width_m(s) + pavement_m(s)));
            bridged_[n] = static_cast<std::uint8_t>(bridged_[n] | (s.bridge ? 1 : 0));
        }
    }
}

StreetTiles::Ball StreetTiles::ball(std::size_t tile) const {
    constexpr double kAroundM = 40.0; // half widths, and what the ground does between two nodes
    const Tile& t = tiles_[tile];
    double square = 0.0;
    Ball ball;
    for (std::size_t k = 0; k < 3; ++k) {
        ball.centre.at(k) = static_cast<float>(0.5 * (t.low.at(k) + t.high.at(k)));
        const double half = 0.5 * (t.high.at(k) - t.low.at(k)) + kAroundM;
        square += half * half;
    }
    ball.radius_m = static_cast<float>(std::sqrt(square));
    return ball;
}

std::vector<Point2> StreetTiles::path(const Piece& piece) const {
    std::vector<Point2> points;
    const std::uint32_t first = city_.streets[piece.street].nodes.begin;
    for (std::uint32_t k = piece.from; k <= piece.to; ++k) {
        points.push_back(city_.street_nodes[city_.street_node_refs[first + k]].at);
    }
    return points;
}

void StreetTiles::add_piece(StreetTile& tile, const Piece& piece) const {
    const gis::Street& s = city_.streets[piece.street];
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
    const std::uint32_t start = city_.street_node_refs[s.nodes.begin + piece.from];
    const std::uint32_t node = city_.street_node_refs[s.nodes.begin + piece.to];
    const auto z = s.bridge ? heights_.along_m(s) : std::vector<double>(s.nodes.count);
    const auto line =
        drape(path(piece), std::span{z}.subspan(piece.from, piece.to - piece.from + 1), s.bridge, heights_);
    double length = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        length += distance_m(line[i].at, line[i + 1].at);
    }
    const auto zone = [&](std::uint32_t n) { return degree_[n] > 2 ? widest_[n] + 2.0F : 0.0F; };
    const auto zebra = [&](std::uint32_t n) {
        const auto control = city_.street_nodes[n].control;
        const bool signal = control == gis::NodeControl::Signal || control == gis::NodeControl::SignalCrossing;
        return signal && elsewhere_[n] == 0;
    };
    const float bits = (zebra(start) ? 1.0F : 0.0F) + (zebra(node) ? 2.0F : 0.0F) + (s.oneway != 0 ? 4.0F : 0.0F) +
                       (elsewhere_[start] != 0 ? 8.0F : 0.0F) + (elsewhere_[node] != 0 ? 16.0F : 0.0F);
    const std::array<float, 4> ends{static_cast<float>(length), zone(start), zone(node), bits};
    if (!slim) {
        add_ribbon(tile.pavements, line,
                   {half + pavement_m(s), kLiftM, rgb(0xDCD7CC, static_cast<std::uint8_t>(lamp / 2)), 0.0F, {}});
    }
    add_ribbon(tile.carriageways, line,
               {half, kLiftM, paving, marked ? static_cast<float>(forward + 16 * backward) : 0.0F, ends});
    if (!slim) {
        add_bicycle_lanes(tile.carriageways, city_, s, line, half, static_cast<float>(length), lamp);
    }
}

StreetTile StreetTiles::mesh(std::size_t tile) const {
    StreetTile made;
    for (const Piece& piece : tiles_[tile].pieces) {
        add_piece(made, piece);
    }
    for (const std::uint32_t n : tiles_[tile].crossings) {
        const Point2 at = city_.street_nodes[n].at;
        const double ground = heights_.road_m(at, bridged_[n] != 0 ? 1 : 0) + kLiftM;
        add_disc(made.pavements, at, ground, static_cast<double>(pavement_[n]) * 1.04, rgb(0xDCD7CC, 80));
        add_disc(made.carriageways, at, ground, static_cast<double>(widest_[n]) * 1.04, rgb(0xF7F5F0, 165));
    }
    return made;
}

} // namespace cityloom::render

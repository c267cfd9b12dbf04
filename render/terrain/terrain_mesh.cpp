// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/terrain/terrain_mesh.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "sim/core/rng.h"

namespace cityloom::render {

namespace {

constexpr int kTilePixels = 256;

std::array<float, 3> slope_normal(const HeightField& heights, Point2 p) {
    constexpr double kStepM = 18.0;
    const double dx = heights.ground_m(p + Point2{kStepM, 0}) - heights.ground_m(p - Point2{kStepM, 0});
    const double dy = heights.ground_m(p + Point2{0, kStepM}) - heights.ground_m(p - Point2{0, kStepM});
    const double n = std::sqrt(dx * dx + dy * dy + 4 * kStepM * kStepM);
    return vertex(-dx / n, -dy / n, 2 * kStepM / n);
}

} // namespace

std::vector<TerrainTile> mesh_terrain(const gis::City& city, const GroundMap& map, const HeightField& heights) {
    std::vector<TerrainTile> tiles;
    const int fine =
        city.terrain.flat()
            ? 2
            : std::clamp(static_cast<int>(kTilePixels * map.pixel_m / std::max(20.0, city.terrain.cell_m)), 4, 24);
    for (int row = 0; row < map.height; row += kTilePixels) {
        for (int column = 0; column < map.width; column += kTilePixels) {
            TerrainTile tile;
            tile.column = column;
            tile.row = row;
            tile.size = kTilePixels;
            const double w = std::min(kTilePixels, map.width - column);
            const double h = std::min(kTilePixels, map.height - row);
            for (Mesh* mesh : {&tile.mesh, &tile.far_mesh}) {
                const int cells = mesh == &tile.mesh ? fine : std::max(1, fine / 3);
                const int skirt = city.terrain.flat() ? 0 : 1; // a rim that hangs down hides the cracks between the two
                for (int j = -skirt; j <= cells + skirt; ++j) {
                    for (int i = -skirt; i <= cells + skirt; ++i) {
                        const double px = w * std::clamp(i, 0, cells) / cells;
                        const double py = h * std::clamp(j, 0, cells) / cells;
                        const bool rim = i < 0 || j < 0 || i > cells || j > cells;
                        const Point2 p = map.origin + map.pixel_m * Point2{column + px, row + py};
                        mesh->add(vertex(p.x_m, p.y_m, heights.ground_m(p) - (rim ? 7.0 : 0.0)), rgb(0xFFFFFF),
                                  {static_cast<float>(px / kTilePixels), static_cast<float>(py / kTilePixels), 0, 0});
                        mesh->normal.push_back(slope_normal(heights, p));
                    }
                }
                const auto n = static_cast<std::uint32_t>(cells + 1 + 2 * skirt);
                for (std::uint32_t j = 0; j + 1 < n; ++j) {
                    for (std::uint32_t i = 0; i + 1 < n; ++i) {
                        mesh->quad(j * n + i, j * n + i + 1, (j + 1) * n + i + 1, (j + 1) * n + i);
                    }
                }
            }
            tiles.push_back(std::move(tile));
        }
    }
    return tiles;
}

Mesh mesh_apron(const gis::City&, const GroundMap& map, const HeightField& heights) {
    Mesh mesh;
    const double w = map.width * map.pixel_m;
    const double h = map.height * map.pixel_m;
    const auto edge_colour = [&](Point2 p) { // what the map shows at its border
        const int cx = std::clamp(static_cast<int>((p.x_m - map.origin.x_m) / map.pixel_m), 0, map.width - 1);
        const int cy = std::clamp(static_cast<int>((p.y_m - map.origin.y_m) / map.pixel_m), 0, map.height - 1);
        return map
            .pixels[static_cast<std::size_t>(cy) * static_cast<std::size_t>(map.width) + static_cast<std::size_t>(cx)];
    };
    const Colour paper = rgb(0xE9E6DF);
    const Colour water = area_colour(gis::AreaKind::Water);
    constexpr std::array<double, 7> kRings{0, 150, 500, 1200, 3000, 9000, 45'000};
    constexpr int kSides = 160;
    for (const double out : kRings) {
        for (int s = 0; s < kSides; ++s) { // around the map's border
            const double t = 4.0 * s / kSides;
            const int side = static_cast<int>(t);
            const double f = t - side;
            Point2 border;
            Point2 away;
            switch (side) {
            case 0:
                border = {f * w, 0};
                break;
            case 1:
                border = {w, f * h};
                break;
            case 2:
                border = {(1 - f) * w, h};
                break;
            default:
                border = {0, (1 - f) * h};
                break;
            }
            away = border - Point2{0.5 * w, 0.5 * h};
            const double grow = 1.0 + out / (0.5 * std::min(w, h));
            const Point2 p = map.origin + Point2{0.5 * w, 0.5 * h} + grow * away;
            Colour colour = edge_colour(map.origin + border);
            const bool wet = std::abs(colour[0] - water[0]) < 26 && colour[2] > colour[0] + 18;
            if (wet) {
                colour = water; // a lake or the sea goes on
            } else {            // land fades into blank paper: what lies there is not known
                const double rest = std::exp(-out / 140.0);
                for (std::size_t c = 0; c < 3; ++c) {
                    colour[c] = static_cast<std::uint8_t>(std::lround(paper[c] + rest * (colour[c] - paper[c])));
                }
            }
            colour[3] = 0;
            const double z = heights.ground_m(p) - 0.02 * std::min(out, 100.0);
            mesh.add(vertex(p.x_m, p.y_m, z), colour);
            mesh.normal.push_back({0, 0, 1});
        }
    }
    for (std::uint32_t r = 0; r + 1 < kRings.size(); ++r) {
        for (std::uint32_t s = 0; s < kSides; ++s) {
            const std::uint32_t n = (s + 1) % kSides;
            mesh.quad(r * kSides + n, r * kSides + s, (r + 1) * kSides + s, (r + 1) * kSides + n);
        }
    }
    return mesh;
}

namespace {

void add_tree(Mesh& mesh, Point2 p, double z, double height, double luck) {
    const double r = height * (0.26 + 0.1 * luck);
    const int shade = static_cast<int>(22 * luck);
    const auto green = [&](int c) { return static_cast<std::uint8_t>(c - shade); };
    const Colour low{green(160), green(174), green(134), 255};
    const Colour high{green(198), green(210), green(170), 255};
    const auto foot = mesh.add(vertex(p.x_m, p.y_m, z + 0.24 * height), low);
    const auto tip = mesh.add(vertex(p.x_m, p.y_m, z + height), high);
    std::array<std::uint32_t, 5> belt{};
    std::array<std::uint32_t, 5> crown{};
    for (std::size_t k = 0; k < belt.size(); ++k) {
        const double a = 1.2566370614 * static_cast<double>(k) + 6.28 * luck;
        belt[k] = mesh.add(vertex(p.x_m + r * std::cos(a), p.y_m + r * std::sin(a), z + 0.42 * height),
                           {green(176), green(190), green(149), 255});
        crown[k] = mesh.add(
            vertex(p.x_m + 0.72 * r * std::cos(a + 0.6), p.y_m + 0.72 * r * std::sin(a + 0.6), z + 0.8 * height), high);
    }
    for (const double a : {0.4, 1.97}) { // the stem: two crossed boards
        const Colour bark = rgb(0x8B8172);
        const double dx = 0.16 * std::cos(a);
        const double dy = 0.16 * std::sin(a);
        const auto s0 = mesh.add(vertex(p.x_m - dx, p.y_m - dy, z - 0.2), bark);
        const auto s1 = mesh.add(vertex(p.x_m + dx, p.y_m + dy, z - 0.2), bark);
        const auto s2 = mesh.add(vertex(p.x_m + dx, p.y_m + dy, z + 0.3 * height), bark);
        const auto s3 = mesh.add(vertex(p.x_m - dx, p.y_m - dy, z + 0.3 * height), bark);
        mesh.quad(s0, s1, s2, s3);
    }
    for (std::size_t k = 0; k < belt.size(); ++k) {
        const std::size_t n = (k + 1) % belt.size();
        mesh.triangle(crown[k], crown[n], tip);
        mesh.triangle(belt[k], belt[n], crown[k]);
        mesh.triangle(belt[n], crown[n], crown[k]);
        mesh.triangle(belt[n], belt[k], foot);
    }
}

} // namespace

std::vector<Mesh> mesh_trees(const gis::City& city, const HeightField& heights) {
    std::map<std::pair<int, int>, Mesh> tiles;
    const CounterRng rng{2718};
    std::size_t planted = 0;
    const auto plant = [&](Point2 p, double height, double luck) {
        add_tree(tiles[{static_cast<int>(std::floor(p.x_m / 400)), static_cast<int>(std::floor(p.y_m / 400))}], p,
                 heights.ground_m(p), height, luck);
        ++planted;
    };
    struct Lake {
        std::vector<Point2> ring;
        Point2 low;
        Point2 high;
    };
    std::vector<Lake> water;
    for (const gis::Area& area : city.areas) {
        if (area.kind == gis::AreaKind::Water && area.rings.count > 0) {
            const Range r = city.rings[area.rings.begin].points;
            Lake& lake = water.emplace_back();
            lake.ring.assign(city.points.begin() + r.begin, city.points.begin() + r.end());
            lake.low = lake.high = lake.ring.empty() ? Point2{} : lake.ring.front();
            for (const Point2 p : lake.ring) {
                lake.low = {std::min(lake.low.x_m, p.x_m), std::min(lake.low.y_m, p.y_m)};
                lake.high = {std::max(lake.high.x_m, p.x_m), std::max(lake.high.y_m, p.y_m)};
            }
        }
    }
    const auto inside = [](const std::vector<Point2>& ring, Point2 p) {
        bool in = false;
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            if ((ring[i].y_m > p.y_m) != (ring[j].y_m > p.y_m) &&
                p.x_m <
                    (ring[j].x_m - ring[i].x_m) * (p.y_m - ring[i].y_m) / (ring[j].y_m - ring[i].y_m) + ring[i].x_m) {
                in = !in;
            }
        }
        return in;
    };
    for (std::size_t i = 0; i < city.areas.size(); ++i) {
        const gis::Area& area = city.areas[i];
        const bool wood = area.kind == gis::AreaKind::Forest;
        if ((!wood && area.kind != gis::AreaKind::Park && area.kind != gis::AreaKind::Cemetery) ||
            area.rings.count == 0) {
            continue;
        }
        const Range r = city.rings[area.rings.begin].points;
        const std::vector<Point2> ring(city.points.begin() + r.begin, city.points.begin() + r.end());
        Point2 low = ring[0];
        Point2 high = ring[0];
        for (const Point2 p : ring) {
            low = {std::min(low.x_m, p.x_m), std::min(low.y_m, p.y_m)};
            high = {std::max(high.x_m, p.x_m), std::max(high.y_m, p.y_m)};
        }
        const double spacing =
            std::max(wood ? 15.0 : 17.0, std::sqrt((high.x_m - low.x_m) * (high.y_m - low.y_m) / 9000.0));
        std::uint64_t step = 0;
        for (double y = low.y_m; y < high.y_m && planted < 24'000; y += spacing) {
            for (double x = low.x_m; x < high.x_m; x += spacing) {
                const double a = rng.uniform(RandomStream::CityForm, i, step++);
                const double b = rng.uniform(RandomStream::CityForm, i, step++);
                const double c = rng.uniform(RandomStream::CityForm, i, step++);
                const Point2 p{x + (a - 0.5) * spacing, y + (b - 0.5) * spacing};
                if (c < (wood ? 0.88 : 0.5) && inside(ring, p) &&
                    std::none_of(water.begin(), water.end(), [&](const Lake& lake) {
                        return p.x_m >= lake.low.x_m && p.x_m <= lake.high.x_m && p.y_m >= lake.low.y_m &&
                               p.y_m <= lake.high.y_m && inside(lake.ring, p);
                    })) {
                    plant(p, 6.0 + 6.0 * c, b);
                }
            }
        }
    }
    for (const gis::Street& s : city.streets) { // rows of trees along the boulevards of a city that is made up; a real
                                                // one has only what is known
        if (!city.synthetic || s.cls != gis::StreetClass::Primary || s.bridge || s.tunnel || s.link ||
            planted > 30'000) {
            continue;
        }
        for (std::uint32_t k = s.nodes.begin; k + 1 < s.nodes.end(); ++k) {
            const Point2 a = city.street_nodes[city.street_node_refs[k]].at;
            const Point2 b = city.street_nodes[city.street_node_refs[k + 1]].at;
            const double length = distance_m(a, b);
            if (length < 8) {
                continue;
            }
            const Point2 u = (1.0 / length) * (b - a);
            const double off = half_width_m(s) + 1.7;
            const bool first = k == s.nodes.begin;
            const bool last = k + 2 == s.nodes.end();
            for (double t = first ? 17.0 : 5.0; t < length - (last ? 16.0 : 0.0); t += 13.0) {
                for (const double side : {-1.0, 1.0}) {
                    plant(a + t * u + (side * off) * Point2{-u.y_m, u.x_m}, 5.6, 0.25 + 0.25 * side);
                }
            }
        }
    }
    std::vector<Mesh> result;
    for (auto& [at, mesh] : tiles) {
        result.push_back(std::move(mesh));
    }
    return result;
}

} // namespace cityloom::render

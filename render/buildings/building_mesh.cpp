// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/buildings/building_mesh.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "render/buildings/triangulate.h"

namespace cityloom::render {

Colour plaster(gis::BuildingUse use) {
    using gis::BuildingUse;
    const auto code = static_cast<std::uint8_t>(use);
    switch (use) {
    case BuildingUse::Housing:
        return rgb(0xF5EFE6, code);
    case BuildingUse::Office:
    case BuildingUse::Hotel:
        return rgb(0xEFF1F1, code);
    case BuildingUse::Retail:
        return rgb(0xF3EDE4, code);
    case BuildingUse::Industry:
    case BuildingUse::Garage:
    case BuildingUse::Utility:
        return rgb(0xE3E2DE, code);
    case BuildingUse::Public:
    case BuildingUse::School:
    case BuildingUse::Religious:
        return rgb(0xF2E9D8, code);
    case BuildingUse::Hospital:
        return rgb(0xF6EDE9, code);
    case BuildingUse::Unknown:
        break;
    }
    return rgb(0xF4F1EA, code);
}

namespace {

std::vector<std::vector<Point2>> rings_of(const gis::City& city, Range range) {
    std::vector<std::vector<Point2>> rings;
    for (std::uint32_t r = range.begin; r < range.end(); ++r) {
        const Range points = city.rings[r].points;
        std::vector<Point2> ring;
        ring.reserve(points.count);
        for (std::uint32_t k = points.begin; k < points.end(); ++k) {
            if (ring.empty() || distance_m(ring.back(), city.points[k]) > 0.01) {
                ring.push_back(city.points[k]);
            }
        }
        while (ring.size() > 1 && distance_m(ring.front(), ring.back()) < 0.01) {
            ring.pop_back();
        }
        if (ring.size() >= 3) {
            rings.push_back(std::move(ring));
        } else if (rings.empty()) {
            break;
        }
    }
    return rings;
}

double area_m2(const std::vector<Point2>& ring) {
    double twice = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        twice += cross(ring[j], ring[i]);
    }
    return 0.5 * twice;
}

void extrude(Mesh& mesh, const gis::Building& b, float index, const std::vector<std::vector<Point2>>& rings) {
    const Colour wall = plaster(b.use);
    const double foot = b.base_m + b.min_height_m - (b.min_height_m > 0 ? 0.0 : 0.6); // sunk a little: no gap on slopes
    const double top = b.base_m + b.height_m;
    const auto height = static_cast<float>(b.height_m);
    for (std::size_t r = 0; r < rings.size(); ++r) {
        const auto& ring = rings[r];
        const bool outwards = (area_m2(ring) > 0) == (r == 0);
        double along = 0;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            Point2 p = ring[i];
            Point2 q = ring[(i + 1) % ring.size()];
            if (!outwards) {
                std::swap(p, q);
            }
            const double length = distance_m(p, q);
            const auto v0 = static_cast<float>(foot - b.base_m);
            const auto u0 = static_cast<float>(along);
            const auto u1 = static_cast<float>(along + length);
            const auto a = mesh.add(vertex(p.x_m, p.y_m, foot), wall, {u0, std::max(0.0F, v0), index, height});
            const auto c = mesh.add(vertex(q.x_m, q.y_m, foot), wall, {u1, std::max(0.0F, v0), index, height});
            const auto d = mesh.add(vertex(q.x_m, q.y_m, top), wall, {u1, height, index, height});
            const auto e = mesh.add(vertex(p.x_m, p.y_m, top), wall, {u0, height, index, height});
            const Point2 u = (1.0 / std::max(1e-9, length)) * (q - p);
            mesh.normal.insert(mesh.normal.end(), 4, vertex(u.y_m, -u.x_m, 0.0));
            mesh.quad(a, c, d, e);
            along += length;
        }
    }
    const auto first = static_cast<std::uint32_t>(mesh.position.size());
    const auto triangles = triangulate(rings);
    for (const auto& ring : rings) {
        for (const Point2 p : ring) {
            mesh.add(vertex(p.x_m, p.y_m, top), wall, {0.0F, -1.0F, index, height});
            mesh.normal.push_back({0.0F, 0.0F, 1.0F});
        }
    }
    for (const std::uint32_t t : triangles) {
        mesh.index.push_back(first + t);
    }
}

void add_surfaces(Mesh& mesh, const gis::City& city, const gis::Building& b, float index) {
    const Colour wall = plaster(b.use);
    const auto height = static_cast<float>(b.height_m);
    for (std::uint32_t s = b.surfaces.begin; s < b.surfaces.end(); ++s) {
        const gis::Surface& surface = city.surfaces[s];
        if (surface.kind == gis::SurfaceKind::Ground || surface.rings3.count == 0) {
            continue;
        }
        double nx = 0; // Newell's normal of the outer ring
        double ny = 0;
        double nz = 0;
        const Range outer = city.rings3[surface.rings3.begin];
        for (std::uint32_t k = 0; k < outer.count; ++k) {
            const Point3& p = city.points3[outer.begin + k];
            const Point3& q = city.points3[outer.begin + (k + 1) % outer.count];
            nx += (p.y_m - q.y_m) * (p.z_m + q.z_m);
            ny += (p.z_m - q.z_m) * (p.x_m + q.x_m);
            nz += (p.x_m - q.x_m) * (p.y_m + q.y_m);
        }
        const double n = std::sqrt(nx * nx + ny * ny + nz * nz);
        if (n < 1e-6) {
            continue;
        }
        // Dropped onto the plane of the two axes that it faces least; directions kept so that it stays outward.
        const double ax = std::abs(nx);
        const double ay = std::abs(ny);
        const double az = std::abs(nz);
        const auto flat = [&](const Point3& p) {
            if (az >= ax && az >= ay) {
                return nz > 0 ? Point2{p.x_m, p.y_m} : Point2{p.y_m, p.x_m};
            }
            if (ax >= ay) {
                return nx > 0 ? Point2{p.y_m, p.z_m} : Point2{p.z_m, p.y_m};
            }
            return ny > 0 ? Point2{p.z_m, p.x_m} : Point2{p.x_m, p.z_m};
        };
        const bool roof =
            surface.kind == gis::SurfaceKind::Roof || (surface.kind == gis::SurfaceKind::Other && az > 0.5 * n);
        std::vector<std::vector<Point2>> rings;
        const auto first = static_cast<std::uint32_t>(mesh.position.size());
        const double side = std::max(1e-9, std::hypot(nx, ny));
        for (std::uint32_t r = surface.rings3.begin; r < surface.rings3.end(); ++r) {
            auto& ring = rings.emplace_back();
            const Range points = city.rings3[r];
            for (std::uint32_t k = points.begin; k < points.end(); ++k) {
                const Point3& p = city.points3[k];
                ring.push_back(flat(p));
                const auto u = static_cast<float>((p.x_m * -ny + p.y_m * nx) / side);
                const auto v = static_cast<float>(std::max(0.0, p.z_m - b.base_m));
                mesh.add(vertex(p.x_m, p.y_m, p.z_m), wall, {roof ? 0.0F : u, roof ? -1.0F : v, index, height});
                mesh.normal.push_back(vertex(nx / n, ny / n, nz / n));
            }
        }
        for (const std::uint32_t t : triangulate(rings)) {
            mesh.index.push_back(first + t);
        }
    }
}

} // namespace

std::vector<BuildingTile> mesh_buildings(const gis::City& city, double tile_m, std::stop_token stop) {
    std::map<std::pair<int, int>, BuildingTile> tiles;
    for (std::size_t i = 0; i < city.buildings.size() && !stop.stop_requested(); ++i) {
        const gis::Building& b = city.buildings[i];
        const auto rings = rings_of(city, b.rings);
        if (rings.empty() && b.surfaces.count == 0) {
            continue;
        }
        Point2 at;
        if (!rings.empty()) {
            at = rings[0][0];
        } else {
            const Point3& p = city.points3[city.rings3[city.surfaces[b.surfaces.begin].rings3.begin].begin];
            at = {p.x_m, p.y_m};
        }
        const double size = std::sqrt(std::max(20.0, b.footprint_m2)) + 1.3 * b.height_m;
        const std::size_t part = size < 26.0 ? 0 : size < 52.0 ? 1 : 2;
        Mesh& mesh =
            tiles[{static_cast<int>(std::floor(at.x_m / tile_m)), static_cast<int>(std::floor(at.y_m / tile_m))}]
                .parts[part];
        if (b.surfaces.count > 0) {
            add_surfaces(mesh, city, b, static_cast<float>(i));
        } else {
            extrude(mesh, b, static_cast<float>(i), rings);
        }
    }
    std::vector<BuildingTile> result;
    for (auto& [at, tile] : tiles) {
        result.push_back(std::move(tile));
    }
    return result;
}

} // namespace cityloom::render

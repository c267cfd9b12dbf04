// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/assemble/ground.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "gis/import/assemble/stand.h"

namespace cityloom::gis {

namespace {

constexpr double kMarginM = 500.0; // of terrain around the city

/// Each raster's cell in metres of the project CRS.
double native_cell_m(const Raster& raster, double latitude_deg) {
    constexpr double kMetresPerDegree = 111'320.0;
    constexpr double kRadians = 3.14159265358979323846 / 180.0;
    return raster.geographic ? raster.cell * kMetresPerDegree * std::max(0.1, std::cos(latitude_deg * kRadians))
                             : raster.cell;
}

Result<Terrain> terrain_from_rasters(const std::vector<Raster>& rasters, const GeoReference& place,
                                     const Extent& extent, const ReadContext& context) {
    // An eighth of the native cell: bilinear on bilinear cuts the source's ridges and valleys by the cell times the
    // bend of the slope; at a quarter that was 0.9 m in the hills of Bayreuth, where 0.5 m is promised.
    double cell = 30.0;
    for (const Raster& raster : rasters) {
        cell = std::min(cell, std::max(1.0, native_cell_m(raster, place.latitude_deg) / 8.0));
    }
    Terrain terrain = empty_grid(extent, cell);
    const Point2 origin{static_cast<double>(place.origin_x_m), static_cast<double>(place.origin_y_m)};
    std::size_t given = 0;
    std::vector<std::size_t> samples(rasters.size(), 0);
    for (const bool to_the_rim : {false, true}) {
        for (std::size_t r = 0; r < rasters.size(); ++r) {
            context.report(0.93, "Reading terrain");
            const auto got = sample_raster(rasters[r], place.wkt, origin, to_the_rim, terrain, context);
            if (!got) {
                return tl::make_unexpected(got.error());
            }
            samples[r] += *got;
        }
    }
    for (std::size_t r = 0; r < rasters.size(); ++r) {
        const Raster& raster = rasters[r];
        if (samples[r] == 0) {
            context.notes.warn(raster.file.filename().string(), "extent", "the terrain lies elsewhere than the city",
                               "Give the tile that covers the city");
            continue;
        }
        given += samples[r];
        terrain.source += (terrain.source.empty() ? "" : ", ") + raster.file.filename().string();
    }
    if (given == 0) {
        return Terrain{};
    }
    if (const std::size_t filled = fill_holes(terrain, 8); filled > 0) {
        context.notes.info(
            terrain.source, "terrain",
            std::to_string(100.0 * static_cast<double>(filled) / static_cast<double>(terrain.height_m.size()))
                    .substr(0, 5) +
                " % of the ground is without data and was filled from its neighbours",
            "Give further tiles if the city lies there");
    }
    return terrain;
}

void take_samples(std::vector<Part>& parts, std::vector<Point3>& samples, std::vector<Point3>& tin,
                  std::string& source) {
    for (Part& part : parts) {
        if (!part.samples.empty() || !part.tin.empty()) {
            source += (source.empty() ? "" : ", ") + part.file.filename().string();
        }
        samples.insert(samples.end(), part.samples.begin(), part.samples.end());
        tin.insert(tin.end(), part.tin.begin(), part.tin.end());
    }
    const auto bad = [](const Point3& p) {
        return !std::isfinite(p.x_m + p.y_m + p.z_m) || std::abs(p.z_m) > 12'000.0;
    };
    std::erase_if(samples, bad);
    for (std::size_t t = 0; t + 2 < tin.size(); t += 3) {
        if (bad(tin[t]) || bad(tin[t + 1]) || bad(tin[t + 2])) {
            tin[t] = tin[t + 1] = tin[t + 2] = tin[0];
        }
    }
}

/// Ground under modelled buildings where no terrain is given: their own lowest corners.
std::vector<Point3> ground_of_models(const City& city, const std::vector<Range>& raised) {
    std::vector<Point3> ground;
    for (const Building& building : city.buildings) {
        if (building.surfaces.count == 0 || is_raised(building, raised)) {
            continue;
        }
        const double low = surface_heights(city, building).low;
        const Range points = city.rings[building.rings.begin].points;
        for (std::uint32_t p = points.begin; p < points.end(); ++p) {
            ground.push_back({city.points[p].x_m, city.points[p].y_m, low});
        }
    }
    return ground;
}

} // namespace

Result<void> lay_terrain(City& city, std::vector<Part>& parts, const std::vector<Raster>& rasters,
                         const std::vector<Range>& raised, const Extent& extent, const ReadContext& context) {
    std::vector<Point3> samples;
    std::vector<Point3> tin;
    std::string source;
    take_samples(parts, samples, tin, source);
    if (!rasters.empty()) {
        auto terrain = terrain_from_rasters(rasters, city.place, extent.grown(kMarginM), context);
        if (!terrain) {
            return tl::make_unexpected(terrain.error());
        }
        city.terrain = std::move(*terrain);
    }
    if (city.terrain.flat() && tin.size() >= 3) {
        city.terrain = terrain_from_triangles(tin);
        city.terrain.source = source;
    }
    if (city.terrain.flat() && samples.size() >= 3) {
        city.terrain = terrain_from_samples(samples);
        city.terrain.source = source;
    }
    if (city.terrain.flat()) {
        if (const auto ground = ground_of_models(city, raised); ground.size() >= 3) {
            city.terrain = terrain_from_samples(ground);
            city.terrain.source = "the buildings' own ground heights";
            context.notes.info(
                "", "terrain",
                "no terrain is given; the ground was interpolated between the buildings' own ground heights",
                "Give a terrain file (.hgt, .tif) for the true ground");
        }
    }
    if (city.terrain.flat()) {
        city.terrain = {};
        context.notes.info("", "terrain", "no terrain is given: the city is flat",
                           "Add an SRTM .hgt(.zip) or a GeoTIFF of heights to the import");
    }
    return {};
}

} // namespace cityloom::gis

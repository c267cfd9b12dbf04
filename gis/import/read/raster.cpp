// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/raster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal_priv.h>

#include "gis/import/guard/cpl_scope.h"
#include "gis/import/projection.h"

namespace cityloom::gis {

namespace {

constexpr std::array<const char*, 4> kDrivers{"GTiff", "SRTMHGT", "AAIGrid", nullptr};
constexpr int kMaxSide = 40'000;
constexpr std::size_t kMaxWindow = 100'000'000; // samples held at once, 400 MB
constexpr const char* kMend = "Fetch or export it again";

/// The one elevation file inside a .zip, as GDAL names it; empty when there is none or several.
std::string inside_zip(const std::filesystem::path& file) {
    const std::string root = "/vsizip/" + file.string();
    const CPLStringList names{VSIReadDir(root.c_str())};
    std::string found;
    for (int i = 0; i < names.size(); ++i) {
        const std::string name = names[i];
        if (name.ends_with(".hgt") || name.ends_with(".tif")) {
            if (!found.empty()) {
                return {};
            }
            found.append(root).append("/").append(name);
        }
    }
    return found;
}

GDALDatasetUniquePtr open(const std::string& dataset) {
    return GDALDatasetUniquePtr{GDALDataset::Open(
        dataset.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, kDrivers.data(), nullptr, nullptr)};
}

/// Part of the raster, with a place to read it at.
struct Window {
    int column = 0;
    int row = 0;
    int columns = 0;
    int rows = 0;
    std::vector<float> values;

    [[nodiscard]] float at(int c, int r) const {
        return values[static_cast<std::size_t>(r) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(c)];
    }
    /// Bilinear at pixel coordinates whose whole numbers are pixel centres. Without all four neighbours, the nearest.
    [[nodiscard]] float sample(double c, double r, double rim) const {
        constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
        c -= column;
        r -= row;
        if (!(c >= -rim && r >= -rim && c <= columns - 1 + rim && r <= rows - 1 + rim)) {
            return kNone;
        }
        c = std::clamp(c, 0.0, static_cast<double>(columns - 1));
        r = std::clamp(r, 0.0, static_cast<double>(rows - 1));
        const int c0 = std::min(static_cast<int>(c), std::max(columns - 2, 0));
        const int r0 = std::min(static_cast<int>(r), std::max(rows - 2, 0));
        const int c1 = std::min(c0 + 1, columns - 1);
        const int r1 = std::min(r0 + 1, rows - 1);
        const auto tc = static_cast<float>(c - c0);
        const auto tr = static_cast<float>(r - r0);
        const float mixed =
            (1 - tr) * ((1 - tc) * at(c0, r0) + tc * at(c1, r0)) + tr * ((1 - tc) * at(c0, r1) + tc * at(c1, r1));
        return std::isfinite(mixed) ? mixed : at(tc < 0.5F ? c0 : c1, tr < 0.5F ? r0 : r1);
    }
};

Result<Window> read_window(const Raster& raster, GDALRasterBand& band, const Extent& pixels) {
    Window window;
    const auto clamp_to = [](double at, int size) {
        return static_cast<int>(std::clamp(at, 0.0, static_cast<double>(size)));
    };
    window.column = clamp_to(std::floor(pixels.low.x_m) - 2.0, band.GetXSize());
    window.row = clamp_to(std::floor(pixels.low.y_m) - 2.0, band.GetYSize());
    window.columns = clamp_to(std::ceil(pixels.high.x_m) + 3.0, band.GetXSize()) - window.column;
    window.rows = clamp_to(std::ceil(pixels.high.y_m) + 3.0, band.GetYSize()) - window.row;
    if (window.columns <= 0 || window.rows <= 0) {
        return Window{};
    }
    const auto count = static_cast<std::size_t>(window.columns) * static_cast<std::size_t>(window.rows);
    if (count > kMaxWindow) {
        return refuse(ErrorCode::LimitExceeded, raster.file, "cells under the city",
                      "too many samples lie under the city", "Resample the terrain to a coarser grid");
    }
    window.values.resize(count);
    const CPLErr read = band.RasterIO(GF_Read, window.column, window.row, window.columns, window.rows,
                                      window.values.data(), window.columns, window.rows, GDT_Float32, 0, 0, nullptr);
    if (read != CE_None || CplScope::failed()) {
        return refuse(ErrorCode::Malformed, raster.file, "band 1",
                      "the heights cannot be read to the end (" + CplScope::message() + ")", kMend);
    }
    int has_nodata = 0;
    const double nodata = band.GetNoDataValue(&has_nodata);
    for (float& value : window.values) {
        const bool missing = has_nodata != 0 && std::abs(static_cast<double>(value) - nodata) < 1e-3;
        if (missing || !(value > -12'000.0F && value < 10'000.0F)) { // deeper than any trench, higher than any peak
            value = std::numeric_limits<float>::quiet_NaN();
        }
    }
    return window;
}

} // namespace

Result<Raster> look_at_raster(const std::filesystem::path& file, const ReadContext& context) {
    const CplScope cpl;
    Raster raster{.file = file, .dataset = file.string()};
    if (file.extension() == ".zip") {
        raster.dataset = inside_zip(file);
        if (raster.dataset.empty()) {
            return refuse(ErrorCode::Unsupported, file, "archive", "it does not hold exactly one .hgt or .tif",
                          "Unpack it and give the terrain file itself");
        }
    }
    const GDALDatasetUniquePtr dataset = open(raster.dataset);
    if (!dataset) {
        return refuse(ErrorCode::Malformed, file, "header",
                      "not a readable terrain raster (" + CplScope::message() + ")", kMend);
    }
    if (dataset->GetRasterCount() != 1) {
        return refuse(ErrorCode::Unsupported, file, std::to_string(dataset->GetRasterCount()) + " bands",
                      "a picture, not a terrain of one band of heights", "Give an elevation raster");
    }
    std::array<double, 6> g{};
    if (dataset->GetGeoTransform(g.data()) != CE_None || (g[1] == 0.0 && g[2] == 0.0)) {
        return refuse(ErrorCode::Malformed, file, "geotransform", "the raster does not say where on Earth it lies",
                      "Georeference it, as with gdal_translate -a_ullr and -a_srs");
    }
    const int columns = dataset->GetRasterXSize();
    const int rows = dataset->GetRasterYSize();
    if (columns > kMaxSide || rows > kMaxSide) {
        return refuse(ErrorCode::LimitExceeded, file,
                      std::to_string(columns) + " x " + std::to_string(rows) + " samples",
                      "larger than 40,000 samples a side", "Cut out the city, as with gdal_translate -projwin");
    }
    // Read once to the end, a row at a time: a file that was cut off opens like a whole one.
    std::vector<float> line(static_cast<std::size_t>(columns));
    for (int r = 0; r < rows; ++r) {
        if (r % 64 == 0 && context.stopped()) {
            return cancelled(file);
        }
        if (dataset->GetRasterBand(1)->RasterIO(GF_Read, 0, r, columns, 1, line.data(), columns, 1, GDT_Float32, 0, 0,
                                                nullptr) != CE_None) {
            return refuse(ErrorCode::Malformed, file, "row " + std::to_string(r + 1) + " of " + std::to_string(rows),
                          "the heights are cut off or damaged (" + CplScope::message() + ")", kMend);
        }
    }
    raster.crs = dataset->GetProjectionRef() != nullptr ? dataset->GetProjectionRef() : "";
    if (raster.crs.empty()) {
        raster.crs = context.options.crs;
    }
    if (raster.crs.empty()) {
        return refuse(ErrorCode::Malformed, file, "coordinate reference system",
                      "it names no coordinate reference system that can be read",
                      "Say which it is with --crs, as --crs EPSG:4326");
    }
    auto crs = describe_crs(raster.crs);
    if (crs && !crs->geographic && !crs->projected && !context.options.crs.empty()) { // an engineer's own system
        raster.crs = context.options.crs;
        crs = describe_crs(raster.crs);
    }
    if (!crs) {
        return refuse(ErrorCode::Malformed, file, "coordinate reference system", crs.error().message,
                      "Or give it with --crs");
    }
    if (!crs->geographic && !crs->projected) {
        return refuse(ErrorCode::Unsupported, file, "coordinate reference system " + crs->name,
                      "neither degrees nor a map projection", "Say which it is with --crs, as --crs EPSG:2154");
    }
    raster.geographic = crs->geographic;
    raster.cell = std::min(std::hypot(g[1], g[4]), std::hypot(g[2], g[5]));
    constexpr int kPerSide = 8;
    const auto place = [&g](double c, double r) {
        return Point2{g[0] + c * g[1] + r * g[2], g[3] + c * g[4] + r * g[5]};
    };
    for (int i = 0; i <= kPerSide; ++i) {
        const double share = static_cast<double>(i) / kPerSide;
        raster.outline.insert(raster.outline.end(), {place(share * columns, 0), place(share * columns, rows),
                                                     place(0, share * rows), place(columns, share * rows)});
    }
    return raster;
}

Result<std::size_t> sample_raster(const Raster& raster, const std::string& crs, Point2 origin, bool to_the_rim,
                                  Terrain& terrain, const ReadContext& context) {
    auto projector = Projector::make(crs, raster.crs);
    if (!projector) {
        return refuse(ErrorCode::Unsupported, raster.file, "coordinate reference system", projector.error().message,
                      "Give the terrain in another one");
    }
    const CplScope cpl;
    const GDALDatasetUniquePtr dataset = open(raster.dataset);
    if (!dataset) {
        return refuse(ErrorCode::Io, raster.file, "header", "it could be read a moment ago and no longer can", kMend);
    }
    std::array<double, 6> g{};
    std::array<double, 6> inverse{};
    dataset->GetGeoTransform(g.data());
    if (GDALInvGeoTransform(g.data(), inverse.data()) == 0) {
        return refuse(ErrorCode::Malformed, raster.file, "geotransform", "it has no inverse", "Georeference it again");
    }
    const auto pixel = [&inverse](Point2 p) { // -0.5: whole numbers are pixel centres
        return Point2{inverse[0] + p.x_m * inverse[1] + p.y_m * inverse[2] - 0.5,
                      inverse[3] + p.x_m * inverse[4] + p.y_m * inverse[5] - 0.5};
    };
    const auto row_points = [&](std::uint32_t j, std::uint32_t step) {
        std::vector<Point2> points;
        for (std::uint32_t i = 0; i < terrain.columns; i += step) {
            points.push_back(origin + terrain.origin + Point2{terrain.cell_m * i, terrain.cell_m * j});
        }
        projector->apply(points);
        return points;
    };
    Extent pixels;
    constexpr std::uint32_t kProbes = 64;
    for (std::uint32_t j = 0; j < terrain.rows; j += std::max(1U, std::min(terrain.rows / kProbes, terrain.rows - 1))) {
        for (const Point2& p : row_points(j, std::max(1U, terrain.columns / kProbes))) {
            pixels.add(pixel(p));
        }
    }
    if (pixels.empty()) {
        return std::size_t{0};
    }
    const double slack = 2.0 + 0.03 * std::max(pixels.high.x_m - pixels.low.x_m, pixels.high.y_m - pixels.low.y_m);
    const auto window = read_window(raster, *dataset->GetRasterBand(1), pixels.grown(slack));
    if (!window) {
        return tl::make_unexpected(window.error());
    }
    if (window->values.empty()) {
        return std::size_t{0};
    }
    std::size_t given = 0;
    for (std::uint32_t j = 0; j < terrain.rows; ++j) {
        if (j % 64 == 0 && context.stopped()) {
            return cancelled(raster.file);
        }
        const std::vector<Point2> points = row_points(j, 1);
        for (std::uint32_t i = 0; i < terrain.columns; ++i) {
            float& height = terrain.height_m[static_cast<std::size_t>(j) * terrain.columns + i];
            if (std::isfinite(height) || !std::isfinite(points[i].x_m)) {
                continue;
            }
            const Point2 at = pixel(points[i]);
            height = window->sample(at.x_m, at.y_m, to_the_rim ? 0.5 : 0.0);
            given += std::isfinite(height) ? 1U : 0U;
        }
    }
    return given;
}

} // namespace cityloom::gis

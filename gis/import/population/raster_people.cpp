// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>
#include <map>

#include <gdal_priv.h>

#include "gis/city/districts.h"
#include "gis/import/guard/cpl_scope.h"
#include "gis/import/population/spread.h"
#include "gis/import/projection.h"

namespace cityloom::gis {

namespace {

constexpr std::array<const char*, 3> kDrivers{"GTiff", "AAIGrid", nullptr};
constexpr double kMostCells = 50e6; // read under one city
constexpr double kMostInACell = 1e7;
constexpr const char* kMend = "Give a raster of people in each cell, as WorldPop or GHS-POP";

struct Pixel {
    int column = 0;
    int row = 0;
    auto operator<=>(const Pixel&) const = default;
};

} // namespace

Result<void> spread_by_raster(City& city, const std::filesystem::path& file, const ReadContext& context) {
    const CplScope cpl;
    const GDALDatasetUniquePtr dataset{GDALDataset::Open(
        file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, kDrivers.data(), nullptr, nullptr)};
    if (!dataset) {
        return refuse(ErrorCode::Malformed, file, "header",
                      "neither a number, a .csv nor a readable raster of people (" + CplScope::message() + ")",
                      "Give --people as 160000, people.csv or people.tif");
    }
    std::array<double, 6> g{};
    std::array<double, 6> inverse{};
    if (dataset->GetRasterCount() != 1 || dataset->GetGeoTransform(g.data()) != CE_None ||
        GDALInvGeoTransform(g.data(), inverse.data()) == 0) {
        return refuse(ErrorCode::Malformed, file, "bands and geotransform",
                      "not one band of people with a place on Earth", kMend);
    }
    std::string crs = dataset->GetProjectionRef() != nullptr ? dataset->GetProjectionRef() : "";
    crs = crs.empty() ? context.options.crs : crs;
    if (crs.empty()) {
        return refuse(ErrorCode::Malformed, file, "coordinate reference system",
                      "it names no coordinate reference system that can be read",
                      "Say which it is with --crs, as --crs EPSG:4326");
    }
    auto to_raster = Projector::make(city.place.wkt, crs);
    if (!to_raster) {
        return refuse(ErrorCode::Unsupported, file, "coordinate reference system", to_raster.error().message,
                      "Give the raster in another one");
    }
    const Point2 origin{static_cast<double>(city.place.origin_x_m), static_cast<double>(city.place.origin_y_m)};
    std::map<Pixel, std::vector<std::uint32_t>> standing;
    Pixel low{dataset->GetRasterXSize(), dataset->GetRasterYSize()};
    Pixel high{-1, -1};
    std::vector<std::uint32_t> off_raster;
    for (std::uint32_t b = 0; b < city.buildings.size(); ++b) {
        if (city.buildings[b].rings.count == 0) {
            continue;
        }
        const Point2 at = to_raster->apply(place_of(city, city.buildings[b]) + origin);
        const double column = std::floor(inverse[0] + at.x_m * inverse[1] + at.y_m * inverse[2]);
        const double row = std::floor(inverse[3] + at.x_m * inverse[4] + at.y_m * inverse[5]);
        if (!(column >= 0.0 && column < dataset->GetRasterXSize() && row >= 0.0 && row < dataset->GetRasterYSize())) {
            off_raster.push_back(b);
            continue;
        }
        const Pixel pixel{static_cast<int>(column), static_cast<int>(row)};
        standing[pixel].push_back(b);
        low = {std::min(low.column, pixel.column), std::min(low.row, pixel.row)};
        high = {std::max(high.column, pixel.column), std::max(high.row, pixel.row)};
    }
    if (standing.empty()) {
        return refuse(ErrorCode::Malformed, file, "extent", "no building of the city stands on it",
                      "Give the raster that covers the city");
    }
    const int columns = high.column - low.column + 1;
    const int rows = high.row - low.row + 1;
    if (static_cast<double>(columns) * rows > kMostCells) {
        return refuse(ErrorCode::LimitExceeded, file, "cells under the city", "too many cells lie under the city",
                      "Resample the raster to a coarser grid, summing");
    }
    int has_nodata = 0;
    const double nodata = dataset->GetRasterBand(1)->GetNoDataValue(&has_nodata);
    std::vector<double> line(static_cast<std::size_t>(columns));
    double total = 0.0;
    double without_buildings = 0.0;
    for (int r = 0; r < rows; ++r) {
        if (context.stopped()) {
            return cancelled(file);
        }
        if (dataset->GetRasterBand(1)->RasterIO(GF_Read, low.column, low.row + r, columns, 1, line.data(), columns, 1,
                                                GDT_Float64, 0, 0, nullptr) != CE_None ||
            CplScope::failed()) {
            return refuse(ErrorCode::Malformed, file, "row " + std::to_string(low.row + r + 1),
                          "the people cannot be read to the end (" + CplScope::message() + ")", kMend);
        }
        for (int c = 0; c < columns; ++c) {
            const double people = line[static_cast<std::size_t>(c)];
            const bool missing = !std::isfinite(people) || (has_nodata != 0 && people == nodata) || people < 0.0;
            if (!missing && people > kMostInACell) {
                return refuse(ErrorCode::Malformed, file,
                              "row " + std::to_string(low.row + r + 1) + ", column " +
                                  std::to_string(low.column + c + 1),
                              "more people than a cell can hold", kMend);
            }
            const double here = missing ? 0.0 : people;
            total += here;
            const auto found = standing.find({low.column + c, low.row + r});
            if (found == standing.end()) {
                without_buildings += here;
            } else if (!spread(city, found->second, Counted::People, here)) {
                without_buildings += here;
            }
        }
    }
    if (!(total > 0.0)) {
        return refuse(ErrorCode::Malformed, file, "cells under the city", "nobody lives in them", kMend);
    }
    (void)spread(city, off_raster, Counted::People, 0.0);
    if (without_buildings > 0.0 && total > without_buildings) {
        const double factor = total / (total - without_buildings);
        for (Building& building : city.buildings) {
            building.people = static_cast<float>(factor * std::max(0.0, static_cast<double>(building.people)));
        }
        context.notes.info(file.filename().string(), "cells",
                           std::to_string(std::llround(without_buildings)) +
                               " people live in cells without buildings; they were shared among all the others",
                           "Add the missing buildings");
    }
    if (!off_raster.empty()) {
        context.notes.warn(file.filename().string(), "extent",
                           std::to_string(off_raster.size()) +
                               " buildings stand beyond the raster; nobody lives in them",
                           "Give a raster that covers the city");
    }
    city.census = {.people = total, .source = "a raster of people (" + file.filename().string() + ")"};
    return {};
}

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "gis/city/city.h"
#include "sim/core/result.h"

namespace cityloom::gis {

/// What files from strangers may cost us before we refuse them.
struct ImportLimits {
    std::uint64_t max_file_bytes = 4ULL << 30U;   ///< of any input file
    std::uint64_t max_json_bytes = 512ULL << 20U; ///< of a CityJSON file, which is held in memory
    std::uint64_t max_features = 20'000'000;      ///< objects of all kinds in one file
    std::uint64_t max_points = 100'000'000;       ///< vertices in one file
    std::size_t max_notes = 5'000;                ///< rows of the validation report; the rest is counted
    double max_extent_m = 300'000.0;              ///< a city; anything wider is refused
};

/// What a layer's polygons or lines are, where neither their tags nor its name say so.
enum class LayerKind : std::uint8_t { Unknown, Buildings, Streets, Areas, Districts, Ignored };

/// "buildings", "streets", "areas", "districts", "ignore"; Unknown for any other word.
[[nodiscard]] LayerKind layer_kind(std::string_view word) noexcept;

/// What the user says a layer is, by its name or that of its file; an empty name: every layer of unknown kind.
struct LayerAs {
    std::string layer;
    LayerKind kind = LayerKind::Unknown;
};

/// A column that the user says holds a tag of ours, as height or building:levels.
struct ColumnFor {
    std::string tag;
    std::string column;
};

struct ImportOptions {
    ImportLimits limits;
    std::string crs;                       ///< of files that name none, as "EPSG:27572"
    std::string name;                      ///< of the city; empty: from the first file's name
    std::optional<bool> left_hand_traffic; ///< empty: by country
    /// Who lives there: a number, or the name of a CSV by district (district,people[,jobs]) or of a raster of people a
    /// cell; empty: by the boundaries' population where they name it, else by floor area.
    std::string people;
    std::string jobs;                    ///< a number; empty: by floor area, or the CSV's
    std::vector<MobilityValue> mobility; ///< parameters of assets/mobility.csv that differ here
    std::vector<LayerAs> read_as;
    std::vector<ColumnFor> columns;
};

/// How far an import is: `fraction` 0..1 and a few words on what is being done. Called on the importing thread.
using Progress = std::function<void(double fraction, std::string_view what)>;

/// One kind of file, for --help and file dialogs.
struct FormatInfo {
    std::string name;                    ///< "OpenStreetMap"
    std::vector<std::string> extensions; ///< ".osm.pbf", with the dot
    std::string gives;                   ///< what a city gets from it
};

/// The formats that import_city() reads.
[[nodiscard]] std::vector<FormatInfo> supported_formats();

/// Reads files of any mixture of the supported formats into one city, in the project CRS (see GeoReference), with the
/// validation report in City::notes. Runs in this process on the calling thread; files from strangers are better read
/// by import_in_worker(). An object that cannot be used is left out and noted; a file that cannot be read, that names
/// no CRS where none is given, or that yields nothing at all, is an error that names file, place and remedy. \param
/// stop checked at least every few thousand objects; a stop gives ErrorCode::Cancelled.
[[nodiscard]] Result<City> import_city(std::span<const std::filesystem::path> files, const ImportOptions& options,
                                       const std::stop_token& stop, const Progress& progress);

} // namespace cityloom::gis

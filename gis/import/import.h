// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
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

/// What of the files is wanted; the rest is not loaded.
struct ImportCut {
    /// West, south, east, north in degrees (WGS 84); empty: no bounds.
    std::vector<double> bbox_deg;
    std::filesystem::path within; ///< a GeoJSON with polygons in degrees; empty: none
    /// Themes ("buildings", "streets", "areas", "lines", "assets", "districts", "terrain") or names of layers.
    std::vector<std::string> only; ///< empty: all
    std::vector<std::string> skip;
    [[nodiscard]] bool chooses() const { return bounded() || !only.empty() || !skip.empty(); }
    [[nodiscard]] bool bounded() const { return !bbox_deg.empty() || !within.empty(); }
};

/// The words that `only` and `skip` take as themes.
[[nodiscard]] std::span<const std::string_view> import_themes() noexcept;

struct ImportOptions {
    ImportLimits limits;
    /// Of files that name none, as "EPSG:27572"; GCJ-02 or BD-09: of all files in degrees but OpenStreetMap's.
    std::string crs;
    std::string name;                      ///< of the city; empty: from the first file's name
    std::optional<bool> left_hand_traffic; ///< empty: by country
    /// Who lives there: a number, or the name of a CSV by district (district,people[,jobs]) or of a raster of people a
    /// cell; empty: by the boundaries' population where they name it, else by floor area.
    std::string people;
    std::string jobs;                    ///< a number; empty: by floor area, or the CSV's
    std::vector<MobilityValue> mobility; ///< parameters of assets/mobility.csv that differ here
    std::vector<LayerAs> read_as;
    std::vector<ColumnFor> columns;
    std::shared_ptr<const City> onto; ///< a city that the files bring up to date; null: they make a new one
    ImportCut cut;
    bool drop_missing = false; ///< what that city has within the files' reach and they have not, goes
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

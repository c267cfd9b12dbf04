// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/guard/probe.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <functional>
#include <string_view>
#include <system_error>

#include "gis/import/part.h"

namespace cityloom::gis {

namespace {

enum class Look : std::uint8_t { Any, Osm, Gzip, Bzip, Pbf, Json, Sqlite, FlatGeobuf, Shape, Tiff, Xml, Zip };

struct Row {
    std::string_view ending;
    Reader reader;
    std::string_view format;
    Look look;
};
// Longest endings first: ".osm.pbf" before ".pbf".
constexpr std::array kRows{
    Row{".osm.pbf", Reader::Osm, "pbf", Look::Pbf},
    Row{".pbf", Reader::Osm, "pbf", Look::Pbf},
    Row{".osm.xml.gz", Reader::Osm, "osm.gz", Look::Gzip},
    Row{".osm.gz", Reader::Osm, "osm.gz", Look::Gzip},
    Row{".osm.bz2", Reader::Osm, "osm.bz2", Look::Bzip},
    Row{".osm.xml", Reader::Osm, "osm", Look::Osm},
    Row{".osm", Reader::Osm, "osm", Look::Osm},
    Row{".jsonl", Reader::CityJsonSeq, "", Look::Json},
    Row{".geojson", Reader::Vector, "GeoJSON", Look::Json},
    Row{".json", Reader::CityJson, "", Look::Json},
    Row{".shp", Reader::Vector, "ESRI Shapefile", Look::Shape},
    Row{".gpkg", Reader::Vector, "GPKG", Look::Sqlite},
    Row{".fgb", Reader::Vector, "FlatGeobuf", Look::FlatGeobuf},
    Row{".gml", Reader::Vector, "GML", Look::Xml},
    Row{".citygml", Reader::Vector, "GML", Look::Xml},
    Row{".xml", Reader::Vector, "GML", Look::Xml},
    Row{".hgt.zip", Reader::Raster, "SRTMHGT", Look::Zip},
    Row{".hgt", Reader::Raster, "SRTMHGT", Look::Any},
    Row{".tif", Reader::Raster, "GTiff", Look::Tiff},
    Row{".tiff", Reader::Raster, "GTiff", Look::Tiff},
    Row{".asc", Reader::Raster, "AAIGrid", Look::Any},
};

bool looks_like(Look look, std::string_view head) {
    using namespace std::string_view_literals;
    const auto text = head.find_first_not_of("\xEF\xBB\xBF \t\r\n");
    const std::string_view body = text == std::string_view::npos ? std::string_view{} : head.substr(text);
    switch (look) {
    case Look::Any:
        return true;
    case Look::Osm:
        return body.starts_with('<') && body.find("<osm") != std::string_view::npos;
    case Look::Gzip:
        return head.starts_with("\x1f\x8b"sv);
    case Look::Bzip:
        return head.starts_with("BZh");
    case Look::Pbf:
        return head.substr(0, 64).find("OSMHeader") != std::string_view::npos;
    case Look::Json:
        return body.starts_with('{');
    case Look::Sqlite:
        return head.starts_with("SQLite format 3\0"sv);
    case Look::FlatGeobuf:
        return head.starts_with("fgb");
    case Look::Shape:
        return head.starts_with("\0\0\x27\x0a"sv);
    case Look::Tiff:
        return head.starts_with("II*\0"sv) || head.starts_with("MM\0*"sv) || head.starts_with("II+\0"sv) ||
               head.starts_with("MM\0+"sv);
    case Look::Xml:
        return body.starts_with('<');
    case Look::Zip:
        return head.starts_with("PK");
    }
    return false;
}

/// Whether a JSON file is CityJSON; the members may stand in any order, so the whole file is looked through.
bool mentions_city_objects(std::ifstream& in, std::uint64_t limit) {
    constexpr std::string_view kMember = "\"CityObjects\"";
    constexpr std::size_t kBlock = 1U << 20U;
    in.clear();
    in.seekg(0);
    std::string block;
    std::string kept;
    for (std::uint64_t read = 0; read < limit && in; read += kBlock) {
        block.resize(kBlock);
        in.read(block.data(), static_cast<std::streamsize>(kBlock));
        block.resize(static_cast<std::size_t>(in.gcount()));
        kept += block;
        if (kept.find(kMember) != std::string::npos) {
            return true;
        }
        kept = kept.size() > kMember.size() ? kept.substr(kept.size() - kMember.size()) : kept;
    }
    return false;
}

/// Whether a JSON file is an answer of Overpass or of OpenStreetMap's own API: a list of elements that are not
/// features.
bool is_overpass(std::string_view head) {
    const auto has = [head](std::string_view word) { return head.find(word) != std::string_view::npos; };
    const bool osm =
        has("\"generator\"") || has("\"osm3s\"") || has("\"node\"") || has("\"way\"") || has("\"relation\"");
    return has("\"elements\"") && osm && !has("\"FeatureCollection\"") && !has("\"CityJSON\"");
}

/// A pipe, device or folder that is named like a file that belongs to this one (town.prj, town.tif.aux.xml): GDAL opens
/// those by itself, and a pipe would hold it for ever. Empty: there is none.
std::filesystem::path odd_sidecar(const std::filesystem::path& file) {
    std::error_code error;
    const std::string stem = file.stem().string() + ".";
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
    constexpr std::array<std::string_view, 16> kKnown{".prj", ".shx", ".dbf", ".cpg", ".qix", ".sbn", ".aux", ".xml",
                                                      ".ovr", ".msk", ".tfw", ".wld", ".gfs", ".xsd", ".idx", ".hdr"};
    for (std::filesystem::directory_iterator entry{folder, error}, end; !error && entry != end;
         entry.increment(error)) {
        std::string name = entry->path().filename().string();
        if (!name.starts_with(stem) || name == file.filename().string()) {
            continue;
        }
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        const bool known =
            std::ranges::any_of(kKnown, [&name](std::string_view ending) { return name.ends_with(ending); });
        std::error_code broken;
        if (known && !entry->is_regular_file(broken)) {
            return entry->path();
        }
    }
    return {};
}

std::string known_endings() {
    std::string list;
    for (const FormatInfo& format : supported_formats()) {
        for (const std::string& ending : format.extensions) {
            list += (list.empty() ? "" : " ") + ending;
        }
    }
    return list;
}

} // namespace

std::vector<FormatInfo> supported_formats() {
    return {
        {"OpenStreetMap",
         {".osm", ".osm.gz", ".osm.xml.gz", ".osm.bz2", ".osm.pbf", ".xml", ".json"},
         "buildings, streets, land, water, utilities, districts"},
        {"CityJSON 1.0 to 2.0",
         {".city.json", ".json", ".city.json.gz", ".json.gz"},
         "buildings with roofs, terrain, land"},
        {"CityJSONSeq", {".city.jsonl", ".jsonl", ".jsonl.gz"}, "buildings with roofs, terrain, land"},
        {"CityGML 1 to 3",
         {".gml", ".citygml", ".xml", ".gml.gz", ".citygml.gz", ".xml.gz"},
         "buildings with roofs, terrain, land"},
        {"GeoJSON", {".geojson", ".json", ".geojson.gz"}, "buildings with height or storeys, streets, terrain points"},
        {"Shapefile", {".shp"}, "buildings with height or storeys, streets"},
        {"GeoPackage", {".gpkg"}, "buildings with height or storeys, streets"},
        {"FlatGeobuf", {".fgb"}, "buildings with height or storeys, streets"},
        {"SRTM", {".hgt", ".hgt.zip"}, "terrain"},
        {"GeoTIFF", {".tif", ".tiff"}, "terrain"},
        {"Arc/Info ASCII grid", {".asc", ".asc.gz"}, "terrain"},
    };
}

Result<void> check_plain(const std::filesystem::path& file, const ImportLimits& limits) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (error || !std::filesystem::exists(status)) {
        return refuse(ErrorCode::NotFound, file, {}, "there is no such file", "Check the name and the folder");
    }
    if (!std::filesystem::is_regular_file(status)) {
        return refuse(ErrorCode::Unsupported, file, {}, "this is not a file", "Give the files of the city one by one");
    }
    const auto size = std::filesystem::file_size(file, error);
    if (error || size > limits.max_file_bytes) {
        return refuse(ErrorCode::LimitExceeded, file, {},
                      "larger than " + std::to_string(limits.max_file_bytes >> 30U) + " GB",
                      "Cut out the city, as with osmium extract or ogr2ogr -spat");
    }
    return {};
}

Result<Probe> probe(const std::filesystem::path& file, const ImportLimits& limits) {
    if (auto plain = check_plain(file, limits); !plain) {
        return tl::make_unexpected(plain.error());
    }
    std::string name = file.filename().string();
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto* const row = std::ranges::find_if(kRows, [&name](const Row& r) { return name.ends_with(r.ending); });
    if (row == kRows.end()) {
        return refuse(ErrorCode::Unsupported, file, {}, "a format that is not read", "Known are " + known_endings());
    }
    std::error_code error;
    if (std::filesystem::file_size(file, error) == 0 && !error) {
        return refuse(ErrorCode::Malformed, file, "byte 0", "the file is empty", "Fetch or export it again");
    }
    if (const auto other = odd_sidecar(file); !other.empty()) {
        return refuse(ErrorCode::Unsupported, file, other.filename().string(),
                      other.filename().string() + " beside it is no plain file",
                      "Remove it, or put a plain file there");
    }
    std::ifstream in{file, std::ios::binary};
    std::string head(4096, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    if (head.empty()) {
        return refuse(ErrorCode::Io, file, {}, "the file cannot be read", "Check that you may read it");
    }
    if (!looks_like(row->look, head)) {
        return refuse(ErrorCode::Malformed, file, "first bytes",
                      "the content is not what " + std::string{row->ending} + " files begin with",
                      "Fetch or export it again, or correct its extension");
    }
    Probe found{row->reader, std::string{row->format}};
    if (row->look == Look::Xml && head.find("CityModel") != std::string::npos) {
        found = {Reader::CityGml, ""};
    }
    if (row->look == Look::Xml && looks_like(Look::Osm, head)) {
        return Probe{Reader::Osm, "osm"};
    }
    if (row->look == Look::Json && row->reader != Reader::CityJsonSeq && is_overpass(head)) {
        return Probe{Reader::Osm, "overpass"};
    }
    if (row->look == Look::Json && row->reader != Reader::CityJsonSeq) {
        const bool city = mentions_city_objects(in, limits.max_json_bytes);
        found = city ? Probe{Reader::CityJson, ""} : Probe{Reader::Vector, "GeoJSON"};
    }
    return found;
}

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <filesystem>
#include <fstream>

#include <QJsonArray>
#include <QTemporaryDir>
#include <gdal_priv.h>
#include <gdal_utils.h>
#include <zlib.h>

#include "hostile_case.h"
#include "tests/gis/city_file_maker.h"
#include "tests/reference_data.h"

namespace cityloom::tests {

namespace {

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

QJsonObject town() {
    return {{"polygons", QJsonArray{QJsonObject{{"building", "house"}, {"height", 9.5}, {"name", "Alte Post"}},
                                    QJsonObject{{"building", "school"}, {"building:levels", 3}},
                                    QJsonObject{{"building", "yes"}}, QJsonObject{{"landuse", "grass"}}}},
            {"lines", QJsonArray{QJsonObject{{"highway", "primary"}, {"name", "Long Street"}},
                                 QJsonObject{{"highway", "residential"}, {"maxspeed", "30"}}}}};
}

std::string osm_town() {
    return osm({{"buildings", QJsonArray{QJsonObject{{"building", "yes"}, {"height", "12"}, {"name", "Hall"}},
                                         QJsonObject{{"building", "house"}, {"building:levels", "2"}}}},
                {"streets", QJsonArray{QJsonObject{{"highway", "primary"}, {"lanes", "2"}},
                                       QJsonObject{{"highway", "residential"}}, QJsonObject{{"highway", "service"}}}}})
        .toStdString();
}

std::string packed(const std::string& bytes) {
    const QTemporaryDir folder;
    const std::string file = (folder.path() + "/x.gz").toStdString();
    gzFile out = gzopen(file.c_str(), "wb9");
    gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose(out);
    return bytes_of(file);
}

std::string cityjson_town() {
    std::string text = R"({"type":"CityJSON","version":"1.1","transform":{"scale":[0.001,0.001,0.001],)"
                       R"("translate":[465270,5246400,400]},"metadata":{"referenceSystem":)"
                       R"("https://www.opengis.net/def/crs/EPSG/0/25832"},"CityObjects":{)";
    for (int b = 0; b < 3; ++b) {
        const auto corner = [b](int k) { return std::to_string(8 * b + k); };
        const auto face = [&](int p, int q, int r, int s) {
            return "[[" + corner(p) + "," + corner(q) + "," + corner(r) + "," + corner(s) + "]]";
        };
        text += (b > 0 ? ",\"B" : "\"B") + std::to_string(b) +
                R"(":{"type":"Building","attributes":{"measuredHeight":9.0,"function":"1000"},"geometry":[{"type":)"
                R"("Solid","lod":"2","boundaries":[[)" +
                face(0, 3, 2, 1) + "," + face(4, 5, 6, 7) + "," + face(0, 1, 5, 4) + "," + face(1, 2, 6, 5) + "," +
                face(2, 3, 7, 6) + "," + face(3, 0, 4, 7) + "]]}]}";
    }
    text += R"(},"vertices":[)";
    for (int b = 0; b < 3; ++b) {
        for (int k = 0; k < 8; ++k) {
            const int x = 30'000 * b + (k % 4 == 1 || k % 4 == 2 ? 20'000 : 0);
            const int y = k % 4 >= 2 ? 15'000 : 0;
            text += (b + k > 0 ? ",[" : "[") + std::to_string(x) + "," + std::to_string(y) + "," +
                    std::to_string(k >= 4 ? 9'000 : 0) + "]";
        }
    }
    return text + "]}";
}

std::string overpass_town() {
    const auto at = [](double east_m, double north_m) {
        return "{\"lat\":" + std::to_string(kLat + north_m * kNorth) +
               ",\"lon\":" + std::to_string(kLon + east_m * kEast) + "}";
    };
    return "{\"version\":0.6,\"generator\":\"Overpass API\",\"osm3s\":{\"copyright\":\"ODbL\"},\"elements\":[{\"type\":"
           "\"way\",\"id\":1,\"nodes\":[1,2,3,4,1],\"geometry\":[" +
           at(0, 0) + "," + at(20, 0) + "," + at(20, 20) + "," + at(0, 20) + "," + at(0, 0) +
           "],\"tags\":{\"building\":\"yes\",\"name\":\"Hall\"}},{\"type\":\"way\",\"id\":2,\"nodes\":[5,6],"
           "\"geometry\":[" +
           at(0, -20) + "," + at(200, -20) + "],\"tags\":{\"highway\":\"primary\"}}]}";
}

std::string cityjson_lines() {
    return R"({"type":"CityJSON","version":"2.0","transform":{"scale":[1,1,1],"translate":[465270,5246400,400]},)"
           R"("metadata":{"referenceSystem":"https://www.opengis.net/def/crs/EPSG/0/25832"},"CityObjects":{},"vertices":[]})"
           "\n"
           R"({"type":"CityJSONFeature","id":"A","CityObjects":{"A":{"type":"Building","geometry":[{"type":"MultiSurface",)"
           R"("lod":"1","boundaries":[[[0,1,2,3]],[[4,5,6,7]]]}]}},"vertices":[[0,0,0],[0,9,0],[9,9,0],[9,0,0],[0,0,5],)"
           R"([9,0,5],[9,9,5],[0,9,5]]})"
           "\n";
}

/// The town in another vector format, with the files that belong to it.
std::map<std::string, std::string> converted(const char* format, const std::string& file) {
    const QTemporaryDir folder;
    const std::filesystem::path place{folder.path().toStdString()};
    QJsonObject made = town();
    if (std::string_view{format} == "ESRI Shapefile") {
        made.remove("lines"); // one kind of shape a file
    }
    std::ofstream{place / "in.geojson"} << geojson(made).toStdString();
    const GDALDatasetUniquePtr in{GDALDataset::Open((place / "in.geojson").c_str(), GDAL_OF_VECTOR)};
    std::filesystem::create_directory(place / "out");
    std::vector<std::string> words{"-f", format, "-nln", "buildings"};
    std::vector<char*> raw;
    for (std::string& word : words) {
        raw.push_back(word.data());
    }
    raw.push_back(nullptr);
    GDALVectorTranslateOptions* options = GDALVectorTranslateOptionsNew(raw.data(), nullptr);
    GDALDatasetH source = GDALDataset::ToHandle(in.get());
    GDALDatasetH out = GDALVectorTranslate((place / "out" / file).c_str(), nullptr, 1, &source, options, nullptr);
    GDALVectorTranslateOptionsFree(options);
    GDALClose(out);
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator{place / "out"}) {
        if (entry.path().extension() != ".xsd" && entry.path().extension() != ".gfs") {
            files[entry.path().filename().string()] = bytes_of(entry.path());
        }
    }
    return files;
}

std::string heights(const char* format, const std::string& file) {
    const QTemporaryDir folder;
    const std::string place = folder.path().toStdString() + "/";
    constexpr int kSide = 64;
    const GDALDatasetUniquePtr tiff{GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
        (place + "t.tif").c_str(), kSide, kSide, 1, GDT_Float32, nullptr)};
    std::array<double, 6> at{465'000.0, 20.0, 0.0, 5'247'000.0, 0.0, -20.0};
    tiff->SetGeoTransform(at.data());
    OGRSpatialReference srs;
    srs.importFromEPSG(25832);
    tiff->SetSpatialRef(&srs);
    std::vector<float> row(kSide);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            row[static_cast<std::size_t>(x)] = static_cast<float>(400 + x + y % 7);
        }
        if (tiff->GetRasterBand(1)->RasterIO(GF_Write, 0, y, kSide, 1, row.data(), kSide, 1, GDT_Float32, 0, 0,
                                             nullptr) != CE_None) {
            return {};
        }
    }
    tiff->FlushCache();
    if (std::string_view{format} == "GTiff") {
        return bytes_of(place + "t.tif");
    }
    const GDALDatasetUniquePtr copy{GetGDALDriverManager()->GetDriverByName(format)->CreateCopy(
        (place + file).c_str(), tiff.get(), FALSE, nullptr, nullptr, nullptr)};
    return bytes_of(place + file);
}

Base import_of(const std::string& name, const std::string& file, const std::string& bytes, bool text = true) {
    return {
        .name = name, .file = file, .files = {{file, bytes}}, .arguments = {"import", "out.gpkg", file}, .text = text};
}

} // namespace

std::vector<Base> city_bases() {
    GDALAllRegister();
    const std::string json = geojson(town()).toStdString();
    std::vector<Base> bases{
        import_of("osm", "town.osm", osm_town()),
        import_of("osm.gz", "town.osm.gz", packed(osm_town()), false),
        import_of("geojson", "town.geojson", json),
        import_of("geojson.gz", "town.geojson.gz", packed(json), false),
        import_of("cityjson.gz", "town.city.json.gz", packed(cityjson_town()), false),
        import_of("overpass", "town.json", overpass_town()),
        import_of("cityjson", "town.city.json", cityjson_town()),
        import_of("cityjsonl", "town.city.jsonl", cityjson_lines()),
        import_of("citygml", "town.gml", citygml({{"model", "bounded"}, {"level", 2}}).toStdString()),
        import_of("citygml-3", "town.citygml",
                  citygml({{"model", "solid"}, {"version", "3"}, {"parts", 2}}).toStdString())};
    for (const auto& [format, file] : {std::pair{"ESRI Shapefile", "buildings.shp"},
                                       {"GPKG", "buildings.gpkg"},
                                       {"FlatGeobuf", "buildings.fgb"},
                                       {"GML", "buildings.gml"}}) {
        Base base{.name = format,
                  .file = file,
                  .files = converted(format, file),
                  .arguments = {"import", "out.gpkg", file},
                  .text = std::string_view{format} == "GML"};
        bases.push_back(base);
        if (base.files.contains("buildings.dbf")) {
            for (const char* beside : {"buildings.dbf", "buildings.shx", "buildings.prj"}) {
                base.name = beside;
                base.file = beside;
                bases.push_back(base);
            }
        }
    }
    // Ground under a town.
    for (const auto& [format, file] : {std::pair{"GTiff", "ground.tif"}, {"AAIGrid", "ground.asc"}}) {
        bases.push_back({.name = format,
                         .file = file,
                         .files = {{file, heights(format, file)}, {"town.city.json", cityjson_town()}},
                         .arguments = {"import", "out.gpkg", "town.city.json", file, "--crs", "EPSG:25832"},
                         .text = std::string_view{format} == "AAIGrid"});
    }
    bases.push_back({.name = "people",
                     .file = "people.csv",
                     .files = {{"people.csv", "district,people,jobs\nNorth,1200.5,300\n"}, {"town.geojson", json}},
                     .arguments = {"import", "out.gpkg", "town.geojson", "--people", "people.csv"}});
    if (const auto pbf = reference_data("city/geneva/geneva.osm.pbf")) {
        bases.push_back(import_of("pbf", "town.osm.pbf", bytes_of(*pbf), false));
    }
    return bases;
}

} // namespace cityloom::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_help.h"

#include <chrono>
#include <set>

using namespace cityloom;
using namespace cityloom::gis;

namespace {

enum Outcome { Imports, ImportsWithNotes, Refused };

/// `message` is a fragment of the error, or of a note. `crs` is what the user answers to a missing CRS.
struct Row {
    const char* file;
    Outcome outcome;
    const char* message;
    const char* crs = "";
};
const Row kRows[] = {
    {"cjval_cube_20.jsonl", Refused, "line 5: cjval_cube_20.jsonl: the type is not CityJSONFeature"},
    {"cjval_duplicate.json", Refused, "Say which it is with --crs"},
    {"cjval_duplicate.json", ImportsWithNotes, "LondonTower: this object stands in the file twice", "EPSG:28992"},
    {"cjval_japanese.city.json", Imports, ""},
    {"cjval_o3.json", Refused, "LondonTower"},
    {"corpus_invalid_cityjsonfeature_root_id_unresolved.city.jsonl", Refused, "line 1"},
    {"corpus_invalid_missing_type.json", Refused, "the member \"type\" is missing"},
    {"corpus_invalid_out_of_range_vertex_index.json", Refused, "vertex 99 does not exist (the file has 3)"},
    {"corpus_invalid_u64_f64_bounds.json", Refused, "invalid_u64_f64_bounds"},
    {"corpus_precision_ecef.city.json", Refused, "no usable city object"},
    {"corpus_precision_stateplane.city.json", Refused, "no usable city object"},
    {"corpus_precision_wgs84.city.json", Refused, "no usable city object"},
    {"corpus_precision_worst.city.json", Refused, "no usable city object"},
    {"corpus_seq_root_id_not_shared.city.jsonl", Refused, "building-1"},
    {"gdal_billionlaugh.gml", Refused, "million laugh"},
    {"gdal_too_nested.gml", Refused, "nesting"},
    {"geoclimate_san_diego_invalid_polygon.osm", ImportsWithNotes, "left out as an area"},
    {"hand_bowtie_nan_heights.geojson", ImportsWithNotes, "crosses itself"},
    {"hand_broken.geojson", Refused, "line 1, column 183"},
    {"hand_dem_8x8.tif", Refused, "geotransform"},
    {"hand_empty.shp", Refused, "no building, street, area or terrain"},
    {"hand_header_only.gpkg", Refused, "not a readable GPKG file"},
    {"hand_truncated.osm.pbf", Refused, "unexpected EOF"},
    {"hand_truncated_dem.tif", Refused, "row 39 of 403"},
    {"hand_wrong_crs_latlon_swapped.geojson", Refused, "look like degrees"},
    {"hand_zero_bytes.gpkg", Refused, "the file is empty"},
    {"nm_landcover2000_no_prj.shp", Refused, "Say which it is with --crs"},
    {"nm_landcover2000_no_prj.shp", ImportsWithNotes, "no buildings", "EPSG:27572"},
    {"plateau_invalid_name.gml", Refused, "first bytes"},
    {"val3dity_emptygeom.json", Refused, "id-1"},
    {"val3dity_geom_501.json", Refused, "GenericCityObject"},
    {"val3dity_geom_503.json", Refused, "GenericCityObject"},
    {"val3dity_geom_601.json", Refused, "Say which it is with --crs"},
    {"val3dity_geom_601.json", Imports, "", "EPSG:28992"},
    {"val3dity_geomtemplate_1.json", Refused, "not imported"},
    {"val3dity_invalid_json_cityjson.json", Refused, "line 3, column 11"},
    {"val3dity_invalid_schema_cityjson_1.json", Refused, "line 1934"},
    {"val3dity_invalid_schema_cityjson_2.json", Refused, "not imported"},
    {"val3dity_several_lods_invalid.json", Imports, ""},
    {"val3dity_torus.city.json", Refused, "not imported"},
};

std::set<std::string> listing(const std::filesystem::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        names.insert(entry.path().filename().string());
    }
    return names;
}

} // namespace

class TestTrickyFiles : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { NEED_REFERENCE(reference_data() / "city" / "tricky"); }

    /// No file of the set may be left out of the table.
    void everyFileHasARow() {
        const std::set<std::string> siblings{".dbf", ".shx", ".prj", ".md"};
        for (const std::string& name : listing(reference_data() / "city" / "tricky")) {
            if (!siblings.contains(std::filesystem::path{name}.extension().string())) {
                QVERIFY2(std::ranges::any_of(kRows, [&](const Row& row) { return name == row.file; }), name.c_str());
            }
        }
    }

    void outcome_data() {
        QTest::addColumn<int>("row");
        for (int i = 0; i < static_cast<int>(std::size(kRows)); ++i) {
            QTest::newRow(qPrintable(QString{kRows[i].file} + ' ' + kRows[i].crs)) << i;
        }
    }
    void outcome() {
        QFETCH(int, row);
        const Row& expected = kRows[row];
        const auto folder = reference_data() / "city" / "tricky";
        const auto before = listing(folder);
        const auto begin = std::chrono::steady_clock::now();
        const auto city = import_one(folder / expected.file, expected.crs);
        QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::seconds{5});
        QVERIFY(listing(folder) == before); // nothing is written beside the input
        if (expected.outcome == Refused) {
            QVERIFY(!city);
            const std::string message = message_of(city);
            QVERIFY2(message.find(expected.message) != std::string::npos, message.c_str());
            QVERIFY2(city.error().message.starts_with(expected.file), message.c_str()); // the file,
            QVERIFY2(city.error().where.find(", ") != std::string::npos || city.error().where.ends_with(expected.file),
                     message.c_str()); // the place,
            QVERIFY2(std::ranges::count(city.error().message, '.') >= 2 && city.error().message.ends_with('.'),
                     message.c_str()); // the remedy
            return;
        }
        QVERIFY2(city, message_of(city).c_str());
        QVERIFY(!city->buildings.empty() || !city->streets.empty() || !city->areas.empty());
        QVERIFY2(*expected.message == '\0' || noted(*city, expected.message), "the note is missing");
        const bool warned =
            std::ranges::any_of(city->notes, [](const ImportNote& n) { return n.level == ImportNote::Level::Warning; });
        QVERIFY(expected.outcome != Imports || !warned);
        for (const ImportNote& note : city->notes) {
            QVERIFY(!note.reason.empty() && !note.remedy.empty() && !note.object.empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestTrickyFiles)
#include "tst_tricky_files.moc"

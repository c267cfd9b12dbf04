// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_help.h"

#include <cmath>

using namespace cityloom;
using namespace cityloom::gis;

namespace {

/// A 10 m x 20 m x 5 m box at (85000, 446000, 2), coordinates in millimetres.
std::string box(const std::string& objects,
                const std::string& crs = R"("https://www.opengis.net/def/crs/EPSG/0/7415")") {
    return R"({"type":"CityJSON","version":"2.0","metadata":{"referenceSystem":)" + crs + R"(},
"transform":{"scale":[0.001,0.001,0.001],"translate":[85000,446000,2]},"CityObjects":{)" +
           objects + R"(},
"vertices":[[0,0,0],[10000,0,0],[10000,20000,0],[0,20000,0],[0,0,5000],[10000,0,5000],[10000,20000,5000],[0,20000,5000],
[-50000,-50000,0],[60000,-50000,0],[60000,70000,0],[-50000,70000,0]],
"geometry-templates":{"templates":[{"type":"MultiSurface","lod":"2","boundaries":[[[0,3,2,1]],[[0,1,4]],[[1,2,4]],[[2,3,4]],[[3,0,4]]]}],
"vertices-templates":[[0,0,0],[4,0,0],[4,4,0],[0,4,0],[2,2,3]]}})";
}
const std::string kSolid =
    R"("geometry":[{"type":"Solid","lod":"1.2","boundaries":[[[[0,3,2,1]],[[4,5,6,7]],[[0,1,5,4]],[[1,2,6,5]],[[2,3,7,6]],[[3,0,4,7]]]]}])";
const std::string kBuilding = R"("house":{"type":"Building",)" + kSolid + "}";

} // namespace

class TestCityJsonImport : public QObject {
    Q_OBJECT
private slots:
    void readsABox() {
        const QTemporaryDir folder;
        const auto city = import_one(write_file(folder, "box.city.json", box(kBuilding)));
        QVERIFY2(city, message_of(city).c_str());
        QCOMPARE(city->buildings.size(), std::size_t{1});
        const Building& house = city->buildings.front();
        QCOMPARE(house.surfaces.count, 6U);
        QVERIFY(std::abs(house.footprint_m2 - 200.0) < 1e-6);
        QVERIFY(std::abs(house.height_m - 5.0) < 1e-6);
        QVERIFY(std::abs(house.base_m - 2.0) < 1e-3);
        QCOMPARE(house.height_source, HeightSource::Measured);
        QCOMPARE(city->place.epsg, 28992);
        QVERIFY(noted(*city, "no streets"));
    }

    void partsBelongToTheirBuilding() {
        const QTemporaryDir folder;
        const auto city = import_one(write_file(
            folder, "parts.city.json",
            box(R"("house":{"type":"Building","children":["wing"],"attributes":{"measuredHeight":4.5}},"wing":{"type":"BuildingPart","parents":["house"],)" +
                kSolid + "}")));
        QVERIFY2(city, message_of(city).c_str());
        QCOMPARE(city->buildings.size(), std::size_t{1});
        QCOMPARE(city->buildings[0].source, std::string{"house"});
        QCOMPARE(city->buildings[0].surfaces.count, 6U);
        QCOMPARE(city->buildings[0].height_m, 4.5);
    }

    void partsInACircleEnd() {
        const QTemporaryDir folder;
        const auto city = import_one(write_file(
            folder, "circle.city.json",
            box(R"("a":{"type":"Building","children":["b"]},"b":{"type":"BuildingPart","parents":["a"],"children":["a","b"],)" +
                kSolid + "}")));
        QVERIFY2(city, message_of(city).c_str());
        QCOMPARE(city->buildings.size(), std::size_t{1});
    }

    void placesTemplates() {
        const QTemporaryDir folder;
        const auto city = import_one(write_file(
            folder, "template.city.json",
            box(R"("hut":{"type":"Building","geometry":[{"type":"GeometryInstance","template":0,"boundaries":[1],"transformationMatrix":[2,0,0,0,0,1,0,0,0,0,1,0,0,0,0,1]}]})")));
        QVERIFY2(city, message_of(city).c_str());
        QVERIFY2(std::abs(city->buildings[0].footprint_m2 - 32.0) < 1e-6,
                 qPrintable(QString::number(city->buildings[0].footprint_m2, 'g', 12)));
        QVERIFY(std::abs(city->buildings[0].height_m - 3.0) < 1e-6);
    }

    void reliefBecomesTerrain() {
        const QTemporaryDir folder;
        const auto city = import_one(write_file(
            folder, "relief.city.json",
            box(kBuilding +
                R"(,"ground":{"type":"TINRelief","geometry":[{"type":"CompositeSurface","lod":"1","boundaries":[[[8,9,10]],[[8,10,11]]]}]})")));
        QVERIFY2(city, message_of(city).c_str());
        QVERIFY(!city->terrain.flat());
        QVERIFY(std::abs(city->terrain.ground_m({5, 5}) - 2.0) < 1e-3);
    }

    void readsSequences() {
        const QTemporaryDir folder;
        std::string feature =
            R"({"type":"CityJSONFeature","id":"house","CityObjects":{)" + kBuilding +
            R"(},"vertices":[[0,0,0],[10,0,0],[10,20,0],[0,20,0],[0,0,5],[10,0,5],[10,20,5],[0,20,5]]})";
        const std::string head =
            R"({"type":"CityJSON","version":"2.0","metadata":{"referenceSystem":"https://www.opengis.net/def/crs/EPSG/0/7415"},"transform":{"scale":[1,1,1],"translate":[85000,446000,0]},"CityObjects":{},"vertices":[]})";
        const auto city = import_one(write_file(folder, "rows.city.jsonl", head + "\n" + feature + "\n"));
        QVERIFY2(city, message_of(city).c_str());
        QCOMPARE(city->buildings.size(), std::size_t{1});
        const auto broken =
            import_one(write_file(folder, "cut.city.jsonl", head + "\n" + feature.substr(0, 80) + "\n"));
        QVERIFY(!broken);
        QVERIFY(message_of(broken).find("line 2") != std::string::npos);
    }

    void refuses_data() {
        QTest::addColumn<QString>("content");
        QTest::addColumn<QString>("fragment");
        const auto row = [](const char* name, const std::string& content, const char* fragment) {
            QTest::newRow(name) << QString::fromStdString(content) << fragment;
        };
        row("no CRS", box(kBuilding, "null"), "--crs");
        row("unknown CRS", box(kBuilding, "\"EPSG:99999999\""), "coordinate reference system");
        row("index out of range",
            box(R"("house":{"type":"Building","geometry":[{"type":"MultiSurface","lod":"1","boundaries":[[[0,1,777]]]}]})"),
            "vertex 777");
        row("negative index",
            box(R"("house":{"type":"Building","geometry":[{"type":"MultiSurface","lod":"1","boundaries":[[[0,1,-7]]]}]})"),
            "vertex -7");
        row("boundaries are text",
            box(R"("house":{"type":"Building","geometry":[{"type":"Solid","lod":"1","boundaries":"x"}]})"), "house");
        row("unknown geometry", box(R"("house":{"type":"Building","geometry":[{"type":"Blob","lod":"1"}]})"), "Blob");
        row("nothing in it", box(""), "no usable city object");
        row("too deep", R"({"CityObjects":)" + std::string(500, '['), "deeper");
        row("version 9", R"({"type":"CityJSON","version":"9.0","CityObjects":{},"vertices":[]})", "9.0");
        row("vertex of text", R"({"type":"CityJSON","version":"2.0","CityObjects":{},"vertices":[["a",1,2]]})",
            "three numbers");
    }
    void refuses() {
        QFETCH(QString, content);
        QFETCH(QString, fragment);
        const QTemporaryDir folder;
        const auto city = import_one(write_file(folder, "bad.city.json", content.toStdString()));
        QVERIFY(!city);
        QVERIFY2(QString::fromStdString(message_of(city)).contains(fragment), message_of(city).c_str());
        QVERIFY(message_of(city).find("bad.city.json") != std::string::npos);
    }

    void everyTruncationIsRefused() {
        const QTemporaryDir folder;
        const std::string whole = box(kBuilding);
        for (std::size_t size = 0; size + 1 < whole.size(); size += 31) {
            QVERIFY2(!import_one(write_file(folder, "cut.city.json", whole.substr(0, size))),
                     qPrintable(QString::number(size)));
        }
    }
};

QTEST_GUILESS_MAIN(TestCityJsonImport)
#include "tst_cityjson_import.moc"

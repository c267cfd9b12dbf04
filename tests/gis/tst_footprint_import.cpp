// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_help.h"

#include <cmath>

using namespace cityloom;
using namespace cityloom::gis;

namespace {

std::string collection(const std::string& features, const std::string& epsg = "2154") {
    return R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::)" + epsg +
           R"("}},"features":[)" + features + "]}";
}
std::string square(const std::string& properties, int x = 223500, int y = 6757200) {
    const auto at = [&](int dx, int dy) { return "[" + std::to_string(x + dx) + "," + std::to_string(y + dy) + "]"; };
    return R"({"type":"Feature","properties":{)" + properties + R"(},"geometry":{"type":"Polygon","coordinates":[[)" +
           at(0, 0) + "," + at(10, 0) + "," + at(10, 10) + "," + at(0, 10) + "," + at(0, 0) + "]]}}";
}

} // namespace

class TestFootprintImport : public QObject {
    Q_OBJECT
private slots:
    void readsHeights_data() {
        QTest::addColumn<QString>("properties");
        QTest::addColumn<double>("height_m");
        QTest::addColumn<int>("source");
        const auto row = [](const char* name, const char* properties, double height, HeightSource source) {
            QTest::newRow(name) << properties << height << static_cast<int>(source);
        };
        row("number", R"("HEIGHT":12.5)", 12.5, HeightSource::Measured);
        row("with unit", R"("height":"12 m")", 12.0, HeightSource::Measured);
        row("feet", R"("height":"40'")", 12.192, HeightSource::Measured);
        row("french", R"("hauteur":7)", 7.0, HeightSource::Measured);
        row("storeys", R"("storeys":3)", 9.6, HeightSource::Storeys);
        row("tax roll", R"("story_ht_":2)", 6.4, HeightSource::Storeys);
        row("negative", R"("height":-5)", 8.0, HeightSource::Guessed);
        row("absurd", R"("height":1e9,"levels":2)", 6.4, HeightSource::Storeys);
        row("words", R"("height":"twelve")", 8.0, HeightSource::Guessed);
        row("nothing", R"("a":1)", 8.0, HeightSource::Guessed);
    }
    void readsHeights() {
        QFETCH(QString, properties);
        QFETCH(double, height_m);
        QFETCH(int, source);
        const QTemporaryDir folder;
        const auto city =
            import_one(write_file(folder, "houses.geojson", collection(square(properties.toStdString()))));
        QVERIFY2(city, message_of(city).c_str());
        QCOMPARE(city->buildings.size(), std::size_t{1});
        QVERIFY2(std::abs(city->buildings[0].height_m - height_m) < 1e-6,
                 qPrintable(QString::number(city->buildings[0].height_m)));
        QCOMPARE(static_cast<int>(city->buildings[0].height_source), source);
        QVERIFY(std::abs(city->buildings[0].footprint_m2 - 100.0) < 1e-6);
        QCOMPARE(city->place.epsg, 2154);
    }

    void splitsBowTies() {
        const QTemporaryDir folder;
        const std::string tie =
            R"({"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[223500,6757200],[223510,6757210],[223510,6757200],[223500,6757210],[223500,6757200]]]}})";
        const auto city = import_one(write_file(folder, "tie-buildings.geojson", collection(tie)));
        QVERIFY2(city, message_of(city).c_str());
        QVERIFY(noted(*city, "crosses itself"));
        QCOMPARE(city->buildings[0].rings.count, 2U);
        QVERIFY(std::abs(city->buildings[0].footprint_m2 - 50.0) < 1e-6);
    }

    void streetsMeetWhereTheirPointsDo() {
        const QTemporaryDir folder;
        const auto line = [](const char* from, const char* to) {
            return std::string{
                       R"({"type":"Feature","properties":{"name":"A"},"geometry":{"type":"LineString","coordinates":[)"} +
                   from + "," + to + "]}}";
        };
        const auto city = import_one(write_file(folder, "streets.geojson",
                                                collection(line("[223500,6757200]", "[223600,6757200]") + "," +
                                                           line("[223600.03,6757200]", "[223700,6757300]"))));
        QVERIFY2(city, message_of(city).c_str());
        QCOMPARE(city->streets.size(), std::size_t{2});
        QCOMPARE(city->street_nodes.size(), std::size_t{3});
    }

    void pointsWithHeightsBecomeTerrain() {
        const QTemporaryDir folder;
        std::string points = square("\"height\":5", 223550, 6757250);
        for (int i = 0; i < 5; ++i) {
            for (int j = 0; j < 5; ++j) {
                points += R"(,{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[)" +
                          std::to_string(223500 + 50 * i) + "," + std::to_string(6757200 + 50 * j) + "," +
                          std::to_string(10 + i) + "]}}";
            }
        }
        const auto city = import_one(write_file(folder, "mixed.geojson", collection(points)));
        QVERIFY2(city, message_of(city).c_str());
        QCOMPARE(city->terrain.columns, 5U);
        QCOMPARE(city->terrain.cell_m, 50.0);
        QVERIFY(std::abs(city->buildings[0].base_m - 11.0) < 1e-3); // the western edge is the lowest
    }

    void refuses_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("fragment");
        const auto row = [](const char* title, const char* name, const std::string& content, const char* fragment) {
            QTest::newRow(title) << name << QByteArray::fromStdString(content) << fragment;
        };
        row("swapped degrees", "swap-buildings.geojson",
            collection(
                R"({"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[46.2,6.1],[46.3,6.1],[46.3,6.2],[46.2,6.1]]]}})",
                "2056"),
            "look like degrees");
        row("metres as degrees", "metres.geojson", collection(square(""), "4326"), "coordinates are none");
        row("VRT in disguise", "looks_like.geojson", "<OGRVRTDataSource></OGRVRTDataSource>",
            "not what .geojson files begin with");
        row("unknown format", "model.skp", "SketchUp", "Known are");
        row("no objects", "none.geojson", collection(""), "can be used");
        row("cut off", "cut.geojson", collection(square("")).substr(0, 150), "line 1, column 15");
        row("null geometry", "null.geojson", collection(R"({"type":"Feature","properties":{},"geometry":null})"),
            "no geometry");
        row("GML as text", "text.gml", "hello", "begin with");
    }
    void refuses() {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QString, fragment);
        const QTemporaryDir folder;
        const auto city = import_one(write_file(folder, name.toStdString(), content.toStdString()));
        QVERIFY(!city);
        QVERIFY2(QString::fromStdString(message_of(city)).contains(fragment), message_of(city).c_str());
        QVERIFY(QString::fromStdString(message_of(city)).contains(name));
        QVERIFY(city.error().message.ends_with('.'));
    }

    void strayDegreesAreDropped() {
        const QTemporaryDir folder;
        const std::string feature =
            R"({"type":"Feature","properties":{"story_ht_":3},"geometry":{"type":"Polygon","coordinates":[[[-71.06,42.35],[-71.0599,42.35],[329000,4690000],[-71.0599,42.3501],[-71.06,42.3501],[-71.06,42.35]]]}})";
        const auto city = import_one(
            write_file(folder, "boston.geojson", R"({"type":"FeatureCollection","features":[)" + feature + "]}"));
        QVERIFY2(city, message_of(city).c_str());
        QVERIFY(noted(*city, "1 corners out of the range"));
        QVERIFY(city->buildings[0].footprint_m2 > 80 && city->buildings[0].footprint_m2 < 100);
    }

    void missingFileSaysSo() {
        const auto city = import_one("/nowhere/at_all.geojson");
        QVERIFY(!city);
        QCOMPARE(city.error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestFootprintImport)
#include "tst_footprint_import.moc"

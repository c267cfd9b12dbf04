// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_help.h"

#include <cmath>

#include "gis/import/read/terrain_grid.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

/// One house 40 m x 40 m in a plain of EPSG:2154 with its south-west corner at (223500, 6757200).
const std::string kHouse =
    R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}},"features":[
{"type":"Feature","properties":{"height":5},"geometry":{"type":"Polygon","coordinates":[[[223500,6757200],[223540,6757200],[223540,6757240],[223500,6757240],[223500,6757200]]]}}]})";

std::string grid(const std::string& cells, int x = 223000, int y = 6756700) {
    return "ncols 3\nnrows 3\nxllcorner " + std::to_string(x) + "\nyllcorner " + std::to_string(y) +
           "\ncellsize 400\nNODATA_value -9999\n" + cells;
}

Result<City> import_with(const QTemporaryDir& folder, const std::string& cells, int x = 223000) {
    const std::vector files{write_file(folder, "house.geojson", kHouse),
                            write_file(folder, "ground.asc", grid(cells, x))};
    return import_city(files, ImportOptions{.crs = "EPSG:2154"}, {}, {});
}

} // namespace

class TestTerrain : public QObject {
    Q_OBJECT
private slots:
    /// What says that pressures are those of a plain.
    void aTerrainWithoutHeightsIsLevel() {
        QVERIFY(gis::Terrain{}.level());
        gis::Terrain terrain{.cell_m = 10.0, .columns = 2, .rows = 2, .height_m = {370.0F, 370.4F, NAN, 370.9F}};
        QVERIFY(terrain.level());
        terrain.height_m[0] = 340.0F;
        QVERIFY(!terrain.level());
    }

    void slopesUnderTheHouse() {
        const QTemporaryDir folder;
        // Pixel centres 400 m apart: the ground rises one metre in 40 to the east.
        const auto city = import_with(folder, "0 10 20\n0 10 20\n0 10 20\n");
        QVERIFY2(city, message_of(city).c_str());
        const double at_west_edge = (223500.0 - 223200.0) / 40.0;
        QVERIFY2(std::abs(city->buildings[0].base_m - at_west_edge) < 0.02,
                 qPrintable(QString::number(city->buildings[0].base_m)));
        QCOMPARE(city->terrain.source, std::string{"ground.asc"});
    }

    void gapsAreFilledAndNoted() {
        const QTemporaryDir folder;
        const auto city = import_with(folder, "-9999 -9999 7\n-9999 7 7\n7 7 7\n");
        QVERIFY2(city, message_of(city).c_str());
        QVERIFY(std::abs(city->buildings[0].base_m - 7.0) < 1e-3);
    }

    void elsewhereIsNoted() {
        const QTemporaryDir folder;
        const auto city = import_with(folder, "1 1 1\n1 1 1\n1 1 1\n", 900000);
        QVERIFY2(city, message_of(city).c_str());
        QVERIFY(noted(*city, "elsewhere"));
        QVERIFY(city->terrain.flat());
    }

    void terrainNeedsACrs() {
        const QTemporaryDir folder;
        const std::vector files{write_file(folder, "house.geojson", kHouse),
                                write_file(folder, "ground.asc", grid("1 1 1\n1 1 1\n1 1 1\n"))};
        const auto city = import_city(files, {}, {}, {});
        QVERIFY(!city);
        QVERIFY(message_of(city).find("--crs") != std::string::npos);
        QVERIFY(message_of(city).find("ground.asc") != std::string::npos);
    }

    void cutOffGridIsRefused() {
        const QTemporaryDir folder;
        const auto city = import_with(folder, "1 1 1\n1 1\n");
        QVERIFY(!city);
        QVERIFY2(message_of(city).find("ground.asc") != std::string::npos, message_of(city).c_str());
    }

    void trianglesMakeAPlane() {
        const std::vector<Point3> tin{{0, 0, 0}, {100, 0, 10}, {100, 100, 10}, {0, 0, 0}, {100, 100, 10}, {0, 100, 0}};
        const Terrain terrain = terrain_from_triangles(tin);
        for (double x = 0; x <= 100; x += 12.5) {
            QVERIFY(std::abs(terrain.ground_m({x, 40}) - x / 10) < 1e-3);
        }
    }

    void lowestGroundSeesPitsInsideAFootprint() {
        Terrain terrain{
            .origin = {0, 0}, .cell_m = 10, .columns = 5, .rows = 5, .height_m = std::vector<float>(25, 50.0F)};
        terrain.height_m[12] = 20.0F; // at (20, 20)
        const std::vector<Point2> ring{{5, 5}, {35, 5}, {35, 35}, {5, 35}};
        const std::vector<std::span<const Point2>> rings{ring};
        QCOMPARE(lowest_ground_m(terrain, rings), 20.0);
    }
};

QTEST_GUILESS_MAIN(TestTerrain)
#include "tst_terrain.moc"

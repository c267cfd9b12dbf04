// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_help.h"

#include <chrono>
#include <cmath>

#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include "gis/import/polygon.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

/// SRTM tiles read on their own, straight from the samples: the check must not share the importer's code.
class Srtm {
public:
    explicit Srtm(const std::vector<std::string>& paths) {
        GDALAllRegister();
        for (const auto& path : paths) {
            Tile tile;
            const GDALDatasetUniquePtr set{GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY)};
            set->GetGeoTransform(tile.g.data());
            tile.size = set->GetRasterXSize();
            tile.values.resize(static_cast<std::size_t>(tile.size) * static_cast<std::size_t>(tile.size));
            const CPLErr read = set->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, tile.size, tile.size, tile.values.data(),
                                                                tile.size, tile.size, GDT_Float64, 0, 0, nullptr);
            QCOMPARE(read, CE_None);
            tiles_.push_back(std::move(tile));
        }
    }
    double at(double lon, double lat) const {
        for (const Tile& tile : tiles_) {
            const double c = (lon - tile.g[0]) / tile.g[1] - 0.5;
            const double r = (lat - tile.g[3]) / tile.g[5] - 0.5;
            if (c < 0 || r < 0 || c > tile.size - 1 || r > tile.size - 1) {
                continue;
            }
            const auto i = std::min(static_cast<std::size_t>(c), static_cast<std::size_t>(tile.size) - 2);
            const auto j = std::min(static_cast<std::size_t>(r), static_cast<std::size_t>(tile.size) - 2);
            const double u = c - static_cast<double>(i);
            const double v = r - static_cast<double>(j);
            const auto h = [&](std::size_t x, std::size_t y) {
                return tile.values[y * static_cast<std::size_t>(tile.size) + x];
            };
            return (1 - v) * ((1 - u) * h(i, j) + u * h(i + 1, j)) + v * ((1 - u) * h(i, j + 1) + u * h(i + 1, j + 1));
        }
        return std::nan("");
    }

private:
    struct Tile {
        std::array<double, 6> g{};
        int size = 0;
        std::vector<double> values;
    };
    std::vector<Tile> tiles_;
};

} // namespace

class TestReferenceCities : public QObject {
    Q_OBJECT
private slots:
    void geneva() {
        const auto file = reference_data() / "city" / "geneva" / "geneva.osm.pbf";
        NEED_REFERENCE(file);
        const auto begin = std::chrono::steady_clock::now();
        const auto city = import_one(file);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        QVERIFY2(city, message_of(city).c_str());
        QVERIFY(city->buildings.size() >= 11'600);
        QCOMPARE(city->street_ways, 14'574U);
        QCOMPARE(city->signal_nodes, 593U);
        QVERIFY2(seconds < 20.0, qPrintable(QString::number(seconds)));
        QVERIFY(city->restrictions.size() > 400);
        QVERIFY(city->attributions.front().find("OpenStreetMap") != std::string::npos);
    }

    void badHersfeldAndHuangpu() {
        const auto hersfeld = reference_data() / "traffic" / "osm" / "bad-hersfeld.osm.xml.gz";
        NEED_REFERENCE(hersfeld);
        const auto town = import_one(hersfeld);
        QVERIFY2(town, message_of(town).c_str());
        QVERIFY(town->buildings.size() > 11'000);
        const auto huangpu = reference_data() / "city" / "china" / "shanghai-huangpu.osm";
        NEED_REFERENCE(huangpu);
        const auto streets = import_one(huangpu);
        QVERIFY2(streets, message_of(streets).c_str());
        QCOMPARE(streets->street_ways, 796U);
        QCOMPARE(streets->signal_nodes, 288U);
        QVERIFY(noted(*streets, "no buildings"));
    }

    void bayreuthStandsOnItsGround() {
        const auto folder = reference_data() / "city" / "bayreuth";
        NEED_REFERENCE(folder / "north-bayreuth.osm.gz");
        const std::vector files{folder / "north-bayreuth.osm.gz", folder / "N49E011.hgt.zip",
                                folder / "N50E011.hgt.zip"};
        const auto city = import_city(files, {}, {}, {});
        QVERIFY2(city, message_of(city).c_str());
        QVERIFY(city->buildings.size() > 4'200);
        const Srtm srtm{
            {"/vsizip/" + files[1].string() + "/N49E011.hgt", "/vsizip/" + files[2].string() + "/N50E011.hgt"}};
        OGRSpatialReference utm;
        OGRSpatialReference degrees;
        utm.importFromEPSG(city->place.epsg);
        degrees.importFromEPSG(4326);
        degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        const std::unique_ptr<OGRCoordinateTransformation> to_degrees{
            OGRCreateCoordinateTransformation(&utm, &degrees)};
        double worst_grid = 0.0;
        double worst_srtm = 0.0;
        for (const Building& building : city->buildings) {
            double low_grid = 1e9;
            double low_srtm = 1e9;
            const auto probe = [&](Point2 p) {
                low_grid = std::min(low_grid, city->terrain.ground_m(p));
                double x = p.x_m + static_cast<double>(city->place.origin_x_m);
                double y = p.y_m + static_cast<double>(city->place.origin_y_m);
                to_degrees->Transform(1, &x, &y);
                low_srtm = std::min(low_srtm, srtm.at(x, y));
            };
            const Range points = city->rings[building.rings.begin].points;
            const std::span ring = std::span{city->points}.subspan(points.begin, points.count);
            Point2 low{1e9, 1e9};
            Point2 high{-1e9, -1e9};
            for (std::size_t i = 0; i < ring.size(); ++i) {
                const Point2 a = ring[i];
                const Point2 b = ring[(i + 1) % ring.size()];
                for (double t = 0; t < 1; t += 0.2) {
                    probe(a + t * (b - a));
                }
                low = {std::min(low.x_m, a.x_m), std::min(low.y_m, a.y_m)};
                high = {std::max(high.x_m, a.x_m), std::max(high.y_m, a.y_m)};
            }
            for (double x = low.x_m; x < high.x_m; x += 5) {
                for (double y = low.y_m; y < high.y_m; y += 5) {
                    if (ring_contains(ring, {x, y})) {
                        probe({x, y});
                    }
                }
            }
            worst_grid = std::max(worst_grid, std::abs(building.base_m - low_grid));
            worst_srtm = std::max(worst_srtm, std::abs(building.base_m - low_srtm));
        }
        qInfo("worst base error: %.3f m against the grid, %.3f m against SRTM itself", worst_grid, worst_srtm);
        QVERIFY(worst_grid < 0.5);
        QVERIFY(worst_srtm < 0.5);
    }

    void denHaag() {
        const auto file = reference_data() / "city" / "denhaag" / "DenHaag_01.city.json";
        NEED_REFERENCE(file);
        const auto city = import_one(file);
        QVERIFY2(city, message_of(city).c_str());
        QCOMPARE(city->buildings.size(), std::size_t{844});
        QVERIFY(city->streets.empty());
        QVERIFY(noted(*city, "no streets"));
        QVERIFY(!city->terrain.flat());
        std::size_t roofed = 0;
        for (const Building& building : city->buildings) {
            bool roof = false;
            double lowest = 1e9;
            for (std::uint32_t s = building.surfaces.begin; s < building.surfaces.end(); ++s) {
                roof = roof || city->surfaces[s].kind == SurfaceKind::Roof;
                const Range points = city->rings3[city->surfaces[s].rings3.begin];
                for (std::uint32_t p = points.begin; p < points.end(); ++p) {
                    lowest = std::min(lowest, city->points3[p].z_m);
                }
            }
            roofed += roof && std::abs(lowest - building.base_m) < 2.5 ? 1U : 0U;
        }
        QVERIFY2(roofed >= 840, qPrintable(QString::number(roofed)));
    }

    void lorientHasHeightsStreetsAndGround() {
        const auto folder = reference_data() / "city" / "lorient";
        NEED_REFERENCE(folder / "buildings.shp");
        const auto city = import_city(
            std::vector{folder / "buildings.shp", folder / "roads.shp", folder / "dem.geojson"}, {}, {}, {});
        QVERIFY2(city, message_of(city).c_str());
        QCOMPARE(city->place.epsg, 2154);
        QVERIFY(city->buildings.size() >= 1'700);
        QCOMPARE(city->streets.size(), std::size_t{549});
        QCOMPARE(city->terrain.cell_m, 75.0);
    }
};

QTEST_GUILESS_MAIN(TestReferenceCities)
#include "tst_reference_cities.moc"

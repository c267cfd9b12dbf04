// SPDX-License-Identifier: GPL-3.0-or-later
// Curved and three-dimensional geometries as tables hold them, in every format that can.
#include <cmath>
#include <numbers>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "gis/city/city_blob.h"
#include "gis/import/import.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

const char* const kArcs =

    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<ogr:FeatureCollection xmlns:ogr=\"http://ogr.maptools.org/\" xmlns:gml=\"http://www.opengis.net/gml/3.2\">\n"
    "<ogr:featureMember><ogr:streets gml:id=\"s.0\"><ogr:geometryProperty><gml:Curve "
    "srsName=\"urn:ogc:def:crs:EPSG::25832\">\n"
    "<gml:segments><gml:LineStringSegment><gml:posList>465200 5246400 465300 "
    "5246400</gml:posList></gml:LineStringSegment>\n"
    "<gml:Arc><gml:posList>465300 5246400 465400 5246500 465500 "
    "5246400</gml:posList></gml:Arc></gml:segments></gml:Curve>\n"
    "</ogr:geometryProperty><ogr:highway>primary</ogr:highway></ogr:streets></ogr:featureMember></"
    "ogr:FeatureCollection>\n";

/// A box of 20 m by 10 m, 6 m high, as WKT faces; in UTM 32N.
QString box_faces(double east_m, double top_m = 406.0) {
    const auto at = [&](int k, double z) {
        return QString("%1 %2 %3")
            .arg(465'270.0 + east_m + (k == 1 || k == 2 ? 20.0 : 0.0), 0, 'f', 1)
            .arg(5'246'400.0 + (k >= 2 ? 10.0 : 0.0), 0, 'f', 1)
            .arg(z);
    };
    const auto face = [](const QStringList& corners) {
        return "((" + (corners + QStringList{corners.front()}).join(',') + "))";
    };
    QStringList faces{face({at(0, 400), at(3, 400), at(2, 400), at(1, 400)}),
                      face({at(0, top_m), at(1, top_m), at(2, top_m), at(3, top_m)})};
    for (int k = 0; k < 4; ++k) {
        const int n = (k + 1) % 4;
        faces << face({at(k, 400), at(n, 400), at(n, top_m), at(k, top_m)});
    }
    return faces.join(',');
}

/// Triangles of the same box.
QString box_triangles(double east_m) {
    const auto at = [&](int k, double z) {
        return QString("%1 %2 %3")
            .arg(465'270.0 + east_m + (k == 1 || k == 2 ? 20.0 : 0.0), 0, 'f', 1)
            .arg(5'246'400.0 + (k >= 2 ? 10.0 : 0.0), 0, 'f', 1)
            .arg(z);
    };
    QStringList all;
    const auto add = [&all](const QString& a, const QString& b, const QString& c) {
        all << QString("((%1,%2,%3,%1))").arg(a, b, c);
    };
    add(at(0, 400), at(3, 400), at(2, 400));
    add(at(0, 400), at(2, 400), at(1, 400));
    add(at(0, 406), at(1, 406), at(2, 406));
    add(at(0, 406), at(2, 406), at(3, 406));
    for (int k = 0; k < 4; ++k) {
        const int n = (k + 1) % 4;
        add(at(k, 400), at(n, 400), at(n, 406));
        add(at(k, 400), at(n, 406), at(k, 406));
    }
    return all.join(',');
}

double street_m(const City& city) {
    double metres = 0.0;
    for (const Street& street : city.streets) {
        for (std::uint32_t k = street.nodes.begin; k + 1 < street.nodes.end(); ++k) {
            metres += distance_m(city.street_nodes[city.street_node_refs[k]].at,
                                 city.street_nodes[city.street_node_refs[k + 1]].at);
        }
    }
    return metres;
}

struct Made {
    const char* driver = "GPKG";
    const char* file = "buildings.gpkg";
    OGRwkbGeometryType type = wkbUnknown;
    CPLStringList options;
};

/// Writes geometries as one layer; false where the driver cannot.
bool write(const QString& path, const Made& made, const QString& layer_name, const QStringList& shapes) {
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(made.driver);
    const GDALDatasetUniquePtr dataset{driver->Create(path.toUtf8().constData(), 0, 0, 0, GDT_Unknown, nullptr)};
    OGRSpatialReference srs;
    srs.importFromEPSG(25832);
    OGRLayer* layer = dataset ? dataset->CreateLayer(layer_name.toUtf8().constData(), &srs, made.type,
                                                     const_cast<CPLStringList&>(made.options).List())
                              : nullptr;
    if (layer == nullptr) {
        return false;
    }
    OGRFieldDefn name{"name", OFTString};
    layer->CreateField(&name);
    for (const QString& wkt : shapes) {
        OGRGeometry* shape = nullptr;
        if (OGRGeometryFactory::createFromWkt(wkt.toUtf8().constData(), nullptr, &shape) != OGRERR_NONE) {
            return false;
        }
        const OGRFeatureUniquePtr feature{OGRFeature::CreateFeature(layer->GetLayerDefn())};
        feature->SetField("name", "x");
        feature->SetGeometryDirectly(shape);
        if (layer->CreateFeature(feature.get()) != OGRERR_NONE) {
            return false;
        }
    }
    return true;
}

} // namespace

class CurvesAndSolidsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { GDALAllRegister(); }

    void curves_data() {
        QTest::addColumn<QString>("layer");
        QTest::addColumn<QString>("wkt");
        QTest::addColumn<double>("area_m2");
        QTest::addColumn<double>("length_m");
        const double pi = std::numbers::pi;
        QTest::newRow("CurvePolygon of a circle") << "buildings"
                                                  << "CURVEPOLYGON(CIRCULARSTRING(465300 5246400,465310 5246410,465320 "
                                                     "5246400,465310 5246390,465300 5246400))"
                                                  << pi * 100.0 << 0.0;
        QTest::newRow("CurvePolygon of a compound")
            << "buildings"
            << "CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING(465300 5246400,465310 5246410,465320 5246400),(465320 "
               "5246400,465300 5246400)))"
            << pi * 50.0 << 0.0;
        QTest::newRow("CurvePolygon with a round hole")
            << "buildings"
            << "CURVEPOLYGON((465280 5246380,465340 5246380,465340 5246420,465280 5246420,465280 "
               "5246380),CIRCULARSTRING(465300 5246400,465310 5246410,465320 5246400,465310 5246390,465300 5246400))"
            << 2400.0 - pi * 100.0 << 0.0;
        QTest::newRow("MultiSurface")
            << "buildings"
            << "MULTISURFACE(CURVEPOLYGON(CIRCULARSTRING(465300 5246400,465310 5246410,465320 5246400,465310 "
               "5246390,465300 5246400)))"
            << pi * 100.0 << 0.0;
        QTest::newRow("MultiSurface of straight sides")
            << "buildings"
            << "MULTISURFACE(((465300 5246400,465320 5246400,465320 5246410,465300 5246410,465300 5246400)))" << 200.0
            << 0.0;
        QTest::newRow("CircularString") << "streets"
                                        << "CIRCULARSTRING(465300 5246400,465400 5246500,465500 5246400)" << 0.0
                                        << pi * 100.0;
        QTest::newRow("CompoundCurve")
            << "streets"
            << "COMPOUNDCURVE((465200 5246400,465300 5246400),CIRCULARSTRING(465300 5246400,465400 5246500,465500 "
               "5246400))"
            << 0.0 << 100.0 + pi * 100.0;
        QTest::newRow("MultiCurve") << "streets"
                                    << "MULTICURVE((465200 5246400,465300 5246400),CIRCULARSTRING(465300 "
                                       "5246400,465400 5246500,465500 5246400))"
                                    << 0.0 << 100.0 + pi * 100.0;
    }
    void curves() {
        QFETCH(QString, layer);
        QFETCH(QString, wkt);
        QFETCH(double, area_m2);
        QFETCH(double, length_m);
        const QTemporaryDir folder;
        const QString path = folder.filePath("a.gpkg");
        QVERIFY(write(path, {}, layer, {wkt}));
        const std::vector<std::filesystem::path> files{path.toStdString()};
        const auto city = import_city(files, {}, {}, {});
        QVERIFY2(city.has_value(), city ? "" : city.error().message.c_str());
        QVERIFY(check_city(*city).has_value());
        if (area_m2 > 0.0) { // chords cut 0.02 % off a circle
            QCOMPARE(city->buildings.size(), std::size_t{1});
            QVERIFY(std::abs(city->buildings[0].footprint_m2 - area_m2) < 0.001 * area_m2);
        } else {
            QVERIFY(std::abs(street_m(*city) - length_m) < 0.001 * length_m);
        }
    }

    /// GML's own arcs.
    void arcsOfGml() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("streets.gml");
        QFile file{path};
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(kArcs);
        file.close();
        const std::vector<std::filesystem::path> files{path.toStdString()};
        const auto city = import_city(files, {}, {}, {});
        QVERIFY2(city.has_value(), city ? "" : city.error().message.c_str());
        QCOMPARE(city->streets.size(), std::size_t{1});
        QVERIFY(std::abs(street_m(*city) - 100.0 - std::numbers::pi * 100.0) < 0.5);
    }

    void solids_data() {
        QTest::addColumn<QString>("driver");
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("polygons");
        QTest::addColumn<QString>("wkt");
        const QString faces = "MULTIPOLYGON Z(" + box_faces(0) + ")";
        const QString solid = "POLYHEDRALSURFACE Z(" + box_faces(0) + ")";
        const QString tin = "TIN Z(" + box_triangles(0) + ")";
        QTest::newRow("GeoPackage, PolyhedralSurface") << "GPKG"
                                                       << "buildings.gpkg" << false << solid;
        QTest::newRow("GeoPackage, TIN") << "GPKG"
                                         << "buildings.gpkg" << false << tin;
        QTest::newRow("GeoPackage, MultiPolygon Z") << "GPKG"
                                                    << "buildings.gpkg" << true << faces;
        QTest::newRow("GeoPackage, collection") << "GPKG"
                                                << "buildings.gpkg" << false << "GEOMETRYCOLLECTION Z(" + tin + ")";
        QTest::newRow("FlatGeobuf, MultiPolygon Z") << "FlatGeobuf"
                                                    << "buildings.fgb" << true << faces;
        QTest::newRow("GeoJSON, MultiPolygon Z") << "GeoJSON"
                                                 << "buildings.geojson" << true << faces;
        QTest::newRow("Shapefile, MultiPatch of polygons") << "ESRI Shapefile"
                                                           << "buildings.shp" << true << faces;
        QTest::newRow("Shapefile, MultiPatch of triangles") << "ESRI Shapefile"
                                                            << "buildings.shp" << true << tin;
    }
    void solids() {
        QFETCH(QString, driver);
        QFETCH(QString, file);
        QFETCH(bool, polygons);
        QFETCH(QString, wkt);
        const QTemporaryDir folder;
        const QByteArray name = driver.toUtf8();
        Made made{.driver = name.constData(), .type = polygons ? wkbMultiPolygon25D : wkbUnknown};
        if (driver == "ESRI Shapefile") {
            made.options.SetNameValue("SHPT", "MULTIPATCH");
            made.type = wkbUnknown;
        } else if (driver == "GeoJSON") {
            made.options.SetNameValue("RFC7946", "NO");
        }
        const QString path = folder.filePath(file);
        QVERIFY(write(path, made, "buildings", {wkt}));
        const std::vector<std::filesystem::path> files{path.toStdString()};
        const auto city = import_city(files, {}, {}, {});
        QVERIFY2(city.has_value(), city ? "" : city.error().message.c_str());
        QCOMPARE(city->buildings.size(), std::size_t{1});
        const Building& building = city->buildings[0];
        QVERIFY2(building.surfaces.count >= 6, qPrintable(QString::number(building.surfaces.count)));
        QVERIFY(std::abs(building.height_m - 6.0) < 0.05);
        QVERIFY(std::abs(building.footprint_m2 - 200.0) < 2.0);
        QVERIFY(std::abs(building.base_m - 400.0) < 0.05);
        QCOMPARE(building.height_source, HeightSource::Measured);
    }

    /// Flat ones with heights are footprints, each a building.
    void flatOnesAreFootprints() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("buildings.gpkg");
        QVERIFY(write(path, {}, "buildings",
                      {"MULTIPOLYGON Z(((465300 5246400 400,465320 5246400 400,465320 5246410 400,465300 5246410 "
                       "400,465300 5246400 400)),((465400 5246400 400,465420 5246400 400,465420 5246410 400,465400 "
                       "5246410 400,465400 5246400 400)))"}));
        const std::vector<std::filesystem::path> files{path.toStdString()};
        const auto city = import_city(files, {}, {}, {});
        QVERIFY(city.has_value());
        QCOMPARE(city->buildings.size(), std::size_t{2});
        QCOMPARE(city->buildings[0].surfaces.count, 0U);
    }

    void oneBrokenOfThree_data() {
        QTest::addColumn<QString>("broken");
        QString far = box_faces(100);
        far.replace("465390.0 5246400.0 406", "99465390.0 5246400.0 406");
        QString high = box_faces(100);
        high.replace("465390.0 5246400.0 406", "465390.0 5246400.0 90000");
        QString huge = box_faces(100);
        huge.replace("465390.0 5246400.0 406", "1e300 5246400.0 406");
        QTest::newRow("a corner far away") << far;
        QTest::newRow("a corner in space") << high;
        QTest::newRow("a corner beyond all numbers") << huge;
        QTest::newRow("a line for a face") << QString{"((465370 5246400 400,465370 5246400 400,465370 5246400 400))"};
    }
    void oneBrokenOfThree() {
        QFETCH(QString, broken);
        const QTemporaryDir folder;
        const QString path = folder.filePath("buildings.gpkg");
        QVERIFY(write(path, {}, "buildings",
                      {"POLYHEDRALSURFACE Z(" + box_faces(0) + ")", "POLYHEDRALSURFACE Z(" + broken + ")",
                       "POLYHEDRALSURFACE Z(" + box_faces(200) + ")"}));
        const std::vector<std::filesystem::path> files{path.toStdString()};
        const auto city = import_city(files, {}, {}, {});
        QVERIFY2(city.has_value(), city ? "" : city.error().message.c_str());
        QVERIFY(check_city(*city).has_value());
        QCOMPARE(city->buildings.size(), std::size_t{2});
        QVERIFY(
            std::ranges::any_of(city->notes, [](const ImportNote& note) { return note.reason.find("left out") == 0; }));
    }
};

QTEST_GUILESS_MAIN(CurvesAndSolidsTest)
#include "tst_curves_and_solids.moc"

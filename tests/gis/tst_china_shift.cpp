// SPDX-License-Identifier: GPL-3.0-or-later
// GCJ-02 and BD-09: the pattern, its inverse, and what an import makes of files in them.
#include <cmath>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "gis/import/china_shift.h"
#include "gis/import/import.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

constexpr Point2 kShanghai{121.4737, 31.2304};
constexpr int kBlocks = 36; // a side: BD-09 moves them by half of it
constexpr double kNorth = 1.0 / 111'320.0;

double metres(Point2 a, Point2 b) {
    const double east = (a.x_m - b.x_m) * std::cos(a.y_m * 3.14159265358979 / 180.0);
    return std::hypot(east, a.y_m - b.y_m) / kNorth;
}

Point2 place(double east_m, double north_m) {
    return kShanghai + Point2{east_m * kNorth / std::cos(kShanghai.y_m * 3.14159265358979 / 180.0), north_m * kNorth};
}

/// Blocks of 40 m with streets of 20 m between them, their middles every 60 m.
QByteArray houses(int datum, double east_m = 0.0) {
    QJsonArray features;
    for (int i = 0; i < kBlocks; ++i) {
        for (int j = 0; j < kBlocks; ++j) {
            QJsonArray ring;
            for (const auto& [x, y] : {std::pair{10, 10}, {50, 10}, {50, 50}, {10, 50}, {10, 10}}) {
                const Point2 at = place(60.0 * i + x + east_m, 60.0 * j + y);
                const Point2 shown = datum < 0 ? at : to_china(static_cast<ChinaDatum>(datum), at);
                ring.append(QJsonArray{shown.x_m, shown.y_m});
            }
            QJsonArray rings;
            rings.append(ring);
            features.append(QJsonObject{{"type", "Feature"},
                                        {"properties", QJsonObject{{"building", "yes"}, {"height", 20}}},
                                        {"geometry", QJsonObject{{"type", "Polygon"}, {"coordinates", rings}}}});
        }
    }
    return QJsonDocument{QJsonObject{{"type", "FeatureCollection"}, {"features", features}}}.toJson();
}

QByteArray streets() {
    QString nodes;
    QString ways;
    int next = 1;
    const auto street = [&](Point2 a, Point2 b) {
        for (const Point2 p : {a, b}) {
            nodes += QString("<node id=\"%1\" version=\"1\" lat=\"%2\" lon=\"%3\"/>\n")
                         .arg(next++)
                         .arg(p.y_m, 0, 'f', 7)
                         .arg(p.x_m, 0, 'f', 7);
        }
        ways += QString("<way id=\"%1\" version=\"1\"><nd ref=\"%2\"/><nd ref=\"%3\"/><tag k=\"highway\" "
                        "v=\"residential\"/></way>\n")
                    .arg(1000 + next)
                    .arg(next - 2)
                    .arg(next - 1);
    };
    for (int k = 0; k <= kBlocks; ++k) {
        street(place(0, 60.0 * k), place(60.0 * kBlocks, 60.0 * k));
        street(place(60.0 * k, 0), place(60.0 * k, 60.0 * kBlocks));
    }
    return "<?xml version=\"1.0\"?>\n<osm version=\"0.6\">\n" + (nodes + ways).toUtf8() + "</osm>\n";
}

QString all_notes(const City& city) {
    QString all;
    for (const ImportNote& note : city.notes) {
        all += QString::fromStdString(note.reason + " " + note.remedy + "\n");
    }
    return all;
}

} // namespace

class ChinaShiftTest : public QObject {
    Q_OBJECT

private slots:
    /// As the published reconstruction gives them.
    void pattern_data() {
        QTest::addColumn<double>("lon");
        QTest::addColumn<double>("lat");
        QTest::addColumn<double>("gcj_lon");
        QTest::addColumn<double>("gcj_lat");
        QTest::newRow("Shanghai") << 121.5272106 << 31.1774276 << 121.531541859215 << 31.17530398364597;
        QTest::newRow("Shenzhen") << 113.912316 << 22.543847 << 113.9171764808363 << 22.540796131694766;
        QTest::newRow("Beijing") << 116.377817 << 39.911954 << 116.38404722455657 << 39.91334545536069;
    }
    void pattern() {
        QFETCH(double, lon);
        QFETCH(double, lat);
        QFETCH(double, gcj_lon);
        QFETCH(double, gcj_lat);
        QVERIFY(metres(to_china(ChinaDatum::Gcj02, {lon, lat}), {gcj_lon, gcj_lat}) < 0.01);
    }

    void inverse() {
        for (const ChinaDatum datum : {ChinaDatum::Gcj02, ChinaDatum::Bd09}) {
            for (double lon = 75.0; lon < 135.0; lon += 3.7) {
                for (double lat = 18.0; lat < 53.0; lat += 2.9) {
                    const Point2 shown = to_china(datum, {lon, lat});
                    const double moved = metres(shown, {lon, lat});
                    QVERIFY2(moved > 20.0 && moved < 2000.0, qPrintable(QString::number(moved)));
                    QVERIFY(metres(from_china(datum, shown), {lon, lat}) < 0.001);
                }
            }
        }
        QCOMPARE(to_china(ChinaDatum::Gcj02, {8.5, 47.4}), (Point2{8.5, 47.4}));
        QCOMPARE(from_china(ChinaDatum::Bd09, {8.5, 47.4}), (Point2{8.5, 47.4}));
    }

    void names_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("datum");
        QTest::newRow("GCJ-02") << QByteArray{"GCJ-02"} << 0;
        QTest::newRow("gcj02") << QByteArray{"gcj02"} << 0;
        QTest::newRow("BD-09") << QByteArray{"BD-09"} << 1;
        QTest::newRow("bd09ll") << QByteArray{"bd09ll"} << 1;
        QTest::newRow("a CRS") << QByteArray{"EPSG:4326"} << -1;
    }
    void names() {
        QFETCH(QByteArray, name);
        QFETCH(int, datum);
        const auto found = china_datum(name.toStdString());
        QCOMPARE(found ? static_cast<int>(*found) : -1, datum);
    }

    void imports_data() {
        QTest::addColumn<int>("datum");
        QTest::addColumn<QByteArray>("crs");
        QTest::addColumn<QByteArray>("note");
        QTest::newRow("GCJ-02, said") << 0 << QByteArray{"GCJ-02"} << QByteArray{};
        QTest::newRow("BD-09, said") << 1 << QByteArray{"BD-09"} << QByteArray{};
        QTest::newRow("none") << -1 << QByteArray{} << QByteArray{};
        QTest::newRow("GCJ-02, not said") << 0 << QByteArray{} << QByteArray{"may be in GCJ-02: try --crs GCJ-02"};
        QTest::newRow("BD-09, not said") << 1 << QByteArray{} << QByteArray{"may be in BD-09: try --crs BD-09"};
    }
    /// Where the datum is said the houses stand between the streets; where it is not, a row says so.
    void imports() {
        QFETCH(int, datum);
        QFETCH(QByteArray, crs);
        QFETCH(QByteArray, note);
        const QTemporaryDir folder;
        for (const auto& [name, text] :
             {std::pair{"streets.osm", streets()}, std::pair{"houses.geojson", houses(datum)}}) {
            QFile file{folder.filePath(name)};
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        }
        const std::vector<std::filesystem::path> files{folder.filePath("streets.osm").toStdString(),
                                                       folder.filePath("houses.geojson").toStdString()};
        const auto city = import_city(files, {.crs = crs.toStdString()}, {}, {});
        QVERIFY2(city.has_value(), city ? "" : city.error().message.c_str());
        const QString all = all_notes(*city);
        if (!note.isEmpty()) {
            QVERIFY2(all.contains(note), qPrintable(all));
            return;
        }
        QVERIFY2(!all.contains("look shifted"), qPrintable(all));
        // The south-western corner of the first block is 10 m north and east of the first crossing.
        const Point2 corner = city->points[city->rings[city->buildings[0].rings.begin].points.begin];
        const Point2 crossing = city->street_nodes[0].at;
        QVERIFY(std::abs(distance_m(corner, crossing) - std::hypot(10.0, 10.0)) < 0.5);
    }
    /// Any other shift is told too, where it is less than 200 m.
    void anotherShift() {
        const QTemporaryDir folder;
        for (const auto& [name, text] :
             {std::pair{"streets.osm", streets()}, std::pair{"houses.geojson", houses(-1, 30.0)}}) {
            QFile file{folder.filePath(name)};
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        }
        const std::vector<std::filesystem::path> files{folder.filePath("streets.osm").toStdString(),
                                                       folder.filePath("houses.geojson").toStdString()};
        const auto city = import_city(files, {}, {}, {});
        QVERIFY2(city.has_value(), city ? "" : city.error().message.c_str());
        const QString all = all_notes(*city);
        QVERIFY2(all.contains("look shifted") && all.contains("it would be 0 %"), qPrintable(all));
    }
    void elsewhere() {
        const QTemporaryDir folder;
        QFile file{folder.filePath("a.geojson")};
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"building":"yes"},"geometry":
            {"type":"Polygon","coordinates":[[[8.5,47.4],[8.501,47.4],[8.501,47.401],[8.5,47.4]]]}}]})");
        file.close();
        const std::vector<std::filesystem::path> files{folder.filePath("a.geojson").toStdString()};
        const auto city = import_city(files, {.crs = "GCJ-02"}, {}, {});
        QVERIFY(!city && city.error().message.find("do not lie in China") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(ChinaShiftTest)
#include "tst_china_shift.moc"

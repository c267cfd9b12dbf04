// SPDX-License-Identifier: GPL-3.0-or-later
// A barrier on a street: no car gets from one side to the other, wherever it stands, and the network stays one.
#include <algorithm>
#include <vector>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "gis/derive/networks.h"
#include "gis/import/import.h"
#include "tests/gis/city_file_maker.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

/// A street of 400 m with a node at `barrier_m`, that other streets cross at 100 m and 300 m.
QByteArray street(double barrier_m, const QString& tags) {
    QString nodes;
    const auto node = [&nodes](int id, double east_m, double north_m, const QString& own) {
        nodes += QString("<node id=\"%1\" version=\"1\" lat=\"%2\" lon=\"%3\">%4</node>")
                     .arg(id)
                     .arg(tests::kLat + north_m * tests::kNorth, 0, 'f', 9)
                     .arg(tests::kLon + east_m * tests::kEast, 0, 'f', 9)
                     .arg(own);
    };
    node(1, 0, 0, "");
    node(2, 100, 0, "");
    node(3, barrier_m, 0, tags);
    node(4, 300, 0, "");
    node(5, 400, 0, "");
    node(6, 100, 200, "");
    node(7, 100, -200, "");
    node(8, 300, 200, "");
    node(9, 300, -200, "");
    const auto way = [](int id, const QList<int>& refs) {
        QString text = QString("<way id=\"%1\" version=\"1\">").arg(id);
        for (const int ref : refs) {
            text += QString("<nd ref=\"%1\"/>").arg(ref);
        }
        return text + "<tag k=\"highway\" v=\"residential\"/></way>";
    };
    return ("<?xml version=\"1.0\"?><osm version=\"0.6\">" + nodes + way(10, {1, 2, 3, 4, 5}) + way(11, {6, 2, 7}) +
            way(12, {8, 4, 9}) + "</osm>")
        .toUtf8();
}

/// Whether somebody gets from the west of 200 m to the east of it, over the turns.
bool passable(const traffic::RoadNetwork& roads, unsigned use) {
    std::vector<std::vector<std::uint32_t>> next(roads.edges.size());
    for (const traffic::Turn& turn : roads.turns) {
        if ((use & turn.use & roads.lanes[turn.from_lane].use & roads.lanes[turn.to_lane].use) != 0) {
            next[roads.lanes[turn.from_lane].edge].push_back(roads.lanes[turn.to_lane].edge);
        }
    }
    const auto middle = [&roads](std::uint32_t e) {
        const Range shape = roads.edges[e].shape;
        return 0.5 * (roads.points[shape.begin].x_m + roads.points[shape.end() - 1].x_m);
    };
    double west = 1e300;
    double east = -1e300;
    for (std::uint32_t e = 0; e < roads.edges.size(); ++e) {
        west = std::min(west, middle(e));
        east = std::max(east, middle(e));
    }
    std::vector<bool> seen(roads.edges.size(), false);
    std::vector<std::uint32_t> todo;
    for (std::uint32_t e = 0; e < roads.edges.size(); ++e) {
        if (middle(e) < west + 5.0) { // both directions of the outermost street: one leads out of the city
            seen[e] = true;
            todo.push_back(e);
        }
    }
    while (!todo.empty()) {
        const std::uint32_t e = todo.back();
        todo.pop_back();
        for (const std::uint32_t other : next[e]) {
            if (!seen[other]) {
                seen[other] = true;
                todo.push_back(other);
            }
        }
    }
    bool arrives = false;
    for (std::uint32_t e = 0; e < roads.edges.size(); ++e) {
        arrives = arrives || (seen[e] && middle(e) > east - 5.0);
    }
    return arrives;
}

} // namespace

class BarriersTest : public QObject {
    Q_OBJECT

private slots:
    void barrier_data() {
        QTest::addColumn<double>("at_m");
        QTest::addColumn<QString>("tags");
        QTest::addColumn<bool>("open");
        QTest::addColumn<bool>("riders");
        const QString bollard = "<tag k=\"barrier\" v=\"bollard\"/>";
        const auto tag = [](const char* key, const char* value) {
            return QString("<tag k=\"%1\" v=\"%2\"/>").arg(key, value);
        };
        QTest::newRow("no barrier") << 200.0 << "" << true << true;
        QTest::newRow("a bollard in the middle") << 200.0 << bollard << false << true;
        QTest::newRow("a bollard 5 m from a junction") << 105.0 << bollard << false << true;
        QTest::newRow("a bollard 2 m from a junction") << 298.0 << bollard << false << true;
        QTest::newRow("a cycle barrier") << 200.0 << tag("barrier", "cycle_barrier") << false << true;
        QTest::newRow("a bollard for all") << 200.0 << bollard + tag("vehicle", "no") << false << false;
        QTest::newRow("a bollard, bicycles by name")
            << 200.0 << bollard + tag("access", "no") + tag("bicycle", "yes") << false << true;
        QTest::newRow("a bollard without bicycles") << 200.0 << bollard + tag("bicycle", "no") << false << false;
        QTest::newRow("a stile") << 200.0 << tag("barrier", "stile") << false << false;
        QTest::newRow("an open gate") << 200.0 << tag("barrier", "gate") << true << true;
        QTest::newRow("a closed gate") << 200.0 << tag("barrier", "gate") + tag("access", "no") << false << false;
        QTest::newRow("a gate closed to motors")
            << 200.0 << tag("barrier", "gate") + tag("motor_vehicle", "no") << false << true;
    }
    void barrier() {
        QFETCH(double, at_m);
        QFETCH(QString, tags);
        QFETCH(bool, open);
        QFETCH(bool, riders);
        const QTemporaryDir folder;
        QFile file{folder.filePath("a.osm")};
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(street(at_m, tags));
        file.close();
        const std::vector<std::filesystem::path> files{folder.filePath("a.osm").toStdString()};
        auto city = import_city(files, {}, {}, {});
        QVERIFY2(city.has_value(), city ? "" : city.error().message.c_str());
        const Networks networks = derive_networks(*city);
        QCOMPARE(passable(networks.roads, traffic::kCars), open);
        QCOMPARE(passable(networks.roads, traffic::kBicycles), riders);
        QVERIFY(networks.roads.connected_share > 0.99); // of what lies in the ground
    }
};

QTEST_GUILESS_MAIN(BarriersTest)
#include "tst_barriers.moc"

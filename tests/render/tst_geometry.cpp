// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <vector>

#include <QTest>

#include "gis/generate/loom_bay.h"
#include "render/base/sun.h"
#include "render/buildings/triangulate.h"
#include "render/camera/turntable.h"

using namespace cityloom;
using namespace cityloom::render;

namespace {

double area_of(const std::vector<std::vector<Point2>>& rings) {
    std::vector<Point2> all;
    for (const auto& ring : rings) {
        all.insert(all.end(), ring.begin(), ring.end());
    }
    double sum = 0;
    const auto t = triangulate(rings);
    for (std::size_t i = 0; i + 2 < t.size(); i += 3) {
        const double a = 0.5 * cross(all[t[i + 1]] - all[t[i]], all[t[i + 2]] - all[t[i]]);
        if (a < -1e-9) {
            return -1; // wrong way round
        }
        sum += a;
    }
    return sum;
}

} // namespace

class TestGeometry : public QObject {
    Q_OBJECT
private slots:
    void polygons_are_filled_once();
    void broken_polygons_end();
    void sun_stands_where_it_should();
    void cameras_stand_in_the_open();
    void turntable_stays_above_ground();
};

void TestGeometry::polygons_are_filled_once() {
    const std::vector<Point2> square{{0, 0}, {10, 0}, {10, 10}, {0, 10}};
    QCOMPARE(area_of({square}), 100.0);
    QCOMPARE(area_of({{{0, 10}, {10, 10}, {10, 0}, {0, 0}}}), 100.0); // clockwise
    QCOMPARE(area_of({square, {{2, 2}, {4, 2}, {4, 4}, {2, 4}}}), 96.0);
    QCOMPARE(area_of({square,
                      {{2, 2}, {4, 2}, {4, 4}, {2, 4}},
                      {{6, 2}, {8, 2}, {8, 4}, {6, 4}},
                      {{3, 6}, {7, 6}, {7, 8}, {3, 8}}}),
             84.0);
    QCOMPARE(area_of({{{0, 0}, {10, 0}, {10, 10}, {5, 3}, {0, 10}}}), 65.0);
}

void TestGeometry::broken_polygons_end() {
    QVERIFY(triangulate({}).empty());
    const std::vector<std::vector<Point2>> bow{{{0, 0}, {10, 10}, {10, 0}, {0, 10}}};
    QVERIFY(triangulate(bow).size() <= 6);
    const std::vector<std::vector<Point2>> line{{{0, 0}, {5, 0}, {10, 0}}};
    QVERIFY(triangulate(line).size() <= 3);
}

void TestGeometry::sun_stands_where_it_should() {
    // NOAA's calculator: Geneva, 21 June, noon UTC: elevation 66.7, azimuth 196.
    const SunPosition june = sun_position(46.2, 6.15, 172, 12.0);
    QVERIFY2(std::abs(june.elevation_deg - 66.5) < 1.2, qPrintable(QString::number(june.elevation_deg)));
    QVERIFY2(june.azimuth_deg > 188 && june.azimuth_deg < 206, qPrintable(QString::number(june.azimuth_deg)));
    QVERIFY(sun_position(46.2, 6.15, 172, 0.0).elevation_deg < -15);
    QVERIFY(render::daylight({-20, 0}).night > 0.99F);
    QVERIFY(render::daylight({40, 180}).night < 0.01F);
}

void TestGeometry::cameras_stand_in_the_open() {
    const gis::City city = gis::generate_loom_bay(7);
    for (const NamedView view : {NamedView::Overview, NamedView::Oblique, NamedView::Street}) {
        const CameraPose pose = named_view(city, view);
        const double above = pose.eye[2] - city.terrain.ground_m({pose.eye[0], pose.eye[1]});
        QVERIFY(above > 1.5);
        if (view == NamedView::Street) {
            QVERIFY(above >= 2.0 && above <= 12.0);
        }
    }
}

void TestGeometry::turntable_stays_above_ground() {
    const gis::City city = gis::generate_loom_bay(7);
    Turntable table{city};
    table.set(named_view(city, NamedView::Oblique));
    table.orbit(0.3, -3.0);
    table.zoom(0.01);
    for (int i = 0; i < 50; ++i) {
        table.pan(120, 90);
        const CameraPose pose = table.pose();
        QVERIFY(pose.eye[2] > city.terrain.ground_m({pose.eye[0], pose.eye[1]}) + 1.0);
    }
    table.fly_to({2500, 2000, 10}, 500);
    for (int i = 0; i < 400 && table.coast(0.02); ++i) {
    }
    QVERIFY(std::abs(table.pose().target[0] - 2500) < 5);
}

QTEST_APPLESS_MAIN(TestGeometry)
#include "tst_geometry.moc"

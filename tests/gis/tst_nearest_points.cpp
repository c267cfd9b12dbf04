// SPDX-License-Identifier: GPL-3.0-or-later
// The nearest of many points is the one that looking at all of them finds.
#include <cmath>
#include <vector>

#include <QTest>

#include "gis/derive/nearest_points.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

/// A number from 0 to 1 that is always the same.
double scattered(std::uint32_t i) {
    const double x = std::sin(12.9898 * i + 78.233) * 43758.5453;
    return x - std::floor(x);
}

std::uint32_t by_looking(const std::vector<Point2>& points, Point2 at) {
    std::uint32_t best = kNone;
    for (std::uint32_t i = 0; i < points.size(); ++i) {
        if (best == kNone || distance_m(points[i], at) < distance_m(points[best], at)) {
            best = i;
        }
    }
    return best;
}

} // namespace

class NearestPointsTest : public QObject {
    Q_OBJECT

private slots:
    void nearest_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<double>("width_m");
        QTest::addColumn<double>("height_m");
        QTest::addColumn<double>("round_m");
        QTest::newRow("none") << 0 << 1000.0 << 1000.0 << 0.0;
        QTest::newRow("one") << 1 << 1000.0 << 1000.0 << 0.0;
        QTest::newRow("a town") << 500 << 3000.0 << 2000.0 << 0.0;
        QTest::newRow("a street") << 200 << 5000.0 << 0.0 << 0.0;
        QTest::newRow("all in one place") << 50 << 0.0 << 0.0 << 0.0;
        QTest::newRow("equally near ones") << 400 << 1000.0 << 1000.0 << 100.0;
        QTest::newRow("two towns far apart") << 300 << 200'000.0 << 100.0 << 90'000.0;
    }
    void nearest() {
        QFETCH(int, count);
        QFETCH(double, width_m);
        QFETCH(double, height_m);
        QFETCH(double, round_m);
        std::vector<Point2> points;
        const auto rounded = [round_m](double m) { return round_m > 0.0 ? std::round(m / round_m) * round_m : m; };
        for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(count); ++i) {
            points.push_back({rounded(width_m * scattered(2 * i)), rounded(height_m * scattered(2 * i + 1))});
        }
        const NearestPoints near{points};
        for (std::uint32_t k = 0; k < 400; ++k) {
            const Point2 at{(1.6 * scattered(7000 + k) - 0.3) * (width_m + 100.0),
                            (1.6 * scattered(9000 + k) - 0.3) * (height_m + 100.0)};
            const Point2 asked{rounded(at.x_m), rounded(at.y_m)};
            QCOMPARE(near.nearest(asked), by_looking(points, asked));
        }
    }
};

QTEST_GUILESS_MAIN(NearestPointsTest)
#include "tst_nearest_points.moc"

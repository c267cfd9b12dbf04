// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "sim/telecom/coverage.h"

using namespace cityloom;
using namespace cityloom::telecom;

class TelecomTest : public QObject {
    Q_OBJECT

private slots:
    void pathLossOfTheStandard() {
        // TR 38.901 UMa NLOS at 500 m and 1.8 GHz: 13.54 + 39.08 * 2.69897 + 5.10545
        QVERIFY(std::abs(path_loss_uma_db(500.0, 1.8) - 124.1212) < 1e-3);
        QVERIFY(std::abs(range_uma_m(path_loss_uma_db(777.0, 1.8), 1.8) - 777.0) < 1e-6);
    }

    void neighboursTakeOverAndCarryTheLoad() {
        Network net;
        net.sites.push_back({.at = {0, 0}, .range_m = 600, .capacity_bps = 10e6});
        net.sites.push_back({.at = {800, 0}, .range_m = 600, .capacity_bps = 10e6});
        const std::vector<Point2> places{{100, 0}, {350, 0}, {700, 0}};
        const std::vector<double> traffic{2e6, 2e6, 2e6};
        Coverage coverage{net, places, traffic};
        coverage.update(1.0);
        QCOMPARE(coverage.serving()[1], 0U);
        QVERIFY(std::abs(coverage.load()[0] - 0.4F) < 1e-6F);
        coverage.set_alive(0, false);
        coverage.update(1.0);
        QCOMPARE(coverage.serving()[0], kNone); // 700 m from the other: out of range
        QCOMPARE(coverage.serving()[1], 1U);
        QVERIFY(std::abs(coverage.load()[1] - 0.4F) < 1e-6F);
        QCOMPARE(coverage.load()[0], 0.0F);
    }
};

QTEST_APPLESS_MAIN(TelecomTest)
#include "tst_telecom.moc"

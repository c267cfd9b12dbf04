// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "sim/telecom/coverage.h"
#include "sim/telecom/roadside.h"

using namespace cityloom;
using namespace cityloom::telecom;

namespace {

/// Of one mast for all three sectors, at the least signal with which a link works.
double least_bps(const Site& site) {
    return site.capacity_bps / kMostBpsHz * spectral_efficiency(0.1);
}

} // namespace

class TelecomTest : public QObject {
    Q_OBJECT

private slots:
    void pathLossOfTheStandard() {
        // TR 38.901 UMa NLOS at 500 m and 1.8 GHz: 13.54 + 39.08 * 2.69897 + 5.10545
        QVERIFY(std::abs(path_loss_uma_db(500.0, 1.8) - 124.1212) < 1e-3);
        QVERIFY(std::abs(range_uma_m(path_loss_uma_db(777.0, 1.8), 1.8) - 777.0) < 1e-6);
    }

    /// TR 36.942 annex A: 0.6 of Shannon's bound from -10 dB on, 4.4 bit/s/Hz at most.
    void efficiencyOfTheStandard_data() {
        QTest::addColumn<double>("sinr_db");
        QTest::addColumn<double>("bps_hz");
        QTest::newRow("below the least") << -10.1 << 0.0;
        QTest::newRow("the least") << -10.0 << 0.0825;
        QTest::newRow("as strong as the rest") << 0.0 << 0.6;
        QTest::newRow("strong") << 15.0 << 3.0167;
        QTest::newRow("the most") << 30.0 << 4.4;
    }
    void efficiencyOfTheStandard() {
        QFETCH(double, sinr_db);
        QFETCH(double, bps_hz);
        QVERIFY(std::abs(spectral_efficiency(std::pow(10.0, 0.1 * sinr_db)) - bps_hz) < 1e-3);
    }

    void signalFallsAsThePathLossGrows() {
        const double lost_db = path_loss_uma_db(1'000.0, 1.8) - path_loss_uma_db(250.0, 1.8);
        QVERIFY(std::abs(10.0 * std::log10(signal_to_noise(250.0, 1'000.0)) - (lost_db - 10.0)) < 1e-9);
    }

    void neighboursTakeOverAndCarryTheLoad() {
        Network net;
        net.sites.push_back({.at = {0, 0}, .range_m = 600});
        net.sites.push_back({.at = {800, 0}, .range_m = 600});
        Coverage coverage{net, {{{100, 0}, 30, 2e6}, {{350, 0}, 30, 2e6}, {{700, 0}, 30, 2e6}}};
        coverage.update(1.0);
        QCOMPARE(coverage.serving()[1], 0U); // 350 m from the one, 450 from the other
        const float before = coverage.load()[1];
        const float rate = coverage.rate_bps()[1];
        coverage.set_alive(0, false);
        coverage.update(1.0);
        QCOMPARE(coverage.serving()[0], kNone); // 700 m from the other: out of range
        QCOMPARE(coverage.rate_bps()[0], 0.0F);
        QCOMPARE(coverage.serving()[1], 1U);
        QVERIFY(coverage.load()[1] > before);
        QCOMPARE(coverage.load()[0], 0.0F);
        QVERIFY(rate > 0.0F && coverage.rate_bps()[1] > 0.0F);
    }

    /// A mast that is full sends the next ones to their second strongest; the strongest links come first.
    void whoFindsNoRoomGoesOn() {
        Network net;
        net.sites.push_back({.at = {0, 0}, .range_m = 1'000});
        net.sites.push_back({.at = {1'000, 0}, .range_m = 1'000});
        const double least = least_bps(net.sites[0]);
        Coverage coverage{net, {{{450, 0}, 100, 2.5 * least}, {{400, 0}, 100, 10.0 * least}}};
        coverage.update(1.0);
        QCOMPARE(coverage.serving()[1], 0U); // nearer, though it comes second in the list
        QCOMPARE(coverage.serving()[0], 1U);
        QVERIFY(coverage.load()[0] <= 1.0F && coverage.load()[1] <= 1.0F);
    }

    /// The last mast is asked for more than it has: everybody keeps the signal, and shares the capacity.
    void theLastMastIsShared() {
        Network net;
        net.sites.push_back({.at = {0, 0}, .range_m = 1'000});
        std::vector<Place> places;
        for (int k = 0; k < 40; ++k) {
            places.push_back({{500.0 + k, 0}, 1'000, 1'000 * 60e3});
        }
        Coverage coverage{net, places};
        coverage.update(1.0);
        QVERIFY(coverage.load()[0] > 1.0F);
        for (std::uint32_t p = 0; p < places.size(); ++p) {
            QCOMPARE(coverage.serving()[p], 0U);
            QVERIFY(coverage.rate_bps()[p] > 0.0F && coverage.rate_bps()[p] < 60e3F);
        }
        coverage.update(0.01); // by night there is room for all
        QVERIFY(coverage.load()[0] < 1.0F);
        QVERIFY(coverage.rate_bps()[0] > 60e3F);
    }

    void unitsServeVehiclesOnly() {
        Network net;
        net.sites.push_back({.at = {0, 0}, .kind = SiteKind::RoadsideUnit, .range_m = 400});
        Coverage coverage{net, {{{10, 0}, 3, 2e5}, {{20, 0}, 0, 0.0}}};
        coverage.update(1.0);
        QCOMPARE(coverage.serving()[0], kNone);
        QCOMPARE(coverage.serving()[1], kNone);
        const std::vector<Point2> streets{{390, 0}, {410, 0}};
        const Roadside roadside{net, streets};
        QVERIFY(roadside.heard(0, [](std::uint32_t) { return true; }));
        QVERIFY(!roadside.heard(0, [](std::uint32_t) { return false; }));
        QVERIFY(!roadside.heard(1, [](std::uint32_t) { return true; }));
    }
};

QTEST_APPLESS_MAIN(TelecomTest)
#include "tst_telecom.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Acceptance on a real city: Geneva, 07:00 to 09:00, 10,000 trips, all domains. Needs the reference data.
#include <QTest>

#include <filesystem>

#include "gis/derive/networks.h"
#include "gis/import/import.h"
#include "scenarios/run/runner.h"
#include "tests/reference_data.h"

using namespace cityloom;
using namespace cityloom::scenarios;

class GenevaTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const auto file = tests::reference_data("city/geneva/geneva.osm.pbf");
        if (!file) {
            QSKIP("reference data absent: city/geneva/geneva.osm.pbf (set CITYLOOM_DATA)");
        }
        const std::vector<std::filesystem::path> files{*file};
        auto imported = gis::import_city(files, {}, {}, {});
        QVERIFY2(imported.has_value(), imported ? "" : imported.error().message.c_str());
        city_ = std::move(*imported);
        networks_ = gis::derive_networks(city_);
    }

    void countsAndConnection() {
        QVERIFY(city_.buildings.size() >= 11'600);
        QCOMPARE(city_.street_ways, 14'574U);
        QCOMPARE(city_.signal_nodes, 593U);
        QVERIFY(networks_.roads.connected_share >= 0.93);
        QVERIFY(networks_.roads.connected_share_with_gateways >= 0.95);
        double removed = 0.0;
        for (const auto& piece : networks_.roads.removed) {
            removed += piece.length_m;
        }
        QVERIFY(std::abs(removed * 1e-3 - networks_.roads.removed_km) < 1e-6);
    }

    void morningPeak() {
        std::uint64_t hash = 0;
        for (const unsigned threads : {1U, 2U, 3U, 8U}) {
            RunRequest request{.trips = 10'000, .threads = threads};
            RunHooks hooks;
            if (threads == 3U) { // and while recording
                request.record_every = 10 * kSecondUs;
                hooks.record = [](const engine::Frame&) -> Result<void> { return {}; };
            }
            const auto report = run_scenario(city_, networks_, {.name = "base"}, request, hooks, {});
            QVERIFY(report.has_value());
            const auto& v = report->vehicles;
            QCOMPARE(v.scheduled, std::uint64_t{10'000});
            QCOMPARE(v.scheduled, v.departed + v.waiting + v.unroutable);
            QCOMPARE(v.departed, v.arrived + v.running);
            QCOMPARE(v.teleported, std::uint64_t{0});
            QVERIFY(v.waiting <= 100);
            QVERIFY(v.unroutable <= 50);
            QVERIFY(!report->relative_gap.empty() && report->relative_gap.back() <= 0.03);
            QVERIFY(report->arrived_of_first_half >= 0.95);
            QVERIFY(report->mean_network_m >= 1500.0);
            QVERIFY(report->peak_memory_mb < 2048.0);
            hash = hash == 0 ? report->state_hash : hash;
            QCOMPARE(report->state_hash, hash);
        }
    }

private:
    gis::City city_;
    engine::Networks networks_;
};

QTEST_APPLESS_MAIN(GenevaTest)
#include "tst_geneva.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// A street that is closed from 7 to 9: a run in the morning goes around it, one at noon does not.
#include <algorithm>
#include <set>

#include <QTemporaryDir>
#include <QTest>

#include "gis/derive/networks.h"
#include "scenarios/run/runner.h"
#include "tests/gis/import_help.h"
#include "tests/gis/street_by_hour.h"

using namespace cityloom;
using namespace cityloom::scenarios;

namespace {

struct Town {
    gis::City city;
    engine::Networks networks;
};

Town town(const QString& tags, const QString& turn = {}) {
    QTemporaryDir folder;
    auto city = gis::import_one(gis::write_file(folder, "a.osm", tests::street_by_hour(tags, turn).toStdString()));
    if (!city) {
        qFatal("%s", gis::message_of(city).c_str());
    }
    Town made{std::move(*city), {}};
    made.networks = gis::derive_networks(made.city);
    return made;
}

RunRequest request(TimeUs start) {
    return {.start = start, .duration = 10 * kMinuteUs, .trips = 60, .bicycles = 0.0, .threads = 1};
}

/// The streets that anybody drives on who comes from the west and goes to the east.
std::set<std::uint64_t> streets_across(const Town& town, TimeUs start) {
    Executor executor{1};
    const auto applied = apply_scenario(town.city, town.networks, Scenario{});
    PreparedRun prepared = prepare_run(*applied, request(start), executor, {});
    std::set<std::uint64_t> streets;
    while (prepared.world.time() < start + 10 * kMinuteUs) {
        prepared.world.step(executor);
        const traffic::RoadNetwork& roads = prepared.world.traffic().network();
        for (const traffic::Trip& trip : prepared.world.traffic().trips()) {
            const auto journey = prepared.world.traffic().journey(trip.id);
            if (!journey || journey->way.empty() || roads.edges[journey->way.front()].street_id != tests::kWestWay ||
                roads.edges[journey->way.back()].street_id != tests::kEastWay) {
                continue;
            }
            for (const std::uint32_t edge : journey->way) {
                streets.insert(roads.edges[edge].street_id);
            }
        }
    }
    return streets;
}

} // namespace

class HourRunsTest : public QObject {
    Q_OBJECT

private slots:
    void routedByTheHour_data() {
        QTest::addColumn<QString>("tags");
        QTest::addColumn<QString>("turn");
        const char* hours = " @ (Mo-Fr 07:00-09:00)";
        QTest::newRow("closed") << QString{"motor_vehicle:conditional=no"} + hours << "";
        QTest::newRow("for those with business there") << QString{"access:conditional=destination"} + hours << "";
        QTest::newRow("one way against them") << QString{"oneway:conditional=-1"} + hours << "";
        QTest::newRow("as slow as on foot") << QString{"maxspeed:conditional=8"} + hours << "";
        QTest::newRow("no turn into it") << "" << QString{"restriction:conditional=no_straight_on"} + hours;
        QTest::newRow("open else") << QString{"motor_vehicle=no&motor_vehicle:conditional=yes @ (Mo-Fr 09:00-24:00)"}
                                   << "";
    }
    void routedByTheHour() {
        QFETCH(QString, tags);
        QFETCH(QString, turn);
        const Town made = town(tags, turn);
        const auto morning = streets_across(made, 8 * kHourUs);
        QVERIFY(morning.contains(tests::kDetourWay));
        QVERIFY(!morning.contains(tests::kStraightWay));
        const auto noon = streets_across(made, 12 * kHourUs);
        QVERIFY(noon.contains(tests::kStraightWay));
    }

    void theRunSaysSo() {
        const Town made = town("motor_vehicle:conditional=no @ (Mo-Fr 07:00-09:00)");
        const auto notes = [&made](TimeUs start, TimeUs duration) {
            RunRequest wanted = request(start);
            wanted.duration = duration;
            return run_scenario(made.city, made.networks, Scenario{}, wanted, {}, {})->notes;
        };
        const auto inside = notes(8 * kHourUs, 10 * kMinuteUs);
        QCOMPARE(inside.size(), std::size_t{1});
        QVERIFY(inside.front().starts_with("As on a Tuesday at 08:00, 1 street is closed by the hour"));
        QVERIFY(inside.front().find("changes") == std::string::npos);
        const auto across = notes(8 * kHourUs + 55 * kMinuteUs, 10 * kMinuteUs);
        QVERIFY(across.front().find("At 1 place this changes while it goes on") != std::string::npos);
        const auto into = notes(6 * kHourUs + 55 * kMinuteUs, 10 * kMinuteUs);
        QVERIFY(into.front().find("0 streets are closed") != std::string::npos);
        QVERIFY(into.front().find("At 1 place this changes") != std::string::npos);
        const Town plain = town("");
        QVERIFY(run_scenario(plain.city, plain.networks, Scenario{}, request(8 * kHourUs), {}, {})->notes.empty());
    }

    /// The same whatever the number of threads, and everybody arrives who set out.
    void sameForAnyThreads() {
        const Town made = town("motor_vehicle:conditional=no @ (Mo-Fr 07:00-09:00)&maxspeed:conditional=30 @ (24/7)");
        std::set<std::uint64_t> hashes;
        for (const unsigned threads : {1U, 2U, 3U}) {
            RunRequest wanted = request(8 * kHourUs);
            wanted.threads = threads;
            const auto report = run_scenario(made.city, made.networks, Scenario{}, wanted, {}, {});
            QVERIFY(report.has_value());
            QCOMPARE(report->unroutable.size(), std::size_t{0});
            hashes.insert(report->state_hash);
        }
        QCOMPARE(hashes.size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(HourRunsTest)
#include "tst_hour_runs.moc"

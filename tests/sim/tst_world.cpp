// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "sim/core/executor.h"
#include "sim/engine/world.h"
#include "sim/traffic/trips.h"

using namespace cityloom;
using namespace cityloom::engine;

namespace {

/// The demo city, once for all tests: people, pumps, signals and sites, all of it synthetic and always here.
const Networks& loom_bay() {
    static const Networks networks = [] {
        gis::City city = gis::generate_loom_bay(1);
        return gis::derive_networks(city);
    }();
    return networks;
}

World make_world(std::uint64_t trips, TimeUs start, TimeUs duration, std::vector<Event> events = {}) {
    auto drawn = traffic::draw_trips(loom_bay().demand, loom_bay().roads,
                                     {.start = start, .duration = duration, .trips = trips, .seed = 1});
    return World{loom_bay(), std::move(drawn), {.start = start, .events = std::move(events)}};
}

void run(World& world, TimeUs until, unsigned threads) {
    Executor executor{threads};
    while (world.time() < until) {
        world.step(executor);
    }
}

/// The substation that feeds most pumps and signals.
AssetRef busiest_substation() {
    std::vector<double> below(loom_bay().power.buses.size(), 0.0);
    for (const auto& supply : loom_bay().dependencies.supplies) {
        if (supply.bus != kNone) {
            below[supply.bus] += supply.kind == lifeline::ConsumerKind::Pump ? 50.0 : 1.0;
        }
    }
    for (std::size_t k = loom_bay().power.branches.size(); k-- > 0;) {
        const power::Branch& branch = loom_bay().power.branches[k];
        if (!branch.normally_open) {
            below[branch.from] += below[branch.to];
        }
    }
    std::size_t best = 0;
    for (std::size_t b = 1; b < below.size(); ++b) {
        if (loom_bay().power.buses[b].kind == power::BusKind::Substation && (best == 0 || below[b] > below[best])) {
            best = b;
        }
    }
    return {AssetType::PowerBus, best};
}

} // namespace

class WorldTest : public QObject {
    Q_OBJECT

private slots:
    void everyNetworkServesTheCity() {
        World world = make_world(0, 7 * kHourUs, kMinuteUs);
        run(world, 7 * kHourUs + 10 * kSecondUs, 1);
        const Metrics& m = world.metrics();
        QCOMPARE(m.customers_without_power, 0.0);
        QCOMPARE(m.customers_without_water, 0.0);
        QCOMPARE(m.nodes_below_min_pressure, 0U);
        QCOMPARE(m.power_unconverged_buses, 0U);
        QCOMPARE(m.services[0].people_without_signal, 0.0);
        Frame frame;
        world.fill_frame(frame);
        QCOMPARE(frame.building_power.size(), loom_bay().dependencies.buildings.size());
        for (const float v : frame.bus_voltage_pu) {
            QVERIFY(v > 0.92F && v < 1.05F);
        }
        for (const float share : frame.branch_loading) {
            QVERIFY(share <= 1.0F);
        }
    }

    void sameBitsForAnyThreadCount() {
        const TimeUs end = 7 * kHourUs + 4 * kMinuteUs;
        std::vector<std::uint64_t> hashes;
        for (const unsigned threads : {1U, 2U, 3U, 8U}) {
            World world = make_world(600, 7 * kHourUs, 4 * kMinuteUs,
                                     {{7 * kHourUs + kMinuteUs, EventKind::Fail, busiest_substation()}});
            run(world, end, threads);
            hashes.push_back(world.state_hash());
        }
        for (const std::uint64_t hash : hashes) {
            QCOMPARE(hash, hashes[0]);
        }
    }

    void oneBitOfEachDomainChangesTheHash_data() {
        QTest::addColumn<int>("domain");
        QTest::newRow("traffic") << int(World::Domain::Traffic);
        QTest::newRow("power") << int(World::Domain::Power);
        QTest::newRow("water") << int(World::Domain::Water);
        QTest::newRow("telecom") << int(World::Domain::Telecom);
        QTest::newRow("lifeline") << int(World::Domain::Lifeline);
    }
    void oneBitOfEachDomainChangesTheHash() {
        QFETCH(int, domain);
        World world = make_world(200, 7 * kHourUs, kMinuteUs);
        run(world, 7 * kHourUs + kMinuteUs, 1);
        const std::uint64_t before = world.state_hash();
        QCOMPARE(world.state_hash(), before);
        world.flip_state_bit_for_test(static_cast<World::Domain>(domain));
        QVERIFY(world.state_hash() != before);
    }

    /// Electric vehicles that charge are a load on the grid; when the grid fails their stations stop, and start again.
    void chargingHangsOnTheGrid() {
        const Networks& n = loom_bay();
        QVERIFY(!n.roads.chargers.empty());
        std::vector<traffic::Trip> trips = traffic::draw_trips(
            n.demand, n.roads, {.start = 7 * kHourUs, .duration = 10 * kMinuteUs, .trips = 400, .seed = 1});
        for (traffic::Trip& trip : trips) {
            trip.electric = true;
            trip.charge_share = 0.1F;
        }
        World world{n, trips, {.start = 7 * kHourUs}};
        run(world, 7 * kHourUs + 15 * kMinuteUs + kSecondUs, 1); // solved at the quarter
        std::uint32_t busy = kNone;
        double charging_w = 0.0;
        for (std::uint32_t c = 0; c < n.roads.chargers.size(); ++c) {
            const traffic::ChargingState& station = world.traffic().charging()[c];
            charging_w += static_cast<double>(station.load_w);
            busy = station.charging > 0 ? c : busy;
        }
        QVERIFY(busy != kNone);
        Frame frame;
        world.fill_frame(frame);
        QCOMPARE(frame.chargers.size(), n.roads.chargers.size());
        QCOMPARE(frame.chargers[busy].busy, world.traffic().charging()[busy].charging);
        QCOMPARE(frame.chargers[busy].working, 1U);
        QVERIFY(charging_w > 40'000.0);
        for (traffic::Trip& trip : trips) {
            trip.electric = false;
        }
        World petrol{n, std::move(trips), {.start = 7 * kHourUs}};
        run(petrol, 7 * kHourUs + 15 * kMinuteUs + kSecondUs, 1);
        QCOMPARE(petrol.traffic().charging().size(), std::size_t{0});
        const double more_w = world.metrics().load_w - petrol.metrics().load_w;
        QVERIFY2(std::abs(more_w - charging_w) < 25'000.0,
                 qPrintable(QString::number(more_w))); // but for one that has just come
        std::uint32_t bus = kNone;
        for (const lifeline::PowerSupply& supply : n.dependencies.supplies) {
            bus = supply.kind == lifeline::ConsumerKind::Charger && supply.consumer == busy ? supply.bus : bus;
        }
        QVERIFY(bus != kNone);
        world.command(EventKind::Fail, {AssetType::PowerBus, bus});
        run(world, world.time() + 2 * kSecondUs, 1);
        QVERIFY(!world.traffic().charging()[busy].working);
        QCOMPARE(world.traffic().charging()[busy].load_w, 0.0F);
        QVERIFY(world.traffic().charging()[busy].waiting > 0);
        world.fill_frame(frame);
        QCOMPARE(frame.chargers[busy].working, 0U);
        QCOMPARE(frame.chargers[busy].busy, 0U);
        QCOMPARE(frame.chargers[busy].waiting, world.traffic().charging()[busy].waiting);
        petrol.command(EventKind::Fail, {AssetType::PowerBus, bus});
        run(petrol, petrol.time() + 2 * kSecondUs, 1);
        petrol.fill_frame(frame);
        QCOMPARE(frame.chargers[busy].working, 0U); // dark whether or not anyone would charge there
        world.command(EventKind::Repair, {AssetType::PowerBus, bus});
        world.command(EventKind::Fail, *find_asset(n, n.roads.chargers[busy].key));
        run(world, world.time() + 2 * kSecondUs, 1);
        QVERIFY(!world.traffic().charging()[busy].working); // the station itself is broken
        world.command(EventKind::Repair, *find_asset(n, n.roads.chargers[busy].key));
        run(world, world.time() + 2 * kSecondUs, 1);
        QVERIFY(world.traffic().charging()[busy].working);
        QVERIFY(world.traffic().charging()[busy].charging > 0);
    }

    /// 08:00 fails, 14:00 repaired: customers, pumps and signals at once, base stations after their four hours, tanks
    /// at the rate the flows give; all of it recovers.
    void substationOutageCascadesAndRecovers() {
        const AssetRef substation = busiest_substation();
        World world =
            make_world(0, 7 * kHourUs, kMinuteUs,
                       {{8 * kHourUs, EventKind::Fail, substation}, {14 * kHourUs, EventKind::Repair, substation}});
        run(world, 8 * kHourUs - kMinuteUs, 1);
        const Metrics before = world.metrics();
        QCOMPARE(before.customers_without_power, 0.0);
        run(world, 8 * kHourUs + 2 * kSecondUs, 1);
        const Metrics at_once = world.metrics();
        QVERIFY(at_once.customers_without_power > 100.0);
        QVERIFY(at_once.dark_signals > 0);
        QVERIFY(at_once.pumps_off_without_power > 0);
        const std::uint32_t dead_at_once = at_once.dead_sites; // roadside units have no battery
        run(world, 11 * kHourUs + 55 * kMinuteUs, 1);
        QCOMPARE(world.metrics().dead_sites, dead_at_once);
        QVERIFY(world.metrics().tank_volume_m3 < at_once.tank_volume_m3);
        run(world, 12 * kHourUs + kMinuteUs, 1);
        QVERIFY(world.metrics().dead_sites > dead_at_once); // four hours are over
        run(world, 14 * kHourUs + 2 * kSecondUs, 1);
        QCOMPARE(world.metrics().customers_without_power, 0.0);
        QCOMPARE(world.metrics().dark_signals, 0U);
        QCOMPARE(world.metrics().dead_sites, 0U);
        QCOMPARE(world.metrics().pumps_off_without_power, 0U);
        world.finish();
        QVERIFY(std::abs(world.metrics().customer_hours_without_power - 6.0 * at_once.customers_without_power) <
                0.01 * world.metrics().customer_hours_without_power);
        QVERIFY(world.metrics().energy_not_served_wh > 0.0);
    }

    void commandsOfAPersonReplayToTheSameHash() {
        const AssetRef substation = busiest_substation();
        World live = make_world(300, 7 * kHourUs, 2 * kMinuteUs);
        run(live, 7 * kHourUs + 40 * kSecondUs, 2);
        const Event logged = live.command(EventKind::Fail, substation);
        run(live, 7 * kHourUs + 2 * kMinuteUs, 2);
        World replayed = make_world(300, 7 * kHourUs, 2 * kMinuteUs, {logged});
        run(replayed, 7 * kHourUs + 2 * kMinuteUs, 1);
        QCOMPARE(replayed.state_hash(), live.state_hash());
    }

    void unknownAssetsAreNamed() {
        const auto missing = find_asset(loom_bay(), "substation/S999");
        QVERIFY(!missing);
        QVERIFY(missing.error().message.find("substation/S1") != std::string::npos);
        QVERIFY(!find_asset(loom_bay(), "nonsense"));
        for (const std::string& key : asset_keys(loom_bay())) {
            const auto found = find_asset(loom_bay(), key);
            QVERIFY(found);
            QCOMPARE(asset_key(loom_bay(), *found), key);
            break;
        }
    }
};

QTEST_APPLESS_MAIN(WorldTest)
#include "tst_world.moc"

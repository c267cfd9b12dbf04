// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

#include "gis/derive/roads.h"
#include "sim/core/executor.h"
#include "sim/traffic/electric.h"
#include "sim/traffic/micro/simulation.h"

using namespace cityloom;
using namespace cityloom::traffic;

namespace {

/// A square of two-lane streets with a station on one side, and an arm at each corner.
RoadNetwork square_with_station(std::uint32_t points, float power_w) {
    gis::City city;
    const auto node = [&](double x, double y) {
        city.street_nodes.push_back({city.street_nodes.size() + 1, {x, y}, gis::NodeControl::None});
        return static_cast<std::uint32_t>(city.street_nodes.size() - 1);
    };
    const auto street = [&](std::uint32_t a, std::uint32_t b) {
        gis::Street s{.id = city.streets.size() + 1, .cls = gis::StreetClass::Secondary};
        s.nodes = {static_cast<std::uint32_t>(city.street_node_refs.size()), 2};
        city.street_node_refs.push_back(a);
        city.street_node_refs.push_back(b);
        s.lanes_forward = s.lanes_backward = 2;
        city.streets.push_back(s);
    };
    const std::array<std::uint32_t, 4> in{node(0, 0), node(600, 0), node(600, 600), node(0, 600)};
    const std::array<std::uint32_t, 4> out{node(-400, 0), node(1000, 0), node(600, 1000), node(0, 1000)};
    for (std::size_t k = 0; k < 4; ++k) {
        street(in[k], in[(k + 1) % 4]);
        street(out[k], in[k]);
    }
    RoadNetwork net = gis::derive_roads(city);
    for (std::uint32_t e = 0; e < net.edges.size(); ++e) {
        const Point2 from = net.junctions[net.edges[e].from].at;
        const Point2 to = net.junctions[net.edges[e].to].at;
        if (from == Point2{0, 600} && to == Point2{600, 600}) { // the far side: nobody's way leads there
            net.chargers.push_back({.id = 1,
                                    .key = "charger/C1",
                                    .at = {300, 600},
                                    .lane = net.edges[e].lanes.begin,
                                    .along_m = 300.0F,
                                    .points = points,
                                    .power_w = power_w});
        }
    }
    return net;
}

std::uint32_t edge_between(const RoadNetwork& net, Point2 from, Point2 to) {
    for (std::uint32_t e = 0; e < net.edges.size(); ++e) {
        if (net.junctions[net.edges[e].from].at == from && net.junctions[net.edges[e].to].at == to) {
            return e;
        }
    }
    return kNone;
}

std::vector<Trip> along_the_south(const RoadNetwork& net, std::uint32_t count, float charge) {
    const std::uint32_t from = edge_between(net, {-400, 0}, {0, 0});
    const std::uint32_t to = edge_between(net, {600, 0}, {1000, 0});
    std::vector<Trip> trips;
    for (std::uint32_t k = 0; k < count; ++k) {
        trips.push_back({.id = k + 1,
                         .depart = k * 20 * kSecondUs,
                         .from_edge = from,
                         .to_edge = to,
                         .from_share = 0.0F,
                         .to_share = 1.0F,
                         .electric = true,
                         .charge_share = charge});
    }
    return trips;
}

} // namespace

class ChargingTest : public QObject {
    Q_OBJECT

private slots:
    /// By hand from the equation, at 50 km/h: rolling 162.2 N and air 77.2 N make 3,325 W at the wheels.
    void powerIsThatOfTheModel() {
        const ElectricDrive leaf;
        const float steady = battery_power_w(leaf, 50.0F / 3.6F, 0.0F);
        QVERIFY2(std::abs(steady - (3325.0F / (0.92F * 0.91F) + 700.0F)) < 15.0F, qPrintable(QString::number(steady)));
        QCOMPARE(battery_power_w(leaf, 0.0F, 0.0F), 700.0F);
        // Braking gives back less than speeding up took.
        const float up = battery_power_w(leaf, 10.0F, 1.5F) - 700.0F;
        const float down = battery_power_w(leaf, 10.0F, -1.5F) - 700.0F;
        QVERIFY(std::abs(-down / up - 0.577F) <
                0.01F); // (22,815 - 1,900) 0.837 exp(-0.027) over (22,815 + 1,900) / 0.837
    }

    /// A full battery drives on; a low one makes the detour, charges for half an hour at most, and gets there.
    void lowBatteryMakesTheDetour_data() {
        QTest::addColumn<float>("charge");
        QTest::addColumn<bool>("detour");
        QTest::newRow("full") << 0.9F << false;
        QTest::newRow("low") << 0.12F << true;
    }
    void lowBatteryMakesTheDetour() {
        QFETCH(float, charge);
        QFETCH(bool, detour);
        const RoadNetwork net = square_with_station(2, 50'000.0F);
        QCOMPARE(net.chargers.size(), std::size_t{1});
        Simulation sim{net, along_the_south(net, 1, charge), {.reroute_every = 10 * kSecondUs, .taste_spread = 0.0F}};
        Executor executor{1};
        for (int k = 0; k < 2 * 3600 && sim.counts().arrived == 0; ++k) {
            sim.step(executor);
            QVERIFY(sim.charging()[0].charging <= 1);
        }
        QCOMPARE(sim.counts().arrived, std::uint64_t{1});
        const TripRecord& record = sim.records()[0];
        const double time = to_seconds(record.arrived - record.departed);
        QVERIFY(record.electricity_wh > 100.0F * record.route_m * 1e-3F); // 100 to 250 Wh/km in a town
        QVERIFY(record.electricity_wh < 250.0F * record.route_m * 1e-3F);
        QCOMPARE(record.co2_g, 0.0F);
        QCOMPARE(sim.charging()[0].sessions, detour ? 1U : 0U);
        if (!detour) {
            QVERIFY(time < 200.0);
            return;
        }
        QVERIFY(record.route_m > 2500.0F);
        QVERIFY(time > 1800.0 && time < 2300.0);
        QVERIFY(std::abs(sim.charging()[0].delivered_wh - 25'000.0) < 30.0); // 50 kW for half an hour
        const double expected = 0.12 + (0.9 * 25'000.0 - static_cast<double>(record.electricity_wh)) / 60'000.0;
        QVERIFY(std::abs(sim.charge_share(0) - expected) < 0.005);
        QVERIFY(std::abs(record.stopped_s - 1800.0F) < 3.0F);
    }

    /// One point and five vehicles: one charges, the others wait their turn; the load is never more than the point's.
    void pointsAreSharedInTurn() {
        const RoadNetwork net = square_with_station(1, 50'000.0F);
        Simulation sim{net, along_the_south(net, 3, 0.12F), {.reroute_every = 10 * kSecondUs, .taste_spread = 0.0F}};
        Executor executor{1};
        std::uint32_t most = 0;
        std::uint32_t overlaps = 0;
        for (int k = 0; k < 2 * 7200 && sim.counts().arrived < 3; ++k) {
            sim.step(executor);
            overlaps += sim.count_overlaps();
            const ChargingState& station = sim.charging()[0];
            QVERIFY(station.charging <= 1);
            QCOMPARE(station.load_w, station.charging == 1 ? 50'000.0F : 0.0F);
            most = std::max(most, station.charging + station.waiting);
        }
        QCOMPARE(sim.counts().arrived, std::uint64_t{3});
        QCOMPARE(most, 3U);
        QCOMPARE(overlaps, 0U);
        QVERIFY(sim.charging()[0].sessions >= 2);
        QVERIFY(sim.charging()[0].waited_s > 3000.0);
    }

    /// Without power nobody charges; after a quarter of an hour they drive on as they are.
    void withoutPowerTheyDriveOn() {
        const RoadNetwork net = square_with_station(2, 50'000.0F);
        Simulation sim{net, along_the_south(net, 2, 0.12F), {.reroute_every = 10 * kSecondUs, .taste_spread = 0.0F}};
        Executor executor{1};
        for (int k = 0; k < 2 * 3600 && sim.counts().arrived < 2; ++k) {
            sim.step(executor);
            if (sim.charging()[0].charging > 0) {
                sim.set_charger_working(0, false);
            }
        }
        QCOMPARE(sim.counts().arrived, std::uint64_t{2});
        QVERIFY(sim.charging()[0].delivered_wh < 2000.0);
        for (const TripRecord& record : sim.records()) {
            QVERIFY(to_seconds(record.arrived - record.departed) < 1500.0);
        }
    }

    void savedAndThreadsGiveTheSameBits() {
        const RoadNetwork net = square_with_station(1, 22'000.0F);
        const auto trips = along_the_south(net, 40, -1.0F);
        const SimulationOptions options{.reroute_every = 10 * kSecondUs};
        Simulation one{net, trips, options};
        Simulation four{net, trips, options};
        Executor single{1};
        Executor several{4};
        const auto hash_of = [](const Simulation& sim) {
            StateHash hash;
            sim.hash(hash);
            return hash.value();
        };
        for (int k = 0; k < 1500; ++k) {
            one.step(single);
            four.step(several);
        }
        QCOMPARE(hash_of(four), hash_of(one));
        Simulation other{net, trips, options};
        QVERIFY(other.restore(one.save()));
        for (int k = 0; k < 1500; ++k) {
            one.step(single);
            other.step(single);
        }
        QCOMPARE(hash_of(other), hash_of(one));
        QVERIFY(one.charging()[0].delivered_wh > 0.0);
        QVERIFY(std::abs(one.total_electricity_wh()) > 1.0);
    }
};

QTEST_APPLESS_MAIN(ChargingTest)
#include "tst_charging.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <set>

#include "gis/generate/metropolis.h"
#include "sim/core/executor.h"
#include "sim/traffic/meso/meso_simulation.h"
#include "sim/traffic/micro/simulation.h"

using namespace cityloom;
using namespace cityloom::traffic;

namespace {

gis::MetropolisPlan small(std::uint32_t arterial_lanes = 3) {
    return {.side = 18, .block_m = 250.0, .arterial_lanes = arterial_lanes};
}

gis::MetropolisDemand light() {
    return {.vehicles = 1200, .shortest_m = 1500.0, .longest_m = 3000.0, .fill_s = 120.0, .duration_s = 400.0};
}

} // namespace

class MetropolisTest : public QObject {
    Q_OBJECT

private slots:
    void everyStreetLeadsOn_data() {
        QTest::addColumn<std::uint32_t>("lanes");
        QTest::newRow("two lanes") << 2U;
        QTest::newRow("three lanes") << 3U;
    }
    void everyStreetLeadsOn() {
        QFETCH(std::uint32_t, lanes);
        const gis::Metropolis city = gis::build_metropolis(small(lanes));
        const RoadNetwork& net = city.net;
        QCOMPARE(net.edges.size(), std::size_t{4 * 18 * 17});
        QVERIFY(!net.controllers.empty());
        for (const Edge& edge : net.edges) {
            std::set<std::uint32_t> reached;
            for (std::uint32_t l = edge.lanes.begin; l < edge.lanes.end(); ++l) {
                QVERIFY(net.lanes[l].turns.count > 0);
                for (std::uint32_t t = net.lanes[l].turns.begin; t < net.lanes[l].turns.end(); ++t) {
                    QCOMPARE(net.turns[t].from_lane, l);
                    QCOMPARE(net.edges[net.lanes[net.turns[t].to_lane].edge].from, edge.to);
                    reached.insert(net.lanes[net.turns[t].to_lane].edge);
                }
            }
            // All but the way back.
            QCOMPARE(reached.size(), std::size_t{net.junctions[edge.to].outgoing.count - 1});
        }
        for (std::uint32_t t = 0; t < net.turns.size(); ++t) {
            for (std::uint32_t c = net.turns[t].conflicts.begin; c < net.turns[t].conflicts.end(); ++c) {
                const Conflict& conflict = net.conflicts[c];
                const Turn& other = net.turns[conflict.other];
                QCOMPARE(other.junction, net.turns[t].junction);
                int back = 0;
                for (std::uint32_t o = other.conflicts.begin; o < other.conflicts.end(); ++o) {
                    back += net.conflicts[o].other == t && net.conflicts[o].yields != conflict.yields ? 1 : 0;
                }
                QCOMPARE(back, 1);
            }
        }
    }

    void signalsShareOneCycle() {
        const gis::Metropolis city = gis::build_metropolis(small());
        for (const Controller& controller : city.net.controllers) {
            double cycle = 0.0;
            std::uint64_t all = 0;
            for (const SignalPhase& phase : controller.phases) {
                cycle += phase.green_s + phase.yellow_s + phase.all_red_s;
                all |= phase.green_movements;
            }
            QVERIFY(std::abs(cycle - city.plan.cycle_s) <= 1.0);
            const Junction& junction = city.net.junctions[controller.junction];
            for (std::uint32_t t = junction.turns.begin; t < junction.turns.end(); ++t) {
                QVERIFY((all >> city.net.turns[t].movement & 1U) != 0);
            }
        }
    }

    void sameSeedSameTrips() {
        const gis::Metropolis city = gis::build_metropolis(small());
        const Workload a = gis::metropolis_workload(city, light());
        const Workload b = gis::metropolis_workload(city, light());
        QVERIFY(a.route_edges == b.route_edges);
        QVERIFY(a.trips.size() > 1000);
        QVERIFY(std::is_sorted(a.trips.begin(), a.trips.end(),
                               [](const Trip& x, const Trip& y) { return x.depart < y.depart; }));
        gis::MetropolisDemand other = light();
        other.seed = 2;
        QVERIFY(gis::metropolis_workload(city, other).route_edges != a.route_edges);
    }

    /// Both engines carry the traffic to the last vehicle.
    void trafficFlows() {
        const gis::Metropolis city = gis::build_metropolis(small());
        const Workload work = gis::metropolis_workload(city, light());
        Executor executor{2};
        MesoSimulation meso{city.net, work, {}, executor};
        Simulation micro{city.net, work, {.step = kSecondUs, .plain_routes = true}};
        std::uint32_t overlaps = 0;
        for (int k = 0; k < 2400; ++k) {
            meso.step();
            micro.step(executor);
            overlaps += k % 10 == 0 ? micro.count_overlaps() : 0;
        }
        QCOMPARE(meso.counts().unroutable, std::uint64_t{0});
        QCOMPARE(meso.counts().arrived, std::uint64_t(work.trips.size()));
        QCOMPARE(micro.counts().arrived, std::uint64_t(work.trips.size()));
        QCOMPARE(overlaps, 0U);
        // The same work for both, and of the same length on the whole.
        double mean[2] = {0.0, 0.0};
        for (std::size_t t = 0; t < work.trips.size(); ++t) {
            mean[0] += to_seconds(meso.records()[t].arrived - meso.records()[t].departed);
            mean[1] += to_seconds(micro.records()[t].arrived - micro.records()[t].departed);
        }
        QVERIFY2(std::abs(mean[0] - mean[1]) < 0.2 * mean[1],
                 qPrintable(QString("meso %1 s, micro %2 s").arg(mean[0]).arg(mean[1])));
    }
};

QTEST_APPLESS_MAIN(MetropolisTest)
#include "tst_metropolis.moc"

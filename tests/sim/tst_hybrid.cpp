// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>

#include "gis/generate/metropolis.h"
#include "sim/core/executor.h"
#include "sim/traffic/hybrid/hybrid_simulation.h"

using namespace cityloom;
using namespace cityloom::traffic;

namespace {

const gis::Metropolis& town() {
    static const gis::Metropolis made = gis::build_metropolis({.side = 20});
    return made;
}

Workload demand() {
    return gis::metropolis_workload(town(), {.vehicles = 2500, .shortest_m = 1500.0, .longest_m = 4000.0});
}

Point2 centre() {
    Point2 sum;
    for (const Junction& junction : town().net.junctions) {
        sum = sum + junction.at;
    }
    return (1.0 / static_cast<double>(town().net.junctions.size())) * sum;
}

std::vector<std::uint8_t> window(double radius_m) {
    return edges_around(town().net, centre(), radius_m);
}

double mean_time_s(std::span<const TripRecord> records) {
    double sum = 0.0;
    double count = 0.0;
    for (const TripRecord& record : records) {
        if (record.arrived >= 0) {
            sum += to_seconds(record.arrived - record.departed);
            count += 1.0;
        }
    }
    return sum / count;
}

std::uint64_t hash_of(const auto& sim) {
    StateHash hash;
    sim.hash(hash);
    return hash.value();
}

} // namespace

class HybridTest : public QObject {
    Q_OBJECT

private slots:
    /// Nobody is lost between the engines, in free flow and in a jam, and all arrive; inside nothing overlaps.
    void everyVehicleIsAccountedFor() {
        Executor executor{1};
        HybridSimulation sim{town().net, demand(), {.window = window(1200.0)}, executor};
        std::uint64_t most_inside = 0;
        for (int k = 0; k < 3 * 3600 && (sim.counts().running > 0 || sim.counts().arrived == 0); ++k) {
            sim.step(executor);
            const VehicleCounts c = sim.counts();
            QCOMPARE(c.scheduled, c.departed + c.waiting + c.unroutable);
            QCOMPARE(c.departed, c.arrived + c.running);
            QVERIFY(c.running >= sim.meso().count_vehicles());
            if (k % 20 == 0) {
                QCOMPARE(sim.micro().count_overlaps(), 0U);
            }
            most_inside = std::max(most_inside, sim.vehicles_inside());
        }
        const VehicleCounts c = sim.counts();
        QCOMPARE(c.arrived, c.scheduled);
        QCOMPARE(c.teleported, std::uint64_t{0});
        QVERIFY2(most_inside > 300, qPrintable(QString::number(most_inside)));
        QVERIFY(most_inside < c.scheduled / 2);
        // Every trip has driven its whole way, whichever engine drove it; a few found another inside.
        std::size_t others = 0;
        for (std::uint32_t t = 0; t < sim.trips().size(); ++t) {
            double way_m = 0.0;
            for (const std::uint32_t edge : sim.meso().way(t)) {
                way_m += town().net.edges[edge].length_m;
            }
            const std::span<const std::uint32_t> way = sim.meso().way(t);
            const Trip& trip = sim.trips()[t];
            const auto part = [&](std::uint32_t edge, float m, float share) {
                return m >= 0.0F ? static_cast<double>(m)
                                 : town().net.edges[edge].length_m * static_cast<double>(share);
            };
            way_m -= part(way.front(), trip.from_m, trip.from_share);
            way_m -= town().net.edges[way.back()].length_m - part(way.back(), trip.to_m, trip.to_share);
            const double driven = static_cast<double>(sim.records()[t].route_m);
            others += driven < way_m - 15.0 || driven > 1.03 * way_m + 30.0 * static_cast<double>(way.size()) ? 1U : 0U;
        }
        QVERIFY2(others < sim.trips().size() / 100, qPrintable(QString::number(others)));
    }

    /// Without a window it is the mesoscopic engine; with one over everything the microscopic one drives it all.
    void noWindowAndAllWindow() {
        Executor executor{1};
        HybridSimulation none{town().net, demand(), {.window = window(-1.0)}, executor};
        MesoSimulation meso{town().net, demand(), {}, executor};
        HybridSimulation all{town().net, demand(), {.window = window(1e6)}, executor};
        Simulation micro{town().net, demand(), {.plain_routes = true}};
        for (int k = 0; k < 900; ++k) {
            none.step(executor);
            meso.step();
            all.step(executor);
            micro.step(executor);
            micro.step(executor);
        }
        for (std::size_t t = 0; t < meso.records().size(); ++t) {
            QCOMPARE(none.records()[t].arrived, meso.records()[t].arrived);
        }
        QCOMPARE(all.counts().scheduled, micro.counts().scheduled);
        const double ratio = mean_time_s(all.records()) / mean_time_s(micro.records());
        QVERIFY2(ratio > 0.97 && ratio < 1.03, qPrintable(QString::number(ratio)));
        QVERIFY(std::abs(static_cast<double>(all.counts().arrived) - static_cast<double>(micro.counts().arrived)) <
                0.02 * static_cast<double>(micro.counts().arrived));
    }

    /// With a window in the middle the city's travel time lies with those of the engines alone.
    void travelTimesLieTogether() {
        Executor executor{1};
        HybridSimulation half{town().net, demand(), {.window = window(1500.0)}, executor};
        MesoSimulation meso{town().net, demand(), {}, executor};
        Simulation micro{town().net, demand(), {.plain_routes = true}};
        for (int k = 0; k < 1500; ++k) {
            half.step(executor);
            meso.step();
            micro.step(executor);
            micro.step(executor);
        }
        const double alone[] = {mean_time_s(meso.records()), mean_time_s(micro.records())};
        const double both = mean_time_s(half.records());
        qInfo("meso %.1f s, micro %.1f s, micro inside meso %.1f s", alone[0], alone[1], both);
        QVERIFY(both > 0.9 * std::min(alone[0], alone[1]));
        QVERIFY(both < 1.1 * std::max(alone[0], alone[1]));
    }

    void sameBitsForAnyThreadCount() {
        Executor one{1};
        Executor three{3};
        HybridSimulation a{town().net, demand(), {.window = window(1200.0)}, one};
        HybridSimulation b{town().net, demand(), {.window = window(1200.0)}, three};
        for (int k = 0; k < 400; ++k) {
            a.step(one);
            b.step(three);
        }
        QCOMPARE(hash_of(b), hash_of(a));
    }
};

QTEST_APPLESS_MAIN(HybridTest)
#include "tst_hybrid.moc"

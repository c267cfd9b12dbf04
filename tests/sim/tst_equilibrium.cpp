// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <cmath>

#include "gis/derive/demand.h"
#include "gis/derive/roads.h"
#include "gis/generate/loom_bay.h"
#include "sim/core/executor.h"
#include "sim/traffic/equilibrium/approach.h"
#include "sim/traffic/equilibrium/equilibrium.h"
#include "sim/traffic/signals/signal_plan.h"
#include "sim/traffic/trips.h"

using namespace cityloom;
using namespace cityloom::traffic;
using namespace cityloom::traffic::equilibrium;

class EquilibriumTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const gis::City city = gis::generate_loom_bay(1);
        net_ = gis::derive_roads(city);
        demand_ = gis::derive_demand(city, net_);
    }

    /// Highway Capacity Manual 2000, eq. 16-11 and 16-12 by hand: C = 100 s, g/C = 0.4, c = 800 veh/h, T = 0.25 h.
    void delayFollowsTheManual() {
        const Approach approach{.running_s = 0.0, .capacity_vph = 800.0, .cycle_s = 100.0, .green_share = 0.4};
        // X = 0.75: d1 = 0.5 * 100 * 0.36 / 0.7 = 25.714; d2 = 225 * (-0.25 + sqrt(0.0625 + 3 / 200)) = 6.386
        QVERIFY(std::abs(edge_time_s(approach, 600.0, 0.25, 0.0) - 32.10) < 0.01);
        // X = 1.2: d1 = 30; d2 = 225 * (0.2 + sqrt(0.04 + 4.8 / 200)) = 101.92
        QVERIFY(std::abs(edge_time_s(approach, 960.0, 0.25, 0.0) - 131.92) < 0.01);
        // A queue of 40 at the beginning: 40 / 800 h more.
        QVERIFY(std::abs(edge_time_s(approach, 960.0, 0.25, 40.0) - 311.92) < 0.01);
        const Approach free{.running_s = 20.0, .capacity_vph = 800.0};
        QVERIFY(std::abs(edge_time_s(free, 0.0, 0.25, 0.0) - 20.0) < 1e-9);
    }

    void capacityFollowsThePlans() {
        RoadNetwork net = net_;
        const std::vector<double> flow(net.turns.size(), 100.0);
        plan_signals(net, flow);
        const std::vector<Approach> before = approaches(net, flow);
        for (std::size_t e = 0; e < before.size(); ++e) {
            QVERIFY(before[e].capacity_vph >= 120.0 && before[e].capacity_vph <= 1850.0 * net.edges[e].lanes.count);
            QCOMPARE(before[e].cycle_s > 0.0, net.junctions[net.edges[e].to].controller != kNone);
        }
        for (Controller& controller : net.controllers) {
            for (SignalPhase& phase : controller.phases) {
                phase.all_red_s += 20.0;
            }
        }
        const std::vector<Approach> after = approaches(net, flow);
        for (std::size_t e = 0; e < before.size(); ++e) {
            QVERIFY(after[e].capacity_vph <= before[e].capacity_vph + 1e-9);
        }
    }

    void gapBecomesSmall() {
        Equilibrium reference;
        for (const unsigned threads : {1U, 2U, 3U, 8U}) {
            RoadNetwork net = net_;
            const auto trips = trips_of(net, 5000);
            const Router router{net};
            Executor executor{threads};
            Equilibrium found = equilibrate(
                net, router, trips, {.start = 7 * kHourUs, .duration = 2 * kHourUs, .plan = plan_signals}, executor);
            QVERIFY(found.relative_gap.back() <= 0.03);
            QCOMPARE(found.routes.size(), trips.size());
            for (std::size_t t = 0; t < trips.size(); ++t) {
                if (!found.routes[t].empty()) {
                    QCOMPARE(found.routes[t].front(), trips[t].from_edge);
                    QCOMPARE(found.routes[t].back(), trips[t].to_edge);
                }
            }
            if (threads == 1U) {
                reference = std::move(found);
            } else {
                QVERIFY(found.relative_gap == reference.relative_gap);
                QVERIFY(found.routes == reference.routes);
                QVERIFY(found.edge_times_s == reference.edge_times_s);
                QVERIFY(found.turn_flow_vph == reference.turn_flow_vph);
            }
        }
    }

    void closedStreetsAreAvoided() {
        RoadNetwork net = net_;
        const auto trips = trips_of(net, 2000);
        const Router router{net};
        Executor executor{1};
        const EquilibriumOptions open{.start = 7 * kHourUs, .duration = 2 * kHourUs, .plan = plan_signals};
        const Equilibrium before = equilibrate(net, router, trips, open, executor);
        std::vector<int> used(net.edges.size(), 0);
        for (const auto& route : before.routes) {
            for (std::size_t k = 1; k + 1 < route.size(); ++k) {
                ++used[route[k]];
            }
        }
        const auto busiest = static_cast<std::uint32_t>(std::max_element(used.begin(), used.end()) - used.begin());
        EquilibriumOptions shut = open;
        shut.closed_edges = {busiest};
        const Equilibrium after = equilibrate(net, router, trips, shut, executor);
        for (const auto& route : after.routes) {
            for (std::size_t k = 1; k < route.size(); ++k) {
                QVERIFY(route[k] != busiest);
            }
        }
    }

    void tripsMayStandForSeveralVehicles() {
        const auto trips = trips_of(net_, 1500);
        const Router router{net_};
        Executor executor{1};
        std::vector<double> vehicles(trips.size(), 1.0);
        EquilibriumOptions options{.start = 7 * kHourUs, .duration = 2 * kHourUs, .most_iterations = 4};
        const Equilibrium alone = equilibrate(net_, router, trips, options, executor);
        options.vehicles = vehicles;
        QVERIFY(equilibrate(net_, router, trips, options, executor).routes == alone.routes);
        for (std::size_t t = 0; t < vehicles.size(); ++t) {
            vehicles[t] = 0.5 * static_cast<double>(t % 7);
        }
        const Equilibrium found = equilibrate(net_, router, trips, options, executor);
        QCOMPARE(found.slice, kHourUs / 2);
        QCOMPARE(found.later_times_s.size(), std::size_t{3});
        double turns = 0.0;
        for (std::size_t t = 0; t < trips.size(); ++t) {
            turns += vehicles[t] * (found.routes[t].empty() ? 0.0 : static_cast<double>(found.routes[t].size() - 1));
        }
        double flow = 0.0;
        for (const double vph : found.turn_flow_vph) {
            flow += 2.0 * vph;
        }
        QVERIFY(std::abs(flow - turns) < 1e-6 * turns);
    }

    void aStopEndsIt() {
        const auto trips = trips_of(net_, 500);
        const Router router{net_};
        Executor executor{1};
        std::stop_source asked;
        asked.request_stop();
        const Equilibrium found = equilibrate(net_, router, trips,
                                              {.start = 7 * kHourUs,
                                               .duration = 2 * kHourUs,
                                               .target_gap = 0.0,
                                               .most_iterations = 1000,
                                               .stop = asked.get_token()},
                                              executor);
        QVERIFY(found.relative_gap.size() <= 1);
    }

private:
    [[nodiscard]] std::vector<Trip> trips_of(const RoadNetwork& net, std::uint64_t count) const {
        return draw_trips(demand_, net, {.start = 7 * kHourUs, .duration = 2 * kHourUs, .trips = count, .seed = 1});
    }

    RoadNetwork net_;
    DemandModel demand_;
};

QTEST_APPLESS_MAIN(EquilibriumTest)
#include "tst_equilibrium.moc"

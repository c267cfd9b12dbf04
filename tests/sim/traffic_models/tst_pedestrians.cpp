// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <cmath>
#include <vector>

#include "sim/core/rng.h"
#include "sim/core/state_hash.h"
#include "sim/corridor/frame.h"
#include "sim/traffic/signals/pedestrians.h"
#include "sim/traffic/signals/signal_plan.h"
#include "tests/sim/traffic_models/lab.h"

using namespace cityloom;
using namespace cityloom::traffic;
using namespace cityloom::tests::lab;

namespace {

constexpr double kGreenS = 30.0;
constexpr double kCycleS = 80.0;

/// A right turn from the south to the east, whose exit people cross while it has green; a street from the west beside.
/// \param shared its lane also leads straight on.
RoadNetwork right_turn(double pedestrians_per_h, bool shared = false) {
    NetworkBuilder build;
    const auto south = build.junction({0.0, -800.0}, JunctionControl::DeadEnd);
    const auto west = build.junction({-400.0, 0.0}, JunctionControl::DeadEnd);
    const auto node = build.junction({0.0, 0.0});
    const auto east = build.junction({500.0, 0.0}, JunctionControl::DeadEnd);
    const auto in = build.edge(south, node, {{0.0, -800.0}, {0.0, -12.0}}, 13.89);
    const auto side = build.edge(west, node, {{-400.0, -2.0}, {-12.0, -2.0}}, 13.89);
    const auto out = build.edge(node, east, {{12.0, -2.0}, {500.0, -2.0}}, 13.89);
    build.turn(in, 0, out, 0, {.kind = TurnKind::Right, .speed_mps = 6.0, .movement = 0},
               {{0.5, -8.0}, {2.0, -5.0}, {5.0, -3.0}, {8.0, -2.0}});
    build.turn(side, 0, out, 0, {.speed_mps = 13.89, .movement = 1});
    if (shared) {
        const auto north = build.junction({0.0, 500.0}, JunctionControl::DeadEnd);
        const auto onward = build.edge(node, north, {{0.0, 12.0}, {0.0, 500.0}}, 13.89);
        build.turn(in, 0, onward, 0, {.speed_mps = 13.89, .movement = 2});
    }
    build.signal(node,
                 {{.green_movements = 5, .green_s = kGreenS, .yellow_s = 3.0, .all_red_s = 2.0},
                  {.green_movements = 2, .green_s = kCycleS - kGreenS - 10.0, .yellow_s = 3.0, .all_red_s = 2.0}});
    RoadNetwork net = build.build();
    net.controllers[0].crossings.push_back(
        {.id = 77, .out_edge = out, .length_m = 9.6, .pedestrians_per_h = pedestrians_per_h, .phase = 0});
    return net;
}

const std::vector<Stream> kQueue{{.from_edge = 0, .to_edge = 2, .end_s = 7200.0, .headway_s = 2.0}};

/// Vehicles an hour from a queue that never ends, of which a share turns.
double shared_vph(double pedestrians_per_h, double share) {
    const RoadNetwork net = right_turn(pedestrians_per_h, true);
    const CounterRng rng{3};
    Workload work{.types = {plain_car()}, .type_names = {"car"}};
    for (std::uint64_t k = 0; k < 3600; ++k) {
        const bool turns = rng.uniform(RandomStream::RouteChoice, k, 0) < share;
        work.trips.push_back({.id = k + 1,
                              .depart = static_cast<TimeUs>(k) * 2 * kSecondUs,
                              .from_edge = 0,
                              .to_edge = turns ? 2U : 3U,
                              .type = 0});
    }
    Executor executor{1};
    Simulation sim{net, std::move(work), {}};
    std::uint64_t before = 0;
    while (sim.time() < from_seconds(400.0 + 80.0 * kCycleS)) {
        sim.step(executor);
        before = sim.time() <= 400 * kSecondUs ? sim.counts().arrived : before;
    }
    return static_cast<double>(sim.counts().arrived - before) * 3600.0 / (80.0 * kCycleS);
}

/// The turn from the south into an edge.
std::uint32_t turn_to(const RoadNetwork& net, std::uint32_t edge) {
    std::uint32_t t = 0;
    while (net.lanes[net.turns[t].from_lane].edge != 0 || net.lanes[net.turns[t].to_lane].edge != edge) {
        ++t;
    }
    return t;
}

/// Vehicles that turn in an hour, from a queue that never ends.
double discharge_vph(double pedestrians_per_h) {
    const RoadNetwork net = right_turn(pedestrians_per_h);
    Run run{net, plain_car(), kQueue, 0.5};
    Detector exit{20.0};
    while (run.time_s() < 400.0 + 80.0 * kCycleS) {
        run.step();
        exit.look(run);
    }
    return exit.flow_veh_h(400.0, 400.0 + 80.0 * kCycleS);
}

} // namespace

class PedestriansTest : public QObject {
    Q_OBJECT

private slots:
    /// By hand from the Highway Capacity Manual 2010.
    void occupancyFollowsTheManual() {
        QVERIFY(std::abs(conflict_occupancy(200.0, 80.0, 30.0, 30.0) - 200.0 * 80.0 / 30.0 / 2000.0) < 1e-9);
        QVERIFY(std::abs(conflict_occupancy(800.0, 80.0, 30.0, 30.0) - (0.4 + 800.0 * 80.0 / 30.0 / 10'000.0)) < 1e-9);
        QVERIFY(std::abs(conflict_occupancy(9000.0, 80.0, 30.0, 30.0) - 0.9) < 1e-9);
        QVERIFY(std::abs(conflict_occupancy(200.0, 80.0, 20.0, 40.0) - 0.2) < 1e-9);
        QCOMPARE(conflict_occupancy(0.0, 80.0, 30.0, 30.0), 0.0);
    }

    /// Discharge of a right turn over that without people on foot, against the manual's factor on its saturation flow.
    void rightTurnLetsThemPass() {
        const double free = discharge_vph(0.0);
        for (const double pedestrians : {200.0, 400.0, 800.0}) {
            const double manual =
                pedestrian_factor(right_turn(pedestrians), right_turn(pedestrians).controllers[0], 0, 0.0);
            const double measured = discharge_vph(pedestrians) / free;
            qInfo("%.0f people/h: %.2f of %.0f veh/h, manual %.2f", pedestrians, measured, free, manual);
            QVERIFY(std::abs(measured - manual) < 0.15);
        }
    }

    /// Who goes straight on waits behind those who turn: 1 - P (1 - f), P the share that turns (Highway Capacity Manual
    /// 2000, ch. 16, appendix D).
    void sharedLaneWaitsBehindThem() {
        for (const double share : {0.15, 0.3, 0.6}) {
            const double free = shared_vph(0.0, share);
            for (const double pedestrians : {100.0, 200.0, 400.0}) {
                const RoadNetwork net = right_turn(pedestrians, true);
                const double of_turn = pedestrian_factor(net, net.controllers[0], turn_to(net, 2), 0.0);
                const double manual = 1.0 - share * (1.0 - of_turn);
                const double measured = shared_vph(pedestrians, share) / free;
                qInfo("%.0f %% turn, %.0f people/h: %.2f of %.0f veh/h, manual %.2f", 100.0 * share, pedestrians,
                      measured, free, manual);
                QVERIFY(std::abs(measured - manual) < 0.085);
            }
        }
    }

    void nobodyOnFootChangesNothing() {
        const auto hash_after = [](const RoadNetwork& net) {
            Run run{net, plain_car(), kQueue, 0.5};
            while (run.time_s() < 600.0) {
                run.step();
            }
            StateHash hash;
            run.sim().hash(hash);
            return hash.value();
        };
        RoadNetwork without = right_turn(0.0);
        without.controllers[0].crossings.clear();
        QCOMPARE(hash_after(right_turn(0.0)), hash_after(without));
        QVERIFY(hash_after(right_turn(200.0)) != hash_after(without));
    }

    /// Those who wait and those who walk are part of the state.
    void goesOnFromASavedState() {
        const RoadNetwork net = right_turn(800.0);
        std::vector<Trip> trips;
        for (std::uint64_t k = 0; k < 300; ++k) {
            trips.push_back(
                {.id = k + 1, .depart = static_cast<TimeUs>(k) * 2 * kSecondUs, .from_edge = 0, .to_edge = 2});
        }
        const auto hash_of = [](const Simulation& sim) {
            StateHash hash;
            sim.hash(hash);
            return hash.value();
        };
        Executor executor{1};
        Simulation straight{net, trips, {}};
        for (int k = 0; k < 333; ++k) {
            straight.step(executor);
        }
        Simulation branch{net, trips, {}};
        QVERIFY(branch.restore(straight.save()).has_value());
        for (int k = 0; k < 500; ++k) {
            straight.step(executor);
            branch.step(executor);
        }
        QCOMPARE(hash_of(branch), hash_of(straight));
    }

    /// At a signal that traffic decides on, green lasts long enough to cross only in cycles in which someone waits.
    void whoCallsIsServed() {
        const auto lengths_s = [](double pedestrians_per_h) {
            RoadNetwork net = right_turn(pedestrians_per_h);
            net.controllers[0].kind = ControllerKind::Actuated;
            for (SignalPhase& phase : net.controllers[0].phases) {
                phase.least_green_s = 8.0;
                phase.most_green_s = 40.0;
            }
            Run run{net, plain_car(), {}, 0.5};
            std::vector<double> lengths;
            double began = 0.0;
            std::uint32_t before = 0;
            while (run.time_s() < 7200.0) {
                run.step();
                const std::uint32_t phase = run.sim().phase_of(0);
                if (phase != before && before == 0) {
                    lengths.push_back(run.time_s() - began);
                } else if (phase != before) {
                    began = run.time_s();
                }
                before = phase;
            }
            lengths.erase(lengths.begin()); // the run began in the middle of it
            return lengths;
        };
        for (const double length : lengths_s(0.0)) {
            QCOMPARE(length, 8.0 + 5.0);
        }
        const std::vector<double> lengths = lengths_s(60.0);
        double called = 0.0;
        for (const double length : lengths) {
            QVERIFY(length == 8.0 + 5.0 || length == 5.0 + 9.6 / 1.2 - 2.0 + 5.0);
            called += length > 14.0 ? 1.0 : 0.0;
        }
        // Someone comes in the time between two walks, of one or more cycles of 26 s, with probability 1 - exp(-60 * 26
        // / 3600).
        const double share = called / static_cast<double>(lengths.size());
        qInfo("%.2f of %zu cycles with a call", share, lengths.size());
        QVERIFY(std::abs(share - (1.0 - std::exp(-60.0 * 27.8 / 3600.0))) < 0.08);
    }

    /// At one that goes by pressure those who wait on foot count, and have the time that they need.
    void whoWaitsIsPressure() {
        for (const double pedestrians : {0.0, 60.0}) {
            RoadNetwork net = right_turn(pedestrians);
            net.controllers[0].kind = ControllerKind::MaxPressure;
            for (SignalPhase& phase : net.controllers[0].phases) {
                phase.least_green_s = 8.0;
                phase.most_green_s = 40.0;
            }
            // A few vehicles in the other stage, so that it runs when nobody is on foot.
            Run run{net, plain_car(), {{.from_edge = 1, .to_edge = 2, .end_s = 7200.0, .headway_s = 15.0}}, 0.5};
            std::uint32_t before = 0;
            double began = 0.0;
            std::vector<double> lengths;
            while (run.time_s() < 7200.0) {
                run.step();
                const std::uint32_t phase = run.sim().phase_of(0);
                if (phase != before && before == 0 && run.time_s() > 200.0) {
                    lengths.push_back(run.time_s() - began);
                }
                began = phase != before ? run.time_s() : began;
                before = phase;
            }
            QCOMPARE(lengths.empty(), pedestrians == 0.0);
            qInfo("%zu walks in two hours", lengths.size());
            for (const double length : lengths) {
                QVERIFY(length >= 5.0 + 9.6 / 1.2 - 2.0 + 5.0);
            }
            QVERIFY(pedestrians == 0.0 || lengths.size() > 50);
        }
    }

    /// A signal away from junctions is there for them: it stops the street for as long as they need.
    void crossingOnItsOwn() {
        NetworkBuilder road = straight_road({{.length_m = 400.0}, {.length_m = 400.0}});
        road.signal(1, {});
        RoadNetwork net = road.build();
        net.controllers[0].crossings.push_back(
            {.id = 5, .in_edge = 0, .out_edge = 1, .length_m = 12.0, .pedestrians_per_h = 200.0});
        plan_signals(net, {});
        QCOMPARE(net.controllers[0].phases.size(), std::size_t{2});
        QCOMPARE(net.controllers[0].crossings[0].phase, 1U);
        QCOMPARE(net.controllers[0].phases[1].green_movements, std::uint64_t{0});
        QVERIFY(net.controllers[0].phases[1].green_s >= 5.0 + 12.0 / 1.2);
        // Vehicles get through between.
        Run run{net, plain_car(), {{.from_edge = 0, .to_edge = 1, .end_s = 900.0, .headway_s = 6.0}}, 0.5};
        // The picture has them: who leaves the kerb is under way, and nobody starts but in the stage for walking.
        engine::Frame before;
        engine::Frame frame;
        std::uint64_t started = 0;
        while (run.time_s() < 1200.0) {
            run.sim().fill_frame(before);
            run.step();
            run.sim().fill_frame(frame);
            QCOMPARE(frame.crossings.size(), std::size_t{1});
            for (std::size_t kerb = 0; kerb < 2; ++kerb) {
                const std::uint64_t start = frame.crossings[0].started[kerb] & 1U;
                QCOMPARE(frame.crossings[0].started[kerb], before.crossings[0].started[kerb] << 1U | start);
                QVERIFY(frame.crossings[0].waiting[kerb] + start >= before.crossings[0].waiting[kerb]);
                QVERIFY(start == 0 || run.sim().phase_of(0) == 1);
                started += start;
            }
            QCOMPARE(frame.crossing_age_s, 0.5F);
        }
        // 200 an hour over 20 minutes: 67 expected, three standard deviations about it.
        QVERIFY2(started > 42 && started < 92, qPrintable(QString::number(started)));
        QCOMPARE(run.sim().counts().arrived, run.sim().counts().scheduled);
    }

    /// Plans leave them time, also where no vehicle needs it.
    void plansLeaveTimeToCross() {
        RoadNetwork net = right_turn(100.0);
        net.controllers[0].crossings[0].length_m = 24.0;
        net.controllers[0].crossings[0].phase = kNone;
        const std::vector<double> flow{20.0, 600.0};
        plan_signals(net, flow);
        QCOMPARE(net.controllers[0].crossings[0].phase, 0U);
        QVERIFY(net.controllers[0].phases[0].green_s >= 5.0 + 24.0 / 1.2 - 2.0);
        net.controllers[0].crossings[0].pedestrians_per_h = 0.0;
        plan_signals(net, flow);
        QCOMPARE(net.controllers[0].crossings[0].phase, kNone);
        QVERIFY(net.controllers[0].phases[0].green_s < 5.0 + 24.0 / 1.2 - 2.0);
        // Turning vehicles that let many pass need more of the cycle.
        const std::vector<double> even{500.0, 500.0};
        plan_signals(net, even);
        const double before = net.controllers[0].phases[0].green_s / net.controllers[0].phases[1].green_s;
        net.controllers[0].crossings[0].pedestrians_per_h = 600.0;
        net.controllers[0].crossings[0].length_m = 3.0;
        plan_signals(net, even);
        QVERIFY(net.controllers[0].phases[0].green_s / net.controllers[0].phases[1].green_s > 1.2 * before);
    }
};

QTEST_APPLESS_MAIN(PedestriansTest)
#include "tst_pedestrians.moc"

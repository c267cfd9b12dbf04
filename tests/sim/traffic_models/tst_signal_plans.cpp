// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/core/rng.h"
#include "sim/traffic/signals/corridors.h"
#include "sim/traffic/signals/flow_profile.h"
#include "sim/traffic/signals/signal_plan.h"
#include "tests/sim/traffic_models/lab.h"

using namespace cityloom;
using namespace cityloom::traffic;
using namespace cityloom::tests::lab;

namespace {

constexpr std::uint32_t kSignals = 6;
constexpr double kLimitMps = 13.89;

/// A street along the x axis, one lane each way, with signals where one-way side streets cross it.
struct Arterial {
    RoadNetwork net;
    std::vector<double> flow_vph; ///< of turns
    std::vector<Stream> streams;
};

Arterial arterial(const std::vector<double>& blocks_m, double east_vph, double west_vph, double side_vph) {
    constexpr double kHalf = 8.0; // of a junction
    NetworkBuilder build;
    std::vector<double> x{600.0};
    for (const double block : blocks_m) {
        x.push_back(x.back() + block);
    }
    const std::uint32_t west_end = build.junction({0.0, 0.0}, JunctionControl::DeadEnd);
    std::vector<std::uint32_t> nodes;
    for (const double at : x) {
        nodes.push_back(build.junction({at, 0.0}));
    }
    const std::uint32_t east_end = build.junction({x.back() + 600.0, 0.0}, JunctionControl::DeadEnd);
    std::vector<std::uint32_t> chain{west_end};
    chain.insert(chain.end(), nodes.begin(), nodes.end());
    chain.push_back(east_end);
    std::vector<double> places{0.0};
    places.insert(places.end(), x.begin(), x.end());
    places.push_back(x.back() + 600.0);

    std::vector<std::uint32_t> east;
    std::vector<std::uint32_t> west; // by the block, as they lie
    for (std::size_t k = 0; k + 1 < chain.size(); ++k) {
        const double a = places[k] + (k == 0 ? 0.0 : kHalf);
        const double b = places[k + 1] - (k + 2 == chain.size() ? 0.0 : kHalf);
        east.push_back(build.edge(chain[k], chain[k + 1], {{a, -2.0}, {b, -2.0}}, kLimitMps));
        if (west_vph > 0.0) {
            west.push_back(build.edge(chain[k + 1], chain[k], {{b, 2.0}, {a, 2.0}}, kLimitMps));
        }
    }
    Arterial a;
    const auto stream = [](std::uint32_t from, std::uint32_t to, double vph) {
        return Stream{
            .from_edge = from, .to_edge = to, .end_s = 5400.0, .headway_s = 3600.0 / vph, .least_headway_s = 1.5};
    };
    for (std::uint32_t k = 0; k < nodes.size(); ++k) {
        const std::uint32_t south = build.junction({x[k], -400.0}, JunctionControl::DeadEnd);
        const std::uint32_t north = build.junction({x[k], 200.0}, JunctionControl::DeadEnd);
        const std::uint32_t in = build.edge(south, nodes[k], {{x[k], -400.0}, {x[k], -kHalf}}, kLimitMps);
        const std::uint32_t out = build.edge(nodes[k], north, {{x[k], kHalf}, {x[k], 200.0}}, kLimitMps);
        build.turn(east[k], 0, east[k + 1], 0, {.speed_mps = kLimitMps, .movement = 0});
        if (west_vph > 0.0) {
            build.turn(west[k + 1], 0, west[k], 0, {.speed_mps = kLimitMps, .movement = 1});
        }
        build.turn(in, 0, out, 0, {.speed_mps = kLimitMps, .movement = 2});
        build.signal(nodes[k], {});
        a.streams.push_back(stream(in, out, side_vph));
    }
    a.streams.push_back(stream(east.front(), east.back(), east_vph));
    if (west_vph > 0.0) {
        a.streams.push_back(stream(west.back(), west.front(), west_vph));
    }
    a.net = build.build();
    for (const Turn& turn : a.net.turns) {
        a.flow_vph.push_back(turn.movement == 0 ? east_vph : turn.movement == 1 ? west_vph : side_vph);
    }
    return a;
}

double cycle_of(const Controller& controller) {
    double sum = 0.0;
    for (const SignalPhase& phase : controller.phases) {
        sum += phase.green_s + phase.yellow_s + phase.all_red_s;
    }
    return sum;
}

/// Mean time (s) that vehicles stand, over the microscopic engine's finished trips of an hour and a half.
double mean_waiting_s(const Arterial& a) {
    Run run{a.net, plain_car(), a.streams, 0.5};
    while (run.time_s() < 5700.0) {
        run.step();
    }
    double sum = 0.0;
    double count = 0.0;
    for (const TripRecord& record : run.sim().records()) {
        if (record.arrived > 900 * kSecondUs) {
            sum += static_cast<double>(record.waiting_s);
            count += 1.0;
        }
    }
    return sum / count;
}

} // namespace

class SignalPlansTest : public QObject {
    Q_OBJECT

private slots:
    /// An impulse arrives after beta T at the earliest and beta T (1 + alpha) on average, none of it lost (Robertson
    /// 1969).
    void platoonDisperses() {
        FlowProfile leave(400, 0.0);
        leave[0] = 1.0;
        for (const double time_s : {10.0, 25.0, 50.0}) {
            FlowProfile arrive(400, 0.0);
            disperse(leave, time_s, 0.0, arrive);
            double all = 0.0;
            double mean = 0.0;
            for (std::size_t t = 0; t < arrive.size(); ++t) {
                all += arrive[t];
                mean += static_cast<double>(t) * arrive[t];
            }
            QVERIFY(std::abs(all - 1.0) < 1e-9);
            QVERIFY(std::abs(mean - 0.8 * 1.35 * time_s) < 0.01);
            const auto first = static_cast<std::size_t>(0.8 * time_s);
            QVERIFY(std::abs(arrive[first] - 1.0 / (1.0 + 0.28 * time_s)) < 1e-9);
            QVERIFY(arrive[first - 1] < 1e-6);
        }
    }

    /// Even arrivals wait 0.5 C (1 - g)^2 / (1 - y) each, and (1 - g) / (1 - y) of them stop: Webster 1958, eq. 1.
    /// Green is 42 s of 100, of which a standing queue uses 40.
    void evenArrivalsWaitAsWebsterSays() {
        const double s = 0.5;
        FlowProfile open(100, 0.0);
        std::fill(open.begin() + 30, open.begin() + 72, s);
        QVERIFY(std::abs(queue_passes(open) - 40.0 * s) < 1e-9);
        for (const double load : {0.3, 0.6, 0.9}) {
            const double q = load * s * 0.4;
            FlowProfile leave;
            const StopLineCost cost = pass_stop_line(FlowProfile(100, q), open, leave);
            const double y = q / s;
            QVERIFY(std::abs(cost.queue_veh / q - 0.5 * 100.0 * 0.36 / (1.0 - y)) < 0.8);
            QVERIFY(std::abs(cost.stops_vps / q - 0.6 / (1.0 - y)) < 0.03);
            QVERIFY(std::abs(std::accumulate(leave.begin(), leave.end(), 0.0) - 100.0 * q) < 1e-9);
        }
    }

    /// Green follows the platoon, whose first vehicles start from rest and whose last ones come rolling.
    void oneWayIsAGreenWave() {
        Arterial a = arterial({180.0, 260.0, 150.0, 220.0, 300.0}, 900.0, 0.0, 300.0);
        const auto coordinated = plan_signals(a.net, a.flow_vph);
        QCOMPARE(coordinated.size(), std::size_t{1});
        QCOMPARE(coordinated[0].controllers.size(), std::size_t{kSignals});
        const auto links = find_signal_links(a.net, a.flow_vph);
        QCOMPARE(links.size(), std::size_t{kSignals - 1});
        for (const SignalLink& link : links) {
            QCOMPARE(cycle_of(a.net.controllers[link.to]), coordinated[0].cycle_s);
            double later = a.net.controllers[link.to].offset_s - a.net.controllers[link.from].offset_s;
            later += later < 0.0 ? coordinated[0].cycle_s : 0.0;
            qInfo("%.1f s on the way rolling, %.1f s from rest: green %.1f s later", link.time_s,
                  link.time_s + link.start_s, later);
            QVERIFY(later > link.time_s - 1.0 && later < link.time_s + link.start_s + 1.0);
        }
        const double planned = mean_waiting_s(a);
        for (Controller& controller : a.net.controllers) {
            controller.offset_s = 0.0;
        }
        const double together = mean_waiting_s(a);
        qInfo("waiting %.1f s, without offsets %.1f s", planned, together);
        QVERIFY(planned < 0.7 * together);
    }

    void bothWaysWaitLess() {
        Arterial a = arterial({180.0, 260.0, 150.0, 220.0, 300.0}, 700.0, 500.0, 300.0);
        const auto coordinated = plan_signals(a.net, a.flow_vph);
        QCOMPARE(coordinated.size(), std::size_t{1});
        QVERIFY(coordinated[0].cost_veh < coordinated[0].uncoordinated_veh);
        const double planned = mean_waiting_s(a);
        const auto with = [&](auto&& offset_of) {
            Arterial other = a;
            for (std::uint32_t c = 0; c < kSignals; ++c) {
                other.net.controllers[c].offset_s = offset_of(c);
            }
            return mean_waiting_s(other);
        };
        const double together = with([](std::uint32_t) { return 0.0; });
        qInfo("waiting %.1f s, without offsets %.1f s", planned, together);
        QVERIFY(planned < 0.85 * together);
        const CounterRng rng{7};
        for (std::uint64_t draw = 0; draw < 4; ++draw) {
            const double random = with([&](std::uint32_t c) {
                return std::floor(coordinated[0].cycle_s * rng.uniform(RandomStream::CityForm, c, draw));
            });
            qInfo("with random offsets %.1f s", random);
            QVERIFY(planned < random);
        }
    }

    /// A signal that needs less than half of the common cycle runs twice in it.
    void halfACycleWhereThatIsEnough() {
        Arterial a = arterial({250.0}, 900.0, 0.0, 600.0);
        for (std::uint32_t t = 0; t < a.net.turns.size(); ++t) {
            const bool second = a.net.junctions[a.net.turns[t].junction].controller == 1;
            a.flow_vph[t] = second && a.net.turns[t].movement == 2 ? 30.0 : a.flow_vph[t];
        }
        const auto coordinated = plan_signals(a.net, a.flow_vph);
        QCOMPARE(coordinated.size(), std::size_t{1});
        QCOMPARE(cycle_of(a.net.controllers[0]), coordinated[0].cycle_s);
        QCOMPARE(2.0 * cycle_of(a.net.controllers[1]), coordinated[0].cycle_s);
    }

    /// Far apart, with little traffic, or with a stop between, signals stay on their own.
    void onlyNeighboursOnAMainStreetAreJoined() {
        Arterial far = arterial({900.0}, 900.0, 0.0, 300.0);
        QVERIFY(plan_signals(far.net, far.flow_vph).empty());
        Arterial little = arterial({250.0}, 60.0, 0.0, 300.0);
        QVERIFY(plan_signals(little.net, little.flow_vph).empty());
        Arterial near = arterial({250.0}, 900.0, 0.0, 300.0);
        QCOMPARE(plan_signals(near.net, near.flow_vph).size(), std::size_t{1});
        near.net.controllers[1].kind = ControllerKind::Actuated;
        QVERIFY(plan_signals(near.net, near.flow_vph).empty());
    }
};

QTEST_APPLESS_MAIN(SignalPlansTest)
#include "tst_signal_plans.moc"

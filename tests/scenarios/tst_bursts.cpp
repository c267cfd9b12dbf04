// SPDX-License-Identifier: GPL-3.0-or-later
// Mains that burst: what they lose, whom they leave without, which street is closed, and that all is as before.
#include <algorithm>
#include <cmath>
#include <numbers>

#include <QTest>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "scenarios/measure/kind.h"
#include "sim/core/executor.h"
#include "sim/engine/catalogue.h"
#include "sim/engine/world.h"
#include "sim/traffic/rows.h"
#include "sim/water/rows.h"
#include "sim/water/segments.h"

using namespace cityloom;
using namespace cityloom::engine;

namespace {

constexpr double kHole = 0.2; // of the section

const Networks& loom_bay() {
    static const Networks networks = [] {
        gis::City city = gis::generate_loom_bay(1);
        return gis::derive_networks(city);
    }();
    return networks;
}

void run(World& world, TimeUs until) {
    Executor executor{1};
    while (world.time() < until) {
        world.step(executor);
    }
}

/// Junctions with no way from a source or tank when these are gone, over mains whatever their pressure.
double customers_cut_off(const water::Network& net, const water::Segment& gone) {
    std::vector<bool> reached(net.nodes.size(), false);
    const auto out = [&](std::uint32_t n) { return std::ranges::find(gone.nodes, n) != gone.nodes.end(); };
    for (std::uint32_t n = 0; n < net.nodes.size(); ++n) {
        reached[n] = net.nodes[n].kind != water::NodeKind::Junction;
    }
    for (bool more = true; more;) {
        more = false;
        for (std::uint32_t l = 0; l < net.links.size(); ++l) {
            const water::Link& link = net.links[l];
            if (l == gone.main || out(link.from) || out(link.to)) {
                continue;
            }
            if (reached[link.from] && !reached[link.to]) {
                reached[link.to] = more = true;
            } else if (reached[link.to] && !reached[link.from] && link.kind == water::LinkKind::Pipe) {
                reached[link.from] = more = true;
            }
        }
    }
    double customers = 0.0;
    for (std::uint32_t n = 0; n < net.nodes.size(); ++n) {
        customers += reached[n] ? 0.0 : net.nodes[n].customers;
    }
    return customers;
}

/// A main whose segment has customers, and streets over it: the widest, and a narrow one.
std::uint32_t main_to_burst(bool wide) {
    const water::Network& net = loom_bay().water;
    std::uint32_t best = kNone;
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        const water::Link& link = net.links[l];
        double customers = 0.0;
        for (const std::uint32_t n : water::segment_of(net, l).nodes) {
            customers += net.nodes[n].customers;
        }
        const bool fits = link.key.starts_with("main/") && (wide ? link.diameter_m >= 0.3 : customers > 50.0);
        if (fits && best == kNone) {
            best = l;
        }
    }
    return best;
}

std::vector<Command> burst(TimeUs at, const std::string& key) {
    const scenarios::EventVerb* verb = scenarios::find_event_verb("burst");
    const scenarios::Arguments arguments{{"asset", key}, {"hole", "0.2"}, {"isolate", "60min"}, {"repair", "2h"}};
    const auto events = verb->events(at, scenarios::Given{arguments, verb->form.arguments}, loom_bay());
    return events ? *events : std::vector<Command>{};
}

} // namespace

class BurstsTest : public QObject {
    Q_OBJECT

private slots:
    /// At a junction of N mains N-1 have a valve: every junction is in the segment of one main, the narrowest there.
    void valvesStandByTheRule() {
        const water::Network& net = loom_bay().water;
        std::vector<int> segments(net.nodes.size(), 0);
        std::vector<double> narrowest(net.nodes.size(), 1e9);
        std::vector<int> mains(net.nodes.size(), 0);
        for (std::uint32_t l = 0; l < net.links.size(); ++l) {
            if (net.links[l].key.starts_with("main/")) {
                for (const std::uint32_t n : {net.links[l].from, net.links[l].to}) {
                    narrowest[n] = std::min(narrowest[n], net.links[l].diameter_m);
                    ++mains[n];
                }
            }
        }
        for (std::uint32_t l = 0; l < net.links.size(); ++l) {
            if (net.links[l].key.starts_with("main/")) {
                for (const std::uint32_t n : water::segment_of(net, l).nodes) {
                    ++segments[n];
                    QVERIFY(net.links[l].diameter_m <= narrowest[n]);
                }
            }
        }
        for (std::uint32_t n = 0; n < net.nodes.size(); ++n) {
            QCOMPARE(segments[n], mains[n] > 0 ? 1 : 0);
        }
    }

    void aMainBursts_data() {
        QTest::addColumn<bool>("wide");
        QTest::newRow("a main in a street") << false;
        QTest::newRow("a trunk main") << true;
    }
    void aMainBursts() {
        QFETCH(bool, wide);
        const Networks& n = loom_bay();
        const std::uint32_t l = main_to_burst(wide);
        QVERIFY(l != kNone);
        const water::Link& main = n.water.links[l];
        const TimeUs at = 8 * kHourUs + 10 * kMinuteUs;
        const std::vector<Command> events = burst(at, main.key);
        const auto flooded = static_cast<std::size_t>(std::ranges::count(events, Verb::Block, &Command::verb));
        QVERIFY(flooded >= 1 && flooded <= 4);
        World world{n, {}, {.start = 8 * kHourUs, .events = events}};
        World sound{n, {}, {.start = 8 * kHourUs}};
        Frame frame;
        const auto closed = [&] {
            world.fill_frame(frame);
            std::size_t count = 0;
            for (const Command& event : events) {
                const bool now = std::ranges::any_of(
                    frame.blocked, [&](const BlockedView& blocked) { return blocked.edge == event.edge; });
                count += event.verb == Verb::Block && now ? 1U : 0U;
            }
            return count;
        };
        run(world, at - kMinuteUs);
        QCOMPARE(world.figures().get(water::kBurstFlow), 0.0);
        QCOMPARE(closed(), std::size_t{0});

        run(world, at + kMinuteUs); // it floods the street
        world.fill_frame(frame);
        const auto pressure = frame.columns[water::kPressure];
        const double area_m2 = kHole * 0.25 * std::numbers::pi * main.diameter_m * main.diameter_m;
        double orifice_m3ps = 0.0;
        for (const std::uint32_t end : {main.from, main.to}) {
            const double p = std::isnan(pressure[end]) ? 0.0 : static_cast<double>(pressure[end]);
            orifice_m3ps += 0.6 * 0.5 * area_m2 * std::sqrt(2.0 * 9.80665 * p);
        }
        const double flow = world.figures().get(water::kBurstFlow);
        QVERIFY(orifice_m3ps > 0.005);
        QVERIFY2(std::abs(flow - orifice_m3ps) < 1e-4 * orifice_m3ps,
                 qPrintable(QString("%1 against %2").arg(flow).arg(orifice_m3ps)));
        QCOMPARE(closed(), flooded);
        QCOMPARE(world.why({&water::kLink, l}).empty(), false);

        run(world, at + 61 * kMinuteUs); // valves shut it off
        QCOMPARE(world.figures().get(water::kBurstFlow), 0.0);
        QCOMPARE(closed(), flooded);
        QCOMPARE(world.figures().get(water::kCustomersWithoutNow),
                 customers_cut_off(n.water, water::segment_of(n.water, l)));
        world.fill_frame(frame);
        QCOMPARE(frame.columns[water::kFlow][l], 0.0F);
        const double lost_m3 = world.figures().shown(*find_figure("water_lost_by_bursts_m3"));
        QVERIFY2(lost_m3 > 0.8 * 3600.0 * flow && lost_m3 < 1.2 * 3600.0 * flow, qPrintable(QString::number(lost_m3)));

        run(world, at + 181 * kMinuteUs); // and it is mended
        run(sound, at + 181 * kMinuteUs);
        QCOMPARE(closed(), std::size_t{0});
        QCOMPARE(world.figures().get(water::kCustomersWithoutNow), 0.0);
        QCOMPARE(world.figures().get(water::kBurstFlow), 0.0);
        QCOMPARE(world.figures().shown(*find_figure("water_lost_by_bursts_m3")), lost_m3);
        QVERIFY(world.figures().shown(*find_figure("water_lost_m3")) >
                sound.figures().shown(*find_figure("water_lost_m3")) + 0.9 * lost_m3);
        QVERIFY(world.figures().get(water::kUnbalanced) < 1e-9);
        QCOMPARE(world.fault(), std::string{});
    }
};

QTEST_APPLESS_MAIN(BurstsTest)
#include "tst_bursts.moc"

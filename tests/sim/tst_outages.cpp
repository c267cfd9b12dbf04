// SPDX-License-Identifier: GPL-3.0-or-later
// Outages of the demo city: the cases of tests/data/outages, and laws that hold in every one of them.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <QTest>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "sim/core/executor.h"
#include "sim/core/rng.h"
#include "sim/engine/catalogue.h"
#include "sim/engine/world.h"
#include "sim/lifeline/profiles.h"
#include "sim/power/power_flow.h"
#include "sim/power/rows.h"
#include "sim/water/hydraulics.h"
#include "sim/water/rows.h"
#include "tests/sim/outage_case.h"

using namespace cityloom;
using namespace cityloom::engine;
using namespace cityloom::tests;

namespace {

const Networks& loom_bay() {
    static const Networks networks = [] {
        gis::City city = gis::generate_loom_bay(1);
        return gis::derive_networks(city);
    }();
    return networks;
}

Networks with_demand(double factor) {
    Networks n = loom_bay();
    for (water::Node& node : n.water.nodes) {
        node.demand_m3ps *= factor;
    }
    for (power::Bus& bus : n.power.buses) {
        bus.peak_load_w *= factor;
    }
    return n;
}

/// What is wrong with a solution of the hydraulics; empty: nothing.
QString fault_of(const water::Network& net, const water::Hydraulics& h, std::span<const double> demand) {
    std::vector<double> inflow(net.nodes.size(), 0.0);
    double all = 1e-6;
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        inflow[net.links[l].from] -= h.flow_m3ps()[l];
        inflow[net.links[l].to] += h.flow_m3ps()[l];
        all = std::max(all, std::abs(h.flow_m3ps()[l]));
        if (!h.link_open(l) && h.flow_m3ps()[l] != 0.0) {
            return QString("flow in the shut link %1").arg(l);
        }
    }
    double given = 0.0;
    double got = 0.0;
    for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
        const bool junction = net.nodes[i].kind == water::NodeKind::Junction;
        const double out = h.delivered_m3ps()[i] + h.lost_m3ps()[i];
        (junction ? got : given) += junction ? out : -inflow[i];
        if (junction && std::abs(inflow[i] - out) > 1e-9 * all) {
            return QString("node %1 is out of balance by %2").arg(i).arg(inflow[i] - out);
        }
        if (h.lost_m3ps()[i] < 0.0 || (h.served()[i] == 0 && h.lost_m3ps()[i] > 0.0)) {
            return QString("node %1 loses %2").arg(i).arg(h.lost_m3ps()[i]);
        }
        if (h.served()[i] != 0 && h.pressure_m(i) < -1.0) {
            return QString("node %1 at %2 m").arg(i).arg(h.pressure_m(i));
        }
        if (h.delivered_m3ps()[i] < 0.0 || h.delivered_m3ps()[i] > demand[i] * (1.0 + 1e-9)) {
            return QString("node %1 gets %2 of %3").arg(i).arg(h.delivered_m3ps()[i]).arg(demand[i]);
        }
        if (h.node_failed(i) && inflow[i] != 0.0) {
            return QString("flow at the failed node %1").arg(i);
        }
    }
    return std::abs(given - got) > 1e-9 * std::max(given, got) ? QString("given %1, got %2").arg(given).arg(got)
                                                               : QString{};
}

} // namespace

class OutagesTest : public QObject {
    Q_OBJECT

private slots:
    void waterBalancesWhateverFails_data() {
        QTest::addColumn<double>("demand");
        for (const double factor : {0.3, 1.0, 3.0, 6.0}) {
            QTest::addRow("demand x%.1f", factor) << factor;
        }
    }
    /// A day of solves with links and nodes that fail and are repaired at random, tanks that drain and fill.
    void waterBalancesWhateverFails() {
        QFETCH(double, demand);
        const water::Network& net = loom_bay().water;
        water::Hydraulics h{net};
        const CounterRng rng{static_cast<std::uint64_t>(demand * 10.0)};
        const auto draw = [&](std::uint64_t k, std::uint64_t what) {
            return rng.uniform(static_cast<RandomStream>(0), k, what);
        };
        std::vector<double> wanted(net.nodes.size(), 0.0);
        int most = 0;
        for (std::uint64_t k = 0; k < 48; ++k) {
            const double use = lifeline::at_time(lifeline::kWater, static_cast<TimeUs>(k) * 30 * kMinuteUs);
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                wanted[i] = net.nodes[i].demand_m3ps * use * demand;
            }
            for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
                const bool junction = net.nodes[i].kind == water::NodeKind::Junction;
                if (draw(k, i) < (junction ? 2e-4 : 0.04)) {
                    h.set_node_failed(i, !h.node_failed(i));
                }
            }
            for (std::uint32_t l = 0; l < net.links.size(); ++l) {
                const bool pump = net.links[l].kind == water::LinkKind::Pump;
                if (draw(k, 1'000'000 + l) < (pump ? 0.05 : 2e-4)) {
                    h.set_link_open(l, !h.link_open(l));
                }
            }
            QVERIFY2(h.solve(wanted), qPrintable(QString("no solution at %1").arg(k)));
            const QString fault = fault_of(net, h, wanted);
            QVERIFY2(fault.isEmpty(), qPrintable(QString("at %1: ").arg(k) + fault));
            most = std::max(most, h.iterations());
            h.advance_tanks(std::min(1800.0, h.seconds_to_limit() + 0.5));
        }
        qInfo("%d iterations at most", most);
    }

    void demandGrowsBeyondTheCity_data() {
        QTest::addColumn<double>("demand");
        QTest::addColumn<bool>("trips");
        QTest::addColumn<bool>("outsideLimits");
        QTest::addColumn<bool>("sheds");
        QTest::addColumn<bool>("dry");
        QTest::newRow("x1") << 1.0 << false << false << false << false;
        QTest::newRow("x2") << 2.0 << true << false << false << true;
        QTest::newRow("x3") << 3.0 << true << false << false << true;
        QTest::newRow("x6") << 6.0 << true << true << true << true;
    }
    /// An evening. Cables can carry a neighbour's load beside their own: some trip at twice the demand, at three times
    /// so do the lines of the high voltage; tap changers hold the voltage all the while, until at six times there is no
    /// solution before load is shed; and all that is wanted is accounted for.
    void demandGrowsBeyondTheCity() {
        QFETCH(double, demand);
        QFETCH(bool, trips);
        QFETCH(bool, outsideLimits);
        QFETCH(bool, sheds);
        QFETCH(bool, dry);
        const Networks n = with_demand(demand);
        double peak_w = 0.0;
        for (const power::Bus& bus : n.power.buses) {
            peak_w += bus.peak_load_w;
        }
        World world{n, {}, {.start = 17 * kHourUs}};
        for (TimeUs at = 17 * kHourUs; at <= 20 * kHourUs; at += 30 * kMinuteUs) {
            run(world, at + kSecondUs);
            QVERIFY(in_balance(world));
            const Figures now = world.figures();
            Frame frame;
            world.fill_frame(frame);
            for (const float pressure : frame.columns[water::kPressure]) {
                QVERIFY(!(pressure < -1.0F));
            }
            const double wanted_w = now.get(power::kLoad) + now.get(power::kNotServed);
            const double customers_w = peak_w * lifeline::at_time(lifeline::kElectricity, at);
            QVERIFY(wanted_w > customers_w * (1.0 - 1e-9));
            QVERIFY(wanted_w < customers_w + 3e6); // and pumps, sites, signals
            QCOMPARE(world.fault(), std::string{});
            QCOMPARE(now.get(water::kUnsolved), 0.0);
        }
        world.finish();
        const auto end = [&](std::string_view id) { return world.figures().get(*find_figure(id)); };
        QCOMPARE(end("branch_hours_overloaded") > 0.0, trips);
        QCOMPARE(end("branches_tripped") > 0.0, trips);
        QCOMPARE(end("energy_not_served_mwh") > 0.0, trips);
        QCOMPARE(end("bus_hours_outside_voltage_limits") > 0.0, outsideLimits);
        QCOMPARE(end("energy_shed_mwh") > 0.0, sheds);
        QCOMPARE(end("water_not_served_m3") > 1e-3, dry);
        QCOMPARE(world.unsettled_events(), std::uint64_t{0});
    }

    /// A substation fails in a city whose ties are automated: what hung on it comes back, nothing is overloaded for it,
    /// no feeder is meshed, and all is as before when it is repaired.
    void automatedTiesRestoreTheCity() {
        const Networks& n = loom_bay();
        const AssetRef substation = asset_of(loom_bay(), "substation/S5");
        World world{n, {}, {.start = 8 * kHourUs}};
        for (std::uint32_t b = 0; b < n.power.branches.size(); ++b) {
            if (n.power.branches[b].normally_open) {
                world.command({.verb = Verb::SetPoint, .asset = {&power::kBranch, b}, .value = 300.0});
            }
        }
        run(world, 8 * kHourUs + kMinuteUs);
        world.command({.asset = substation});
        run(world, 8 * kHourUs + 2 * kMinuteUs);
        const double dark = customers_without(loom_bay(), {"substation/S5"});
        QCOMPARE(world.figures().get(power::kCustomersWithoutNow), dark);
        run(world, 8 * kHourUs + 7 * kMinuteUs);
        const double left = world.figures().get(power::kCustomersWithoutNow);
        QVERIFY(dark > 0.0);
        QCOMPARE(left, 0.0);
        QCOMPARE(world.figures().get(power::kOverloaded), 0.0);
        QCOMPARE(world.figures().get(power::kOutsideLimits), 0.0);
        Frame frame;
        world.fill_frame(frame);
        const auto medium = [&](std::uint32_t b) { return n.power.buses[b].nominal_v < 60e3; };
        std::size_t fed = 0; // from above or by a cable
        std::size_t conducting = 0;
        for (std::uint32_t b = 0; b < n.power.buses.size(); ++b) {
            const bool lives = frame.columns[power::kVoltage][b] > 0.0F;
            const bool top = n.power.buses[b].kind == power::BusKind::Substation;
            fed += lives && medium(b) && !top ? 1U : 0U;
        }
        for (std::size_t b = 0; b < n.power.branches.size(); ++b) {
            const power::Branch& branch = n.power.branches[b];
            const bool lives = frame.columns[power::kVoltage][branch.from] > 0.0F && medium(branch.from);
            conducting += lives && frame.columns[power::kBranchState][b] == 1.0F ? 1U : 0U;
        }
        QCOMPARE(conducting, fed); // a tree from each substation that is left
        world.command({.verb = Verb::Repair, .asset = substation});
        run(world, 8 * kHourUs + 8 * kMinuteUs);
        QCOMPARE(world.figures().get(power::kCustomersWithoutNow), 0.0);
        world.fill_frame(frame);
        for (std::size_t b = 0; b < n.power.branches.size(); ++b) {
            QCOMPARE(frame.columns[power::kBranchState][b], n.power.branches[b].normally_open ? 0.5F : 1.0F);
        }
    }

    /// In every solve of a day and of an outage with ties that close: what comes in is what is taken and lost.
    void powerBalances_data() {
        QTest::addColumn<bool>("outage");
        QTest::newRow("a day") << false;
        QTest::newRow("an outage") << true;
    }
    void powerBalances() {
        QFETCH(bool, outage);
        const Networks& n = loom_bay();
        World world{n, {}, {.start = 0, .traffic_step = kMinuteUs}};
        for (std::uint32_t b = 0; outage && b < n.power.branches.size(); ++b) {
            if (n.power.branches[b].normally_open) {
                world.command({.verb = Verb::SetPoint, .asset = {&power::kBranch, b}, .value = 300.0});
            }
        }
        run(world, 6 * kHourUs);
        const AssetRef substation = asset_of(loom_bay(), "substation/S5");
        const AssetRef infeed = asset_of(loom_bay(), "infeed/I2");
        if (outage) {
            world.command({.asset = substation});
            world.command({.asset = infeed});
        }
        run(world, 18 * kHourUs);
        if (outage) {
            world.command({.verb = Verb::Repair, .asset = substation});
            world.command({.verb = Verb::Repair, .asset = infeed});
        }
        run(world, 24 * kHourUs);
        world.finish();
        const Figures end = world.figures();
        QVERIFY2(end.get(power::kImbalance) < 1e-9, qPrintable(QString::number(end.get(power::kImbalance))));
        const double lost = end.get(*find_figure("energy_lost_mwh")) / end.get(*find_figure("energy_delivered_mwh"));
        QVERIFY2(lost > 0.02 && lost < 0.07, qPrintable(QString::number(lost)));
        QCOMPARE(end.get(power::kCustomersWithoutNow), 0.0);
    }

    /// A main without a length: the hydraulics has no numbers for it, and says so instead of serving everybody.
    void aSolverThatFailsSaysSo() {
        Networks n = loom_bay();
        n.water.links[0].length_m = NAN;
        World world{n, {}, {.start = 8 * kHourUs}};
        run(world, 8 * kHourUs + kSecondUs);
        QVERIFY(world.fault().find("hydraulics") != std::string::npos);
        QVERIFY(world.figures().get(water::kUnsolved) > 0.0);
    }

    /// One asset of every class of every kind: out of service it carries nothing, most others of its kind are as they
    /// were, and repaired so is it.
    void everyKindFails() {
        const Networks& n = loom_bay();
        World world{n, {}, {.start = 8 * kHourUs}};
        run(world, 8 * kHourUs + kMinuteUs);
        Frame frame;
        int tried = 0;
        for (const Kind* kind : kinds()) {
            std::vector<std::string_view> classes;
            for (std::size_t i = 0; (kind->acts & kCanFail) != 0 && i < kind->count(n); ++i) {
                const AssetView view = kind->view(n, i);
                if (std::ranges::find(classes, view.cls) != classes.end()) {
                    continue;
                }
                classes.push_back(view.cls);
                const AssetRef asset{kind, i};
                world.fill_frame(frame);
                const Columns before = frame.columns;
                world.command({.asset = asset, .cause = "test"});
                run(world, world.time() + 2 * kSecondUs);
                world.fill_frame(frame);
                if (kind->state != nullptr) {
                    const bool open_tie = before.at(*kind->state, i) == 0.5 && kind->flow == nullptr;
                    QVERIFY2(frame.columns.at(*kind->state, i) == 0.0 || open_tie, view.key.c_str());
                    double same = 0.0;
                    for (std::size_t k = 0; k < kind->count(n); ++k) {
                        same += frame.columns.at(*kind->state, k) == before.at(*kind->state, k) ? 1.0 : 0.0;
                    }
                    QVERIFY2(view.cls == "infeed" || same > 0.5 * static_cast<double>(kind->count(n)),
                             view.key.c_str());
                }
                if (kind->flow != nullptr) {
                    QCOMPARE(frame.columns.at(*kind->flow, i), 0.0);
                }
                for (std::uint32_t l = 0; kind == &water::kNode && l < n.water.links.size(); ++l) {
                    if (n.water.links[l].from == i || n.water.links[l].to == i) {
                        QCOMPARE(frame.columns.at(water::kFlow, l), 0.0);
                    }
                }
                if (kind == &power::kBranch) {
                    QCOMPARE(frame.columns.at(power::kLoading, i), 0.0);
                }
                world.command({.verb = Verb::Repair, .asset = asset, .cause = "test"});
                run(world, world.time() + 2 * kSecondUs);
                world.fill_frame(frame);
                if (kind->state != nullptr) {
                    for (std::size_t k = 0; k < kind->count(n); ++k) {
                        QVERIFY2(frame.columns.at(*kind->state, k) == before.at(*kind->state, k), view.key.c_str());
                    }
                }
                ++tried;
            }
        }
        QVERIFY2(tried >= 15, qPrintable(QString::number(tried)));
    }

    /// A day as it should be: nobody is short, a seventh leaks, tanks are in the evening where they were in the
    /// morning.
    void waterBalancesOverADay() {
        World world{loom_bay(), {}, {.start = 0, .traffic_step = kMinuteUs}};
        double level = 0.0;
        double least = 1.0;
        Frame frame;
        const water::Network& net = loom_bay().water;
        const auto share_full = [&] {
            world.fill_frame(frame);
            double held = 0.0;
            double room = 0.0;
            for (std::size_t n = 0; n < net.nodes.size(); ++n) {
                if (net.nodes[n].kind == water::NodeKind::Tank) {
                    held += net.nodes[n].tank_area_m2 * static_cast<double>(frame.columns[water::kLevel][n]);
                    room += net.nodes[n].tank_area_m2 * net.nodes[n].tank_max_level_m;
                }
            }
            return held / room;
        };
        for (TimeUs at = 0; at <= 48 * kHourUs; at += kHourUs) {
            run(world, at + kMinuteUs);
            QVERIFY(in_balance(world));
            const double now = share_full();
            level = at == 24 * kHourUs ? now : level;
            least = std::min(least, now);
            for (const float pressure : frame.columns[water::kPressure]) {
                QVERIFY(!(pressure < 0.0F));
            }
        }
        QVERIFY2(std::abs(share_full() - level) < 0.1, qPrintable(QString("%1, %2").arg(level).arg(share_full())));
        QVERIFY2(least > 0.5, qPrintable(QString::number(least)));
        world.finish();
        const auto end = [&](std::string_view id) { return world.figures().shown(*find_figure(id)); };
        QVERIFY(end("water_not_served_m3") < 1e-3);
        QVERIFY(std::abs(end("water_lost_m3") / (end("water_lost_m3") + end("water_delivered_m3")) - 0.15) < 0.01);
        QCOMPARE(end("customer_hours_without_water"), 0.0);
    }

    void cases_data() {
        QTest::addColumn<QString>("name");
        for (const QString& name : folder().entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
            QTest::newRow(qPrintable(name)) << name;
        }
    }
    void cases() {
        QFETCH(QString, name);
        run_outage_case(loom_bay(), folder().filePath(name));
    }

private:
    static QDir folder() { return QDir{qEnvironmentVariable("CITYLOOM_SOURCE") + "/tests/data/outages"}; }
};

QTEST_APPLESS_MAIN(OutagesTest)
#include "tst_outages.moc"

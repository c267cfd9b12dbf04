// SPDX-License-Identifier: GPL-3.0-or-later
// What a grid does by itself when it is asked for too much.
#include <QTest>

#include <cmath>

#include "sim/core/executor.h"
#include "sim/engine/catalogue.h"
#include "sim/engine/world.h"
#include "sim/lifeline/rows.h"
#include "sim/power/power_flow.h"
#include "sim/power/rows.h"
#include "sim/power/tap_changers.h"
#include "sim/power/thermal_relays.h"
#include "sim/telecom/rows.h"

using namespace cityloom;
using namespace cityloom::engine;
using namespace cityloom::power;

namespace {

constexpr TimeUs kEvening = 18 * kHourUs; // the day profile's 1.00

/// infeed - a - b - c, one ohm each way, with customers at all of them.
Networks feeder(double each_w, double rating_a) {
    Networks n;
    n.power.buses.push_back({.key = "infeed/I1", .kind = BusKind::Infeed, .nominal_v = 10'000});
    for (std::uint32_t k = 1; k <= 3; ++k) {
        n.power.buses.push_back({.key = "bus/" + std::to_string(k),
                                 .nominal_v = 10'000,
                                 .peak_load_w = each_w,
                                 .power_factor = 1.0,
                                 .customers = 100});
        n.power.branches.push_back({.key = "cable/" + std::to_string(k),
                                    .from = k - 1,
                                    .to = k,
                                    .r_ohm = 1.0,
                                    .x_ohm = 1e-6,
                                    .rating_a = rating_a});
    }
    return n;
}

/// infeed - 1 - 2 and infeed - 3 - 4, with ties 2 - 4 (short) and 1 - 3.
Networks two_feeders(double rating_a) {
    Networks n;
    n.power.buses.push_back({.key = "infeed/I1", .kind = BusKind::Infeed, .nominal_v = 10'000});
    for (std::uint32_t k = 1; k <= 4; ++k) {
        n.power.buses.push_back({.key = "bus/" + std::to_string(k),
                                 .nominal_v = 10'000,
                                 .peak_load_w = 1e6,
                                 .power_factor = 1.0,
                                 .customers = 100});
    }
    const auto join = [&](std::string key, std::uint32_t a, std::uint32_t b, double r_ohm, bool open) {
        n.power.branches.push_back({.key = std::move(key),
                                    .from = a,
                                    .to = b,
                                    .r_ohm = r_ohm,
                                    .x_ohm = 1e-6,
                                    .rating_a = rating_a,
                                    .normally_open = open});
    };
    join("cable/1", 0, 1, 0.2, false);
    join("cable/2", 1, 2, 0.2, false);
    join("cable/3", 0, 3, 0.2, false);
    join("cable/4", 3, 4, 0.2, false);
    join("tie/N1", 2, 4, 0.1, true);
    join("tie/N2", 1, 3, 0.1, true);
    return n;
}

void add_building(Networks& n, std::uint32_t bus, std::uint8_t priority) {
    const AssetRef building{&lifeline::kBuilding, n.dependencies.buildings.size()};
    n.dependencies.buildings.push_back({.id = building.index + 1, .people = 10.0F});
    n.dependencies.supplies.push_back({.provider = {&kBus, bus},
                                       .consumer = building,
                                       .service = Service::Power,
                                       .threshold = 0.01,
                                       .priority = priority});
}

void run(World& world, TimeUs until) {
    Executor executor{1};
    while (world.time() < until) {
        world.step(executor);
    }
}

} // namespace

class PowerProtectionTest : public QObject {
    Q_OBJECT

private slots:
    /// t = tau ln(i^2 / (i^2 - 1)) from cold, and ln((i^2 - H) / (i^2 - 1)) with memory.
    void relaysTripAfterTheirTime() {
        Networks n = feeder(0.0, 100.0);
        ThermalRelays relays{n.power};
        const std::vector<double> twice{200.0, 100.0, 50.0};
        const double cold_s = 2'400.0 * std::log(4.0 / 3.0);
        QVERIFY(std::abs(relays.seconds_to_trip(twice) - cold_s) < 1e-3);
        QVERIFY(relays.overloaded(0, twice));
        QVERIFY(!relays.overloaded(1, twice)); // its rating is what it carries for ever
        relays.advance(cold_s - 1.0, twice);
        QVERIFY(!relays.look(twice));
        relays.advance(1.001, twice);
        QVERIFY(relays.look(twice));
        QVERIFY(relays.tripped(0));
        QVERIFY(!relays.tripped(1));
        QVERIFY(std::isinf(relays.seconds_to_trip(twice))); // nothing else is going to
        const std::vector<double> none(3, 0.0);
        relays.advance(2'400.0 * std::log(2.0), none); // it cools to half
        QVERIFY(std::abs(relays.heat(0) - 0.5) < 1e-3);
        QVERIFY(relays.tripped(0)); // and stays open until it is closed
        relays.close(0);
        QVERIFY(std::abs(relays.seconds_to_trip(twice) - 2'400.0 * std::log(3.5 / 3.0)) < 3.0);
    }

    /// One overloaded cable in a city: it trips when its time is up, what hangs on it is dark, its customers and energy
    /// are counted, and it stays so until an operator closes it.
    void overloadTripsInTheCity() {
        World world{feeder(1e6, 100.0), {}, {.start = kEvening}}; // 3 MW at 10 kV: 173 A and more
        run(world, kEvening + kSecondUs);
        QCOMPARE(world.figures().get(kOverloaded), 2.0);
        QCOMPARE(world.figures().get(kCustomersWithoutNow), 0.0);
        Frame frame;
        world.fill_frame(frame);
        const double i = static_cast<double>(frame.columns[kLoading][0]);
        const double seconds = 2'400.0 * std::log(i * i / (i * i - 1.0));
        run(world, kEvening + from_seconds(0.97 * seconds)); // less than i: the evening's load falls slowly
        QCOMPARE(world.figures().get(kTripped), 0.0);
        run(world, kEvening + from_seconds(1.05 * seconds));
        QCOMPARE(world.figures().get(kTripped), 1.0);
        QCOMPARE(world.figures().get(kCustomersWithoutNow), 300.0);
        QVERIFY(std::abs(world.figures().get(kNotServed) - 3e6) < 0.1e6);
        run(world, kEvening + 3 * kHourUs);
        QCOMPARE(world.figures().get(kTripped), 1.0);
        world.command({.verb = Verb::Switch, .asset = {&kBranch, 0}, .value = 1.0});
        run(world, world.time() + kSecondUs);
        QCOMPARE(world.figures().get(kTripped), 0.0);
        QCOMPARE(world.figures().get(kCustomersWithoutNow), 0.0);
        world.finish();
        QVERIFY(world.figures().get(*find_figure("branch_hours_overloaded")) > 2.0 * 0.97 * seconds / 3600.0);
        QVERIFY(world.figures().get(*find_figure("energy_not_served_mwh")) > 2e6);
    }

    /// Under 0.85 p.u. the least important go first, and those at the end; a feeder with a hospital keeps its own.
    void lowVoltageShedsByPriority() {
        Networks n = feeder(4e6, 0.0); // 4 + 4 + 4 MW: the end would come to far below 0.85
        add_building(n, 1, 0);
        add_building(n, 2, 0);
        add_building(n, 3, 3);
        World world{n, {}, {.start = kEvening}};
        run(world, kEvening + kSecondUs);
        Frame frame;
        world.fill_frame(frame);
        QCOMPARE(frame.columns[lifeline::kHasPower][2], 1.0F);
        QCOMPARE(frame.columns[lifeline::kHasPower][1], 0.0F);
        const double shed_w = world.figures().get(kShed);
        QVERIFY(shed_w >= 4e6 - 1.0);
        QCOMPARE(world.figures().get(kNotServed), shed_w);
        QCOMPARE(world.figures().get(kCustomersWithoutNow), 100.0 * std::round(shed_w / 4e6));
        for (const float pu : frame.columns[kVoltage]) {
            QVERIFY(pu >= 0.85F);
        }
        run(world, kEvening + 10 * kHourUs); // at night there is voltage for more
        QVERIFY(world.figures().get(kShed) < shed_w);
    }

    /// A grid that could not carry a tenth of it: everything that can be is shed, and nobody is told to be served.
    void nobodyIsServedWithoutASolution() {
        Networks n = feeder(400e6, 0.0);
        for (std::uint32_t bus = 1; bus <= 3; ++bus) {
            add_building(n, bus, 0);
        }
        World world{n, {}, {.start = kEvening}};
        run(world, kEvening + kSecondUs);
        QCOMPARE(world.figures().get(kCustomersWithoutNow), 300.0);
        QVERIFY(std::abs(world.figures().get(kNotServed) - 1.2e9) < 1.0);
        QCOMPARE(world.figures().get(kLoad), 0.0);
        Frame frame;
        world.fill_frame(frame);
        for (const float served : frame.columns[lifeline::kHasPower]) {
            QCOMPARE(served, 0.0F);
        }
    }

    /// A cable fails: both its buses are dark for five minutes, then one tie feeds them, and only one, so that nothing
    /// is meshed; repaired, the tie opens. The one whose lowest voltage is higher is taken: 1 - 3, nearer to the
    /// infeed.
    void tiesRestoreWhatIsDark() {
        Networks n = two_feeders(400.0);
        std::vector<Command> events{{.at = kEvening + kMinuteUs, .asset = {&kBranch, 0}},
                                    {.at = kEvening + kHourUs, .verb = Verb::Repair, .asset = {&kBranch, 0}}};
        for (const std::uint32_t tie : {4U, 5U}) {
            events.push_back({.at = kEvening, .verb = Verb::SetPoint, .asset = {&kBranch, tie}, .value = 300.0});
        }
        World world{n, {}, {.start = kEvening, .events = events}};
        Frame frame;
        const auto at = [&](TimeUs time) {
            run(world, kEvening + time);
            world.fill_frame(frame);
            return world.figures().get(kCustomersWithoutNow);
        };
        QCOMPARE(at(30 * kSecondUs), 0.0);
        QCOMPARE(at(kMinuteUs + 299 * kSecondUs), 200.0);
        const std::vector<std::byte> saved = world.save();
        QCOMPARE(at(kMinuteUs + 301 * kSecondUs), 0.0);
        QCOMPARE(frame.columns[kBranchState][4], 0.5F);
        QCOMPARE(frame.columns[kBranchState][5], 1.0F);
        QCOMPARE(frame.columns[kBranchState][0], 0.0F);
        QCOMPARE(at(59 * kMinuteUs), 0.0);
        World again{n, {}, {.start = kEvening, .events = events}};
        QVERIFY(again.restore(saved));
        run(again, kEvening + 59 * kMinuteUs);
        QCOMPARE(again.state_hash(), world.state_hash());
        QCOMPARE(at(kHourUs + kSecondUs), 0.0);
        QCOMPARE(frame.columns[kBranchState][5], 0.5F);
        QCOMPARE(frame.columns[kBranchState][0], 1.0F);
        world.finish();
        QVERIFY(std::abs(world.figures().get(*find_figure("customer_hours_without_power")) - 200.0 / 12.0) < 0.1);
    }

    /// A bus fails: what is beyond it is fed by the tie beyond, it stays dark.
    void ofAFailedBusTheRestIsRestored() {
        World world{two_feeders(400.0), {}, {.start = kEvening}};
        for (const std::uint32_t tie : {4U, 5U}) {
            world.command({.verb = Verb::SetPoint, .asset = {&kBranch, tie}, .value = 60.0});
        }
        world.command({.asset = {&kBus, 1}});
        run(world, kEvening + 30 * kSecondUs);
        QCOMPARE(world.figures().get(kCustomersWithoutNow), 200.0);
        run(world, kEvening + 62 * kSecondUs);
        QCOMPARE(world.figures().get(kCustomersWithoutNow), 100.0);
        Frame frame;
        world.fill_frame(frame);
        QCOMPARE(frame.columns[kBranchState][4], 1.0F);
        QVERIFY(frame.columns[kVoltage][2] > 0.9F);
        QCOMPARE(frame.columns[kVoltage][1], 0.0F);
    }

    /// What a tie cannot carry in the evening it can at night, when half is asked for.
    void tiesWaitForLessLoad() {
        World world{two_feeders(200.0), {}, {.start = kEvening}}; // 4 MW: 231 A and more, at night 157 A
        world.command({.verb = Verb::SetPoint, .asset = {&kBranch, 5}, .value = 60.0});
        world.command({.asset = {&kBranch, 0}});
        run(world, kEvening + kHourUs);
        QCOMPARE(world.figures().get(kCustomersWithoutNow), 200.0);
        run(world, kEvening + 10 * kHourUs);
        QCOMPARE(world.figures().get(kCustomersWithoutNow), 0.0);
    }

    /// A tie that could not carry it, one that is worked by hand, and one that has failed stay open.
    void tiesDoNotCloseWhereTheyMust_data() {
        QTest::addColumn<double>("rating");
        QTest::addColumn<bool>("byHand");
        QTest::addColumn<bool>("fails");
        QTest::newRow("overload") << 150.0 << false << false; // two more megawatts at 10 kV: 231 A on cable 3
        QTest::newRow("by hand") << 400.0 << true << false;
        QTest::newRow("failed") << 400.0 << false << true;
    }
    void tiesDoNotCloseWhereTheyMust() {
        QFETCH(double, rating);
        QFETCH(bool, byHand);
        QFETCH(bool, fails);
        World world{two_feeders(rating), {}, {.start = kEvening}};
        for (const std::uint32_t tie : {4U, 5U}) {
            world.command({.verb = Verb::SetPoint, .asset = {&kBranch, tie}, .value = byHand ? -1.0 : 60.0});
            if (fails) {
                world.command({.asset = {&kBranch, tie}});
            }
        }
        world.command({.asset = {&kBranch, 0}});
        run(world, kEvening + 10 * kMinuteUs);
        QCOMPARE(world.figures().get(kCustomersWithoutNow), 200.0);
        if (byHand) {
            world.command({.verb = Verb::Switch, .asset = {&kBranch, 4}, .value = 1.0});
            run(world, world.time() + kSecondUs);
            QCOMPARE(world.figures().get(kCustomersWithoutNow), 0.0);
        }
    }

    /// Half of the cars are electric, and a megawatt is what all would charge in the mean: 12 MWh in a day, most of it
    /// in the evening, once in what is delivered and none where the bus is dead.
    void carsChargeAtHome() {
        Networks n = feeder(0.0, 0.0);
        n.power.buses[3].home_charging_w = 1e6;
        n.power.electric_share = 0.5;
        World world{n, {}, {.start = 0, .traffic_step = kMinuteUs}};
        run(world, 4 * kHourUs + kMinuteUs);
        const double night_w = world.figures().get(kHomeCharging);
        QVERIFY(std::abs(night_w - 0.35 * 0.5e6) < 1.0);
        QCOMPARE(world.figures().get(kLoad), night_w);
        run(world, 19 * kHourUs + kMinuteUs);
        QVERIFY(std::abs(world.figures().get(kHomeCharging) - 2.30 * 0.5e6) < 1.0);
        run(world, 24 * kHourUs);
        world.finish();
        const double charged = world.figures().shown(*find_figure("home_charging_mwh"));
        QVERIFY2(std::abs(charged - 12.0) < 0.05, qPrintable(QString::number(charged)));
        QCOMPARE(world.figures().shown(*find_figure("energy_delivered_mwh")), charged);
        World dark{n, {}, {.start = 0, .traffic_step = kMinuteUs, .events = {{.at = 0, .asset = {&kBranch, 1}}}}};
        run(dark, kHourUs);
        QCOMPARE(dark.figures().get(kHomeCharging), 0.0);
    }

    /// A transformer with 7 % of reactance on its rating, a load of its rating at 0.8, a high side at 1.0: without taps
    /// the voltage would fall to about 0.95 (a step of 1.5 % from there to 1.0 is three positions); the changer steps
    /// down until it is within its dead band, stays where it is while the load stays, and stops at its end.
    void tapChangersHoldTheVoltage() {
        power::Network n;
        n.buses.push_back({.key = "infeed/I1", .kind = BusKind::Infeed, .nominal_v = 110e3});
        n.buses.push_back(
            {.key = "substation/S1", .kind = BusKind::Substation, .nominal_v = 10e3, .power_factor = 0.8});
        const double z = 110e3 * 110e3 / 10e6;
        n.branches.push_back({.key = "transformer-branch/S1-1",
                              .from = 0,
                              .to = 1,
                              .x_ohm = 0.07 * z,
                              .transformer = true,
                              .tap_step_pu = 0.015,
                              .tap_positions = 9});
        PowerFlow flow{n};
        const std::vector<double> load{0.0, 8e6};
        QVERIFY(flow.solve_as_tapped(load));
        // V from V^4 - V^2 (1 - 2 Q x) + x^2 (P^2 + Q^2) = 0 with x = 0.07, P = 0.8, Q = 0.6.
        const double b = 1.0 - 2.0 * 0.6 * 0.07;
        const double as_is = std::sqrt(0.5 * (b + std::sqrt(b * b - 4.0 * 0.07 * 0.07)));
        QVERIFY(std::abs(flow.voltage_pu()[1] - as_is) < 1e-9);
        QVERIFY(flow.solve(load));
        QCOMPARE(flow.tap(1), -3);
        QVERIFY(std::abs(flow.voltage_pu()[1] - 1.0) <= 0.5 * TapChangers::kDeadBandPu);
        QVERIFY(flow.imbalance() < 1e-9);
        // Behind an ideal transformer of ratio r the high side is 1/r.
        const double r = 1.0 - 3 * 0.015;
        const double h = 1.0 / (r * r) - 2.0 * 0.6 * 0.07;
        QVERIFY(std::abs(flow.voltage_pu()[1] - std::sqrt(0.5 * (h + std::sqrt(h * h - 4.0 * 0.07 * 0.07)))) < 1e-9);
        QVERIFY(flow.solve(load));
        QCOMPARE(flow.tap(1), -3);
        flow.set_set_point(0, 0.75); // the grid above is low: it can do no more than it can
        QVERIFY(flow.solve(load));
        QCOMPARE(flow.tap(1), -9);
        flow.set_set_point(0, 1.0);
        QVERIFY(flow.solve(std::vector<double>{0.0, 0.0}));
        QCOMPARE(flow.tap(1), 0);
    }

    /// A bus between two infeeds: each gives what its voltage makes it, together what is taken and lost; with two of
    /// the same it is the half, and without one the other gives it all.
    void twoInfeedsShare() {
        Networks n = feeder(0.0, 0.0);
        n.power.buses[3].kind = BusKind::Infeed;
        n.power.buses[1].peak_load_w = 0.0;
        PowerFlow flow{n.power};
        const std::vector<double> load{0.0, 1e6, 1e6, 0.0};
        QVERIFY(flow.solve(load));
        QVERIFY(std::abs(flow.voltage_pu()[1] - flow.voltage_pu()[2]) < 1e-9);
        QVERIFY(std::abs(flow.branch_current_a()[0] - flow.branch_current_a()[2]) < 1e-6);
        QVERIFY(flow.branch_current_a()[1] < 1e-6);
        QVERIFY(std::abs(flow.infeed_w() - 2e6 - flow.losses_w()) < 1e-3);
        QVERIFY(flow.imbalance() < 1e-9);
        flow.set_bus_failed(3, true);
        QVERIFY(flow.solve(load));
        QCOMPARE(flow.upstream()[2], 1U);
        QVERIFY(flow.branch_current_a()[0] > 115.0); // 2 MW at 10 kV
        QVERIFY(flow.imbalance() < 1e-9);
    }

    /// Energy on battery is not "not served"; charged again, the battery draws it back over eight hours.
    void batteriesDrawWhatTheyGave() {
        Networks n = feeder(0.0, 0.0);
        n.telecom.sites.push_back({.id = 1, .key = "basestation/B1"});
        n.dependencies.supplies.push_back({.provider = {&kBus, 3},
                                           .consumer = {&telecom::kSite, 0},
                                           .service = Service::Power,
                                           .load = 2'000.0,
                                           .threshold = 0.85,
                                           .buffer_s = 4.0 * 3600.0,
                                           .priority = 2});
        const TimeUs start = kEvening;
        World world{n,
                    {},
                    {.start = start,
                     .events = {{.at = start + kHourUs, .asset = {&kBranch, 2}},
                                {.at = start + 3 * kHourUs, .verb = Verb::Repair, .asset = {&kBranch, 2}}}}};
        run(world, start + 30 * kMinuteUs);
        QCOMPARE(world.figures().get(kLoad), 2'000.0);
        run(world, start + 2 * kHourUs);
        QCOMPARE(world.figures().get(kLoad), 0.0);
        QCOMPARE(world.figures().get(kNotServed), 0.0);
        QCOMPARE(world.figures().get(telecom::kDeadSites), 0.0);
        run(world, start + 3 * kHourUs + kSecondUs);
        QCOMPARE(world.figures().get(kLoad), 3'000.0); // half of the battery's four hours an eighth of a day
        run(world, start + 3 * kHourUs + 3 * kHourUs + 59 * kMinuteUs);
        QCOMPARE(world.figures().get(kLoad), 3'000.0);
        run(world, start + 3 * kHourUs + 4 * kHourUs + 2 * kSecondUs); // two hours given, two hours' energy back
        QCOMPARE(world.figures().get(kLoad), 2'000.0);
        world.finish();
        QCOMPARE(world.figures().get(*find_figure("energy_not_served_mwh")), 0.0);
    }
};

QTEST_APPLESS_MAIN(PowerProtectionTest)
#include "tst_power_protection.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What a grid does by itself when it is asked for too much.
#include <QTest>

#include <cmath>

#include "sim/core/executor.h"
#include "sim/engine/catalogue.h"
#include "sim/engine/world.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
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

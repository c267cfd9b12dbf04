// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include <QTest>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "sim/charging/rows.h"
#include "sim/core/executor.h"
#include "sim/core/rng.h"
#include "sim/engine/catalogue.h"
#include "sim/engine/world.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/rows.h"
#include "sim/traffic/trips.h"
#include "sim/water/rows.h"

using namespace cityloom;
using namespace cityloom::engine;

namespace {

/// The demo city, once for all tests: people, pumps, signals and sites, all of it synthetic and always here.
const Networks& loom_bay() {
    static const Networks networks = [] {
        gis::City city = gis::generate_loom_bay(1);
        return gis::derive_networks(city);
    }();
    return networks;
}

World make_world(std::uint64_t trips, TimeUs start, TimeUs duration, std::vector<Command> events = {}) {
    auto drawn = traffic::draw_trips(loom_bay().demand, loom_bay().roads,
                                     {.start = start, .duration = duration, .trips = trips, .seed = 1});
    return World{loom_bay(), std::move(drawn), {.start = start, .events = std::move(events)}};
}

void run(World& world, TimeUs until, unsigned threads) {
    Executor executor{threads};
    while (world.time() < until) {
        world.step(executor);
    }
}

/// The substation that feeds most pumps and signals.
AssetRef busiest_substation() {
    std::vector<double> below(loom_bay().power.buses.size(), 0.0);
    for (const auto& supply : loom_bay().dependencies.supplies) {
        if (supply.provider.is(power::kBus) && !supply.consumer.is(lifeline::kBuilding)) {
            below[supply.provider.index] += supply.consumer.is(water::kLink) ? 50.0 : 1.0;
        }
    }
    for (std::size_t k = loom_bay().power.branches.size(); k-- > 0;) {
        const power::Branch& branch = loom_bay().power.branches[k];
        if (!branch.normally_open) {
            below[branch.from] += below[branch.to];
        }
    }
    std::size_t best = 0;
    for (std::size_t b = 1; b < below.size(); ++b) {
        if (loom_bay().power.buses[b].kind == power::BusKind::Substation && (best == 0 || below[b] > below[best])) {
            best = b;
        }
    }
    return {&power::kBus, best};
}

} // namespace

class WorldTest : public QObject {
    Q_OBJECT

private slots:
    void everyNetworkServesTheCity() {
        World world = make_world(0, 7 * kHourUs, kMinuteUs);
        run(world, 7 * kHourUs + 10 * kSecondUs, 1);
        const Figures m = world.figures();
        QCOMPARE(m.get(power::kCustomersWithoutNow), 0.0);
        QCOMPARE(m.get(water::kCustomersWithoutNow), 0.0);
        QCOMPARE(m.get(water::kNodesBelow), 0.0);
        QCOMPARE(m.get(power::kUnconverged), 0.0);
        QCOMPARE(m.get(lifeline::kPeopleWithoutSignal), 0.0);
        QCOMPARE(world.unsettled_events(), std::uint64_t{0});
        Frame frame;
        world.fill_frame(frame);
        QCOMPARE(frame.columns[lifeline::kHasPower].size(), loom_bay().dependencies.buildings.size());
        for (const float v : frame.columns[power::kVoltage]) {
            QVERIFY(v > 0.92F && v < 1.05F);
        }
        for (const float share : frame.columns[power::kLoading]) {
            QVERIFY(share <= 1.0F);
        }
        for (const ColumnInfo* column :
             column_infos()) { // every column that a row promises is there, and of its kind's size
            QCOMPARE(frame.columns[*column].size(), column->of->count(loom_bay()));
        }
    }

    void sameBitsForAnyThreadCount() {
        const TimeUs end = 7 * kHourUs + 4 * kMinuteUs;
        std::vector<std::uint64_t> hashes;
        for (const unsigned threads : {1U, 2U, 3U, 8U}) {
            World world = make_world(600, 7 * kHourUs, 4 * kMinuteUs,
                                     {{.at = 7 * kHourUs + kMinuteUs, .asset = busiest_substation()}});
            run(world, end, threads);
            hashes.push_back(world.state_hash());
        }
        for (const std::uint64_t hash : hashes) {
            QCOMPARE(hash, hashes[0]);
        }
    }

    /// Found by walking what the world says is mutable, not by hand: a bit in any of it changes the hash.
    void oneBitOfAnythingChangesTheHash() {
        World world =
            make_world(200, 7 * kHourUs, kMinuteUs, {{.at = 7 * kHourUs + kSecondUs, .asset = busiest_substation()}});
        run(world, 7 * kHourUs + kMinuteUs, 1);
        const std::uint64_t before = world.state_hash();
        QCOMPARE(world.state_hash(), before);
        Archive counting{Archive::kNothing, 0};
        world.visit(counting);
        const std::uint64_t pieces = counting.pieces();
        QVERIFY(pieces > 1000);
        const std::uint64_t step = std::max<std::uint64_t>(1, pieces / 400);
        for (std::uint64_t piece = 0; piece < pieces; ++piece) {
            if (piece % step != 0 && piece + 200 < pieces) { // the domains' own come last: all of them
                continue;
            }
            const std::uint64_t bit = piece * 2'654'435'761ULL;
            Archive flip{piece, bit};
            world.visit(flip);
            QVERIFY2(world.state_hash() != before, qPrintable(QString::number(piece)));
            Archive back{piece, bit};
            world.visit(back);
            QCOMPARE(world.state_hash(), before);
        }
    }

    /// Saved at any moment, restored into a world of its own, it runs on to the same end.
    void goesOnFromAnyMoment() {
        const TimeUs start = 7 * kHourUs;
        const TimeUs end = start + 8 * kMinuteUs;
        const auto make = [&] {
            return make_world(400, start, 8 * kMinuteUs,
                              {{.at = start + 2 * kMinuteUs, .asset = busiest_substation()},
                               {.at = start + 5 * kMinuteUs, .verb = Verb::Repair, .asset = busiest_substation()}});
        };
        World straight = make();
        std::vector<std::vector<std::byte>> saved;
        Executor executor{2};
        const CounterRng rng{7};
        std::vector<TimeUs> moments;
        for (std::uint64_t k = 0; k < 20; ++k) {
            moments.push_back(start +
                              static_cast<TimeUs>(rng.uniform(static_cast<RandomStream>(0), k, 0) * 470.0) * kSecondUs);
        }
        std::ranges::sort(moments);
        for (const TimeUs moment : moments) {
            while (straight.time() < moment) {
                straight.step(executor);
            }
            saved.push_back(straight.save());
        }
        run(straight, end, 2);
        for (const std::vector<std::byte>& bytes : saved) {
            World again = make();
            QVERIFY(again.restore(bytes));
            run(again, end, 1);
            QCOMPARE(again.state_hash(), straight.state_hash());
        }
        std::vector<std::byte> damaged = saved.front();
        damaged[damaged.size() / 2] ^= std::byte{4};
        World other = make();
        const std::uint64_t untouched = other.state_hash();
        QVERIFY(!other.restore(damaged));
        damaged.resize(100);
        QVERIFY(!other.restore(damaged));
        QCOMPARE(other.state_hash(), untouched);
    }

    /// Two causes, one repaired: it is still out of service.
    void causesAreCounted() {
        const AssetRef substation = busiest_substation();
        World world = make_world(0, 7 * kHourUs, kMinuteUs);
        const auto without = [&](Command command) {
            world.command(std::move(command));
            run(world, world.time() + kSecondUs, 1);
            return world.figures().get(power::kCustomersWithoutNow);
        };
        QVERIFY(without({.asset = substation, .cause = "flood"}) > 0.0);
        QVERIFY(without({.asset = substation, .cause = "fire"}) > 0.0);
        QVERIFY(without({.asset = substation, .cause = "fire"}) > 0.0);
        QCOMPARE(world.causes(substation), std::size_t{2});
        QVERIFY(without({.verb = Verb::Repair, .asset = substation, .cause = "flood"}) > 0.0);
        QCOMPARE(without({.verb = Verb::Repair, .asset = substation, .cause = "fire"}), 0.0);
        const AssetRef street{&traffic::kStreet, loom_bay().roads.edges[0].street_id};
        without({.verb = Verb::Close, .asset = street, .cause = "march"});
        without({.verb = Verb::Close, .asset = street, .cause = "burst main"});
        without({.verb = Verb::Open, .asset = street, .cause = "march"});
        Frame frame;
        world.fill_frame(frame);
        QVERIFY(!frame.blocked.empty());
        without({.verb = Verb::Open, .asset = street, .cause = std::string{kAllCauses}});
        world.fill_frame(frame);
        QVERIFY(frame.blocked.empty());
    }

    /// What a pump draws is on the grid in the event in which it starts or stops, and a valve and a tie can be worked.
    void pumpsMeetTheGridInTheSameEvent() {
        World world = make_world(0, 7 * kHourUs, kMinuteUs);
        run(world, 7 * kHourUs + 2 * kSecondUs, 1);
        const double pumping_w = world.figures().get(water::kPumpPower);
        const double load_w = world.figures().get(power::kLoad);
        QVERIFY(pumping_w > 0.0);
        for (std::uint32_t l = 0; l < loom_bay().water.links.size(); ++l) {
            if (loom_bay().water.links[l].kind == water::LinkKind::Pump) {
                world.command({.asset = {&water::kLink, l}});
            }
        }
        run(world, world.time() + kSecondUs, 1);
        QCOMPARE(world.figures().get(water::kPumpPower), 0.0);
        QVERIFY(std::abs(load_w - world.figures().get(power::kLoad) - pumping_w) < 1e-6 * load_w + 1.0);
        std::uint32_t tie = kNone;
        for (std::uint32_t b = 0; b < loom_bay().power.branches.size(); ++b) {
            tie = loom_bay().power.branches[b].normally_open ? b : tie;
        }
        QVERIFY(tie != kNone);
        Frame frame;
        world.fill_frame(frame);
        QCOMPARE(frame.columns[power::kBranchState][tie], 0.5F);
        world.command({.verb = Verb::Switch, .asset = {&power::kBranch, tie}, .value = 1.0});
        run(world, world.time() + kSecondUs, 1);
        world.fill_frame(frame);
        QCOMPARE(frame.columns[power::kBranchState][tie], 1.0F);
        std::uint32_t main = 0;
        while (loom_bay().water.links[main].kind != water::LinkKind::Pipe ||
               frame.columns[water::kFlow][main] < 1e-4F) {
            ++main;
        }
        world.command({.verb = Verb::Switch, .asset = {&water::kLink, main}, .value = 0.0});
        const double before_pu = frame.columns.at(power::kVoltage, 0);
        world.command({.verb = Verb::SetPoint, .asset = {&power::kBus, 0}, .value = before_pu + 0.02});
        run(world, world.time() + kSecondUs, 1);
        world.fill_frame(frame);
        QVERIFY(std::abs(frame.columns[water::kFlow][main]) < 1e-6F);
        QCOMPARE(frame.columns[water::kLinkState][main], 0.0F);
        QVERIFY(std::abs(frame.columns.at(power::kVoltage, 0) - before_pu - 0.02) < 1e-6);
        const std::uint64_t hash = world.state_hash();
        const auto stages = loom_bay().roads.controllers[0].phases.size();
        world.command(
            {.verb = Verb::Plan, .asset = {&traffic::kSignal, 0}, .values = std::vector<double>(stages, 7.0)});
        run(world, world.time() + kSecondUs / 2, 1);
        QVERIFY(world.state_hash() != hash);
    }

    /// Electric vehicles that charge are a load on the grid; when the grid fails their stations stop, and start again.
    void chargingHangsOnTheGrid() {
        const Networks& n = loom_bay();
        QVERIFY(!n.roads.chargers.empty());
        std::vector<traffic::Trip> trips = traffic::draw_trips(
            n.demand, n.roads, {.start = 7 * kHourUs, .duration = 10 * kMinuteUs, .trips = 400, .seed = 1});
        for (traffic::Trip& trip : trips) {
            trip.electric = true;
            trip.charge_share = 0.1F;
        }
        World world{n, trips, {.start = 7 * kHourUs}};
        run(world, 7 * kHourUs + 15 * kMinuteUs + kSecondUs, 1); // solved at the quarter
        std::uint32_t busy = kNone;
        double charging_w = 0.0;
        for (std::uint32_t c = 0; c < n.roads.chargers.size(); ++c) {
            const traffic::ChargingState& station = world.traffic().charging()[c];
            charging_w += static_cast<double>(station.load_w);
            busy = station.charging > 0 ? c : busy;
        }
        QVERIFY(busy != kNone);
        Frame frame;
        world.fill_frame(frame);
        QCOMPARE(frame.columns[charging::kBusy].size(), n.roads.chargers.size());
        QCOMPARE(frame.columns[charging::kBusy][busy], static_cast<float>(world.traffic().charging()[busy].charging));
        QCOMPARE(frame.columns[charging::kWorking][busy], 1.0F);
        QVERIFY(charging_w > 40'000.0);
        for (traffic::Trip& trip : trips) {
            trip.electric = false;
        }
        World petrol{n, std::move(trips), {.start = 7 * kHourUs}};
        run(petrol, 7 * kHourUs + 15 * kMinuteUs + kSecondUs, 1);
        QCOMPARE(petrol.traffic().charging().size(), std::size_t{0});
        const double more_w = world.figures().get(power::kLoad) - petrol.figures().get(power::kLoad);
        QVERIFY2(std::abs(more_w - charging_w) < 25'000.0,
                 qPrintable(QString::number(more_w))); // but for one that has just come
        std::uint32_t bus = kNone;
        for (const Supply& supply : n.dependencies.supplies) {
            bus = supply.consumer == AssetRef{&charging::kStation, busy} ? supply.provider.i() : bus;
        }
        QVERIFY(bus != kNone);
        world.command({.asset = {&power::kBus, bus}});
        run(world, world.time() + 2 * kSecondUs, 1);
        QVERIFY(!world.traffic().charging()[busy].working);
        QCOMPARE(world.traffic().charging()[busy].load_w, 0.0F);
        QVERIFY(world.traffic().charging()[busy].waiting > 0);
        world.fill_frame(frame);
        QCOMPARE(frame.columns[charging::kWorking][busy], 0.0F);
        QCOMPARE(frame.columns[charging::kBusy][busy], 0.0F);
        QCOMPARE(frame.columns[charging::kWaiting][busy], static_cast<float>(world.traffic().charging()[busy].waiting));
        petrol.command({.asset = {&power::kBus, bus}});
        run(petrol, petrol.time() + 2 * kSecondUs, 1);
        petrol.fill_frame(frame);
        QCOMPARE(frame.columns[charging::kWorking][busy], 0.0F); // dark whether or not anyone would charge there
        world.command({.verb = Verb::Repair, .asset = {&power::kBus, bus}});
        world.command({.asset = *find_asset(n, n.roads.chargers[busy].key)});
        run(world, world.time() + 2 * kSecondUs, 1);
        QVERIFY(!world.traffic().charging()[busy].working); // the station itself is broken
        world.command({.verb = Verb::Repair, .asset = *find_asset(n, n.roads.chargers[busy].key)});
        run(world, world.time() + 2 * kSecondUs, 1);
        QVERIFY(world.traffic().charging()[busy].working);
        QVERIFY(world.traffic().charging()[busy].charging > 0);
    }

    /// 08:00 fails, 14:00 repaired: customers, pumps and signals at once, base stations after their four hours, tanks
    /// at the rate the flows give; all of it recovers.
    void substationOutageCascadesAndRecovers() {
        const AssetRef substation = busiest_substation();
        World world = make_world(0, 7 * kHourUs, kMinuteUs,
                                 {{.at = 8 * kHourUs, .asset = substation},
                                  {.at = 14 * kHourUs, .verb = Verb::Repair, .asset = substation}});
        run(world, 8 * kHourUs - kMinuteUs, 1);
        const auto now = [&](const Figure& figure) { return world.figures().get(figure); };
        QCOMPARE(now(power::kCustomersWithoutNow), 0.0);
        run(world, 8 * kHourUs + 2 * kSecondUs, 1);
        const double customers = now(power::kCustomersWithoutNow);
        const double tanks_m3 = now(water::kTankVolume);
        QVERIFY(customers > 100.0);
        QVERIFY(now(traffic::kDarkSignals) > 0.0);
        QVERIFY(now(water::kPumpsOff) > 0.0);
        run(world, 11 * kHourUs + 55 * kMinuteUs, 1);
        QCOMPARE(now(telecom::kDeadSites), 0.0);
        QVERIFY(now(water::kTankVolume) < tanks_m3);
        run(world, 12 * kHourUs + kMinuteUs, 1);
        QVERIFY(now(telecom::kDeadSites) > 0.0); // four hours are over
        run(world, 14 * kHourUs + 2 * kSecondUs, 1);
        QCOMPARE(now(power::kCustomersWithoutNow), 0.0);
        QCOMPARE(now(traffic::kDarkSignals), 0.0);
        QCOMPARE(now(telecom::kDeadSites), 0.0);
        QCOMPARE(now(water::kPumpsOff), 0.0);
        world.finish();
        const double hours = now(*find_figure("customer_hours_without_power"));
        QVERIFY(std::abs(hours - 6.0 * customers) < 0.01 * hours);
        QVERIFY(now(*find_figure("energy_not_served_mwh")) > 0.0);
    }

    void commandsOfAPersonReplayToTheSameHash() {
        const AssetRef substation = busiest_substation();
        World live = make_world(300, 7 * kHourUs, 2 * kMinuteUs);
        run(live, 7 * kHourUs + 40 * kSecondUs, 2);
        const Command logged = live.command({.asset = substation, .by = By::Person, .cause = "person"});
        run(live, 7 * kHourUs + 2 * kMinuteUs, 2);
        World replayed = make_world(300, 7 * kHourUs, 2 * kMinuteUs, {logged});
        run(replayed, 7 * kHourUs + 2 * kMinuteUs, 1);
        QCOMPARE(replayed.state_hash(), live.state_hash());
    }

    void unknownAssetsAreNamed() {
        const auto missing = find_asset(loom_bay(), "substation/S999");
        QVERIFY(!missing);
        QVERIFY(missing.error().message.find("substation/S1") != std::string::npos);
        QVERIFY(!find_asset(loom_bay(), "nonsense"));
        std::set<std::string_view> sorts;
        for (const Kind* kind : kinds()) { // every asset of every kind is found by its key
            for (std::size_t i = 0; kind->view != nullptr && i < kind->count(loom_bay()); i += 97) {
                const std::string key = kind->view(loom_bay(), i).key;
                QVERIFY(!key.empty());
                const auto found = find_asset(loom_bay(), key);
                QVERIFY2(found && *found == (AssetRef{kind, i}), key.c_str());
                QCOMPARE(asset_key(loom_bay(), *found), key);
                const std::string_view sort = std::string_view{key}.substr(0, key.find('/'));
                QVERIFY2(std::ranges::find(kind->prefixes, sort) != kind->prefixes.end(), key.c_str());
            }
        }
        QCOMPARE(asset_key(loom_bay(), {&power::kBus, 1'000'000}), std::string{"(nothing)"});
    }
};

QTEST_APPLESS_MAIN(WorldTest)
#include "tst_world.moc"

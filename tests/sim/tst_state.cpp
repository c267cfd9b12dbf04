// SPDX-License-Identifier: GPL-3.0-or-later
// What each engine says is its state, walked: every bit of it counts, and a run goes on from it to the same bits.
#include <QTest>

#include <algorithm>
#include <cmath>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "sim/core/checkpoint.h"
#include "sim/core/executor.h"
#include "sim/core/rng.h"
#include "sim/power/power_flow.h"
#include "sim/telecom/coverage.h"
#include "sim/traffic/hybrid/hybrid_simulation.h"
#include "sim/traffic/trips.h"
#include "sim/water/hydraulics.h"

using namespace cityloom;
using namespace cityloom::traffic;

namespace {

constexpr TimeUs kStart = 7 * kHourUs + 30 * kMinuteUs;
constexpr std::uint64_t kOwner[] = {0x5354415445ULL};

const engine::Networks& loom_bay() {
    static const engine::Networks networks = [] {
        gis::City city = gis::generate_loom_bay(1);
        return gis::derive_networks(city);
    }();
    return networks;
}

double draw(std::uint64_t what, std::uint64_t step) {
    return CounterRng{11}.uniform(RandomStream::Compliance, what, step);
}
std::uint32_t pick(std::size_t of, std::uint64_t what, std::uint64_t step) {
    return static_cast<std::uint32_t>(static_cast<double>(of) * draw(what, step));
}

std::uint64_t hash_of(const auto& object) {
    StateHash hash;
    object.hash(hash);
    return hash.value();
}

/// Cars, some of them electric and low, riders, and people who hear of closures; two in three within five minutes.
std::vector<Trip> demand(std::uint64_t trips) {
    std::vector<Trip> drawn = draw_trips(loom_bay().demand, loom_bay().roads,
                                         {.start = kStart, .duration = 10 * kMinuteUs, .trips = trips, .seed = 1});
    for (Trip& trip : drawn) {
        trip.navigates = trip.id % 3 == 0;
        if (trip.id % 5 == 0) {
            trip.electric = true;
            trip.charge_share = static_cast<float>(draw(trip.id, 1)) * 0.3F;
        } else if (trip.id % 5 == 1) {
            trip.type = kBicycle;
        }
    }
    return drawn;
}

struct Micro {
    Simulation sim{loom_bay().roads, demand(600), {.start = kStart, .reroute_every = 10 * kSecondUs}};
    std::uint64_t steps = 0;

    /// With things that happen from outside, so that every array has something in it.
    void step(Executor& executor) {
        const RoadNetwork& net = loom_bay().roads;
        if (steps % 60 == 20) {
            const std::uint32_t edge = pick(net.edges.size(), 1, steps);
            sim.obstruct(edge, {.lanes = 1, .from_m = 60.0F, .to_m = 80.0F, .speed_mps = 5.0F});
            sim.set_edge_closed(pick(net.edges.size(), 2, steps), true);
            sim.set_controller_working(pick(net.controllers.size(), 3, steps), steps % 120 != 20);
            sim.set_informed_edges(std::vector<std::uint8_t>(net.edges.size(), std::uint8_t{1}));
        }
        if (steps % 240 == 200 && !sim.obstructions().empty()) {
            sim.clear_obstruction(sim.obstructions().front().first);
        }
        sim.step(executor);
        ++steps;
    }
    void hash(StateHash& hash) const { sim.hash(hash); }
    void visit(Archive& archive) {
        archive(steps);
        sim.visit(archive);
    }
};

struct Meso {
    explicit Meso(Executor& executor)
        : sim{loom_bay().roads, Workload{.trips = demand(1200)}, {.start = kStart}, executor} {}
    MesoSimulation sim;
    void step(Executor& /*executor*/) { sim.step(); }
    void hash(StateHash& hash) const { sim.hash(hash); }
    void visit(Archive& archive) { sim.visit(archive); }
};

HybridSimulation hybrid(Executor& executor) {
    const RoadNetwork& net = loom_bay().roads;
    Point2 sum;
    for (const Junction& junction : net.junctions) {
        sum = sum + junction.at;
    }
    const Point2 centre = 1.0 / static_cast<double>(net.junctions.size()) * sum;
    HybridOptions options{.meso = {.start = kStart}, .window = edges_around(net, centre, 900.0)};
    return {net, Workload{.trips = demand(1200)}, options, executor};
}

struct Power {
    power::PowerFlow flow{loom_bay().power};
    std::uint64_t steps = 0;
    void step(Executor& /*executor*/) {
        const power::Network& net = loom_bay().power;
        std::vector<double> load_w;
        for (const power::Bus& bus : net.buses) {
            load_w.push_back(bus.peak_load_w * draw(bus.id, steps));
        }
        flow.set_bus_failed(pick(net.buses.size(), 4, steps), steps % 3 == 0);
        flow.set_branch_failed(pick(net.branches.size(), 5, steps), steps % 2 == 0);
        flow.set_branch_closed(pick(net.branches.size(), 6, steps), true);
        flow.solve(load_w);
        ++steps;
    }
    void hash(StateHash& hash) const { flow.hash(hash); }
    void visit(Archive& archive) {
        archive(steps);
        flow.visit(archive);
    }
};

struct Water {
    water::Hydraulics hydraulics{loom_bay().water};
    std::uint64_t steps = 0;
    void step(Executor& /*executor*/) {
        const water::Network& net = loom_bay().water;
        std::vector<double> demand_m3ps;
        for (const water::Node& node : net.nodes) {
            demand_m3ps.push_back(node.demand_m3ps * 2.0 * draw(node.id, steps));
        }
        hydraulics.set_link_open(pick(net.links.size(), 7, steps), steps % 4 == 0);
        hydraulics.solve(demand_m3ps);
        hydraulics.advance_tanks(300.0);
        ++steps;
    }
    void hash(StateHash& hash) const { hydraulics.hash(hash); }
    void visit(Archive& archive) {
        archive(steps);
        hydraulics.visit(archive);
    }
};

telecom::Coverage coverage() {
    std::vector<telecom::Place> places;
    for (const Junction& junction : loom_bay().roads.junctions) {
        places.push_back({junction.at, 10.0, 1e6});
    }
    return {loom_bay().telecom, std::move(places)};
}

struct Telecom {
    telecom::Coverage cells = coverage();
    std::uint64_t steps = 0;
    void step(Executor& /*executor*/) {
        cells.set_alive(pick(loom_bay().telecom.sites.size(), 8, steps), steps % 2 == 0);
        cells.update(draw(9, steps));
        ++steps;
    }
    void hash(StateHash& hash) const { cells.hash(hash); }
    void visit(Archive& archive) {
        archive(steps);
        cells.visit(archive);
    }
};

template <typename T> void step_many(T& object, Executor& executor, std::uint64_t steps) {
    for (std::uint64_t k = 0; k < steps; ++k) {
        object.step(executor);
    }
}

/// \param subject the thing itself, without what the test keeps beside it.
template <typename T> void every_bit_counts(T& subject, std::uint64_t most) {
    Archive counting{Archive::kNothing, 0};
    subject.visit(counting);
    const std::uint64_t pieces = counting.pieces();
    QVERIFY(pieces > 2);
    const std::uint64_t before = hash_of(subject);
    for (std::uint64_t k = 0; k < std::min(most, pieces); ++k) {
        const std::uint64_t piece = pieces <= most ? k : pick(pieces, 10, k);
        const std::uint64_t bit = CounterRng{12}.bits(RandomStream::Compliance, piece, k) >> 1U;
        Archive flip{piece, bit};
        subject.visit(flip);
        const std::uint64_t flipped = hash_of(subject);
        Archive back{piece, bit};
        subject.visit(back);
        QVERIFY2(flipped != before, qPrintable(QString("bit %1 of piece %2 is not hashed").arg(bit).arg(piece)));
    }
    QCOMPARE(hash_of(subject), before);
}

/// \param make a fresh object. Saved at some moments, each goes on in a fresh object and in one that has been used.
template <typename Make>
void goes_on_to_the_same_bits(const Make& make, Executor& executor, std::uint64_t steps, std::uint64_t moments) {
    auto straight = make();
    std::vector<std::uint64_t> at;
    for (std::uint64_t k = 0; k < moments; ++k) {
        at.push_back(pick(steps, 13, k));
    }
    std::ranges::sort(at);
    std::vector<std::vector<std::byte>> saved;
    std::vector<std::uint64_t> hashes;
    std::uint64_t done = 0;
    for (const std::uint64_t moment : at) {
        step_many(straight, executor, moment - done);
        done = moment;
        saved.push_back(save_checkpoint(straight, kOwner));
        hashes.push_back(hash_of(straight));
    }
    step_many(straight, executor, steps - done);
    const std::uint64_t end = hash_of(straight);
    QVERIFY(end != hashes.front());
    auto used = make();
    step_many(used, executor, steps / 3);
    for (std::size_t k = 0; k < saved.size(); ++k) {
        auto fresh = make();
        QVERIFY(restore_checkpoint(fresh, kOwner, saved[k]).has_value());
        QCOMPARE(hash_of(fresh), hashes[k]);
        step_many(fresh, executor, steps - at[k]);
        QCOMPARE(hash_of(fresh), end);
        if (k % 3 == 0) {
            QVERIFY(restore_checkpoint(used, kOwner, saved[k]).has_value());
            QCOMPARE(hash_of(used), hashes[k]);
            step_many(used, executor, steps - at[k]);
            QCOMPARE(hash_of(used), end);
        }
    }
}

/// Bytes that are cut, changed, or say what cannot be: refused, and the object goes on as if nothing had been tried.
template <typename Make> void refuses_damage(const Make& make, Executor& executor, std::uint64_t steps) {
    auto object = make();
    step_many(object, executor, steps);
    const std::vector<std::byte> saved = save_checkpoint(object, kOwner);
    step_many(object, executor, 1);
    const std::uint64_t before = hash_of(object);
    for (std::uint64_t k = 0; k < 10; ++k) {
        std::vector<std::byte> cut{saved.begin(), saved.begin() + pick(saved.size(), 14, k)};
        QVERIFY(!restore_checkpoint(object, kOwner, cut).has_value());
        std::vector<std::byte> changed = saved;
        changed[pick(saved.size(), 15, k)] ^= std::byte{16};
        QVERIFY(!restore_checkpoint(object, kOwner, changed).has_value());
        QCOMPARE(hash_of(object), before);
        // The same with a checksum that fits.
        seal_checkpoint(cut, 1);
        QVERIFY(cut.size() < 16 || !restore_checkpoint(object, kOwner, cut).has_value());
        QCOMPARE(hash_of(object), before);
    }
    std::vector<std::byte> longer = saved;
    longer.push_back(std::byte{0});
    seal_checkpoint(longer, 1);
    QVERIFY(!restore_checkpoint(object, kOwner, longer).has_value());
    constexpr std::uint64_t kOther[] = {1};
    QVERIFY(!restore_checkpoint(object, kOther, saved).has_value());
    QCOMPARE(hash_of(object), before);
    auto untouched = make();
    step_many(untouched, executor, steps + 2);
    step_many(object, executor, 1);
    QCOMPARE(hash_of(object), hash_of(untouched));
}

template <typename Make> void same_for_any_threads(const Make& make, std::uint64_t steps) {
    std::vector<std::uint64_t> hashes;
    for (const unsigned threads : {1U, 2U, 3U, 8U}) {
        Executor executor{threads};
        auto object = make();
        step_many(object, executor, steps);
        hashes.push_back(hash_of(object));
    }
    QCOMPARE(std::ranges::count(hashes, hashes[0]), 4);
}

} // namespace

class StateTest : public QObject {
    Q_OBJECT

private slots:
    void everyBitCounts() {
        Executor executor{1};
        Micro micro;
        step_many(micro, executor, 600);
        QVERIFY(micro.sim.counts().running > 100);
        QVERIFY(!micro.sim.obstructions().empty());
        every_bit_counts(micro.sim, 500);
        Meso meso{executor};
        step_many(meso, executor, 300);
        QVERIFY(meso.sim.counts().running > 100);
        every_bit_counts(meso.sim, 300);
        HybridSimulation both = hybrid(executor);
        step_many(both, executor, 300);
        QVERIFY(both.vehicles_inside() > 10);
        every_bit_counts(both, 300);
        Power power;
        Water water;
        Telecom telecom;
        step_many(power, executor, 4);
        step_many(water, executor, 4);
        step_many(telecom, executor, 4);
        every_bit_counts(power.flow, 1000);
        every_bit_counts(water.hydraulics, 1000);
        every_bit_counts(telecom.cells, 1000);
    }

    void goesOnFromAnyMoment() {
        Executor executor{2};
        goes_on_to_the_same_bits([] { return Micro{}; }, executor, 600, 4);
        goes_on_to_the_same_bits([&] { return Meso{executor}; }, executor, 400, 3);
        goes_on_to_the_same_bits([&] { return hybrid(executor); }, executor, 300, 3);
        goes_on_to_the_same_bits([] { return Power{}; }, executor, 20, 5);
        goes_on_to_the_same_bits([] { return Water{}; }, executor, 20, 5);
        goes_on_to_the_same_bits([] { return Telecom{}; }, executor, 20, 5);
    }

    void refusesWhatIsDamaged() {
        Executor executor{2};
        refuses_damage([] { return Micro{}; }, executor, 300);
        refuses_damage([&] { return Meso{executor}; }, executor, 200);
        refuses_damage([&] { return hybrid(executor); }, executor, 200);
        refuses_damage([] { return Power{}; }, executor, 5);
        refuses_damage([] { return Water{}; }, executor, 5);
        refuses_damage([] { return Telecom{}; }, executor, 5);
    }

    /// The pools with what is left in them of vehicles that have gone are part of the state.
    void sameForAnyThreads() {
        same_for_any_threads([] { return Micro{}; }, 500);
        Executor one{1};
        same_for_any_threads([&] { return hybrid(one); }, 150);
    }
};

QTEST_APPLESS_MAIN(StateTest)
#include "tst_state.moc"

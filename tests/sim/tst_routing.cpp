// SPDX-License-Identifier: GPL-3.0-or-later
// Best ways by the hierarchy, against Dijkstra's search written out here.
#include <QTest>

#include <cmath>
#include <filesystem>
#include <queue>

#include "gis/derive/roads.h"
#include "gis/generate/loom_bay.h"
#include "gis/import/import.h"
#include "sim/core/executor.h"
#include "sim/core/rng.h"
#include "sim/traffic/routing/order.h"
#include "sim/traffic/routing/profile_search.h"
#include "sim/traffic/routing/route_finder.h"
#include "tests/reference_data.h"

using namespace cityloom;
using namespace cityloom::traffic;
using routing::RouteFinder;

namespace {

constexpr float kSpread = 0.25F;

/// Cost from one edge to another (s); the local streets' price is left out on the last arc only.
/// \param time_s of an edge that is reached after so many seconds.
template <typename Time>
double dijkstra(const Router& router, std::uint32_t from, std::uint32_t to, const Time& time_s, Router::Taste taste) {
    std::vector<double> cost(router.edge_count(), INFINITY);
    using Entry = std::pair<double, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    cost[from] = 0.0;
    open.emplace(0.0, from);
    const std::uint32_t cls = Router::taste_class(taste.driver);
    while (!open.empty()) {
        const auto [at, edge] = open.top();
        open.pop();
        if (at > cost[edge]) {
            continue;
        }
        if (edge == to) {
            return at;
        }
        for (const Router::Arc& arc : router.arcs(edge)) {
            const float time = time_s(arc.to, at + static_cast<double>(arc.penalty_s));
            if ((static_cast<unsigned>(arc.use) & taste.use) == 0 || time == Router::kClosed) {
                continue;
            }
            const double factor = arc.to == to ? 1.0 : arc.factor;
            const double next = at + static_cast<double>(arc.penalty_s) +
                                factor * static_cast<double>(time) *
                                    static_cast<double>(Router::taste_factor(cls, arc.to, taste.spread));
            if (next < cost[arc.to]) {
                cost[arc.to] = next;
                open.emplace(next, arc.to);
            }
        }
    }
    return INFINITY;
}

auto constant(std::span<const float> edge_s) {
    return [edge_s](std::uint32_t e, double) { return edge_s[e]; };
}

/// n x n junctions 100 m apart, two-way streets between them, every turn open.
RoadNetwork grid(std::uint32_t n) {
    RoadNetwork net;
    std::vector<std::vector<std::uint32_t>> incoming(std::size_t{n} * n);
    std::vector<std::vector<std::uint32_t>> outgoing(std::size_t{n} * n);
    const auto street = [&](std::uint32_t a, std::uint32_t b) {
        for (const auto& [from, to] : {std::pair{a, b}, std::pair{b, a}}) {
            const auto e = static_cast<std::uint32_t>(net.edges.size());
            const auto points = static_cast<std::uint32_t>(net.points.size());
            net.points.push_back(net.junctions[from].at);
            net.points.push_back(net.junctions[to].at);
            net.edges.push_back(
                {.id = e, .from = from, .to = to, .lanes = {e, 1}, .shape = {points, 2}, .length_m = 90.0});
            outgoing[from].push_back(e);
            incoming[to].push_back(e);
        }
    };
    for (std::uint32_t j = 0; j < n * n; ++j) {
        net.junctions.push_back({.id = j, .at = {100.0 * (j % n), 100.0 * (j / n)}});
    }
    for (std::uint32_t j = 0; j < n * n; ++j) {
        if (j % n + 1 < n) {
            street(j, j + 1);
        }
        if (j / n + 1 < n) {
            street(j, j + n);
        }
    }
    for (std::uint32_t e = 0; e < net.edges.size(); ++e) {
        Lane lane{.edge = e};
        lane.turns.begin = static_cast<std::uint32_t>(net.turns.size());
        for (const std::uint32_t out : outgoing[net.edges[e].to]) {
            net.turns.push_back({.from_lane = e,
                                 .to_lane = out,
                                 .junction = net.edges[e].to,
                                 .kind = net.edges[out].to == net.edges[e].from ? TurnKind::UTurn : TurnKind::Straight,
                                 .length_m = 10.0});
            ++lane.turns.count;
        }
        net.lanes.push_back(lane);
    }
    return net;
}

std::vector<float> random_times(const Router& router, std::uint64_t seed, double closed_share) {
    const CounterRng rng{seed};
    std::vector<float> times;
    for (std::uint32_t e = 0; e < router.edge_count(); ++e) {
        const double u = rng.uniform(RandomStream::CityForm, e, 1);
        times.push_back(u < closed_share
                            ? Router::kClosed
                            : router.free_times_s()[e] *
                                  static_cast<float>(1.0 + 3.0 * rng.uniform(RandomStream::CityForm, e, 2)));
    }
    return times;
}

} // namespace

class RoutingTest : public QObject {
    Q_OBJECT

    struct Town {
        RoadNetwork net;
        Router router;
        explicit Town(RoadNetwork n) : net{std::move(n)}, router{net} {}
    };

    /// Random queries: costs agree with Dijkstra's, and the ways can be driven and cost what they are said to.
    static void compare(const Town& town, RouteFinder& finder, std::span<const float> times, std::uint8_t use,
                        std::uint32_t queries, std::uint64_t seed) {
        Executor executor{2};
        finder.set_times(times);
        finder.expect(use, queries, executor);
        QVERIFY(finder.metric(use) != nullptr);
        RouteFinder::Lease lease{finder};
        const CounterRng rng{seed};
        std::vector<std::uint32_t> route;
        std::uint32_t found = 0;
        for (std::uint32_t q = 0; q < queries; ++q) {
            const auto pick = [&](RandomStream stream) {
                return static_cast<std::uint32_t>(rng.uniform(stream, q, 0) *
                                                  static_cast<double>(town.router.edge_count()));
            };
            const std::uint32_t from = pick(RandomStream::TripOrigin);
            const std::uint32_t to = pick(RandomStream::TripDestination);
            const Router::Taste taste{q, kSpread, use};
            const double expected = dijkstra(town.router, from, to, constant(times), taste);
            const auto cost = static_cast<double>(finder.route(from, to, taste, lease, route));
            QCOMPARE(std::isfinite(cost), std::isfinite(expected));
            QCOMPARE(route.empty(), !std::isfinite(expected));
            if (route.empty()) {
                continue;
            }
            ++found;
            QVERIFY2(std::abs(cost - expected) <= 1e-5 * std::max(1.0, expected),
                     qPrintable(QString("%1 to %2: %3, not %4").arg(from).arg(to).arg(cost).arg(expected)));
            QCOMPARE(route.front(), from);
            QCOMPARE(route.back(), to);
            double sum = 0.0;
            for (std::size_t k = 1; k < route.size(); ++k) {
                const auto arcs = town.router.arcs(route[k - 1]);
                const auto arc =
                    std::find_if(arcs.begin(), arcs.end(), [&](const auto& a) { return a.to == route[k]; });
                QVERIFY(arc != arcs.end());
                QVERIFY((static_cast<unsigned>(arc->use) & use) != 0);
                sum += 1.0;
            }
            QVERIFY(sum + 1.0 == static_cast<double>(route.size()));
            const auto again = static_cast<double>(town.router.cost(route, times, taste));
            QVERIFY(std::abs(again - expected) <= 1e-5 * std::max(1.0, expected));
        }
        QVERIFY(found > queries / 3);
    }

    static void compareAll(const Town& town, std::uint32_t queries) {
        for (const bool perfect : {false, true}) {
            RouteFinder finder{town.net, town.router, kSpread, perfect};
            compare(town, finder, town.router.free_times_s(), kCars, queries, 1);
            compare(town, finder, random_times(town.router, 2, 0.0), kCars, queries, 2);
            compare(town, finder, random_times(town.router, 3, 0.05), kCars, queries, 3); // with closures
            compare(town, finder, random_times(town.router, 4, 0.0), kBuses, queries, 4);
            compare(town, finder, town.router.free_times_s(), kCars, queries, 5); // and open again
        }
    }

private slots:
    void gridAgreesWithDijkstra() {
        Town town{grid(12)};
        compareAll(town, 500);
    }

    void demoCityAgreesWithDijkstra() {
        Town town{gis::derive_roads(gis::generate_loom_bay(1))};
        compareAll(town, 200);
    }

    void genevaAgreesWithDijkstra() {
        const auto file = tests::reference_data("city/geneva/geneva.osm.pbf");
        if (!file) {
            QSKIP("reference data absent: city/geneva/geneva.osm.pbf (set CITYLOOM_DATA)");
        }
        const std::vector<std::filesystem::path> files{*file};
        const auto city = gis::import_city(files, {}, {}, {});
        QVERIFY(city.has_value());
        Town town{gis::derive_roads(*city)};
        compareAll(town, 1000);
    }

    /// Times that change along the way: against a search without potentials, which is exact as no one overtakes.
    void profilesAgreeWithDijkstra() {
        Town town{gis::derive_roads(gis::generate_loom_bay(1))};
        Executor executor{1};
        routing::TimeProfile profile{.slice = 30 * kMinuteUs};
        for (std::uint64_t s = 0; s < 4; ++s) {
            profile.edge_s.push_back(random_times(town.router, 20 + s, 0.0));
        }
        const routing::Hierarchy hierarchy{town.router, routing::dissection_order(town.net)};
        const routing::ProfileSearch search{hierarchy, town.router, profile, kCars, kSpread, executor};
        routing::ProfileSearch::Scratch scratch;
        const CounterRng rng{9};
        std::vector<std::uint32_t> route;
        for (std::uint32_t q = 0; q < 200; ++q) {
            const auto n = static_cast<double>(town.router.edge_count());
            const auto from = static_cast<std::uint32_t>(rng.uniform(RandomStream::TripOrigin, q, 0) * n);
            const auto to = static_cast<std::uint32_t>(rng.uniform(RandomStream::TripDestination, q, 0) * n);
            const double at_s = 7000.0 * rng.uniform(RandomStream::TripTime, q, 0);
            const Router::Taste taste{q, kSpread, kCars};
            const double expected = dijkstra(
                town.router, from, to, [&](std::uint32_t e, double t) { return profile.time_s(e, at_s + t); }, taste);
            const auto cost = static_cast<double>(search.route(from, to, at_s, taste, scratch, route));
            QCOMPARE(std::isfinite(cost), std::isfinite(expected));
            if (std::isfinite(cost)) {
                QVERIFY(std::abs(cost - expected) <= 1e-4 * std::max(1.0, expected));
                QCOMPARE(route.front(), from);
                QCOMPARE(route.back(), to);
            }
        }
    }

    void orderIsAPermutationWithSmallCuts() {
        const RoadNetwork net = grid(16);
        std::vector<std::uint32_t> order = routing::dissection_order(net);
        const Router router{net};
        const routing::Hierarchy hierarchy{router, order};
        std::sort(order.begin(), order.end());
        for (std::uint32_t e = 0; e < order.size(); ++e) {
            QCOMPARE(order[e], e);
        }
        QCOMPARE(order.size(), net.edges.size());
        // The first cut of a grid of 16 is 16 streets; the way to the root sums cuts of 16, 16, 8, 8, 4, ... streets of
        // two edges each: about 4 * 16 * 2.
        QVERIFY(hierarchy.level_begin().size() < 220);
    }

    void sameBitsForAnyThreads() {
        Town town{grid(20)};
        const std::vector<float> times = random_times(town.router, 7, 0.02);
        std::vector<float> reference;
        for (const unsigned threads : {1U, 2U, 3U, 8U}) {
            Executor executor{threads};
            RouteFinder finder{town.net, town.router, kSpread, true};
            finder.set_times(times);
            finder.expect(kCars, 1000, executor);
            std::vector<float> all;
            for (std::uint32_t link = 0; link < finder.hierarchy()->link_count(); ++link) {
                for (std::uint32_t c = 0; c < routing::kClasses; ++c) {
                    all.push_back(finder.metric(kCars)->time_s(c, link, true));
                    all.push_back(finder.metric(kCars)->time_s(c, link, false));
                }
            }
            reference = reference.empty() ? all : reference;
            QVERIFY(all == reference);
        }
    }

    void kindsThatSeldomAskAreSearchedFor() {
        Town town{grid(6)};
        RouteFinder finder{town.net, town.router, kSpread};
        Executor executor{1};
        finder.expect(kTrucks, 1, executor);
        QVERIFY(finder.metric(kTrucks) == nullptr);
        RouteFinder::Lease lease{finder};
        std::vector<std::uint32_t> route;
        const Router::Taste taste{5, kSpread, kTrucks};
        const auto cost = static_cast<double>(finder.route(0, 80, taste, lease, route));
        QVERIFY(std::abs(cost - dijkstra(town.router, 0, 80, constant(finder.times_s()), taste)) < 1e-3);
        finder.expect(kTrucks, 1000, executor);
        QVERIFY(finder.metric(kTrucks) != nullptr);
        finder.set_time(80, Router::kClosed);
        QVERIFY(finder.metric(kTrucks) == nullptr); // not for these times
        QVERIFY(std::isinf(finder.route(0, 80, taste, lease, route)));
    }

    void tasteClassesAreEven() {
        std::array<int, routing::kClasses> drivers{};
        for (std::uint64_t id = 0; id < 8000; ++id) {
            ++drivers[Router::taste_class(id * 7919 + 13)];
        }
        for (const int count : drivers) {
            QVERIFY(count > 800 && count < 1200);
        }
    }
};

QTEST_APPLESS_MAIN(RoutingTest)
#include "tst_routing.moc"

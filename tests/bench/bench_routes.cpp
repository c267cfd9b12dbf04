// SPDX-License-Identifier: GPL-3.0-or-later
// Best ways on an imported city: the hierarchy against the search that it replaces, in one run.
//   bench_routes --queries 20000 --threads 1 FILE...
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "bench_city.h"
#include "gis/derive/roads.h"
#include "sim/core/executor.h"
#include "sim/core/rng.h"
#include "sim/traffic/routing/route_finder.h"

using namespace cityloom;

namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <typename Work> double best_of(int runs, const Work& work) {
    double best = 1e9;
    for (int k = 0; k < runs; ++k) {
        const auto clock = std::chrono::steady_clock::now();
        work();
        best = std::min(best, seconds_since(clock));
    }
    return best;
}

} // namespace

int main(int argc, char** argv) {
    std::vector<std::filesystem::path> files;
    std::size_t queries = 20'000;
    unsigned threads = 1;
    for (int i = 1; i < argc; ++i) {
        const std::string arg = argv[i];
        if (arg == "--queries") {
            queries = std::stoull(argv[++i]);
        } else if (arg == "--threads") {
            threads = static_cast<unsigned>(std::stoul(argv[++i]));
        } else {
            files.emplace_back(arg);
        }
    }
    const gis::City city = bench::load_city(files);
    const traffic::RoadNetwork net = gis::derive_roads(city);
    const traffic::Router router{net};
    Executor executor{threads};
    const CounterRng rng{1};
    std::vector<float> times(router.free_times_s().begin(), router.free_times_s().end());
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::size_t k = 0; k < queries; ++k) {
        pairs.emplace_back(static_cast<std::uint32_t>(rng.uniform(RandomStream::TripOrigin, k, 0) *
                                                      static_cast<double>(net.edges.size())),
                           static_cast<std::uint32_t>(rng.uniform(RandomStream::TripDestination, k, 0) *
                                                      static_cast<double>(net.edges.size())));
    }
    constexpr float kSpread = 0.25F;
    const auto taste = [](std::size_t k) { return traffic::Router::Taste{k, kSpread, traffic::kCars}; };

    std::vector<double> searched(queries);
    traffic::Router::Scratch scratch;
    std::vector<std::uint32_t> route;
    std::size_t street_edges = 0;
    const double search_s = best_of(3, [&] {
        street_edges = 0;
        for (std::size_t k = 0; k < queries; ++k) {
            searched[k] =
                static_cast<double>(router.route(pairs[k].first, pairs[k].second, times, taste(k), scratch, route));
            street_edges += route.size();
        }
    });
    std::printf("%zu edges, %zu turns between edges; %zu queries, %.1f edges a route\n", net.edges.size(),
                router.all_arcs().size(), queries, static_cast<double>(street_edges) / static_cast<double>(queries));
    std::printf("A*: %.0f queries/s\n", static_cast<double>(queries) / search_s);
    for (const bool perfect : {false, true}) {
        traffic::routing::RouteFinder finder{net, router, kSpread, perfect};
        finder.set_times(times);
        const double first_s = best_of(1, [&] { finder.expect(traffic::kCars, queries, executor); });
        const double customise_s = best_of(20, [&] {
            finder.set_times(times);
            finder.expect(traffic::kCars, queries, executor);
        });
        traffic::routing::RouteFinder::Lease lease{finder};
        double worst = 0.0;
        const double query_s = best_of(3, [&] {
            for (std::size_t k = 0; k < queries; ++k) {
                const auto cost =
                    static_cast<double>(finder.route(pairs[k].first, pairs[k].second, taste(k), lease, route));
                if (std::isfinite(cost) != std::isfinite(searched[k])) {
                    worst = INFINITY;
                } else if (std::isfinite(cost)) {
                    worst = std::max(worst, std::abs(cost - searched[k]) / std::max(1.0, searched[k]));
                }
            }
        });
        std::printf(
            "hierarchy%s: %u links, %zu levels, %llu triangles, built and customised in %.1f ms, customised in %.2f ms "
            "(8 taste classes), %.0f queries/s with the route (%.1f times A*), costs differ by %.1e at most\n",
            perfect ? ", perfect" : "", finder.hierarchy()->link_count(), finder.hierarchy()->level_begin().size() - 1,
            static_cast<unsigned long long>(finder.hierarchy()->triangle_count()), first_s * 1e3, customise_s * 1e3,
            static_cast<double>(queries) / query_s, search_s / query_s, worst);
    }
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Traffic alone on an imported city: speed, and what gated it (vehicles finished and standing).
//   bench_traffic --trips 10000 --hours 2 --threads 2 FILE...
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "bench_city.h"
#include "gis/derive/demand.h"
#include "gis/derive/roads.h"
#include "sim/core/executor.h"
#include "sim/traffic/equilibrium/equilibrium.h"
#include "sim/traffic/micro/simulation.h"
#include "sim/traffic/signals/signal_plan.h"
#include "sim/traffic/trips.h"

using namespace cityloom;

namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

int main(int argc, char** argv) {
    std::vector<std::filesystem::path> files;
    std::uint64_t trips_wanted = 10'000;
    double hours = 2.0;
    unsigned threads = 2;
    std::size_t iterations = 12;
    std::uint64_t seed = 1;
    bool forget = false;
    bool check = false;
    bool verbose = false;
    for (int i = 1; i < argc; ++i) {
        const std::string arg = argv[i];
        if (arg == "--trips") {
            trips_wanted = std::stoull(argv[++i]);
        } else if (arg == "--hours") {
            hours = std::stod(argv[++i]);
        } else if (arg == "--threads") {
            threads = static_cast<unsigned>(std::stoul(argv[++i]));
        } else if (arg == "--seed") {
            seed = std::stoull(argv[++i]);
        } else if (arg == "--iterations") {
            iterations = std::stoull(argv[++i]);
        } else if (arg == "--forget") { // the equilibrium's ways: drivers choose at departure
            forget = true;
        } else if (arg == "--overlaps") {
            check = true;
        } else if (arg == "--verbose") {
            verbose = true;
        } else {
            files.emplace_back(arg);
        }
    }
    auto clock = std::chrono::steady_clock::now();
    const gis::City city = bench::load_city(files);
    std::printf("import %.2f s: %zu buildings, %zu streets, %u signal nodes\n", seconds_since(clock),
                city.buildings.size(), city.streets.size(), city.signal_nodes);
    clock = std::chrono::steady_clock::now();
    traffic::RoadNetwork net = gis::derive_roads(city);
    std::printf("roads %.2f s: %zu edges %zu lanes %zu turns %zu conflicts %zu junctions %zu controllers; %.1f km, "
                "strong %.4f, with gateways %.4f, removed %.2f km\n",
                seconds_since(clock), net.edges.size(), net.lanes.size(), net.turns.size(), net.conflicts.size(),
                net.junctions.size(), net.controllers.size(), net.length_km, net.connected_share,
                net.connected_share_with_gateways, net.removed_km);
    clock = std::chrono::steady_clock::now();
    const traffic::DemandModel demand = gis::derive_demand(city, net);
    std::size_t gateways = 0;
    for (const auto& zone : demand.zones) {
        gateways += zone.gateway ? 1U : 0U;
    }
    std::printf("demand %.2f s: %zu zones (%zu gateways), %.0f people, %.0f jobs, expected trips %.0f\n",
                seconds_since(clock), demand.zones.size(), gateways, demand.people, demand.jobs,
                traffic::expected_trips(demand, 7 * kHourUs, from_seconds(hours * 3600)));
    clock = std::chrono::steady_clock::now();
    auto trips = traffic::draw_trips(
        demand, net,
        {.start = 7 * kHourUs, .duration = from_seconds(hours * 3600), .trips = trips_wanted, .seed = seed});
    Executor executor{threads};
    traffic::Router router{net};
    traffic::equilibrium::Equilibrium loaded =
        traffic::equilibrium::equilibrate(net, router, trips,
                                          {.start = 7 * kHourUs,
                                           .duration = from_seconds(hours * 3600),
                                           .most_iterations = iterations,
                                           .plan = traffic::plan_signals},
                                          executor);
    std::printf("equilibrium %.2f s, %zu trips, relative gap", seconds_since(clock), trips.size());
    for (const double gap : loaded.relative_gap) {
        std::printf(" %.4f", gap);
    }
    std::printf("\n");
    traffic::SimulationOptions options{.start = 7 * kHourUs, .seed = seed};
    options.edge_times_s = loaded.edge_times_s;
    if (!forget) {
        options.first_routes = std::move(loaded.routes);
    }
    traffic::Simulation sim{net, trips, options};
    clock = std::chrono::steady_clock::now();
    const auto steps = static_cast<std::uint64_t>(hours * 3600 / to_seconds(options.step));
    std::uint64_t overlaps = 0;
    double checking = 0.0;
    for (std::uint64_t k = 0; k < steps; ++k) {
        sim.step(executor);
        if (check) {
            const auto t = std::chrono::steady_clock::now();
            overlaps += sim.count_overlaps();
            checking += seconds_since(t);
        }
        if (verbose && (k + 1) % 600 == 0) {
            const auto c = sim.counts();
            std::uint64_t halted = 0;
            engine::Frame frame;
            sim.fill_frame(frame);
            for (const auto& v : frame.vehicles) {
                halted += v.speed_mps < 0.1F ? 1U : 0U;
            }
            std::printf(
                "%5.0f s: scheduled %lu departed %lu arrived %lu running %lu halted %lu waiting %lu unroutable %lu\n",
                static_cast<double>(k + 1) * 0.5, c.scheduled, c.departed, c.arrived, c.running, halted, c.waiting,
                c.unroutable);
        }
    }
    const double wall = seconds_since(clock) - checking;
    const auto c = sim.counts();
    std::uint64_t first_hour = 0;
    std::uint64_t first_hour_arrived = 0;
    double route = 0.0;
    double duration = 0.0;
    double waiting = 0.0;
    std::uint64_t done = 0;
    for (std::size_t t = 0; t < trips.size(); ++t) {
        const auto& r = sim.records()[t];
        if (trips[t].depart < 8 * kHourUs) {
            ++first_hour;
            first_hour_arrived += r.arrived >= 0 ? 1U : 0U;
        }
        if (r.arrived >= 0) {
            ++done;
            route += static_cast<double>(r.route_m);
            waiting += static_cast<double>(r.waiting_s);
            duration += to_seconds(r.arrived - r.departed);
        }
    }
    StateHash hash;
    sim.hash(hash);
    std::printf(
        "scheduled %lu departed %lu arrived %lu running %lu waiting %lu unroutable %lu; before 08:00 arrived %.4f\n",
        c.scheduled, c.departed, c.arrived, c.running, c.waiting, c.unroutable,
        static_cast<double>(first_hour_arrived) / static_cast<double>(std::max<std::uint64_t>(1, first_hour)));
    std::printf("mean route %.0f m, duration %.0f s, waiting %.0f s; overlaps %lu\n",
                route / static_cast<double>(std::max<std::uint64_t>(1, done)),
                duration / static_cast<double>(std::max<std::uint64_t>(1, done)),
                waiting / static_cast<double>(std::max<std::uint64_t>(1, done)), overlaps);
    std::printf("wall %.2f s, real-time factor %.0f, %.2f M vehicle updates/s, hash %016lx\n", wall,
                hours * 3600 / wall, static_cast<double>(sim.vehicle_updates()) / wall * 1e-6, hash.value());
    return 0;
}

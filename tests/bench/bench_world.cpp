// SPDX-License-Identifier: GPL-3.0-or-later
// All domains together on an imported city: real-time factor, phases, and what an outage does.
//   bench_world --trips 10000 --start 7 --hours 2 --threads 2 [--fail KEY HOUR HOUR] FILE...
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "bench_city.h"
#include "gis/derive/networks.h"
#include "sim/core/executor.h"
#include "sim/engine/catalogue.h"
#include "sim/engine/world.h"
#include "sim/power/rows.h"
#include "sim/traffic/equilibrium/equilibrium.h"
#include "sim/traffic/signals/signal_plan.h"
#include "sim/traffic/trips.h"
#include "sim/water/rows.h"

using namespace cityloom;

namespace {

double now_ms() {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

int main(int argc, char** argv) {
    std::vector<std::filesystem::path> files;
    std::uint64_t trips_wanted = 10'000;
    double hours = 2.0;
    double start = 7.0;
    unsigned threads = 2;
    std::string fail_key;
    double fail_at = 0.0;
    double repair_at = 0.0;
    for (int i = 1; i < argc; ++i) {
        const std::string arg = argv[i];
        if (arg == "--trips") {
            trips_wanted = std::stoull(argv[++i]);
        } else if (arg == "--hours") {
            hours = std::stod(argv[++i]);
        } else if (arg == "--start") {
            start = std::stod(argv[++i]);
        } else if (arg == "--threads") {
            threads = static_cast<unsigned>(std::stoul(argv[++i]));
        } else if (arg == "--fail") {
            fail_key = argv[++i];
            fail_at = std::stod(argv[++i]);
            repair_at = std::stod(argv[++i]);
        } else {
            files.emplace_back(arg);
        }
    }
    gis::City city = bench::load_city(files);
    double clock = now_ms();
    engine::Networks networks = gis::derive_networks(city);
    std::printf("derive %.2f s: power %zu buses %zu branches; water %zu nodes %zu links; %zu sites; %zu supplies; %zu "
                "districts; %zu hospital edges\n",
                (now_ms() - clock) * 1e-3, networks.power.buses.size(), networks.power.branches.size(),
                networks.water.nodes.size(), networks.water.links.size(), networks.telecom.sites.size(),
                networks.dependencies.supplies.size(), networks.dependencies.district_names.size(),
                networks.dependencies.hospital_edges.size());
    const TimeUs from = from_seconds(start * 3600.0);
    auto trips =
        traffic::draw_trips(networks.demand, networks.roads,
                            {.start = from, .duration = from_seconds(hours * 3600), .trips = trips_wanted, .seed = 1});
    Executor executor{threads};
    traffic::equilibrium::Equilibrium loaded = traffic::equilibrium::equilibrate(
        networks.roads, traffic::Router{networks.roads}, trips,
        {.start = from, .duration = from_seconds(hours * 3600), .plan = traffic::plan_signals}, executor);
    engine::WorldOptions options{.start = from,
                                 .edge_times_s = loaded.edge_times_s,
                                 .first_routes = std::move(loaded.routes),
                                 .clock_ms = now_ms};
    if (!fail_key.empty()) {
        auto asset = engine::find_asset(networks, fail_key);
        if (!asset) {
            std::cerr << asset.error().message << '\n';
            return 1;
        }
        options.events.push_back({.at = from_seconds(fail_at * 3600), .asset = *asset});
        options.events.push_back({.at = from_seconds(repair_at * 3600), .verb = engine::Verb::Repair, .asset = *asset});
    }
    clock = now_ms();
    engine::World world{networks, trips, options};
    const auto steps = static_cast<std::uint64_t>(hours * 7200);
    for (std::uint64_t k = 0; k < steps; ++k) {
        world.step(executor);
        if ((k + 1) % 1800 == 0) {
            const auto c = world.traffic().counts();
            std::printf("%5.2f h: running %lu arrived %lu", to_seconds(world.time()) / 3600, c.running, c.arrived);
            const engine::Figures figures = world.figures();
            for (const engine::Figure* figure : figures.rows()) {
                if (figure->kind == engine::Figure::Kind::Now) {
                    std::printf(", %s %.2f", std::string{figure->id}.c_str(), figures.shown(*figure));
                }
            }
            std::printf("\n");
        }
    }
    const double wall = (now_ms() - clock) * 1e-3;
    engine::Frame frame;
    world.fill_frame(frame);
    float low = 2;
    for (const float v : frame.columns[power::kVoltage]) {
        low = v > 0 ? std::min(low, v) : low;
    }
    float plow = 1e9F, phigh = -1e9F;
    for (std::size_t n = 0; n < frame.columns[water::kPressure].size(); ++n) {
        if (networks.water.nodes[n].kind == water::NodeKind::Junction) {
            plow = std::min(plow, frame.columns[water::kPressure][n]);
            phigh = std::max(phigh, frame.columns[water::kPressure][n]);
        }
    }
    std::printf("wall %.2f s, real-time factor %.0f, hash %016lx; lowest voltage %.4f pu; pressure %.1f .. %.1f m\n",
                wall, hours * 3600 / wall, world.state_hash(), static_cast<double>(low), static_cast<double>(plow),
                static_cast<double>(phigh));
    for (const engine::Phase& phase : world.phases()) {
        std::printf("  %s %.0f ms\n", std::string{phase.name}.c_str(), phase.ms);
    }
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// A made-up metropolis with very many vehicles on the streets at once: speed, memory, and what gated it.
//   bench_metropolis --side 320 --vehicles 1000000 --threads 2 --steps 300 [--engine micro|meso] [--seed N]
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "gis/generate/metropolis.h"
#include "sim/core/executor.h"
#include "sim/traffic/meso/meso_simulation.h"
#include "sim/traffic/micro/simulation.h"

using namespace cityloom;

namespace {

struct Options {
    gis::MetropolisPlan plan;
    gis::MetropolisDemand demand;
    unsigned threads = 2;
    int steps = 480; ///< of one second; the speed is taken over the last third
    bool meso = false;
};

double now_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double peak_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

/// Both engines by one name each.
struct Micro {
    traffic::Simulation sim;
    Executor& executor;
    void step() { sim.step(executor); }
    [[nodiscard]] double vehicle_seconds() const { return static_cast<double>(sim.vehicle_updates()); }
    [[nodiscard]] double standing_share() const {
        engine::Frame frame;
        sim.fill_frame(frame);
        std::size_t standing = 0;
        for (const engine::VehicleView& v : frame.vehicles) {
            standing += v.speed_mps < 0.1F ? 1U : 0U;
        }
        return static_cast<double>(standing) / static_cast<double>(std::max<std::size_t>(1, frame.vehicles.size()));
    }
};
struct Meso {
    traffic::MesoSimulation sim;
    void step() { sim.step(); }
    [[nodiscard]] double vehicle_seconds() const { return static_cast<double>(sim.vehicle_seconds()); }
    [[nodiscard]] static double standing_share() { return 0.0; }
};

template <typename Engine> void run(Engine& engine, const Options& options) {
    const double began = now_s();
    double mark = began;
    double mark_updates = 0.0;
    std::uint64_t most = 0;
    for (int k = 1; k <= options.steps; ++k) {
        engine.step();
        const traffic::VehicleCounts c = engine.sim.counts();
        most = std::max(most, c.running);
        if (k % std::max(1, options.steps / 12) == 0) {
            std::printf("  %5d s: %8llu running, %7llu waiting, %8llu arrived\n", k,
                        static_cast<unsigned long long>(c.running), static_cast<unsigned long long>(c.waiting),
                        static_cast<unsigned long long>(c.arrived));
            std::fflush(stdout);
        }
        if (k == options.steps - options.steps / 3) {
            mark = now_s();
            mark_updates = engine.vehicle_seconds();
        }
    }
    const double wall = now_s() - mark;
    const double peak = peak_mb();
    double duration = 0.0;
    double length = 0.0;
    std::uint64_t whole = 0; // trips that departed after the streets had filled
    for (std::size_t t = 0; t < engine.sim.records().size(); ++t) {
        const traffic::TripRecord& r = engine.sim.records()[t];
        duration += r.arrived >= 0 ? to_seconds(r.arrived - r.departed) : 0.0;
        length += r.arrived >= 0 ? static_cast<double>(r.route_m) : 0.0;
        whole += r.arrived >= 0 ? 1U : 0U;
    }
    const traffic::VehicleCounts c = engine.sim.counts();
    StateHash hash;
    engine.sim.hash(hash);
    std::printf("%.2f million vehicle seconds a second, %.2f times real time over the last %d s\n",
                (engine.vehicle_seconds() - mark_updates) / wall * 1e-6, options.steps / 3 / wall, options.steps / 3);
    std::printf("%llu running at the most, %llu running, %.1f %% of them standing, %llu arrived, %llu waiting, %llu "
                "unroutable; arrived at %.2f m/s\n",
                static_cast<unsigned long long>(most), static_cast<unsigned long long>(c.running),
                100.0 * engine.standing_share(), static_cast<unsigned long long>(c.arrived),
                static_cast<unsigned long long>(c.waiting), static_cast<unsigned long long>(c.unroutable),
                length / std::max(1.0, duration));
    std::printf("%.0f bytes a vehicle (trips not yet departed counted), %.0f MB at the peak, state %016llx\n",
                static_cast<double>(engine.sim.vehicle_bytes()) / static_cast<double>(std::max<std::uint64_t>(1, most)),
                peak, static_cast<unsigned long long>(hash.value()));
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string arg = argv[i];
        const std::string value = argv[i + 1];
        if (arg == "--side") {
            options.plan.side = static_cast<std::uint32_t>(std::stoul(value));
        } else if (arg == "--vehicles") {
            options.demand.vehicles = std::stoull(value);
        } else if (arg == "--threads") {
            options.threads = static_cast<unsigned>(std::stoul(value));
        } else if (arg == "--steps") {
            options.steps = std::stoi(value);
        } else if (arg == "--seed") {
            options.demand.seed = std::stoull(value);
        } else if (arg == "--engine") {
            options.meso = value == "meso";
        } else {
            std::fprintf(stderr, "unknown option %s\n", arg.c_str());
            return 2;
        }
    }
    options.demand.duration_s = std::max(1.0, options.steps - 0.5 * options.demand.fill_s);
    double at = now_s();
    gis::Metropolis city = gis::build_metropolis(options.plan);
    std::printf("network %.1f s: %zu junctions, %zu edges, %zu lanes, %zu turns, %zu conflicts, %zu signals; %.0f lane "
                "km, %.1f vehicles a lane km\n",
                now_s() - at, city.net.junctions.size(), city.net.edges.size(), city.net.lanes.size(),
                city.net.turns.size(), city.net.conflicts.size(), city.net.controllers.size(), city.lane_km,
                static_cast<double>(options.demand.vehicles) / city.lane_km);
    at = now_s();
    traffic::Workload work = gis::metropolis_workload(city, options.demand);
    std::printf("demand %.1f s: %zu trips\n", now_s() - at, work.trips.size());
    at = now_s();
    Executor executor{options.threads};
    if (options.meso) {
        Meso engine{traffic::MesoSimulation{city.net, std::move(work), {}, executor}};
        city = {};
        std::printf("meso engine laid out in %.1f s, 1 thread\n", now_s() - at);
        run(engine, options);
    } else {
        traffic::SimulationOptions micro;
        micro.step = kSecondUs;
        micro.plain_routes = true;
        micro.taste_spread = 0.0F;
        Micro engine{traffic::Simulation{city.net, std::move(work), micro}, executor};
        city = {};
        std::printf("micro engine laid out in %.1f s, %u threads\n", now_s() - at, options.threads);
        run(engine, options);
    }
    return 0;
}

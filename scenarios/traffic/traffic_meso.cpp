// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/traffic/traffic_meso.h"

#include <algorithm>
#include <thread>

#include "scenarios/run/runner.h"
#include "sim/core/executor.h"
#include "sim/traffic/meso/meso_simulation.h"

namespace cityloom::scenarios {

Result<TrafficReport> run_meso(const TrafficRequest& request, gis::SumoScenario scenario, TrafficEnd end,
                               TrafficReport report, const std::function<void(double fraction, TimeUs at)>& progress,
                               const std::stop_token& stop) {
    const double before = steady_ms();
    const std::vector<std::string> names = std::move(scenario.work.trip_names);
    Executor executor{request.threads > 0 ? request.threads : std::max(1U, std::thread::hardware_concurrency())};
    traffic::MesoOptions options;
    options.start = scenario.begin;
    options.seed = request.seed > 0 ? request.seed : scenario.seed;
    traffic::MesoSimulation sim{scenario.net, std::move(scenario.work), options, executor};
    report.load_s += (steady_ms() - before) * 1e-3;
    const double started = steady_ms();
    while (sim.time() < end.at) {
        sim.step();
        const traffic::VehicleCounts counts = sim.counts();
        report.most_running = std::max(report.most_running, counts.running);
        if ((sim.time() / kSecondUs) % 60 == 0) {
            if (stop.stop_requested()) {
                return fail(ErrorCode::Cancelled, "The run was cancelled; nothing of it was kept.");
            }
            if (progress) {
                progress(to_seconds(sim.time() - options.start) / std::max(1.0, to_seconds(end.at - options.start)),
                         sim.time());
            }
        }
        if (end.when_empty && counts.scheduled == sim.trips().size() && counts.running == 0 && counts.waiting == 0) {
            break;
        }
    }
    report.run_s = (steady_ms() - started) * 1e-3;
    report.vehicles = sim.counts();
    report.mean = means_of(sim.trips(), sim.records());
    report.end = sim.time();
    const double wall = std::max(1e-9, report.run_s);
    report.vehicle_seconds_per_s = static_cast<double>(sim.vehicle_seconds()) / wall;
    report.real_time_factor = to_seconds(sim.time() - options.start) / wall;
    report.bytes_per_vehicle =
        static_cast<double>(sim.vehicle_bytes()) / static_cast<double>(std::max<std::uint64_t>(1, report.most_running));
    report.peak_memory_mb = peak_memory_mb();
    StateHash hash;
    sim.hash(hash);
    report.state_hash = hash.value();
    for (std::size_t t = 0; t < sim.records().size(); ++t) {
        if (sim.records()[t].unroutable) {
            report.unroutable.push_back(t < names.size() ? names[t] : std::to_string(t));
        }
    }
    return report;
}

} // namespace cityloom::scenarios

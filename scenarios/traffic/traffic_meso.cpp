// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/traffic/traffic_meso.h"

#include <algorithm>
#include <thread>

#include "scenarios/run/runner.h"
#include "scenarios/traffic/trip_results.h"
#include "sim/core/executor.h"
#include "sim/traffic/hybrid/hybrid_simulation.h"

namespace cityloom::scenarios {

namespace {

/// Drives an engine to the end and reports; both engines answer to the same questions.
template <typename Sim, typename Step>
Result<TrafficReport> drive(Sim& sim, const Step& step, const TrafficRequest& request, const OutputNames& names,
                            TrafficEnd end, TrafficReport report,
                            const std::function<void(double fraction, TimeUs at)>& progress,
                            const std::stop_token& stop) {
    const TimeUs begin = sim.time();
    const double started = steady_ms();
    while (sim.time() < end.at) {
        step();
        const traffic::VehicleCounts counts = sim.counts();
        report.most_running = std::max(report.most_running, counts.running);
        if ((sim.time() / kSecondUs) % 60 == 0) {
            if (stop.stop_requested()) {
                return fail(ErrorCode::Cancelled, "The run was cancelled; nothing of it was kept.");
            }
            if (progress) {
                progress(to_seconds(sim.time() - begin) / std::max(1.0, to_seconds(end.at - begin)), sim.time());
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
    report.real_time_factor = to_seconds(sim.time() - begin) / wall;
    report.bytes_per_vehicle =
        static_cast<double>(sim.vehicle_bytes()) / static_cast<double>(std::max<std::uint64_t>(1, report.most_running));
    report.peak_memory_mb = peak_memory_mb();
    StateHash hash;
    sim.hash(hash);
    report.state_hash = hash.value();
    for (std::size_t t = 0; t < sim.records().size(); ++t) {
        if (sim.records()[t].unroutable) {
            report.unroutable.push_back(names.trip(t));
        }
    }
    if (!request.tripinfo.empty()) {
        if (auto done = write_tripinfo(request.tripinfo, sim.trips(), sim.records(), names); !done) {
            return tl::make_unexpected(done.error());
        }
    }
    return report;
}

} // namespace

Result<TrafficReport> run_meso(const TrafficRequest& request, gis::SumoScenario scenario, TrafficEnd end,
                               TrafficReport report, const std::function<void(double fraction, TimeUs at)>& progress,
                               const std::stop_token& stop) {
    const double before = steady_ms();
    const OutputNames names{scenario.work.trip_names, scenario.work.type_names, scenario.names};
    Executor executor{request.threads > 0 ? request.threads : std::max(1U, std::thread::hardware_concurrency())};
    traffic::MesoOptions options;
    options.start = scenario.begin;
    options.seed = request.seed > 0 ? request.seed : scenario.seed;
    if (!request.window) {
        traffic::MesoSimulation sim{scenario.net, std::move(scenario.work), options, executor};
        report.load_s += (steady_ms() - before) * 1e-3;
        return drive(
            sim, [&] { sim.step(); }, request, names, end, std::move(report), progress, stop);
    }
    const TimeUs step = request.step > 0 ? request.step : scenario.step;
    if (step > kSecondUs || kSecondUs % step != 0) {
        return fail(ErrorCode::Malformed, "Inside a window a whole number of steps makes a second; give --step 1, 0.5, "
                                          "0.25, 0.2 or 0.1.");
    }
    traffic::HybridOptions hybrid{.meso = options, .micro_step = step};
    hybrid.window = traffic::edges_around(scenario.net, request.window->at, request.window->radius_m);
    const auto inside = std::ranges::count(hybrid.window, std::uint8_t{1});
    if (inside == 0) {
        return fail(ErrorCode::NotFound,
                    "No street of the network lies within the window; give its centre in the network's coordinates and "
                    "a radius in metres that reaches one.");
    }
    traffic::HybridSimulation sim{scenario.net, std::move(scenario.work), hybrid, executor};
    report.load_s += (steady_ms() - before) * 1e-3;
    report.notes.push_back(std::to_string(inside) + " of " + std::to_string(hybrid.window.size()) +
                           " edges are driven microscopically");
    return drive(
        sim, [&] { sim.step(executor); }, request, names, end, std::move(report), progress, stop);
}

} // namespace cityloom::scenarios

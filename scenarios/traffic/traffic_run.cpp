// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/traffic/traffic_run.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <thread>

#include <nlohmann/json.hpp>

#include "gis/export/sumo/outputs.h"

#include "scenarios/run/runner.h"
#include "scenarios/traffic/calibrators.h"
#include "scenarios/traffic/od_ways.h"
#include "scenarios/traffic/traffic_meso.h"
#include "scenarios/traffic/traffic_outputs.h"
#include "scenarios/traffic/trip_results.h"
#include "sim/core/executor.h"
#include "sim/traffic/short_streets.h"

namespace cityloom::scenarios {

namespace {

constexpr TimeUs kLongest = 24 * kHourUs;

/// The mesoscopic engine lets nobody in from outside.
void forget_calibrations(gis::SumoScenario& scenario, TrafficReport& report) {
    if (scenario.calibrations.empty()) {
        return;
    }
    std::size_t reserve = 0;
    for (const gis::SumoCalibration& row : scenario.calibrations) {
        reserve += row.reserve;
    }
    scenario.work.trips.resize(scenario.work.trips.size() - reserve);
    scenario.work.trip_names.resize(scenario.work.trips.size());
    report.notes.push_back(std::to_string(scenario.calibrations.size()) +
                           " x calibrators' flows are not kept to with --meso: flows are those of the demand");
}

} // namespace

Result<TrafficReport> run_traffic(const TrafficRequest& request,
                                  const std::function<void(double fraction, TimeUs at)>& progress,
                                  const std::stop_token& stop) {
    const double before = steady_ms();
    for (const std::filesystem::path& out :
         {request.tripinfo, request.fcd, request.summary}) { // said before the run rather than after
        if (auto place = out.empty() ? Result<gis::OutPlace>{gis::OutPlace{}} : gis::out_place(out); !place) {
            return tl::make_unexpected(place.error());
        }
    }
    gis::SumoRequest files = request.files;
    files.end = request.end;
    files.seed = request.seed;
    auto scenario = gis::read_sumo(files);
    if (!scenario) {
        return tl::make_unexpected(scenario.error());
    }
    if (const std::uint32_t turns = traffic::add_turns_over_short_streets(scenario->net); turns > 0) {
        scenario->notes.push_back(std::to_string(turns) +
                                  " x turns are added where streets are too short to change lanes on");
    }
    if (!request.od.matrices.empty()) {
        auto demand = read_od_demand(request.od, *scenario);
        if (!demand) {
            return tl::make_unexpected(demand.error());
        }
        if (auto added = add_od_trips(*demand, request.seed > 0 ? request.seed : scenario->seed, *scenario); !added) {
            return tl::make_unexpected(added.error());
        }
    }
    Executor executor{request.threads > 0 ? request.threads : std::max(1U, std::thread::hardware_concurrency())};
    if (request.equilibrium) {
        const double gap = lay_equilibrium_ways(*scenario, executor, stop);
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "The run was cancelled; nothing of it was kept.");
        }
        char note[64];
        std::snprintf(note, sizeof note, "ways of a user equilibrium, relative gap %.4f", gap);
        scenario->notes.emplace_back(note);
    }
    if (!scenario->meters.empty() && request.detectors.empty()) {
        scenario->notes.push_back(std::to_string(scenario->meters.size()) +
                                  " x detectors and means ask for files, which are written with --detectors only");
    }
    TrafficReport report;
    report.notes = scenario->notes;
    const OutputNames names{scenario->work.trip_names, scenario->work.type_names, scenario->names};
    traffic::SimulationOptions options;
    options.start = scenario->begin;
    options.step = request.step > 0 ? request.step : scenario->step;
    options.seed = request.seed > 0 ? request.seed : scenario->seed;
    options.plain_routes = true;
    options.taste_spread = 0.0F;
    options.speeds_of_last = scenario->speeds_of_last;
    const TimeUs asked = request.end >= 0 ? request.end : scenario->end;
    const TimeUs end = asked >= 0 ? asked : scenario->begin + kLongest;
    if (request.meso) {
        forget_calibrations(*scenario, report);
        report.load_s = (steady_ms() - before) * 1e-3;
        return run_meso(request, std::move(*scenario), {end, asked < 0}, std::move(report), progress, stop);
    }
    auto outputs = TrafficOutputs::open(request, *scenario, names, options.step);
    if (!outputs) {
        return tl::make_unexpected(outputs.error());
    }
    traffic::Simulation sim{scenario->net, std::move(scenario->work), options};
    outputs->begin(sim);
    std::optional<Calibrators> calibrators;
    if (!scenario->calibrations.empty()) {
        calibrators.emplace(scenario->calibrations, sim);
    }
    report.load_s = (steady_ms() - before) * 1e-3;
    const double started = steady_ms();
    double checking = 0.0; // and writing
    std::uint64_t steps = 0;
    while (sim.time() < end) {
        if ((++steps & 15U) == 0 && stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "The run was cancelled; nothing of it was kept.");
        }
        sim.step(executor);
        if (calibrators) {
            calibrators->follow(options.step);
        }
        const traffic::VehicleCounts counts = sim.counts();
        if (counts.running > report.most_running) {
            report.most_running = counts.running;
        }
        if (request.check_overlaps) {
            const double t = steady_ms();
            report.overlaps += sim.count_overlaps();
            report.hard_brakings += sim.count_hard_braking();
            checking += steady_ms() - t;
        }
        {
            const double t = steady_ms();
            outputs->follow(sim, end);
            checking += steady_ms() - t;
        }
        if (progress && steps % 60 == 0) {
            progress(to_seconds(sim.time() - options.start) / std::max(1.0, to_seconds(end - options.start)),
                     sim.time());
        }
        const std::uint64_t reserve = calibrators ? calibrators->unused() : 0;
        const bool may_end = asked < 0 && (!calibrators || calibrators->over());
        if (may_end && counts.scheduled + reserve == sim.trips().size() && counts.running == 0 && counts.waiting == 0) {
            break;
        }
    }
    report.run_s = (steady_ms() - started - checking) * 1e-3;
    if (calibrators) {
        report.notes.push_back("calibrators let " + std::to_string(calibrators->released()) + " vehicles in and took " +
                               std::to_string(calibrators->removed()) + " off the streets");
    }
    report.vehicles = sim.counts();
    report.mean = means_of(sim.trips(), sim.records());
    report.end = sim.time();
    const double wall = std::max(1e-9, report.run_s);
    report.vehicle_seconds_per_s = static_cast<double>(sim.vehicle_updates()) * to_seconds(options.step) / wall;
    report.real_time_factor = to_seconds(sim.time() - options.start) / wall;
    report.bytes_per_vehicle =
        static_cast<double>(sim.vehicle_bytes()) / static_cast<double>(std::max<std::uint64_t>(1, report.most_running));
    report.peak_memory_mb = peak_memory_mb();
    report.diverted = sim.diverted();
    StateHash hash;
    sim.hash(hash);
    report.state_hash = hash.value();
    for (std::size_t t = 0; t < sim.records().size(); ++t) {
        if (sim.records()[t].unroutable) {
            report.unroutable.push_back(names.trip(t));
        }
    }
    if (auto done = outputs->close(sim, end); !done) {
        return tl::make_unexpected(done.error());
    }
    if (!request.tripinfo.empty()) {
        if (auto done = write_tripinfo(request.tripinfo, sim.trips(), sim.records(), names); !done) {
            return tl::make_unexpected(done.error());
        }
    }
    return report;
}

std::string to_json(const TrafficReport& report, int indent) {
    using nlohmann::ordered_json;
    ordered_json root;
    const traffic::VehicleCounts& v = report.vehicles;
    root["vehicles"] = {{"scheduled", v.scheduled},   {"departed", v.departed},     {"arrived", v.arrived},
                        {"running", v.running},       {"waiting", v.waiting},       {"unroutable", v.unroutable},
                        {"teleported", v.teleported}, {"diverted", report.diverted}};
    root["mean"] = {{"duration_s", report.mean.duration_s},   {"waiting_s", report.mean.waiting_s},
                    {"time_loss_s", report.mean.time_loss_s}, {"route_length_m", report.mean.route_length_m},
                    {"speed_mps", report.mean.speed_mps},     {"depart_delay_s", report.mean.depart_delay_s}};
    root["speed"] = {{"vehicle_seconds_per_s", report.vehicle_seconds_per_s},
                     {"real_time_factor", report.real_time_factor},
                     {"run_s", report.run_s},
                     {"load_s", report.load_s}};
    root["most_running"] = report.most_running;
    root["bytes_per_vehicle"] = report.bytes_per_vehicle;
    root["peak_memory_mb"] = report.peak_memory_mb;
    root["overlaps"] = report.overlaps;
    root["hard_brakings"] = report.hard_brakings;
    root["end_s"] = to_seconds(report.end);
    char hash[20];
    std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(report.state_hash));
    root["state_hash"] = hash;
    root["unroutable_trips"] = report.unroutable;
    root["notes"] = report.notes;
    return root.dump(indent);
}

} // namespace cityloom::scenarios

// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/runner.h"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <ctime>

#include <nlohmann/json.hpp>

#include "scenarios/run/run_log.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios {

namespace {

std::string describe(const engine::Networks& networks, const engine::Command& event) {
    return format_clock(event.at) + " " + std::string{verb_word(event.verb)} + " " +
           engine::asset_key(networks, event.asset);
}

constexpr std::size_t kLimitsListed = 10;

void summarise(const engine::World& world, RunReport& report) {
    const auto trips = world.traffic().trips();
    const auto records = world.traffic().records();
    const TimeUs half = report.request.start + report.request.duration / 2;
    double finished = 0.0;
    double finished_m = 0.0;
    double departed = 0.0;
    double early = 0.0;
    double early_arrived = 0.0;
    for (std::size_t t = 0; t < trips.size(); ++t) {
        if (trips[t].type == traffic::kBicycle) {
            ++report.bicycles.scheduled;
            report.bicycles.departed += records[t].departed >= 0 ? 1U : 0U;
            report.bicycles.arrived += traffic::outcome_of(records[t]) == traffic::Outcome::Arrived ? 1U : 0U;
            report.bicycles.unroutable += records[t].unroutable ? 1U : 0U;
            continue;
        }
        if (records[t].unroutable) {
            report.unroutable.push_back(trips[t].id);
        }
        if (records[t].departed >= 0) {
            departed += 1.0;
            report.mean_network_m += static_cast<double>(records[t].route_m);
        }
        if (traffic::outcome_of(records[t]) == traffic::Outcome::Arrived) {
            finished += 1.0;
            finished_m += static_cast<double>(records[t].route_m);
        }
        if (trips[t].depart < half) {
            early += 1.0;
            early_arrived += traffic::outcome_of(records[t]) == traffic::Outcome::Arrived ? 1.0 : 0.0;
        }
    }
    report.mean_route_m = finished > 0.0 ? finished_m / finished : 0.0;
    report.mean_network_m = departed > 0.0 ? report.mean_network_m / departed : 0.0;
    report.arrived_of_first_half = early > 0.0 ? early_arrived / early : 1.0;
}

/// No trip starts any more: those under way arrive, and those that find no way wait for the streets that events open.
Result<void> let_arrive(engine::World& world, Executor& executor, TimeUs limit, const std::stop_token& stop) {
    const auto under_way = [&] {
        const traffic::VehicleCounts v = world.traffic().counts();
        return v.running + v.waiting > 0 || (v.unroutable > 0 && world.events_ahead());
    };
    while (world.time() < limit && under_way()) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "The run was cancelled; nothing of it was kept.");
        }
        world.step(executor);
    }
    return {};
}

} // namespace

double steady_ms() {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double cpu_s() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double peak_memory_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

Result<RunReport> run_scenario(const gis::City& city, const engine::Networks& base, const Scenario& resolved,
                               const RunRequest& request, const RunHooks& hooks, const std::stop_token& stop) {
    auto applied = apply_scenario(city, base, resolved, stop);
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    return run_scenario(*applied, resolved.name, request, hooks, stop);
}

Result<RunReport> run_scenario(const AppliedCity& applied, const std::string& name, const RunRequest& request,
                               const RunHooks& hooks, const std::stop_token& stop) {
    Executor executor{thread_count(request)};
    PreparedRun prepared = prepare_run(applied, request, executor, steady_ms, stop);
    engine::World& world = prepared.world;
    RunReport report{.scenario = name, .request = request};
    report.prepare_ms = prepared.prepare_ms;
    report.relative_gap = prepared.relative_gap;
    report.notes = prepared.notes;
    const TimeUs whole = request.start + request.duration;
    const TimeUs end = request.stop_at > 0 ? std::min(whole, request.stop_at) : whole;
    if (!hooks.from.empty()) {
        if (auto done = world.restore(hooks.from); !done) {
            return tl::make_unexpected(done.error());
        }
    }
    EventLog log{world};
    TimeUs next_record = request.record_every > 0 ? world.time() : end + 1;
    TimeUs next_progress = world.time();
    TimeUs next_sample = world.time();
    bool to_save = static_cast<bool>(hooks.save);
    std::size_t next_command = 0;
    engine::Frame frame;
    const double before = steady_ms();
    const auto record = [&]() -> Result<void> {
        const double t = steady_ms();
        world.fill_frame(frame);
        auto done = hooks.record(frame);
        report.record_ms += steady_ms() - t;
        return done;
    };
    while (world.time() < end) {
        if (to_save && world.time() >= hooks.save_at) {
            to_save = false;
            if (auto done = hooks.save(world.time(), world.save()); !done) {
                return tl::make_unexpected(done.error());
            }
        }
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "The run was cancelled; nothing of it was kept.");
        }
        while (next_command < hooks.commands.size() && hooks.commands[next_command].at <= world.time()) {
            world.command(hooks.commands[next_command]);
            ++next_command;
        }
        world.step(executor);
        if (std::string fault = world.fault(); !fault.empty()) {
            return fail(ErrorCode::Unsupported, std::move(fault), format_clock(world.time()));
        }
        log.look(world);
        if (world.time() >= next_sample) {
            next_sample += sample_step(request.duration);
            take_sample(world, report.samples);
        }
        if (world.time() >= next_record && hooks.record) {
            next_record += request.record_every;
            if (auto done = record(); !done) {
                return tl::make_unexpected(done.error());
            }
        }
        if (hooks.progress && world.time() >= next_progress) {
            next_progress = world.time() + request.duration / 200 + kSecondUs;
            hooks.progress(to_seconds(world.time() - request.start) / to_seconds(request.duration), world.time());
        }
    }
    report.state_hash =
        world.state_hash(); // before the books are closed, so that a live run's log agrees with its replay
    world.finish();
    const bool whole_run = end == whole;
    report.log.assign(log.entries().begin(), log.entries().end());
    report.wall_s = (steady_ms() - before) * 1e-3;
    report.real_time_factor = to_seconds(request.duration) / std::max(1e-9, report.wall_s);
    report.vehicle_seconds_per_s =
        static_cast<double>(world.traffic().vehicle_updates()) * 0.5 / std::max(1e-9, report.wall_s);
    report.phases.assign(world.phases().begin(), world.phases().end());
    report.vehicles = world.traffic().counts();
    report.kpis = measure_kpis(world);
    summarise(world, report);
    report.limits =
        limits_of(world.traffic(), prepared.turn_flow_vph, to_seconds(request.duration) / 3600.0, kLimitsListed);
    report.gridlock_vehicle_h = world.traffic().gridlock_vehicle_h();
    if (whole_run && request.tail > 0) {
        if (auto done = let_arrive(world, executor, end + request.tail, stop); !done) {
            return tl::make_unexpected(done.error());
        }
        measure_trips_again(world, report.kpis);
    }
    report.waited_until = world.time();
    report.trips = trip_table(world);
    for (const engine::Command& event : world.applied_commands()) {
        report.events.push_back(describe(world.networks(), event));
    }
    report.peak_memory_mb = peak_memory_mb();
    return report;
}

std::string to_json(const RunReport& report, int indent) {
    using nlohmann::ordered_json;
    ordered_json root;
    root["scenario"] = report.scenario;
    root["start"] = format_clock(report.request.start);
    root["duration_s"] = to_seconds(report.request.duration);
    root["seed"] = report.request.seed;
    const auto put = [](const std::vector<Kpi>& kpis) {
        ordered_json object = ordered_json::object();
        for (const Kpi& kpi : kpis) {
            object[kpi.id] = std::isfinite(kpi.value) ? ordered_json(kpi.value) : ordered_json(nullptr);
        }
        return object;
    };
    root["kpi"] = put(report.kpis.city);
    root["districts"] = ordered_json::object();
    for (const KpiSet::District& district : report.kpis.districts) {
        root["districts"][district.name] = put(district.kpis);
    }
    const traffic::VehicleCounts& v = report.vehicles;
    root["vehicles"] = {{"scheduled", v.scheduled}, {"departed", v.departed},    {"arrived", v.arrived},
                        {"running", v.running},     {"waiting", v.waiting},      {"unroutable", v.unroutable},
                        {"gave_up", v.gave_up},     {"teleported", v.teleported}};
    const BicycleCounts& b = report.bicycles;
    root["bicycles"] = {{"share", std::max(0.0, report.request.bicycles)},
                        {"scheduled", b.scheduled},
                        {"departed", b.departed},
                        {"arrived", b.arrived},
                        {"unroutable", b.unroutable}};
    root["unroutable_trips"] = report.unroutable;
    std::array<std::uint64_t, traffic::kOutcomes> outcomes{};
    for (const TripRow& trip : report.trips) {
        ++outcomes.at(static_cast<std::size_t>(trip.outcome));
    }
    root["trips"] = {{"scheduled", report.trips.size()},
                     {"impossible", outcomes[static_cast<std::size_t>(traffic::Outcome::Impossible)]},
                     {"given_up", outcomes[static_cast<std::size_t>(traffic::Outcome::GivenUp)]},
                     {"late", outcomes[static_cast<std::size_t>(traffic::Outcome::Late)]},
                     {"arrived", outcomes[static_cast<std::size_t>(traffic::Outcome::Arrived)]},
                     {"waited_until", format_clock(report.waited_until)}};
    root["gridlock_vehicle_h"] = report.gridlock_vehicle_h;
    root["limiting_junctions"] = ordered_json::array();
    for (const JunctionLimit& limit : report.limits) {
        root["limiting_junctions"].push_back({{"junction", limit.id},
                                              {"x_m", limit.at.x_m},
                                              {"y_m", limit.at.y_m},
                                              {"streets", limit.streets},
                                              {"demand_vph", limit.demand_vph},
                                              {"capacity_vph", limit.capacity_vph},
                                              {"served_vph", limit.served_vph},
                                              {"standing_vehicle_h", limit.standing_vehicle_h},
                                              {"tightest_approach", limit.tightest},
                                              {"tightest_demand_over_capacity", limit.tightest_ratio}});
    }
    root["mean_route_m"] = report.mean_route_m;
    root["mean_network_distance_m"] = report.mean_network_m;
    root["arrived_share_of_first_half"] = report.arrived_of_first_half;
    root["equilibrium"] = {{"relative_gap", report.relative_gap.empty() ? ordered_json(nullptr)
                                                                        : ordered_json(report.relative_gap.back())},
                           {"iterations", report.relative_gap.size()}};
    root["speed"] = {{"real_time_factor", report.real_time_factor},
                     {"vehicle_seconds_per_s", report.vehicle_seconds_per_s},
                     {"wall_s", report.wall_s}};
    root["phases_ms"] = ordered_json::object();
    root["phases_ms"]["prepare"] = report.prepare_ms;
    for (const engine::Phase& phase : report.phases) {
        root["phases_ms"][std::string{phase.name}] = phase.ms;
    }
    root["phases_ms"]["record"] = report.record_ms;
    root["peak_memory_mb"] = report.peak_memory_mb;
    root["events"] = report.events;
    root["notes"] = report.notes;
    root["log"] = to_json(std::span{report.log});
    char hash[20];
    std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(report.state_hash));
    root["state_hash"] = hash;
    return root.dump(indent);
}

} // namespace cityloom::scenarios

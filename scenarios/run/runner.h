// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/run/event_log.h"
#include "scenarios/run/kpi.h"
#include "scenarios/run/limits.h"
#include "scenarios/run/prepare.h"
#include "scenarios/run/samples.h"
#include "scenarios/run/trip_table.h"

namespace cityloom::scenarios {

/// Bicycle trips of a run; they are among the vehicles too.
struct BicycleCounts {
    std::uint64_t scheduled = 0;
    std::uint64_t departed = 0;
    std::uint64_t arrived = 0;
    std::uint64_t unroutable = 0;
};

/// What a run found. The same request, seed and version give the same hash and KPIs for any number of threads.
struct RunReport {
    std::string scenario;
    RunRequest request;
    KpiSet kpis;
    traffic::VehicleCounts vehicles; ///< at the end of its duration
    TripTable trips;                 ///< when the last had arrived, or the time for that was over
    RunSamples samples;              ///< of its duration
    TimeUs waited_until = 0;         ///< then
    BicycleCounts bicycles;
    double mean_route_m = 0.0;             ///< of finished motor trips, as all that follows
    double mean_network_m = 0.0;           ///< distance over the network of all scheduled trips that departed
    double arrived_of_first_half = 0.0;    ///< share of trips scheduled in the first half that arrived by the end
    std::vector<std::uint64_t> unroutable; ///< trip ids
    std::vector<JunctionLimit> limits;     ///< the ten junctions that limit the city
    double gridlock_vehicle_h = 0.0;       ///< stood in rings of queues that wait for each other
    double wall_s = 0.0;                   ///< of stepping
    double real_time_factor = 0.0;
    double vehicle_seconds_per_s = 0.0;
    std::vector<engine::Phase> phases; ///< of the steps
    double prepare_ms = 0.0;
    std::vector<double> relative_gap; ///< of the equilibrium at the start, after each iteration
    double record_ms = 0.0;
    double peak_memory_mb = 0.0;
    std::uint64_t state_hash = 0;    ///< at the end of its duration
    std::vector<std::string> events; ///< as applied, "08:00 fail substation/S2"
    std::vector<LogEntry> log;       ///< what happened, with what came of it
    std::vector<std::string> notes;  ///< what a person should know of it
};

/// Calls back while a run goes on. All on the calling thread.
struct RunHooks {
    std::function<void(double fraction, TimeUs at)> progress;
    std::function<Result<void>(const engine::Frame&)>
        record; ///< at every RunRequest::record_every; a failure ends the run
    /// Commands to replay: applied at their times, in order.
    std::vector<engine::Command> commands;
    /// The state of a run to go on from, instead of from the start; see run_checkpoint.h.
    std::vector<std::byte> from;
    /// Called once, at or just after save_at, with the whole state. A failure ends the run.
    std::function<Result<void>(TimeUs at, std::vector<std::byte> state)> save;
    TimeUs save_at = 0;
};

/// Runs an applied city to its end. A stop gives Cancelled.
[[nodiscard]] Result<RunReport> run_scenario(const AppliedCity& applied, const std::string& name,
                                             const RunRequest& request, const RunHooks& hooks,
                                             const std::stop_token& stop);
/// The same for a resolved scenario over a base.
[[nodiscard]] Result<RunReport> run_scenario(const gis::City& city, const engine::Networks& base,
                                             const Scenario& resolved, const RunRequest& request, const RunHooks& hooks,
                                             const std::stop_token& stop);

/// The report as one JSON object (see the run subcommand's help).
[[nodiscard]] std::string to_json(const RunReport& report, int indent = 1);

/// Milliseconds of a clock that never goes back.
[[nodiscard]] double steady_ms();
/// Processor seconds that this process has used.
[[nodiscard]] double cpu_s();
/// Most memory this process has held (MB).
[[nodiscard]] double peak_memory_mb();

} // namespace cityloom::scenarios

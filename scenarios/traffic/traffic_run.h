// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "gis/import/sumo/scenario.h"
#include "scenarios/traffic/od_demand.h"
#include "sim/traffic/micro/simulation.h"

namespace cityloom::scenarios {

/// A traffic engineer's own network and demand, run by the microscopic or the mesoscopic engine alone.
struct TrafficRequest {
    gis::SumoRequest files;
    OdFiles od;               ///< demand besides the routes'; no matrices: none
    bool equilibrium = false; ///< trips without a way take that of a user equilibrium, not the fastest on empty streets
    TimeUs end = -1;          ///< -1: the configuration's, or when the last vehicle has arrived (24 h at the most)
    TimeUs step = -1;         ///< -1: the configuration's, one second without one
    unsigned threads = 0;     ///< 0: one per core
    std::uint64_t seed = 0;   ///< 0: the configuration's
    std::filesystem::path tripinfo;  ///< see gis::sumo_format(); empty: none
    std::filesystem::path fcd;       ///< empty: none
    std::filesystem::path summary;   ///< the run step by step; empty: none
    std::filesystem::path detectors; ///< folder of what detectors in the files write; see MeterFiles; empty: none
    bool meso = false;               ///< link queues in steps of one second on one thread; no fcd, no overlaps
    struct Window {
        Point2 at; ///< in the network's coordinates
        double radius_m = 0.0;
    };
    std::optional<Window> window; ///< with meso: here the microscopic engine drives
    bool check_overlaps = false;  ///< count bodies that share a place at every step (slow)
};

struct TrafficMeans {
    double duration_s = 0.0;
    double waiting_s = 0.0;
    double time_loss_s = 0.0;
    double route_length_m = 0.0;
    double speed_mps = 0.0; ///< mean of each trip's own mean
    double depart_delay_s = 0.0;
};

struct TrafficReport {
    traffic::VehicleCounts vehicles;
    TrafficMeans mean; ///< over finished trips
    double vehicle_seconds_per_s = 0.0;
    double real_time_factor = 0.0;
    double load_s = 0.0;
    double run_s = 0.0;
    double bytes_per_vehicle = 0.0; ///< of the engine's arrays, ways not counted, at the busiest moment
    double peak_memory_mb = 0.0;
    std::uint64_t most_running = 0;
    std::uint64_t diverted = 0;      ///< took another way because they stood at the line in a wrong lane
    std::uint64_t overlaps = 0;      ///< with check_overlaps
    std::uint64_t hard_brakings = 0; ///< the same: in a step, beyond what the vehicle can
    std::uint64_t state_hash = 0;
    TimeUs end = 0;
    std::vector<std::string> unroutable; ///< names of trips
    std::vector<std::string> notes;
};

/// Reads and runs. Loading is not part of the speed. A stop gives Cancelled.
[[nodiscard]] Result<TrafficReport> run_traffic(const TrafficRequest& request,
                                                const std::function<void(double fraction, TimeUs at)>& progress,
                                                const std::stop_token& stop);

/// The report as one JSON object.
[[nodiscard]] std::string to_json(const TrafficReport& report, int indent = 1);

} // namespace cityloom::scenarios

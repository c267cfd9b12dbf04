// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/prepare.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include "sim/traffic/bicycles.h"
#include "sim/traffic/equilibrium/equilibrium.h"
#include "sim/traffic/hours.h"
#include "sim/traffic/signals/signal_plan.h"
#include "sim/traffic/trips.h"

namespace cityloom::scenarios {

namespace {

/// Puts bicycle trips with their ways among the motor trips: these have found theirs already, and do not know of them.
void add_riders(const engine::Networks& networks, const std::vector<std::uint32_t>& closed_edges,
                const RunRequest& request, const traffic::Router& router, std::vector<traffic::Trip>& trips,
                std::vector<std::vector<std::uint32_t>>& routes, Executor& executor) {
    const traffic::DemandModel& demand = networks.demand;
    const double share = request.bicycles < 0.0 ? demand.bicycle_mode_share : request.bicycles;
    const auto count = static_cast<std::uint64_t>(std::llround(traffic::expected_bicycles(
        demand, request.start, request.duration, static_cast<double>(trips.size()), std::max(0.0, share))));
    if (count == 0) {
        return;
    }
    const auto riders = traffic::draw_bicycle_trips(
        demand, networks.roads,
        {.start = request.start, .duration = request.duration, .trips = count, .seed = request.seed});
    auto ways = traffic::bicycle_routes(networks.roads, router, riders, traffic::SimulationOptions{}.taste_spread,
                                        closed_edges, executor);
    routes.resize(trips.size());
    std::vector<traffic::Trip> all;
    std::vector<std::vector<std::uint32_t>> all_ways;
    std::size_t m = 0;
    for (std::size_t r = 0; r < riders.size() || m < trips.size();) {
        const bool motor = r == riders.size() || (m < trips.size() && trips[m].depart <= riders[r].depart);
        all.push_back(motor ? trips[m] : riders[r]);
        all_ways.push_back(std::move(motor ? routes[m] : ways[r]));
        ++(motor ? m : r);
    }
    trips = std::move(all);
    routes = std::move(all_ways);
}

/// What of the streets changes by the hour, in a sentence.
std::string hours_note(const traffic::HoursApplied& hours, TimeUs start) {
    const auto count = [](std::size_t n, const char* one, const char* many) {
        return std::to_string(n) + " " + (n == 1 ? one : many);
    };
    std::string note = "As on a Tuesday at " + format_clock(start) + ", " +
                       count(hours.closed, "street is", "streets are") + " closed by the hour, " +
                       count(hours.local, "is", "are") + " for those with business there, " +
                       count(hours.limits, "has", "have") + " another limit, and " +
                       count(hours.turns, "turn is", "turns are") + " forbidden, for the whole run.";
    if (hours.changes > 0) {
        note += " At " + count(hours.changes, "place", "places") + " this changes while it goes on, which is left out.";
    }
    return note;
}
static_assert(kRunDay == Weekday::Tuesday, "the note says so");

} // namespace

unsigned thread_count(const RunRequest& request) {
    return request.threads > 0 ? request.threads : std::max(1U, std::thread::hardware_concurrency());
}

Result<PreparedRun> prepare_run(const gis::City& city, const engine::Networks& base, const Scenario& resolved,
                                const RunRequest& request, Executor& executor,
                                const std::function<double()>& clock_ms) {
    auto applied = apply_scenario(city, base, resolved);
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    return prepare_run(*applied, request, executor, clock_ms);
}

PreparedRun prepare_run(const AppliedCity& applied, const RunRequest& request, Executor& executor,
                        const std::function<double()>& clock_ms, const std::stop_token& stop) {
    const double before = clock_ms ? clock_ms() : 0.0;
    engine::Networks networks = applied.networks; // the run plans its signals for its own flows
    const bool by_hour = !networks.roads.hours.empty();
    const traffic::HoursApplied hours =
        traffic::apply_hours(networks.roads, minute_of_week(kRunDay, request.start), request.duration);
    const auto trips_wanted =
        static_cast<std::uint64_t>(std::llround(static_cast<double>(request.trips) * applied.demand_growth));
    auto trips = traffic::draw_trips(networks.demand, networks.roads,
                                     {.start = request.start,
                                      .duration = request.duration,
                                      .trips = trips_wanted,
                                      .seed = request.seed,
                                      .growth = applied.demand_growth});
    const traffic::SimulationOptions defaults;
    const traffic::Router router{networks.roads};
    traffic::equilibrium::Equilibrium loaded =
        traffic::equilibrium::equilibrate(networks.roads, router, trips,
                                          {.start = request.start,
                                           .duration = request.duration,
                                           .taste_spread = defaults.taste_spread,
                                           .closed_edges = applied.closed_edges,
                                           .stop = stop,
                                           .plan =
                                               [&](traffic::RoadNetwork& roads, std::span<const double> turn_flow_vph) {
                                                   traffic::plan_signals(roads, turn_flow_vph);
                                                   apply_signal_overrides(roads, applied.signal_overrides);
                                               }},
                                          executor);
    add_riders(networks, applied.closed_edges, request, router, trips, loaded.routes, executor);
    engine::WorldOptions options{.start = request.start,
                                 .seed = request.seed,
                                 .edge_times_s = std::move(loaded.edge_times_s),
                                 .first_routes = std::move(loaded.routes),
                                 .events = applied.events,
                                 .closed_edges = applied.closed_edges,
                                 .work_zones = applied.work_zones,
                                 .city = applied.fingerprint,
                                 .clock_ms = clock_ms};
    PreparedRun prepared{engine::World{std::move(networks), std::move(trips), std::move(options)},
                         std::move(loaded.relative_gap)};
    prepared.turn_flow_vph = std::move(loaded.turn_flow_vph);
    if (by_hour) {
        prepared.notes.push_back(hours_note(hours, request.start));
    }
    prepared.prepare_ms = clock_ms ? clock_ms() - before : 0.0;
    return prepared;
}

} // namespace cityloom::scenarios

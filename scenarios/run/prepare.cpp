// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/prepare.h"

#include <cmath>
#include <thread>

#include "sim/traffic/equilibrium/equilibrium.h"
#include "sim/traffic/signals/signal_plan.h"
#include "sim/traffic/trips.h"

namespace cityloom::scenarios {

unsigned thread_count(const RunRequest& request) {
    return request.threads > 0 ? request.threads : std::max(1U, std::thread::hardware_concurrency());
}

Result<PreparedRun> prepare_run(const gis::City& city, const engine::Networks& base, const Scenario& resolved,
                                const RunRequest& request, Executor& executor,
                                const std::function<double()>& clock_ms) {
    const double before = clock_ms ? clock_ms() : 0.0;
    auto applied = apply_scenario(city, base, resolved);
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    const auto trips_wanted =
        static_cast<std::uint64_t>(std::llround(static_cast<double>(request.trips) * applied->demand_growth));
    auto trips = traffic::draw_trips(applied->networks.demand, applied->networks.roads,
                                     {.start = request.start,
                                      .duration = request.duration,
                                      .trips = trips_wanted,
                                      .seed = request.seed,
                                      .growth = applied->demand_growth});
    const traffic::SimulationOptions defaults;
    const traffic::Router router{applied->networks.roads};
    traffic::equilibrium::Equilibrium loaded =
        traffic::equilibrium::equilibrate(applied->networks.roads, router, trips,
                                          {.start = request.start,
                                           .duration = request.duration,
                                           .taste_spread = defaults.taste_spread,
                                           .closed_edges = applied->closed_edges,
                                           .plan =
                                               [&](traffic::RoadNetwork& roads, std::span<const double> turn_flow_vph) {
                                                   traffic::plan_signals(roads, turn_flow_vph);
                                                   apply_signal_overrides(roads, applied->signal_overrides);
                                               }},
                                          executor);
    engine::WorldOptions options{.start = request.start,
                                 .seed = request.seed,
                                 .edge_times_s = std::move(loaded.edge_times_s),
                                 .first_routes = std::move(loaded.routes),
                                 .events = std::move(applied->events),
                                 .closed_edges = std::move(applied->closed_edges),
                                 .work_zones = std::move(applied->work_zones),
                                 .clock_ms = clock_ms};
    PreparedRun prepared{engine::World{applied->networks, std::move(trips), std::move(options)},
                         std::move(loaded.relative_gap)};
    prepared.turn_flow_vph = std::move(loaded.turn_flow_vph);
    prepared.prepare_ms = clock_ms ? clock_ms() - before : 0.0;
    return prepared;
}

} // namespace cityloom::scenarios

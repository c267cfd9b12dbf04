// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/traffic/od_ways.h"

#include <algorithm>

#include "sim/core/executor.h"
#include "sim/traffic/equilibrium/equilibrium.h"
#include "sim/traffic/od/load.h"

namespace cityloom::scenarios {

double lay_equilibrium_ways(gis::SumoScenario& scenario, Executor& executor, const std::stop_token& stop) {
    traffic::Workload& work = scenario.work;
    std::vector<std::uint32_t> free;
    std::vector<traffic::Trip> trips;
    for (std::uint32_t t = 0; t < work.trips.size(); ++t) {
        const traffic::Trip& trip = work.trips[t];
        if (trip.route == kNone && (work.types[trip.type].use & traffic::kCars) != 0) {
            free.push_back(t);
            trips.push_back(trip);
        }
    }
    if (trips.empty()) {
        return 0.0;
    }
    const traffic::od::LoadOptions as_calibrated;
    traffic::equilibrium::EquilibriumOptions options;
    options.start = trips.front().depart;
    options.duration = std::max(kMinuteUs, trips.back().depart - options.start);
    options.target_gap = as_calibrated.target_gap;
    options.most_iterations = as_calibrated.most_iterations;
    options.stop = stop;
    const traffic::Router router{scenario.net};
    const auto found = traffic::equilibrium::equilibrate(scenario.net, router, trips, options, executor);
    for (std::size_t k = 0; k < free.size(); ++k) {
        const std::vector<std::uint32_t>& way = found.routes[k];
        if (!way.empty()) {
            work.trips[free[k]].route = static_cast<std::uint32_t>(work.routes.size());
            work.routes.push_back(
                {static_cast<std::uint32_t>(work.route_edges.size()), static_cast<std::uint32_t>(way.size())});
            work.route_edges.insert(work.route_edges.end(), way.begin(), way.end());
        }
    }
    return found.relative_gap.empty() ? 0.0 : found.relative_gap.back();
}

} // namespace cityloom::scenarios

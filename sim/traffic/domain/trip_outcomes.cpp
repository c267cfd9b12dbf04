// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/domain/trip_outcomes.h"

#include <cmath>

#include "sim/core/executor.h"
#include "sim/traffic/micro/simulation.h"
#include "sim/traffic/router.h"
#include "sim/traffic/routing/route_finder.h"

namespace cityloom::traffic {

namespace {

/// Times of best ways at free speed with nothing closed.
class FreeWays {
public:
    FreeWays(const RoadNetwork& roads, std::size_t queries)
        : router_{roads}, finder_{roads, router_, 0.0F}, lease_{finder_} {
        Executor one{1};
        finder_.set_times(router_.free_times_s());
        finder_.expect(kCars, queries, one);
    }

    [[nodiscard]] double time_s(const Trip& trip) {
        const auto free = router_.free_times_s();
        const float beyond = finder_.route(trip.from_edge, trip.to_edge, {.use = kCars}, lease_, route_);
        if (route_.empty() || !std::isfinite(beyond)) {
            return INFINITY;
        }
        const auto along = static_cast<double>(beyond);
        const double first = static_cast<double>(free[trip.from_edge]) * (1.0 - static_cast<double>(trip.from_share));
        const double last = static_cast<double>(free[trip.to_edge]) * (1.0 - static_cast<double>(trip.to_share));
        return route_.size() == 1 ? std::max(0.0, first - last) : std::max(0.0, first + along - last);
    }

private:
    Router router_;
    routing::RouteFinder finder_;
    routing::RouteFinder::Lease lease_;
    std::vector<std::uint32_t> route_;
};

} // namespace

std::vector<TripOutcome> trip_outcomes(const Simulation& traffic) {
    std::vector<TripOutcome> outcomes;
    const auto trips = traffic.trips();
    const auto records = traffic.records();
    std::size_t lost = 0;
    for (std::uint32_t t = 0; t < trips.size(); ++t) {
        if (trips[t].depart >= traffic.time()) {
            continue;
        }
        const TripRecord& record = records[t];
        TripOutcome& o = outcomes.emplace_back(TripOutcome{.trip = t, .outcome = outcome_of(record)});
        o.time_s = to_seconds((o.outcome == Outcome::Arrived ? record.arrived : traffic.time()) - trips[t].depart);
        lost += o.lost() ? 1U : 0U;
    }
    if (lost > 0) {
        FreeWays ways{traffic.network(), lost};
        for (TripOutcome& o : outcomes) {
            o.time_s = o.lost() ? ways.time_s(trips[o.trip]) : o.time_s;
        }
    }
    return outcomes;
}

} // namespace cityloom::traffic

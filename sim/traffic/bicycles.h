// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "sim/core/executor.h"
#include "sim/traffic/router.h"
#include "sim/traffic/trips.h"

namespace cityloom::traffic {

/// Bicycle trips have ids above this: no trip of a motor vehicle has one of theirs.
inline constexpr std::uint64_t kBicycleIds = std::uint64_t{1} << 40U;

/// Edges that riders can reach from one another, the largest such set.
[[nodiscard]] std::vector<bool> bicycle_edges(const RoadNetwork& net);

/// How many bicycle trips go with the motor trips of a span of time where \p share of all trips of people inside the
/// city are made by bicycle. \param motor_trips of vehicles; their people are DemandModel::car_mode_share of all.
[[nodiscard]] double expected_bicycles(const DemandModel& demand, TimeUs start, TimeUs duration, double motor_trips,
                                       double share);

/// Draws \p request.trips bicycle trips from the same activities as draw_trips() (purpose and hour, people, jobs), with
/// DemandModel::bicycle_decay_m and both ends inside the city, on bicycle_edges(). Sorted by departure, then id.
[[nodiscard]] std::vector<Trip> draw_bicycle_trips(const DemandModel& demand, const RoadNetwork& net,
                                                   const TripRequest& request);

/// The way of each rider: the quickest at a rider's own pace, whatever motor traffic does; empty where there is none.
[[nodiscard]] std::vector<std::vector<std::uint32_t>> bicycle_routes(const RoadNetwork& net, const Router& router,
                                                                     std::span<const Trip> trips, float taste_spread,
                                                                     std::span<const std::uint32_t> closed_edges,
                                                                     Executor& executor);

} // namespace cityloom::traffic

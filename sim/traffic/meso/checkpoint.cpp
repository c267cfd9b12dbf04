// SPDX-License-Identifier: GPL-3.0-or-later
// The whole mutable state: one list for the hash, for saving, and for going on from there.
#include <algorithm>

#include "sim/traffic/meso/state.h"
#include "sim/traffic/visit.h"

namespace cityloom::traffic {

void visit(Archive& a, MesoTrip& trip) {
    auto& [way, position, next, lane, stop, factor, route_m, free_s, own_s, waiting_s, stopped_s, type] = trip;
    // The others are chosen before the start.
    a(position, next, lane, stop, route_m, free_s, own_s, waiting_s, stopped_s);
}

void visit(Archive& a, MesoEdge& edge) {
    auto& [lanes, waiters, waiters_last, crossed_s, crossed, window, gate] = edge;
    a(waiters, waiters_last, crossed_s, crossed, window, gate); // lanes are the network's
}

void MesoSimulation::State::visit(Archive& a) {
    a(now, next_departure, counts, vehicle_seconds, events);
    queues.visit(a);
    calendar.visit(a);
    a.fixed(trips, records, slot, slot_since, origin, origin_last, edges, next_waiter);
    a(handed);
    if (a.restoring() && (!a.ok() || !holds_together())) {
        a.refuse();
    }
}

bool MesoSimulation::State::holds_together() const {
    const auto none_or_below = [](std::size_t size) {
        return [size](std::uint32_t index) { return index == kNone || index < size; };
    };
    const auto trip_or_none = none_or_below(trips.size());
    const auto entity_or_none = none_or_below(first_trip);
    const auto lane_or_none = none_or_below(plan.lanes.size());
    for (std::uint32_t l = 0; l < queues.size(); ++l) {
        const LinkQueue& q = queues[l];
        for (std::uint32_t k = 0; k < q.cars; ++k) {
            const LinkCell& car = queues.car(q, k);
            if (car.trip >= trips.size() || (car.turn != kNone && car.turn >= plan.turns.size())) {
                return false;
            }
        }
    }
    const auto trip_fits = [&](const MesoTrip& trip) {
        return trip.position <= trip.way.count && trip_or_none(trip.next) && lane_or_none(trip.lane) &&
               trip.stop <= work.stops.size();
    };
    const auto edge_fits = [&](const MesoEdge& edge) {
        return entity_or_none(edge.waiters) && entity_or_none(edge.waiters_last);
    };
    const auto handed_fits = [&](const HandedOver& handed_over) {
        return handed_over.trip < trips.size() && handed_over.edge < edges.size();
    };
    return std::ranges::all_of(trips, trip_fits) && std::ranges::all_of(edges, edge_fits) &&
           std::ranges::all_of(slot, trip_or_none) && std::ranges::all_of(origin, trip_or_none) &&
           std::ranges::all_of(origin_last, trip_or_none) && std::ranges::all_of(next_waiter, entity_or_none) &&
           std::ranges::all_of(handed, handed_fits) && next_departure <= trips.size();
}

void MesoSimulation::visit(Archive& archive) {
    state_->visit(archive);
}

void MesoSimulation::hash(StateHash& hash) const {
    Archive archive{hash};
    state_->visit(archive);
}

} // namespace cityloom::traffic

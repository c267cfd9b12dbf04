// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/meso/meso_simulation.h"

#include "sim/traffic/meso/state.h"

namespace cityloom::traffic {

MesoSimulation::MesoSimulation(const RoadNetwork& net, Workload work, const MesoOptions& options, Executor& executor)
    : state_{std::make_unique<State>(net, std::move(work), options, executor)} {}
MesoSimulation::~MesoSimulation() = default;
MesoSimulation::MesoSimulation(MesoSimulation&&) noexcept = default;
MesoSimulation& MesoSimulation::operator=(MesoSimulation&&) noexcept = default;

/// Events of one second lie all over the network, and with a million vehicles little of it is in the cache: without
/// this most of the time goes into waiting for memory. In stages, as one address leads to the next.
void MesoSimulation::State::fetch_ahead() const noexcept {
    const auto is_lane = [this](std::uint32_t entity) { return entity < first_slot; };
    if (const std::uint32_t l = calendar.ahead(16); is_lane(l)) {
        __builtin_prefetch(&queues[l]);
        __builtin_prefetch(&plan.lanes[l]);
    }
    if (const std::uint32_t l = calendar.ahead(12); is_lane(l)) {
        __builtin_prefetch(&queues.car(queues[l], 0));
        __builtin_prefetch(&edges[plan.lanes[l].edge]);
    }
    const auto head = [this](std::uint32_t l) { return queues[l].cars > 0 ? &queues.car(queues[l], 0) : nullptr; };
    if (const std::uint32_t l = calendar.ahead(8); is_lane(l)) {
        if (const LinkCell* car = head(l)) {
            __builtin_prefetch(&trips[car->trip]);
            if (car->turn != kNone) {
                __builtin_prefetch(&plan.turns[car->turn]);
            }
        }
    }
    if (const std::uint32_t l = calendar.ahead(5); is_lane(l)) {
        if (const LinkCell* car = head(l); car != nullptr && car->turn != kNone) {
            const MesoTrip& trip = trips[car->trip];
            __builtin_prefetch(&way_edges[trip.way.begin + trip.position]);
            __builtin_prefetch(&edges[plan.turns[car->turn].to_edge]);
        }
    }
    if (const std::uint32_t l = calendar.ahead(2); is_lane(l)) {
        if (const LinkCell* car = head(l); car != nullptr && car->turn != kNone) {
            const Range lanes = edges[plan.turns[car->turn].to_edge].lanes;
            for (std::uint32_t k = lanes.begin; k < lanes.end(); ++k) {
                __builtin_prefetch(&queues[k]);
                __builtin_prefetch(&plan.lanes[k]);
            }
        }
    }
}

void MesoSimulation::step() {
    State& s = *state_;
    s.calendar.open(s.now);
    s.collect_departures();
    Calendar::Event event;
    while (true) {
        s.fetch_ahead();
        if (!s.calendar.take(event)) {
            break;
        }
        ++s.events;
        if (event.entity < s.first_slot) {
            s.serve_lane(event.entity, event.at);
        } else if (event.entity < s.first_origin) {
            s.serve_slot(event.entity - s.first_slot, event.at);
        } else if (event.entity < s.first_trip) {
            s.serve_origin(event.entity - s.first_origin, event.at);
        } else {
            s.serve_end(event.entity - s.first_trip, event.at);
        }
    }
    s.now += kSecondUs;
    s.vehicle_seconds += s.counts.running;
}

TimeUs MesoSimulation::time() const noexcept {
    return state_->now;
}
VehicleCounts MesoSimulation::counts() const noexcept {
    return state_->counts;
}
std::span<const TripRecord> MesoSimulation::records() const noexcept {
    return state_->records;
}
std::span<const Trip> MesoSimulation::trips() const noexcept {
    return state_->work.trips;
}
std::uint64_t MesoSimulation::vehicle_seconds() const noexcept {
    return state_->vehicle_seconds;
}
std::uint64_t MesoSimulation::events() const noexcept {
    return state_->events;
}

std::vector<float> MesoSimulation::edge_times_s() const {
    const State& s = *state_;
    std::vector<float> times = s.free_s;
    for (std::size_t e = 0; e < times.size(); ++e) {
        if (s.edges[e].crossed > 0) {
            times[e] = static_cast<float>(s.edges[e].crossed_s / s.edges[e].crossed);
        }
    }
    return times;
}

std::uint32_t MesoSimulation::vehicles_on(std::uint32_t edge) const {
    const Range lanes = state_->edges[edge].lanes;
    std::uint32_t vehicles = 0;
    for (std::uint32_t l = lanes.begin; l < lanes.end(); ++l) {
        vehicles += state_->queues[l].cars;
    }
    return vehicles;
}

std::uint64_t MesoSimulation::count_vehicles() const {
    const State& s = *state_;
    std::uint64_t vehicles = 0;
    for (std::uint32_t l = 0; l < s.queues.size(); ++l) {
        vehicles += s.queues[l].cars;
    }
    for (const std::uint32_t trip : s.slot) {
        vehicles += trip != kNone ? 1U : 0U;
    }
    for (std::size_t t = 0; t < s.trips.size(); ++t) {
        vehicles += s.calendar.at(s.first_trip + static_cast<std::uint32_t>(t)) != kNever ? 1U : 0U;
    }
    return vehicles;
}

std::size_t MesoSimulation::vehicle_bytes() const noexcept {
    const State& s = *state_;
    return s.queues.bytes() + s.calendar.bytes() + s.records.capacity() * sizeof(TripRecord) +
           s.trips.capacity() * sizeof(MesoTrip) + s.work.trips.capacity() * sizeof(Trip);
}

} // namespace cityloom::traffic

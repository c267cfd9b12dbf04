// SPDX-License-Identifier: GPL-3.0-or-later
// Where another engine drives a part of the network: vehicles handed to it, and taken back.
#include <algorithm>
#include <utility>

#include "sim/traffic/meso/state.h"

namespace cityloom::traffic {

void MesoSimulation::State::hand_over(std::uint32_t index, std::uint32_t t, TimeUs at) {
    MesoTrip& trip = trips[index];
    const LinkTurn& turn = plan.turns[t];
    trip.route_m += turn.length_m;
    trip.free_s += turn.length_m / turn.speed_mps;
    ++trip.position;
    --edges[turn.to_edge].gate;
    const float across = turn.length_m / std::min(turn.speed_mps, types[trip.type].max_mps);
    trip.own_s += across;
    handed.push_back({index, turn.to_edge, at + us(across)});
}

void MesoSimulation::set_window(std::span<const std::uint8_t> edges) {
    for (std::size_t e = 0; e < edges.size() && e < state_->edges.size(); ++e) {
        state_->edges[e].window = edges[e] != 0;
    }
}

void MesoSimulation::open_gate(std::uint32_t edge, std::uint32_t vehicles) {
    state_->edges[edge].gate = vehicles;
    if (vehicles > 0) {
        state_->wake(edge, state_->now);
    }
}

std::vector<MesoSimulation::HandedOver> MesoSimulation::take_handed_over() {
    return std::exchange(state_->handed, {});
}

bool MesoSimulation::admit(std::uint32_t index, std::uint32_t position, float from_m) {
    State& s = *state_;
    MesoTrip& trip = s.trips[index];
    const MesoPlace place = s.find_place(trip, position, s.now, 0.0F);
    if (place.lane == kNone || place.at > s.now) {
        return false;
    }
    trip.position = position;
    s.enter(index, place, std::min(from_m, s.plan.lanes[place.lane].length_m), s.now, 0.0F);
    return true;
}

void MesoSimulation::add_driven(std::uint32_t index, const TripRecord& driven) {
    MesoTrip& trip = state_->trips[index];
    trip.route_m += driven.route_m;
    trip.free_s += driven.free_s;
    trip.own_s += driven.own_s;
    trip.waiting_s += driven.waiting_s;
    trip.stopped_s += driven.stopped_s;
}

void MesoSimulation::note_departure(std::uint32_t index, TimeUs at) {
    state_->records[index].departed = at;
    --state_->counts.waiting;
    ++state_->counts.departed;
    ++state_->counts.running;
}

void MesoSimulation::note_arrival(std::uint32_t index, TimeUs at) {
    state_->finish(index, at);
}

std::span<const std::uint32_t> MesoSimulation::way(std::uint32_t index) const noexcept {
    const Range way = state_->trips[index].way;
    return {state_->way_edges.data() + way.begin, way.count};
}

std::uint32_t MesoSimulation::type_of(std::uint32_t index) const noexcept {
    return state_->trips[index].type;
}

} // namespace cityloom::traffic

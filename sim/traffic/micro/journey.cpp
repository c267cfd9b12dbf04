// SPDX-License-Identifier: GPL-3.0-or-later
// One trip's way, for whoever follows its vehicle.
#include <algorithm>
#include <limits>

#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

/// The vehicle of a trip and how far it is along its edge; null: it is not on the streets.
std::pair<const Vehicle*, float> find_vehicle(const Simulation::State& s, std::uint32_t trip) {
    for (std::uint32_t l = 0; l < s.plan.lanes.size(); ++l) {
        const std::span<const Vehicle> here{s.on_lane(l), s.lane_slot[l].count};
        const auto found = std::ranges::find(here, trip, &Vehicle::trip);
        if (found != here.end()) {
            return {&*found, found->x_m};
        }
    }
    for (std::uint32_t t = 0; t < s.plan.turns.size(); ++t) {
        const std::span<const Vehicle> here{s.on_turn(t), s.turn_slot[t].count};
        const auto found = std::ranges::find(here, trip, &Vehicle::trip);
        if (found != here.end()) {
            return {&*found, std::numeric_limits<float>::infinity()};
        }
    }
    return {nullptr, 0.0F};
}

} // namespace

std::optional<Journey> Simulation::journey(std::uint64_t id) const {
    const State& s = *state_;
    const auto trip = std::ranges::find(s.work.trips, id, &Trip::id);
    if (trip == s.work.trips.end()) {
        return std::nullopt;
    }
    Journey journey{.trip = static_cast<std::uint32_t>(trip - s.work.trips.begin())};
    const TripRecord& record = s.records[journey.trip];
    journey.under_way = record.departed >= 0 && record.arrived < 0 && !record.gave_up;
    const auto [vehicle, along_m] = find_vehicle(s, journey.trip);
    journey.way = s.routes[journey.trip];
    if (vehicle == nullptr || journey.way.empty()) {
        journey.left_s = std::numeric_limits<double>::infinity(); // it has no way on
        return journey;
    }
    journey.at = std::min(vehicle->cursor, static_cast<std::uint32_t>(journey.way.size() - 1));
    const auto length_m = static_cast<float>(s.net.edges[journey.way[journey.at]].length_m);
    journey.along_m = std::clamp(along_m, 0.0F, length_m);
    journey.expected = trip->route == kNone ? s.expected[journey.trip] : -1;
    if (s.entered[journey.trip] > record.departed) { // else it has passed no junction
        journey.delay_s = std::max(0.0, to_seconds(s.entered[journey.trip] - record.departed) -
                                            static_cast<double>(record.own_s) - static_cast<double>(record.stopped_s));
    }
    for (std::size_t k = journey.at; k < journey.way.size(); ++k) {
        const double ends = k + 1 == journey.way.size() ? static_cast<double>(trip->to_share) : 1.0;
        const double begins = k == journey.at ? static_cast<double>(journey.along_m / std::max(0.1F, length_m)) : 0.0;
        const auto& times = k == journey.at ? s.edge_s : s.routing_s; // who is on a closed street may leave it
        journey.left_s += ends > begins ? static_cast<double>(times[journey.way[k]]) * (ends - begins) : 0.0;
    }
    return journey;
}

} // namespace cityloom::traffic

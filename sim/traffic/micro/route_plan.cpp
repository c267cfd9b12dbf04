// SPDX-License-Identifier: GPL-3.0-or-later
// What a vehicle plans when it enters a street: which lanes lead on, which turn it takes, where it halts.
#include <algorithm>

#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

constexpr std::uint32_t kStreetsAhead = 6;
constexpr float kAheadM = 400.0F;

bool may_use(const Simulation::State& s, const Vehicle& v, std::uint32_t lane) {
    return (static_cast<unsigned>(s.plan.lanes[lane].use) & s.types[v.type].use) != 0;
}

} // namespace

std::uint32_t Simulation::State::useful_lanes(const Vehicle& vehicle, std::uint32_t position) const {
    const std::vector<std::uint32_t>& route = routes[vehicle.trip];
    // The streets looked at, then backward: which lanes of each lead into the useful ones of the next.
    const auto size = static_cast<std::uint32_t>(route.size());
    std::uint32_t last = position;
    float seen = 0.0F;
    while (last + 1 < size && last < position + kStreetsAhead && seen < kAheadM) {
        ++last;
        seen += static_cast<float>(net.edges[route[last]].length_m);
    }
    std::uint32_t useful = 0xFFFF;
    for (std::uint32_t at = last + 1; at-- > position;) {
        const std::uint32_t first = plan.first_lane[route[at]];
        const std::uint32_t count = std::min(kMostLanes, net.edges[route[at]].lanes.count);
        std::uint32_t open = 0;  // it may be driven on
        std::uint32_t leads = 0; // and leads into the next street
        std::uint32_t best = 0;  // into a useful lane there
        const std::uint32_t next = at < last ? route[at + 1] : kNone;
        for (std::uint32_t k = 0; k < count; ++k) {
            const LanePlan& lane = plan.lanes[first + k];
            if (!may_use(*this, vehicle, first + k)) {
                continue;
            }
            open |= 1U << k;
            if (next == kNone) {
                continue;
            }
            for (std::uint32_t t = lane.turn_begin; t < lane.turn_begin + lane.turn_count; ++t) {
                const TurnPlan& turn = plan.turns[t];
                if (turn.to_edge != next || !may_use(*this, vehicle, turn.to_lane)) {
                    continue;
                }
                leads |= 1U << k;
                best |= (useful >> std::min<std::uint32_t>(15, plan.lanes[turn.to_lane].own) & 1U) << k;
            }
        }
        useful = next == kNone ? open : best != 0 ? best : leads;
        if (useful == 0) {
            useful = open != 0 ? open : 0xFFFF;
        }
    }
    return useful;
}

void Simulation::State::plan_edge(Vehicle& vehicle, std::uint32_t lane_index) {
    const std::vector<std::uint32_t>& route = routes[vehicle.trip];
    const std::uint32_t position = vehicle.cursor;
    const LanePlan& lane = plan.lanes[lane_index];
    const Trip& trip = work.trips[vehicle.trip];
    vehicle.set(Vehicle::kCommitted, false);
    vehicle.set(Vehicle::kMayGo, false);
    vehicle.set(Vehicle::kToWait, false);
    vehicle.set(Vehicle::kHalts, false);
    vehicle.set(Vehicle::kWrongLane, false);
    vehicle.turn = kNone;
    const bool last = position + 1 >= route.size();
    vehicle.set(Vehicle::kArrivesHere, last);
    vehicle.lanes = static_cast<std::uint16_t>(useful_lanes(vehicle, position));
    if (!next_stop.empty() && next_stop[vehicle.trip] < trip.stops.end()) {
        const Stop& stop = work.stops[next_stop[vehicle.trip]];
        const Lane& at = net.lanes[stop.lane];
        if (at.edge == lane.edge) {
            const std::uint32_t own = stop.lane - net.edges[at.edge].lanes.begin;
            if (own == lane.own && stop.end_m > vehicle.x_m - 1.0F) {
                vehicle.set(Vehicle::kHalts, true);
                vehicle.stop_x_m = std::min(stop.end_m, lane.length_m - 0.1F);
            } else if (stop.end_m <= vehicle.x_m - 1.0F) {
                ++next_stop[vehicle.trip]; // missed: it could not get there in time
            } else {
                vehicle.lanes = static_cast<std::uint16_t>(1U << std::min(15U, own));
            }
        }
    }
    if (last) {
        if (!vehicle.has(Vehicle::kHalts)) {
            const float end = trip.to_m >= 0.0F ? trip.to_m : lane.length_m * trip.to_share;
            vehicle.stop_x_m = std::min(end, lane.length_m - 0.1F);
        }
        return;
    }
    Vehicle there = vehicle;
    const std::uint32_t useful_there = useful_lanes(there, position + 1);
    bool good = false;
    for (std::uint32_t t = lane.turn_begin; t < lane.turn_begin + lane.turn_count; ++t) {
        const TurnPlan& turn = plan.turns[t];
        if (turn.to_edge != route[position + 1] || !may_use(*this, vehicle, turn.to_lane)) {
            continue;
        }
        const bool useful = (useful_there >> std::min<std::uint32_t>(15, plan.lanes[turn.to_lane].own) & 1U) != 0;
        if (vehicle.turn == kNone || (useful && !good)) {
            vehicle.turn = t;
            good = useful;
        }
    }
    vehicle.set(Vehicle::kWrongLane, vehicle.turn == kNone);
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
// What a vehicle plans when it enters a street: which lanes lead on, which turn it takes, where it halts.
#include <algorithm>

#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

constexpr std::uint32_t kStreetsAhead = 12;
constexpr float kAheadM = 400.0F;
constexpr float kRiderAheadM = 30.0F; // who rides at the kerb cares about the junctions next to him only
constexpr float kRingChangeM = 40.0F;
constexpr float kEnoughM = 100.0F;  // to change lanes on beyond the street: as good as a lane that leads further
constexpr float kNoChangeM = 10.0F; // of a street, where rear or front are in the junctions
constexpr std::uint32_t kSeveral = kNone - 1;
constexpr float kLeastReachM =
    12.0F; // too short to change lanes on: what fails the route sooner is a wrong lane already

bool may_use(const Simulation::State& s, const Vehicle& v, std::uint32_t lane) {
    return (static_cast<unsigned>(s.plan.lanes[lane].use) & s.types[v.type].use) != 0;
}

} // namespace

/// Whether marks on the ground part it, on lane \p own of the street that begins with \p first, from the nearest of the
/// lanes \p wanted.
bool Simulation::State::parted(const Vehicle& vehicle, std::uint32_t first, std::uint32_t own, std::uint32_t count,
                               std::uint32_t wanted) const {
    const unsigned use = type(vehicle).use;
    bool parted_from_any = false;
    for (const int way : {-1, 1}) {
        bool open = true;
        for (auto k = static_cast<int>(own); k >= 0 && k < static_cast<int>(count); k += way) {
            if ((wanted >> k & 1U) != 0) {
                if (open) {
                    return false;
                }
                parted_from_any = true;
                break;
            }
            const LanePlan& lane = plan.lanes[first + static_cast<std::uint32_t>(k)];
            open = open && ((way < 0 ? lane.to_kerb : lane.from_kerb) & use) != 0;
        }
    }
    return parted_from_any;
}

/// Whether it must not be on lane \p own of a street of its way: its trip ends on another lane there, or a mark on the
/// ground parts it from the lane of its next stop.
bool Simulation::State::cut_off(const Vehicle& vehicle, std::uint32_t position, std::uint32_t own) const {
    const Trip& trip = work.trips[vehicle.trip];
    if (trip.arrive_lane >= 0 && position + 1 == routes[vehicle.trip].size()) {
        return static_cast<std::uint32_t>(trip.arrive_lane) != own;
    }
    return parted_from_stop(vehicle, position, own);
}

bool Simulation::State::parted_from_stop(const Vehicle& vehicle, std::uint32_t position, std::uint32_t own) const {
    const Trip& trip = work.trips[vehicle.trip];
    if (next_stop.empty() || next_stop[vehicle.trip] >= trip.stops.end() ||
        !plan.lanes[plan.first_lane[routes[vehicle.trip][position]]].marked) {
        return false;
    }
    const std::uint32_t lane = work.stops[next_stop[vehicle.trip]].lane;
    const std::uint32_t edge = net.lanes[lane].edge;
    if (edge != routes[vehicle.trip][position]) {
        return false;
    }
    const std::uint32_t there = std::min(31U, lane - net.edges[edge].lanes.begin);
    const std::uint32_t count = std::min(kMostLanes, net.edges[edge].lanes.count);
    return own != there && parted(vehicle, plan.first_lane[edge], own, count, 1U << there);
}

Simulation::State::LaneChoice Simulation::State::reach_of_lanes(const Vehicle& vehicle, std::uint32_t position) const {
    const std::vector<std::uint32_t>& route = routes[vehicle.trip];
    const auto size = static_cast<std::uint32_t>(route.size());
    std::uint32_t last = position;
    float seen = 0.0F;
    const float ahead_m = type(vehicle).cls == VehicleClass::Bicycle ? kRiderAheadM : kAheadM;
    while (last + 1 < size && last < position + kStreetsAhead && seen < ahead_m) {
        ++last;
        // Where lanes may not be left it has to be in the right one before.
        seen += plan.lanes[plan.first_lane[route[last]]].marked ? 0.0F
                                                                : static_cast<float>(net.edges[route[last]].length_m);
    }
    // Backward from the last street looked at: how far each lane's own ways lead along the route.
    LaneChoice next;
    float ring_m = 0.0F; // to go on the roundabout
    for (std::uint32_t at = last + 1; at-- > position;) {
        LaneChoice here;
        const std::uint32_t first = plan.first_lane[route[at]];
        const std::uint32_t count = std::min(kMostLanes, net.edges[route[at]].lanes.count);
        const Blocked* shut = blocked.empty() ? nullptr : blocked_on(route[at]);
        float most = -1.0F;
        float across_m = 0.0F;
        for (std::uint32_t k = 0; k < count; ++k) {
            const LanePlan& lane = plan.lanes[first + k];
            float reach = -1.0F; // closed to it
            const bool open = shut == nullptr || !shut->whole || !shut->lane(k);
            if (open && may_use(*this, vehicle, first + k)) {
                reach = at == last && !cut_off(vehicle, at, k) ? kFar : 0.0F;
                for (std::uint32_t t = lane.turn_begin; at < last && t < lane.turn_begin + lane.turn_count; ++t) {
                    const TurnPlan& turn = plan.turns[t];
                    const unsigned own = plan.lanes[turn.to_lane].own;
                    if (turn.to_edge == route[at + 1] && own < kMostLanes && next.reach_m[own] >= 0.0F &&
                        !cut_off(vehicle, at, k)) {
                        across_m = turn.length_m;
                        const float length = plan.lanes[turn.to_lane].length_m;
                        reach = std::max(reach, length + next.reach_m[own]);
                        const float to_change = (next.shut >> own & 1U) != 0 ? 0.0F : length - kNoChangeM;
                        here.room_m[k] = std::max(here.room_m[k], std::max(0.0F, to_change) + next.room_m[own]);
                    }
                }
            }
            here.reach_m[k] = reach;
            here.room_m[k] = reach >= kFar ? kFar : here.room_m[k];
            most = std::max(most, reach);
        }
        for (std::uint32_t k = 0; k < count; ++k) {
            here.best |= here.reach_m[k] >= most - 0.5F ? 1U << k : 0U;
            here.good |= here.room_m[k] >= kEnoughM ? 1U << k : 0U;
        }
        here.good |= here.best;
        for (std::uint32_t k = 0; k < count && plan.lanes[first].marked; ++k) {
            here.shut |= parted(vehicle, first, k, count, here.best) ? 1U << k : 0U;
        }
        const LanePlan& kerb = plan.lanes[first];
        const bool last_piece = ring_m <= 0.0F; // before its exit: now it has to be in a lane that leads there
        ring_m = !kerb.ring ? 0.0F : kerb.length_m + (ring_m > 0.0F ? ring_m + across_m : 0.0F);
        if (ring_m > kRingChangeM && !last_piece && !vehicle.keeps_to_exit()) {
            for (std::uint32_t k = 0; k < count; ++k) {
                here.reach_m[k] = here.reach_m[k] < 0.0F ? here.reach_m[k] : most;
                here.best |= here.reach_m[k] < 0.0F ? 0U : 1U << k;
                here.good = here.best;
            }
        }
        next = here;
    }
    return next;
}

/// The turn that a lane has into a street, where it is the only one and what lies ahead cannot change that; kNone: no
/// way there; kSeveral: it has to be worked out. Most lanes of most cities are so, and looking ahead is dear.
std::uint32_t Simulation::State::only_turn(const Vehicle& vehicle, std::uint32_t street, const LanePlan& lane) const {
    std::uint32_t only = kNone;
    for (std::uint32_t t = lane.turn_begin; t < lane.turn_begin + lane.turn_count; ++t) {
        if (plan.turns[t].to_edge == street) {
            if (only != kNone) {
                return kSeveral;
            }
            only = t;
        }
    }
    if (only == kNone) {
        return kNone;
    }
    const std::uint32_t to = plan.turns[only].to_lane;
    const Blocked* shut = blocked.empty() ? nullptr : blocked_on(street);
    const bool open = shut == nullptr || !shut->whole || !shut->lane(plan.lanes[to].own);
    if (plan.lanes[to].own >= kMostLanes || !open || !may_use(*this, vehicle, to)) {
        return kNone; // closed to it
    }
    return lane.ring || plan.lanes[to].length_m > kLeastReachM ? only : kSeveral;
}

std::uint32_t Simulation::State::pick_turn(const Vehicle& vehicle, std::uint32_t position,
                                           std::uint32_t lane_index) const {
    const std::vector<std::uint32_t>& route = routes[vehicle.trip];
    if (position + 1 >= route.size()) {
        return kNone;
    }
    const LanePlan& lane = plan.lanes[lane_index];
    if (const std::uint32_t only = only_turn(vehicle, route[position + 1], lane); only != kSeveral) {
        return only;
    }
    const LaneChoice there = reach_of_lanes(vehicle, position + 1);
    std::uint32_t stop_lane = kNone;
    if (!next_stop.empty() && next_stop[vehicle.trip] < work.trips[vehicle.trip].stops.end()) {
        const std::uint32_t lane_there = work.stops[next_stop[vehicle.trip]].lane;
        const std::uint32_t edge = net.lanes[lane_there].edge;
        stop_lane = edge == route[position + 1] ? lane_there - net.edges[edge].lanes.begin : kNone;
    }
    std::uint32_t best = kNone;
    float most = -1.0F;
    for (std::uint32_t t = lane.turn_begin; t < lane.turn_begin + lane.turn_count; ++t) {
        const TurnPlan& turn = plan.turns[t];
        const unsigned own = plan.lanes[turn.to_lane].own;
        if (turn.to_edge != route[position + 1] || own >= kMostLanes || there.reach_m[own] < 0.0F) {
            continue;
        }
        float reach = plan.lanes[turn.to_lane].length_m + there.reach_m[own];
        if (stop_lane < kMostLanes) { // nearest to the lane of the stop that it makes there
            reach = kFar - static_cast<float>(own > stop_lane ? own - stop_lane : stop_lane - own) * kFar * 0.01F;
        }
        if (reach > most) {
            best = t;
            most = reach;
        }
    }
    // On a roundabout it changes on the way, or goes round once more; elsewhere where no other lane leads further.
    if (best == kNone || lane.ring || most > kLeastReachM) {
        return best;
    }
    const bool furthest = (reach_of_lanes(vehicle, position).best >> lane.own & 1U) != 0;
    return furthest ? best : kNone;
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
    vehicle.set(Vehicle::kCharges, false);
    vehicle.set(Vehicle::kWrongLane, false);
    vehicle.set(Vehicle::kPromised, false);
    vehicle.set(Vehicle::kPasses, false);
    if (!lane.ring) {
        vehicle.set(Vehicle::kMissedExit, false);
    }
    vehicle.turn = kNone;
    vehicle.next = kNone;
    const bool last = position + 1 >= route.size();
    vehicle.set(Vehicle::kArrivesHere, last);
    vehicle.lanes = static_cast<std::uint16_t>(reach_of_lanes(vehicle, position).good);
    const bool charges = !batteries.empty() && head_for_station(vehicle, lane);
    if (!charges && !next_stop.empty() && next_stop[vehicle.trip] < trip.stops.end()) {
        const Stop& stop = work.stops[next_stop[vehicle.trip]];
        const Lane& at = net.lanes[stop.lane];
        if (at.edge == lane.edge) {
            const std::uint32_t own = stop.lane - net.edges[at.edge].lanes.begin;
            // Who departs at a stop nearer to the edge's begin than it is long halts where it stands.
            const TimeUs departed = records[vehicle.trip].departed;
            const bool departs = departed == entered[vehicle.trip] && departed == now + options.step;
            if (stop.pass_mps > 0.0F && own == lane.own && stop.end_m > vehicle.x_m) {
                vehicle.set(Vehicle::kPasses, true);
                vehicle.lanes = static_cast<std::uint16_t>(1U << std::min(15U, own));
            } else if (stop.pass_mps <= 0.0F && own == lane.own && (departs || stop.end_m > vehicle.x_m - 1.0F)) {
                vehicle.set(Vehicle::kHalts, true);
                vehicle.stop_x_m = std::min(std::max(stop.end_m, vehicle.x_m), lane.length_m - 0.1F);
            } else if (stop.end_m <= vehicle.x_m - 1.0F) {
                // Missed: it could not get there in time; unless its way leads here once more.
                const bool again = std::find(route.begin() + position + 1, route.end(), lane.edge) != route.end();
                next_stop[vehicle.trip] += again ? 0U : 1U;
            } else if (parted_from_stop(vehicle, position, lane.own)) {
                ++next_stop[vehicle.trip]; // no way to it from here
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
    vehicle.turn = pick_turn(vehicle, position, lane_index);
    vehicle.set(Vehicle::kWrongLane, vehicle.turn == kNone);
    if (vehicle.turn == kNone) {
        return;
    }
    const LanePlan& then = plan.lanes[plan.turns[vehicle.turn].to_lane];
    if (then.brief != kNone || then.watched) {
        vehicle.next = pick_turn(vehicle, position + 1, plan.turns[vehicle.turn].to_lane);
    }
}

} // namespace cityloom::traffic

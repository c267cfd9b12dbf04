// SPDX-License-Identifier: GPL-3.0-or-later
// How vehicles come onto the street: at departure, and from a bay.
#include <algorithm>
#include <cmath>

#include "sim/traffic/car_following.h"
#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

constexpr float kMovesMps = 4.0F;
constexpr float kPaceShare = 0.9F;
constexpr float kBeforeEndM = 0.5F; // of a lane: whoever departs still has to ask the junction

struct Place {
    std::uint32_t lane = kNone;
    std::uint32_t index = 0; ///< in the lane's order
    float x_m = 0.0F;
    float ahead_m = 0.0F;
    float ahead_v = 0.0F;
};

/// Speed from which a vehicle that reacts after one headway can stay behind one that brakes as it does: Gipps (1981),
/// eq. 9 with equal braking.
float safe_speed(const TypeRow& type, float gap, float ahead_v) {
    const float b = type.decel;
    const float reach = std::max(0.0F, gap - type.min_gap_m);
    return -b * type.headway_s +
           std::sqrt(b * b * type.headway_s * type.headway_s + ahead_v * ahead_v + 2.0F * b * reach);
}

/// Whether a vehicle fits with its front at x; fills where.
bool fits(const Simulation::State& s, std::uint32_t l, float x, float own, bool from_outside, Place& place) {
    const Slot& slot = s.lane_slot[l];
    const Vehicle* in_lane = s.on_lane(l);
    const LanePlan& lane = s.plan.lanes[l];
    std::uint32_t at = 0;
    while (at < slot.count && in_lane[at].x_m >= x) {
        ++at;
    }
    place = {l, at, x, kFar, 0.0F};
    if (at > 0) {
        place.ahead_m = s.rear(in_lane[at - 1]) - x;
        place.ahead_v = in_lane[at - 1].v_mps;
    } else {
        const Overhang over = s.overhang(l);
        if (over.rear_m < kFar) {
            place.ahead_m = over.rear_m - x;
            place.ahead_v = over.v_mps;
        }
    }
    float behind = kFar;
    if (at < slot.count) {
        const Vehicle& follower = in_lane[at];
        behind = x - own - follower.x_m - follower.v_mps * 1.2F - follower.v_mps * follower.v_mps / 6.0F;
    } else if (lane.fed) {
        // Nobody in the lane behind: leave what the junction upstream has promised, and room to brake in.
        const float reserved = s.reserved_m[l];
        behind = reserved > 0.0F ? x - own - reserved - 12.0F : x - own + 2.5F;
        if (from_outside && reserved <= 0.0F) {
            behind = kFar;
        }
        if (lane.brief != kNone && s.promises[lane.brief].due_m < kFar) { // it means not to stop here
            const Promises& promise = s.promises[lane.brief];
            const float v = promise.due_mps;
            behind = std::min(behind, x - own + promise.due_m - v * (s.dt + 1.2F) - v * v / 6.0F);
        }
    }
    return place.ahead_m >= 2.5F && behind >= 2.0F;
}

/// The same at a place that depends on who is there: behind the last one, or as far back as there is room from \p x on.
bool finds_place(const Simulation::State& s, std::uint32_t l, float x, float wanted, const TypeRow& type,
                 bool from_outside, Place& place) {
    const Slot& slot = s.lane_slot[l];
    const Vehicle* in_lane = s.on_lane(l);
    const float gap = std::max(kStandingGapM + 1.0F, type.min_gap_m);
    if (wanted == Trip::kLastPlace) {
        const float end = s.plan.lanes[l].length_m - kBeforeEndM;
        const float behind = slot.count == 0 ? end : std::min(end, s.rear(in_lane[slot.count - 1]) - gap);
        return behind >= x && fits(s, l, behind, type.length_m, from_outside, place);
    }
    if (fits(s, l, x, type.length_m, from_outside, place)) {
        return true;
    }
    for (std::uint32_t k = slot.count; wanted == Trip::kFreePlace && k-- > 0;) {
        const float behind = s.rear(in_lane[k]) - gap;
        if (behind > x && fits(s, l, behind, type.length_m, from_outside, place)) {
            return true;
        }
    }
    return false;
}

} // namespace

/// A lane drawn anew each step among those that the vehicle may use, as a bit; 0 where there is none.
std::uint32_t Simulation::State::random_lane(std::uint64_t id, std::uint32_t first, std::uint32_t lanes,
                                             std::uint8_t use) const {
    constexpr std::uint64_t kApart = 2'000'000; // from other draws of the stream
    std::uint32_t open = 0;
    for (std::uint32_t k = 0; k < lanes; ++k) {
        open += (static_cast<unsigned>(plan.lanes[first + k].use) & use) != 0 ? 1U : 0U;
    }
    auto left = static_cast<std::uint32_t>(rng.uniform(RandomStream::DriverTraits, id, kApart + step_index) * open);
    for (std::uint32_t k = 0; k < lanes; ++k) {
        if ((static_cast<unsigned>(plan.lanes[first + k].use) & use) != 0 && left-- == 0) {
            return 1U << k;
        }
    }
    return 0;
}

std::uint8_t Simulation::State::type_of(const Trip& trip) const {
    if (trip.type != Trip::kDrawnType) {
        return static_cast<std::uint8_t>(trip.type);
    }
    return rng.uniform(RandomStream::DriverTraits, trip.id, 1) < options.truck_share ? kTruck
           : trip.electric                                                           ? kElectricCar
                                                                                     : kCar;
}

/// Maps leave streets of a few decimetres between joined junctions, and trips begin there too. Who has no room for
/// itself on its first street begins on the first of its way that has.
void Simulation::State::start_where_it_fits(std::uint32_t trip) {
    std::vector<std::uint32_t>& route = routes[trip];
    const float least = types[type_of(work.trips[trip])].length_m + 0.1F;
    const bool stops = !next_stop.empty() && next_stop[trip] < work.trips[trip].stops.end();
    const std::uint32_t stop_edge = stops ? net.lanes[work.stops[next_stop[trip]].lane].edge : kNone;
    for (std::size_t k = 0; k < route.size(); ++k) {
        bool fed = false;
        for (std::uint32_t l = 0; l < net.edges[route[k]].lanes.count; ++l) {
            fed = fed || plan.lanes[plan.first_lane[route[k]] + l].fed;
        }
        if (!fed || static_cast<float>(net.edges[route[k]].length_m) >= least) {
            route.erase(route.begin(), route.begin() + static_cast<std::ptrdiff_t>(k));
            return;
        }
        if (route[k] == stop_edge) {
            return;
        }
    }
}

void Simulation::State::let_in(std::uint32_t junction, std::uint32_t edge_index, Tally& sums) {
    std::uint32_t& head = queue_head[edge_index];
    std::vector<std::uint32_t>& line = queue[edge_index];
    if (head >= line.size()) {
        edge_waits[plan.first_lane[edge_index]] = 0;
        return;
    }
    const Edge& edge = net.edges[edge_index];
    const std::uint32_t first = plan.first_lane[edge_index];
    const std::uint32_t lanes = std::min(kMostLanes, edge.lanes.count);
    for (std::uint32_t tries = 0; tries < lanes && head < line.size(); ++tries) {
        const std::uint32_t index = line[head];
        const Trip& trip = work.trips[index];
        Vehicle vehicle;
        vehicle.trip = index;
        vehicle.set(Vehicle::kNavigates, trip.navigates);
        vehicle.set(Vehicle::kRadio, trip.radio);
        vehicle.type = type_of(trip);
        // Desired speeds: the mean of four uniform draws, scaled to the type's deviation, is near enough to a bell.
        const VehicleType& traits = work.types[vehicle.type];
        double mean = 0.0;
        for (std::uint64_t k = 0; k < 4; ++k) {
            mean += 0.25 * rng.uniform(RandomStream::DriverTraits, trip.id, 2 + k);
        }
        const double deviation = (mean - 0.5) * std::sqrt(48.0); // of variance 1
        const double factor = std::clamp(
            static_cast<double>(traits.speed_factor) + deviation * static_cast<double>(traits.speed_deviation),
            static_cast<double>(traits.speed_lowest), static_cast<double>(traits.speed_highest));
        vehicle.speed_factor = static_cast<std::uint8_t>(std::clamp(std::lround(128.0 * factor), 1L, 255L));
        const TypeRow& row = types[vehicle.type];
        const float own = row.length_m;
        const auto length = static_cast<float>(edge.length_m);
        const bool somewhere = trip.from_m == Trip::kFreePlace || trip.from_m == Trip::kLastPlace;
        const float wanted = somewhere ? own : trip.from_m >= 0.0F ? trip.from_m : length * trip.from_share;
        std::uint32_t kerb = 0; // the lane there that it may use
        while (kerb + 1 < lanes && (static_cast<unsigned>(plan.lanes[first + kerb].use) & row.use) == 0) {
            ++kerb;
        }
        const bool fed = plan.lanes[first + kerb].fed;
        const float least = fed || trip.from_m < 0.0F ? std::min(own + 0.2F, length - 0.5F) : 0.0F;
        const float first_m = std::max(0.0F, least);
        const float from = std::clamp(wanted, first_m, std::max(first_m, length - kBeforeEndM));
        const bool from_outside = trip.from_share <= 0.0F || !fed;
        const std::uint32_t useful = reach_of_lanes(vehicle, 0).best;
        const std::uint32_t all = (1U << lanes) - 1U;
        std::uint32_t choice = useful & all;
        if (trip.depart_lane >= 0) {
            choice = 1U << std::min<std::uint32_t>(lanes - 1, static_cast<std::uint32_t>(trip.depart_lane));
        } else if (trip.depart_lane == Trip::kRandomLane) {
            choice = random_lane(trip.id, first, lanes, row.use);
        } else if (trip.depart_lane != Trip::kBestLane) {
            choice = all;
        }
        Place best;
        float best_gap = -1.0F;
        for (std::uint32_t k = 0; k < lanes; ++k) {
            Place place;
            if ((choice >> k & 1U) == 0 || (static_cast<unsigned>(plan.lanes[first + k].use) & row.use) == 0 ||
                !finds_place(*this, first + k, from, trip.from_m, row, from_outside, place)) {
                continue;
            }
            if (row.cls == VehicleClass::Bicycle && best.lane != kNone) {
                break; // at the kerb
            }
            // The emptiest, with a small preference for the kerb.
            const float gap = std::min(place.ahead_m, 200.0F) - 12.0F * static_cast<float>(lane_slot[first + k].count);
            if (best.lane == kNone || gap > best_gap + 5.0F) {
                best = place;
                best_gap = gap;
            }
        }
        if (best.lane == kNone) {
            return;
        }
        const float x = best.x_m;
        vehicle.x_m = x;
        vehicle.cursor = 0;
        const float desired = desired_speed(vehicle, plan.lanes[best.lane].speed_mps);
        const float held = std::min(stoppable_speed(length - x, 0.8F * row.decel),
                                    std::max(0.0F, safe_speed(row, best.ahead_m, best.ahead_v)));
        const float asked = trip.depart_mps >= 0.0F                ? trip.depart_mps
                            : trip.depart_mps == Trip::kDepartFast ? desired
                                                                   : 0.6F * desired;
        // Rather a moment later than so close behind a moving one that the gap must be won back by crawling.
        const float pace = std::min({asked, best.ahead_v, stoppable_speed(length - x, 0.8F * row.decel)});
        if (best.ahead_v > kMovesMps && held < kPaceShare * pace) {
            return;
        }
        ++head;
        vehicle.v_mps = std::min({asked, desired, held});
        vehicle.react_s = row.startup_s;
        entered[index] = now + options.step;
        records[index].departed = now + options.step;
        records[index].route_m = -x;
        records[index].free_s = -x / plan.lanes[best.lane].speed_mps;
        records[index].own_s = -x / desired;
        plan_edge(vehicle, best.lane);
        if (vehicle.has(Vehicle::kArrivesHere) && !vehicle.has(Vehicle::kHalts) && vehicle.stop_x_m <= x) {
            vehicle.stop_x_m = std::min(length - 0.1F, x + 5.0F); // a trip along one street still drives a little
        }
        insert(junction, lane_slot[best.lane], best.index, vehicle);
        ++junctions[junction].here;
        ++sums.departed;
        if (head > 64 && head * 2 > line.size()) {
            line.erase(line.begin(), line.begin() + head);
            head = 0;
        }
    }
}

void Simulation::State::enter_bays(std::uint32_t junction) {
    const JunctionPlan& at = plan.junctions[junction];
    for (std::uint32_t l = at.lanes.begin; l < at.lanes.end(); ++l) {
        for (std::uint32_t k = 0; k < lane_slot[l].count; ++k) {
            const Vehicle& v = on_lane(l)[k];
            if (v.has(Vehicle::kServing) && (v.has(Vehicle::kCharges) || work.stops[next_stop[v.trip]].off_lane)) {
                junctions[junction].parked.push_back({v, l});
                erase(junction, lane_slot[l], k--);
                --junctions[junction].here;
            }
        }
    }
}

void Simulation::State::leave_bays(std::uint32_t junction) {
    std::erase_if(junctions[junction].parked, [&](Parked& parked) {
        Vehicle& v = parked.vehicle;
        const bool charges = v.has(Vehicle::kCharges);
        v.react_s -= charges ? 0.0F : dt;
        Place place;
        if (v.react_s > 0.0F || !fits(*this, parked.lane, v.x_m, types[v.type].length_m, false, place)) {
            return false;
        }
        if (charges) {
            unplug(v);
        } else {
            ++next_stop[v.trip];
        }
        v.set(Vehicle::kServing, false);
        v.react_s = 0.0F;
        v.v_mps = 0.0F;
        plan_edge(v, parked.lane);
        insert(junction, lane_slot[parked.lane], place.index, v);
        ++junctions[junction].here;
        return true;
    });
}

} // namespace cityloom::traffic

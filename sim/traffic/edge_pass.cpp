// SPDX-License-Identifier: GPL-3.0-or-later
// Pass 2 of a step: one junction receives vehicles on its incoming lanes, changes lanes, lets departures in, publishes.
#include <algorithm>
#include <bit>

#include "sim/traffic/car_following.h"
#include "sim/traffic/state.h"

namespace cityloom::traffic {

std::uint16_t Simulation::State::useful_lanes(std::uint32_t trip, std::uint32_t position, int depth) const {
    const std::vector<std::uint32_t>& route = routes[trip];
    const Edge& edge = net.edges[route[position]];
    const auto all = static_cast<std::uint16_t>((1U << std::min<std::uint32_t>(16, edge.lanes.count)) - 1U);
    if (position + 1 >= route.size()) {
        return all;
    }
    const std::uint16_t beyond = depth > 0 ? useful_lanes(trip, position + 1, depth - 1) : 0xFFFF;
    unsigned leads = 0;
    unsigned leads_well = 0; // into a lane that is useful there
    for (std::uint32_t k = 0; k < std::min<std::uint32_t>(16, edge.lanes.count); ++k) {
        const Lane& lane = net.lanes[edge.lanes.begin + k];
        for (std::uint32_t t = lane.turns.begin; t < lane.turns.end(); ++t) {
            const std::uint32_t to_lane = net.turns[t].to_lane;
            const Edge& to = net.edges[net.lanes[to_lane].edge];
            if (net.lanes[to_lane].edge != route[position + 1]) {
                continue;
            }
            leads |= 1U << k;
            if ((static_cast<unsigned>(beyond) >> std::min<std::uint32_t>(15, to_lane - to.lanes.begin) & 1U) != 0) {
                leads_well |= 1U << k;
            }
        }
    }
    return static_cast<std::uint16_t>(leads_well != 0 ? leads_well : leads);
}

void Simulation::State::plan_edge(Vehicle& vehicle, std::uint32_t lane) {
    const std::vector<std::uint32_t>& route = routes[vehicle.trip];
    const std::uint32_t position = cursor[vehicle.trip];
    const Edge& edge = net.edges[net.lanes[lane].edge];
    vehicle.lanes = useful_lanes(vehicle.trip, position, 1);
    vehicle.set(Vehicle::kCommitted, false);
    vehicle.set(Vehicle::kMayGo, false);
    vehicle.turn = kNone;
    const bool last = position + 1 >= route.size();
    vehicle.set(Vehicle::kArrivesHere, last);
    vehicle.set(Vehicle::kWrongLane, false);
    if (last) {
        const Trip& trip = trips[vehicle.trip];
        vehicle.stop_x_m =
            std::min(static_cast<float>(edge.length_m) * trip.to_share, static_cast<float>(edge.length_m) - 0.1F);
        return;
    }
    const std::uint16_t there = useful_lanes(vehicle.trip, position + 1, 1);
    std::uint32_t fewest = 0;
    for (std::uint32_t t = net.lanes[lane].turns.begin; t < net.lanes[lane].turns.end(); ++t) {
        const std::uint32_t to_lane = net.turns[t].to_lane;
        if (net.lanes[to_lane].edge != route[position + 1]) {
            continue;
        }
        const Edge& to = net.edges[net.lanes[to_lane].edge];
        const bool useful =
            (static_cast<unsigned>(there) >> std::min<std::uint32_t>(15, to_lane - to.lanes.begin) & 1U) != 0;
        const std::uint32_t cost = useful ? 0U : 1U;
        if (vehicle.turn == kNone || cost < fewest) {
            vehicle.turn = t;
            fewest = cost;
        }
    }
    vehicle.set(Vehicle::kWrongLane, vehicle.turn == kNone);
}

float Simulation::State::desired_speed(const Vehicle& vehicle, double limit_mps) const noexcept {
    const float factor = 0.8F + 0.4F * static_cast<float>(vehicle.speed_factor) / 255.0F;
    return std::min(static_cast<float>(limit_mps) * factor, kVehicleTypes[vehicle.type].max_speed_mps);
}

void Simulation::State::receive(std::uint32_t lane) {
    Inbox& in = inbox[lane];
    if (in.count == 0) {
        return;
    }
    std::sort(in.vehicles.begin(), in.vehicles.begin() + in.count,
              [](const Vehicle& a, const Vehicle& b) { return a.x_m != b.x_m ? a.x_m > b.x_m : a.trip < b.trip; });
    for (std::uint32_t k = 0; k < in.count; ++k) {
        Vehicle vehicle = in.vehicles[k];
        ++cursor[vehicle.trip];
        entered[vehicle.trip] = now + options.step;
        plan_edge(vehicle, lane);
        push_back(lane, vehicle);
    }
    in.count = 0;
}

void Simulation::State::publish(std::uint32_t lane) {
    if (count[lane] == 0) {
        tail[lane] = {};
        return;
    }
    const Vehicle& last = vehicles(lane)[count[lane] - 1];
    tail[lane] = {last.rear_m(), last.v_mps};
}

void Simulation::State::let_in(std::uint32_t edge_index, Tally& sums) {
    std::uint32_t& head = queue_head[edge_index];
    std::vector<std::uint32_t>& line = queue[edge_index];
    if (head >= line.size()) {
        return;
    }
    const Edge& edge = net.edges[edge_index];
    const std::uint32_t trip = line[head];
    const std::uint64_t id = trips[trip].id;
    Vehicle vehicle;
    vehicle.trip = trip;
    vehicle.type = rng.uniform(RandomStream::DriverTraits, id, 1) < options.truck_share ? kTruck : kCar;
    // Limits are kept to within about 8 % (standard deviation): the mean of four uniform draws.
    double mean = 0.0;
    for (std::uint64_t k = 0; k < 4; ++k) {
        mean += 0.25 * rng.uniform(RandomStream::DriverTraits, id, 2 + k);
    }
    vehicle.speed_factor = static_cast<std::uint8_t>(255.0 * std::clamp(0.5 + 1.4 * (mean - 0.5), 0.0, 1.0));
    const float own = vehicle.length_m();
    const auto length = static_cast<float>(edge.length_m);
    const float x = std::clamp(length * trips[trip].from_share, std::min(own + 0.2F, length - 0.5F), length - 0.5F);
    const std::uint16_t useful = useful_lanes(trip, 0, 1);
    std::uint32_t best = kNone;
    std::uint32_t best_index = 0;
    float best_gap = 0.0F;
    for (std::uint32_t k = 0; k < std::min<std::uint32_t>(16, edge.lanes.count); ++k) {
        const std::uint32_t lane = edge.lanes.begin + k;
        if ((static_cast<unsigned>(useful) >> k & 1U) == 0 || full(lane)) {
            continue;
        }
        const Vehicle* in_lane = vehicles(lane);
        std::uint32_t at = 0;
        while (at < count[lane] && in_lane[at].x_m >= x) {
            ++at;
        }
        const float ahead = at > 0 ? in_lane[at - 1].rear_m() - x : kFar;
        float behind = kFar;
        if (at < count[lane]) {
            const Vehicle& follower = in_lane[at];
            behind = x - own - follower.x_m - follower.v_mps * 1.2F - follower.v_mps * follower.v_mps / 6.0F;
        } else {
            // Nobody in the lane behind: leave what the junction upstream has promised, and room to brake in.
            behind = reserved_m[lane] > 0.0F ? x - own - reserved_m[lane] - 12.0F : x - own + 2.5F;
            if (trips[trip].from_share <= 0.0F && reserved_m[lane] <= 0.0F) {
                behind = kFar; // from outside the city
            }
        }
        if (ahead < 3.0F || behind < 2.0F) {
            continue;
        }
        if (best == kNone || ahead > best_gap + 10.0F) {
            best = lane;
            best_index = at;
            best_gap = ahead;
        }
    }
    if (best == kNone) {
        return;
    }
    ++head;
    vehicle.x_m = x;
    const float free = std::min(0.6F * desired_speed(vehicle, edge.speed_mps), stoppable_speed(length - x, 2.0F));
    vehicle.v_mps = std::min(free, stoppable_speed(std::max(0.0F, best_gap - 3.0F), 2.0F));
    cursor[trip] = 0;
    entered[trip] = now + options.step;
    records[trip].departed = now + options.step;
    odometer_m[0][trip] = odometer_m[1][trip] = 0.0F;
    plan_edge(vehicle, best);
    if (vehicle.has(Vehicle::kArrivesHere) && vehicle.stop_x_m <= x) {
        vehicle.stop_x_m = std::min(length - 0.1F, x + 5.0F); // a trip along one street still drives a little
    }
    insert(best, best_index, vehicle);
    ++sums.departed;
}

void Simulation::State::count_idle(std::uint32_t junction_index) {
    const Junction& junction = net.junctions[junction_index];
    const auto empty = [&] {
        for (std::uint32_t t = junction.turns.begin; t < junction.turns.end(); ++t) {
            if (count[turn_drivable(t)] > 0) {
                return false;
            }
        }
        for (std::uint32_t i = 0; i < junction.incoming.count; ++i) {
            const Edge& edge = net.edges[net.incoming[junction.incoming.begin + i]];
            for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
                if (count[lane] > 0) {
                    return false;
                }
            }
        }
        return true;
    };
    std::uint8_t& steps = idle[junction_index];
    steps = empty() ? static_cast<std::uint8_t>(std::min(3, steps + 1)) : std::uint8_t{0};
}

void Simulation::State::edge_pass(std::uint32_t junction_index) {
    const Junction& junction = net.junctions[junction_index];
    Tally& sums = tally[junction_index];
    candidates[junction_index].clear();
    if (asleep(junction_index)) {
        bool woken = false;
        for (std::uint32_t i = 0; i < junction.incoming.count && !woken; ++i) {
            const std::uint32_t e = net.incoming[junction.incoming.begin + i];
            woken = queue_head[e] < queue[e].size();
            for (std::uint32_t lane = net.edges[e].lanes.begin; lane < net.edges[e].lanes.end(); ++lane) {
                woken = woken || inbox[lane].count > 0;
            }
        }
        if (!woken) {
            return;
        }
    }
    for (std::uint32_t i = 0; i < junction.incoming.count; ++i) {
        const std::uint32_t e = net.incoming[junction.incoming.begin + i];
        const Edge& edge = net.edges[e];
        for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
            receive(lane);
        }
        if (edge.lanes.count > 1) {
            change_lanes(e);
        }
        let_in(e, sums);
        for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
            publish(lane);
            find_candidates(lane, candidates[junction_index]);
        }
    }
    count_idle(junction_index);
}

} // namespace cityloom::traffic

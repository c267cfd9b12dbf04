// SPDX-License-Identifier: GPL-3.0-or-later
// Vehicles that others than the engine take off the streets: calibrators.
#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

bool Simulation::take_off(std::uint32_t trip, std::uint32_t lane) {
    State& s = *state_;
    const Lane& at = s.net.lanes[lane];
    const std::uint32_t l = s.plan.first_lane[at.edge] + lane - s.net.edges[at.edge].lanes.begin;
    Slot& slot = s.lane_slot[l];
    for (std::uint32_t k = 0; k < slot.count; ++k) {
        Vehicle vehicle = s.on_lane(l)[k];
        if (vehicle.trip != trip) {
            continue;
        }
        const LanePlan& plan = s.plan.lanes[l];
        s.settle(vehicle, vehicle.x_m, vehicle.x_m / plan.speed_mps,
                 vehicle.x_m / s.desired_speed(vehicle, plan.speed_mps));
        s.records[trip].arrived = s.now;
        s.records[trip].gave_up = true;
        s.erase(s.lane_junction[l], slot, k);
        --s.junctions[s.lane_junction[l]].here;
        --s.counts.running;
        ++s.counts.gave_up;
        return true;
    }
    return false;
}

} // namespace cityloom::traffic

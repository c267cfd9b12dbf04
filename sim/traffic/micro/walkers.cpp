// SPDX-License-Identifier: GPL-3.0-or-later
// People on foot at signals: they come at random, wait, walk in their phase, and turning vehicles let them pass.
#include <algorithm>
#include <cmath>

#include "sim/traffic/car_following.h"
#include "sim/traffic/micro/state.h"
#include "sim/traffic/signals/pedestrians.h"

namespace cityloom::traffic {

namespace {

constexpr float kSlotS = static_cast<float>(to_seconds(kWalkersSlot));
constexpr int kSlotsInWay = 7; // 3.5 s: over a lane of 3.5 m and a step more
constexpr std::uint32_t kMostStart =
    1; // a slot and kerb: 0.27 s each of both on a crossing 3 m wide (HCM 2010, ch. 18)
// Until those who wait are off the kerb (ibid.); who comes walking is seen as long before.
constexpr float kStartUpS = 3.2F;
constexpr std::uint32_t kMostWaiting = 10'000;
constexpr int kFarthestSlot = 64 - kSlotsInWay;
constexpr float kBeforeExitM = 2.0F; // the middle of the crossing, before the lane that a turn leads into
constexpr float kGapS = 0.5F;        // kept before and behind a walker

/// Arrivals in a slot from one uniform draw: the inverse of Poisson's distribution.
std::uint32_t poisson(double none, double uniform) {
    const double mean = -std::log(none);
    double probability = none;
    double sum = none;
    std::uint32_t count = 0;
    while (uniform >= sum && count < 50) {
        ++count;
        probability *= mean / count;
        sum += probability;
    }
    return count;
}

} // namespace

float Simulation::State::serve_walkers(std::uint32_t c, bool on_call) {
    float needed_s = 0.0F;
    for (std::uint32_t k = plan.first_crossing[c]; k < plan.first_crossing[c + 1]; ++k) {
        const CrossingPlan& crossing = plan.crossings[k];
        Walkers& here = walkers[k];
        const bool waits = here.waiting[0] + here.waiting[1] > 0;
        here.served = signals[c].phase == crossing.phase && (waits || !on_call);
        here.walk_s = here.served && on_call ? static_cast<float>(kWalkS) : 0.0F;
        if (here.served && on_call) {
            needed_s = std::max(needed_s, crossing.least_green_s);
        }
    }
    return needed_s;
}

bool Simulation::State::may_start_walking(const CrossingPlan& crossing, const Walkers& here) const {
    const SignalState& signal = signals[crossing.controller];
    if (!here.served || !signal.working || signal.phase != crossing.phase || signal.part != 0) {
        return false;
    }
    const Controller& controller = net.controllers[crossing.controller];
    const bool on_call = controller.kind != ControllerKind::Fixed && controller.phases[signal.phase].most_green_s > 0.0;
    return on_call ? here.walk_s > 0.0F : signal.left_s >= crossing.stops_s + kStartUpS;
}

void Simulation::State::advance_walkers() {
    if (plan.crossings.empty()) {
        return;
    }
    for (; walkers_slot * kWalkersSlot < now + options.step; ++walkers_slot) {
        for (std::size_t k = 0; k < plan.crossings.size(); ++k) {
            const CrossingPlan& crossing = plan.crossings[k];
            Walkers& here = walkers[k];
            here.occupied >>= 1U;
            const bool walk = may_start_walking(crossing, here);
            here.walk_s = std::max(0.0F, here.walk_s - kSlotS);
            for (std::uint32_t kerb = 0; kerb < 2; ++kerb) {
                const double draw = rng.uniform(RandomStream::Pedestrians, crossing.id,
                                                2 * static_cast<std::uint64_t>(walkers_slot) + kerb);
                std::uint32_t& waiting = here.waiting[kerb];
                waiting = std::min(kMostWaiting, waiting + poisson(static_cast<double>(crossing.none_comes), draw));
                const std::uint32_t start = walk ? std::min(waiting, kMostStart) : 0;
                waiting -= start;
                here.started[kerb] = here.started[kerb] << 1U | start;
                if (start > 0) {
                    const int begin = static_cast<int>((kStartUpS + (kerb == 0 ? 0.0F : crossing.far_s)) / kSlotS);
                    here.occupied |= ((1ULL << kSlotsInWay) - 1) << std::min(begin, kFarthestSlot);
                }
            }
        }
    }
}

bool Simulation::State::walkers_in_way(const TurnPlan& turn, const Vehicle& vehicle, float x_m) const {
    const std::uint64_t occupied = walkers[turn.crossing].occupied;
    if (occupied == 0) {
        return false;
    }
    const float to_m = std::max(0.0F, turn.length_m - kBeforeExitM - x_m);
    const float length = type(vehicle).length_m;
    const float startup_s = vehicle.v_mps < 0.01F ? std::max(0.0F, vehicle.react_s) : 0.0F;
    const float in_s = startup_s + travel_time_s(to_m, vehicle.v_mps, turn.speed_mps, type(vehicle).accel) - kGapS;
    const float out_s =
        startup_s + travel_time_s(to_m + length, vehicle.v_mps, turn.speed_mps, type(vehicle).accel) + kGapS;
    const int first = std::clamp(static_cast<int>(in_s / kSlotS), 0, 63);
    const int last = std::clamp(static_cast<int>(out_s / kSlotS), first, 63);
    const std::uint64_t window = (~0ULL >> (63 - (last - first))) << first;
    return (occupied & window) != 0;
}

} // namespace cityloom::traffic

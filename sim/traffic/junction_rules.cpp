// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/junction_rules.h"

#include "sim/traffic/car_following.h"

namespace cityloom::traffic {

namespace {

constexpr float kGapMarginS =
    1.0F; // accepted gap beyond the time to clear (HCM 2010 ch. 19: critical headways of 4 to 7 s include the crossing)
constexpr float kFollowMarginS = 0.8F; // behind a vehicle that is crossing
constexpr float kWatchM = 120.0F;      // how far up a road with priority a driver looks
constexpr std::uint32_t kWatchVehicles = 5;
constexpr float kHoldOffBrakeMps2 = 4.0F; // a vehicle due to brake harder than this for us has been cut off

bool movement_in(std::uint64_t set, const Turn& turn) {
    return turn.movement != kNone && (set >> turn.movement & 1U) != 0;
}

/// Room in the exit lane, counted to where its last vehicle would stop if it braked now, less what is promised already.
bool has_room(const Simulation::State& s, const Turn& turn, const Vehicle& vehicle) {
    const std::uint32_t exit = turn.to_lane;
    const Edge& edge = s.net.edges[s.net.lanes[exit].edge];
    const float length = s.lane_length(exit);
    const Tail& tail = s.tail[exit];
    const float free = tail.rear_m >= kFar ? length : tail.rear_m + tail.v_mps * tail.v_mps / 8.0F;
    float need = s.reserved_m[exit] + vehicle.length_m() + kStandingGapM;
    const Edge& from = s.net.edges[s.net.lanes[turn.from_lane].edge];
    if (edge.roundabout && !from.roundabout) {
        need +=
            7.0F; // leave one place free: a ring filled to the last place cannot turn (bubble rule of ring networks)
    }
    if (tail.rear_m >= kFar && s.reserved_m[exit] <= 0.0F) {
        return true; // an empty lane takes one vehicle, even one longer than itself
    }
    return free >= need;
}

struct Timing {
    float in_s = 0.0F;
    float out_s = 0.0F;
};

/// When a vehicle reaches and has cleared a zone of its turn; \p to_line_m negative once it is past the stop line.
Timing timing(float to_line_m, float v, float length, const Turn& turn, float enter_m, float leave_m, float limit) {
    const float vmax = std::min(limit, static_cast<float>(turn.speed_mps) + 3.0F);
    return {travel_time_s(to_line_m + enter_m, v, vmax), travel_time_s(to_line_m + leave_m + length, v, vmax)};
}

/// An all-way stop serves who stood there first.
bool waited_longer(const Vehicle& other, std::uint32_t other_lane, const Vehicle& me, std::uint32_t lane) {
    return other.halted != me.halted ? other.halted > me.halted : other_lane < lane;
}

} // namespace

Light light_of(const Simulation::State& s, const Turn& turn) {
    const Junction& junction = s.net.junctions[turn.junction];
    if (junction.control == JunctionControl::AllWayStop) {
        return Light::AllWayStop;
    }
    if (junction.controller == kNone) {
        return Light::None;
    }
    const SignalState& signal = s.signals[junction.controller];
    if (!signal.working) {
        return Light::AllWayStop;
    }
    const Controller& controller = s.net.controllers[junction.controller];
    if (controller.phases.empty() || turn.movement == kNone) {
        return Light::None;
    }
    if (signal.part == 2 || !movement_in(controller.phases[signal.phase].green_movements, turn)) {
        return Light::Red;
    }
    return signal.part == 1 ? Light::Yellow : Light::Green;
}

bool may_enter(Simulation::State& s, const JunctionScratch& scratch, std::uint32_t lane, std::uint32_t index) {
    Vehicle& me = s.vehicles(lane)[index];
    const Turn& turn = s.net.turns[me.turn];
    const float to_line = s.lane_length(lane) - me.x_m;
    const float length = me.length_m();
    const auto limit = static_cast<float>(s.net.edges[s.net.lanes[lane].edge].speed_mps);
    const Light light = light_of(s, turn);
    me.set(Vehicle::kNoRoom, false);
    if (light == Light::Red) {
        return false;
    }
    if (light == Light::Yellow) {
        // Everyone not yet committed can stop; one who waited through green for a gap clears the junction now.
        const Controller& controller = s.net.controllers[s.net.junctions[turn.junction].controller];
        const SignalState& signal = s.signals[s.net.junctions[turn.junction].controller];
        const bool permissive = movement_in(controller.phases[signal.phase].permissive, turn);
        if (!permissive || index != 0 || to_line > 4.0F) {
            return false;
        }
    }
    if (light == Light::AllWayStop && (index != 0 || to_line > 3.0F || me.halted == 0)) {
        return false;
    }
    if (s.closed[s.net.lanes[turn.to_lane].edge] != 0) {
        return false;
    }
    if (!has_room(s, turn, me)) {
        me.set(Vehicle::kNoRoom, true);
        return false;
    }
    const auto turn_length = static_cast<float>(turn.length_m);
    for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end(); ++c) {
        const Conflict& conflict = s.net.conflicts[c];
        const Turn& other_turn = s.net.turns[conflict.other];
        const auto other_limit = static_cast<float>(s.net.edges[s.net.lanes[other_turn.from_lane].edge].speed_mps);
        const Timing mine = timing(to_line, me.v_mps, length, turn, conflict.enter_m, conflict.leave_m, limit);

        for (const Occupant& other : scratch.occupants) {
            if (other.turn != conflict.other) {
                continue;
            }
            if (conflict.merge) {
                const float my_rest = to_line + turn_length;
                const float their_rest = static_cast<float>(other_turn.length_m) - other.x_m;
                const bool behind = their_rest < my_rest;
                const float gap = behind ? my_rest - their_rest - other.length_m : their_rest - my_rest - length;
                const float closing =
                    behind ? std::max(0.0F, me.v_mps - other.v_mps) : std::max(0.0F, other.v_mps - me.v_mps);
                if (gap < 2.0F + closing * 1.5F + (behind ? 0.0F : 0.5F * other.v_mps)) {
                    return false;
                }
                continue;
            }
            const float rear = other.x_m - other.length_m;
            if (rear >= conflict.other_leave_m) {
                continue; // already past
            }
            if (other.inside && other.v_mps > 3.0F &&
                (conflict.other_leave_m - rear) / other.v_mps + kFollowMarginS < mine.in_s) {
                continue; // past before I am there
            }
            const Timing theirs = timing(-other.x_m, other.v_mps, other.length_m, other_turn, conflict.other_enter_m,
                                         conflict.other_leave_m, other_limit);
            if (!conflict.yields && !other.inside && mine.out_s + 1.5F * kGapMarginS < theirs.in_s) {
                continue; // I am past before it is there, and it gives way
            }
            return false;
        }

        // Those with priority who have not committed yet.
        const bool fifo = light == Light::AllWayStop;
        if (!fifo && !conflict.yields) {
            continue;
        }
        const Light other_light = light_of(s, other_turn);
        if (other_light == Light::Red || (light == Light::Yellow && other_light == Light::Yellow)) {
            continue;
        }
        const std::uint32_t other_lane = other_turn.from_lane;
        const Vehicle* others = s.vehicles(other_lane);
        const float other_lane_length = s.lane_length(other_lane);
        for (std::uint32_t k = 0; k < std::min(s.count[other_lane], kWatchVehicles); ++k) {
            const Vehicle& other = others[k];
            const float other_to_line = other_lane_length - other.x_m;
            if (other_to_line > kWatchM) {
                break;
            }
            const bool held = other.halted > 4 && !other.has(Vehicle::kMayGo) &&
                              (!fifo || other.has(Vehicle::kNoRoom) || other.turn == kNone);
            if (held) {
                break; // it cannot go, and those behind it cannot either
            }
            if (other.turn != conflict.other || other.has(Vehicle::kCommitted)) {
                if (fifo) {
                    break; // only the head of a lane takes part in an all-way stop
                }
                continue;
            }
            if (fifo) {
                if (other_to_line < 3.0F && other.halted > 0 && waited_longer(other, other_lane, me, lane)) {
                    return false;
                }
                break;
            }
            const Timing theirs = timing(other_to_line, other.v_mps, other.length_m(), other_turn,
                                         conflict.other_enter_m, conflict.other_leave_m, other_limit);
            if (conflict.merge) {
                // Joining ahead of it: it must not have to brake hard.
                const float my_rest = to_line + turn_length;
                const float arrive = travel_time_s(my_rest, me.v_mps, static_cast<float>(turn.speed_mps) + 3.0F);
                const float their_rest = other_to_line + static_cast<float>(other_turn.length_m);
                const float gap_then = their_rest - other.v_mps * arrive - length;
                const float closing = std::max(0.0F, other.v_mps - static_cast<float>(turn.speed_mps));
                if (gap_then < 2.0F + other.v_mps * 0.5F + closing * closing / kHoldOffBrakeMps2 &&
                    theirs.in_s < arrive + 4.0F) {
                    return false;
                }
                continue;
            }
            if (mine.out_s + kGapMarginS >= theirs.in_s) {
                return false;
            }
        }
    }
    return true;
}

} // namespace cityloom::traffic

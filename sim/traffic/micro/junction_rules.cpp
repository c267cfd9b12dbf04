// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/micro/junction_rules.h"

#include <algorithm>
#include <cmath>

#include "sim/traffic/car_following.h"
#include "sim/traffic/gap_acceptance.h"

namespace cityloom::traffic {

namespace {

// Accepted gap beyond the time to start and to clear; with it critical headways are those of the Highway Capacity
// Manual (docs/traffic-models.md).
constexpr float kGapMarginS = 0.2F;
/// Behind a vehicle that is crossing. The manual's critical headways of those who turn left off a street with priority
/// are 4.5 s at signals (ch. 16) and 4.1 s elsewhere (exhibit 17-5; recalled).
constexpr float kFollowMarginS = 0.8F;
constexpr float kFollowUnruledS = 0.3F;
/// The same where all stop first: with it two streets that cross let through what the Highway Capacity Manual 2000 says
/// (ch. 17, departure headway 5.8 s of case 3: 1,241 veh/h, recalled; 1,199 here).
constexpr float kAllWayMarginS = 0.5F;
constexpr float kWatchM = 120.0F; // how far up a road with priority a driver looks
constexpr std::uint32_t kWatchVehicles = 5;
constexpr float kHoldOffBrakeMps2 = 4.0F; // a vehicle due to brake harder than this for us has been cut off
constexpr float kStoppedMps =
    1.3F; // 3 mph: the halt that a stop sign asks for, as studies of compliance count it (recalled)
constexpr float kCreepsMps = 3.0F;
constexpr float kBeforeLineM = 4.0F;
/// From here before the line on a driver who gives way sees along the street that goes first (AASHTO, A Policy on
/// Geometric Design of Highways and Streets 2011, 9.5.3: the eye of the departure sight triangle, 14.5 ft, recalled;
/// SUMO: 4.5).
constexpr float kSightM = 4.4F;

/// Room on a lane, counted to where its last vehicle will stand; where that is on beyond it, others may follow it.
float room_m(const Simulation::State& s, std::uint32_t exit, std::uint32_t trip) {
    const Tail& tail = s.tail()[exit];
    const LanePlan& lane = s.plan.lanes[exit];
    return tail.trip != trip && tail.rear_m < kFar && tail.rest_m < kFar ? tail.rest_m
                                                                         : lane.length_m + lane.clear_run_m;
}

/// Room in the exit lane. To one inside only what stands there counts: those who were promised room after it are behind
/// it.
bool has_room(const Simulation::State& s, const JunctionScratch& scratch, const TurnPlan& turn,
              const Request& request) {
    const Vehicle& v = *request.vehicle;
    const float length = s.type(v).length_m;
    const bool inside = request.lane == kNone;
    const float own = scratch.keeps_for(v.trip) ? length + kStandingGapM : 0.0F;
    const float promised = inside ? 0.0F : std::max(0.0F, s.reserved_m[turn.to_lane] - own);
    const Tail& tail = s.tail()[turn.to_lane];
    if ((tail.rear_m >= kFar || tail.trip == v.trip) && promised <= 0.0F) {
        return true; // an empty lane takes one vehicle, even one longer than itself
    }
    return room_m(s, turn.to_lane, v.trip) >= promised + length + kStandingGapM;
}

/// Into a street shorter than itself a vehicle goes only if there is room beyond it too, or it would stand across the
/// junction that it came by; what moves there does not count as gone.
bool has_room_beyond(const Simulation::State& s, const TurnPlan& turn, const Vehicle& v) {
    const float needed = s.type(v).length_m + kStandingGapM;
    if (v.next == kNone || s.plan.lanes[turn.to_lane].length_m >= needed) {
        return true;
    }
    const std::uint32_t beyond = s.plan.turns[v.next].to_lane;
    const LanePlan& lane = s.plan.lanes[beyond];
    const Tail& tail = s.tail()[beyond];
    const float whole_m = lane.length_m + lane.clear_run_m;
    const float free_m = tail.trip == v.trip ? whole_m : std::min(tail.rest_m, whole_m);
    return (free_m >= whole_m && tail.promised_m <= 0.0F) || free_m >= tail.promised_m + needed;
}

struct Timing {
    float in_s = 0.0F;
    float out_s = 0.0F;
};

struct Mover {
    float x_m = 0.0F; ///< negative before the stop line
    float v_mps = 0.0F;
    float length_m = 0.0F;
    float accel_mps2 = 0.0F;
};

/// When a vehicle reaches and has cleared a zone of its turn.
Timing timing(const Mover& who, const TurnPlan& turn, float enter_m, float leave_m) {
    const float vmax = std::min(turn.limit_mps, turn.speed_mps + 3.0F);
    return {travel_time_s(enter_m - who.x_m, who.v_mps, vmax, who.accel_mps2),
            travel_time_s(leave_m - who.x_m + who.length_m, who.v_mps, vmax, who.accel_mps2)};
}

/// An all-way stop serves who stood there first.
bool waited_longer(const Vehicle& other, std::uint32_t other_lane, const Vehicle& me, std::uint32_t lane) {
    return other.halted != me.halted ? other.halted > me.halted : other_lane < lane;
}

/// What a turn from a street that gives way needs of the one that goes first: more where the vehicle is heavy.
Headways minor_headways(const Simulation::State& s, const Vehicle& v, const TurnPlan& turn) {
    const VehicleClass cls = s.type(v).cls;
    if (turn.critical_s <= 0.0F || (cls != VehicleClass::Truck && cls != VehicleClass::Bus)) {
        return {turn.critical_s, turn.follow_s};
    }
    return {turn.critical_s + kHeavier.critical_s, turn.follow_s + kHeavier.follow_s};
}

/// Who comes from a street that gives way decides at its line, and so long after the one ahead as people need to look
/// for themselves.
bool looks_still(const Simulation::State& s, const Request& request, const TurnPlan& turn) {
    const Vehicle& me = *request.vehicle;
    const float to_line = -request.x_m;
    if (turn.slows && to_line > kSightM) {
        return true;
    }
    if (turn.follow_s <= 0.0F) {
        return false;
    }
    if (request.index > 0) {
        return true;
    }
    const auto since = static_cast<float>(to_seconds(s.now - s.crossed_at[request.lane]));
    return since + travel_time_s(to_line, me.v_mps, turn.speed_mps, s.type(me).accel) + 0.5F * s.dt <
           minor_headways(s, me, turn).follow_s; // steps let half of one go by
}

/// One request, judged conflict by conflict.
class Judge {
public:
    Judge(const Simulation::State& s, const JunctionPlan& junction, const JunctionScratch& scratch,
          const Request& request, Light light)
        : s_{s},
          junction_{junction},
          scratch_{scratch},
          request_{request},
          me_{*request.vehicle},
          turn_{s.plan.turns[request.turn]},
          length_{s.type(me_).length_m},
          light_{light},
          fifo_{light == Light::AllWayStop},
          inside_{request.lane == kNone} {
        // A protected green gives way to nobody; one who waits inside after its green has ended clears the junction.
        const bool permissive = light == Light::Green && junction.controller != kNone &&
                                (s.signals[junction.controller].permissive & turn_.movement) != 0;
        gives_way_ = light == Light::None || permissive || (inside_ && light == Light::Green && permissive);
        if (light == Light::Yellow && !inside_) {
            gives_way_ = true;
        }
        // Who has waited long takes smaller gaps, and the place that a crawling stream leaves.
        const float waited = static_cast<float>(me_.halted) * s.dt;
        startup_s_ = me_.v_mps < 0.01F && !request_.remote ? std::max(0.0F, me_.react_s) : 0.0F;
        impatience_ = std::clamp((waited - kPatientS) / kPatientS, 0.0F, 1.0F);
        critical_s_ = light == Light::None ? minor_headways(s, me_, turn_).critical_s : 0.0F;
    }

    [[nodiscard]] bool passes(const ConflictPlan& conflict) const {
        const TurnPlan& other_turn = s_.plan.turns[conflict.other];
        const std::uint64_t bit = 1ULL << conflict.other_local;
        if ((scratch_.busy & bit) != 0) {
            for (const Occupant& other : scratch_.occupants) {
                if (other.turn == conflict.other && other.trip != me_.trip &&
                    !passes_occupant(conflict, other, other_turn)) {
                    return false;
                }
            }
        }
        if (!(fifo_ || heeds(conflict)) || (scratch_.approach & bit) == 0) {
            return true;
        }
        return passes_approach(conflict, other_turn);
    }

private:
    [[nodiscard]] bool heeds(const ConflictPlan& conflict) const {
        return conflict.yields && (gives_way_ || conflict.beside);
    }

    [[nodiscard]] bool passes_occupant(const ConflictPlan& conflict, const Occupant& other,
                                       const TurnPlan& other_turn) const {
        if (conflict.merge) {
            if (other.waits) {
                return true; // it will look for a gap behind us
            }
            const float my_rest = turn_.length_m - request_.x_m;
            const float their_rest = other_turn.length_m - other.x_m;
            const bool behind = their_rest < my_rest;
            if (request_.remote && behind && their_rest > -1.0F) {
                return false; // we would have to follow someone whom we cannot see
            }
            if (other.remote && !behind) { // and it could not follow us
                const Timing theirs = timing({other.x_m, other.v_mps, other.length_m, other.accel_mps2}, other_turn,
                                             conflict.other_enter_m, conflict.other_leave_m);
                // It must not have to brake hard once it sees us, as fast as we are by then.
                const float way = std::max(0.0F, my_rest);
                const float fast = std::sqrt(me_.v_mps * me_.v_mps + 2.0F * s_.type(me_).accel * way);
                const float slower = std::max(0.0F, other.v_mps - std::min(fast, turn_.speed_mps + 3.0F));
                const float brakes_m = slower * slower / (2.0F * kHoldOffBrakeMps2);
                const float margin_s = 1.5F * kGapMarginS + brakes_m / std::max(kCreepsMps, other.v_mps);
                // Who is not here yet learns of the answer a step later, and slows down till then.
                const float late_s = request_.remote ? s_.dt : 0.0F;
                return my_timing(conflict).out_s + late_s + margin_s < theirs.in_s;
            }
            const float gap = behind ? my_rest - their_rest - other.length_m : their_rest - my_rest - length_;
            const float closing =
                behind ? std::max(0.0F, me_.v_mps - other.v_mps) : std::max(0.0F, other.v_mps - me_.v_mps);
            return gap >= 2.0F + closing * 1.5F + (behind ? 0.0F : 0.5F * other.v_mps);
        }
        const float rear = other.x_m - other.length_m;
        if (rear >= conflict.other_leave_m) {
            return true; // already past
        }
        if (other.waits && conflict.other_enter_m >= other_turn.wait_m - 0.1F) {
            return true; // it stops short of the zone
        }
        if (other.stood_s > kPatientS && static_cast<float>(me_.halted) * s_.dt > kBlockedS) {
            return true;
        }
        const Timing mine = my_timing(conflict);
        if (other.inside && !other.waits && other.v_mps > 3.0F &&
            (conflict.other_leave_m - rear) / other.v_mps + follow_margin_s() < mine.in_s) {
            return true; // past before I am there
        }
        const Timing theirs = timing({other.x_m, other.v_mps, other.length_m, other.accel_mps2}, other_turn,
                                     conflict.other_enter_m, conflict.other_leave_m);
        return !heeds(conflict) && !other.inside && mine.out_s + 1.5F * kGapMarginS < theirs.in_s;
    }

    [[nodiscard]] float follow_margin_s() const {
        return fifo_ ? kAllWayMarginS : light_ == Light::None ? kFollowUnruledS : kFollowMarginS;
    }

    [[nodiscard]] Timing my_timing(const ConflictPlan& conflict) const {
        const Timing moving =
            timing({request_.x_m, me_.v_mps, length_, s_.type(me_).accel}, turn_, conflict.enter_m, conflict.leave_m);
        return {moving.in_s + startup_s_, moving.out_s + startup_s_};
    }

    /// Those with priority who have not committed yet.
    [[nodiscard]] bool passes_approach(const ConflictPlan& conflict, const TurnPlan& other_turn) const {
        const Light other_light = light_of(s_, junction_, other_turn);
        if (other_light == Light::Red || other_light == Light::Yellow) {
            return true;
        }
        const std::uint32_t other_lane = other_turn.from_lane;
        const Vehicle* others = s_.on_lane(other_lane);
        const float other_length = s_.plan.lanes[other_lane].length_m;
        const std::uint32_t count = std::min<std::uint32_t>(s_.lane_slot[other_lane].count, kWatchVehicles);
        for (std::uint32_t k = 0; k < count; ++k) {
            const Vehicle& other = others[k];
            const float other_x = other.x_m - other_length;
            if (other_x < -kWatchM) {
                break;
            }
            // It stands and cannot go; but not one that only waits for those on the junction to clear: its turn is
            // next.
            const bool stands = static_cast<float>(other.halted) * s_.dt > kStandsS && !other.has(Vehicle::kMayGo);
            const bool held = stands && other.held != Vehicle::Held::Crossing &&
                              (!fifo_ || other.has(Vehicle::kNoRoom) || other.turn == kNone);
            if (held || other.has(Vehicle::kServing)) {
                break; // it cannot go, and those behind it cannot either
            }
            if (other.turn != conflict.other || other.has(Vehicle::kCommitted)) {
                if (fifo_) {
                    break; // only the head of a lane takes part in an all-way stop
                }
                continue;
            }
            if (fifo_) {
                return !(other_x > -3.0F && other.halted > 0 && waited_longer(other, other_lane, me_, request_.lane));
            }
            if (impatience_ >= 1.0F && other.v_mps < kCreepsMps && other_x < -1.0F) {
                continue;
            }
            if (!passes_one(conflict, other_turn, other, other_x)) {
                return false;
            }
        }
        return fifo_ || passes_comers(conflict, other_turn);
    }

    /// Those who are still upstream of a brief lane: they will be here soon.
    [[nodiscard]] bool passes_comers(const ConflictPlan& conflict, const TurnPlan& other_turn) const {
        const LanePlan& lane = s_.plan.lanes[other_turn.from_lane];
        if (lane.brief == kNone) {
            return true;
        }
        const Promises& promise = s_.promises[lane.brief];
        for (std::uint32_t k = 0; k < promise.comers; ++k) {
            const Promises::Coming& coming = promise.coming[k];
            if (coming.turn != conflict.other || coming.trip == me_.trip ||
                (impatience_ >= 1.0F && coming.v_mps < kCreepsMps)) {
                continue;
            }
            Vehicle other;
            other.type = coming.type;
            other.v_mps = coming.v_mps;
            if (!passes_one(conflict, other_turn, other, -coming.to_lane_m - lane.length_m)) {
                return false;
            }
        }
        return true;
    }

    /// When the gap before \p other began: with the front of the last one of the streams that go first, which may be
    /// here still; else it has just gone, and steps let half of one go by.
    [[nodiscard]] float gap_began_s(const ConflictPlan& conflict, const Vehicle& other) const {
        const float zone_m = conflict.other_leave_m - conflict.other_enter_m + s_.type(other).length_m;
        float began = -zone_m / std::max(kCreepsMps, other.v_mps) - 0.5F * s_.dt;
        for (std::uint32_t c = turn_.conflicts.begin; c < turn_.conflicts.end(); ++c) {
            const ConflictPlan& row = s_.plan.conflicts[c];
            if (!row.main || (scratch_.busy >> row.other_local & 1U) == 0) {
                continue;
            }
            for (const Occupant& last : scratch_.occupants) {
                if (last.turn == row.other && last.x_m - last.length_m < row.other_leave_m) {
                    began = std::max(began, (row.other_enter_m - last.x_m) / std::max(kCreepsMps, last.v_mps));
                }
            }
        }
        return began;
    }

    [[nodiscard]] bool passes_one(const ConflictPlan& conflict, const TurnPlan& other_turn, const Vehicle& other,
                                  float other_x) const {
        const Timing theirs = timing({other_x, other.v_mps, s_.type(other).length_m, s_.type(other).accel}, other_turn,
                                     conflict.other_enter_m, conflict.other_leave_m);
        if (critical_s_ > 0.0F && conflict.main &&
            theirs.in_s < (gap_began_s(conflict, other) + critical_s_) * (1.0F - impatience_)) {
            return false;
        }
        if (!conflict.merge) {
            return my_timing(conflict).out_s + kGapMarginS * (1.0F - impatience_) < theirs.in_s;
        }
        // Joining ahead of it: we are there first, and it must not have to brake hard behind us.
        const float mine = startup_s_ + travel_time_s(turn_.length_m - request_.x_m, me_.v_mps, turn_.speed_mps + 3.0F,
                                                      s_.type(me_).accel);
        const float other_rest = other_turn.length_m - other_x;
        const float its = travel_time_s(
            other_rest, other.v_mps, std::min(other_turn.limit_mps, other_turn.speed_mps + 3.0F), s_.type(other).accel);
        const float closing = std::max(0.0F, other.v_mps - turn_.speed_mps);
        return its >= mine + kGapMarginS * (1.0F - impatience_) + closing / kHoldOffBrakeMps2;
    }

    const Simulation::State& s_;
    const JunctionPlan& junction_;
    const JunctionScratch& scratch_;
    const Request& request_;
    const Vehicle& me_;
    const TurnPlan& turn_;
    float length_;
    Light light_;
    bool fifo_;
    bool inside_;
    bool gives_way_ = false;
    float startup_s_ = 0.0F;  ///< until it moves, if it stands
    float impatience_ = 0.0F; ///< 0 to 1
    float critical_s_ = 0.0F; ///< see Headways; 0: only what the two need not to meet counts
};

/// Someone waits on the turn already, or is on the way to its waiting point.
bool waiting_point_taken(const JunctionScratch& scratch, std::uint32_t turn, std::uint32_t trip) {
    return std::ranges::any_of(scratch.occupants, [turn, trip](const Occupant& other) {
        return other.turn == turn && other.trip != trip && other.waits;
    });
}

} // namespace

bool sticks_out(const Simulation::State& s, const Vehicle& v, std::uint32_t lane) {
    const LanePlan& at = s.plan.lanes[lane];
    return at.brief != kNone && at.length_m < s.type(v).length_m + kStandingGapM;
}

std::uint32_t need_of_room(const Simulation::State& s, const Vehicle& v, std::uint32_t lane) {
    constexpr std::uint32_t kSticksOut = 1U << 16U;
    if (v.turn == kNone || v.has(Vehicle::kCommitted)) {
        return 0;
    }
    if (sticks_out(s, v, lane)) {
        return kSticksOut + v.halted;
    }
    return v.has(Vehicle::kNoRoom) && static_cast<float>(v.halted) * s.dt > kPatientS ? v.halted : 0;
}

Light light_of(const Simulation::State& s, const JunctionPlan& junction, const TurnPlan& turn) {
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
    if (turn.movement == 0) {
        return Light::None;
    }
    return (signal.green & turn.movement) != 0    ? Light::Green
           : (signal.yellow & turn.movement) != 0 ? Light::Yellow
                                                  : Light::Red;
}

bool must_halt(const Simulation::State& s, const JunctionPlan& junction, const TurnPlan& turn) {
    const Light light = light_of(s, junction, turn);
    const bool free = light == Light::Green && (s.signals[junction.controller].permissive & turn.movement) == 0;
    return light == Light::AllWayStop || (turn.stops && !free);
}

Answer may_enter(Simulation::State& s, const JunctionPlan& junction, const JunctionScratch& scratch,
                 const Request& request) {
    Vehicle& me = *request.vehicle;
    const TurnPlan& turn = s.plan.turns[request.turn];
    const bool inside = request.lane == kNone;
    const Light light = light_of(s, junction, turn);
    // Inside waits who has green, or whose street goes first; where all give way they would wait for each other.
    const float wait_m = light == Light::None && turn.minor ? 0.0F : turn.wait_m;
    const auto no = [&me](Vehicle::Held why) {
        me.held = why;
        return Answer::No;
    };
    if (!inside) {
        if (light == Light::Red) {
            return no(Vehicle::Held::Red); // who found no room when it last had green still needs it
        }
        if (light == Light::Yellow) {
            // Everyone not yet committed can stop; one who waited at the line through green for a gap clears it now.
            const SignalState& signal = s.signals[junction.controller];
            if ((signal.permissive & turn.movement) == 0 || request.index != 0 || request.x_m < -kBeforeLineM ||
                wait_m > 0.0F) {
                return no(Vehicle::Held::Red);
            }
        }
        me.set(Vehicle::kNoRoom, false);
        if (must_halt(s, junction, turn) && (request.index != 0 || request.x_m < -3.0F || me.v_mps > kHaltedMps)) {
            return no(Vehicle::Held::Stop);
        }
        const bool permitted = light == Light::Green && turn.yields != 0 &&
                               (s.signals[junction.controller].permissive & turn.movement) != 0;
        if (permitted && -request.x_m > kSightM) {
            return no(Vehicle::Held::GivingWay);
        }
        if (light == Light::None && looks_still(s, request, turn)) {
            return no(Vehicle::Held::GivingWay);
        }
        if (s.closed[turn.to_edge] != 0) {
            return no(Vehicle::Held::Closed);
        }
    }
    const bool ring_full =
        turn.enters_ring != kNone && s.ring_count[turn.enters_ring] >= s.plan.rings[turn.enters_ring].most;
    me.set(Vehicle::kNoRoom, false);
    // Where streams only join, the junction is kept clear for those who are there to join, but not by who would rather
    // stand between two junctions for it.
    const bool wanted =
        turn.crosses || (scratch.wanted >> turn.local & 1U) != 0 ||
        (s.plan.lanes[turn.from_lane].brief == kNone && (turn.merges & (scratch.busy | scratch.approach)) != 0);
    if (ring_full || (turn.keep_clear && wanted && !turn.in_ring &&
                      (!has_room(s, scratch, turn, request) || !has_room_beyond(s, turn, me)))) {
        me.set(Vehicle::kNoRoom, true);
        return no(Vehicle::Held::NoRoom);
    }
    if (!inside && wait_m > 0.0F && (scratch.busy >> turn.local & 1U) != 0 &&
        waiting_point_taken(scratch, request.turn, me.trip)) {
        return no(Vehicle::Held::GivingWay);
    }
    const bool walkers = turn.crossing != kNone && s.walkers_in_way(turn, me, request.x_m);
    if (walkers && (inside || wait_m <= 0.0F)) {
        return no(Vehicle::Held::GivingWay);
    }
    if (!walkers && (turn.foes & (scratch.busy | scratch.approach)) == 0) {
        return Answer::Go;
    }
    const Judge judge{s, junction, scratch, request, light};
    bool far_only = walkers;
    for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end(); ++c) {
        const ConflictPlan& conflict = s.plan.conflicts[c];
        const bool behind_me = inside && conflict.enter_m < wait_m;
        if (((scratch.busy | scratch.approach) >> conflict.other_local & 1U) == 0 || behind_me ||
            judge.passes(conflict)) {
            continue;
        }
        if (inside || wait_m <= 0.0F || conflict.enter_m < wait_m) {
            return no(conflict.yields ? Vehicle::Held::GivingWay : Vehicle::Held::Crossing);
        }
        far_only = true;
    }
    if (!far_only) {
        return Answer::Go;
    }
    return light == Light::Green || light == Light::None ? Answer::Wait : no(Vehicle::Held::GivingWay);
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
// Pass 1 of a step: one junction moves the vehicles on its incoming lanes and on its turns.
#include <bit>

#include "sim/traffic/car_following.h"
#include "sim/traffic/emissions.h"
#include "sim/traffic/micro/junction_rules.h"

namespace cityloom::traffic {

namespace {

constexpr float kLookMps2 = 3.0F;   // slowing for the end of the next street, should it be closed by then
constexpr float kFirstM = 12.0F;    // nobody nearer ahead: first in its queue
constexpr float kStopShortM = 0.6F; // from the line
constexpr float kHardestMps2 = 9.0F;
constexpr float kApartM = 0.3F;     // never nearer than this to the one ahead
constexpr float kStillLetsM = 0.7F; // nearer than this beside its rear it is too late to let someone in
constexpr float kJoinM = 20.0F;     // before the line: from here on a lane that must be reached is joined at its tail
constexpr int kMostHops = 12;
constexpr float kFarthestLookM = 150.0F;
constexpr std::uint32_t kAskers = 4; // of a lane, in one step
constexpr float kApproachM = 120.0F;

/// Who is ahead, as it stood when the step began and as it stands when it ends, in the follower's own coordinate.
struct Ahead {
    float rear_m = kFar;
    float v_mps = 0.0F;
    float rear_end_m = kFar;
    float v_end_mps = 0.0F;
    float sure_m = kFar; ///< its rear will not be behind this at the end of the step

    void add(const Ahead& other) {
        const float sure = std::min(sure_m, other.sure_m);
        if (other.rear_m < rear_m) {
            *this = other;
        }
        sure_m = sure;
    }
    /// One whose place is known as it was when the step began; it is taken to go on as fast.
    void add_before(float rear, float v, float dt) { add({rear, v, rear + v * dt, v, rear}); }
    /// One that has moved in this step already.
    void add_after(float rear, float v, float dt) { add({rear - v * dt, v, rear, v, rear}); }
};

/// What a vehicle has to heed in one step.
struct Drive {
    Ahead ahead;
    float desired_mps = 0.0F;
    float most_mps = kFar;    ///< not faster than this at the end of the step
    float line_m = kFar;      ///< where to stop (front bumper), in its own coordinate
    float room_m = kFar;      ///< never further than this
    float courtesy_m = -kFar; ///< rear of one beside who asks to be let in
    float courtesy_mps = 0.0F;
};

class Pass {
public:
    Pass(Simulation::State& s, std::uint32_t junction, JunctionScratch& scratch, Tally& sums)
        : s_{s},
          place_{junction},
          junction_{s.plan.junctions[junction]},
          me_{s.junctions[junction]},
          scratch_{scratch},
          sums_{sums} {}

    void run() {
        me_.sent.clear();
        gather();
        ask();
        const std::uint64_t busy = me_.turns_in;
        me_.turns_in = 0;
        for_turns(busy, [this](std::uint32_t t) {
            move_turn(t);
            me_.turns_in |= s_.turn_slot[t].count > 0 ? 1ULL << ((t - junction_.turns.begin) & 63U) : 0ULL;
        });
        for (std::uint32_t l = junction_.lanes.begin; l < junction_.lanes.end(); ++l) {
            if (s_.lane_slot[l].count > 0) {
                move_lane(l);
            }
        }
    }

private:
    /// Turns with vehicles, in order.
    template <typename F> void for_turns(std::uint64_t busy, F&& f) {
        if (junction_.turns.count > 64) {
            for (std::uint32_t t = junction_.turns.begin; t < junction_.turns.end(); ++t) {
                if (s_.turn_slot[t].count > 0) {
                    f(t);
                }
            }
            return;
        }
        for (; busy != 0; busy &= busy - 1) {
            f(junction_.turns.begin + static_cast<std::uint32_t>(std::countr_zero(busy)));
        }
    }

    void promise_room(std::uint32_t lane, float length) {
        if (s_.reserved_m[lane] <= 0.0F) {
            me_.promised.push_back(lane);
        }
        s_.reserved_m[lane] += length + kStandingGapM;
    }

    [[nodiscard]] Vehicle* pool(const Slot& slot) { return me_.pool.data() + slot.begin; }

    void hold(const Occupant& occupant) {
        scratch_.occupants.push_back(occupant);
        scratch_.busy |= 1ULL << s_.plan.turns[occupant.turn].local;
    }

    /// Who holds the junction, who comes near it, and how much of each exit is promised.
    void gather() {
        scratch_.occupants.clear();
        scratch_.busy = 0;
        scratch_.approach = 0;
        for (const std::uint32_t lane : me_.promised) {
            s_.reserved_m[lane] = 0.0F;
        }
        me_.promised.clear();
        std::erase_if(me_.leavers, [this](Leaver& leaver) {
            const TurnPlan& turn = s_.plan.turns[leaver.turn];
            const Tail& tail = s_.tail()[turn.to_lane];
            if (tail.turn != leaver.turn || tail.rear_m >= 0.0F) {
                return ++leaver.steps > 1; // its place is published one step after it left
            }
            hold({leaver.turn, kNone, turn.length_m + 0.01F, 0.0F, 0.01F - tail.rear_m, true, false});
            return false;
        });
        for_turns(me_.turns_in, [this](std::uint32_t t) {
            const Slot& slot = s_.turn_slot[t];
            const Vehicle* v = pool(slot);
            for (std::uint32_t k = 0; k < slot.count; ++k) {
                const float length = s_.type(v[k]).length_m;
                const bool waits = v[k].has(Vehicle::kToWait);
                hold({t, v[k].trip, v[k].x_m, v[k].v_mps, length, true, waits});
                if (!waits && !v[k].has(Vehicle::kPromised)) {
                    promise_room(s_.plan.turns[t].to_lane, length);
                }
            }
        });
        for (std::uint32_t l = junction_.lanes.begin; l < junction_.lanes.end(); ++l) {
            const Slot& slot = s_.lane_slot[l];
            Vehicle* v = pool(slot);
            const float length = s_.plan.lanes[l].length_m;
            for (std::uint32_t k = 0; k < slot.count; ++k) {
                if (v[k].has(Vehicle::kCommitted) && stops_after_all(v[k], length - v[k].x_m)) {
                    v[k].set(Vehicle::kCommitted, false);
                    v[k].set(Vehicle::kToWait, false);
                    v[k].set(Vehicle::kPromised, false);
                }
                if (v[k].has(Vehicle::kCommitted)) {
                    reserve(v[k], l);
                } else if (k < 5 && v[k].x_m > length - kApproachM) {
                    scratch_.approach |= v[k].turn != kNone ? 1ULL << s_.plan.turns[v[k].turn].local : 0ULL;
                } else {
                    break;
                }
            }
        }
        if (junction_.brief) {
            keep_promises();
        }
    }

    /// Held up by someone ahead, a vehicle that had committed can stop again: it has to ask anew and holds nothing.
    [[nodiscard]] bool stops_after_all(const Vehicle& v, float to_line) const {
        const float next = v.v_mps + 0.5F * s_.dt;
        return v.halted > 0
                   ? to_line > 0.05F && v.halted * s_.dt > 2.0F
                   : v.a_mps2 < 0.0F && next * next / (2.0F * s_.type(v).commit) + next * s_.dt < to_line - 0.5F;
    }

    void reserve(const Vehicle& v, std::uint32_t lane) {
        const TurnPlan& turn = s_.plan.turns[v.turn];
        const float length = s_.type(v).length_m;
        hold({v.turn, v.trip, v.x_m - s_.plan.lanes[lane].length_m, v.v_mps, length, false, v.has(Vehicle::kToWait)});
        if (!v.has(Vehicle::kToWait) && !v.has(Vehicle::kPromised)) {
            promise_room(turn.to_lane, length);
        }
    }

    /// Vehicles on their way to a brief lane of ours that have our promise already.
    void keep_promises() {
        for (std::uint32_t l = junction_.lanes.begin; l < junction_.lanes.end(); ++l) {
            if (s_.plan.lanes[l].brief == kNone) {
                continue;
            }
            Promises& promise = s_.promises[s_.plan.lanes[l].brief];
            std::array<std::uint32_t, Promises::kMost> before = promise.granted;
            // Behind one who has to wait on the lane itself nobody goes through: what was promised is withdrawn.
            const Slot& slot = s_.lane_slot[l];
            const bool open = slot.count == 0 || pool(slot)[slot.count - 1].through();
            const std::uint32_t known = open ? promise.grants : 0;
            promise.grants = 0;
            for (std::uint32_t k = 0; k < promise.comers; ++k) {
                const Promises::Coming& coming = promise.coming[k];
                const bool ours =
                    std::find(before.begin(), before.begin() + known, coming.trip) != before.begin() + known;
                if (ours) {
                    grant(l, promise, coming);
                } else {
                    scratch_.approach |= 1ULL << s_.plan.turns[coming.turn].local;
                }
            }
        }
    }

    void grant(std::uint32_t l, Promises& promise, const Promises::Coming& coming) {
        const TurnPlan& turn = s_.plan.turns[coming.turn];
        const float length = s_.types[coming.type].length_m;
        hold({coming.turn, coming.trip, -coming.to_lane_m - s_.plan.lanes[l].length_m, coming.v_mps, length, false,
              false, true});
        promise_room(turn.to_lane, length);
        promise.granted[promise.grants++] = coming.trip;
    }

    /// After those on a brief lane, those that come to it ask.
    void ask_for_comers(std::uint32_t l) {
        const Slot& slot = s_.lane_slot[l];
        if (slot.count > 0 && !pool(slot)[slot.count - 1].through()) {
            return;
        }
        Promises& promise = s_.promises[s_.plan.lanes[l].brief];
        for (std::uint32_t k = 0; k < promise.comers; ++k) {
            const Promises::Coming& coming = promise.coming[k];
            const auto granted = promise.granted.begin() + promise.grants;
            if (std::find(promise.granted.begin(), granted, coming.trip) != granted) {
                continue;
            }
            Vehicle v;
            v.trip = coming.trip;
            v.type = coming.type;
            v.v_mps = coming.v_mps;
            v.turn = coming.turn;
            const float x = -coming.to_lane_m - s_.plan.lanes[l].length_m;
            if (may_enter(s_, junction_, scratch_, {&v, v.turn, x, slot.count + k, l, true}) != Answer::Go) {
                return;
            }
            grant(l, promise, coming);
        }
    }

    /// One that was to wait inside has the rest of its way.
    void release(Vehicle& v) {
        v.set(Vehicle::kToWait, false);
        for (Occupant& occupant : scratch_.occupants) {
            occupant.waits = occupant.waits && occupant.trip != v.trip;
        }
        promise_room(s_.plan.turns[v.turn].to_lane, s_.type(v).length_m);
    }

    /// Those who wait inside ask first, then each lane's vehicles from the front, as far back as one that must decide
    /// soon. Lanes take turns in being first.
    void ask() {
        for_turns(me_.turns_in, [this](std::uint32_t t) {
            if (s_.plan.turns[t].wait_m > 0.0F) {
                ask_inside(t);
            }
        });
        const std::uint32_t lanes = junction_.lanes.count;
        std::uint32_t first = lanes > 0 ? static_cast<std::uint32_t>(s_.step_index % lanes) : 0;
        for (std::uint32_t i = 0; i < lanes; ++i) {
            const std::uint32_t l = junction_.lanes.begin + first;
            first = first + 1 == lanes ? 0 : first + 1;
            if (s_.lane_slot[l].count > 0) {
                ask_lane(l);
            }
            if (s_.plan.lanes[l].brief != kNone && s_.promises[s_.plan.lanes[l].brief].comers > 0) {
                ask_for_comers(l);
            }
        }
    }

    void ask_inside(std::uint32_t t) {
        const Slot& slot = s_.turn_slot[t];
        Vehicle* v = pool(slot);
        for (std::uint32_t k = 0; k < slot.count; ++k) {
            if (!v[k].has(Vehicle::kToWait)) {
                continue;
            }
            const Request request{&v[k], t, v[k].x_m, k, kNone};
            if (may_enter(s_, junction_, scratch_, request) == Answer::Go) {
                release(v[k]);
            }
            break;
        }
    }

    void ask_lane(std::uint32_t l) {
        const Slot& slot = s_.lane_slot[l];
        Vehicle* vehicles = pool(slot);
        const float length = s_.plan.lanes[l].length_m;
        for (std::uint32_t k = 0; k < slot.count && k < kAskers; ++k) {
            Vehicle& v = vehicles[k];
            if (v.has(Vehicle::kCommitted)) {
                if (v.has(Vehicle::kToWait)) {
                    ask_again(v, l, k);
                }
                continue;
            }
            v.set(Vehicle::kMayGo, false);
            const bool promised = v.has(Vehicle::kPromised);
            v.set(Vehicle::kPromised, false); // kept only if it may go on
            const float to_line = length - v.x_m;
            const float horizon = v.v_mps * v.v_mps / 4.0F + 2.0F * v.v_mps * std::max(1.0F, s_.dt) + 6.0F;
            if (v.turn == kNone || to_line > horizon || v.has(Vehicle::kHalts) || (k == 0 && obstructed(l, v))) {
                clear_behind(vehicles, k + 1, slot.count);
                return;
            }
            const Answer answer = may_enter(s_, junction_, scratch_, {&v, v.turn, -to_line, k, l});
            if (answer == Answer::No) {
                clear_behind(vehicles, k + 1, slot.count);
                return;
            }
            v.set(Vehicle::kMayGo, true);
            v.set(Vehicle::kToWait, answer == Answer::Wait);
            v.set(Vehicle::kPromised, promised && answer == Answer::Go);
            const TurnPlan& turn = s_.plan.turns[v.turn];
            const float commit = s_.type(v).commit;
            const float faster = v.v_mps + 2.0F * s_.dt;
            const bool from_rest = to_line < 3.5F && (turn.stops || light_of(s_, junction_, turn) == Light::AllWayStop);
            if (from_rest || to_line - 0.5F * (v.v_mps + faster) * s_.dt < faster * faster / (2.0F * commit) + 0.5F) {
                v.set(Vehicle::kCommitted, true);
                reserve(v, l);
            }
        }
    }

    /// One that has left the lane stands with its rear still in it.
    [[nodiscard]] bool obstructed(std::uint32_t l, const Vehicle& v) {
        const Tail ahead = s_.overhang(l);
        return ahead.rear_m < kFar && ahead.v_mps < 0.5F && ahead.rear_m - v.x_m < s_.type(v).min_gap_m + 1.0F;
    }

    /// One that is on its way to the waiting point may find the rest of the way open.
    void ask_again(Vehicle& v, std::uint32_t l, std::uint32_t k) {
        const float x = v.x_m - s_.plan.lanes[l].length_m;
        if (may_enter(s_, junction_, scratch_, {&v, v.turn, x, k, l}) == Answer::Go) {
            release(v);
        }
    }

    static void clear_behind(Vehicle* vehicles, std::uint32_t from, std::uint32_t to) {
        for (std::uint32_t k = from; k < to && vehicles[k].has(Vehicle::kMayGo); ++k) {
            if (!vehicles[k].has(Vehicle::kCommitted)) {
                vehicles[k].set(Vehicle::kMayGo, false);
                vehicles[k].set(Vehicle::kPromised, false);
            }
        }
    }

    /// A vehicle that was to be out of a shared zone by now may have had to stop in it: nobody drives into it.
    void heed_crossing(const TurnPlan& turn, float x, Vehicle& v, Drive& drive) {
        if ((turn.foes & ~turn.merges & scratch_.busy) == 0) {
            return;
        }
        const float reach = v.v_mps * (s_.dt + 1.0F) + 4.0F;
        for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end(); ++c) {
            const ConflictPlan& conflict = s_.plan.conflicts[c];
            const float ahead = conflict.enter_m - x;
            if (conflict.merge || ahead < 0.0F || ahead > reach || (scratch_.busy >> conflict.other_local & 1U) == 0) {
                continue;
            }
            const Slot& slot = s_.turn_slot[conflict.other];
            const Vehicle* others = pool(slot);
            bool taken = false;
            for (std::uint32_t k = 0; k < slot.count; ++k) {
                taken =
                    taken || (others[k].x_m > conflict.other_enter_m && s_.rear(others[k]) < conflict.other_leave_m);
            }
            if (taken) {
                drive.most_mps = std::min(drive.most_mps, stop_within(v, ahead - 0.1F, 4.5F));
                drive.line_m = std::min(drive.line_m, v.x_m + ahead - 0.2F);
                drive.room_m = std::min(drive.room_m, std::max(0.0F, ahead - 0.05F));
            }
        }
    }

    /// Vehicles on other turns into the same lane that are nearer to it are leaders as well (Wang et al. 2009 call them
    /// virtual).
    void follow_merging(const TurnPlan& turn, std::uint32_t trip, float rest, float x, Drive& drive) const {
        if ((turn.merges & scratch_.busy) == 0) {
            return;
        }
        for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end(); ++c) {
            const ConflictPlan& conflict = s_.plan.conflicts[c];
            if (!conflict.merge) {
                continue;
            }
            for (const Occupant& other : scratch_.occupants) {
                if (other.turn != conflict.other || other.trip == trip || other.waits) {
                    continue;
                }
                const float their_rest = s_.plan.turns[other.turn].length_m - other.x_m;
                if (their_rest < rest || (their_rest == rest && other.trip < trip)) {
                    const float gap = rest - their_rest - other.length_m;
                    const float before = drive.ahead.sure_m; // its least way counts below
                    drive.ahead.add_before(x + std::max(kApartM, gap), other.v_mps, s_.dt);
                    drive.ahead.sure_m = before;
                    // However hard it brakes, it goes on this far.
                    const float least = std::max(0.0F, other.v_mps * s_.dt - 0.5F * kHardestMps2 * s_.dt * s_.dt);
                    drive.room_m = std::min(drive.room_m, std::max(0.0F, gap + least - kApartM));
                }
            }
        }
    }

    /// One step of car following: the model in substeps, between the leader's known places, with the ballistic update
    /// (Treiber and Kanagaraj 2015).
    void move(Vehicle& v, const TypeRow& type, const Drive& drive) {
        const float v0 = std::max(0.5F, std::min(drive.desired_mps, drive.most_mps));
        const float before = v.v_mps;
        const float top = std::max(drive.desired_mps, before); // the limit is approached by the model, not by force
        const float most = std::min(top, drive.most_mps);
        float speed = before;
        float dx = 0.0F;
        float span = s_.dt; // of the step in which it drives
        if (before < 0.01F && type.startup_s > 0.0F && !v.has(Vehicle::kServing)) {
            // Who stood first at the line takes its time when the light changes; those behind follow the one ahead.
            const bool first = drive.ahead.rear_m - v.x_m > kFirstM;
            const bool free = first && drive.line_m - v.x_m > kStopShortM;
            v.react_s = free ? v.react_s - s_.dt : first ? type.startup_s : 0.0F;
            span = std::min(span, std::max(0.0F, -v.react_s));
            span = first ? span : s_.dt;
        }
        const bool still = before < 0.01F && v.react_s > 0.0F;
        const float h = span / static_cast<float>(s_.substeps);
        for (int k = 0; k < s_.substeps && !still; ++k) {
            const float f = static_cast<float>(k) / static_cast<float>(s_.substeps);
            const float rear = drive.ahead.rear_m + (drive.ahead.rear_end_m - drive.ahead.rear_m) * f;
            const float ahead_v = drive.ahead.v_mps + (drive.ahead.v_end_mps - drive.ahead.v_mps) * f;
            const float x = v.x_m + dx;
            float accel = idm_row(type, speed, v0, drive.ahead.rear_m >= kFar ? kFar : rear - x, ahead_v);
            if (drive.line_m < kFar) {
                // The line is a standing leader whose bumper is as far beyond it as the gap the model would keep.
                const float gap = drive.line_m - x + type.min_gap_m;
                accel = std::min(accel, idm_row(type, speed, v0, std::max(0.1F, gap), 0.0F));
            }
            if (drive.courtesy_m > x) {
                const float let = std::max(0.5F, drive.courtesy_m - x);
                accel = std::min(accel, std::max(idm_row(type, speed, v0, let, drive.courtesy_mps), -type.decel));
            }
            accel = std::max(accel, -type.hardest);
            float next = std::max(0.0F, speed + accel * h);
            next = std::min(next, std::max(most, speed - type.hardest * h));
            float step = 0.5F * (speed + next) * h;
            if (next <= 0.0F && accel < 0.0F) {
                step = std::min(step, speed * speed / (-2.0F * accel)); // it stands before the step ends
            }
            dx += step;
            speed = next;
        }
        if (dx > drive.room_m) {
            dx = std::max(0.0F, drive.room_m);
            speed = std::min(speed, dx / s_.dt);
        }
        v.a_mps2 = (speed - before) / s_.dt;
        v.v_mps = speed;
        v.x_m += dx;
        if (dx > 0.01F) {
            v.halted = 0;
            v.react_s = v.has(Vehicle::kServing) ? v.react_s : type.startup_s;
        } else if (v.halted < 60'000) {
            ++v.halted;
        }
        if (speed < 0.1F && !v.has(Vehicle::kServing) && v.waited < 0xFFFF) {
            ++v.waited;
        }
        const float co2 = co2_g_per_s(speed, v.a_mps2) * s_.dt;
        v.co2_g += co2;
        sums_.co2_g += static_cast<double>(co2);
        sums_.distance_m += static_cast<double>(dx);
        ++sums_.updates;
    }

    [[nodiscard]] float stop_within(const Vehicle& v, float distance_m, float decel) const {
        return stoppable_after(distance_m, decel, v.v_mps, s_.dt);
    }

    /// The end of the lane after this turn is a place to be able to stop at: nobody has promised what comes then. Over
    /// a brief lane with a promise it is the end of the one after.
    void look_ahead(const Vehicle& v, const TurnPlan& turn, float to_turn_end, Drive& drive) const {
        const LanePlan& next = s_.plan.lanes[turn.to_lane];
        float end = to_turn_end + next.length_m + next.clear_run_m - 0.1F;
        if (v.has(Vehicle::kPromised)) {
            const TurnPlan& then = s_.plan.turns[v.next];
            const LanePlan& beyond = s_.plan.lanes[then.to_lane];
            const float to_then = to_turn_end + next.length_m;
            drive.most_mps =
                std::min(drive.most_mps, std::sqrt(then.speed_mps * then.speed_mps +
                                                   2.0F * s_.type(v).turn_brake * std::max(0.0F, to_then)));
            end = to_then + then.length_m + beyond.length_m + beyond.clear_run_m - 0.1F;
        }
        drive.most_mps = std::min(drive.most_mps, stop_within(v, end, s_.type(v).commit));
        drive.room_m = std::min(drive.room_m, end + 0.05F);
    }

    /// What lies beyond the end of a turn, in the coordinate of the turn.
    void look_beyond(const TurnPlan& turn, Ahead& ahead) const {
        // On through empty lanes at whose end nobody has to be asked.
        float along = turn.length_m;
        const TurnPlan* way = &turn;
        for (int hop = 0; hop < kMostHops; ++hop) {
            const Tail& tail = s_.tail()[way->to_lane];
            if (tail.rear_m < kFar) {
                ahead.add_before(along + tail.rear_m, tail.v_mps, s_.dt);
                break;
            }
            const LanePlan& lane = s_.plan.lanes[way->to_lane];
            if (lane.clear_run_m <= 0.0F || lane.turn_count != 1 || along > kFarthestLookM) {
                break;
            }
            way = &s_.plan.turns[lane.turn_begin];
            along += lane.length_m + way->length_m;
        }
        for (const Sent& sent : me_.sent) {
            if (sent.lane == turn.to_lane) {
                const float rear = turn.length_m + s_.rear(sent.vehicle);
                ahead.add_after(rear, sent.vehicle.v_mps, s_.dt);
            }
        }
    }

    void move_turn(std::uint32_t t) {
        const TurnPlan& turn = s_.plan.turns[t];
        Slot& slot = s_.turn_slot[t];
        Vehicle* vehicles = pool(slot);
        Ahead leader;
        look_beyond(turn, leader);
        const float limit = s_.plan.lanes[turn.to_lane].speed_mps;
        std::uint32_t left = 0;
        for (std::uint32_t k = 0; k < slot.count; ++k) {
            Vehicle& v = vehicles[k];
            const TypeRow& type = s_.type(v);
            const float old_rear = v.x_m - type.length_m;
            const float old_v = v.v_mps;
            Drive drive;
            drive.ahead = leader;
            drive.room_m = leader.sure_m - v.x_m - kApartM;
            follow_merging(turn, v.trip, turn.length_m - v.x_m, v.x_m, drive);
            drive.desired_mps = std::min(s_.desired_speed(v, limit), turn.speed_mps);
            if (v.has(Vehicle::kToWait)) {
                drive.line_m = turn.wait_m - 0.2F;
                drive.most_mps = stop_within(v, turn.wait_m - v.x_m, 4.5F);
                drive.room_m = std::min(drive.room_m, turn.wait_m - v.x_m);
            } else {
                look_ahead(v, turn, turn.length_m - v.x_m, drive);
            }
            heed_crossing(turn, v.x_m, v, drive);
            move(v, type, drive);
            leader = {old_rear, old_v, v.x_m - type.length_m, v.v_mps, v.x_m - type.length_m};
            if (k == left && v.x_m >= turn.length_m && !v.has(Vehicle::kToWait)) {
                leave_turn(t, turn, v);
                ++left;
            }
        }
        if (left > 0) {
            std::move(vehicles + left, vehicles + slot.count, vehicles);
            slot.count = static_cast<std::uint16_t>(slot.count - left);
            me_.here -= left;
        }
    }

    void leave_turn(std::uint32_t t, const TurnPlan& turn, const Vehicle& v) {
        Sent sent{turn.to_lane, t, v};
        sent.vehicle.x_m = v.x_m - turn.length_m;
        me_.sent.push_back(sent);
        s_.edge_fed[s_.plan.first_lane[turn.to_edge]] = 1;
        const auto known = std::find_if(me_.leavers.begin(), me_.leavers.end(),
                                        [t](const Leaver& leaver) { return leaver.turn == t; });
        if (known == me_.leavers.end()) {
            me_.leavers.push_back({t, 0});
        } else {
            known->steps = 0;
        }
    }

    void look_into_turn(const Vehicle& v, float length, Ahead& ahead) {
        const TurnPlan& turn = s_.plan.turns[v.turn];
        const Slot& slot = s_.turn_slot[v.turn];
        if (slot.count > 0) {
            const Vehicle& last = pool(slot)[slot.count - 1];
            ahead.add_after(length + s_.rear(last), last.v_mps, s_.dt);
            return;
        }
        Ahead beyond;
        look_beyond(turn, beyond);
        if (beyond.rear_m < kFar) {
            ahead.add({length + beyond.rear_m, beyond.v_mps, length + beyond.rear_end_m, beyond.v_end_mps,
                       length + beyond.sure_m});
        }
    }

    void move_lane(std::uint32_t l) {
        const LanePlan& lane = s_.plan.lanes[l];
        Slot& slot = s_.lane_slot[l];
        const std::uint32_t count = slot.count;
        const float length = lane.length_m;
        Courtesy& courtesy = s_.courtesy[l];
        std::uint32_t heard = 0; // requests for vehicles further ahead
        Ahead leader;
        std::uint32_t gone = 0;
        std::uint32_t kept = 0;
        for (std::uint32_t k = 0; k < count; ++k) {
            Vehicle& v = pool(slot)[k];
            const TypeRow& type = s_.type(v);
            const float old_rear = v.x_m - type.length_m;
            const float old_v = v.v_mps;
            const float to_line = length - v.x_m;
            Drive drive;
            drive.ahead = leader;
            drive.desired_mps = s_.desired_speed(v, lane.speed_mps);
            const bool through = v.through() && v.turn != kNone;
            if (leader.rear_m >= kFar || gone == k) { // no one of this lane is ahead on it
                const Tail leaving = s_.overhang(l);
                if (leaving.rear_m < kFar) {
                    drive.ahead.add_after(leaving.rear_m, leaving.v_mps, s_.dt);
                }
                if (through) {
                    look_into_turn(v, length, drive.ahead);
                }
            }
            drive.room_m = drive.ahead.sure_m - v.x_m - kApartM;
            if (v.turn != kNone) {
                const TurnPlan& turn = s_.plan.turns[v.turn];
                drive.most_mps =
                    std::sqrt(turn.speed_mps * turn.speed_mps + 2.0F * type.turn_brake * std::max(0.0F, to_line));
                if (through) {
                    follow_merging(turn, v.trip, to_line + turn.length_m, v.x_m, drive);
                    look_ahead(v, turn, to_line + turn.length_m, drive);
                    heed_crossing(turn, -to_line, v, drive);
                    if (v.has(Vehicle::kToWait)) {
                        drive.line_m = length + turn.wait_m - 0.2F;
                        drive.most_mps = std::min(drive.most_mps, stop_within(v, to_line + turn.wait_m, 4.5F));
                        drive.room_m = std::min(drive.room_m, to_line + turn.wait_m);
                    }
                }
            }
            if (v.has(Vehicle::kHalts)) {
                head_for_stop(v, drive);
            } else if (!through && !v.has(Vehicle::kArrivesHere)) {
                drive.line_m = length - kStopShortM;
                drive.most_mps = std::min(drive.most_mps, stop_within(v, to_line - 0.1F, 4.5F));
                drive.room_m = std::min(drive.room_m, to_line - 0.05F);
            }
            // The nearest request ahead of it that nobody between could answer.
            std::uint32_t mine = heard;
            while (mine < courtesy.count && courtesy.rear_m[mine] > v.x_m + kStillLetsM) {
                ++mine;
            }
            if (mine > heard && !v.has(Vehicle::kCommitted)) {
                drive.courtesy_m = courtesy.rear_m[mine - 1];
                drive.courtesy_mps = courtesy.v_mps[mine - 1];
            }
            heard = mine;
            if (lane.edge_lanes > 1 && v.lanes != 0 && !v.useful(lane.own) && to_line < kJoinM) {
                join_behind(l, lane, v, drive);
            }
            move(v, type, drive);
            leader = {old_rear, old_v, v.x_m - type.length_m, v.v_mps, v.x_m - type.length_m};

            if (v.has(Vehicle::kArrivesHere) && !v.has(Vehicle::kHalts) && v.x_m >= v.stop_x_m) {
                arrive(v, lane);
                ++gone;
                continue;
            }
            if (v.x_m >= length && through && kept == 0 && !v.has(Vehicle::kHalts)) {
                cross_line(lane, v);
                ++gone;
                continue;
            }
            if (gone > 0) {
                Vehicle* vehicles = pool(slot); // crossing may have moved the pool
                vehicles[kept] = vehicles[k];
            }
            ++kept;
        }
        slot.count = static_cast<std::uint16_t>(kept);
        courtesy.count = 0;
    }

    /// Who has to get into the lane beside does not overtake its queue: it falls in behind, braking gently.
    void join_behind(std::uint32_t l, const LanePlan& lane, const Vehicle& v, Drive& drive) {
        const int way = v.way_out(lane.own, std::min<std::uint32_t>(kMostLanes, lane.edge_lanes));
        if (way == 0) {
            return;
        }
        const Slot& slot = s_.lane_slot[way < 0 ? l - 1 : l + 1];
        const Vehicle* others = pool(slot);
        for (std::uint32_t k = slot.count; k-- > 0;) {
            const float rear = s_.rear(others[k]);
            if (rear > v.x_m + kStillLetsM) {
                if (drive.courtesy_m <= v.x_m || rear < drive.courtesy_m) {
                    drive.courtesy_m = rear;
                    drive.courtesy_mps = others[k].v_mps;
                }
                return;
            }
        }
    }

    /// A vehicle with a stop to make on this lane.
    void head_for_stop(Vehicle& v, Drive& drive) {
        drive.line_m = v.stop_x_m;
        drive.most_mps = std::min(drive.most_mps, stop_within(v, v.stop_x_m - v.x_m, 4.5F));
        drive.room_m = std::min(drive.room_m, v.stop_x_m - v.x_m);
        if (v.has(Vehicle::kServing)) {
            v.react_s -= s_.dt;
            drive.room_m = 0.0F;
            if (v.react_s <= 0.0F) {
                v.set(Vehicle::kServing, false);
                v.set(Vehicle::kHalts, false);
                ++s_.next_stop[v.trip];
            }
        } else if (v.v_mps < 0.2F && v.stop_x_m - v.x_m < 2.0F) {
            const Stop& stop = s_.work.stops[s_.next_stop[v.trip]];
            v.set(Vehicle::kServing, true);
            v.react_s = stop.duration_s;
            if (stop.until >= 0) {
                v.react_s = std::max(v.react_s, static_cast<float>(to_seconds(stop.until - s_.now)));
            }
            s_.records[v.trip].stopped_s += v.react_s;
        }
    }

    void arrive(Vehicle& v, const LanePlan& lane) {
        s_.records[v.trip].arrived = s_.now + s_.options.step;
        s_.settle(v, v.stop_x_m, v.stop_x_m / lane.speed_mps); // it is parked where it wanted to be
        s_.entered[v.trip] = s_.now + s_.options.step;
        --me_.here;
        ++sums_.arrived;
    }

    void cross_line(const LanePlan& lane, const Vehicle& crossing) {
        Vehicle v = crossing;
        const TimeUs spent = s_.now + s_.options.step - s_.entered[v.trip];
        s_.crossed_s[lane.edge] += static_cast<float>(to_seconds(spent));
        ++s_.crossed[lane.edge];
        ++me_.served;
        v.set(Vehicle::kCommitted, false);
        v.set(Vehicle::kMayGo, false);
        const std::uint32_t t = v.turn;
        const TurnPlan& turn = s_.plan.turns[t];
        s_.settle(v, lane.length_m + turn.length_m, lane.length_m / lane.speed_mps + turn.length_m / turn.speed_mps);
        v.x_m -= lane.length_m;
        Slot& slot = s_.turn_slot[t];
        if (v.x_m >= turn.length_m && slot.count == 0 && !v.has(Vehicle::kToWait)) {
            --me_.here;
            leave_turn(t, turn, v); // a turn so short that one step carries it across
            return;
        }
        v.x_m = std::min(v.x_m, turn.length_m);
        s_.insert(place_, slot, slot.count, v);
        me_.turns_in |= 1ULL << ((t - junction_.turns.begin) & 63U);
    }

    Simulation::State& s_;
    std::uint32_t place_;
    const JunctionPlan& junction_;
    JunctionState& me_;
    JunctionScratch& scratch_;
    Tally& sums_;
};

} // namespace

void Simulation::State::junction_pass(std::uint32_t junction, JunctionScratch& scratch, Tally& sums) {
    const JunctionPlan& at = plan.junctions[junction];
    bool expecting = false;
    for (std::uint32_t l = at.lanes.begin; at.brief && l < at.lanes.end(); ++l) {
        expecting = expecting || (plan.lanes[l].brief != kNone && (promises[plan.lanes[l].brief].comers > 0 ||
                                                                   promises[plan.lanes[l].brief].grants > 0));
    }
    junctions[junction].expecting = expecting;
    if (expecting || !asleep(junction)) {
        Pass{*this, junction, scratch, sums}.run();
    }
}

} // namespace cityloom::traffic

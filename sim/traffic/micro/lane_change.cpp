// SPDX-License-Identifier: GPL-3.0-or-later
// Lane changes of one edge: MOBIL (Kesting, Treiber and Helbing 2007) where a driver may, gap acceptance where it must.
#include <algorithm>
#include <cmath>

#include "sim/traffic/car_following.h"
#include "sim/traffic/micro/state.h"
#include "sim/traffic/short_streets.h"

namespace cityloom::traffic {

namespace {

constexpr float kPauseS = 4.0F;
constexpr float kForcedPauseS = 3.0F; // who has several lanes to cross
constexpr float kUrgentM = 60.0F;
constexpr float kAskM = 200.0F;       // from here on it asks to be let in
constexpr float kRiderMovesM = 60.0F; // before the line a rider leaves the kerb for a turn
constexpr float kCrawlMps = 2.0F;
constexpr float kLeavesM = 250.0F; // nearer to the end of its way than this nobody leaves a lane that leads on,
constexpr float kLeastRunM = 8.0F; // in a queue it takes more than one place gained to change; nobody slides sideways
constexpr float kSeesBarrierM = 200.0F;
constexpr float kReturnM = static_cast<float>(kTooShortM); // to change back on
constexpr float kAtLineM = 15.0F; // from here on those who have just crossed the line are next ahead
constexpr float kSafeMps2 = 3.0F; // b_safe: the new follower never has to brake harder for a change of choice

struct Gap : SideGap {
    std::uint32_t index = 0; ///< place in the target lane's order
};

Gap gap_in(const Simulation::State& s, std::uint32_t lane, const Vehicle& v, float rear) {
    const Vehicle* others = s.on_lane(lane);
    Gap gap;
    const std::uint32_t count = s.lane_slot[lane].count;
    while (gap.index < count && others[gap.index].x_m >= v.x_m) {
        ++gap.index;
    }
    if (gap.index > 0) {
        gap.ahead_m = s.rear(others[gap.index - 1]) - v.x_m;
        gap.leader_v = others[gap.index - 1].v_mps;
    } else {
        const Overhang over = s.overhang(lane);
        if (over.rear_m < kFar) {
            gap.ahead_m = over.rear_m - v.x_m;
            gap.leader_v = over.v_mps;
        }
    }
    if (gap.index < count) {
        gap.behind_m = rear - others[gap.index].x_m;
        gap.follower_v = others[gap.index].v_mps;
    } else if (s.head()[lane].to_m < kFar) { // who comes from upstream, known as it was a step ago
        const Head& head = s.head()[lane];
        gap.behind_m = rear > 0.5F ? rear + head.to_m - head.v_mps * s.dt : 0.0F;
        gap.follower_v = head.v_mps;
    } else if (s.reserved_m[lane] > 0.0F) {
        gap.behind_m = rear - s.reserved_m[lane] - 4.0F; // vehicles in the junction were promised that much
        gap.follower_v = 0.0F;
    } else {
        gap.behind_m = rear > 0.5F ? kFar : 0.0F; // not while half of it is still in the junction
    }
    return gap;
}

/// One edge's lanes in one step.
class Changer {
public:
    Changer(Simulation::State& s, std::uint32_t junction, std::uint32_t edge)
        : s_{s},
          junction_{junction},
          first_{s.plan.first_lane[edge]},
          lanes_{std::min(kMostLanes, s.net.edges[edge].lanes.count)},
          pause_{steps(kPauseS)},
          forced_pause_{steps(kForcedPauseS)},
          blocked_{s.blocked.empty() ? nullptr : s.blocked_on(edge)} {}

    void run() {
        for (std::uint32_t own = 0; own < lanes_; ++own) {
            const std::uint32_t lane = first_ + own;
            for (std::uint32_t k = 0; k < s_.lane_slot[lane].count; ++k) {
                Vehicle& v = s_.on_lane(lane)[k];
                if (v.cooldown > 0) {
                    --v.cooldown;
                    continue;
                }
                const bool at_end = v.x_m > s_.plan.lanes[lane].length_m;
                if (v.barrier() || v.has(Vehicle::kServing) || bound(lane, v) || s_.rear(v) < 0.5F || at_end) {
                    continue;
                }
                k -= change(lane, own, k) ? 1U : 0U;
            }
        }
    }

private:
    [[nodiscard]] std::uint8_t steps(float seconds) const {
        return static_cast<std::uint8_t>(std::min(255.0F, std::ceil(seconds / s_.dt)));
    }

    bool change(std::uint32_t lane, std::uint32_t own, std::uint32_t k) {
        const Vehicle& v = s_.on_lane(lane)[k];
        if (blocked_ != nullptr && blocked_->ahead_of(own, v.x_m) && blocked_->what.from_m - v.x_m < kSeesBarrierM) {
            const int way = blocked_->way_past(own, lanes_);
            const auto beside = static_cast<std::uint32_t>(static_cast<int>(lane) + way);
            // Past a crash one drives on a bus lane too.
            return (static_cast<unsigned>(s_.plan.lanes[beside].use) & kAllMotor) != 0 &&
                   must_change(lane, k, way, blocked_->what.from_m - v.x_m);
        }
        if (const Vehicle* halted = s_.halted_ahead(lane, v.x_m);
            halted != nullptr && s_.rear(*halted) - v.x_m < kSeesBarrierM && drive_past(lane, own, k, *halted)) {
            return true;
        }
        const bool rider = s_.type(v).cls == VehicleClass::Bicycle;
        if (rider && (v.useful(own) || s_.plan.lanes[lane].length_m - v.x_m > kRiderMovesM)) {
            return keep_to_kerb(lane, own, k);
        }
        if (!v.useful(own) && v.lanes != 0) {
            const int way = v.way_out(own, lanes_);
            const auto beside = static_cast<std::uint32_t>(static_cast<int>(lane) + way);
            return !barred(own, way, v) && allowed(v, beside) && !passing(beside, v) &&
                   must_change(lane, k, way, s_.plan.lanes[lane].length_m - v.x_m);
        }
        return may_change(lane, own, k);
    }

    /// Past one that stands at its stop, if there is room to come back where the lane beside leads elsewhere.
    bool drive_past(std::uint32_t lane, std::uint32_t own, std::uint32_t k, const Vehicle& halted) {
        const Vehicle& v = s_.on_lane(lane)[k];
        const bool returns = s_.plan.lanes[lane].length_m - halted.x_m > kReturnM && !v.has(Vehicle::kHalts);
        for (const int way : {1, -1}) {
            if ((way < 0 && own == 0) || (way > 0 && own + 1 >= lanes_)) {
                continue;
            }
            const std::uint32_t other = way < 0 ? own - 1 : own + 1;
            if ((v.useful(other) || returns) && allowed(v, first_ + other) && !barred(own, way, v) &&
                !passing(first_ + other, v)) {
                return must_change(lane, k, way, s_.rear(halted) - v.x_m);
            }
        }
        return false;
    }

    /// Someone halted on that lane is not passed yet.
    [[nodiscard]] bool passing(std::uint32_t lane, const Vehicle& v) const {
        const Vehicle* halted = s_.halted_ahead(lane, s_.rear(v) - kSideGapM);
        return halted != nullptr && s_.rear(*halted) - v.x_m < kSeesBarrierM;
    }

    /// Riders do not overtake; they keep to the kerb until they must leave it for a turn.
    bool keep_to_kerb(std::uint32_t lane, std::uint32_t own, std::uint32_t k) {
        const Vehicle& v = s_.on_lane(lane)[k];
        const float to_end = s_.plan.lanes[lane].length_m - v.x_m;
        if (own == 0 || v.has(Vehicle::kHalts) || !allowed(v, lane - 1) || barred(own, -1, v) ||
            (!v.useful(own - 1) && to_end < 2.0F * kRiderMovesM)) {
            return false;
        }
        const Gap gap = gap_in(s_, lane - 1, v, s_.rear(v));
        const bool goes_on = v.v_mps > 0.5F || gap.ahead_m > kLeastRunM;
        return goes_on && change_is_safe(v.v_mps, gap, kSafeMps2) && move(lane, k, lane - 1, gap.index, pause_);
    }

    /// Whether a mark on the ground forbids it, or the lane beside is blocked where it is, or soon ahead.
    [[nodiscard]] bool barred(std::uint32_t own, int way, const Vehicle& v) const {
        const LanePlan& lane = s_.plan.lanes[first_ + own];
        if ((static_cast<unsigned>(way < 0 ? lane.to_kerb : lane.from_kerb) & s_.types[v.type].use) == 0) {
            return true;
        }
        if (blocked_ == nullptr) {
            return false;
        }
        const auto other = static_cast<std::uint32_t>(static_cast<int>(own) + way);
        return blocked_->lane(other) && s_.rear(v) < blocked_->what.to_m &&
               (blocked_->whole || v.x_m > blocked_->what.from_m - kSeesBarrierM);
    }

    /// What a junction holds for it, it takes. Where nobody has to be asked nothing is held; but it must be able to
    /// stop at the next line if what was promised it there is lost.
    [[nodiscard]] bool bound(std::uint32_t lane, const Vehicle& v) const {
        if (!v.has(Vehicle::kCommitted)) {
            return false;
        }
        const TurnPlan& turn = s_.plan.turns[v.turn];
        if (!turn.free || v.has(Vehicle::kToWait)) {
            return true;
        }
        const float to_stop =
            s_.plan.lanes[lane].length_m - v.x_m + turn.length_m + s_.plan.lanes[turn.to_lane].length_m;
        return v.has(Vehicle::kPromised) && v.v_mps * s_.dt + v.v_mps * v.v_mps / (2.0F * s_.type(v).commit) > to_stop;
    }

    /// Whether it comes too close to one that has just crossed the line beside: nobody else is ahead of it there.
    [[nodiscard]] bool follows_too_close(std::uint32_t target, const Vehicle& v) const {
        const float to_line = s_.plan.lanes[target].length_m - v.x_m;
        if (v.turn == kNone || to_line > kAtLineM) {
            return false;
        }
        const Overhang last = s_.beyond_line(v.turn);
        // Of one beyond the junction it is not known in the next step how far it goes on: room is kept to brake in.
        const float blind_m = last.moved ? 0.0F : least_way_m(v.v_mps, s_.type(v).hardest, s_.dt) + kSideGapM;
        const SideGap gap{.ahead_m = to_line + last.rear_m, .leader_v = last.v_mps};
        return last.rear_m < kFar && (gap.ahead_m < blind_m || !change_is_safe(v.v_mps, gap, kForcedMps2));
    }

    bool move(std::uint32_t lane, std::uint32_t k, std::uint32_t target, std::uint32_t index, std::uint8_t pause) {
        Vehicle moved = s_.on_lane(lane)[k];
        moved.cooldown = pause;
        const bool cannot_halt = moved.has(Vehicle::kCommitted); // before its line: beside it must not be asked anew
        const std::uint32_t stop = s_.next_stop.empty() ? 0 : s_.next_stop[moved.trip];
        s_.plan_edge(moved, target);
        const bool asked_anew = cannot_halt && (moved.turn == kNone || !s_.plan.turns[moved.turn].free);
        if (asked_anew || (index == 0 && follows_too_close(target, moved))) {
            if (!s_.next_stop.empty()) {
                s_.next_stop[moved.trip] = stop;
            }
            return false;
        }
        s_.erase(junction_, s_.lane_slot[lane], k);
        s_.insert(junction_, s_.lane_slot[target], index, moved);
        return true;
    }

    [[nodiscard]] bool allowed(const Vehicle& v, std::uint32_t lane) const {
        return (static_cast<unsigned>(s_.plan.lanes[lane].use) & s_.types[v.type].use) != 0;
    }

    /// \param to_end to where the lane must have been left
    bool must_change(std::uint32_t lane, std::uint32_t k, int direction, float to_end) {
        const Vehicle& v = s_.on_lane(lane)[k];
        if (direction == 0) {
            return false;
        }
        const std::uint32_t target = direction < 0 ? lane - 1 : lane + 1;
        const float rear = s_.rear(v);
        const Gap gap = gap_in(s_, target, v, rear);
        const bool standing_at_line = v.v_mps < 0.3F && gap.ahead_m < 3.0F; // nobody slides sideways
        if (!standing_at_line && change_is_safe(v.v_mps, gap, to_end < kUrgentM ? kForcedMps2 : kSafeMps2)) {
            return move(lane, k, target, gap.index, forced_pause_);
        }
        if (to_end < kAskM) {
            const std::uint32_t away = v.lanes_away(s_.plan.lanes[lane].own, direction, lanes_);
            float room = to_end - static_cast<float>(std::max(1U, away) - 1U) * (s_.type(v).length_m + kSwapM);
            if (k > 0) {
                const Vehicle& leader = s_.on_lane(lane)[k - 1];
                room = s_.rear(leader) - v.x_m - (leader.barrier() ? s_.type(v).min_gap_m + kSideGapM : 0.0F);
            }
            s_.courtesy[target].ask(first_to_let_in(target, v, rear, gap.index, room), rear, v.v_mps);
        }
        return false;
    }

    /// Whoever in the target lane has its front behind this place is to let it in: beside each other the foremost goes
    /// first, if it has room in its own lane to get clear of the other.
    [[nodiscard]] float first_to_let_in(std::uint32_t target, const Vehicle& v, float rear, std::uint32_t index,
                                        float room) const {
        if (index < s_.lane_slot[target].count) {
            const Vehicle& beside = s_.on_lane(target)[index];
            const float overlap = beside.x_m - rear + kStillLetsM;
            if (overlap > 0.0F && overlap + kSideGapM < room && beside.v_mps <= v.v_mps + kPassesMps) {
                return v.x_m;
            }
        }
        return rear - kStillLetsM;
    }

    /// By choice: is it held up here, and would it be better off beside?
    bool may_change(std::uint32_t lane, std::uint32_t own, std::uint32_t k) {
        const Vehicle& v = s_.on_lane(lane)[k];
        const float to_end = s_.plan.lanes[lane].length_m - v.x_m;
        const bool crawls = v.v_mps < kCrawlMps;
        if (k == 0 || to_end < (crawls ? kLeastRunM : 25.0F) || v.has(Vehicle::kHalts) || v.has(Vehicle::kPasses)) {
            return false;
        }
        const Vehicle& leader = s_.on_lane(lane)[k - 1];
        const float ahead = s_.rear(leader) - v.x_m;
        const float limit = s_.desired_speed(v, s_.plan.lanes[lane].speed_mps);
        if (ahead >= 3.0F * v.v_mps + 5.0F || v.v_mps >= 0.9F * limit) {
            return false;
        }
        const TypeRow& type = s_.type(v);
        const float rear = s_.rear(v);
        const float here = idm_row(type, v.v_mps, limit, ahead, leader.v_mps);
        for (const int direction : {1, -1}) {
            if ((direction < 0 && own == 0) || (direction > 0 && own + 1 >= lanes_)) {
                continue;
            }
            const std::uint32_t other = direction < 0 ? own - 1 : own + 1;
            const std::uint32_t target = first_ + other;
            if ((!v.useful(other) && to_end - kJamSpacingM * static_cast<float>(k) < kLeavesM) || !allowed(v, target) ||
                barred(own, direction, v)) {
                continue;
            }
            const Gap gap = gap_in(s_, target, v, rear);
            if (!change_is_safe(v.v_mps, gap, kSafeMps2) || (crawls && gap.ahead_m < ahead + kLeastRunM)) {
                continue;
            }
            const float there = idm_row(type, v.v_mps, limit, gap.ahead_m, gap.leader_v);
            const float harm = gap.behind_m < kFar
                                   ? std::max(0.0F, -idm_row(type, gap.follower_v, limit, gap.behind_m, v.v_mps))
                                   : 0.0F;
            if (there - here > type.change_gain + type.politeness * harm) {
                return move(lane, k, target, gap.index, pause_);
            }
        }
        return false;
    }

    Simulation::State& s_;
    std::uint32_t junction_;
    std::uint32_t first_;
    std::uint32_t lanes_;
    std::uint8_t pause_;
    std::uint8_t forced_pause_;
    const Blocked* blocked_;
};

} // namespace

void Simulation::State::change_lanes(std::uint32_t junction, std::uint32_t edge) {
    Changer{*this, junction, edge}.run();
}

} // namespace cityloom::traffic

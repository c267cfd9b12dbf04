// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>

#include "sim/traffic/car_following.h"
#include "sim/traffic/micro/junction_rules.h"

namespace cityloom::traffic {

inline constexpr float kFirstM = 12.0F; // nobody nearer ahead: first in its queue
inline constexpr float kHardestMps2 = 9.0F;
inline constexpr float kApartM = 0.3F;  // never nearer than this to the one ahead
inline constexpr float kJoinM = 150.0F; // before the line: from here on one falls in where one must change lanes
inline constexpr float kZipM = 60.0F;   // before the end of a lane that leads nowhere: from here on it zips
inline constexpr float kPastM = 20.0F;  // before the line: from here on one does not fall back for one beside
inline constexpr int kMostHops = 12;
inline constexpr float kFarthestLookM = 150.0F;
inline constexpr std::uint32_t kAskers = 4; // of a lane, in one step
inline constexpr float kApproachM = 120.0F;

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
    /// One whose place is known as it was when the step began; it is taken to go on as fast. \param steady it surely
    /// goes on as far as one does who brakes as hard as possible.
    void add_before(float rear, float v, float dt, bool steady = false) {
        add({rear, v, rear + v * dt, v, steady ? rear + least_way_m(v, kHardestMps2, dt) : rear});
    }
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

/// Pass 1 of a step for one junction: see Simulation. Made anew for each junction and step; holds references only.
class JunctionPass {
public:
    JunctionPass(Simulation::State& s, std::uint32_t junction, JunctionScratch& scratch, Tally& sums)
        : s_{s},
          place_{junction},
          junction_{s.plan.junctions[junction]},
          me_{s.junctions[junction]},
          scratch_{scratch},
          sums_{sums} {}

    void run();

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

    [[nodiscard]] Vehicle* pool(const Slot& slot) { return me_.pool.data() + slot.begin; }

    /// Who holds the junction, who comes near it, and how much of each exit is promised.
    void gather();
    /// Held up by someone ahead, a vehicle that had committed can stop again: it has to ask anew and holds nothing.
    [[nodiscard]] bool stops_after_all(const Vehicle& v, float to_line) const;
    void reserve(const Vehicle& v, std::uint32_t lane);
    void hold(const Occupant& occupant);
    /// Of those who need room kept for them on one exit lane it is kept for whom it matters most.
    void keep_room(const JunctionScratch::Kept& who);
    void promise_room(std::uint32_t lane, float length);
    /// Vehicles on their way to a brief lane of ours that have our promise already.
    void keep_promises();
    void grant(std::uint32_t l, Promises& promise, const Promises::Coming& coming);
    /// After those on a brief lane, those that come to it ask.
    void ask_for_comers(std::uint32_t l);

    /// Between turns side by side, for those who must get into another lane.
    void change_turns();
    bool change_turn(std::uint32_t t, std::uint32_t k);
    /// Whether there is room for it on turn \p t, and its place in the order there.
    [[nodiscard]] bool gap_beside(std::uint32_t t, const Vehicle& v, std::uint32_t& index);

    /// Those who wait inside ask first, then each lane's vehicles from the front, as far back as one that must decide
    /// soon. Lanes take turns in being first.
    void ask();
    void ask_inside(std::uint32_t t);
    void ask_lane(std::uint32_t l);
    /// One that has left the lane stands with its rear still in it.
    [[nodiscard]] bool obstructed(std::uint32_t l, const Vehicle& v);
    /// One that is on its way to the waiting point may find the rest of the way open.
    void ask_again(Vehicle& v, std::uint32_t l, std::uint32_t k);
    /// One that was to wait inside has the rest of its way.
    void release(Vehicle& v);
    static void clear_behind(Vehicle* vehicles, std::uint32_t from, std::uint32_t to);

    /// A vehicle that was to be out of a shared zone by now may have had to stop in it: nobody drives into it.
    void heed_crossing(const TurnPlan& turn, float x, Vehicle& v, Drive& drive);
    /// Vehicles on other turns into the same lane that are nearer to it are leaders as well (Wang et al. 2009 call them
    /// virtual).
    void follow_merging(const TurnPlan& turn, const Vehicle& v, float rest, Drive& drive) const;
    /// One step of car following: the model in substeps, between the leader's known places, with the ballistic update
    /// (Treiber and Kanagaraj 2015).
    void move(Vehicle& v, const TypeRow& type, const Drive& drive);
    [[nodiscard]] float stop_within(const Vehicle& v, float distance_m, float decel) const;
    /// The end of the lane after this turn is a place to be able to stop at: nobody has promised what comes then. Over
    /// a brief lane with a promise it is the end of the one after.
    void look_ahead(const Vehicle& v, const TurnPlan& turn, float to_turn_end, Drive& drive) const;
    /// What lies beyond the end of a turn, in the coordinate of the turn.
    void look_beyond(const TurnPlan& turn, std::uint32_t trip, Ahead& ahead) const; ///< of whose trip
    void look_into_turn(const Vehicle& v, float length, Ahead& ahead);
    /// Who has to get into the lane beside soon does not overtake its queue: it falls in behind, braking gently.
    void join_queue(std::uint32_t l, const LanePlan& lane, const Vehicle& v, const Blocked* blocked, Drive& drive);
    /// Of two before the line who want each other's lanes the hindmost stops so early that the other can get in ahead;
    /// and so does who has several lanes to cross.
    void leave_room_to_swap(std::uint32_t l, const LanePlan& lane, const Vehicle& v, int way, Drive& drive);
    /// What one who must leave its lane makes of the vehicle beside it.
    enum class Beside : std::uint8_t {
        FallIn, ///< it goes behind that
        Zip,    ///< the same, but not where each wants the other's lane
        Past    ///< too near the line for that: it goes behind the next one ahead
    };
    /// Falls in behind a vehicle of the lane that it must reach.
    void join_behind(std::uint32_t l, const LanePlan& lane, const Vehicle& v, int way, Beside beside_it, Drive& drive);
    /// A vehicle with a stop to make on this lane.
    void head_for_stop(std::uint32_t lane, Vehicle& v, Drive& drive);
    void wait_beside_stop(const LanePlan& lane, const Vehicle& v, Drive& drive) const;
    void pass_slowly(std::uint32_t lane, Vehicle& v, Drive& drive);
    [[nodiscard]] bool reaches_stop(const Vehicle& v, const Drive& drive) const;

    void move_turn(std::uint32_t t);
    void leave_turn(std::uint32_t t, const TurnPlan& turn, const Vehicle& v);
    void move_lane(std::uint32_t l);
    void arrive(Vehicle& v, const LanePlan& lane);
    void cross_line(const LanePlan& lane, const Vehicle& crossing);

    Simulation::State& s_;
    std::uint32_t place_;
    const JunctionPlan& junction_;
    JunctionState& me_;
    JunctionScratch& scratch_;
    Tally& sums_;
};

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/core/rng.h"
#include "sim/traffic/emissions.h"
#include "sim/traffic/micro/road_plan.h"
#include "sim/traffic/micro/simulation.h"
#include "sim/traffic/obstruction.h"
#include "sim/traffic/router.h"
#include "sim/traffic/routing/route_finder.h"
#include "sim/traffic/vehicle.h"

namespace cityloom::traffic {

inline constexpr float kFar = 1e9F;
inline constexpr float kSwapM = 0.8F;        ///< left between two of whom each wants the other's lane
inline constexpr float kStillLetsM = 0.7F;   ///< nearer than this beside its rear it is late to let one in
inline constexpr float kPassesMps = 1.0F;    ///< faster than the one beside by this: it is past soon
inline constexpr float kHaltedMps = 0.1F;    ///< slower than this it stands, where room is counted
inline constexpr float kStopShortM = 0.6F;   ///< from the line
inline constexpr float kStandsS = 2.0F;      ///< so long at rest: it will not go on by itself
inline constexpr float kStandingGapM = 1.5F; ///< kept between vehicles that stand, where room is counted
/// How far ahead one looks whether a way across is taken.
[[nodiscard]] inline float crossing_reach_m(float v_mps, float dt) noexcept {
    return v_mps * (dt + 1.0F) + 4.0F;
}

inline constexpr float kForcedMps2 = 4.5F;      ///< b_safe where a change must be made before the next junction
inline constexpr float kHaltsLongS = 10.0F;     ///< who stands at its stop for longer is driven past
inline constexpr std::uint32_t kMostLanes = 16; ///< of an edge that a vehicle chooses among

inline constexpr std::uint8_t kBarrierType = 255; ///< in State::types, of what stands where a lane is blocked

/// An edge with blocked lanes.
struct Blocked {
    std::uint32_t edge = kNone;
    Obstruction what;
    std::uint32_t pending = 0; ///< lanes whose barrier does not stand yet
    std::uint32_t riders = 0;  ///< lanes for riders only: no way past
    bool whole = false; ///< from so near its beginning that the lanes are not entered; otherwise a barrier stands

    [[nodiscard]] bool lane(std::uint32_t own) const noexcept { return own < 32 && (what.lanes >> own & 1U) != 0; }
    [[nodiscard]] bool passable(std::uint32_t own) const noexcept {
        return !lane(own) && (own >= 32 || (riders >> own & 1U) == 0);
    }
    /// Whether a vehicle with its front at \p x on lane \p own has to get out of it.
    [[nodiscard]] bool ahead_of(std::uint32_t own, float x) const noexcept {
        return !whole && lane(own) && x < what.from_m;
    }
    /// Towards the nearest lane that is open to it: -1 to the kerb, 1 away from it, 0 where there is none.
    [[nodiscard]] int way_past(std::uint32_t own, std::uint32_t lane_count) const noexcept {
        for (std::uint32_t reach = 1; reach < lane_count; ++reach) {
            if (own + reach < lane_count && passable(own + reach)) {
                return 1;
            }
            if (own >= reach && passable(own - reach)) {
                return -1;
            }
        }
        return 0;
    }
};

/// A vehicle type as the steps read it.
struct TypeRow {
    float length_m = 4.5F;
    float accel = 2.0F;
    float decel = 2.5F;
    float headway_s = 1.0F;
    float min_gap_m = 2.0F;
    float approach = 0.0F; ///< 1 / (2 sqrt(a b)) of the IDM
    float over = 0.0F;     ///< b / a: how gently it slows above its desired speed
    float max_speed = 40.0F;
    float hardest = 9.0F;
    float commit = 3.5F;     ///< the decision at a stop line is taken where this would still stop it (m/s2)
    float turn_brake = 2.0F; ///< slowing for a bend
    float startup_s = 0.0F;
    float politeness = 0.2F;
    float change_gain = 0.3F;
    std::uint8_t use = kCars;
    VehicleClass cls = VehicleClass::Car;
    bool own_pace = false;
    bool electric = false;
    ElectricDrive drive;
    Co2Row co2;
};

/// Of an electric vehicle.
struct Battery {
    float charge_wh = 0.0F;
    float charged_wh = 0.0F;       ///< at stations, so far
    float stayed_s = 0.0F;         ///< at the station where it is now
    std::uint32_t station = kNone; ///< where it goes to charge, or charges
};

/// Where the vehicles of a lane or turn lie in their junction's pool.
struct Slot {
    std::uint32_t begin = 0;
    std::uint16_t count = 0;
    std::uint16_t room = 0;
};

/// The last vehicle of a lane as the junction upstream may see it: published at the end of a step. Where the lane is
/// empty and nothing can stop a vehicle at its end, the next one beyond.
struct Tail {
    float rear_m = kFar; ///< negative: it still reaches back into the turn it came by
    float v_mps = 0.0F;
    std::uint32_t turn = kNone; ///< the turn it came by, while rear_m is negative
    float rest_m = kFar;        ///< where its rear is at the least when it next stands
    float promised_m = 0.0F;    ///< room behind it that is promised to others
    bool steady = false;        ///< in its next step nothing crosses its way: it brakes no harder than one can
    std::uint32_t trip = kNone; ///< whose rear it is: round a turning place one may come upon oneself
};

/// The next vehicle to enter a lane, as the junction downstream may see it: published at the end of a step.
struct Head {
    float to_m = kFar; ///< from its front bumper to the lane's begin
    float v_mps = 0.0F;
};

/// The rear of one that has left a lane, in the lane's coordinate.
struct Overhang {
    float rear_m = kFar;
    float v_mps = 0.0F;
    bool moved = false; ///< as it stands after this step's move; else as the last step published it
};

/// A vehicle handed to the lane it enters.
struct Sent {
    std::uint32_t lane = kNone;
    std::uint32_t turn = kNone;
    Vehicle vehicle;
};

/// A vehicle that left a turn last: its rear may still be in the junction.
struct Leaver {
    std::uint32_t turn = kNone;
    std::uint32_t steps = 0; ///< since
};

/// Requests for room from vehicles that must leave the lane beside; each is for the first one in this lane whose front
/// is behind a place. Foremost first; the last place goes to whoever asks last.
struct Courtesy {
    static constexpr std::uint32_t kMost = 4;
    std::array<float, kMost> behind_m{}; ///< the place
    std::array<float, kMost> rear_m{};   ///< of the vehicle that asks: keep this free
    std::array<float, kMost> v_mps{};
    std::uint32_t count = 0;

    void ask(float behind, float rear, float v) {
        std::uint32_t at = 0;
        while (at < count && behind_m[at] >= behind) {
            ++at;
        }
        if (at == kMost) {
            return;
        }
        count = count < kMost ? count + 1 : kMost;
        for (std::uint32_t k = count - 1; k > at; --k) {
            behind_m[k] = behind_m[k - 1];
            rear_m[k] = rear_m[k - 1];
            v_mps[k] = v_mps[k - 1];
        }
        behind_m[at] = behind;
        rear_m[at] = rear;
        v_mps[at] = v;
    }
};

/// What passes between two junctions over a brief lane, so that vehicles need not slow down on it: the junction
/// upstream names those that come (pass 2), the one downstream decides on them as if they stood on the lane already
/// (pass 1 of the next step) and holds its zones for those it promised to let through, until they are there.
struct Promises {
    static constexpr std::uint32_t kMost = 3;
    struct Coming {
        std::uint32_t trip = kNone;
        std::uint32_t turn = kNone; ///< that it will take downstream
        float to_lane_m = 0.0F;     ///< front bumper to the lane's begin
        float v_mps = 0.0F;
        float bend_mps = 0.0F; ///< no faster through the turn that leads to the lane
        std::uint8_t type = 0;
        bool promised = false; ///< and knows it
        bool stands = false;   ///< it comes no nearer: nothing is held for it
    };
    std::array<Coming, kMost> coming; ///< nearest first
    std::uint32_t comers = 0;
    std::array<std::uint32_t, kMost> granted{}; ///< trips
    std::uint32_t grants = 0;
    float due_m = kFar; ///< of those the nearest: front bumper to the lane's begin when the step began
    float due_mps = 0.0F;

    [[nodiscard]] bool given_to(std::uint32_t trip) const noexcept {
        for (std::uint32_t k = 0; k < grants; ++k) {
            if (granted[k] == trip) {
                return true;
            }
        }
        return false;
    }
};

struct SignalState {
    std::uint64_t green = 0; ///< movements, now
    std::uint64_t permissive = 0;
    std::uint64_t yellow = 0;
    std::uint32_t phase = 0;
    std::uint32_t next = kNone; ///< the phase to follow; kNone: the one after this
    std::uint8_t part = 0;      ///< 0 green, 1 yellow, 2 all red
    float left_s = 0.0F;        ///< in this part
    float green_s = 0.0F;       ///< shown so far in this phase
    bool working = true;
};

/// People on foot at one crossing, in slots of kWalkersSlot.
struct Walkers {
    std::uint64_t occupied = 0;             ///< bit k: someone is before turning vehicles k slots from now
    std::array<std::uint64_t, 2> started{}; ///< bit k: one of that kerb started k slots ago; read by the picture only
    std::array<std::uint32_t, 2> waiting{}; ///< at the kerb beside the lanes that lead away, and at the far one
    float walk_s = 0.0F;                    ///< after a call: so long they may still start
    bool served = false;                    ///< they may walk in the phase that runs
};

/// A vehicle in a bay beside its lane.
struct Parked {
    Vehicle vehicle;
    std::uint32_t lane = kNone;
};

struct JunctionState {
    std::vector<Vehicle> pool; ///< of its lanes and turns, see Slot
    std::vector<Sent> sent;    ///< in pass 1, received by its neighbours in pass 2
    std::vector<Leaver> leavers;
    std::vector<Parked> parked;
    std::vector<std::uint32_t> promised; ///< lanes whose reserved_m it has set
    std::uint64_t turns_in = 0;          ///< bit i modulo 64: turn i of it may have vehicles; a clear bit: it has none
    std::uint64_t served = 0;            ///< vehicles that crossed a stop line of it so far
    double blame_s = 0.0;                ///< vehicle seconds stood because of it so far
    std::uint32_t here = 0;              ///< vehicles on its lanes and turns
    std::uint8_t idle = 0;               ///< steps without any, up to 3
    bool expecting = false;              ///< someone comes to a brief lane of it
};

/// Summed over a block of junctions in their order; blocks do not depend on the number of threads.
struct Tally {
    std::uint32_t arrived = 0;
    std::uint32_t gave_up = 0;
    std::uint32_t departed = 0;
    std::uint64_t updates = 0;
    double distance_m = 0.0;
    double co2_g = 0.0;
    double electricity_wh = 0.0;
};

/// How much slower than the limit vehicles were on each edge, second by second, in slots of some seconds that go round.
struct RecentSpeeds {
    static constexpr std::uint32_t kSlots = 18;
    std::vector<float> below_mps;      ///< [edge * kSlots + slot]: sums of limit less mean speed, a second each
    std::uint32_t slot = 0;            ///< that is being filled
    std::uint32_t seconds = 0;         ///< counted in it
    std::uint32_t seconds_of_slot = 0; ///< when it is full
    bool fresh = false;                ///< State::routing_s follows it
};

/// All of the engine's arrays.
struct Simulation::State {
    State(const RoadNetwork& network, Workload work, const SimulationOptions& opts);

    RoadNetwork net; ///< a copy: measures and events change it
    Workload work;
    SimulationOptions options;
    CounterRng rng;
    Router router;
    routing::RouteFinder finder; ///< best ways at routing_s
    RoadPlan plan;
    std::vector<TypeRow> types;
    float dt = 0.5F;
    int substeps = 1; ///< of the car-following model in a step
    TimeUs now = 0;
    std::uint64_t step_index = 0;

    std::vector<Slot> lane_slot; ///< per RoadPlan lane
    std::vector<Slot> turn_slot;
    std::vector<JunctionState> junctions;     ///< per RoadPlan junction
    std::vector<std::uint32_t> lane_junction; ///< the one whose pool holds a lane
    std::array<std::vector<Tail>, 2> tails;   ///< per lane: last step's and this step's
    std::array<std::vector<Head>, 2> heads;   ///< per lane beside another: last step's and this step's
    std::vector<std::uint32_t> came_by;       ///< per lane: the turn by which its last vehicle entered
    std::vector<Courtesy> courtesy;           ///< per lane; own junction only
    std::vector<TimeUs> crossed_at;           ///< per lane: when the last vehicle crossed its line; own junction only
    std::vector<float> reserved_m;            ///< per lane; written by the junction upstream in pass 1, read in pass 2
    std::vector<std::uint8_t> edge_fed;       ///< per first lane of an edge: something was sent to it in pass 1
    std::vector<std::uint8_t> edge_waits;     ///< per first lane of an edge: trips wait to enter it

    std::vector<Promises> promises;        ///< per brief lane
    std::vector<std::uint32_t> ring_count; ///< vehicles on each roundabout

    // Per edge.
    std::vector<float> edge_s;    ///< current estimate of the time to cross it
    std::vector<float> routing_s; ///< the same with closed edges at infinity
    static constexpr std::uint8_t kClosed = 1;
    static constexpr std::uint8_t kHeld = 2; ///< for now only: nobody looks for another way
    std::vector<std::uint8_t> closed;
    std::vector<Blocked> blocked;       ///< by edge; most often none
    std::vector<std::uint8_t> informed; ///< kByPhone, kByRadio; empty: by both, everywhere
    std::vector<float> crossed_s;       ///< sum of times of those that left it in this interval
    std::vector<std::uint32_t> crossed;
    RecentSpeeds recent;                           ///< of edges; empty unless options ask for it
    std::vector<std::uint32_t> slow_edges;         ///< all their lanes are slower than they are said to be
    bool slow_edges_known = false;                 ///< else limits have changed since
    bool looks_again = false;                      ///< some trip does: see Trip::looks_again_s
    std::vector<std::vector<std::uint32_t>> queue; ///< trips waiting to enter, first come first
    std::vector<std::uint32_t> queue_head;

    std::vector<SignalState> signals; ///< per controller
    /// A lane that a controller rules, and the movements that leave it.
    struct RuledLane {
        std::uint32_t lane = kNone;
        std::uint64_t movements = 0;
        std::uint32_t loop_lane = kNone; ///< where its detector lies: on a street upstream where its own is too short
        float loop_m = 0.0F;             ///< from that lane's begin
    };
    std::vector<std::vector<RuledLane>> ruled;    ///< per controller that looks at its lanes
    std::vector<std::vector<float>> undetected_s; ///< beside it: since a vehicle was last over the detector

    std::vector<Walkers> walkers;  ///< per RoadPlan crossing
    std::int64_t walkers_slot = 0; ///< the next to come

    std::vector<std::uint32_t> ways_out; ///< edges at whose end the map ends

    // Per trip.
    std::vector<TripRecord> records;
    std::vector<std::vector<std::uint32_t>> routes;
    std::vector<TimeUs> entered;          ///< current edge since
    std::vector<TimeUs> expected;         ///< arrival, when the route was chosen
    std::vector<std::uint32_t> next_stop; ///< in Workload::stops
    std::uint32_t next_departure = 0;
    std::uint32_t next_limit = 0;        ///< in Workload::limits
    std::uint32_t next_closing = 0;      ///< in Workload::closings
    bool closings_changed = false;       ///< in this step
    std::vector<double> given_mps;       ///< per LimitStep: the lane's own limit; never changes
    std::vector<std::uint32_t> stranded; ///< trips whose time has come and that find no way
    bool way_opened = false;             ///< since they looked
    std::vector<Battery> batteries;      ///< empty where no vehicle is electric; so is what follows

    std::vector<ChargingState> stations;    ///< as RoadNetwork::chargers; written by the junction at the lane's end
    std::vector<std::uint32_t> stations_at; ///< stations by junction
    std::vector<Range> junction_stations;   ///< per junction, in stations_at

    /// A vehicle that should look for another way at the next step's start.
    struct Candidate {
        std::uint32_t lane = kNone;
        std::uint32_t index = 0;
        bool stuck = false;   ///< cannot go on from its lane: any legal movement will do
        bool changed = false; ///< it took another way
        bool charge = false;  ///< its battery is low
        bool anew = false;    ///< takes the fastest way, whatever it expected
    };
    std::vector<std::vector<Candidate>> candidates; ///< per block, found in pass 2
    std::vector<Candidate> looking;                 ///< the same of all blocks, in order
    std::vector<std::uint32_t> leaving;             ///< trips whose time has come this step
    std::vector<std::uint32_t> block_begin;         ///< junctions of block b: [b], [b + 1)
    std::vector<Tally> tally;                       ///< per block
    VehicleCounts counts;
    std::uint64_t updates = 0;
    double distance_m = 0.0;
    double co2_g = 0.0;
    double electricity_wh = 0.0;
    std::vector<std::uint32_t> seen_by; ///< per lane: the last walk of blame that came by
    std::uint32_t walks = 0;
    double gridlock_s = 0.0;    ///< vehicle seconds stood in rings of lanes that wait for each other
    std::uint64_t diverted = 0; ///< vehicles that took another way because they stood in a wrong lane

    [[nodiscard]] const Blocked* blocked_on(std::uint32_t edge) const noexcept;
    void put_barriers(Blocked& where);
    [[nodiscard]] bool can_stop(const Vehicle& v, float before_m) const noexcept {
        return v.x_m + v.v_mps * dt + v.v_mps * v.v_mps / (2.0F * 4.5F) <= before_m;
    }
    void slow_down(const Blocked& where); ///< sets the lanes' limits as it asks
    void release_limits();                ///< of all lanes that are slowed down

    void visit(Archive& archive); ///< see Simulation::visit()
    [[nodiscard]] bool holds_together() const;
    void plan_anew(std::uint32_t edge);

    [[nodiscard]] std::uint8_t use_of(const Trip& trip) const noexcept {
        return trip.type == Trip::kDrawnType ? static_cast<std::uint8_t>(kCars) : types[trip.type].use;
    }
    [[nodiscard]] const TypeRow& type(const Vehicle& v) const noexcept { return types[v.type]; }
    [[nodiscard]] float rear(const Vehicle& v) const noexcept { return v.x_m - types[v.type].length_m; }
    [[nodiscard]] const std::vector<Tail>& tail() const noexcept { return tails[step_index & 1U]; }
    [[nodiscard]] const std::vector<Head>& head() const noexcept { return heads[step_index & 1U]; }
    [[nodiscard]] std::vector<Head>& head_next() noexcept { return heads[1U - (step_index & 1U)]; }
    [[nodiscard]] std::vector<Tail>& tail_next() noexcept { return tails[1U - (step_index & 1U)]; }
    [[nodiscard]] Vehicle* on_lane(std::uint32_t lane) noexcept {
        return junctions[lane_junction[lane]].pool.data() + lane_slot[lane].begin;
    }
    [[nodiscard]] const Vehicle* on_lane(std::uint32_t lane) const noexcept {
        return junctions[lane_junction[lane]].pool.data() + lane_slot[lane].begin;
    }
    [[nodiscard]] Vehicle* on_turn(std::uint32_t turn) noexcept {
        return junctions[plan.turns[turn].junction].pool.data() + turn_slot[turn].begin;
    }
    [[nodiscard]] const Vehicle* on_turn(std::uint32_t turn) const noexcept {
        return junctions[plan.turns[turn].junction].pool.data() + turn_slot[turn].begin;
    }

    /// The rearmost of the vehicles that have left a lane but still reach back into it; in the lane's coordinate. kFar
    /// where there is none. For the junction that owns the lane.
    [[nodiscard]] Overhang overhang(std::uint32_t lane) const;
    /// From a lane's line to the rear of the last vehicle that has crossed it by turn \p way; kFar where there is none.
    [[nodiscard]] Overhang beyond_line(std::uint32_t way) const;

    /// Makes room for one more vehicle; moves the junction's vehicles in memory.
    void grow(std::uint32_t junction, Slot& slot);
    void insert(std::uint32_t junction, Slot& slot, std::uint32_t index, const Vehicle& vehicle);
    void erase(std::uint32_t junction, Slot& slot, std::uint32_t index);

    // Phases of a step, in order.
    /// Limits and closings whose time has come: timeline.cpp.
    void start_timeline();
    void set_limit(std::uint32_t lane, double speed_mps);
    void set_limits_anew(); ///< after restoring
    void begin(Executor& executor);
    /// Routes for trips whose time comes by the end of this step, and for those that found none before a street opened.
    void collect_departures(Executor& executor);
    /// Whether a driver there hears of jams, by telephone or by radio.
    /// The nearest vehicle ahead of \p x_m on a lane that will stand at its stop for a while yet; none: nullptr.
    [[nodiscard]] const Vehicle* halted_ahead(std::uint32_t lane, float x_m) const noexcept {
        if (next_stop.empty() && batteries.empty()) {
            return nullptr;
        }
        const Vehicle* vehicles = on_lane(lane);
        for (std::uint32_t k = lane_slot[lane].count; k-- > 0;) {
            if (vehicles[k].x_m > x_m && vehicles[k].has(Vehicle::kServing) && vehicles[k].react_s > kHaltsLongS) {
                return &vehicles[k];
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool hears(bool navigates, bool radio, std::uint32_t edge) const {
        const unsigned by = (navigates ? kByPhone : 0U) | (radio ? kByRadio : 0U);
        return (by & (informed.empty() ? ~0U : informed[edge])) != 0;
    }
    void prefer_planned(std::uint32_t trip, float& cost, std::vector<std::uint32_t>& best) const;
    void reroute(Executor& executor); ///< drivers who see that they run late, or cannot go on
    void advance_signals();
    void start_signals();
    void advance_signal(std::uint32_t controller);
    void place_detectors();
    void detect(std::uint32_t controller);
    /// A phase begins: those who wait may walk in it. \param on_call only where someone waits. \return the green (s)
    /// that those who called need, 0 without a call.
    float serve_walkers(std::uint32_t controller, bool on_call);
    void advance_walkers();
    [[nodiscard]] bool may_start_walking(const CrossingPlan& crossing, const Walkers& here) const;
    /// Whether people are in the way of a turning vehicle on its exit, \p x_m along the turn now.
    [[nodiscard]] bool walkers_in_way(const TurnPlan& turn, const Vehicle& vehicle, float x_m) const;
    [[nodiscard]] bool over_detector(const RuledLane& ruled) const;
    [[nodiscard]] bool wants_more_green(std::uint32_t controller) const;
    [[nodiscard]] std::uint32_t phase_of_most_pressure(std::uint32_t controller) const;
    void junction_pass(std::uint32_t junction, struct JunctionScratch& scratch, Tally& sums); ///< pass 1
    void edge_pass(std::uint32_t junction, std::vector<Candidate>& found, Tally& sums);       ///< pass 2
    void count_rings();
    void sum_tallies();
    void update_travel_times();
    void start_recent_speeds();
    void find_slow_edges();
    void note_speeds();   ///< of the second that ends
    void follow_speeds(); ///< sets routing_s by them
    void look_again_in_queues(Executor& executor);
    void find_blame(float seconds); ///< who causes the queues that stand now

    /// No vehicle here for so long that nothing can change.
    [[nodiscard]] bool asleep(std::uint32_t junction) const noexcept { return junctions[junction].idle >= 3; }

    // Parts of pass 2.
    void receive(std::uint32_t junction, std::uint32_t edge);
    void change_lanes(std::uint32_t junction, std::uint32_t edge);
    [[nodiscard]] std::uint8_t type_of(const Trip& trip) const; ///< its vehicle's, drawn where the trip leaves it open
    void start_where_it_fits(std::uint32_t trip);
    void let_in(std::uint32_t junction, std::uint32_t edge, Tally& sums);
    [[nodiscard]] std::uint32_t random_lane(std::uint64_t id, std::uint32_t first, std::uint32_t lanes,
                                            std::uint8_t use) const;
    void enter_bays(std::uint32_t junction); ///< vehicles that serve a stop beside the lane
    void leave_bays(std::uint32_t junction);
    void charge_parked(std::uint32_t junction);
    void publish(std::uint32_t lane, bool awake);
    /// rests_at_m() of one on a turn, or just past it, in the turn's coordinate; short of whom it will stand behind.
    [[nodiscard]] float rests_on_turn_m(std::uint32_t turn, const Vehicle& v, float rear_m) const noexcept;
    /// Whether nothing can hold it at its lane's end any more. Who only may go on can still be held, by one who is let
    /// in now.
    [[nodiscard]] bool goes_on(std::uint32_t lane, const Vehicle& v) const noexcept;
    /// Where the rear of a lane's last vehicle comes to stand.
    [[nodiscard]] float last_rests_at_m(std::uint32_t lane) const noexcept;
    void publish_heads(std::uint32_t junction);
    void name_comers(std::uint32_t junction);                 ///< to the junctions beyond brief lanes
    [[nodiscard]] bool meets_closing(const Vehicle& v) const; ///< ahead on its way
    void find_candidates(std::uint32_t lane, std::vector<Candidate>& found) const;
    void look_again(Candidate& candidate, routing::RouteFinder::Lease& scratch, std::vector<std::uint32_t>& route);
    /// The best way of a trip from its begin; and from an edge, by way of what it still has to pass.
    float whole_way(const Trip& trip, Router::Taste taste, routing::RouteFinder::Lease& scratch,
                    std::vector<std::uint32_t>& route) const;
    float way_on(std::uint32_t from, std::span<const std::uint32_t> via, std::uint32_t to, Router::Taste taste,
                 routing::RouteFinder::Lease& scratch, std::vector<std::uint32_t>& route) const;
    /// What a vehicle still has to pass: of its trip's list, what lies ahead on its way.
    [[nodiscard]] std::span<const std::uint32_t> still_to_pass(const Vehicle& v) const;
    bool take_any_way(const Candidate& candidate, Router::Taste taste, routing::RouteFinder::Lease& scratch,
                      std::vector<std::uint32_t>& route);

    void start_batteries();
    [[nodiscard]] bool seeks_charge(const Vehicle& v) const noexcept;
    bool head_for_station(Vehicle& vehicle, const LanePlan& lane);
    void go_charging(Candidate& candidate, routing::RouteFinder::Lease& scratch, std::vector<std::uint32_t>& route);
    void plug_in(Vehicle& v);
    void unplug(Vehicle& v);

    /// Fills lanes, turn, stop and flags of a vehicle for the edge that its route's cursor points at.
    void plan_edge(Vehicle& vehicle, std::uint32_t lane);
    /// How far a route can be followed from each lane of the street at \p position without changing lanes, looking
    /// ahead some streets.
    struct LaneChoice {
        std::array<float, kMostLanes> reach_m{}; ///< beyond the street itself; negative: closed to the vehicle
        std::array<float, kMostLanes> room_m{};  ///< of that, where it can change lanes
        std::uint32_t best = 0;                  ///< bits of the lanes that reach furthest
        std::uint32_t good = 0;                  ///< and of those that reach far enough to be driven on
        std::uint32_t shut = 0;                  ///< and of those from which a mark on the ground bars the way to these
    };
    /// The turn from a lane by which the route goes on from \p position; kNone: it ends there, or a wrong lane.
    [[nodiscard]] std::uint32_t pick_turn(const Vehicle& vehicle, std::uint32_t position, std::uint32_t lane) const;
    [[nodiscard]] bool parted(const Vehicle& vehicle, std::uint32_t first, std::uint32_t own, std::uint32_t count,
                              std::uint32_t wanted) const;
    [[nodiscard]] bool parted_from_stop(const Vehicle& vehicle, std::uint32_t position, std::uint32_t own) const;
    [[nodiscard]] bool cut_off(const Vehicle& vehicle, std::uint32_t position, std::uint32_t own) const;
    [[nodiscard]] std::uint32_t only_turn(const Vehicle& vehicle, std::uint32_t street, const LanePlan& lane) const;
    [[nodiscard]] LaneChoice reach_of_lanes(const Vehicle& vehicle, std::uint32_t position) const;
    [[nodiscard]] float desired_speed(const Vehicle& vehicle, float limit_mps) const noexcept {
        const TypeRow& row = type(vehicle);
        const float drawn = static_cast<float>(vehicle.speed_factor) * (1.0F / 128.0F);
        return row.own_pace ? std::min(limit_mps, row.max_speed * drawn) : std::min(limit_mps * drawn, row.max_speed);
    }
    /// Adds what a vehicle did on its edge to its record.
    void settle(Vehicle& vehicle, float length_m, float free_s, float own_s);
};

} // namespace cityloom::traffic

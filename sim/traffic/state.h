// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <vector>

#include "sim/core/rng.h"
#include "sim/traffic/router.h"
#include "sim/traffic/simulation.h"
#include "sim/traffic/vehicle.h"

namespace cityloom::traffic {

inline constexpr float kFar = 1e9F;
inline constexpr float kStandingGapM = 1.5F; ///< kept between vehicles that stand, where room is counted

/// The last vehicle of a lane as the neighbour upstream may see it: published at the end of a step.
struct Tail {
    float rear_m = kFar;
    float v_mps = 0.0F;
};

/// The vehicle that left a lane or turn last, until its rear is clear of it.
struct LastOut {
    std::uint32_t trip = kNone;
    float odometer_m = 0.0F; ///< of that vehicle when its front crossed the end
    float length_m = 0.0F;
    std::uint32_t turn = kNone; ///< taken (for lanes)
};

/// A request for room from a vehicle that must leave the lane beside; seen by those behind it in this lane.
struct Courtesy {
    float rear_m = -kFar;
    float v_mps = 0.0F;
};

struct Inbox {
    static constexpr std::uint32_t kSlots = 4;
    std::array<Vehicle, kSlots> vehicles;
    std::uint32_t count = 0;
};

struct SignalState {
    std::uint32_t phase = 0;
    std::uint8_t part = 0; ///< 0 green, 1 yellow, 2 all red
    float left_s = 0.0F;   ///< in this part
    bool working = true;
};

/// All of the engine's arrays. Lanes come first in the pool, then turns ("drivable" d < lane count: a lane).
struct Simulation::State {
    State(const RoadNetwork& network, std::vector<Trip> trip_list, const SimulationOptions& opts);

    RoadNetwork net; ///< a copy: measures and events change it
    std::vector<Trip> trips;
    SimulationOptions options;
    CounterRng rng;
    Router router;
    float dt = 0.5F;
    TimeUs now = 0;
    std::uint64_t step_index = 0;

    // The vehicles.
    std::vector<Vehicle> pool;
    std::vector<std::uint32_t> begin; ///< per drivable, into pool
    std::vector<std::uint32_t> capacity;
    std::vector<std::uint32_t> count;

    // Per drivable or lane.
    std::vector<LastOut> last_out;
    std::vector<Tail> tail;         ///< per lane; written in pass 2, read across junctions in pass 1
    std::vector<Courtesy> courtesy; ///< per lane; own junction only
    std::vector<float> reserved_m;  ///< per lane; written by the junction upstream in pass 1, read in pass 2
    std::vector<Inbox> inbox;       ///< per lane; filled by the junction upstream in pass 1

    // Per edge.
    std::vector<float> edge_s;    ///< current estimate of the time to cross it
    std::vector<float> routing_s; ///< the same with closed edges at infinity
    std::vector<std::uint8_t> closed;
    std::vector<std::uint8_t> informed;
    std::vector<float> crossed_s; ///< sum of times of those that left it in this interval
    std::vector<std::uint32_t> crossed;
    std::vector<std::vector<std::uint32_t>> queue; ///< trips waiting to enter, first come first
    std::vector<std::uint32_t> queue_head;

    std::vector<SignalState> signals; ///< per controller

    // Per trip.
    std::vector<TripRecord> records;
    std::vector<std::vector<std::uint32_t>> routes;
    std::vector<std::uint32_t> cursor;            ///< position in the route
    std::vector<TimeUs> entered;                  ///< current edge since
    std::vector<TimeUs> expected;                 ///< arrival, when the route was chosen
    std::array<std::vector<float>, 2> odometer_m; ///< last step's and this step's
    std::uint32_t next_departure = 0;

    // Summed per junction in pass 1, then in junction order.
    struct Tally {
        std::uint32_t arrived = 0;
        std::uint32_t departed = 0;
        std::uint32_t updates = 0;
        float distance_m = 0.0F;
        float co2_g = 0.0F;
    };
    std::vector<Tally> tally;       ///< per junction
    std::vector<std::uint8_t> idle; ///< per junction: steps without a vehicle on its lanes or turns, up to 3
    /// A vehicle that should look for another way at the next step's start.
    struct Candidate {
        std::uint32_t lane = kNone;
        std::uint32_t index = 0;
        bool stuck = false; ///< cannot go on from its lane: any legal movement will do
    };
    std::vector<std::vector<Candidate>> candidates; ///< per junction, found in pass 2
    std::vector<Candidate> looking;                 ///< the same of all junctions, in order
    std::vector<std::uint32_t> leaving;             ///< trips whose time has come this step
    std::vector<float> drawn_scale;                 ///< per drivable: drawn length over the engine's
    VehicleCounts counts;
    std::uint64_t updates = 0;
    double distance_m = 0.0;
    double co2_g = 0.0;

    [[nodiscard]] std::uint32_t lane_count() const noexcept { return static_cast<std::uint32_t>(net.lanes.size()); }
    [[nodiscard]] std::uint32_t turn_drivable(std::uint32_t turn) const noexcept { return lane_count() + turn; }
    [[nodiscard]] Vehicle* vehicles(std::uint32_t drivable) noexcept { return pool.data() + begin[drivable]; }
    [[nodiscard]] const Vehicle* vehicles(std::uint32_t drivable) const noexcept {
        return pool.data() + begin[drivable];
    }
    [[nodiscard]] float lane_length(std::uint32_t lane) const noexcept {
        return static_cast<float>(net.edges[net.lanes[lane].edge].length_m);
    }
    [[nodiscard]] const std::vector<float>& odometer_old() const noexcept { return odometer_m[step_index & 1U]; }
    [[nodiscard]] std::vector<float>& odometer_new() noexcept { return odometer_m[1U - (step_index & 1U)]; }

    void push_back(std::uint32_t drivable, const Vehicle& vehicle) {
        pool[begin[drivable] + count[drivable]++] = vehicle;
    }
    void erase(std::uint32_t drivable, std::uint32_t index);
    void insert(std::uint32_t drivable, std::uint32_t index, const Vehicle& vehicle);
    [[nodiscard]] bool full(std::uint32_t drivable) const noexcept { return count[drivable] >= capacity[drivable]; }

    // Phases of a step, in order.
    void collect_departures(Executor& executor); ///< routes for trips whose time has come
    void reroute(Executor& executor);            ///< drivers who see that they run late, or cannot go on
    void update_travel_times();
    void junction_pass(std::uint32_t junction, struct JunctionScratch& scratch); ///< pass 1
    void edge_pass(std::uint32_t junction);                                      ///< pass 2
    void sum_tallies();

    /// No vehicle here for so long that nothing but the lights can change.
    [[nodiscard]] bool asleep(std::uint32_t junction) const noexcept { return idle[junction] >= 3; }
    void count_idle(std::uint32_t junction);

    // Parts of pass 2.
    void receive(std::uint32_t lane);
    void change_lanes(std::uint32_t edge);
    void let_in(std::uint32_t edge, Tally& sums);
    void publish(std::uint32_t lane);
    void find_candidates(std::uint32_t lane, std::vector<Candidate>& found) const;
    void look_again(const Candidate& candidate, Router::Scratch& scratch, std::vector<std::uint32_t>& route);

    /// Fills lanes, turn, stop and flags of a vehicle for the edge that its route's cursor points at.
    void plan_edge(Vehicle& vehicle, std::uint32_t lane);
    [[nodiscard]] std::uint16_t useful_lanes(std::uint32_t trip, std::uint32_t position, int depth) const;
    [[nodiscard]] float desired_speed(const Vehicle& vehicle, double limit_mps) const noexcept;
};

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "sim/traffic/meso/calendar.h"
#include "sim/traffic/meso/link_plan.h"
#include "sim/traffic/meso/link_queue.h"
#include "sim/traffic/meso/meso_simulation.h"

namespace cityloom::traffic {

/// A vehicle type as the queues read it.
struct MesoType {
    std::uint32_t size_mm = 0; ///< l + s0
    float size_m = 0.0F;
    float headway_s = 0.0F;      ///< T
    float half_per_accel = 0.0F; ///< 1 / (2 a)
    float half_per_brake = 0.0F; ///< 1 / (2 b)
    float accel = 0.0F;
    float wave_us_per_mm = 0.0F; ///< T / (l + s0): how long a hole takes
    float cars = 1.0F;           ///< passenger cars that it counts for at a stop line
    float max_mps = 0.0F;
    bool own_pace = false; ///< the drawn factor is of max_mps, not of the limit
    std::uint8_t use = kCars;
};

/// What the queues need to know of a trip on its way: one line of the cache.
struct alignas(64) MesoTrip {
    Range way;                  ///< in State::way_edges
    std::uint32_t position = 0; ///< in its way: the edge that it is on
    std::uint32_t next = kNone; ///< waiting behind it at its origin
    std::uint32_t lane = kNone; ///< where it ends beside the lane
    std::uint32_t stop = 0;     ///< in Workload::stops: the next one
    float factor = 1.0F;        ///< desired speed over the limit
    float route_m = 0.0F;       ///< these five as in TripRecord, which gets them at the end
    float free_s = 0.0F;
    float own_s = 0.0F;
    float waiting_s = 0.0F;
    float stopped_s = 0.0F;
    std::uint16_t type = 0;
};

struct MesoEdge {
    Range lanes;                   ///< in LinkPlan::lanes
    std::uint32_t waiters = kNone; ///< first entity that waits for room on it
    std::uint32_t waiters_last = kNone;
    double crossed_s = 0.0; ///< sum of times of those that left it
    std::uint32_t crossed = 0;
    bool window = false;    ///< another engine drives there
    std::uint32_t gate = 0; ///< vehicles that it will still take
};

inline constexpr std::uint32_t kHandsOver = kNone - 1; ///< as MesoPlace::lane: to the engine of the window

/// Where a vehicle may go: a lane and, from there, a turn.
struct MesoPlace {
    std::uint32_t lane = kNone;
    std::uint32_t turn = kNone; ///< kNone: its way ends there
    TimeUs at = kNever;         ///< kNever: not until someone has left
};

struct MesoSimulation::State {
    State(const RoadNetwork& network, Workload workload, const MesoOptions& opts, Executor& executor);

    Workload work;
    MesoOptions options;
    SignalWindows signals;
    LinkPlan plan;
    std::vector<MesoType> types;
    LinkQueues queues;
    std::vector<std::uint32_t> stop_edges; ///< per Workload stop

    // Entities with events: lanes (their first vehicle), turns (the vehicle that waits inside), origins (the first trip
    // that waits to start on an edge), trips (when they end beside the lane).
    std::uint32_t first_slot = 0;
    std::uint32_t first_origin = 0;
    std::uint32_t first_trip = 0;
    Calendar calendar;

    std::vector<MesoTrip> trips;
    std::vector<std::uint32_t> way_edges;
    std::vector<TripRecord> records;
    std::vector<float> free_s; ///< per edge

    std::vector<std::uint32_t> slot;   ///< per turn: the trip that waits inside; kNone
    std::vector<TimeUs> slot_since;    ///< per turn
    std::vector<std::uint32_t> origin; ///< per edge: first trip that waits to start
    std::vector<std::uint32_t> origin_last;
    std::vector<MesoEdge> edges;
    std::vector<std::uint32_t> next_waiter; ///< per entity below first_trip
    std::vector<HandedOver> handed;         ///< since they were last asked for

    TimeUs now = 0;
    std::uint32_t next_departure = 0;
    VehicleCounts counts;
    std::uint64_t vehicle_seconds = 0;
    std::uint64_t events = 0;

    void visit(Archive& archive); ///< see MesoSimulation::visit()
    [[nodiscard]] bool holds_together() const;

    // Before the start (prepare.cpp).
    void lay_queues(const RoadNetwork& net);
    void prepare_trips(const RoadNetwork& net, Executor& executor);
    [[nodiscard]] bool can_drive(const MesoTrip& trip) const;

    // At junctions (node.cpp).
    void serve_lane(std::uint32_t lane, TimeUs at);
    void serve_slot(std::uint32_t turn, TimeUs at);
    /// The lane of an edge where the trip, at \p position in its way, finds the most room; and when it may come in.
    /// \p across_s: from the stop line to that lane.
    [[nodiscard]] MesoPlace find_place(const MesoTrip& trip, std::uint32_t position, TimeUs at, float across_s);
    /// When the traffic with priority lets the turn go, as far as can be seen.
    [[nodiscard]] TimeUs gap_for(std::uint32_t turn, TimeUs at, TimeUs since) const;
    void wait_for_room(std::uint32_t entity, std::uint32_t edge);
    /// Fetches what the events to come will read; changes nothing.
    void fetch_ahead() const noexcept;
    /// Everyone who waits for room on the edge looks again at \p at.
    void wake(std::uint32_t edge, TimeUs at);
    /// The first vehicle of a lane leaves it; the next one is up. Its trip.
    std::uint32_t pull(std::uint32_t lane, TimeUs at);
    void schedule_first(std::uint32_t lane);

    // Along streets (street.cpp).
    void serve_origin(std::uint32_t edge, TimeUs at);
    void serve_end(std::uint32_t trip, TimeUs at);
    void collect_departures();
    /// \param lost_s on the way across by slowing down and speeding up. \p at: when it leaves the stop line.
    void cross(std::uint32_t trip, std::uint32_t turn, const MesoPlace& place, TimeUs at, float lost_s);
    /// Onto a lane, \p from_m from its begin; \p at: when it is there.
    void enter(std::uint32_t trip, const MesoPlace& place, float from_m, TimeUs at, float lost_s);
    void finish(std::uint32_t trip, TimeUs at);
    void hand_over(std::uint32_t trip, std::uint32_t turn, TimeUs at);

    [[nodiscard]] float speed_on(const LinkLane& lane, const MesoTrip& trip) const noexcept {
        const MesoType& type = types[trip.type];
        return type.own_pace ? std::min(lane.limit_mps, type.max_mps * trip.factor)
                             : std::min(lane.limit_mps * trip.factor, type.max_mps);
    }
    /// Headway (s) between vehicles at capacity: T + (l + s0) / v.
    [[nodiscard]] float headway_s(const MesoType& type, float speed_mps) const noexcept {
        return type.headway_s + type.size_m / speed_mps;
    }
};

[[nodiscard]] inline TimeUs us(float s) noexcept {
    return static_cast<TimeUs>(static_cast<double>(s) * 1e6 + 0.5);
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/core/time.h"
#include "sim/traffic/network.h"
#include "sim/traffic/trip_record.h"
#include "sim/traffic/workload.h"

namespace cityloom {
class Executor;
}

namespace cityloom::traffic {

struct MesoOptions {
    TimeUs start = 0;
    std::uint64_t seed = 1;
    double saturation_vph = 1900.0;  ///< passenger cars a lane at a signal; Highway Capacity Manual 2000, ch. 16
    float taste_spread = 0.0F;       ///< of perceived edge times between drivers
    double truck_share = 0.04;       ///< of trips without a type
    std::vector<float> edge_times_s; ///< by which ways are chosen; empty: free times
};

/// Mesoscopic traffic on the micro engine's network and demand: vehicles move from queue to queue, and nothing is
/// computed for them in between. For equilibrium iterations and for the largest cities.
///
/// Lanes are spatial queues with kinematic waves (link_queue.h). A vehicle chooses its lane as it enters a street: of
/// those that lead on, the one with the most room; each lane is first in, first out. It leaves when it has got to the
/// stop line, the one ahead is a headway away, its signal shows green, the traffic with priority leaves a gap, and the
/// street beyond has room (keep clear). Merging streams take turns, first come first served. Acceleration and bends
/// cost the time that constant acceleration takes. Ways are chosen once, before the start. Queues may lock up; nothing
/// ever vanishes. Vehicles that end beside the lane, before its stop line, do not wait for those ahead.
///
/// One thread; the result is a function of network, work and options alone, to the last bit.
class MesoSimulation {
public:
    /// \param executor for the choice of ways, which may take long.
    MesoSimulation(const RoadNetwork& net, Workload work, const MesoOptions& options, Executor& executor);
    ~MesoSimulation();
    MesoSimulation(MesoSimulation&&) noexcept;
    MesoSimulation& operator=(MesoSimulation&&) noexcept;

    /// Simulates one second.
    void step();

    [[nodiscard]] TimeUs time() const noexcept;
    [[nodiscard]] VehicleCounts counts() const noexcept;
    [[nodiscard]] std::span<const TripRecord> records() const noexcept; ///< without CO2; sums at arrival
    [[nodiscard]] std::span<const Trip> trips() const noexcept;
    [[nodiscard]] std::uint64_t vehicle_seconds() const noexcept; ///< sum of running vehicles over the seconds so far
    [[nodiscard]] std::uint64_t events() const noexcept;
    /// Mean time that vehicles took to cross each edge so far; where none did, the free time.
    [[nodiscard]] std::vector<float> edge_times_s() const;
    [[nodiscard]] std::uint32_t vehicles_on(std::uint32_t edge) const; ///< in its lanes' queues
    /// Vehicles found in the queues and junctions, counted one by one: always VehicleCounts::running.
    [[nodiscard]] std::uint64_t count_vehicles() const;
    /// Bytes of the arrays that grow with vehicles, trips and lanes, ways not counted.
    [[nodiscard]] std::size_t vehicle_bytes() const noexcept;
    /// All that changes; between steps only. Restoring: a state of the same network, work and options. Where it
    /// refuses, the simulation is of no use until another state is restored.
    void visit(Archive& archive);
    void hash(StateHash& hash) const;

    // For an engine that drives inside a window of the network: see HybridSimulation.
    struct HandedOver {
        std::uint32_t trip = kNone;
        std::uint32_t edge = kNone; ///< of the window
        TimeUs at = 0;              ///< when it is at that edge's begin, or wants to start on it
    };
    /// \param edges one byte an edge: 1 where the other engine drives. Before the first step.
    void set_window(std::span<const std::uint8_t> edges);
    /// How many vehicles may leave their queues for an edge of the window until this is said again.
    void open_gate(std::uint32_t edge, std::uint32_t vehicles);
    /// Who has left for the window since this was last called, in order.
    [[nodiscard]] std::vector<HandedOver> take_handed_over();
    /// Takes a vehicle back, \p from_m along the edge at \p position of its way; false while it has no room there.
    bool admit(std::uint32_t trip, std::uint32_t position, float from_m);
    void add_driven(std::uint32_t trip, const TripRecord& driven);
    void note_departure(std::uint32_t trip, TimeUs at); ///< of a journey that begins inside
    void note_arrival(std::uint32_t trip, TimeUs at);   ///< of one that ends inside
    [[nodiscard]] std::span<const std::uint32_t> way(std::uint32_t trip) const noexcept;
    [[nodiscard]] std::uint32_t type_of(std::uint32_t trip) const noexcept;

    struct State; ///< defined in meso/state.h, for the engine's own files only

private:
    std::unique_ptr<State> state_;
};

} // namespace cityloom::traffic

namespace cityloom {
template <> inline constexpr bool kPacked<traffic::MesoSimulation::HandedOver> = true;
static_assert(sizeof(traffic::MesoSimulation::HandedOver) == 16);
} // namespace cityloom

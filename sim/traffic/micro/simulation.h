// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "sim/core/archive.h"
#include "sim/core/result.h"
#include "sim/core/time.h"
#include "sim/corridor/frame.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/network.h"
#include "sim/traffic/obstruction.h"
#include "sim/traffic/trip_record.h"
#include "sim/traffic/workload.h"

namespace cityloom {
class Executor;
}

namespace cityloom::traffic {

struct SimulationOptions {
    TimeUs start = 0;
    TimeUs step = kSecondUs / 2;
    std::uint64_t seed = 1;
    TimeUs reroute_every = 60 * kSecondUs; ///< how often a driver with live information looks again
    float taste_spread = 0.25F;            ///< of perceived edge times between drivers
    double truck_share = 0.04;
    bool keeps_destination = false; ///< never leaves the map elsewhere, however long it finds no way
    bool plain_routes = false;      ///< ways by length and limit alone, as at an empty hour, whatever traffic does
    /// With plain_routes: trips without a way take the one that is fastest by the mean speeds of this last while, when
    /// they depart, and so do vehicles that look again (Trip::looks_again_s); 0: by the limits.
    TimeUs speeds_of_last = 0;
    std::vector<float> edge_times_s; ///< expected at the start; empty: free times
    /// Ways to begin with, by trip: an equilibrium's, say; empty (one, or all): the best way at departure.
    std::vector<std::vector<std::uint32_t>> first_routes;
};

/// One vehicle as it stands.
struct VehicleState {
    std::uint32_t trip = kNone;
    std::uint32_t lane = kNone; ///< in RoadNetwork::lanes; kNone: inside a junction
    std::uint32_t turn = kNone; ///< in RoadNetwork::turns, when inside a junction
    float along_m = 0.0F;       ///< front bumper along the lane or turn
    float speed_mps = 0.0F;
    float accel_mps2 = 0.0F;
    std::uint8_t type = 0;    ///< in Workload::types
    Point2 at;                ///< centre of the front bumper
    double heading_rad = 0.0; ///< counter-clockwise from east
};

/// Where one vehicle is, without the geometry of VehicleState: for those who look at all of them at every step.
struct VehiclePlace {
    std::uint32_t trip = kNone;
    std::uint32_t lane = kNone; ///< in RoadNetwork::lanes; kNone: inside a junction
    std::uint32_t turn = kNone; ///< in RoadNetwork::turns, when inside a junction
    float along_m = 0.0F;       ///< front bumper along the lane or turn
    float speed_mps = 0.0F;
    float desired_mps = 0.0F; ///< that it would drive there on an empty street
    float length_m = 0.0F;
    bool halts = false; ///< stands at a stop that it was sent to make
};

/// One trip's way as it stands.
struct Journey {
    std::uint32_t trip = kNone; ///< in Simulation::trips() and records()
    bool under_way = false;     ///< on the streets, or beside them at a stop
    /// Edges in RoadNetwork, from where it last chose its way to where it ends; what it drove before that choice is not
    /// kept. Empty: it has none yet.
    std::vector<std::uint32_t> way;
    std::uint32_t at = 0;  ///< where in it the vehicle is; inside a junction: the edge that it comes from
    float along_m = 0.0F;  ///< on that edge
    TimeUs expected = -1;  ///< arrival, as it reckoned when it last looked; -1: it has not, as on a way laid down
    double left_s = 0.0;   ///< from here to where it ends, as fast as the streets are now; infinite: a street is closed
    double delay_s = -1.0; ///< against an empty street, up to the last junction, stops left out; below 0: not known
};

/// What a junction has to do with the queues of a run.
struct JunctionLoad {
    std::uint32_t junction = kNone;  ///< in RoadNetwork
    std::uint64_t served = 0;        ///< vehicles that crossed its stop lines
    double standing_vehicle_h = 0.0; ///< stood because of it, spillback into other junctions' lanes counted to it
    std::uint32_t standing_now = 0;  ///< vehicles that stand on its own lanes
};

// By what drivers hear of jams and closures: bits.
inline constexpr unsigned kByPhone = 1; ///< live navigation on a telephone
inline constexpr unsigned kByRadio = 2; ///< a V2X radio

/// Vehicles of an edge by what they hear with; one with both is counted twice.
struct Listeners {
    std::uint32_t phones = 0;
    std::uint32_t radios = 0;
};

/// Microscopic traffic: IDM following, MOBIL lane changes, junctions by conflict zones and gap acceptance, fixed-time
/// signals, keep-clear, and rerouting on current travel times.
///
/// A step has two parallel passes over the junctions. The first lets each junction move the vehicles on its incoming
/// lanes and on its turns; the second lets it receive what its neighbours sent, change lanes and let departures in.
/// Every array has one writer a pass, and reads across junctions see the last pass's published values only, so the
/// result is the same to the last bit for any number of threads.
class Simulation {
public:
    /// \param trips sorted by departure; both must outlive the simulation's use of them (they are copied).
    Simulation(const RoadNetwork& net, std::vector<Trip> trips, const SimulationOptions& options);
    /// As above, with vehicle types, ways and stops laid down.
    Simulation(const RoadNetwork& net, Workload work, const SimulationOptions& options);
    ~Simulation();
    Simulation(Simulation&&) noexcept;
    Simulation& operator=(Simulation&&) noexcept;

    void step(Executor& executor);

    /// All that changes; between steps only. Restoring a state of the same network, work and options: the run that
    /// follows is the same to the bit. Where it refuses, the simulation is of no use until another state is restored.
    void visit(Archive& archive);
    /// The whole state as bytes, for this build on this kind of machine. Between steps only.
    [[nodiscard]] std::vector<std::byte> save() const;
    /// Goes on from a saved state of a simulation of the same network, work and options: the run that follows is the
    /// same to the bit. Fails, and stays as it was, where the state is damaged or belongs to something else.
    [[nodiscard]] Result<void> restore(std::span<const std::byte> saved);

    [[nodiscard]] TimeUs time() const noexcept;
    [[nodiscard]] VehicleCounts counts() const noexcept;
    [[nodiscard]] std::span<const TripRecord> records() const noexcept;
    [[nodiscard]] std::span<const Trip> trips() const noexcept;
    [[nodiscard]] std::uint64_t vehicle_updates() const noexcept; ///< vehicle-steps so far
    [[nodiscard]] double total_co2_g() const noexcept;
    [[nodiscard]] std::span<const float> edge_times_s() const noexcept; ///< current estimates
    [[nodiscard]] std::span<const float> open_times_s() const noexcept; ///< the same, Router::kClosed where closed
    [[nodiscard]] const RoadNetwork& network() const noexcept;
    [[nodiscard]] const Workload& workload() const noexcept;
    /// Vehicles that took another way than planned because they stood at the line in a wrong lane.
    [[nodiscard]] std::uint64_t diverted() const noexcept;
    /// Bytes of the engine's arrays that grow with vehicles and trips, ways not counted.
    [[nodiscard]] std::size_t vehicle_bytes() const noexcept;

    /// A controller without power: its junction becomes an all-way stop.
    void set_controller_working(std::uint32_t controller, bool working);
    /// Greens (s), one a stage, of a fixed plan: the stage that runs keeps its own, the next ones have these.
    void set_greens(std::uint32_t controller, std::span<const double> greens_s);
    /// The phase that a controller is in, with the change of lights at its end.
    [[nodiscard]] std::uint32_t phase_of(std::uint32_t controller) const noexcept;
    /// For ControllerKind::External: the phase to show when the one that runs has been shown for its least green.
    void request_phase(std::uint32_t controller, std::uint32_t phase);
    /// No one enters the edge any more; who is on it leaves. Drivers with information route around it. A trip that
    /// finds no way at its departure waits, and looks again when an edge opens.
    void set_edge_closed(std::uint32_t edge, bool closed);
    // For those who decide from outside when trips start and where they have to wait: see HybridSimulation.
    /// Lets a trip with a way laid down, whose departure never comes, depart now.
    void release(std::uint32_t trip);
    /// Takes a vehicle off a lane of RoadNetwork::lanes, as one that has left the map elsewhere. False where it is not
    /// there. Between steps only.
    bool take_off(std::uint32_t trip, std::uint32_t lane);
    /// Trips that wait for room on their first edge.
    [[nodiscard]] std::uint32_t waiting_on(std::uint32_t edge) const noexcept;
    /// No one enters the edge for now, and no one looks for another way because of that.
    void hold_edge(std::uint32_t edge, bool held);

    /// Blocks lanes of an edge, in place of what was blocked there before; vehicles that can still stop before the
    /// place get out of them, and no one changes into them. The lanes left over take what they can. To block all lanes,
    /// set_edge_closed() says it better: drivers then look for another way at once.
    void obstruct(std::uint32_t edge, const Obstruction& obstruction);
    void clear_obstruction(std::uint32_t edge);
    [[nodiscard]] std::vector<std::pair<std::uint32_t, Obstruction>> obstructions() const; ///< by edge
    /// What goes on at each of RoadNetwork::chargers; empty where no vehicle is electric.
    [[nodiscard]] std::span<const ChargingState> charging() const noexcept;
    /// A station without power: who is there waits, and goes elsewhere after a quarter of an hour.
    void set_charger_working(std::uint32_t charger, bool working);
    /// Of a trip's battery, at the last junction passed; below 0 where its vehicle is not electric.
    [[nodiscard]] double charge_share(std::uint32_t trip) const noexcept;
    [[nodiscard]] double total_electricity_wh() const noexcept; ///< out of batteries
    /// By what live information reaches the vehicles on each edge, kByPhone and kByRadio; empty: by both, everywhere.
    void set_informed_edges(std::vector<std::uint8_t> informed);

    /// Vehicles on each edge that would hear, if anything tells them.
    [[nodiscard]] std::vector<Listeners> listeners_per_edge() const;
    /// Vehicles, lights, blocked lanes, people on foot.
    void fill_frame(engine::Frame& frame) const;
    /// Speed and density of each edge, signals.
    void fill_columns(engine::Columns& columns) const;
    /// All vehicles on the streets (those in bays beside them left out), lane by lane, front to back.
    void list_vehicles(std::vector<VehicleState>& vehicles) const;
    /// The trip of an id; nothing where there is none. Looks through trips and vehicles: for one at a time.
    [[nodiscard]] std::optional<Journey> journey(std::uint64_t id) const;
    /// The same, where they are and no more.
    void list_places(std::vector<VehiclePlace>& places) const;
    void hash(StateHash& hash) const;

    /// The junctions that most standing time goes back to, worst first. A queue whose head has no room ahead is charged
    /// to the junction where the queue ahead begins, and so on; looked at every ten seconds.
    [[nodiscard]] std::vector<JunctionLoad> limiting_junctions(std::size_t most) const;
    /// Vehicle hours stood in rings of lanes whose heads wait for each other: gridlock, shown and not hidden.
    [[nodiscard]] double gridlock_vehicle_h() const noexcept;

    /// Pairs of vehicles whose bodies share a place, on lanes or in conflict zones. For tests: 0 is the promise.
    [[nodiscard]] std::uint32_t count_overlaps() const;
    /// Vehicles that braked harder in the last step than they can (VehicleType::hardest_mps2). For tests: 0 is the
    /// promise.
    [[nodiscard]] std::uint32_t count_hard_braking() const;

    struct State; ///< the engine's arrays; defined in state.h, for the engine's own files only

private:
    void follow_timeline(); ///< limits and closings of the workload whose time has come
    std::unique_ptr<State> state_;
};

} // namespace cityloom::traffic

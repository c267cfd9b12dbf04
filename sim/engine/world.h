// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/core/time.h"
#include "sim/engine/asset.h"
#include "sim/engine/frame.h"
#include "sim/engine/networks.h"
#include "sim/traffic/micro/simulation.h"

namespace cityloom {
class Executor;
}

namespace cityloom::engine {

enum class EventKind : std::uint8_t { Fail, Repair, Close, Open, Block, Unblock };

/// Something that happens to an asset at a time. Fail and Repair for any asset; Close and Open for streets; Block and
/// Unblock for some lanes of one edge of a street (an incident; one that takes all lanes closes the edge).
struct Event {
    TimeUs at = 0;
    EventKind kind = EventKind::Fail;
    AssetRef asset;
    std::uint32_t edge = kNone;       ///< Block and Unblock
    traffic::Obstruction obstruction; ///< Block
};

/// Lanes that a work zone takes from an edge for the whole run: the network has been derived without them.
struct WorkZone {
    std::uint32_t edge = kNone;
    std::uint32_t lanes = 1; ///< taken, beside the kerb
};

enum class Phase : std::uint8_t { Events, Demand, Power, Telecom, Water, Cascade, Connected, Traffic, Metrics };
inline constexpr std::size_t kPhases = 9;
inline constexpr std::array<const char*, kPhases> kPhaseNames{"events",  "demand",    "power",   "telecom", "water",
                                                              "cascade", "connected", "traffic", "metrics"};

struct WorldOptions {
    TimeUs start = 7 * kHourUs;
    std::uint64_t seed = 1;
    TimeUs traffic_step = kSecondUs / 2;
    TimeUs lifeline_every = 5 * kMinuteUs;                ///< and at every event, empty battery or tank
    std::vector<float> edge_times_s;                      ///< what drivers expect at the start
    std::vector<std::vector<std::uint32_t>> first_routes; ///< see traffic::SimulationOptions
    std::vector<Event> events;                            ///< sorted or not
    std::vector<std::uint32_t> closed_edges;              ///< closed from the start
    std::vector<WorkZone> work_zones;                     ///< for the picture
    std::function<double()> clock_ms;                     ///< for phase times; the engine itself knows no clock
};

/// Sums over people, customers and time, for the city (index 0) and then each district.
struct ServiceTotals {
    double people = 0.0;
    double people_without_power = 0.0; ///< now
    double people_without_water = 0.0;
    double people_without_signal = 0.0;
    double person_hours_without_power = 0.0; ///< so far
    double person_hours_without_water = 0.0;
    double person_hours_without_signal = 0.0;
};

struct Metrics {
    std::vector<ServiceTotals> services;  ///< city, then districts
    double customers_without_power = 0.0; ///< now
    double customers_without_water = 0.0;
    double peak_customers_without_power = 0.0;
    double peak_customers_without_water = 0.0;
    double customer_hours_without_power = 0.0;
    double customer_hours_without_water = 0.0;
    double energy_not_served_wh = 0.0;
    double energy_delivered_wh = 0.0;
    double load_w = 0.0; ///< served now
    double losses_w = 0.0;
    double pump_power_w = 0.0;
    std::uint32_t nodes_below_min_pressure = 0; ///< now; unserved nodes count
    double node_hours_below_min_pressure = 0.0;
    double water_not_served_m3 = 0.0;
    double tank_volume_m3 = 0.0;
    std::uint32_t dark_signals = 0;
    std::uint32_t dead_sites = 0;
    std::uint32_t pumps_off_without_power = 0;
    double vehicles_reached_share = 1.0; ///< of vehicles with live information, now
    double vehicle_seconds_informed = 0.0;
    double vehicle_seconds_reached = 0.0;
    double hospital_access_s = 0.0; ///< people-weighted mean at the last look
    std::uint32_t power_unconverged_buses = 0;
};

/// The one engine: owns a city's domains and steps them in one order. Not thread-safe; its own passes use the Executor.
class World {
public:
    World(const Networks& networks, std::vector<traffic::Trip> trips, WorldOptions options);
    ~World();
    World(World&&) noexcept;
    World& operator=(World&&) noexcept;

    /// One traffic step: events, demand, power, telecom, water, cascade, connected, signals and traffic, metrics.
    void step(Executor& executor);

    /// A command from a person while the city runs: applies at the next step. Returns the event as logged, so that a
    /// replay of the log gives the same bits.
    Event command(EventKind kind, AssetRef asset);

    /// Brings the metrics up to the present at the end of a run (they are integrated from solve to solve).
    void finish();

    [[nodiscard]] TimeUs time() const noexcept;
    [[nodiscard]] std::uint64_t step_count() const noexcept;
    [[nodiscard]] const Metrics& metrics() const noexcept;
    [[nodiscard]] const traffic::Simulation& traffic() const noexcept;
    [[nodiscard]] const Networks& networks() const noexcept;
    [[nodiscard]] std::span<const Event> applied_events() const noexcept;
    [[nodiscard]] const std::array<double, kPhases>& phase_ms() const noexcept;
    void fill_frame(Frame& frame) const;
    [[nodiscard]] std::uint64_t state_hash() const;

    enum class Domain : std::uint8_t { Traffic, Power, Water, Telecom, Lifeline };
    /// Changes one bit of one domain's state, so that a test can see the hash notice.
    void flip_state_bit_for_test(Domain domain);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cityloom::engine

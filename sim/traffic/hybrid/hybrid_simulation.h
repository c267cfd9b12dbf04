// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/traffic/meso/meso_simulation.h"
#include "sim/traffic/micro/simulation.h"

namespace cityloom {
class Executor;
}

namespace cityloom::traffic {

struct HybridOptions {
    MesoOptions meso;
    TimeUs micro_step = kSecondUs / 2; ///< a whole number of them makes a second
    /// One byte an edge: 1 inside the window, where the microscopic engine drives.
    std::vector<std::uint8_t> window;
};

/// Microscopic traffic inside a window, mesoscopic outside, on one network (as Burghout, Koutsopoulos and Andreasson
/// 2005, Transp. Res. Rec. 1934). Ways are those of the mesoscopic engine. The two meet at stop lines: a vehicle leaves
/// its queue by the junction's rules and starts at the begin of the window's street, where a queue that stands holds it
/// back; out of the window it drives microscopically over the last junction and onto the street beyond, as long as that
/// has room. At a junction on the border the two engines' vehicles do not see each other.
///
/// The result is a function of network, work and options alone, to the last bit, for any number of threads.
class HybridSimulation {
public:
    HybridSimulation(const RoadNetwork& net, Workload work, const HybridOptions& options, Executor& executor);
    ~HybridSimulation();
    HybridSimulation(HybridSimulation&&) noexcept;
    HybridSimulation& operator=(HybridSimulation&&) noexcept;

    /// Simulates one second of both.
    void step(Executor& executor);

    [[nodiscard]] TimeUs time() const noexcept;
    [[nodiscard]] VehicleCounts counts() const noexcept;
    [[nodiscard]] std::span<const TripRecord> records() const noexcept; ///< without CO2
    [[nodiscard]] std::span<const Trip> trips() const noexcept;
    [[nodiscard]] std::uint64_t vehicle_seconds() const noexcept;
    /// The engine of the window; its trips are the pieces of ways inside it.
    [[nodiscard]] const Simulation& micro() const noexcept;
    [[nodiscard]] const MesoSimulation& meso() const noexcept;
    [[nodiscard]] std::uint64_t vehicles_inside() const noexcept;
    [[nodiscard]] std::size_t vehicle_bytes() const noexcept;
    /// All that changes in both engines and between them; as MesoSimulation::visit().
    void visit(Archive& archive);
    void hash(StateHash& hash) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Edges whose middle lies within \p radius_m of a place.
[[nodiscard]] std::vector<std::uint8_t> edges_around(const RoadNetwork& net, Point2 at, double radius_m);

} // namespace cityloom::traffic

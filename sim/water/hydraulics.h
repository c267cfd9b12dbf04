// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/water/network.h"

namespace cityloom::water {

/// Hydraulics of pipes, pumps, reservoirs and tanks: the global gradient algorithm (Todini and Pilati 1988),
/// Hazen-Williams head loss hL = 10.667 C^-1.852 D^-4.871 L q^1.852 (SI), pump curves H = H0 - r Q^2 with no reverse
/// flow. Junctions take what they want where the pressure is at least Network::min_pressure_m, and what DemandLaw says
/// below it; what leaks there follows LeakLaw, and
/// so does a hole in a main, half of it at either end. A reducer holds the head behind it as EPANET's PRV does. Tanks
/// are fixed heads during a solve and integrate their net inflow in between (explicit Euler).
///
/// What has failed feeds nothing and holds no head: all links at it are shut. An empty tank only takes water, a full
/// one only gives. A junction above the hydraulic grade line is dry: it draws nothing and passes nothing on, for air
/// enters there (the case of Piller and van Zyl 2009, Pressure-driven analysis of network sections supplied via
/// high-lying nodes, CCWI); a pump whose suction would be below the air's pressure stops. Whatever no reservoir or tank
/// with water reaches is unserved: no demand, no pressure.
class Hydraulics {
public:
    explicit Hydraulics(const Network& net);
    ~Hydraulics();
    Hydraulics(Hydraulics&&) noexcept;
    Hydraulics& operator=(Hydraulics&&) noexcept;

    void set_link_open(std::uint32_t link, bool open);     ///< a closed pipe, or a pump that is off
    void set_node_failed(std::uint32_t node, bool failed); ///< a source, tank or junction taken out
    void set_hole(std::uint32_t link, double area_m2);     ///< a main that has burst; 0: it is whole
    [[nodiscard]] double hole_m2(std::uint32_t link) const noexcept;
    [[nodiscard]] bool link_open(std::uint32_t link) const noexcept;
    [[nodiscard]] bool node_failed(std::uint32_t node) const noexcept;

    /// Heads and flows for these demands (m3/s, one per node; those of sources and tanks are ignored; below 0: an
    /// inflow). Every junction's flows balance to rounding.
    /// \return false where it did not converge: flows change by less than 1e-6 of all flow (1e-5 where limits of tanks,
    /// pumps and taps keep the gradient method from it, and the network's content is minimised instead).
    bool solve(std::span<const double> demand_m3ps);

    /// Moves tank levels on by the net inflow of the last solve. Beyond seconds_to_limit() a tank gives what it has not
    /// got: it falls below its floor by that much, and has to be filled again first, so that no water is made.
    void advance_tanks(double seconds);
    /// Until the first tank runs empty or full at the flows of the last solve; infinite: none does.
    [[nodiscard]] double seconds_to_limit() const;

    [[nodiscard]] std::span<const double> head_m() const noexcept; ///< of what is unserved: its elevation
    [[nodiscard]] std::span<const double> flow_m3ps() const noexcept;
    [[nodiscard]] std::span<const double> delivered_m3ps() const noexcept; ///< per node; sources and tanks: 0
    [[nodiscard]] std::span<const double> lost_m3ps() const noexcept; ///< per node: leaks, and holes in mains there
    [[nodiscard]] double lost_through_m3ps(std::uint32_t link) const noexcept; ///< the hole in a main
    [[nodiscard]] std::span<const double> tank_level_m() const noexcept;
    [[nodiscard]] std::span<const std::uint8_t> served() const noexcept;
    [[nodiscard]] double
    pressure_m(std::uint32_t node) const noexcept; ///< head above the node's elevation; NaN unserved
    [[nodiscard]] double pump_power_w(std::uint32_t link) const noexcept;
    [[nodiscard]] int iterations() const noexcept;
    /// All that changes: what is failed and shut, tank levels, and the heads and flows that the next solve starts from.
    void visit(Archive& archive);
    void hash(StateHash& hash) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cityloom::water

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/power/network.h"

namespace cityloom::power {

/// Balanced AC power flow over every energised island. Radial islands by the backward/forward sweep (Shirmohammadi et
/// al. 1988, IEEE Trans. Power Systems 3(2)); meshed ones, and those of several infeeds, by Newton's method in polar
/// form (Tinney and Hart 1967). Loads are constant power, and so is what plants feed in. Buses that no infeed reaches
/// are dead: voltage 0, load not served. So are those of an island whose loads are more than its lines can carry, for
/// there is no voltage at which they could be: it has collapsed.
class PowerFlow {
public:
    explicit PowerFlow(const Network& net);
    ~PowerFlow();
    PowerFlow(PowerFlow&&) noexcept;
    PowerFlow& operator=(PowerFlow&&) noexcept;

    void set_bus_failed(std::uint32_t bus, bool failed);
    void set_branch_failed(std::uint32_t branch, bool failed);
    /// Closes or opens a branch that is healthy; ties start open.
    void set_branch_closed(std::uint32_t branch, bool closed);
    /// The voltage (p.u.) that an infeed, or the tap changers of the transformers to a bus, hold from the next solve
    /// on.
    void set_set_point(std::uint32_t bus, double pu);
    [[nodiscard]] bool bus_failed(std::uint32_t bus) const noexcept;

    /// Tap changers step until the voltage that they hold is within their dead band (see TapChangers).
    /// \param load_w active power wanted at each bus; reactive power follows the bus's power factor.
    /// \return false where an island has no solution: its buses are dark, and listed by \c overloaded().
    bool solve(std::span<const double> load_w);
    /// The same with all tap changers as they are: what would be at once.
    bool solve_as_tapped(std::span<const double> load_w);

    [[nodiscard]] std::span<const double> voltage_pu() const noexcept; ///< per bus; 0 dead
    /// Of buses with a solution their voltage; of those without, what is left where loads are impedances below 0.85
    /// p.u., which says where it is lost; not a number where nothing feeds them. Of the last solve; not kept with the
    /// state.
    [[nodiscard]] std::span<const double> estimate_pu() const noexcept;
    /// The next bus on the way to the infeed (in a mesh: on one of the ways); kNone where there is none. Likewise.
    [[nodiscard]] std::span<const std::uint32_t> upstream() const noexcept;
    [[nodiscard]] std::span<const double> angle_rad() const noexcept;
    [[nodiscard]] std::span<const double> branch_current_a() const noexcept; ///< at the from side
    [[nodiscard]] std::span<const std::uint8_t> energised() const noexcept;
    [[nodiscard]] std::span<const std::uint32_t> overloaded() const noexcept;
    /// Position of the tap changers of the transformers to a bus: above 0 they lower its voltage.
    [[nodiscard]] int tap(std::uint32_t bus) const noexcept;
    [[nodiscard]] double losses_w() const noexcept;
    [[nodiscard]] double infeed_w() const noexcept;
    [[nodiscard]] double generation_w() const noexcept; ///< of plants at live buses
    /// What comes in less what is taken and lost, over what comes in: a solution has none but for roundings.
    [[nodiscard]] double imbalance() const noexcept;
    /// All that changes: what is failed and switched, and the last solve's results.
    void visit(Archive& archive);
    void hash(StateHash& hash) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cityloom::power

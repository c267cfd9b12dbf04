// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/corridor/supplies.h"
#include "sim/power/network.h"

namespace cityloom::power {

/// What each bus is asked for, by the priority of who asks, and what of it is shed.
///
/// Under-voltage load shedding: where the voltage of a bus is below 0.85 p.u. (EN 50160: never outside 15 % of
/// nominal), its loads are switched off, those of the lowest priority first, at the buses of the lowest voltage first.
/// Customers are switched with their bus, and count as the most important building there. What is shed comes back in
/// the first later event that has the voltage for it.
class BusLoads {
public:
    static constexpr std::size_t kClasses = 4; ///< priorities 0 to 3, and higher as 3

    BusLoads(const Network& net, std::span<const engine::Supply> supplies);

    /// The loads of now. \param electricity share of the customers' peak. \param at_home of Bus::home_charging_w.
    /// \return whether anything has changed.
    bool ask(double electricity, double at_home, const engine::Supplies& supplies);
    void restore_all();
    /// Sheds a step more. \param voltage_pu not a number: nothing there. \param upstream the next bus on the way to the
    /// infeed; kNone: none. \return false: nothing to shed.
    bool shed(std::span<const double> voltage_pu, std::span<const std::uint32_t> upstream);

    [[nodiscard]] std::span<const double> load_w() const noexcept { return load_w_; } ///< less what is shed
    /// The same and what the stations and the low voltage behind them lose: what the network has to carry.
    [[nodiscard]] std::span<const double> drawn_w() const noexcept { return drawn_w_; }
    [[nodiscard]] double wanted_w(std::size_t bus) const;
    [[nodiscard]] double shed_w(std::size_t bus) const;
    /// Whether loads of this priority at this bus are shed.
    [[nodiscard]] bool is_shed(std::uint64_t bus, std::uint8_t priority) const;
    [[nodiscard]] bool customers_shed(std::size_t bus) const { return is_shed(bus, customers_class_[bus]); }
    void visit(Archive& archive) { archive.fixed(wanted_w_, load_w_, drawn_w_, shed_); }

private:
    [[nodiscard]] std::size_t next_class(std::size_t bus) const; ///< of the loads to be shed next; kClasses: none
    void sum(std::size_t bus);

    const Network& net_;
    std::vector<std::uint8_t> customers_class_; ///< per bus
    std::vector<double> wanted_w_;              ///< per bus and class
    std::vector<double> asked_w_;               ///< work space, likewise
    std::vector<double> load_w_;
    std::vector<double> drawn_w_;
    std::vector<std::uint8_t> shed_; ///< per bus: how many classes, from the lowest
};

} // namespace cityloom::power

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/core/time.h"
#include "sim/power/network.h"
#include "sim/power/power_flow.h"

namespace cityloom::power {

/// What conducts at all, per bus and branch.
struct GridState {
    std::span<const std::uint8_t> bus_failed;
    std::span<const std::uint8_t> conducts; ///< branches, less what restoration itself has closed
    std::span<const std::uint8_t> branch_failed;
    std::span<const std::uint8_t> held; ///< ties that a person has switched: they stay as they are
};

/// Restoration by normally open ties (fault location, isolation and service restoration): what has lost its way to
/// every infeed is fed by a tie again, one for each part, so that every feeder stays radial. The tie that leaves the
/// highest lowest voltage is taken, and only where no branch more is loaded beyond its rating, and no bus more is
/// outside the voltage limits, than without it. It closes by itself once its delay is over, and opens when the old way
/// is whole again. Ties without a delay are switched by hand.
class TieRestoration {
public:
    explicit TieRestoration(const Network& net);

    /// Below 0: by hand.
    void set_delay(std::uint32_t tie, double seconds);
    [[nodiscard]] bool closed(std::uint32_t tie) const noexcept { return closed_[tie] != 0; }
    /// The grid has changed: all of its ties open, and it is seen who is dark without them, and since when.
    void look(TimeUs now, const GridState& grid);
    /// It has not, but for its loads: what is closed stays so.
    void look_again(const GridState& grid);
    /// Closes those whose time has come, in \p flow. \return whether any has closed.
    bool restore(TimeUs now, const GridState& grid, PowerFlow& flow, std::span<const double> load_w);
    /// When the next tie is due.
    [[nodiscard]] TimeUs next() const noexcept { return next_; }
    /// Some tie was due that could not carry what is dark: with less load it may.
    [[nodiscard]] bool waits() const noexcept { return waits_; }
    void visit(Archive& archive) {
        archive.fixed(delay_us_, closed_, dark_since_);
        archive(next_, waits_);
    }

private:
    struct Strain {
        std::size_t beyond = 0; ///< branches above their rating, buses outside the limits
        double lowest_pu = 0.0;
    };
    [[nodiscard]] Strain strain_of(const PowerFlow& flow) const;
    [[nodiscard]] bool may_close(std::uint32_t tie, const GridState& grid) const;
    void find_parts(const GridState& grid);
    void spread(std::uint32_t from, std::uint32_t number, const GridState& grid);

    const Network& net_;
    std::vector<std::vector<std::uint32_t>> incident_;
    std::vector<TimeUs> delay_us_;     ///< per branch; below 0: by hand
    std::vector<std::uint8_t> closed_; ///< per branch, by this
    std::vector<TimeUs> dark_since_;   ///< per bus, without the ties; kFed: it is fed
    TimeUs next_;
    bool waits_ = false;
    std::vector<std::uint32_t> part_; ///< per bus, work space: 0 fed, a number for each dark part
    std::vector<std::uint32_t> todo_;
};

} // namespace cityloom::power

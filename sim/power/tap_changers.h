// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/power/network.h"

namespace cityloom::power {

/// On-load tap changers under automatic voltage control: the position stays while the voltage that they hold is within
/// the dead band about its set point, and steps towards it otherwise, at most to the end of the range. One position for
/// all transformers to a bus, as where one leads and the others follow.
class TapChangers {
public:
    /// Wider than the widest usual step (1.67 %), or they would hunt: half of it each way.
    static constexpr double kDeadBandPu = 0.02;

    explicit TapChangers(const Network& net);

    /// Of a branch, voltage before over voltage behind it; 1 where there is no tap changer.
    [[nodiscard]] double ratio(std::uint32_t branch) const noexcept { return ratio_[branch]; }
    [[nodiscard]] int position(std::uint32_t bus) const noexcept { return position_[bus]; }
    /// \param upstream the next bus on the way to the infeed: a bus that is fed by other ways than its transformers is
    /// left alone. \return whether any has stepped.
    bool step(std::span<const double> voltage_pu, std::span<const double> set_point_pu,
              std::span<const std::uint32_t> upstream);
    void visit(Archive& archive);

private:
    void set_ratios();

    const Network& net_;
    std::vector<std::uint32_t> with_taps_; ///< branches, those to one bus one after another
    std::vector<std::int8_t> position_;    ///< per bus
    std::vector<double> ratio_;            ///< per branch; follows from the positions
};

} // namespace cityloom::power

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/telecom/network.h"

namespace cityloom::telecom {

/// Which places hear a live roadside unit. Units broadcast: the number of those who listen takes nothing from anybody.
class Roadside {
public:
    Roadside(const Network& net, std::span<const Point2> places);

    /// \param lives asked of each unit that reaches the place
    template <typename Lives> [[nodiscard]] bool heard(std::size_t place, Lives lives) const {
        for (std::uint32_t k = first_[place]; k < first_[place + 1]; ++k) {
            if (lives(units_[k])) {
                return true;
            }
        }
        return false;
    }

private:
    std::vector<std::uint32_t> first_; ///< units in reach of each place
    std::vector<std::uint32_t> units_; ///< in Network::sites
};

} // namespace cityloom::telecom

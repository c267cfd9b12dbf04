// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "sim/corridor/reason.h"
#include "sim/water/hydraulics.h"
#include "sim/water/network.h"

namespace cityloom::water {

/// How a network stands now.
struct Standing {
    const Network& net;
    const Hydraulics& hydraulics;
    std::span<const std::uint8_t> failed;      ///< links
    std::span<const std::uint8_t> shut;        ///< links
    std::span<const std::uint8_t> node_failed; ///< nodes
};

/// Why no water comes: what is in the way from the source or tank whence it would take the fewest repairs to bring it.
[[nodiscard]] std::vector<engine::Reason> reasons(const Standing& now, engine::AssetRef asset);

} // namespace cityloom::water

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "sim/corridor/reason.h"
#include "sim/power/network.h"
#include "sim/power/power_flow.h"

namespace cityloom::power {

/// How a network stands now.
struct Standing {
    const Network& net;
    const PowerFlow& flow;
    std::span<const std::uint8_t> failed; ///< branches
    std::span<const std::uint8_t> closed;
};

/// Why a bus or branch is dead: the nearest failed or opened thing on the way by which it is normally fed, ties left
/// out; and what is wrong with that in turn is asked of it.
[[nodiscard]] std::vector<engine::Reason> reasons(const Standing& now, engine::AssetRef asset);

} // namespace cityloom::power

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cityloom::traffic {

/// Lanes of one edge that are out of use for a while: a crash, a breakdown, a burst main.
struct Obstruction {
    std::uint32_t lanes = 1; ///< bit k: lane k from the kerb
    float from_m = 0.0F;     ///< of the part that is blocked, along the edge
    float to_m = 1e9F;       ///< beyond the edge's end: up to its end
    float speed_mps = 0.0F;  ///< limit on all lanes of the edge meanwhile; 0: as before
};

} // namespace cityloom::traffic

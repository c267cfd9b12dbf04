// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/traffic/state.h"

namespace cityloom::traffic {

/// A vehicle that holds a part of the junction: on a turn, or committed to one.
struct Occupant {
    std::uint32_t turn = kNone;
    std::uint32_t trip = kNone;
    float x_m = 0.0F; ///< along the turn; negative: still to go to the stop line
    float v_mps = 0.0F;
    float length_m = 0.0F;
    bool inside = false;
};

enum class Light : std::uint8_t { None, Red, Yellow, Green, AllWayStop };

/// What one junction needs while its pass runs; reused from junction to junction on one thread.
struct JunctionScratch {
    std::vector<Occupant> occupants;
};

/// Whether the vehicle at \p index of \p lane may enter the junction now: its light, room behind it on the exit (keep
/// clear), and no vehicle in or due in the conflict zones (gap acceptance). Sets kNoRoom when only room is missing.
[[nodiscard]] bool may_enter(Simulation::State& s, const JunctionScratch& scratch, std::uint32_t lane,
                             std::uint32_t index);

[[nodiscard]] Light light_of(const Simulation::State& s, const Turn& turn);

} // namespace cityloom::traffic

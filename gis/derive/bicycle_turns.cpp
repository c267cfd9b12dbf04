// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/bicycle_turns.h"

namespace cityloom::gis {

namespace {

using traffic::TurnKind;

bool across(const BicycleExit& exit) {
    return exit.kind == TurnKind::Left || exit.kind == TurnKind::UTurn;
}

std::uint32_t into(const BicycleExit& exit) {
    return exit.bicycle_lane != kNone ? exit.bicycle_lane : exit.general_lane;
}

void from_own(std::uint32_t own, bool mixed, std::span<const BicycleExit> exits, std::vector<BicycleTurn>& turns) {
    for (const bool turning_across : {false, true}) {
        if (turning_across && mixed && !turns.empty()) {
            return;
        }
        for (std::size_t x = 0; x < exits.size(); ++x) {
            if (across(exits[x]) == turning_across && into(exits[x]) != kNone) {
                turns.push_back({own, into(exits[x]), x});
            }
        }
    }
}

} // namespace

std::vector<BicycleTurn> bicycle_turns(std::uint32_t own, bool mixed, std::span<const BicycleExit> exits) {
    std::vector<BicycleTurn> turns;
    if (own != kNone) {
        from_own(own, mixed, exits, turns);
    }
    for (std::size_t x = 0; x < exits.size() && mixed; ++x) {
        const BicycleExit& exit = exits[x];
        // Riders of an approach with a lane of its own are in that, unless they turn across.
        const bool wanted = own == kNone || across(exit);
        if (wanted && exit.bicycle_lane != kNone && exit.served_at_kerb) {
            turns.push_back({exit.served_from, exit.bicycle_lane, x});
        }
    }
    return turns;
}

} // namespace cityloom::gis

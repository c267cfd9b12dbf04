// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scenarios/measure/words.h"
#include "sim/engine/world.h"

namespace cityloom::scenarios {

/// What the engine knows of one vehicle's trip at a moment. Times below 0 are not known, or are still to come.
struct VehicleTrip {
    std::uint64_t id = 0;
    TimeUs at = 0; ///< the moment
    Text purpose;  ///< "to work": trips are drawn for people, whatever vehicle it is then
    Text from;     ///< street and district, or from outside the city
    Text to;
    TimeUs due = 0; ///< departure as scheduled
    TimeUs departed = -1;
    TimeUs arrived = -1;
    TimeUs reckoned = -1;           ///< arrival, as its driver reckoned when the way was last looked at
    TimeUs expected = -1;           ///< arrival, as fast as the streets are now
    bool cut_off = false;           ///< a street on its way is closed, and it has not found another yet
    bool gave_up = false;           ///< left the map elsewhere
    bool no_way = false;            ///< it has found none, and waits
    bool informed = false;          ///< its driver hears of jams, by telephone or radio
    double delay_s = -1.0;          ///< against an empty street, up to the last junction
    double driven_m = 0.0;          ///< up to the last junction
    double charge_share = -1.0;     ///< of the battery; below 0: it is not electric
    std::vector<std::uint32_t> way; ///< edges, since it last chose; empty: none
    std::uint32_t place = 0;        ///< in way: where it is
    float along_m = 0.0F;           ///< on that edge
};

/// Nothing where the world has no trip of that id.
[[nodiscard]] std::optional<VehicleTrip> vehicle_trip(const engine::World& world, std::uint64_t id);

} // namespace cityloom::scenarios

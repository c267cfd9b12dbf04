// SPDX-License-Identifier: GPL-3.0-or-later
// What the traffic engines have in common of their state, for Archive.
#pragma once

#include "sim/core/archive.h"
#include "sim/traffic/charging.h"
#include "sim/traffic/obstruction.h"
#include "sim/traffic/trip_record.h"

namespace cityloom {

template <> inline constexpr bool kPacked<traffic::VehicleCounts> = true;
static_assert(sizeof(traffic::VehicleCounts) == 8 * sizeof(std::uint64_t));
template <> inline constexpr bool kPacked<traffic::Obstruction> = true;
static_assert(sizeof(traffic::Obstruction) == 4 * sizeof(std::uint32_t));

namespace traffic {

inline void visit(Archive& a, TripRecord& r) {
    auto& [departed, arrived, route_m, waiting_s, stopped_s, free_s, own_s, co2_g, electricity_wh, unroutable,
           gave_up] = r;
    a(departed, arrived, route_m, waiting_s, stopped_s, free_s, own_s, co2_g, electricity_wh, unroutable, gave_up);
}

inline void visit(Archive& a, ChargingState& s) {
    auto& [charging, waiting, sessions, working, load_w, delivered_wh, waited_s] = s;
    a(charging, waiting, sessions, working, load_w, delivered_wh, waited_s);
}

} // namespace traffic
} // namespace cityloom

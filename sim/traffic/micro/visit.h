// SPDX-License-Identifier: GPL-3.0-or-later
// The elements of the engine's arrays, for Archive.
#pragma once

#include "sim/traffic/micro/state.h"
#include "sim/traffic/visit.h"

namespace cityloom {

template <> inline constexpr bool kPacked<traffic::Vehicle> = true;
static_assert(sizeof(traffic::Vehicle) == 52);
template <> inline constexpr bool kPacked<traffic::Slot> = true;
static_assert(sizeof(traffic::Slot) == 8);
template <> inline constexpr bool kPacked<traffic::Head> = true;
static_assert(sizeof(traffic::Head) == 8);
template <> inline constexpr bool kPacked<traffic::Battery> = true;
static_assert(sizeof(traffic::Battery) == 16);
template <> inline constexpr bool kPacked<traffic::Sent> = true;
static_assert(sizeof(traffic::Sent) == 8 + sizeof(traffic::Vehicle));
template <> inline constexpr bool kPacked<traffic::Leaver> = true;
static_assert(sizeof(traffic::Leaver) == 8);
template <> inline constexpr bool kPacked<traffic::Parked> = true;
static_assert(sizeof(traffic::Parked) == 4 + sizeof(traffic::Vehicle));
template <> inline constexpr bool kPacked<traffic::Courtesy> = true;
static_assert(sizeof(traffic::Courtesy) == 4 * (3 * std::size_t{traffic::Courtesy::kMost} + 1));

namespace traffic {

inline void visit(Archive& a, Tail& t) {
    auto& [rear_m, v_mps, turn, rest_m, promised_m, steady, trip] = t;
    a(rear_m, v_mps, turn, rest_m, promised_m, steady, trip);
}

inline void visit(Archive& a, Promises::Coming& c) {
    auto& [trip, turn, to_lane_m, v_mps, bend_mps, type, promised, stands] = c;
    a(trip, turn, to_lane_m, v_mps, bend_mps, type, promised, stands);
}

inline void visit(Archive& a, Promises& p) {
    auto& [coming, comers, granted, grants, due_m, due_mps] = p;
    a(coming, comers, granted, grants, due_m, due_mps);
}

inline void visit(Archive& a, Blocked& b) {
    auto& [edge, what, pending, riders, whole] = b;
    a(edge, what, pending, riders, whole);
}

inline void visit(Archive& a, SignalState& s) {
    auto& [green, permissive, yellow, phase, next, part, left_s, green_s, working] = s;
    a(green, permissive, yellow, phase, next, part, left_s, green_s, working);
}

inline void visit(Archive& a, Walkers& w) {
    auto& [occupied, started, waiting, walk_s, served] = w;
    a(occupied, started, waiting, walk_s, served);
}

/// The pool as it lies, with what is left of vehicles that have gone: each junction's is written by that junction
/// alone, so that this is the same for any number of threads too.
inline void visit(Archive& a, JunctionState& j) {
    auto& [pool, sent, leavers, parked, promised, turns_in, served, blame_s, here, idle, expecting] = j;
    a(pool, sent, leavers, parked, promised, turns_in, served, blame_s, here, idle, expecting);
}

inline void visit(Archive& a, RecentSpeeds& r) {
    auto& [below_mps, slot, seconds, seconds_of_slot, fresh] = r;
    a.fixed(below_mps);
    a(slot, seconds, fresh); // seconds_of_slot follows from the options
}

inline void visit(Archive& a, Simulation::State::Candidate& c) {
    auto& [lane, index, stuck, changed, charge, anew] = c;
    a(lane, index, stuck, changed, charge, anew);
}

} // namespace traffic
} // namespace cityloom

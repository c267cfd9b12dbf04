// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <vector>

#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

inline constexpr float kPatientS =
    25.0F; // from here on a driver accepts less, to the utmost at twice that: levels of service
           // D and F of minor streets (Highway Capacity Manual 2000, exhibit 17-2, recalled)
/// The longest usual cycle (RiLSA 2010, recalled). Who has stood for longer waits for no light: it drives round those
/// who have stood inside for as long as a driver is patient. SUMO's --ignore-junction-blocker.
inline constexpr float kBlockedS = 120.0F;

/// Whether a vehicle that has waited for that long drives round another that stands inside.
[[nodiscard]] inline bool drives_round(const Simulation::State& s, const Vehicle& v, const Vehicle& other) noexcept {
    return static_cast<float>(v.waited) * s.dt > kBlockedS && static_cast<float>(other.halted) * s.dt > kPatientS;
}

/// A vehicle that holds a part of the junction: on a turn, or committed to one.
struct Occupant {
    std::uint32_t turn = kNone; ///< in RoadPlan
    std::uint32_t trip = kNone;
    float x_m = 0.0F; ///< front bumper along the turn; negative: still to go to the stop line
    float v_mps = 0.0F;
    float length_m = 0.0F;
    float accel_mps2 = 2.0F;
    bool inside = false;
    bool waits = false;   ///< goes to the waiting point of its turn only
    bool remote = false;  ///< still upstream of a brief lane: it holds a promise and cannot see who is here
    float stood_s = 0.0F; ///< inside
};

enum class Light : std::uint8_t { None, Red, Yellow, Green, AllWayStop };

/// What one junction needs while its pass runs; reused from junction to junction on one thread.
struct JunctionScratch {
    std::vector<Occupant> occupants;
    std::uint64_t busy = 0;     ///< bits of turns that have an occupant
    std::uint64_t approach = 0; ///< bits of turns that someone near the line wants
    struct Kept {
        std::uint32_t turn = kNone;
        std::uint32_t trip = kNone;
        std::uint32_t need = 0;
        float length_m = 0.0F;
    };
    std::vector<Kept> kept;   ///< for whom room is kept: one per exit lane
    std::uint64_t wanted = 0; ///< bits of turns that lead where room is kept for one who comes another way

    [[nodiscard]] bool keeps_for(std::uint32_t trip) const noexcept {
        return std::ranges::any_of(kept, [trip](const Kept& k) { return k.trip == trip; });
    }
};

enum class Answer : std::uint8_t { No, Wait, Go };

/// Someone who asks to enter, or to go on from the waiting point inside.
struct Request {
    Vehicle* vehicle = nullptr;
    std::uint32_t turn = kNone;
    float x_m = 0.0F;           ///< front bumper along the turn; negative before the stop line
    std::uint32_t index = 0;    ///< place in its lane's order
    std::uint32_t lane = kNone; ///< that it stands on; kNone: inside
    bool remote = false;        ///< still upstream of that lane
};

/// Whether a vehicle may enter the junction now: its light, room behind it on the exit (keep clear), and no vehicle in
/// or due in the conflict zones (gap acceptance). Wait: as far as the turn's waiting point. Sets kNoRoom when only room
/// is missing.
[[nodiscard]] Answer may_enter(Simulation::State& s, const JunctionPlan& junction, const JunctionScratch& scratch,
                               const Request& request);

/// Whether it must have halted at the line: at an all-way stop, a stop sign, or where a light lets it turn on red
/// ("s").
[[nodiscard]] bool must_halt(const Simulation::State& s, const JunctionPlan& junction, const TurnPlan& turn);

/// How much a vehicle at the head of a lane needs room to be kept for it on its exit lane: it reaches back into the
/// junction that it came by, or has waited long for room, because others always take it.
/// 0: not at all.
[[nodiscard]] std::uint32_t need_of_room(const Simulation::State& s, const Vehicle& v, std::uint32_t lane);
/// Whether a vehicle at the end of a lane would reach back into the junction that it came by.
[[nodiscard]] bool sticks_out(const Simulation::State& s, const Vehicle& v, std::uint32_t lane);

[[nodiscard]] Light light_of(const Simulation::State& s, const JunctionPlan& junction, const TurnPlan& turn);

} // namespace cityloom::traffic

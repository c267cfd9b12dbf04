// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/time.h"
#include "sim/corridor/columns.h"

namespace cityloom::engine {

enum class VehicleClass : std::uint8_t { Car, Truck, Bus, Emergency, Bicycle };

/// A vehicle as the picture needs it.
struct VehicleView {
    float x_m = 0.0F; ///< front bumper's centre
    float y_m = 0.0F;
    float heading_rad = 0.0F; ///< counter-clockwise from east
    float speed_mps = 0.0F;
    float length_m = 4.5F;
    VehicleClass cls = VehicleClass::Car;
    bool braking = false;
    std::int8_t layer = 0; ///< of its street: bridges and tunnels
    std::uint64_t id = 0;
};

enum class SignalAspect : std::uint8_t { Red, Yellow, Green, Dark };

enum class Blockage : std::uint8_t { Incident, Works, Closed };

/// A stretch of one edge that nobody may use.
struct BlockedView {
    std::uint32_t edge = 0; ///< in RoadNetwork::edges
    /// Incident, Closed: bit k is lane k from the kerb. Works: how many lanes the work zone takes beside the kerb; the
    /// edge's lanes are those that it leaves.
    std::uint32_t lanes = 0;
    float from_m = 0.0F; ///< along the edge
    float to_m = 0.0F;
    float left_m = 0.0F; ///< across it, from the edge's shape, positive to the right of the driving direction
    float right_m = 0.0F;
    Blockage kind = Blockage::Incident;
    friend bool operator==(const BlockedView&, const BlockedView&) = default;
};

/// People on foot at one crossing of a signal: at the kerb beside the lanes that lead away, and at the far one.
struct CrossingView {
    std::array<std::uint32_t, 2> waiting{};
    /// Bit k: one person of that kerb was given the way k slots of half a second before the latest slot.
    std::array<std::uint64_t, 2> started{};
    friend bool operator==(const CrossingView&, const CrossingView&) = default;
};

/// Everything that can be drawn, as it stood at one step. Made whole, then never changed: any thread may read it.
struct Frame {
    TimeUs time = 0;
    std::uint64_t step = 0;
    std::uint64_t city = 0; ///< whose indices these are: AppliedCity's fingerprint; 0: not said
    std::vector<VehicleView> vehicles;
    std::vector<std::uint8_t> turn_aspect; ///< SignalAspect per RoadNetwork::turns
    std::vector<BlockedView> blocked;      ///< by edge
    std::vector<CrossingView> crossings;   ///< RoadNetwork::controllers, and the crossings of each, in their order
    float crossing_age_s = 0.0F;           ///< since those of bit 0 were given the way
    Columns columns;                       ///< all else: what each domain lets others read
};

} // namespace cityloom::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/traffic/network.h"

namespace cityloom::traffic {

inline constexpr double kSaturationVph = 1800.0; ///< of a lane, for plans
inline constexpr double kYellowS = 3.0;
inline constexpr double kAllRedS = 2.0;
inline constexpr double kLeastGreenS = 8.0; ///< a car or two have to see it and go

/// One street as it comes to a signal.
struct SignalApproach {
    std::uint32_t edge = kNone;
    Point2 heading;
    std::uint64_t movements = 0;
    std::uint64_t across = 0; ///< those of it that cross oncoming traffic
    double total_vph = 0.0;
    double lane_vph = 0.0; ///< of its busiest lane, as if all went straight on
    double across_vph = 0.0;
    double onward_lane_vph = 0.0;
};

/// Approaches that have green together.
struct SignalStage {
    std::vector<std::size_t> approaches;
    bool opposed = false;    ///< turns across oncoming traffic give way
    double flow_ratio = 0.0; ///< flow over saturation flow of its busiest lane
    double least_green_s = kLeastGreenS;
};

/// How a signal's traffic is grouped, before any time is settled.
struct SignalStages {
    std::vector<SignalApproach> approaches;
    std::vector<SignalStage> stages;            ///< four at most
    std::vector<std::uint32_t> crossing_phases; ///< by Controller::crossings: see there
    double pedestrian_s = 10.0; ///< a signal with one stage is a crossing on its own: it stops the street this long
};

/// Flow of each turn (veh/h): as given, or where nothing is given assumed by the rank of the street, shared evenly by
/// the turns of a lane.
[[nodiscard]] std::vector<double> expected_turn_flows(const RoadNetwork& net, std::span<const double> turn_flow_vph);

/// Opposing approaches share a stage, and turns across oncoming traffic are permissive unless the product of opposing
/// flows passes 50,000 (veh/h)^2 a lane, when each approach gets its own stage (the Highway Capacity Manual's criterion
/// for protected turns). Approaches side by side share one too. Of more than four stages the lightest are joined.
/// Each crossing is walked in the busiest stage that permits it, whose green lasts long enough for that.
/// \param turn_flow_vph flow of each turn; \param turn_equivalent_vph the same in vehicles that go straight on.
[[nodiscard]] SignalStages stages_of(const RoadNetwork& net, const Controller& controller,
                                     std::span<const double> turn_flow_vph,
                                     std::span<const double> turn_equivalent_vph);

} // namespace cityloom::traffic

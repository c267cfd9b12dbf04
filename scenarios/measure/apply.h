// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gis/city/city.h"
#include "gis/derive/networks.h"
#include "scenarios/measure/scenario.h"
#include "sim/core/result.h"
#include "sim/engine/world.h"

namespace cityloom::scenarios {

/// A signal plan that a planner set; applied after the plans were worked out from the flows.
struct SignalOverride {
    std::uint32_t controller = kNone;
    std::vector<double> greens_s; ///< one per stage; empty: keep
    double offset_s = -1.0;       ///< negative: keep
    double cycle_s = 0.0;         ///< 0: keep; else greens are scaled to it
};

/// The city's networks with a scenario's measures in place.
struct AppliedScenario {
    engine::Networks networks;
    std::vector<std::uint32_t> closed_edges;
    std::vector<engine::WorkZone> work_zones; ///< on edges that keep a lane
    std::vector<SignalOverride> signal_overrides;
    std::vector<engine::Event> events;
    double demand_growth = 1.0;
};

/// Applies measures and events in order over a copy of the base. The first one that cannot be (see check.h) is an Error
/// that says why.
[[nodiscard]] Result<AppliedScenario> apply_scenario(const gis::City& city, const engine::Networks& base,
                                                     const Scenario& scenario);

/// The networks with what some measures add to them, for checks: nothing is derived anew, and what cannot be is left
/// out.
[[nodiscard]] engine::Networks networks_with(const gis::City& city, const engine::Networks& base,
                                             std::span<const Measure> measures);

/// A scenario with those it builds on folded in, the first base first. A missing base or a circle is an Error.
[[nodiscard]] Result<Scenario> resolve_scenario(std::span<const Scenario> all, const std::string& name);

void apply_signal_overrides(traffic::RoadNetwork& roads, std::span<const SignalOverride> overrides);

} // namespace cityloom::scenarios

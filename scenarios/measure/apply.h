// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <stop_token>
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

/// A city with a scenario's measures in place: derived once, then shared by whoever runs it, draws it or looks at it.
/// Indices of one applied city's arrays say nothing of another's; Frame::city says whose a frame's are.
struct AppliedCity {
    std::shared_ptr<const gis::City> city; ///< the base itself, unless measures change its streets
    engine::Networks networks;
    bool streets_changed = false;  ///< city is a copy, and the street network was derived anew
    bool networks_changed = false; ///< anything of them differs from the base's
    std::uint64_t fingerprint = 0; ///< of measures and what they were applied to; never 0
    std::vector<std::uint32_t> closed_edges;
    std::vector<engine::WorkZone> work_zones; ///< on edges that keep a lane
    std::vector<SignalOverride> signal_overrides;
    std::vector<engine::Command> events;
    double demand_growth = 1.0;
};

/// Applies measures and events in order over a copy of the base. The first one that cannot be (see check.h) is an Error
/// that says why.
/// \param city shared, not copied. \param stop asked for, the outcome is Cancelled
[[nodiscard]] Result<AppliedCity> apply_scenario(std::shared_ptr<const gis::City> city, const engine::Networks& base,
                                                 const Scenario& scenario, const std::stop_token& stop = {});
/// The same for a city that outlives what is made here.
[[nodiscard]] Result<AppliedCity> apply_scenario(const gis::City& city, const engine::Networks& base,
                                                 const Scenario& scenario, const std::stop_token& stop = {});

/// The networks with what some measures add to them, for checks: nothing is derived anew, and what cannot be is left
/// out.
[[nodiscard]] engine::Networks networks_with(const gis::City& city, const engine::Networks& base,
                                             std::span<const Measure> measures);

/// A scenario with those it builds on folded in, the first base first, without what is switched off. A missing base or
/// a circle is an Error.
[[nodiscard]] Result<Scenario> resolve_scenario(std::span<const Scenario> all, const std::string& name);

/// The measures in force of those that a scenario builds on, the first base first. Errors as of resolve_scenario.
[[nodiscard]] Result<std::vector<Measure>> measures_before(std::span<const Scenario> all, const Scenario& scenario);

void apply_signal_overrides(traffic::RoadNetwork& roads, std::span<const SignalOverride> overrides);

} // namespace cityloom::scenarios

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "scenarios/measure/kind.h"
#include "scenarios/measure/refusal.h"
#include "scenarios/measure/scenario.h"

namespace cityloom::scenarios {

/// Refuses a measure whose kind, arguments or values are wrong whatever the city is.
[[nodiscard]] Check check_measure(const Measure& measure);
/// Refuses a measure that cannot be in this city: as above, and a street, an asset or a place that is not there.
/// \param before measures that the scenario has already; where they change the streets, what only the derived networks
/// can tell is left to the run, which checks again
[[nodiscard]] Check check_measure(const Measure& measure, const CityView& view, std::span<const Measure> before = {});

[[nodiscard]] Check check_event(const TimedEvent& event);
/// \param measures of the scenario: events may name what they add
[[nodiscard]] Check check_event(const TimedEvent& event, const CityView& view, std::span<const Measure> measures = {});

/// All of a scenario's own measures and events; the first that is refused.
/// \param before measures of those that it builds on
[[nodiscard]] Check check_scenario(const Scenario& scenario, std::span<const Measure> before, const CityView& view);

} // namespace cityloom::scenarios

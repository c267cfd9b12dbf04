// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "scenarios/measure/argument.h"
#include "scenarios/measure/scenario.h"
#include "scenarios/measure/words.h"

namespace cityloom::scenarios {

/// A measure and an event as people say them, never as a command line reads them: "Close a street: Rue du Lac (no. 7)".
/// \param city for the names of streets and assets; null: by their numbers
[[nodiscard]] Text plain_words(const Measure& measure, const CityView* city = nullptr);
[[nodiscard]] Text plain_words(const TimedEvent& event, const CityView* city = nullptr);

/// All of a scenario's measures, then its events. \param resolved with those of the scenarios that it builds on
[[nodiscard]] std::vector<Text> plain_words(const Scenario& resolved, const CityView* city = nullptr);

/// "Substation S2" for "substation/S2". \param networks null: by its kind alone
[[nodiscard]] Text asset_words(const std::string& key, const engine::Networks* networks = nullptr);

/// "base" is the city as it stands; others have their own names.
[[nodiscard]] Text scenario_words(const std::string& name);

/// A name out of the data. One that stands there in both languages, as "Old Town 老城", is told in each.
[[nodiscard]] Text name_words(const std::string& name);

} // namespace cityloom::scenarios

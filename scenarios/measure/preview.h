// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "scenarios/measure/kind.h"
#include "scenarios/measure/scenario.h"

namespace cityloom::scenarios {

/// What a measure would stand on, join and reach where it is set now: short lines for the pointer and the form, before
/// anything is applied. Takes time linear in streets, buildings and buses: for people who point. Arguments that are
/// missing or wrong only leave their lines out.
/// \param view the city as it stands, with its networks
[[nodiscard]] std::vector<Text> preview_measure(const Measure& measure, const CityView& view);

// For the rows of kinds:
/// The street's name, lanes in both directions and speed, now and with "forward" and "backward".
[[nodiscard]] std::vector<Text> preview_street(const Given& given, const CityView& view);
/// "85 m", "1.2 km".
[[nodiscard]] std::string length_text(double metres);
/// "within range: 1234 people in 56 buildings".
[[nodiscard]] Text people_text(const Words& before, double people, std::size_t buildings);

} // namespace cityloom::scenarios

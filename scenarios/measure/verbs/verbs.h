// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scenarios/measure/kind.h"

namespace cityloom::scenarios::verbs {

[[nodiscard]] EventVerb fail_verb();
[[nodiscard]] EventVerb repair_verb();
[[nodiscard]] EventVerb close_verb();
[[nodiscard]] EventVerb open_verb();
[[nodiscard]] EventVerb incident_verb();
[[nodiscard]] EventVerb switch_verb();
[[nodiscard]] EventVerb valve_verb();
[[nodiscard]] EventVerb set_point_verb();
[[nodiscard]] EventVerb automate_verb();
[[nodiscard]] EventVerb plan_verb();
[[nodiscard]] EventVerb burst_verb();

} // namespace cityloom::scenarios::verbs

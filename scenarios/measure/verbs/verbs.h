// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scenarios/measure/kind.h"

namespace cityloom::scenarios::verbs {

[[nodiscard]] EventVerb fail_verb();
[[nodiscard]] EventVerb repair_verb();
[[nodiscard]] EventVerb close_verb();
[[nodiscard]] EventVerb open_verb();
[[nodiscard]] EventVerb incident_verb();

} // namespace cityloom::scenarios::verbs

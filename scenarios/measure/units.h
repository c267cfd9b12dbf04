// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "scenarios/measure/words.h"

namespace cityloom::scenarios {

/// A unit of a table, as "veh h", in both languages. Symbols (kW, km/h, %) are the same in each.
[[nodiscard]] Text unit_words(std::string_view unit);

} // namespace cityloom::scenarios

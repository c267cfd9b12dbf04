// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include <QString>

#include "scenarios/measure/scenario.h"
#include "scenarios/measure/words.h"

namespace cityloom::app {

/// The language that the window speaks now, and texts of tables in it.
[[nodiscard]] scenarios::Language language();
[[nodiscard]] QString words(const scenarios::Words& words);
[[nodiscard]] QString utf8(std::string_view text);

/// A measure or an event as a whole, in a person's words.
[[nodiscard]] QString measureText(const scenarios::Measure& measure);
[[nodiscard]] QString eventText(const scenarios::TimedEvent& event);

} // namespace cityloom::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "sim/corridor/words.h"

namespace cityloom::app {

/// A text of the engine's tables, in the current language.
[[nodiscard]] QString inLanguage(const engine::Words& words);

} // namespace cityloom::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "sim/core/time.h"

class QFont;

namespace cityloom::app {

/// "1,234.5" in the current language's grouping; "–" for what is no number.
[[nodiscard]] QString figure(double value, int decimals);
/// "08:12:30"; past the first day "+1 d".
[[nodiscard]] QString clockText(TimeUs at, bool seconds = true);
/// "▲ +12 %", "▼ −3 %", "=": the change from a to b.
[[nodiscard]] QString changeText(double a, double b);
/// The application's font with figures of one width.
[[nodiscard]] QFont figureFont();

} // namespace cityloom::app

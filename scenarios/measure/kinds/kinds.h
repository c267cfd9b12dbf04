// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scenarios/measure/kind.h"

namespace cityloom::scenarios::kinds {

#define CITYLOOM_MEASURE(name) [[nodiscard]] MeasureKind name##_measure();
#include "scenarios/measure/kinds/list.inc"
#undef CITYLOOM_MEASURE

} // namespace cityloom::scenarios::kinds

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "scenarios/run/why.h"

namespace cityloom::app {

/// Chains of reasons in the current language, as rich text: a paragraph a chain, from the asset on. What it comes from
/// is a link, whose target is the asset's key. Empty: nothing is wrong.
[[nodiscard]] QString whyText(const scenarios::WhyReport& report);

} // namespace cityloom::app

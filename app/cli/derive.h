// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/city/city.h"
#include "gis/derive/networks.h"
#include "sim/core/result.h"

namespace cityloom::cli {

/// The one place where an imported city becomes networks.
[[nodiscard]] Result<gis::Networks> derive(const gis::City& city);

} // namespace cityloom::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/city/city.h"

namespace cityloom::gis {

/// Buildings whose use is unknown take that of the smallest area of land use around them, marked Derived; guessed
/// heights follow the new use.
void take_use_from_land(City& city);

} // namespace cityloom::gis

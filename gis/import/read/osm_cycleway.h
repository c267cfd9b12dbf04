// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/city/city.h"
#include "gis/import/read/tags.h"

namespace cityloom::gis {

/// What a way's tags say about bicycles: facilities by side (cycleway, cycleway:left|right|both, the more specific tag
/// wins), their widths, access (bicycle=no|use_sidepath) and whether a one-way street is open to them against its
/// direction. Expects class and one-way set. Without a side, cycleway=* holds for both.
void set_bicycles(const Tags& tags, Street& street);

} // namespace cityloom::gis

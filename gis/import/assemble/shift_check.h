// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "gis/city/city.h"
#include "gis/import/assemble/merge.h"
#include "gis/import/guard/notes.h"

namespace cityloom::gis {

/// Says where one file's buildings stand on another's carriageways, and by how much they would have to be moved so that
/// they do not: the sign of a datum that was not named. In China also which one it may be.
void check_shift(const City& city, std::span<const PartRange> parts, Notes& notes);

} // namespace cityloom::gis

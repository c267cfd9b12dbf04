// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "gis/import/guard/notes.h"
#include "gis/import/part.h"
#include "gis/import/polygon.h"

namespace cityloom::gis {

/// Leaves of a part what lies within the bounds, in the same metres: buildings and assets by their middle, streets cut
/// at the border, where a node is made; land, lines and districts that reach in, whole. \param bounds empty: all
void cut_part(Part& part, std::span<const Polygon> bounds, Notes& notes);

/// Leaves the themes that are wanted.
void drop_themes(Part& part, const ImportCut& cut);

} // namespace cityloom::gis

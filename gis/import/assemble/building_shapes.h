// SPDX-License-Identifier: GPL-3.0-or-later
// Buildings' parts and roofs become surfaces. A building's outline is replaced by its parts where they cover it.
#pragma once

#include "gis/import/guard/notes.h"
#include "gis/import/part.h"

namespace cityloom::gis {

/// Finds the building that each part of Part::shapes stands in: the smallest of those around a point inside of it. A
/// part that stands in none is left out and noted. The part's city is in metres and not validated yet.
void claim_parts(Part& part, Notes& notes);

/// Makes the surfaces of validated buildings that have parts or a roof, heights counted from the ground under them:
/// where the ground lies is not known yet. Sets their height and, over their parts, the storeys that their footprint
/// would have if it bore the parts' floors.
void raise_shapes(Part& part, Notes& notes);

} // namespace cityloom::gis

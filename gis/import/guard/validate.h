// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "gis/city/city.h"
#include "gis/import/guard/notes.h"

namespace cityloom::gis {

/// Leaves out what cannot be used, mends what can, and notes both, object by object. `city` holds metres from its
/// origin and NaN for what could not be placed. Footprints come out clean: outer rings counter-clockwise, holes
/// clockwise, no ring crossing itself; a footprint that falls apart becomes its pieces. Objects further than
/// `reach_m` from the origin are strays.
void validate_city(City& city, const std::string& file, double reach_m, Notes& notes);

/// Distinct ids for all buildings: a repeated id is replaced and noted.
void make_ids_distinct(City& city, Notes& notes);

} // namespace cityloom::gis

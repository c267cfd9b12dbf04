// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/city/city.h"

namespace cityloom::gis {

/// Width (m) of the bicycle lane that a street has on the kerb side of one direction; 0: none. A lane or a track that
/// is mapped on that side gives one, as wide as mapped, or 1.5 m: the least width of a cycle lane with its marking in
/// the German administrative regulation (VwV-StVO on section 2, paragraph 4). None on motorways and in roundabouts, and
/// none for a facility against a one-way street or one mapped as a way of its own, which the network does not hold.
[[nodiscard]] double bicycle_lane_m(const City& city, const Street& street, bool forward);

/// Whether riders may use the lanes of everyone: on all streets but motorways, trunks and those with bicycle=no. Where
/// a side path is to be used that the network does not hold, they do too.
[[nodiscard]] bool bicycles_on_general_lanes(const Street& street);

} // namespace cityloom::gis

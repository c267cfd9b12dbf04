// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/import/part.h"

namespace cityloom::gis {

/// Tells the city's buildings how many people live and work in them, by what ImportOptions::people and jobs give: a
/// total, a CSV by district, or a raster of people; without one, by the population that boundaries wholly on the map
/// name. What each building takes is in proportion to what its floors can hold. Sets City::census. Fails where a file
/// cannot be read or names a district that is not there, and where there are people but no room for them.
[[nodiscard]] Result<void> settle_population(City& city, const ReadContext& context);

} // namespace cityloom::gis

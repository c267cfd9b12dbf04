// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/city/city.h"
#include "gis/import/guard/notes.h"

namespace cityloom::gis {

/// Streets without a limit take their country's: motorways its motorway limit; larger streets that no buildings stand
/// along its limit outside towns; in towns that differ from 50 km/h theirs. Where the country is not known, or not in
/// the table, nothing changes.
void take_country_speeds(City& city, Notes& notes);

} // namespace cityloom::gis

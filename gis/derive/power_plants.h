// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/derive/utilities.h"

namespace cityloom::gis {

/// Adds the mapped power plants whose output is known: what they give in the mean of a year is fed in, from 15 MW on at
/// the nearest busbar of 110 kV, else at that of the nearest substation's medium voltage. A part of a plant that is
/// mapped beside the plant is not counted twice.
void add_plants(const UtilityBase& base, power::Network& net);

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/corridor/domain.h"

namespace cityloom::lifeline {

extern const engine::Kind kBuilding;

extern const engine::ColumnInfo kHasPower; ///< 1 served
extern const engine::ColumnInfo kHasWater;
extern const engine::ColumnInfo kHasSignal;
extern const engine::ColumnInfo kServingSite; ///< the index of the radio site that serves it

extern const engine::Figure kPeopleWithoutSignal;

extern const engine::DomainRow kRow;

} // namespace cityloom::lifeline

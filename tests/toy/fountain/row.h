// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/derive/utilities.h"
#include "sim/corridor/domain.h"

namespace cityloom::fountain {

extern const engine::Kind kFountain;
extern const engine::ColumnInfo kJet;
extern const engine::ColumnInfo kState;
extern const engine::Figure kDry;
extern const engine::Figure kDryHours;
extern const engine::DomainRow kRow;
extern const gis::Derivation kDerivation;

} // namespace cityloom::fountain

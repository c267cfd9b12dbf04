// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/corridor/domain.h"

namespace cityloom::telecom {

extern const engine::Kind kSite;

extern const engine::ColumnInfo kState; ///< 0 dead, 0.5 on battery, 1 on mains
extern const engine::ColumnInfo kLoad;  ///< share of capacity
extern const engine::ColumnInfo kBattery;

extern const engine::Figure kDeadSites;
extern const engine::Figure kInformed; ///< vehicles that would follow live information
extern const engine::Figure kReached;  ///< of those, where a live site serves their street
extern const engine::Figure kReachedNow;
extern const engine::Figure kVehicleHoursInformed;
extern const engine::Figure kVehicleHoursReached;
extern const engine::Figure kReachedShare;

extern const engine::DomainRow kRow;

} // namespace cityloom::telecom

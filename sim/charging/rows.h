// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/corridor/domain.h"

namespace cityloom::charging {

extern const engine::Kind kStation; ///< RoadNetwork::chargers

extern const engine::ColumnInfo kWorking; ///< 0: failed, or without power
extern const engine::ColumnInfo kState;   ///< 0 does not work, 0.5 all points are taken, 1 free
extern const engine::ColumnInfo kBusy;    ///< points in use
extern const engine::ColumnInfo kWaiting; ///< vehicles, for a point or for power
extern const engine::ColumnInfo kLoad;    ///< W, drawn from the grid
extern const engine::ColumnInfo kDelivered;

extern const engine::Figure kDriven;
extern const engine::Figure kCharged;
extern const engine::Figure kWaited;

extern const engine::DomainRow kRow;

} // namespace cityloom::charging

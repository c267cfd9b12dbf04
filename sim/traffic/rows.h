// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/corridor/domain.h"

namespace cityloom::traffic {

extern const engine::Kind kStreet;  ///< all edges of one source street; index: its id
extern const engine::Kind kEdge;    ///< RoadNetwork::edges
extern const engine::Kind kSignal;  ///< RoadNetwork::controllers
extern const engine::Kind kVehicle; ///< of a frame; index: VehicleView::id

extern const engine::ColumnInfo kSpeedShare;    ///< mean speed over free speed, 0..1; 1 when empty; per edge
extern const engine::ColumnInfo kDensity;       ///< vehicles per km and lane
extern const engine::ColumnInfo kSignalOn;      ///< 1 working, 0 dark
extern const engine::ColumnInfo kPeopleWaiting; ///< on foot, at all crossings of a signal

extern const engine::Figure kDarkSignals;
extern const engine::Figure kRunning;
extern const engine::Figure kMeanSpeed;

} // namespace cityloom::traffic

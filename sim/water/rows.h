// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/corridor/domain.h"

namespace cityloom::water {

extern const engine::Kind kNode;
extern const engine::Kind kLink;

extern const engine::ColumnInfo kPressure; ///< metres of water column; not a number without supply
extern const engine::ColumnInfo kLevel;    ///< of tanks, m above the floor
extern const engine::ColumnInfo kNodeState;
extern const engine::ColumnInfo kFlow; ///< m3/s, signed
extern const engine::ColumnInfo kLinkState;

extern const engine::Figure kCustomersWithoutNow;
extern const engine::Figure kNodesBelow;
extern const engine::Figure kDelivered;
extern const engine::Figure kNotServed;
extern const engine::Figure kSupplied;   ///< by all sources
extern const engine::Figure kLost;       ///< leaks and bursts
extern const engine::Figure kBurstFlow;  ///< of them, the bursts
extern const engine::Figure kUnbalanced; ///< share that was out of balance in the worst solve so far: rounding
extern const engine::Figure kTankVolume;
extern const engine::Figure kPumpPower;
extern const engine::Figure kPumpsOff;
extern const engine::Figure kUnsolved;

extern const engine::DomainRow kRow;

} // namespace cityloom::water

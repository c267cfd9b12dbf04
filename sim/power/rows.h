// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/corridor/domain.h"

namespace cityloom::power {

extern const engine::Kind kBus;    ///< set point of an infeed: its voltage, p.u.
extern const engine::Kind kBranch; ///< set point of a tie: seconds until it closes by itself; below 0: by hand

extern const engine::ColumnInfo kVoltage; ///< p.u.; 0 dead
extern const engine::ColumnInfo kBusState;
extern const engine::ColumnInfo kTap;         ///< position, above 0 lowers the voltage; not a number: no tap changer
extern const engine::ColumnInfo kLoading;     ///< current over rating
extern const engine::ColumnInfo kBranchState; ///< 0 failed, or between dead buses; 0.5 open; 1 conducts

extern const engine::Figure kCustomersWithoutNow;
extern const engine::Figure kNotServed;
extern const engine::Figure kLoad;
extern const engine::Figure kLosses;       ///< W, from the infeeds to the customers
extern const engine::Figure kGeneration;   ///< W, of plants in the city
extern const engine::Figure kHomeCharging; ///< W, of electric cars at home
extern const engine::Figure kImbalance;    ///< PowerFlow::imbalance(), the largest so far
extern const engine::Figure kUnconverged;  ///< buses of islands without a solution, dark
extern const engine::Figure kShed;
extern const engine::Figure kOutsideLimits;
extern const engine::Figure kOverloaded;
extern const engine::Figure kTripped;

extern const engine::DomainRow kRow;

} // namespace cityloom::power

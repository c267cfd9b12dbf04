// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/corridor/domain.h"

namespace cityloom::telecom {

extern const engine::Kind kSite;

extern const engine::ColumnInfo kState; ///< 0 dead, 0.5 on battery, 1 on mains
extern const engine::ColumnInfo kLoad;  ///< masts: share of capacity
extern const engine::ColumnInfo kBattery;
extern const engine::ColumnInfo kRate; ///< of a building's telephones, bit/s

extern const engine::Figure kDeadSites;
extern const engine::Figure kPeopleBelow; ///< Network::least_rate_bps, those without any signal among them
extern const engine::Figure kPersonHoursBelow;
extern const engine::Figure kNavigators;        ///< vehicles whose drivers follow live navigation by telephone
extern const engine::Figure kNavigatorsReached; ///< of those, where a mast serves their street
extern const engine::Figure kRadios;            ///< vehicles with a V2X radio
extern const engine::Figure kRadiosReached;     ///< of those, where a live roadside unit reaches their street
extern const engine::Figure kNavigatorHours;
extern const engine::Figure kNavigatorHoursReached;
extern const engine::Figure kRadioHours;
extern const engine::Figure kRadioHoursReached;
extern const engine::Figure kNavigatorsShare; ///< not a number: there are none
extern const engine::Figure kRadioShare;      ///< the same

extern const engine::DomainRow kRow;

} // namespace cityloom::telecom

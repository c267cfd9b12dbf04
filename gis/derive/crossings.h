// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/city/city.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/network.h"

namespace cityloom::gis {

/// Crossings for people on foot at the signals of a city, with demand in persons an hour of a morning or evening peak.
///
/// Where OpenStreetMap's highway=crossing lies within 20 m of where arms of a junction begin, people cross the nearest
/// arm; where none is mapped at a junction, all of its arms but motorways and trunk roads. A signal away from junctions
/// has one.
///
/// Demand of a junction follows residents within half a mile and jobs within a quarter: the variables and radii that
/// Schneider, Arnold and Ragland (2009, Transp. Res. Rec. 2140) found to explain counts at 50 signals. The rates are
/// assumptions of ours: one crossing a week for each resident and two for each job, 9 % of a day's in the peak hour,
/// a fourth on each arm of a junction, less where it has more. Never fewer than five an hour.
/// \param roads its controllers get their
/// crossings; plans have to be made anew. \param demand gets the assumption.
void derive_crossings(const City& city, traffic::RoadNetwork& roads, traffic::DemandModel& demand);

} // namespace cityloom::gis

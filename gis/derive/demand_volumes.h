// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/city/city.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/network.h"

namespace cityloom::gis {

/// Sets how many vehicles a day there are of each purpose, how many of them cross the map's edge, and the hours they
/// start in, from the zones' people and jobs, the gateways' streets and the city's mobility parameters:
/// - residents' car trips: people times trips times share by car over people in a car, split by purpose;
/// - those who work here and live elsewhere: the jobs that residents do not fill, each a share of a vehicle in the
///   morning and the same out in the evening; visitors in proportion to them;
/// - through traffic in proportion to the residents' trips.
/// In a city of 100,000 people where people and jobs are dense (over the zones that have any, each of `zone_ha`
/// hectares), fewer go by car. What enters in the busiest hour cannot be more than the gateways' lanes let through;
/// what is cut is told in DemandModel::assumptions.
void set_volumes(const City& city, const traffic::RoadNetwork& roads, double zone_ha, traffic::DemandModel& model);

} // namespace cityloom::gis

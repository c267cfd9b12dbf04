// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/audit/figures.h"

namespace cityloom::scenarios {

void audit_water(const Audited& of, std::vector<AuditedFigure>& out) {
    const water::Network& net = of.networks.water;
    double demand_m3ps = 0.0;
    double storage_m3 = 0.0;
    for (const water::Node& node : net.nodes) {
        demand_m3ps += node.demand_m3ps;
        storage_m3 += node.kind == water::NodeKind::Tank
                          ? node.tank_area_m2 * (node.tank_max_level_m - node.tank_min_level_m)
                          : 0.0;
    }
    const double people = of.networks.demand.people;
    const double into_supply_m3 = of.day.water_delivered_m3 + of.day.water_lost_m3;
    out.push_back({.id = "water_supply",
                   .value = people > 0.0 && !net.nodes.empty() ? into_supply_m3 * 1000.0 / people : kUnknown,
                   .how = {"what customers get and what leaks in a day without traffic, over people",
                           "无交通的一日用户用水与漏损之和除以居民"}});
    out.push_back({.id = "water_losses",
                   .value = into_supply_m3 > 0.0 ? 100.0 * of.day.water_lost_m3 / into_supply_m3 : kUnknown,
                   .how = {"what leaks by its pressure in a day without traffic, of that and what customers get",
                           "无交通的一日随压力的漏损量占供水总量之比"}});
    out.push_back({.id = "water_storage",
                   .value = demand_m3ps > 0.0 ? storage_m3 / demand_m3ps / 3600.0 : kUnknown,
                   .how = {"volume of the tanks between their levels, over the mean demand",
                           "水池上下限之间的容积除以平均需水量"}});
    const Words quiet{"at nodes with customers, in a day without traffic; 0 where there is no supply",
                      "无交通的一日，有用户的节点；无供水处为0"};
    out.push_back({.id = "pressure_least",
                   .value = of.day.pressure_least.value,
                   .how = quiet,
                   .asset = of.day.pressure_least.asset});
    out.push_back({.id = "pressure_most",
                   .value = of.day.pressure_most.value,
                   .how = quiet,
                   .asset = of.day.pressure_most.asset});
    const Words mains{"in all pipes, in a day without traffic", "无交通的一日，全部管道"};
    out.push_back({.id = "velocity_95", .value = of.day.velocity_95, .how = mains});
    out.push_back({.id = "velocity_most",
                   .value = of.day.velocity_most.value,
                   .how = mains,
                   .asset = of.day.velocity_most.asset});
}

} // namespace cityloom::scenarios

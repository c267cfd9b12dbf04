// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/audit/figures.h"

namespace cityloom::scenarios {

void audit_streets(const Audited& of, std::vector<AuditedFigure>& out) {
    double points = 0.0;
    for (const auto& station : of.networks.roads.chargers) {
        points += static_cast<double>(station.points);
    }
    const double people = of.networks.demand.people;
    out.push_back({.id = "chargers",
                   .value = people > 0.0 ? 1000.0 * points / people : kUnknown,
                   .how = {"points of the stations, mapped or derived", "充电站的充电桩，测绘或推导"}});
    out.push_back({.id = "home_charging",
                   .how = {"not modelled: electric cars charge on their way only", "未建模：电动汽车仅在途中充电"}});
    AuditedFigure co2{
        .id = "co2_vehicle",
        .how = {"of the morning's two hours; run the audit with traffic", "早高峰两小时；请运行交通后审查"}};
    if (of.traffic != nullptr) {
        const double km = of.traffic->value("vehicle_km");
        co2.value = km > 0.0 ? of.traffic->value("co2_t") * 1e6 / km : kUnknown;
        co2.how = {"of all vehicles of the morning's two hours, electric ones and trucks among them",
                   "早高峰两小时全部车辆，含电动汽车与货车"};
    }
    out.push_back(std::move(co2));
}

} // namespace cityloom::scenarios

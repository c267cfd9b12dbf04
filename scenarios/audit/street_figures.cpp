// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/home_charging.h"
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
    double home_w = 0.0;
    for (const power::Bus& bus : of.networks.power.buses) {
        home_w += bus.home_charging_w;
    }
    const double used_w = people * gis::electric_driving_w(of.city) / gis::kIntoBattery;
    out.push_back({.id = "home_charging",
                   .value = home_w > 0.0 && used_w > 0.0 ? 100.0 * home_w / used_w : kUnknown,
                   .how = {"what stations give to cars at home in a day, over what electric cars use in it",
                           "配电站一日居家充电量除以电动汽车日用电量"}});
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

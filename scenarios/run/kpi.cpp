// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/kpi.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/traffic/emissions.h"

namespace cityloom::scenarios {

namespace {

struct TripSums {
    std::vector<double> times_s;
    double delay_s = 0.0;
    double vehicle_km = 0.0;
    double co2_g = 0.0;
    double electricity_wh = 0.0;
    double vehicle_hours = 0.0;
    double unserved = 0.0;
    double scheduled = 0.0;
};

void add_trip(TripSums& sums, const traffic::Trip& trip, const traffic::TripRecord& record, TimeUs end) {
    sums.scheduled += 1.0;
    sums.vehicle_km += static_cast<double>(record.route_m) * 1e-3;
    sums.co2_g += static_cast<double>(record.co2_g);
    sums.electricity_wh += static_cast<double>(record.electricity_wh);
    if (record.departed < 0) {
        sums.unserved += 1.0;
    }
    if (!record.unroutable) {
        sums.vehicle_hours += to_seconds((record.arrived >= 0 ? record.arrived : end) - trip.depart) / 3600.0;
    }
    if (record.arrived >= 0) {
        const double time =
            to_seconds(record.arrived - trip.depart); // waiting for room at the start is travel time too
        sums.times_s.push_back(time);
        sums.delay_s += std::max(0.0, time - static_cast<double>(record.free_s));
    }
}

void put_trips(std::vector<Kpi>& kpis, TripSums& sums) {
    std::sort(sums.times_s.begin(), sums.times_s.end());
    double total = 0.0;
    for (const double t : sums.times_s) {
        total += t;
    }
    const auto n = static_cast<double>(sums.times_s.size());
    const std::size_t at95 =
        sums.times_s.empty() ? 0 : std::min(sums.times_s.size() - 1, static_cast<std::size_t>(0.95 * n));
    kpis.push_back({"mean_travel_time_s", n > 0.0 ? total / n : 0.0});
    kpis.push_back({"p95_travel_time_s", n > 0.0 ? sums.times_s[at95] : 0.0});
    kpis.push_back({"mean_delay_s", n > 0.0 ? sums.delay_s / n : 0.0});
    kpis.push_back({"vehicle_hours", sums.vehicle_hours});
    kpis.push_back({"vehicle_km", sums.vehicle_km});
    kpis.push_back({"traffic_energy_mwh", sums.co2_g * traffic::kJoulePerGramCo2 / 3.6e9 + sums.electricity_wh * 1e-6});
    kpis.push_back({"co2_t", sums.co2_g * 1e-6});
    kpis.push_back({"unserved_trips", sums.unserved});
}

/// Not a number where nobody rides.
void put_riders(std::vector<Kpi>& kpis, const TripSums& sums) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    const auto arrived = static_cast<double>(sums.times_s.size());
    double total = 0.0;
    for (const double t : sums.times_s) {
        total += t;
    }
    const bool any = sums.scheduled > 0.0;
    kpis.push_back({"bicycle_trips", any ? sums.scheduled - sums.unserved : none});
    kpis.push_back({"bicycle_arrivals", any ? arrived : none});
    kpis.push_back({"bicycle_mean_time_s", arrived > 0.0 ? total / arrived : none});
    kpis.push_back({"bicycle_km", any ? sums.vehicle_km : none});
}

} // namespace

const std::vector<KpiInfo>& kpi_infos() {
    static const std::vector<KpiInfo> kInfos{
        {"mean_travel_time_s", "s", -1, "Mean travel time", "平均行程时间", 1},
        {"p95_travel_time_s", "s", -1, "95th percentile travel time", "行程时间第95百分位", 0},
        {"mean_delay_s", "s", -1, "Mean delay", "平均延误", 1},
        {"vehicle_hours", "veh h", -1, "Vehicle hours", "车辆小时", 1},
        {"vehicle_km", "veh km", 0, "Vehicle kilometres", "车公里", 0},
        {"traffic_energy_mwh", "MWh", -1, "Traffic energy", "交通能耗", 2},
        {"co2_t", "t", -1, "CO2 from traffic", "交通二氧化碳", 3},
        {"electricity_driven_mwh", "MWh", 0, "Electricity driven", "电动车行驶用电", 3},
        {"charging_mwh", "MWh", 0, "Charged on the way", "途中充电量", 3},
        {"charger_wait_h", "veh h", -1, "Waiting at chargers", "充电排队", 2},
        {"unserved_trips", "trips", -1, "Unserved trips", "未完成出行", 0},
        {"customers_without_power", "customers", -1, "Customers without power (peak)", "停电用户（峰值）", 0},
        {"customer_hours_without_power", "customer h", -1, "Customer hours without power", "停电用户小时", 1},
        {"energy_not_served_mwh", "MWh", -1, "Energy not served", "缺供电量", 3},
        {"customers_without_water", "customers", -1, "Customers without water (peak)", "停水用户（峰值）", 0},
        {"customer_hours_without_water", "customer h", -1, "Customer hours without water", "停水用户小时", 1},
        {"node_hours_below_min_pressure", "node h", -1, "Node hours below minimum pressure", "低压节点小时", 1},
        {"nodes_below_min_pressure", "nodes", -1, "Nodes below minimum pressure at the end", "期末低压节点", 0},
        {"people_without_signal", "people", -1, "People without signal at the end", "期末无信号人数", 0},
        {"person_hours_without_signal", "person h", -1, "Person hours without signal", "无信号人小时", 1},
        {"vehicles_reached_share", "%", 1, "Informed vehicles reached", "联网车辆覆盖率", 1},
        {"hospital_access_s", "s", -1, "Access time to the nearest hospital", "到最近医院时间", 0},
        {"person_hours_without_power", "person h", -1, "Person hours without power", "停电人小时", 1},
        {"person_hours_without_water", "person h", -1, "Person hours without water", "停水人小时", 1},
        {"bicycle_trips", "trips", 0, "Bicycle trips departed", "已出发自行车出行", 0},
        {"bicycle_arrivals", "trips", 0, "Bicycle trips arrived", "已到达自行车出行", 0},
        {"bicycle_mean_time_s", "s", -1, "Mean bicycle travel time", "自行车平均行程时间", 1},
        {"bicycle_km", "km", 0, "Bicycle kilometres", "自行车公里", 0},
    };
    return kInfos;
}

const KpiInfo* find_kpi(std::string_view id) {
    const auto found =
        std::find_if(kpi_infos().begin(), kpi_infos().end(), [&](const KpiInfo& info) { return info.id == id; });
    return found == kpi_infos().end() ? nullptr : &*found;
}

double KpiSet::value(std::string_view id) const {
    const auto found = std::find_if(city.begin(), city.end(), [&](const Kpi& kpi) { return kpi.id == id; });
    return found == city.end() ? std::numeric_limits<double>::quiet_NaN() : found->value;
}

KpiSet measure_kpis(const engine::World& world) {
    KpiSet set;
    const engine::Networks& networks = world.networks();
    const engine::Metrics& m = world.metrics();
    TripSums city;
    TripSums riders;
    std::vector<TripSums> districts(networks.dependencies.district_names.size());
    const auto trips = world.traffic().trips();
    const auto records = world.traffic().records();
    for (std::size_t t = 0; t < trips.size(); ++t) {
        if (trips[t].depart >= world.time()) {
            continue;
        }
        if (trips[t].type == traffic::kBicycle) { // figures of their own
            add_trip(riders, trips[t], records[t], world.time());
            continue;
        }
        add_trip(city, trips[t], records[t], world.time());
        const std::uint32_t zone = trips[t].from_zone;
        const std::uint32_t district = zone == kNone ? kNone : networks.demand.zones[zone].district;
        if (district != kNone) {
            add_trip(districts[district], trips[t], records[t], world.time());
        }
    }
    put_trips(set.city, city);
    double charged_wh = 0.0;
    double waited_s = 0.0;
    for (const traffic::ChargingState& station : world.traffic().charging()) {
        charged_wh += station.delivered_wh;
        waited_s += station.waited_s;
    }
    set.city.push_back({"electricity_driven_mwh", world.traffic().total_electricity_wh() * 1e-6});
    set.city.push_back({"charging_mwh", charged_wh * 1e-6});
    set.city.push_back({"charger_wait_h", waited_s / 3600.0});
    set.city.push_back({"customers_without_power", m.peak_customers_without_power});
    set.city.push_back({"customer_hours_without_power", m.customer_hours_without_power});
    set.city.push_back({"energy_not_served_mwh", m.energy_not_served_wh * 1e-6});
    set.city.push_back({"customers_without_water", m.peak_customers_without_water});
    set.city.push_back({"customer_hours_without_water", m.customer_hours_without_water});
    set.city.push_back({"node_hours_below_min_pressure", m.node_hours_below_min_pressure});
    set.city.push_back({"nodes_below_min_pressure", static_cast<double>(m.nodes_below_min_pressure)});
    set.city.push_back({"people_without_signal", m.services[0].people_without_signal});
    set.city.push_back({"person_hours_without_signal", m.services[0].person_hours_without_signal});
    set.city.push_back(
        {"vehicles_reached_share",
         100.0 * (m.vehicle_seconds_informed > 0.0 ? m.vehicle_seconds_reached / m.vehicle_seconds_informed : 1.0)});
    set.city.push_back({"hospital_access_s", networks.dependencies.hospital_edges.empty()
                                                 ? std::numeric_limits<double>::quiet_NaN()
                                                 : m.hospital_access_s});
    set.city.push_back({"person_hours_without_power", m.services[0].person_hours_without_power});
    set.city.push_back({"person_hours_without_water", m.services[0].person_hours_without_water});
    put_riders(set.city, riders);
    for (std::size_t d = 0; d < districts.size(); ++d) {
        KpiSet::District district{networks.dependencies.district_names[d], {}};
        put_trips(district.kpis, districts[d]);
        const engine::ServiceTotals& totals = m.services[1 + d];
        district.kpis.push_back({"person_hours_without_power", totals.person_hours_without_power});
        district.kpis.push_back({"person_hours_without_water", totals.person_hours_without_water});
        district.kpis.push_back({"person_hours_without_signal", totals.person_hours_without_signal});
        set.districts.push_back(std::move(district));
    }
    return set;
}

} // namespace cityloom::scenarios

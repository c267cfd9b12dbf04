// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/domain/trip_figures.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "sim/traffic/emissions.h"
#include "sim/traffic/micro/simulation.h"

namespace cityloom::traffic {

namespace {

using engine::Figure;

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

void add_trip(TripSums& sums, const Trip& trip, const TripRecord& record, TimeUs end) {
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

double sum_of(const std::vector<double>& times_s) {
    double total = 0.0;
    for (const double t : times_s) {
        total += t;
    }
    return total;
}

void put_trips(engine::Figures& figures, TripSums& sums, std::size_t place) {
    std::sort(sums.times_s.begin(), sums.times_s.end());
    const double total = sum_of(sums.times_s);
    const auto n = static_cast<double>(sums.times_s.size());
    const std::size_t at95 =
        sums.times_s.empty() ? 0 : std::min(sums.times_s.size() - 1, static_cast<std::size_t>(0.95 * n));
    figures.set(kMeanTravelTime, n > 0.0 ? total / n : 0.0, place);
    figures.set(kTravelTime95, n > 0.0 ? sums.times_s[at95] : 0.0, place);
    figures.set(kMeanDelay, n > 0.0 ? sums.delay_s / n : 0.0, place);
    figures.set(kVehicleHours, sums.vehicle_hours, place);
    figures.set(kVehicleKm, sums.vehicle_km, place);
    figures.set(kTrafficEnergy, sums.co2_g * kJoulePerGramCo2 / 3.6e9 + sums.electricity_wh * 1e-6, place);
    figures.set(kCo2, sums.co2_g * 1e-6, place);
    figures.set(kUnservedTrips, sums.unserved, place);
}

void put_riders(engine::Figures& figures, const TripSums& sums) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    const auto arrived = static_cast<double>(sums.times_s.size());
    const bool any = sums.scheduled > 0.0;
    figures.set(kBicycleTrips, any ? sums.scheduled - sums.unserved : none);
    figures.set(kBicycleArrivals, any ? arrived : none);
    figures.set(kBicycleTime, arrived > 0.0 ? sum_of(sums.times_s) / arrived : none);
    figures.set(kBicycleKm, any ? sums.vehicle_km : none);
}

} // namespace

const Figure kMeanTravelTime{.id = "mean_travel_time_s",
                             .words = {"Mean travel time", "平均行程时间"},
                             .unit = "s",
                             .kind = Figure::Kind::Total,
                             .per_district = true};
const Figure kTravelTime95{.id = "p95_travel_time_s",
                           .words = {"95th percentile travel time", "行程时间第95百分位"},
                           .unit = "s",
                           .decimals = 0,
                           .kind = Figure::Kind::Total,
                           .per_district = true};
const Figure kMeanDelay{.id = "mean_delay_s",
                        .words = {"Mean delay", "平均延误"},
                        .unit = "s",
                        .kind = Figure::Kind::Total,
                        .per_district = true};
const Figure kVehicleHours{.id = "vehicle_hours",
                           .words = {"Vehicle hours", "车辆小时"},
                           .unit = "veh h",
                           .kind = Figure::Kind::Total,
                           .per_district = true};
const Figure kVehicleKm{.id = "vehicle_km",
                        .words = {"Vehicle kilometres", "车公里"},
                        .unit = "veh km",
                        .better = 0,
                        .decimals = 0,
                        .kind = Figure::Kind::Total,
                        .per_district = true};
const Figure kTrafficEnergy{.id = "traffic_energy_mwh",
                            .words = {"Traffic energy", "交通能耗"},
                            .unit = "MWh",
                            .decimals = 2,
                            .kind = Figure::Kind::Total,
                            .per_district = true};
const Figure kCo2{.id = "co2_t",
                  .words = {"CO2 from traffic", "交通二氧化碳"},
                  .unit = "t",
                  .decimals = 3,
                  .kind = Figure::Kind::Total,
                  .per_district = true};
const Figure kUnservedTrips{.id = "unserved_trips",
                            .words = {"Unserved trips", "未完成出行"},
                            .unit = "trips",
                            .decimals = 0,
                            .kind = Figure::Kind::Total,
                            .per_district = true};
const Figure kBicycleTrips{.id = "bicycle_trips",
                           .words = {"Bicycle trips departed", "已出发自行车出行"},
                           .unit = "trips",
                           .better = 0,
                           .decimals = 0,
                           .kind = Figure::Kind::Total};
const Figure kBicycleArrivals{.id = "bicycle_arrivals",
                              .words = {"Bicycle trips arrived", "已到达自行车出行"},
                              .unit = "trips",
                              .better = 0,
                              .decimals = 0,
                              .kind = Figure::Kind::Total};
const Figure kBicycleTime{.id = "bicycle_mean_time_s",
                          .words = {"Mean bicycle travel time", "自行车平均行程时间"},
                          .unit = "s",
                          .kind = Figure::Kind::Total};
const Figure kBicycleKm{.id = "bicycle_km",
                        .words = {"Bicycle kilometres", "自行车公里"},
                        .unit = "km",
                        .better = 0,
                        .decimals = 0,
                        .kind = Figure::Kind::Total};
const Figure kHospitalAccess{.id = "hospital_access_s",
                             .words = {"Access time to the nearest hospital", "到最近医院时间"},
                             .unit = "s",
                             .decimals = 0,
                             .kind = Figure::Kind::Total};

void measure_trips(const Simulation& traffic, std::span<const Zone> zones, engine::Figures& figures) {
    TripSums city;
    TripSums riders;
    std::vector<TripSums> districts(figures.districts());
    const auto trips = traffic.trips();
    const auto records = traffic.records();
    for (std::size_t t = 0; t < trips.size(); ++t) {
        if (trips[t].depart >= traffic.time()) {
            continue;
        }
        if (trips[t].type == kBicycle) {
            add_trip(riders, trips[t], records[t], traffic.time());
            continue;
        }
        add_trip(city, trips[t], records[t], traffic.time());
        const std::uint32_t zone = trips[t].from_zone;
        const std::uint32_t district = zone == kNone ? kNone : zones[zone].district;
        if (district < districts.size()) {
            add_trip(districts[district], trips[t], records[t], traffic.time());
        }
    }
    put_trips(figures, city, engine::Figures::kCity);
    for (std::size_t d = 0; d < districts.size(); ++d) {
        put_trips(figures, districts[d], 1 + d);
    }
    put_riders(figures, riders);
}

} // namespace cityloom::traffic

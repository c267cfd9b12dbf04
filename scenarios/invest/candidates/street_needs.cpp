// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>

#include "scenarios/invest/candidates/needs.h"
#include "scenarios/measure/plain.h"
#include "sim/traffic/rows.h"

namespace cityloom::scenarios {

namespace {

constexpr double kPeopleInACar = 1.3;    // as trips of people become those of cars, see assets/mobility.csv
constexpr double kMorningsAYear = 253.0; // weekdays (UK TAG), as assets/periods.csv has it
constexpr double kSlowShare = 0.5;       // of its time lost: level of service F of urban streets (HCM 2010, ch. 17)
constexpr double kLeastDelayH = 0.5;     // vehicle-hours in the morning: less is a queue at one light
constexpr std::uint32_t kMostLanes = 4;

struct Direction {
    double vehicle_h = 0.0;
    double delay_h = 0.0;
    double worst_h = 0.0;
    std::uint32_t lanes = 0;
    std::uint32_t worst = kNone; ///< the edge that loses most
};
struct Street {
    Direction forward;
    Direction backward;
};

Text street_name(const engine::Networks& networks, std::uint64_t id) {
    const std::string name = traffic::kStreet.view(networks, id).name;
    return name.empty() ? Text{"street/" + std::to_string(id)} : name_words(name);
}

void slow_streets(const Looked& looked, Found& found) {
    const traffic::RoadNetwork& roads = looked.networks.roads;
    const NormalDay& day = *looked.day;
    std::map<std::uint64_t, Street> streets;
    for (std::size_t e = 0; e < day.edge_vehicle_h.size(); ++e) {
        const traffic::Edge& edge = roads.edges[e];
        Street& street = streets[edge.street_id];
        Direction& direction = (edge.id & 1U) == 0 ? street.forward : street.backward;
        direction.vehicle_h += day.edge_vehicle_h[e];
        direction.delay_h += day.edge_delay_h[e];
        direction.lanes = std::max(direction.lanes, traffic::motor_lanes(roads, edge));
        if (direction.worst == kNone || day.edge_delay_h[e] > direction.worst_h) {
            direction.worst = static_cast<std::uint32_t>(e);
            direction.worst_h = day.edge_delay_h[e];
        }
    }
    for (const auto& [id, street] : streets) {
        for (const bool forward : {true, false}) {
            const Direction& one = forward ? street.forward : street.backward;
            if (one.worst == kNone || one.delay_h < kLeastDelayH || one.delay_h < kSlowShare * one.vehicle_h) {
                continue;
            }
            const traffic::Edge& edge = roads.edges[one.worst];
            const std::string key = "street/" + std::to_string(id);
            const Point2 at = roads.points[edge.shape.begin + edge.shape.count / 2];
            Need need{
                .id = "delay",
                .asset = key,
                .words = filled({"on %1 vehicles lose %2 % of their time, %3 vehicle-hours in two hours of the morning",
                                 "%1上车辆损失 %2% 的时间，早高峰两小时共 %3 车时"},
                                {street_name(looked.networks, id), Text{plain(100.0 * one.delay_h / one.vehicle_h, 0)},
                                 Text{plain(one.delay_h, 1)}}),
                .value = one.delay_h / one.vehicle_h,
                .threshold = kSlowShare,
                .unit = "share of time",
                .person_hours = one.delay_h * kPeopleInACar * kMorningsAYear,
                .at = at};
            if (one.lanes >= kMostLanes || edge.roundabout || edge.gateway) {
                found.unanswered.push_back(
                    std::move(need)); // at the extract's edge a gain would only move the queue out
                continue;
            }
            found.add(std::move(need),
                      {.kind = "lanes",
                       .args = {{"street", std::to_string(id)},
                                {forward ? "forward" : "backward", std::to_string(one.lanes + 1)}}},
                      Words{"one lane more in that direction", "该方向增加一条车道"});
        }
    }
}

void roadside_units(const Looked& looked, Found& found) {
    const traffic::RoadNetwork& roads = looked.networks.roads;
    std::map<std::uint32_t, double> passing; // vehicle-hours on the ways to a junction
    for (std::size_t e = 0; e < looked.day->edge_vehicle_h.size(); ++e) {
        passing[roads.edges[e].to] += looked.day->edge_vehicle_h[e];
    }
    bool any = false;
    for (const traffic::Controller& controller : roads.controllers) {
        const double vehicle_h = passing[controller.junction];
        if (!(vehicle_h > 0.0)) {
            continue;
        }
        any = true;
        found.add(
            {.id = "unconnected_signal",
             .asset = controller.key,
             .words = filled({"%1 tells vehicles nothing; %2 vehicle-hours are spent on the ways to it in the morning",
                              "%1无法向车辆传递信息；早高峰其进口道共 %2 车时"},
                             {asset_words(controller.key, &looked.networks), Text{plain(vehicle_h, 1)}}),
             .value = vehicle_h,
             .threshold = 0.0,
             .unit = "vehicle-hours",
             // Who has a radio learns of a jam: of their time on these ways, that share.
             .person_hours =
                 vehicle_h * kPeopleInACar * kMorningsAYear * std::max(0.0, looked.networks.demand.v2x_share),
             .at = controller.at},
            placed("rsu", controller.at, looked.city), Words{"one unit at the signal", "在信号灯处设一台"});
    }
    if (any) {
        found.add({.id = "unconnected_vehicles",
                   .words = filled({"%1 % of vehicles have a V2X radio", "%1% 的车辆配备车载单元"},
                                   {Text{plain(100.0 * looked.networks.demand.v2x_share, 1)}}),
                   .value = looked.networks.demand.v2x_share,
                   .threshold = 0.2,
                   .unit = "share of vehicles",
                   .at = 0.5 * (looked.city.min_corner + looked.city.max_corner)},
                  {.kind = "connected", .args = {{"share", "0.2"}}},
                  Words{"a fifth of the vehicles, which roadside units need before they pay",
                        "五分之一的车辆，路侧单元见效所需"});
    }
}

void queues_at_chargers(const Looked& looked, Found& found) {
    const traffic::RoadNetwork& roads = looked.networks.roads;
    const Spread& waiting = looked.day->waiting;
    for (std::size_t c = 0; c < std::min(roads.chargers.size(), waiting.most.size()); ++c) {
        if (!(waiting.hours_above[c] > 0.0F)) {
            continue;
        }
        const traffic::ChargingStation& station = roads.chargers[c];
        const traffic::Edge& edge = roads.edges[roads.lanes[station.lane].edge];
        const auto points = static_cast<int>(std::clamp(std::ceil(static_cast<double>(waiting.most[c])), 2.0, 20.0));
        found.add({.id = "charging_queue",
                   .asset = station.key,
                   .words = filled({"at %1 up to %2 vehicles wait in the morning", "早高峰%1最多有 %2 辆车排队"},
                                   {asset_words(station.key, &looked.networks),
                                    Text{plain(static_cast<double>(waiting.most[c]), 0)}}),
                   .value = static_cast<double>(waiting.most[c]),
                   .threshold = 0.0,
                   .unit = "vehicles",
                   .person_hours = static_cast<double>(waiting.most[c] * waiting.hours_above[c]) * kDaysAYear,
                   .at = station.at},
                  {.kind = "charger",
                   .args = {{"street", std::to_string(edge.street_id)},
                            {"points", std::to_string(points)},
                            {"power_kw", plain(static_cast<double>(station.power_w) * 1e-3, 0)}}},
                  Words{"as many points as wait, of the same power, on the same street",
                        "在同一道路增设与排队数相同、功率相同的充电桩"});
    }
}

} // namespace

void street_needs(const Looked& looked, Found& found) {
    if (looked.day == nullptr || looked.day->morning_h <= 0.0) {
        return;
    }
    slow_streets(looked, found);
    roadside_units(looked, found);
    queues_at_chargers(looked, found);
}

} // namespace cityloom::scenarios

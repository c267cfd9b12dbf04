// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <span>

#include "gis/derive/utilities.h"
#include "scenarios/measure/apply.h"
#include "scenarios/measure/kinds/kinds.h"
#include "scenarios/measure/preview.h"
#include "scenarios/measure/sites.h"
#include "scenarios/measure/streets.h"
#include "sim/charging/rows.h"
#include "sim/core/polyline.h"

namespace cityloom::scenarios::kinds {

namespace {

constexpr double kFastKw = 43.0; // more than three-phase alternating current gives

Result<void> apply(const Given& given, const gis::City& /*city*/, AppliedCity& applied) {
    engine::Networks& networks = applied.networks;
    traffic::RoadNetwork& roads = networks.roads;
    const auto edges = edges_of_street(roads, given);
    if (!edges) {
        return tl::make_unexpected(edges.error());
    }
    const traffic::Edge& edge = roads.edges[longest_edge(roads, *edges)];
    std::uint32_t lane = edge.lanes.begin;
    while (lane + 1 < edge.lanes.end() && (static_cast<unsigned>(roads.lanes[lane].use) & traffic::kCars) == 0) {
        ++lane;
    }
    const double along = std::clamp(given.number("at") * edge.length_m, std::min(10.0, 0.5 * edge.length_m),
                                    std::max(0.5 * edge.length_m, edge.length_m - 1.0));
    const PolylinePlace place = polyline_at(std::span{roads.points.data() + edge.shape.begin, edge.shape.count}, along);
    const std::size_t number = next_number(roads.chargers, "charger/C");
    roads.chargers.push_back({.id = 0xC000000000000000ULL + number,
                              .key = "charger/C" + std::to_string(number),
                              .at = place.at,
                              .lane = lane,
                              .along_m = static_cast<float>(along),
                              .points = given.whole("points"),
                              .power_w = static_cast<float>(given.number("power_kw") * 1000.0)});
    gis::feed(networks, {&charging::kStation, roads.chargers.size() - 1}, place.at, 0.0, 0.0, 0);
    return {};
}

double slow_points(const Given& given, const CostContext& /*context*/) {
    return given.number("power_kw") > kFastKw ? 0.0 : given.number("points");
}

double fast_kw(const Given& given, const CostContext& /*context*/) {
    return given.number("power_kw") > kFastKw ? given.number("points") * given.number("power_kw") : 0.0;
}

} // namespace

MeasureKind charger_measure() {
    return {.form = {.id = "charger",
                     .words = {"Add a charging station", "新建充电站"},
                     .help = {"Beside the longest stretch of a street; it draws from the nearest feeder.",
                              "位于道路最长路段旁，由最近的馈线供电。"},
                     .arguments = {street_argument(),
                                   {.name = "at",
                                    .type = ArgumentType::Share,
                                    .words = {"place along the street", "沿路位置"},
                                    .least = 0.0,
                                    .most = 1.0,
                                    .otherwise = "0.5"},
                                   {.name = "points",
                                    .type = ArgumentType::WholeNumber,
                                    .words = {"charging points", "充电桩数"},
                                    .least = 1.0,
                                    .most = 100.0,
                                    .otherwise = "2"},
                                   {.name = "power_kw",
                                    .words = {"power of each", "单桩功率"},
                                    .unit = "kW",
                                    .least = 2.0,
                                    .most = 1000.0,
                                    .otherwise = "22"},
                                   direction_argument()},
                     .check = check_direction},
            .touches = kTouchesChargers | kTouchesPower,
            .apply = apply,
            .costs = {{"charger_point", slow_points}, {"charger_fast", fast_kw}},
            .preview = preview_street};
}

} // namespace cityloom::scenarios::kinds

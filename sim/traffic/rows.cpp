// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/rows.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "sim/traffic/network.h"
#include "sim/traffic/streets.h"

namespace cityloom::traffic {

namespace {

using engine::AssetFact;
using engine::AssetView;
using engine::Figure;
using engine::NetworkSet;

constexpr std::array<std::string_view, 1> kStreetPrefixes{"street"};
constexpr std::array<std::string_view, 1> kSignalPrefixes{"signal"};
constexpr std::array<engine::LayerColumn, 2> kSignalColumns{{{"stages", true}, {"mapped_nodes", true}}};

std::size_t none(const NetworkSet& /*n*/) {
    return 0;
}

bool find_street(const NetworkSet& n, std::string_view key, std::uint64_t& index) {
    constexpr std::string_view kPrefix = "street/";
    if (!key.starts_with(kPrefix)) {
        return false;
    }
    key.remove_prefix(kPrefix.size());
    std::uint64_t id = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), id);
    if (error != std::errc{} || end != key.data() + key.size() || !drivable(n.of<RoadNetwork>(), id)) {
        return false;
    }
    index = id;
    return true;
}

AssetView view_street(const NetworkSet& n, std::uint64_t id) {
    const RoadNetwork& roads = n.of<RoadNetwork>();
    AssetView view{.id = id, .key = "street/" + std::to_string(id), .cls = "street", .noun = {"Street", "道路"}};
    const std::vector<std::uint32_t> edges = edges_of(roads, id);
    if (!edges.empty()) {
        const Edge& edge = roads.edges[edges.front()];
        view.name = edge.name < roads.names.size() ? roads.names[edge.name] : std::string{};
        view.path = std::span{roads.points}.subspan(edge.shape.begin, edge.shape.count);
        view.from = view.path.front();
        view.to = view.path.back();
        view.at = view.path[view.path.size() / 2];
        view.source = Provenance::Measured;
    }
    return view;
}

std::size_t count_edges(const NetworkSet& n) {
    return n.of<RoadNetwork>().edges.size();
}

std::size_t count_signals(const NetworkSet& n) {
    return n.of<RoadNetwork>().controllers.size();
}

AssetView view_signal(const NetworkSet& n, std::uint64_t index) {
    const Controller& signal = n.of<RoadNetwork>().controllers[index];
    return {.id = signal.id,
            .key = signal.key,
            .cls = "signal",
            .noun = {"Traffic signals", "交通信号灯"},
            .at = signal.at,
            .source = signal.source};
}

void signal_facts(const NetworkSet& n, std::uint64_t index, std::vector<AssetFact>& out) {
    const Controller& signal = n.of<RoadNetwork>().controllers[index];
    double cycle = 0.0;
    for (const SignalPhase& phase : signal.phases) {
        cycle += phase.green_s + phase.yellow_s + phase.all_red_s;
    }
    double people = 0.0;
    for (const PedestrianCrossing& crossing : signal.crossings) {
        people += crossing.pedestrians_per_h;
    }
    out.push_back({"stages", {"Stages", "相位数"}, {}, static_cast<double>(signal.phases.size()), 0, signal.source});
    out.push_back({"cycle_s", {"Cycle as derived", "推算周期"}, {"s", "秒"}, cycle, 0, Provenance::Derived});
    out.push_back(
        {"offset_s", {"Offset as derived", "推算相位差"}, {"s", "秒"}, signal.offset_s, 0, Provenance::Derived});
    out.push_back({"crossings",
                   {"Crossings on foot", "人行横道数"},
                   {},
                   static_cast<double>(signal.crossings.size()),
                   0,
                   Provenance::Derived});
    out.push_back(
        {"people_per_h", {"People on foot in the peak hour", "高峰小时过街行人"}, {}, people, 0, Provenance::Default});
    out.push_back({"mapped_nodes",
                   {"Mapped signals here", "地图中的信号灯"},
                   {},
                   static_cast<double>(signal.source_nodes),
                   0,
                   Provenance::Measured});
}

engine::Words yes_no(float value) {
    return value > 0.5F ? engine::Words{"yes", "是"} : engine::Words{"no", "否"};
}

} // namespace

const engine::Kind kStreet{.id = "street",
                           .prefixes = kStreetPrefixes,
                           .words = {"Street", "道路"},
                           .icon = "street",
                           .shape = engine::Shape::Line,
                           .acts = engine::kCanClose | engine::kCanBlock,
                           .count = none,
                           .view = view_street,
                           .find = find_street};
const engine::Kind kEdge{.id = "edge",
                         .words = {"Stretch of street", "路段"},
                         .icon = "street",
                         .shape = engine::Shape::Line,
                         .count = count_edges};
const engine::Kind kSignal{.id = "signal",
                           .prefixes = kSignalPrefixes,
                           .words = {"Traffic signals", "交通信号灯"},
                           .icon = "signal",
                           .layer = "signals",
                           .layer_columns = kSignalColumns,
                           .acts = engine::kCanFail | engine::kCanBePlanned,
                           .count = count_signals,
                           .view = view_signal,
                           .facts = signal_facts,
                           .state = &kSignalOn};
const engine::Kind kVehicle{.id = "vehicle", .words = {"Vehicle", "车辆"}, .icon = "car", .count = none};

const engine::ColumnInfo kSpeedShare{.id = "traffic.speed_share",
                                     .of = &kEdge,
                                     .words = {"Speed", "车速"},
                                     .unit = {"% of free speed", "自由流速度的 %"},
                                     .factor = 100.0,
                                     .decimals = 0,
                                     .store = engine::Store::Byte};
const engine::ColumnInfo kDensity{.id = "traffic.density",
                                  .of = &kEdge,
                                  .words = {"Density", "密度"},
                                  .unit = {"veh/km and lane", "辆/公里·车道"},
                                  .store = engine::Store::Byte,
                                  .low = 0.0F,
                                  .high = 255.0F};
const engine::ColumnInfo kSignalOn{.id = "traffic.signal_on",
                                   .of = &kSignal,
                                   .words = {"Working", "工作状态"},
                                   .unit = {"1 = on", "1 = 正常"},
                                   .decimals = 0,
                                   .store = engine::Store::Flag,
                                   .word = yes_no};
const engine::ColumnInfo kPeopleWaiting{.id = "traffic.people_waiting",
                                        .of = &kSignal,
                                        .words = {"People who wait to cross", "等待过街的行人"},
                                        .unit = {"people", "人"},
                                        .decimals = 0,
                                        .high = 20.0F};

const Figure kDarkSignals{.id = "dark_signals",
                          .words = {"Dark signals", "熄灭的信号灯"},
                          .unit = "signals",
                          .decimals = 0,
                          .result = false,
                          .charted = true};
const Figure kRunning{.id = "vehicles_running",
                      .words = {"Vehicles on the streets", "在途车辆"},
                      .unit = "vehicles",
                      .better = 0,
                      .decimals = 0,
                      .result = false,
                      .charted = true};
const Figure kMeanSpeed{.id = "mean_speed_kmh",
                        .words = {"Mean speed", "平均车速"},
                        .unit = "km/h",
                        .better = 1,
                        .factor = 3.6,
                        .result = false,
                        .charted = true};

} // namespace cityloom::traffic

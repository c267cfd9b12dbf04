// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/water/rows.h"

#include <array>

#include "sim/water/blob.h"
#include "sim/water/domain.h"
#include "sim/water/network.h"

namespace cityloom::water {

namespace {

using engine::AssetFact;
using engine::AssetView;
using engine::Figure;
using engine::NetworkSet;

constexpr std::uint32_t kTeal = 0x1F8A8A;
constexpr std::array<std::string_view, 3> kNodePrefixes{"tank", "source", "node"};
constexpr std::array<std::string_view, 5> kLinkPrefixes{"pump", "main", "riser", "reducer", "pipe"};
constexpr std::array<engine::LayerColumn, 3> kNodeColumns{{{"elevation_m"}, {"demand_l_s"}, {"customers", true}}};
constexpr std::array<engine::LayerColumn, 2> kLinkColumns{{{"length_m"}, {"diameter_mm"}}};

std::size_t count_nodes(const NetworkSet& n) {
    return n.of<Network>().nodes.size();
}

AssetView view_node(const NetworkSet& n, std::uint64_t index) {
    const Node& node = n.of<Network>().nodes[index];
    struct Name {
        std::string_view cls;
        engine::Words words;
    };
    static constexpr std::array<Name, 3> kNames{{{"junction", {"Water junction", "供水节点"}},
                                                 {"source", {"Water source", "水源"}},
                                                 {"tank", {"Water tank", "水塔"}}}};
    const Name& name = kNames.at(static_cast<std::size_t>(node.kind));
    const bool junction = node.kind == NodeKind::Junction;
    AssetView view{.id = node.id,
                   .key = node.key.empty() ? "node/#" + std::to_string(index) : node.key,
                   .cls = name.cls,
                   .noun = name.words,
                   .at = node.at,
                   .source = node.source,
                   .major = !node.key.empty()};
    if (!junction) {
        view.look = {.glyph = node.kind == NodeKind::Tank ? 0 : 4,
                     .size_px = 24.0F,
                     .far_share = 0.7F,
                     .above_m = 14.0F,
                     .colour = kTeal};
    }
    return view;
}

/// How a source or tank came to its place; nothing: nobody has said.
engine::Words site_words(Site site) {
    static constexpr std::array<engine::Words, 5> kSites{
        {{},
         {"mapped", "已测绘"},
         {"invented: at the shore of mapped water", "虚构：位于已测绘水体岸边"},
         {"invented: a well field at a low street", "虚构：低处道路旁的井群"},
         {"invented: at a high street of its zone", "虚构：位于分区内的高处道路"}}};
    return kSites.at(static_cast<std::size_t>(site));
}

void site_fact(const Node& node, std::vector<AssetFact>& out) {
    const engine::Words words = site_words(node.site);
    if (!words.english.empty()) {
        out.push_back({"site", {"Place", "位置"}, {}, 0.0, 0, node.source, 1.0, std::string{words.english}, words});
    }
}

void node_facts(const NetworkSet& n, std::uint64_t index, std::vector<AssetFact>& out) {
    const Node& node = n.of<Network>().nodes[index];
    const bool sited = node.site != Site::Unsaid; // then no more than the place may be mapped
    const Provenance made = sited ? Provenance::Default : node.source;
    out.push_back({"elevation_m", {"Elevation", "高程"}, {"m", "米"}, node.elevation_m, 1, made});
    site_fact(node, out);
    if (node.kind == NodeKind::Tank) {
        const double depth_m = node.tank_max_level_m - node.tank_min_level_m;
        out.push_back({"volume_m3", {"Volume", "容积"}, {"m³", "立方米"}, node.tank_area_m2 * depth_m, 0, made});
        out.push_back({"depth_m", {"Depth", "水深"}, {"m", "米"}, depth_m, 1, made});
        return;
    }
    out.push_back(
        {"demand_l_s", {"Mean demand", "平均用水"}, {"l/s", "升/秒"}, node.demand_m3ps * 1000.0, 2, node.source});
    out.push_back(
        {"customers", {"Customers here", "本处用户"}, {}, static_cast<double>(node.customers), 0, Provenance::Derived});
}

std::size_t count_links(const NetworkSet& n) {
    return n.of<Network>().links.size();
}

AssetView view_link(const NetworkSet& n, std::uint64_t index) {
    const Network& net = n.of<Network>();
    const Link& link = net.links[index];
    const bool pump = link.kind == LinkKind::Pump;
    const bool reducer = link.kind == LinkKind::Reducer;
    AssetView view{.id = link.id,
                   .key = link.key.empty() ? "pipe/" + std::to_string(index) : link.key,
                   .cls = pump      ? "pump"
                          : reducer ? "reducer"
                                    : "pipe",
                   .noun = pump      ? engine::Words{"Pump", "水泵"}
                           : reducer ? engine::Words{"Pressure-reducing valve", "减压阀"}
                                     : engine::Words{"Water main", "供水管"},
                   .source = link.source,
                   .path = link.shape.count >= 2 ? std::span{net.points}.subspan(link.shape.begin, link.shape.count)
                                                 : std::span<const Point2>{},
                   .from = net.nodes[link.from].at,
                   .to = net.nodes[link.to].at,
                   .major = !link.key.empty()};
    view.at = view.path.empty() ? 0.5 * (view.from + view.to) : view.path[view.path.size() / 2];
    view.look.colour = kTeal;
    view.look.width_m = static_cast<float>(0.8 + 3.0 * link.diameter_m);
    return view;
}

void link_facts(const NetworkSet& n, std::uint64_t index, std::vector<AssetFact>& out) {
    const Link& link = n.of<Network>().links[index];
    out.push_back({"length_m", {"Length", "长度"}, {"m", "米"}, link.length_m, 0, link.source});
    out.push_back({"diameter_mm", {"Diameter", "管径"}, {"mm", "毫米"}, link.diameter_m * 1000.0, 0, link.source});
    if (link.kind == LinkKind::Pump) {
        out.push_back(
            {"shut_off_head_m", {"Shut-off head", "关死扬程"}, {"m", "米"}, link.pump_head0_m, 1, link.source});
    }
    if (link.kind == LinkKind::Reducer) {
        const double setting_m = link.reducer_head_m - n.of<Network>().nodes[link.to].elevation_m;
        out.push_back({"setting_m", {"Pressure behind it", "阀后压力"}, {"m", "米"}, setting_m, 1, link.source});
    }
}

std::array<std::uint32_t, 2> link_ends(const NetworkSet& n, std::uint64_t index) {
    const Link& link = n.of<Network>().links[index];
    return {link.from, link.to};
}

bool is_tank(const NetworkSet& n, std::uint64_t index) {
    return n.of<Network>().nodes[index].kind == NodeKind::Tank;
}
bool is_no_tank(const NetworkSet& n, std::uint64_t index) {
    return !is_tank(n, index);
}

engine::Words told_of_main(engine::Verb verb, double value) {
    if (verb == engine::Verb::SetPoint) {
        return value > 0.0 ? engine::Words{"burst", "爆裂"} : engine::Words{"mended", "已修补"};
    }
    if (verb == engine::Verb::Switch) {
        return value > 0.0 ? engine::Words{"valve opened", "阀门已开启"} : engine::Words{"valve shut", "阀门已关闭"};
    }
    return {};
}

void summarise(const NetworkSet& n, std::vector<engine::Summary>& out) {
    const Network& net = n.of<Network>();
    double pipes_m = 0.0;
    double pumps = 0.0;
    for (const Link& link : net.links) {
        pipes_m += link.length_m;
        pumps += link.kind == LinkKind::Pump ? 1.0 : 0.0;
    }
    double demand_m3ps = 0.0;
    double tanks = 0.0;
    double sources = 0.0;
    for (const Node& node : net.nodes) {
        demand_m3ps += node.demand_m3ps;
        tanks += node.kind == NodeKind::Tank ? 1.0 : 0.0;
        sources += node.kind == NodeKind::Reservoir ? 1.0 : 0.0;
    }
    out.push_back({"nodes", static_cast<double>(net.nodes.size())});
    out.push_back({"links", static_cast<double>(net.links.size())});
    out.push_back({"length_km", pipes_m / 1000.0});
    out.push_back({"pumps", pumps});
    out.push_back({"tanks", tanks});
    out.push_back({"sources", sources});
    out.push_back({"demand_l_s", demand_m3ps * 1000.0});
}

const Figure kPeakCustomersWithout{.id = "customers_without_water",
                                   .words = {"Customers without water (peak)", "停水用户（峰值）"},
                                   .unit = "customers",
                                   .decimals = 0,
                                   .kind = Figure::Kind::Peak,
                                   .of = &kCustomersWithoutNow};
const Figure kCustomerHours{.id = "customer_hours_without_water",
                            .words = {"Customer hours without water", "停水用户小时"},
                            .unit = "customer h",
                            .kind = Figure::Kind::Integral,
                            .of = &kCustomersWithoutNow};
const Figure kNodeHoursBelow{.id = "node_hours_below_min_pressure",
                             .words = {"Node hours below minimum pressure", "低压节点小时"},
                             .unit = "node h",
                             .kind = Figure::Kind::Integral,
                             .of = &kNodesBelow};
const Figure kWaterDelivered{.id = "water_delivered_m3",
                             .words = {"Water delivered", "供水量"},
                             .unit = "m3",
                             .better = 1,
                             .kind = Figure::Kind::Integral,
                             .of = &kDelivered,
                             .factor = 3600.0};
const Figure kWaterNotServed{.id = "water_not_served_m3",
                             .words = {"Water not served", "缺供水量"},
                             .unit = "m3",
                             .kind = Figure::Kind::Integral,
                             .of = &kNotServed,
                             .factor = 3600.0};

const Figure kWaterSupplied{.id = "water_supplied_m3",
                            .words = {"Water into supply", "供水总量（含漏损）"},
                            .unit = "m3",
                            .better = 0,
                            .kind = Figure::Kind::Integral,
                            .of = &kSupplied,
                            .factor = 3600.0};
const Figure kWaterLost{.id = "water_lost_m3",
                        .words = {"Water lost", "漏损水量"},
                        .unit = "m3",
                        .kind = Figure::Kind::Integral,
                        .of = &kLost,
                        .factor = 3600.0};
const Figure kWaterLostByBursts{.id = "water_lost_by_bursts_m3",
                                .words = {"Water lost by bursts", "爆管损失水量"},
                                .unit = "m3",
                                .kind = Figure::Kind::Integral,
                                .of = &kBurstFlow,
                                .factor = 3600.0};

} // namespace

const engine::Kind kNode{.id = "water.node",
                         .prefixes = kNodePrefixes,
                         .words = {"Water node", "供水节点"},
                         .icon = "drop",
                         .layer = "water_nodes",
                         .layer_columns = kNodeColumns,
                         .acts = engine::kCanFail,
                         .count = count_nodes,
                         .view = view_node,
                         .facts = node_facts,
                         .state = &kNodeState};
const engine::Kind kLink{.id = "water.link",
                         .prefixes = kLinkPrefixes,
                         .words = {"Water main", "供水管"},
                         .icon = "drop",
                         .layer = "water_network",
                         .layer_columns = kLinkColumns,
                         .shape = engine::Shape::Line,
                         .acts =
                             engine::kCanFail | engine::kCanSwitch | engine::kCanBeSet, // the area of a hole in it (m2)
                         .count = count_links,
                         .view = view_link,
                         .facts = link_facts,
                         .node = &kNode,
                         .ends = link_ends,
                         .state = &kLinkState,
                         .flow = &kFlow,
                         .told = told_of_main};

const engine::ColumnInfo kPressure{.id = "water.pressure",
                                   .of = &kNode,
                                   .words = {"Pressure", "压力"},
                                   .unit = {"m", "米"},
                                   .low = 0.0F,
                                   .high = 80.0F,
                                   .applies = is_no_tank};
const engine::ColumnInfo kLevel{.id = "water.level",
                                .of = &kNode,
                                .words = {"Level", "水位"},
                                .unit = {"m", "米"},
                                .decimals = 2,
                                .low = 0.0F,
                                .high = 10.0F,
                                .applies = is_tank};
const engine::ColumnInfo kNodeState{
    .id = "water.node_state", .of = &kNode, .store = engine::Store::Byte, .shown = false};
const engine::ColumnInfo kFlow{.id = "water.flow",
                               .of = &kLink,
                               .words = {"Flow", "流量"},
                               .unit = {"l/s", "升/秒"},
                               .factor = 1000.0,
                               .low = -1.0F,
                               .high = 1.0F};
const engine::ColumnInfo kLinkState{
    .id = "water.link_state", .of = &kLink, .store = engine::Store::Byte, .shown = false};

const Figure kCustomersWithoutNow{.id = "customers_without_water_now",
                                  .words = {"Customers without water", "停水用户"},
                                  .unit = "customers",
                                  .decimals = 0,
                                  .result = false,
                                  .told = true};
const Figure kNodesBelow{.id = "nodes_below_min_pressure",
                         .words = {"Nodes below minimum pressure at the end", "期末低压节点"},
                         .unit = "nodes",
                         .decimals = 0};
const Figure kNotServed{.id = "water_not_served_l_s",
                        .words = {"Water demand not served", "缺供水流量"},
                        .unit = "l/s",
                        .factor = 1000.0,
                        .result = false};
const Figure kDelivered{.id = "water_delivered_l_s",
                        .words = {"Water delivered now", "当前供水流量"},
                        .unit = "l/s",
                        .better = 1,
                        .factor = 1000.0,
                        .result = false};
const Figure kSupplied{.id = "water_supplied_l_s",
                       .words = {"Water into supply now", "当前供水总量"},
                       .unit = "l/s",
                       .better = 0,
                       .factor = 1000.0,
                       .result = false};
const Figure kLost{.id = "water_lost_l_s",
                   .words = {"Water lost now", "当前漏损流量"},
                   .unit = "l/s",
                   .factor = 1000.0,
                   .result = false,
                   .charted = true};
const Figure kBurstFlow{.id = "water_burst_l_s",
                        .words = {"Flow out of burst mains", "爆管流量"},
                        .unit = "l/s",
                        .factor = 1000.0,
                        .result = false};
const Figure kUnbalanced{.id = "water_unbalanced",
                         .words = {"Water out of balance, of supply", "水量不平衡占供水比例"},
                         .unit = "%",
                         .factor = 100.0,
                         .result = false};
const Figure kTankVolume{.id = "tank_volume_m3",
                         .words = {"Water in tanks", "水塔存水"},
                         .unit = "m3",
                         .better = 1,
                         .decimals = 0,
                         .result = false,
                         .charted = true};
const Figure kPumpPower{
    .id = "pump_power_kw", .words = {"Pump power", "水泵功率"}, .unit = "kW", .factor = 1e-3, .result = false};
const Figure kPumpsOff{.id = "pumps_without_power",
                       .words = {"Pumps without power", "停电水泵"},
                       .unit = "pumps",
                       .decimals = 0,
                       .result = false};
const Figure kUnsolved{
    .id = "water_unsolved",
    .words = {"Hydraulic solutions missed", "水力计算未收敛次数"},
    .unit = "solutions",
    .decimals = 0,
    .result = false,
    .problem = {"The hydraulics found no solution %1 time(s)", "水力计算 %1 次未收敛"},
    .remedy = {"Check the pipes' lengths, diameters and the pumps' curves.", "请检查管长、管径与水泵曲线。"}};

namespace {

constexpr std::array<const engine::Kind*, 2> kKinds{&kNode, &kLink};
constexpr std::array<const engine::ColumnInfo*, 5> kColumns{&kPressure, &kLevel, &kNodeState, &kFlow, &kLinkState};
constexpr std::array<const Figure*, 20> kFigures{&kCustomersWithoutNow,
                                                 &kPeakCustomersWithout,
                                                 &kCustomerHours,
                                                 &kNodeHoursBelow,
                                                 &kNodesBelow,
                                                 &kDelivered,
                                                 &kWaterDelivered,
                                                 &kNotServed,
                                                 &kWaterNotServed,
                                                 &kSupplied,
                                                 &kWaterSupplied,
                                                 &kLost,
                                                 &kWaterLost,
                                                 &kBurstFlow,
                                                 &kWaterLostByBursts,
                                                 &kUnbalanced,
                                                 &kTankVolume,
                                                 &kPumpPower,
                                                 &kPumpsOff,
                                                 &kUnsolved};
const engine::LayerInfo kPressureLayer{.id = "pressure",
                                       .words = {"Water pressure", "供水压力"},
                                       .unit = {"m of water", "米水柱"},
                                       .nothing = {"no supply", "无供水"},
                                       .low = 0.0,
                                       .high = 80.0,
                                       .serves_from = 20.0, // as Network::min_pressure_m to begin with
                                       .column = &kPressure,
                                       .grows = true,
                                       .buildings = engine::Service::Water};
constexpr std::array<const engine::LayerInfo*, 1> kLayers{&kPressureLayer};

} // namespace

const engine::DomainRow kRow{.id = "water",
                             .words = {"Water", "供水"},
                             .icon = "drop",
                             .kinds = kKinds,
                             .columns = kColumns,
                             .figures = kFigures,
                             .layers = kLayers,
                             .drawn = true,
                             .below = true,
                             .storage = &kStorage,
                             .make = make_domain,
                             .summary = summarise};

} // namespace cityloom::water

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/power/rows.h"

#include <array>

#include "sim/power/blob.h"
#include "sim/power/domain.h"
#include "sim/power/network.h"

namespace cityloom::power {

namespace {

using engine::AssetFact;
using engine::AssetView;
using engine::Figure;
using engine::NetworkSet;

constexpr std::uint32_t kAmber = 0xD9952B;
constexpr std::array<std::string_view, 7> kBusPrefixes{"infeed", "substation",  "transformer", "bus",
                                                       "plant",  "feeder-node", "busbar"};
constexpr std::array<std::string_view, 5> kBranchPrefixes{"line", "feeder", "cable", "tie", "transformer-branch"};
constexpr std::array<engine::LayerColumn, 4> kBusColumns{
    {{"nominal_v"}, {"peak_kw"}, {"customers", true}, {"rating_kva"}}};
constexpr std::array<engine::LayerColumn, 4> kBranchColumns{
    {{"length_m"}, {"rating_a"}, {"transformer", true}, {"normally_open", true}}};

bool large(const Bus& bus) {
    return bus.kind == BusKind::Substation || bus.kind == BusKind::Infeed || bus.kind == BusKind::Plant;
}

std::size_t count_buses(const NetworkSet& n) {
    return n.of<Network>().buses.size();
}

AssetView view_bus(const NetworkSet& n, std::uint64_t index) {
    const Bus& bus = n.of<Network>().buses[index];
    struct Name {
        std::string_view cls;
        engine::Words words;
    };
    static constexpr std::array<Name, 6> kNames{{{"infeed", {"Grid infeed", "电网接入点"}},
                                                 {"substation", {"Substation", "变电站"}},
                                                 {"feeder", {"Feeder node", "馈线节点"}},
                                                 {"transformer", {"Transformer", "变压器"}},
                                                 {"busbar", {"High-voltage busbar", "高压母线"}},
                                                 {"plant", {"Power plant", "发电厂"}}}};
    const Name& name = kNames.at(static_cast<std::size_t>(bus.kind));
    AssetView view{.id = bus.id,
                   .key = bus.key.empty() ? "bus/" + std::to_string(index) : bus.key,
                   .cls = name.cls,
                   .noun = name.words,
                   .at = bus.at,
                   .source = bus.source,
                   .major = !bus.key.empty()};
    if (large(bus)) {
        view.look = {.glyph = 1, .size_px = 24.0F, .far_share = 0.7F, .above_m = 16.0F, .colour = kAmber};
    } else if (bus.kind == BusKind::Transformer) {
        view.look = {.glyph = 1, .size_px = 8.0F, .far_share = 0.35F, .above_m = 5.0F, .colour = kAmber};
    }
    return view;
}

void bus_facts(const NetworkSet& n, std::uint64_t index, std::vector<AssetFact>& out) {
    const Bus& bus = n.of<Network>().buses[index];
    out.push_back(
        {"nominal_v", {"Nominal voltage", "额定电压"}, {"kV", "千伏"}, bus.nominal_v * 1e-3, 1, bus.source, 1e3});
    out.push_back({"peak_kw",
                   {"Peak load here", "本处峰值负荷"},
                   {"MW", "兆瓦"},
                   bus.peak_load_w * 1e-6,
                   3,
                   Provenance::Derived,
                   1e3});
    out.push_back(
        {"customers", {"Customers here", "本处用户"}, {}, static_cast<double>(bus.customers), 0, Provenance::Derived});
    out.push_back({"rating_kva", {"Rating", "额定容量"}, {"MVA", "兆伏安"}, bus.rating_va * 1e-6, 2, bus.source, 1e3});
    if (bus.generation_w > 0.0) {
        out.push_back(
            {"feeds_in_kw", {"Feeds in", "馈入"}, {"MW", "兆瓦"}, bus.generation_w * 1e-6, 2, bus.source, 1e3});
    }
}

std::size_t count_branches(const NetworkSet& n) {
    return n.of<Network>().branches.size();
}

AssetView view_branch(const NetworkSet& n, std::uint64_t index) {
    const Network& net = n.of<Network>();
    const Branch& branch = net.branches[index];
    const double volts = net.buses[branch.from].nominal_v;
    AssetView view{.id = branch.id,
                   .key = branch.key.empty() ? "cable/" + std::to_string(index) : branch.key,
                   .cls = branch.transformer     ? "transformer"
                          : branch.normally_open ? "tie"
                                                 : "cable",
                   .noun = branch.transformer     ? engine::Words{"Transformer line", "变压器支路"}
                           : branch.normally_open ? engine::Words{"Open tie", "联络开关"}
                                                  : engine::Words{"Cable", "电缆"},
                   .source = branch.source,
                   .path = branch.shape.count >= 2
                               ? std::span{net.points}.subspan(branch.shape.begin, branch.shape.count)
                               : std::span<const Point2>{},
                   .from = net.buses[branch.from].at,
                   .to = net.buses[branch.to].at,
                   .major = !branch.key.empty()};
    view.at = view.path.empty() ? 0.5 * (view.from + view.to) : view.path[view.path.size() / 2];
    view.look.colour = kAmber;
    view.look.width_m = branch.transformer ? 0.0F : volts > 60e3 ? 2.6F : volts > 5e3 ? 1.5F : 0.8F;
    return view;
}

void branch_facts(const NetworkSet& n, std::uint64_t index, std::vector<AssetFact>& out) {
    const Branch& branch = n.of<Network>().branches[index];
    out.push_back({"length_m", {"Length", "长度"}, {"m", "米"}, branch.length_m, 0, branch.source});
    out.push_back({"rating_a", {"Rated current", "额定电流"}, {"A", "安"}, branch.rating_a, 0, branch.source});
    out.push_back({"transformer", {"Transformer", "变压器"}, {}, branch.transformer ? 1.0 : 0.0, 0, branch.source});
    out.push_back({"normally_open", {"Normally open", "常开"}, {}, branch.normally_open ? 1.0 : 0.0, 0, branch.source});
}

std::array<std::uint32_t, 2> branch_ends(const NetworkSet& n, std::uint64_t index) {
    const Branch& branch = n.of<Network>().branches[index];
    return {branch.to, branch.from}; // fed from upstream: it shows what arrives
}

/// Whatever loses its last way to an infeed; ties stay open.
std::vector<std::uint32_t> lost_without(const NetworkSet& n, std::uint64_t gone) {
    const Network& net = n.of<Network>();
    std::vector<std::vector<std::uint32_t>> next(net.buses.size());
    for (const Branch& branch : net.branches) {
        if (!branch.normally_open) {
            next[branch.from].push_back(branch.to);
            next[branch.to].push_back(branch.from);
        }
    }
    std::vector<std::uint8_t> fed(net.buses.size(), 0);
    std::vector<std::uint32_t> todo;
    for (std::uint32_t b = 0; b < net.buses.size(); ++b) {
        if (net.buses[b].kind == BusKind::Infeed && b != gone) {
            fed[b] = 1;
            todo.push_back(b);
        }
    }
    while (!todo.empty()) {
        const std::uint32_t at = todo.back();
        todo.pop_back();
        for (const std::uint32_t to : next[at]) {
            if (to != gone && fed[to] == 0) {
                fed[to] = 1;
                todo.push_back(to);
            }
        }
    }
    std::vector<std::uint32_t> lost;
    for (std::uint32_t b = 0; b < fed.size(); ++b) {
        if (fed[b] == 0) {
            lost.push_back(b);
        }
    }
    return lost;
}

engine::Words told_of_branch(engine::Verb verb, double /*value*/) {
    return verb == engine::Verb::SetPoint ? engine::Words{"closes by itself from now on", "此后自动合上"}
                                          : engine::Words{};
}

void summarise(const NetworkSet& n, std::vector<engine::Summary>& out) {
    const Network& net = n.of<Network>();
    double length_m = 0.0;
    double peak_w = 0.0;
    std::array<double, 6> of_kind{};
    for (const Branch& branch : net.branches) {
        length_m += branch.length_m;
    }
    for (const Bus& bus : net.buses) {
        peak_w += bus.peak_load_w;
        of_kind.at(static_cast<std::size_t>(bus.kind)) += 1.0;
    }
    out.push_back({"buses", static_cast<double>(net.buses.size())});
    out.push_back({"branches", static_cast<double>(net.branches.size())});
    out.push_back({"length_km", length_m / 1000.0});
    out.push_back({"infeeds", of_kind[0]});
    out.push_back({"substations", of_kind[1]});
    out.push_back({"transformers", of_kind[3]});
    out.push_back({"peak_mw", peak_w / 1e6});
}

const Figure kPeakCustomersWithout{.id = "customers_without_power",
                                   .words = {"Customers without power (peak)", "停电用户（峰值）"},
                                   .unit = "customers",
                                   .decimals = 0,
                                   .kind = Figure::Kind::Peak,
                                   .of = &kCustomersWithoutNow};
const Figure kCustomerHours{.id = "customer_hours_without_power",
                            .words = {"Customer hours without power", "停电用户小时"},
                            .unit = "customer h",
                            .kind = Figure::Kind::Integral,
                            .of = &kCustomersWithoutNow};
const Figure kEnergyNotServed{.id = "energy_not_served_mwh",
                              .words = {"Energy not served", "缺供电量"},
                              .unit = "MWh",
                              .decimals = 3,
                              .kind = Figure::Kind::Integral,
                              .of = &kNotServed,
                              .factor = 1e-6};
const Figure kEnergyDelivered{.id = "energy_delivered_mwh",
                              .words = {"Electricity delivered", "供电量"},
                              .unit = "MWh",
                              .better = 0,
                              .decimals = 1,
                              .kind = Figure::Kind::Integral,
                              .of = &kLoad,
                              .factor = 1e-6};
const Figure kEnergyAtHome{.id = "home_charging_mwh",
                           .words = {"Charged at home", "居家充电量"},
                           .unit = "MWh",
                           .better = 0,
                           .decimals = 3,
                           .kind = Figure::Kind::Integral,
                           .of = &kHomeCharging,
                           .factor = 1e-6};
const Figure kEnergyLost{.id = "energy_lost_mwh",
                         .words = {"Electricity lost in the network", "网损电量"},
                         .unit = "MWh",
                         .decimals = 3,
                         .kind = Figure::Kind::Integral,
                         .of = &kLosses,
                         .factor = 1e-6};
const Figure kEnergyShed{.id = "energy_shed_mwh",
                         .words = {"Energy shed for low voltage", "低压减载电量"},
                         .unit = "MWh",
                         .decimals = 3,
                         .kind = Figure::Kind::Integral,
                         .of = &kShed,
                         .factor = 1e-6};
const Figure kOverloadHours{.id = "branch_hours_overloaded",
                            .words = {"Branch hours above rating", "支路过载小时"},
                            .unit = "branch h",
                            .kind = Figure::Kind::Integral,
                            .of = &kOverloaded};
const Figure kHoursOutsideLimits{.id = "bus_hours_outside_voltage_limits",
                                 .words = {"Bus hours outside voltage limits", "母线电压越限小时"},
                                 .unit = "bus h",
                                 .kind = Figure::Kind::Integral,
                                 .of = &kOutsideLimits};
const Figure kHoursUnconverged{.id = "bus_hours_without_solution",
                               .words = {"Bus hours dark for want of a solution", "潮流无解停电母线小时"},
                               .unit = "bus h",
                               .kind = Figure::Kind::Integral,
                               .of = &kUnconverged};

} // namespace

const engine::Kind kBus{.id = "power.bus",
                        .prefixes = kBusPrefixes,
                        .words = {"Power node", "电力节点"},
                        .icon = "bolt",
                        .layer = "power_nodes",
                        .layer_columns = kBusColumns,
                        .acts = engine::kCanFail | engine::kCanBeSet,
                        .count = count_buses,
                        .view = view_bus,
                        .facts = bus_facts,
                        .lost_without = lost_without,
                        .state = &kBusState};
const engine::Kind kBranch{.id = "power.branch",
                           .prefixes = kBranchPrefixes,
                           .words = {"Cable", "电缆"},
                           .icon = "bolt",
                           .layer = "power_network",
                           .layer_columns = kBranchColumns,
                           .shape = engine::Shape::Line,
                           .acts = engine::kCanFail | engine::kCanSwitch | engine::kCanBeSet,
                           .count = count_branches,
                           .view = view_branch,
                           .facts = branch_facts,
                           .node = &kBus,
                           .ends = branch_ends,
                           .state = &kBranchState,
                           .told = told_of_branch};

const engine::ColumnInfo kVoltage{.id = "power.voltage",
                                  .of = &kBus,
                                  .words = {"Voltage", "电压"},
                                  .unit = {"p.u.", "标幺值"},
                                  .decimals = 3,
                                  .low = 0.0F,
                                  .high = 1.2F};
const engine::ColumnInfo kBusState{.id = "power.bus_state", .of = &kBus, .store = engine::Store::Byte, .shown = false};
const engine::ColumnInfo kTap{.id = "power.tap",
                              .of = &kBus,
                              .words = {"Tap position", "分接头位置"},
                              .unit = {"steps", "档"},
                              .decimals = 0,
                              .low = -16.0F,
                              .high = 16.0F};
const engine::ColumnInfo kLoading{.id = "power.loading",
                                  .of = &kBranch,
                                  .words = {"Line loading", "线路负载"},
                                  .unit = {"%", "%"},
                                  .factor = 100.0,
                                  .decimals = 0,
                                  .store = engine::Store::Byte,
                                  .low = 0.0F,
                                  .high = 2.0F};
const engine::ColumnInfo kBranchState{
    .id = "power.branch_state", .of = &kBranch, .store = engine::Store::Byte, .shown = false};

const Figure kCustomersWithoutNow{.id = "customers_without_power_now",
                                  .words = {"Customers without power", "停电用户"},
                                  .unit = "customers",
                                  .decimals = 0,
                                  .result = false,
                                  .charted = true,
                                  .told = true};
const Figure kNotServed{.id = "power_not_served_mw",
                        .words = {"Load not served", "缺供负荷"},
                        .unit = "MW",
                        .decimals = 3,
                        .factor = 1e-6,
                        .result = false};
const Figure kShed{
    .id = "load_shed_mw",
    .words = {"Load shed for low voltage", "低压减载负荷"},
    .unit = "MW",
    .decimals = 3,
    .factor = 1e-6,
    .result = false,
    .problem = {"%1 MW are shed for low voltage", "因电压过低切除 %1 兆瓦"},
    .remedy = {"Add a substation, close a tie or lower the demand.", "请新增变电站、合上联络开关或降低需求。"}};
const Figure kOutsideLimits{.id = "buses_outside_voltage_limits",
                            .words = {"Buses outside 0.9 to 1.1 p.u.", "电压越限母线"},
                            .unit = "buses",
                            .decimals = 0,
                            .result = false};
const Figure kOverloaded{.id = "branches_overloaded",
                         .words = {"Branches above their rating", "过载支路"},
                         .unit = "branches",
                         .decimals = 0,
                         .result = false};
const Figure kTripped{.id = "branches_tripped",
                      .words = {"Branches tripped by overload", "过载跳闸支路"},
                      .unit = "branches",
                      .decimals = 0,
                      .problem = {"%1 branch(es) have tripped by overload", "%1 条支路过载跳闸"},
                      .remedy = {"Lower the load below the rating, then close the branch again.",
                                 "请将负荷降到额定值以下，再合上该支路。"}};
const Figure kLoad{.id = "load_mw",
                   .words = {"Electric load", "用电负荷"},
                   .unit = "MW",
                   .better = 0,
                   .factor = 1e-6,
                   .result = false,
                   .charted = true};
const Figure kLosses{.id = "losses_mw",
                     .words = {"Network losses", "网损"},
                     .unit = "MW",
                     .decimals = 3,
                     .factor = 1e-6,
                     .result = false};
const Figure kGeneration{.id = "generation_mw",
                         .words = {"Fed in by power plants", "电厂馈入"},
                         .unit = "MW",
                         .better = 0,
                         .factor = 1e-6,
                         .result = false};
const Figure kHomeCharging{.id = "home_charging_mw",
                           .words = {"Electric cars charging at home", "居家充电负荷"},
                           .unit = "MW",
                           .better = 0,
                           .decimals = 3,
                           .factor = 1e-6,
                           .result = false};
const Figure kImbalance{.id = "power_imbalance",
                        .words = {"Largest imbalance of the power flow", "潮流最大不平衡"},
                        .unit = "of infeed",
                        .decimals = 12,
                        .result = false};
const Figure kUnconverged{
    .id = "power_unconverged_buses",
    .words = {"Buses without a solution", "潮流无解的母线"},
    .unit = "buses",
    .decimals = 0,
    .result = false,
    .problem = {"The power flow finds no solution at %1 bus(es): they are dark", "%1 个母线处潮流无解，已停电"},
    .remedy = {"The load is more than the lines carry: add a substation or lower the demand.",
               "负荷超出线路能力：请新增变电站或降低需求。"}};

namespace {

constexpr std::array<const engine::Kind*, 2> kKinds{&kBus, &kBranch};
constexpr std::array<const engine::ColumnInfo*, 5> kColumns{&kVoltage, &kBusState, &kTap, &kLoading, &kBranchState};
constexpr std::array<const Figure*, 22> kFigures{&kCustomersWithoutNow,
                                                 &kNotServed,
                                                 &kLoad,
                                                 &kLosses,
                                                 &kGeneration,
                                                 &kImbalance,
                                                 &kHomeCharging,
                                                 &kEnergyAtHome,
                                                 &kEnergyDelivered,
                                                 &kEnergyLost,
                                                 &kUnconverged,
                                                 &kPeakCustomersWithout,
                                                 &kCustomerHours,
                                                 &kEnergyNotServed,
                                                 &kShed,
                                                 &kEnergyShed,
                                                 &kOverloaded,
                                                 &kOverloadHours,
                                                 &kOutsideLimits,
                                                 &kHoursOutsideLimits,
                                                 &kTripped,
                                                 &kHoursUnconverged};
const engine::LayerInfo kVoltageLayer{.id = "voltage",
                                      .words = {"Voltage", "电压"},
                                      .unit = {"per unit of nominal", "标幺值"},
                                      .nothing = {"no power", "停电"},
                                      .ramp = engine::Ramp::Band,
                                      .low = 0.85,
                                      .high = 1.15,
                                      .serves_from = 0.9, // EN 50160: 10 % either way
                                      .serves_to = 1.1,
                                      .decimals = 3,
                                      .column = &kVoltage,
                                      .buildings = engine::Service::Power};
constexpr std::array<const engine::LayerInfo*, 1> kLayers{&kVoltageLayer};

} // namespace

const engine::DomainRow kRow{.id = "power",
                             .words = {"Electricity", "电力"},
                             .icon = "bolt",
                             .kinds = kKinds,
                             .columns = kColumns,
                             .figures = kFigures,
                             .layers = kLayers,
                             .drawn = true,
                             .below = true,
                             .storage = &kStorage,
                             .make = make_domain,
                             .summary = summarise};

} // namespace cityloom::power

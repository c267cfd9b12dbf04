// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/charging/rows.h"

#include <array>

#include "sim/charging/domain.h"
#include "sim/traffic/network.h"

namespace cityloom::charging {

namespace {

using engine::AssetFact;
using engine::AssetView;
using engine::Figure;
using engine::NetworkSet;
using traffic::ChargingStation;
using traffic::RoadNetwork;

constexpr std::array<std::string_view, 1> kPrefixes{"charger"};
constexpr std::array<engine::LayerColumn, 2> kStationColumns{{{"points", true}, {"power_kw"}}};

std::size_t count_stations(const NetworkSet& n) {
    return n.of<RoadNetwork>().chargers.size();
}

AssetView view_station(const NetworkSet& n, std::uint64_t index) {
    const ChargingStation& station = n.of<RoadNetwork>().chargers[index];
    return {.id = station.id,
            .key = station.key,
            .cls = "charging_station",
            .noun = {"Charging station", "充电站"},
            .at = station.at,
            .source = station.source,
            .look = {.glyph = 6, // the flash: white while a point is free, dark when all are taken
                     .size_px = 17.0F,
                     .far_share = 0.35F,
                     .above_m = 9.0F,
                     .within_m = 1900.0F,
                     .apart = true,
                     .colour = 0xB8741A}}; // electricity, a shade darker: it hangs on the grid and is none of it
}

void station_facts(const NetworkSet& n, std::uint64_t index, std::vector<AssetFact>& out) {
    const ChargingStation& station = n.of<RoadNetwork>().chargers[index];
    out.push_back(
        {"points", {"Charging points", "充电桩"}, {}, static_cast<double>(station.points), 0, station.source});
    out.push_back({"power_kw",
                   {"Power of a point", "单桩功率"},
                   {"kW", "kW"},
                   static_cast<double>(station.power_w) / 1000.0,
                   0,
                   station.source});
}

engine::Words yes_no(float value) {
    return value > 0.5F ? engine::Words{"yes", "是"} : engine::Words{"no", "否"};
}

void summarise(const NetworkSet& n, std::vector<engine::Summary>& out) {
    double points = 0.0;
    double power_w = 0.0;
    const auto& stations = n.of<RoadNetwork>().chargers;
    for (const ChargingStation& station : stations) {
        points += station.points;
        power_w += station.points * static_cast<double>(station.power_w);
    }
    out.push_back({"stations", static_cast<double>(stations.size())});
    out.push_back({"points", points});
    out.push_back({"power_mw", power_w / 1e6});
}

constexpr std::array<const engine::Kind*, 1> kKinds{&kStation};
constexpr std::array<const engine::ColumnInfo*, 6> kColumns{&kWorking, &kState, &kBusy, &kWaiting, &kLoad, &kDelivered};
constexpr std::array<const Figure*, 3> kFigures{&kDriven, &kCharged, &kWaited};

} // namespace

const engine::Kind kStation{.id = "charging.station",
                            .prefixes = kPrefixes,
                            .words = {"Charging station", "充电站"},
                            .icon = "charger",
                            .layer = "charging_stations",
                            .layer_columns = kStationColumns,
                            .acts = engine::kCanFail,
                            .count = count_stations,
                            .view = view_station,
                            .facts = station_facts,
                            .state = &kState};

const engine::ColumnInfo kWorking{.id = "charging.working",
                                  .of = &kStation,
                                  .words = {"Working", "工作状态"},
                                  .unit = {"1 = on", "1 = 正常"},
                                  .decimals = 0,
                                  .store = engine::Store::Flag,
                                  .word = yes_no};
const engine::ColumnInfo kState{.id = "charging.state", .of = &kStation, .store = engine::Store::Byte, .shown = false};
const engine::ColumnInfo kBusy{.id = "charging.busy",
                               .of = &kStation,
                               .words = {"Points in use", "使用中的充电桩"},
                               .unit = {"points", "个"},
                               .decimals = 0,
                               .high = 10.0F};
const engine::ColumnInfo kWaiting{.id = "charging.waiting",
                                  .of = &kStation,
                                  .words = {"Waiting", "等待"},
                                  .unit = {"vehicles", "辆"},
                                  .decimals = 0,
                                  .high = 10.0F};
const engine::ColumnInfo kLoad{.id = "charging.load",
                               .of = &kStation,
                               .words = {"Drawn", "取电"},
                               .unit = {"kW", "kW"},
                               .factor = 1e-3,
                               .decimals = 0,
                               .high = 100e3F};
const engine::ColumnInfo kDelivered{.id = "charging.delivered",
                                    .of = &kStation,
                                    .words = {"Charged so far", "累计充电量"},
                                    .unit = {"kWh", "kWh"},
                                    .factor = 1e-3,
                                    .high = 100e3F,
                                    .so_far = true};

const Figure kDriven{.id = "electricity_driven_mwh",
                     .words = {"Electricity driven", "电动车行驶用电"},
                     .unit = "MWh",
                     .better = 0,
                     .decimals = 3,
                     .kind = Figure::Kind::Total,
                     .factor = 1e-6};
const Figure kCharged{.id = "charging_mwh",
                      .words = {"Charged on the way", "途中充电量"},
                      .unit = "MWh",
                      .better = 0,
                      .decimals = 3,
                      .kind = Figure::Kind::Total,
                      .factor = 1e-6};
const Figure kWaited{.id = "charger_wait_h",
                     .words = {"Waiting at chargers", "充电排队"},
                     .unit = "veh h",
                     .decimals = 2,
                     .kind = Figure::Kind::Total,
                     .factor = 1.0 / 3600.0};

const engine::DomainRow kRow{
    .id = "charging",
    .words = {"Charging", "充电"},
    .icon = "charger",
    .help = {"Charging stations: the flash is white while a point is free and dark when all are "
             "taken; grey with a cross means no power or out of order.",
             "充电站：有空桩时闪电为白色，全部占用时为深色；灰色带叉表示停电或故障。"},
    .kinds = kKinds,
    .columns = kColumns,
    .figures = kFigures,
    .drawn = true,
    .drawn_first = true,
    .make = make_domain,
    .summary = summarise};

} // namespace cityloom::charging

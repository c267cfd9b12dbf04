// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/telecom/rows.h"

#include <array>

#include "sim/lifeline/rows.h"
#include "sim/telecom/blob.h"
#include "sim/telecom/domain.h"
#include "sim/telecom/network.h"

namespace cityloom::telecom {

namespace {

using engine::AssetFact;
using engine::AssetView;
using engine::Figure;
using engine::NetworkSet;

constexpr std::array<std::string_view, 2> kPrefixes{"basestation", "rsu"};
constexpr std::array<engine::LayerColumn, 2> kSiteColumns{{{"range_m"}, {"battery_h"}}};

std::size_t count_sites(const NetworkSet& n) {
    return n.of<Network>().sites.size();
}

AssetView view_site(const NetworkSet& n, std::uint64_t index) {
    const Site& site = n.of<Network>().sites[index];
    const bool station = site.kind == SiteKind::BaseStation;
    AssetView view{.id = site.id,
                   .key = site.key.empty() ? "basestation/#" + std::to_string(index) : site.key,
                   .cls = station ? "base station" : "roadside unit",
                   .noun = station ? engine::Words{"Base station", "基站"} : engine::Words{"Roadside unit", "路侧单元"},
                   .at = site.at,
                   .source = site.source};
    view.look = {.glyph = station ? 3 : 2,
                 .size_px = station ? 20.0F : 10.0F,
                 .far_share = station ? 0.6F : 0.3F,
                 .above_m = station ? static_cast<float>(site.antenna_height_m) : 6.0F};
    return view;
}

void site_facts(const NetworkSet& n, std::uint64_t index, std::vector<AssetFact>& out) {
    const Site& site = n.of<Network>().sites[index];
    out.push_back({"range_m", {"Range", "覆盖半径"}, {"m", "米"}, site.range_m, 0, site.source});
    out.push_back(
        {"capacity_mbps", {"Capacity", "容量"}, {"Mbit/s", "兆比特/秒"}, site.capacity_bps * 1e-6, 0, site.source});
    out.push_back({"battery_h", {"Battery lasts", "电池续航"}, {"h", "小时"}, site.battery_s / 3600.0, 1, site.source});
}

bool is_mast(const NetworkSet& n, std::uint64_t index) {
    return n.of<Network>().sites[index].kind == SiteKind::BaseStation;
}

engine::Words word_of_state(float state) {
    return state < 0.25F   ? engine::Words{"dead", "失效"}
           : state < 0.75F ? engine::Words{"on battery", "电池供电"}
                           : engine::Words{"on mains", "市电供电"};
}

void summarise(const NetworkSet& n, std::vector<engine::Summary>& out) {
    double stations = 0.0;
    double units = 0.0;
    for (const Site& site : n.of<Network>().sites) {
        (site.kind == SiteKind::BaseStation ? stations : units) += 1.0;
    }
    out.push_back({"base_stations", stations});
    out.push_back({"roadside_units", units});
    out.push_back({"least_rate_mbps", n.of<Network>().least_rate_bps * 1e-6});
}

} // namespace

const engine::Kind kSite{.id = "telecom.site",
                         .prefixes = kPrefixes,
                         .words = {"Radio site", "通信站点"},
                         .icon = "antenna",
                         .layer = "telecom_sites",
                         .layer_columns = kSiteColumns,
                         .acts = engine::kCanFail,
                         .count = count_sites,
                         .view = view_site,
                         .facts = site_facts,
                         .state = &kState};

const engine::ColumnInfo kState{.id = "telecom.state",
                                .of = &kSite,
                                .words = {"Power", "电源"},
                                .store = engine::Store::Byte,
                                .word = word_of_state};
const engine::ColumnInfo kLoad{.id = "telecom.load",
                               .of = &kSite,
                               .words = {"Load", "负载"},
                               .unit = {"%", "%"},
                               .factor = 100.0,
                               .decimals = 0,
                               .store = engine::Store::Byte,
                               .low = 0.0F,
                               .high = 2.0F,
                               .applies = is_mast};
const engine::ColumnInfo kBattery{.id = "telecom.battery",
                                  .of = &kSite,
                                  .words = {"Battery", "电池"},
                                  .unit = {"%", "%"},
                                  .factor = 100.0,
                                  .decimals = 0,
                                  .store = engine::Store::Byte};
const engine::ColumnInfo kRate{.id = "building.rate",
                               .of = &lifeline::kBuilding,
                               .words = {"Mobile data rate", "移动数据速率"},
                               .unit = {"Mbit/s", "兆比特/秒"},
                               .factor = 1e-6,
                               .store = engine::Store::Byte,
                               .low = 0.0F,
                               .high = 100e6F};

const Figure kDeadSites{.id = "dead_sites",
                        .words = {"Radio sites out of service", "失效站点"},
                        .unit = "sites",
                        .decimals = 0,
                        .result = false,
                        .charted = true};
const Figure kPeopleBelow{.id = "people_below_rate_now",
                          .words = {"People below the stated data rate", "低于规定速率的人数"},
                          .unit = "people",
                          .decimals = 0,
                          .per_district = true,
                          .result = false,
                          .charted = true};
const Figure kPersonHoursBelow{.id = "person_hours_below_rate",
                               .words = {"Person hours below the stated data rate", "低于规定速率人小时"},
                               .unit = "person h",
                               .kind = Figure::Kind::Integral,
                               .of = &kPeopleBelow,
                               .per_district = true};
const Figure kNavigators{.id = "navigators_now",
                         .words = {"Vehicles on live navigation", "使用实时导航的车辆"},
                         .unit = "vehicles",
                         .better = 0,
                         .decimals = 0,
                         .result = false};
const Figure kNavigatorsReached{.id = "navigators_reached_now",
                                .words = {"Vehicles on live navigation with a signal", "有信号的实时导航车辆"},
                                .unit = "vehicles",
                                .better = 1,
                                .decimals = 0,
                                .result = false,
                                .charted = true};
const Figure kRadios{.id = "v2x_now",
                     .words = {"Vehicles with a V2X radio", "配备车载单元的车辆"},
                     .unit = "vehicles",
                     .better = 0,
                     .decimals = 0,
                     .result = false};
const Figure kRadiosReached{.id = "v2x_reached_now",
                            .words = {"Vehicles that a roadside unit reaches", "路侧单元可达车辆"},
                            .unit = "vehicles",
                            .better = 1,
                            .decimals = 0,
                            .result = false,
                            .charted = true};
const Figure kNavigatorHours{.id = "vehicle_hours_navigated",
                             .words = {"Vehicle hours on live navigation", "实时导航车辆小时"},
                             .unit = "veh h",
                             .better = 0,
                             .kind = Figure::Kind::Integral,
                             .of = &kNavigators,
                             .result = false};
const Figure kNavigatorHoursReached{
    .id = "vehicle_hours_navigated_reached",
    .words = {"Vehicle hours on live navigation with a signal", "有信号的实时导航车辆小时"},
    .unit = "veh h",
    .better = 1,
    .kind = Figure::Kind::Integral,
    .of = &kNavigatorsReached,
    .result = false};
const Figure kRadioHours{.id = "vehicle_hours_v2x",
                         .words = {"Vehicle hours with a V2X radio", "车载单元车辆小时"},
                         .unit = "veh h",
                         .better = 0,
                         .kind = Figure::Kind::Integral,
                         .of = &kRadios,
                         .result = false};
const Figure kRadioHoursReached{.id = "vehicle_hours_v2x_reached",
                                .words = {"Vehicle hours that a roadside unit reaches", "路侧单元可达车辆小时"},
                                .unit = "veh h",
                                .better = 1,
                                .kind = Figure::Kind::Integral,
                                .of = &kRadiosReached};
const Figure kNavigatorsShare{.id = "navigators_reached_share",
                              .words = {"Live navigation with a signal", "实时导航信号覆盖率"},
                              .unit = "%",
                              .better = 1,
                              .kind = Figure::Kind::Total,
                              .factor = 100.0};
const Figure kRadioShare{.id = "v2x_reached_share",
                         .words = {"V2X radios that a roadside unit reaches", "路侧单元覆盖率"},
                         .unit = "%",
                         .better = 1,
                         .kind = Figure::Kind::Total,
                         .factor = 100.0};

namespace {

constexpr std::array<const engine::Kind*, 1> kKinds{&kSite};
constexpr std::array<const engine::ColumnInfo*, 4> kColumns{&kState, &kLoad, &kBattery, &kRate};
constexpr std::array<const Figure*, 13> kFigures{
    &kDeadSites,     &kPeopleBelow,    &kPersonHoursBelow,      &kNavigators, &kNavigatorsReached, &kRadios,
    &kRadiosReached, &kNavigatorHours, &kNavigatorHoursReached, &kRadioHours, &kRadioHoursReached, &kNavigatorsShare,
    &kRadioShare};
constexpr double kSpareP = 20.0; // percent: beyond a load of 80 % networks are usually enlarged (recalled)

const engine::LayerInfo kCoverageLayer{.id = "coverage",
                                       .words = {"Mobile network headroom", "移动网络余量"},
                                       .unit = {"% free", "容量的 %"},
                                       .nothing = {"no signal", "无信号"},
                                       .low = 0.0,
                                       .high = 100.0,
                                       .serves_from = kSpareP,
                                       .column = &kLoad,
                                       .inverted = true,
                                       .buildings = engine::Service::Signal};
constexpr std::array<const engine::LayerInfo*, 1> kLayers{&kCoverageLayer};

} // namespace

const engine::DomainRow kRow{.id = "telecom",
                             .words = {"Telecom", "通信"},
                             .icon = "antenna",
                             .kinds = kKinds,
                             .columns = kColumns,
                             .figures = kFigures,
                             .layers = kLayers,
                             .drawn = true,
                             .below = true,
                             .storage = &kStorage,
                             .make = make_domain,
                             .summary = summarise};

} // namespace cityloom::telecom

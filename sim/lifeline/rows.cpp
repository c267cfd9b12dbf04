// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/lifeline/rows.h"

#include <array>

#include "sim/lifeline/blob.h"
#include "sim/lifeline/dependency.h"
#include "sim/lifeline/domain.h"

namespace cityloom::lifeline {

namespace {

using engine::AssetFact;
using engine::AssetView;
using engine::Figure;
using engine::NetworkSet;

constexpr std::array<std::string_view, 1> kPrefixes{"building"};

std::size_t count_buildings(const NetworkSet& n) {
    return n.of<Dependencies>().buildings.size();
}

AssetView view_building(const NetworkSet& n, std::uint64_t index) {
    const Building& building = n.of<Dependencies>().buildings[index];
    return {.id = building.id,
            .key = "building/" + std::to_string(building.id),
            .cls = "building",
            .noun = {"Building", "建筑"},
            .at = building.at,
            .source = Provenance::Measured,
            .major = false};
}

bool find_building(const NetworkSet& n, std::string_view key, std::uint64_t& index) {
    const auto& buildings = n.of<Dependencies>().buildings;
    constexpr std::string_view kPrefix = "building/";
    if (!key.starts_with(kPrefix)) {
        return false;
    }
    const std::string digits{key.substr(kPrefix.size())};
    for (std::size_t b = 0; b < buildings.size(); ++b) {
        if (std::to_string(buildings[b].id) == digits) {
            index = b;
            return true;
        }
    }
    return false;
}

void building_facts(const NetworkSet& n, std::uint64_t index, std::vector<AssetFact>& out) {
    const Building& building = n.of<Dependencies>().buildings[index];
    out.push_back({"people", {"People", "人口"}, {}, static_cast<double>(building.people), 0, Provenance::Derived});
    out.push_back({"jobs", {"Jobs", "岗位"}, {}, static_cast<double>(building.jobs), 0, Provenance::Derived});
}

engine::Words yes_no(float value) {
    return value > 0.5F ? engine::Words{"yes", "是"} : engine::Words{"no", "否"};
}

const Figure kPeopleWithoutPower{.id = "people_without_power_now",
                                 .words = {"People without power", "停电人数"},
                                 .unit = "people",
                                 .decimals = 0,
                                 .per_district = true,
                                 .result = false};
const Figure kPeopleWithoutWater{.id = "people_without_water_now",
                                 .words = {"People without water", "停水人数"},
                                 .unit = "people",
                                 .decimals = 0,
                                 .per_district = true,
                                 .result = false};
const Figure kPeopleWithoutSignalNow{.id = "people_without_signal_now",
                                     .words = {"People without signal", "无信号人数"},
                                     .unit = "people",
                                     .decimals = 0,
                                     .per_district = true,
                                     .result = false,
                                     .told = true};
const Figure kPersonHoursPower{.id = "person_hours_without_power",
                               .words = {"Person hours without power", "停电人小时"},
                               .unit = "person h",
                               .kind = Figure::Kind::Integral,
                               .of = &kPeopleWithoutPower,
                               .per_district = true};
const Figure kPersonHoursWater{.id = "person_hours_without_water",
                               .words = {"Person hours without water", "停水人小时"},
                               .unit = "person h",
                               .kind = Figure::Kind::Integral,
                               .of = &kPeopleWithoutWater,
                               .per_district = true};
const Figure kPersonHoursSignal{.id = "person_hours_without_signal",
                                .words = {"Person hours without signal", "无信号人小时"},
                                .unit = "person h",
                                .kind = Figure::Kind::Integral,
                                .of = &kPeopleWithoutSignalNow,
                                .per_district = true};
constexpr std::array<const engine::Kind*, 1> kKinds{&kBuilding};
constexpr std::array<const engine::ColumnInfo*, 4> kColumns{&kHasPower, &kHasWater, &kHasSignal, &kServingSite};
constexpr std::array<const Figure*, 7> kFigures{&kPeopleWithoutPower,  &kPeopleWithoutWater, &kPeopleWithoutSignalNow,
                                                &kPeopleWithoutSignal, &kPersonHoursSignal,  &kPersonHoursPower,
                                                &kPersonHoursWater};

/// What buildings are without; the picture has a class for each case.
const engine::LayerInfo kOutagesLayer{.id = "outages",
                                      .words = {"Buildings without service", "服务中断"},
                                      .unit = {},
                                      .nothing = {},
                                      .ramp = engine::Ramp::Status};
constexpr std::array<const engine::LayerInfo*, 1> kLayers{&kOutagesLayer};

/// The buildings' figures of the present, by service: they are set by their domain.
constexpr std::array<const Figure*, 3> kNow{&kPeopleWithoutPower, &kPeopleWithoutWater, &kPeopleWithoutSignalNow};

} // namespace

std::span<const Figure* const> people_without_now() {
    return kNow;
}

const engine::Kind kBuilding{.id = "building",
                             .prefixes = kPrefixes,
                             .words = {"Building", "建筑"},
                             .icon = "building",
                             .shape = engine::Shape::Area,
                             .acts = engine::kCanFail,
                             .count = count_buildings,
                             .view = view_building,
                             .facts = building_facts,
                             .find = find_building};

const engine::ColumnInfo kHasPower{.id = "building.power",
                                   .of = &kBuilding,
                                   .words = {"Electricity", "电力"},
                                   .unit = {"1 = served", "1 = 有服务"},
                                   .decimals = 0,
                                   .store = engine::Store::Flag,
                                   .word = yes_no};
const engine::ColumnInfo kHasWater{.id = "building.water",
                                   .of = &kBuilding,
                                   .words = {"Water", "供水"},
                                   .unit = {"1 = served", "1 = 有服务"},
                                   .decimals = 0,
                                   .store = engine::Store::Flag,
                                   .word = yes_no};
const engine::ColumnInfo kHasSignal{.id = "building.signal",
                                    .of = &kBuilding,
                                    .words = {"Signal", "信号"},
                                    .unit = {"1 = served", "1 = 有服务"},
                                    .decimals = 0,
                                    .store = engine::Store::Flag,
                                    .word = yes_no};
const engine::ColumnInfo kServingSite{.id = "building.site", .of = &kBuilding, .shown = false};

const Figure kPeopleWithoutSignal{.id = "people_without_signal",
                                  .words = {"People without signal at the end", "期末无信号人数"},
                                  .unit = "people",
                                  .decimals = 0};

const engine::DomainRow kRow{.id = "buildings",
                             .words = {"Buildings", "建筑"},
                             .icon = "building",
                             .kinds = kKinds,
                             .columns = kColumns,
                             .figures = kFigures,
                             .layers = kLayers,
                             .storage = &kStorage,
                             .make = make_domain};

} // namespace cityloom::lifeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/lifeline/supplies_before.h"

#include <algorithm>
#include <array>

#include "sim/corridor/domain.h"
#include "sim/lifeline/rows.h"

namespace cityloom::lifeline {

namespace {

constexpr double kDropOutPu = 0.85; // one for all consumers then
constexpr double kDarkPu = 0.01;

} // namespace

const engine::Kind* kind_of(std::string_view id) {
    for (const engine::DomainRow* row : engine::domain_rows()) {
        const auto found = std::ranges::find(row->kinds, id, &engine::Kind::id);
        if (found != row->kinds.end()) {
            return *found;
        }
    }
    return nullptr;
}

bool modernise(const std::vector<SupplyBefore>& supplies, const std::vector<BuildingBefore>& buildings,
               Dependencies& dependencies) {
    const std::array consumers{kind_of("water.link"), kind_of("signal"), kind_of("telecom.site"), &kBuilding,
                               kind_of("charging.station")};
    const engine::Kind* const bus = kind_of("power.bus");
    const engine::Kind* const node = kind_of("water.node");
    const engine::Kind* const site = kind_of("telecom.site");
    if (std::ranges::count(consumers, nullptr) > 0 || bus == nullptr || node == nullptr) {
        return false;
    }
    for (const SupplyBefore& s : supplies) {
        if (s.bus != kNone && s.kind < consumers.size()) {
            dependencies.supplies.push_back({.provider = {bus, s.bus},
                                             .consumer = {consumers.at(s.kind), s.consumer},
                                             .service = engine::Service::Power,
                                             .load = s.load_w,
                                             .threshold = kDropOutPu,
                                             .buffer_s = s.battery_s,
                                             .source = s.source});
        }
    }
    for (std::uint32_t b = 0; b < buildings.size(); ++b) {
        const BuildingBefore& before = buildings[b];
        dependencies.buildings.push_back(
            {.people = before.people, .jobs = before.jobs, .district = before.district, .at = before.at});
        const engine::AssetRef consumer{&kBuilding, b};
        if (before.bus != kNone) {
            dependencies.supplies.push_back({.provider = {bus, before.bus},
                                             .consumer = consumer,
                                             .service = engine::Service::Power,
                                             .threshold = kDarkPu,
                                             .source = Provenance::Derived});
        }
        if (before.water_node != kNone) {
            dependencies.supplies.push_back({.provider = {node, before.water_node},
                                             .consumer = consumer,
                                             .service = engine::Service::Water,
                                             .source = Provenance::Derived});
        }
        dependencies.supplies.push_back({.provider = {site, engine::kChosen},
                                         .consumer = consumer,
                                         .service = engine::Service::Signal,
                                         .threshold = 1.0,
                                         .source = Provenance::Derived});
    }
    return true;
}

} // namespace cityloom::lifeline

// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/dependencies_archive.h"

#include <array>

namespace cityloom::gis {

namespace {

constexpr double kDropOutPu = 0.85; // as gis/derive/dependencies.cpp had it for all
constexpr double kDarkPu = 0.01;

} // namespace

PackedDependencies pack(const lifeline::Dependencies& dependencies) {
    PackedDependencies packed;
    const auto number = [&](const engine::Kind* kind) {
        const std::string id{kind->id};
        auto found = std::ranges::find(packed.kinds, id);
        if (found == packed.kinds.end()) {
            packed.kinds.push_back(id);
            found = packed.kinds.end() - 1;
        }
        return static_cast<std::uint16_t>(found - packed.kinds.begin());
    };
    for (const engine::Supply& s : dependencies.supplies) {
        packed.supplies.push_back({number(s.provider.kind), number(s.consumer.kind), s.provider.index, s.consumer.index,
                                   s.service, s.load, s.threshold, s.buffer_s, s.delay_s, s.priority, s.source});
    }
    return packed;
}

bool unpack(const PackedDependencies& packed, lifeline::Dependencies& dependencies) {
    std::vector<const engine::Kind*> kinds;
    for (const std::string& id : packed.kinds) {
        kinds.push_back(engine::find_kind(id));
    }
    dependencies.supplies.clear();
    for (const PackedSupply& s : packed.supplies) {
        if (s.provider_kind >= kinds.size() || s.consumer_kind >= kinds.size() || kinds[s.provider_kind] == nullptr ||
            kinds[s.consumer_kind] == nullptr) {
            return false;
        }
        dependencies.supplies.push_back({.provider = {kinds[s.provider_kind], s.provider},
                                         .consumer = {kinds[s.consumer_kind], s.consumer},
                                         .service = s.service,
                                         .load = s.load,
                                         .threshold = s.threshold,
                                         .buffer_s = s.buffer_s,
                                         .delay_s = s.delay_s,
                                         .priority = s.priority,
                                         .source = s.source});
    }
    return true;
}

void modernise(const std::vector<OldSupply>& supplies, const std::vector<OldBuilding>& buildings,
               lifeline::Dependencies& dependencies) {
    static constexpr std::array<const engine::Kind*, 5> kConsumers{&water::kLink, &traffic::kSignal, &telecom::kSite,
                                                                   &lifeline::kBuilding, &charging::kStation};
    for (const OldSupply& s : supplies) {
        if (s.bus != kNone && s.kind < kConsumers.size()) {
            dependencies.supplies.push_back({.provider = {&power::kBus, s.bus},
                                             .consumer = {kConsumers.at(s.kind), s.consumer},
                                             .service = engine::Service::Power,
                                             .load = s.load_w,
                                             .threshold = kDropOutPu,
                                             .buffer_s = s.battery_s,
                                             .source = s.source});
        }
    }
    for (std::uint32_t b = 0; b < buildings.size(); ++b) {
        const OldBuilding& old = buildings[b];
        dependencies.buildings.push_back(
            {.people = old.people, .jobs = old.jobs, .district = old.district, .at = old.at});
        const engine::AssetRef consumer{&lifeline::kBuilding, b};
        if (old.bus != kNone) {
            dependencies.supplies.push_back({.provider = {&power::kBus, old.bus},
                                             .consumer = consumer,
                                             .service = engine::Service::Power,
                                             .threshold = kDarkPu,
                                             .source = Provenance::Derived});
        }
        if (old.water_node != kNone) {
            dependencies.supplies.push_back({.provider = {&water::kNode, old.water_node},
                                             .consumer = consumer,
                                             .service = engine::Service::Water,
                                             .source = Provenance::Derived});
        }
        dependencies.supplies.push_back({.provider = {&telecom::kSite, engine::kChosen},
                                         .consumer = consumer,
                                         .service = engine::Service::Signal,
                                         .threshold = 1.0,
                                         .source = Provenance::Derived});
    }
}

} // namespace cityloom::gis

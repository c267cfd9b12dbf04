// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/engine/asset.h"

#include <charconv>

namespace cityloom::engine {

namespace {

/// Calls f(key, ref) for every keyed asset until it returns true.
template <typename F> void each_asset(const Networks& n, F&& f) {
    for (std::size_t i = 0; i < n.power.buses.size(); ++i) {
        if (f(n.power.buses[i].key, AssetRef{AssetType::PowerBus, i})) {
            return;
        }
    }
    for (std::size_t i = 0; i < n.power.branches.size(); ++i) {
        if (f(n.power.branches[i].key, AssetRef{AssetType::PowerBranch, i})) {
            return;
        }
    }
    for (std::size_t i = 0; i < n.water.nodes.size(); ++i) {
        if (f(n.water.nodes[i].key, AssetRef{AssetType::WaterNode, i})) {
            return;
        }
    }
    for (std::size_t i = 0; i < n.water.links.size(); ++i) {
        if (f(n.water.links[i].key, AssetRef{AssetType::WaterLink, i})) {
            return;
        }
    }
    for (std::size_t i = 0; i < n.telecom.sites.size(); ++i) {
        if (f(n.telecom.sites[i].key, AssetRef{AssetType::TelecomSite, i})) {
            return;
        }
    }
    for (std::size_t i = 0; i < n.roads.controllers.size(); ++i) {
        if (f(n.roads.controllers[i].key, AssetRef{AssetType::Controller, i})) {
            return;
        }
    }
    for (std::size_t i = 0; i < n.roads.chargers.size(); ++i) {
        if (f(n.roads.chargers[i].key, AssetRef{AssetType::Charger, i})) {
            return;
        }
    }
}

} // namespace

Result<AssetRef> find_asset(const Networks& networks, std::string_view key) {
    constexpr std::string_view kStreet = "street/";
    if (key.starts_with(kStreet)) {
        std::uint64_t id = 0;
        const std::string_view digits = key.substr(kStreet.size());
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
        if (error == std::errc{} && end == digits.data() + digits.size()) {
            for (const traffic::Edge& edge : networks.roads.edges) {
                if (edge.street_id == id) {
                    return AssetRef{AssetType::Street, id};
                }
            }
        }
        return fail(ErrorCode::NotFound, "There is no drivable street " + std::string{digits} +
                                             "; `info` and the map show the streets' ids.");
    }
    AssetRef found;
    bool hit = false;
    std::string alike;
    int listed = 0;
    const std::string_view kind = key.substr(0, key.find('/'));
    each_asset(networks, [&](const std::string& name, AssetRef ref) {
        if (name == key) {
            found = ref;
            return hit = true;
        }
        if (listed < 8 && !name.empty() && name.starts_with(kind) && name.size() > kind.size() &&
            name[kind.size()] == '/') {
            alike += (listed++ > 0 ? ", " : "") + name;
        }
        return false;
    });
    if (hit) {
        return found;
    }
    return fail(ErrorCode::NotFound,
                "There is no asset " + std::string{key} + "." +
                    (listed > 0 ? " Of that kind there are " + alike + (listed == 8 ? " ..." : "") + "."
                                : " Kinds are infeed, substation, transformer, feeder, line, source, tank, pump, main, "
                                  "basestation, rsu, charger, signal and street."));
}

std::string asset_key(const Networks& networks, AssetRef asset) {
    const auto i = static_cast<std::size_t>(asset.index);
    switch (asset.type) {
    case AssetType::PowerBus:
        return networks.power.buses[i].key;
    case AssetType::PowerBranch:
        return networks.power.branches[i].key;
    case AssetType::WaterNode:
        return networks.water.nodes[i].key;
    case AssetType::WaterLink:
        return networks.water.links[i].key;
    case AssetType::TelecomSite:
        return networks.telecom.sites[i].key;
    case AssetType::Controller:
        return networks.roads.controllers[i].key;
    case AssetType::Charger:
        return networks.roads.chargers[i].key;
    case AssetType::Street:
        break;
    }
    return "street/" + std::to_string(asset.index);
}

Point2 asset_place(const Networks& networks, AssetRef asset) {
    const auto i = static_cast<std::size_t>(asset.index);
    switch (asset.type) {
    case AssetType::PowerBus:
        return networks.power.buses[i].at;
    case AssetType::PowerBranch:
        return networks.power.buses[networks.power.branches[i].from].at;
    case AssetType::WaterNode:
        return networks.water.nodes[i].at;
    case AssetType::WaterLink:
        return networks.water.nodes[networks.water.links[i].from].at;
    case AssetType::TelecomSite:
        return networks.telecom.sites[i].at;
    case AssetType::Controller:
        return networks.roads.controllers[i].at;
    case AssetType::Charger:
        return networks.roads.chargers[i].at;
    case AssetType::Street:
        for (const traffic::Edge& edge : networks.roads.edges) {
            if (edge.street_id == asset.index) {
                return networks.roads.points[edge.shape.begin + edge.shape.count / 2];
            }
        }
        break;
    }
    return {};
}

std::vector<std::string> asset_keys(const Networks& networks) {
    std::vector<std::string> keys;
    each_asset(networks, [&](const std::string& name, AssetRef) {
        if (!name.empty()) {
            keys.push_back(name);
        }
        return false;
    });
    return keys;
}

} // namespace cityloom::engine

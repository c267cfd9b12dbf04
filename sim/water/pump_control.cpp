// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/water/pump_control.h"

#include <algorithm>

namespace cityloom::water {

namespace {

constexpr double kOnShare = 0.70; // tanks below this start the pumps, above kOffShare stop them
constexpr double kOffShare = 0.95;
constexpr double kFullShare = 0.98; // of one tank: what it can no longer take would only press on the mains

} // namespace

PumpControl::PumpControl(const Network& net) : net_{net}, incident_(net.nodes.size()), wanted_(net.links.size(), 1) {
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        if (net.links[l].kind == LinkKind::Pipe) {
            incident_[net.links[l].from].push_back(l);
            incident_[net.links[l].to].push_back(l);
        }
    }
    for (std::uint32_t n = 0; n < net.nodes.size(); ++n) {
        if (net.nodes[n].kind == NodeKind::Tank) {
            tanks_.push_back(n);
        }
    }
}

void PumpControl::find_zones(const WaterState& state) {
    zone_.assign(net_.nodes.size(), kNone);
    size_.clear();
    std::vector<std::uint32_t> todo;
    for (std::uint32_t first = 0; first < zone_.size(); ++first) {
        if (zone_[first] != kNone) {
            continue;
        }
        const auto zone = static_cast<std::uint32_t>(size_.size());
        size_.push_back(0);
        zone_[first] = zone;
        todo.push_back(first);
        while (!todo.empty()) {
            const std::uint32_t at = todo.back();
            todo.pop_back();
            ++size_[zone];
            for (const std::uint32_t l : incident_[at]) {
                const std::uint32_t other = net_.links[l].from == at ? net_.links[l].to : net_.links[l].from;
                const bool leads = state.pipe_open[l] != 0 && state.node_failed[at] == 0;
                if (leads && state.node_failed[other] == 0 && zone_[other] == kNone) {
                    zone_[other] = zone;
                    todo.push_back(other);
                }
            }
        }
    }
}

/// A tank by itself knows nothing of the city.
bool PumpControl::steers(std::uint32_t tank, const WaterState& state) const {
    return state.node_failed[tank] == 0 && size_[zone_[tank]] > 1;
}

PumpControl::Storage PumpControl::storage_for(const Link& pump, const WaterState& state) const {
    Storage all;
    const auto add = [&](std::uint32_t tank) {
        const Node& node = net_.nodes[tank];
        all.volume_m3 += node.tank_area_m2 * (state.tank_level_m[tank] - node.tank_min_level_m);
        all.fullest = std::max(all.fullest, (state.tank_level_m[tank] - node.tank_min_level_m) /
                                                std::max(1e-9, node.tank_max_level_m - node.tank_min_level_m));
        all.capacity_m3 += node.tank_area_m2 * (node.tank_max_level_m - node.tank_min_level_m);
    };
    const auto reached = [&](std::uint32_t tank) { return steers(tank, state) && zone_[tank] == zone_[pump.to]; };
    for (const std::uint32_t tank : tanks_) {
        if (pump.control_tank == kNone ? steers(tank, state) : reached(tank)) {
            add(tank);
        }
    }
    return all;
}

void PumpControl::look(const WaterState& state) {
    find_zones(state);
    for (std::uint32_t l = 0; l < net_.links.size(); ++l) {
        if (net_.links[l].kind == LinkKind::Pump) {
            const Storage storage = storage_for(net_.links[l], state);
            const double share = storage.capacity_m3 > 0.0 ? storage.volume_m3 / storage.capacity_m3 : 0.0;
            const bool full = share > kOffShare || storage.fullest > kFullShare;
            wanted_[l] = net_.links[l].runs || share < kOnShare ? 1 : full ? 0 : wanted_[l];
        }
    }
}

} // namespace cityloom::water

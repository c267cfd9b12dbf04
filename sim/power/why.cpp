// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/power/why.h"

#include <algorithm>

#include "sim/power/rows.h"

namespace cityloom::power {

namespace {

constexpr engine::Words kDead{"is without voltage", "无电压"};
constexpr engine::Words kNoWay{"has no line from an infeed", "没有来自电网接入点的线路"};
constexpr engine::Words kOpen{"is switched open", "开关已断开"};
constexpr engine::Words kOverloaded{"is asked for more than its lines can carry", "负荷超出线路能力"};

/// By which branch each bus is normally fed; kNone: an infeed, or none.
std::vector<std::uint32_t> normal_feeds(const Network& net) {
    std::vector<std::vector<std::uint32_t>> incident(net.buses.size());
    for (std::uint32_t b = 0; b < net.branches.size(); ++b) {
        if (!net.branches[b].normally_open) {
            incident[net.branches[b].from].push_back(b);
            incident[net.branches[b].to].push_back(b);
        }
    }
    std::vector<std::uint32_t> feed(net.buses.size(), kNone);
    std::vector<std::uint8_t> seen(net.buses.size(), 0);
    std::vector<std::uint32_t> order;
    for (std::uint32_t bus = 0; bus < net.buses.size(); ++bus) {
        if (net.buses[bus].kind == BusKind::Infeed) {
            seen[bus] = 1;
            order.push_back(bus);
        }
    }
    for (std::size_t k = 0; k < order.size(); ++k) {
        for (const std::uint32_t b : incident[order[k]]) {
            const Branch& branch = net.branches[b];
            const std::uint32_t other = branch.from == order[k] ? branch.to : branch.from;
            if (seen[other] == 0) {
                seen[other] = 1;
                feed[other] = b;
                order.push_back(other);
            }
        }
    }
    return feed;
}

std::uint32_t other_end(const Branch& branch, std::uint32_t bus) {
    return branch.from == bus ? branch.to : branch.from;
}

std::vector<engine::Reason> why_bus(const Standing& now, std::uint32_t bus) {
    if (now.flow.energised()[bus] != 0) {
        const bool overloaded = std::ranges::find(now.flow.overloaded(), bus) != now.flow.overloaded().end();
        return overloaded ? std::vector<engine::Reason>{{.id = "overloaded", .words = kOverloaded}}
                          : std::vector<engine::Reason>{};
    }
    const std::vector<std::uint32_t> feed = normal_feeds(now.net);
    for (std::uint32_t at = bus; feed[at] != kNone; at = other_end(now.net.branches[feed[at]], at)) {
        const std::uint32_t branch = feed[at];
        const bool broken = now.failed[branch] != 0 || now.closed[branch] == 0;
        if (broken || now.flow.bus_failed(other_end(now.net.branches[branch], at))) {
            return {{.id = "dead", .words = kDead, .from = {&kBranch, branch}}};
        }
    }
    if (now.flow.bus_failed(bus)) {
        return {}; // that says it all
    }
    return {{.id = "unreached", .words = kNoWay}};
}

std::vector<engine::Reason> why_branch(const Standing& now, std::uint32_t index) {
    const Branch& branch = now.net.branches[index];
    std::vector<engine::Reason> reasons;
    if (now.closed[index] == 0 && !branch.normally_open) {
        reasons.push_back({.id = "open", .words = kOpen, .by = engine::Verb::Switch});
    }
    const std::vector<std::uint32_t> feed = normal_feeds(now.net);
    const std::uint32_t upstream = feed[branch.from] == index ? branch.to : branch.from;
    if (now.flow.energised()[upstream] == 0) {
        reasons.push_back({.id = "dead", .words = kDead, .from = {&kBus, upstream}});
    }
    return reasons;
}

} // namespace

std::vector<engine::Reason> reasons(const Standing& now, engine::AssetRef asset) {
    return asset.is(kBus)      ? why_bus(now, asset.i())
           : asset.is(kBranch) ? why_branch(now, asset.i())
                               : std::vector<engine::Reason>{};
}

} // namespace cityloom::power

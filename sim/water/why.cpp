// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/water/why.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

#include "sim/water/rows.h"

namespace cityloom::water {

namespace {

constexpr double kEmptyM = 1e-3; // of water over a tank's least level

constexpr engine::Words kDry{"gets no water", "无来水"};
constexpr engine::Words kEmpty{"is empty", "已放空"};
constexpr engine::Words kNoWay{"has no main from a source or tank", "没有来自水源或水塔的管道"};
constexpr engine::Words kShut{"is shut by its valve", "阀门已关闭"};
constexpr engine::Words kBurst{"has burst", "已爆裂"};
constexpr engine::Words kLow{"has less pressure than is required", "压力低于要求"};

bool holds_water(const Standing& now, std::uint32_t n) {
    const Node& node = now.net.nodes[n];
    return node.kind == NodeKind::Reservoir ||
           (node.kind == NodeKind::Tank && now.hydraulics.tank_level_m()[n] > node.tank_min_level_m + kEmptyM);
}

/// What is in the way to a node: the fewest things on any way from a source or tank, nearest first (a search with costs
/// of 0 and 1). A tank is filled by sources, not by others like it. \param found false: there is no way at all
std::vector<engine::AssetRef> in_the_way(const Standing& now, std::uint32_t to, bool& found) {
    const Network& net = now.net;
    std::vector<std::vector<std::uint32_t>> incident(net.nodes.size());
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        incident[net.links[l].to].push_back(l);
        if (net.links[l].kind == LinkKind::Pipe) { // a pump lets nothing back
            incident[net.links[l].from].push_back(l);
        }
    }
    constexpr std::uint32_t kFar = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> cost(net.nodes.size(), kFar);
    std::vector<std::uint32_t> by(net.nodes.size(), kNone); // the link towards \c to
    const bool by_sources = net.nodes[to].kind == NodeKind::Tank;
    const auto gives = [&](std::uint32_t n) {
        return n != to &&
               (net.nodes[n].kind == NodeKind::Reservoir || (net.nodes[n].kind == NodeKind::Tank && !by_sources));
    };
    const auto gone = [&](std::uint32_t n) { return now.node_failed[n] != 0 || (gives(n) && !holds_water(now, n)); };
    std::deque<std::uint32_t> todo{to};
    cost[to] = 0;
    std::uint32_t best = kNone;
    while (!todo.empty()) {
        const std::uint32_t n = todo.front();
        todo.pop_front();
        if (gives(n) && (best == kNone || cost[n] < cost[best])) {
            best = n;
        }
        for (const std::uint32_t l : incident[n]) {
            const Link& link = net.links[l];
            const std::uint32_t next = link.to == n ? link.from : link.to;
            const std::uint32_t there = cost[n] + (now.hydraulics.link_open(l) ? 0U : 1U) + (gone(next) ? 1U : 0U);
            if (there < cost[next]) {
                cost[next] = there;
                by[next] = l;
                if (there == cost[n]) {
                    todo.push_front(next);
                } else {
                    todo.push_back(next);
                }
            }
        }
    }
    found = best != kNone;
    std::vector<engine::AssetRef> obstacles;
    for (std::uint32_t n = best; n != kNone && n != to;) {
        const std::uint32_t l = by[n];
        if (gone(n)) {
            obstacles.push_back({&kNode, n});
        }
        if (!now.hydraulics.link_open(l)) {
            obstacles.push_back({&kLink, l});
        }
        n = net.links[l].to == n ? net.links[l].from : net.links[l].to;
    }
    std::ranges::reverse(obstacles);
    return obstacles;
}

std::vector<engine::Reason> why_node(const Standing& now, std::uint32_t n) {
    const Node& node = now.net.nodes[n];
    const bool tank = node.kind == NodeKind::Tank;
    const bool lacks = tank ? !holds_water(now, n) : now.hydraulics.served()[n] == 0;
    if (node.kind == NodeKind::Reservoir || !lacks) {
        const bool low = node.kind == NodeKind::Junction && node.demand_m3ps > 0.0 &&
                         now.hydraulics.pressure_m(n) < now.net.min_pressure_m;
        return low ? std::vector<engine::Reason>{{.id = "low_pressure", .words = kLow}} : std::vector<engine::Reason>{};
    }
    const engine::Reason reason{.id = tank ? "empty" : "dry", .words = tank ? kEmpty : kDry, .at_once = !tank};
    bool found = false;
    std::vector<engine::Reason> reasons;
    for (const engine::AssetRef obstacle : in_the_way(now, n, found)) {
        reasons.push_back(reason);
        reasons.back().from = obstacle;
    }
    if (!found) {
        return {{.id = "unreached", .words = kNoWay}};
    }
    if (reasons.empty()) {
        reasons.push_back(reason);
    }
    return reasons;
}

std::vector<engine::Reason> why_link(const Standing& now, std::uint32_t l) {
    if (now.shut[l] != 0) {
        return {{.id = "shut", .words = kShut, .by = engine::Verb::Switch}};
    }
    if (now.hydraulics.hole_m2(l) > 0.0) {
        return {{.id = "burst", .words = kBurst, .by = engine::Verb::SetPoint}};
    }
    const Link& link = now.net.links[l];
    const auto served = now.hydraulics.served();
    if (now.failed[l] == 0 && served[link.from] == 0 && served[link.to] == 0) {
        return {{.id = "dry", .words = kDry, .from = {&kNode, link.from}}};
    }
    return {};
}

} // namespace

std::vector<engine::Reason> reasons(const Standing& now, engine::AssetRef asset) {
    return asset.is(kNode)   ? why_node(now, asset.i())
           : asset.is(kLink) ? why_link(now, asset.i())
                             : std::vector<engine::Reason>{};
}

} // namespace cityloom::water

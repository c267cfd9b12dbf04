// SPDX-License-Identifier: GPL-3.0-or-later
// Where water can go: from sources that work, over links that are open, not through what has failed or lies dry.
#include <algorithm>
#include <cmath>

#include "sim/water/hydraulic_state.h"

namespace cityloom::water {

namespace {

constexpr double kFilmM = 1e-4;       // less than this over its floor, and a tank is empty
constexpr double kPressureM = 1e-6;   // what the solver leaves of a pressure of 0
constexpr double kFlowShare = 1e-6;   // of all flow: what it leaves of a flow of 0
constexpr double kAllFlowM3ps = 1e-9; // at least

} // namespace

bool Hydraulics::State::gives(std::uint32_t node) const {
    const Node& n = net.nodes[node];
    return node_failed[node] == 0 &&
           (n.kind == NodeKind::Reservoir || (n.kind == NodeKind::Tank && level[node] > n.tank_min_level_m + kFilmM));
}

bool Hydraulics::State::empty(std::uint32_t node) const {
    return net.nodes[node].kind == NodeKind::Tank && !gives(node);
}

bool Hydraulics::State::full(std::uint32_t node) const {
    return net.nodes[node].kind == NodeKind::Tank && level[node] >= net.nodes[node].tank_max_level_m - 1e-9;
}

bool Hydraulics::State::passes(std::uint32_t link) const {
    const Link& l = net.links[link];
    const bool whole = open[link] != 0 && barred[link] == 0 && works(l.from) && works(l.to);
    return whole && (l.kind == LinkKind::Pipe || (!empty(l.from) && !full(l.to)));
}

bool Hydraulics::State::conducts(std::uint32_t link) const {
    return running[link] != 0 && served[net.links[link].from] != 0 && served[net.links[link].to] != 0 && passes(link);
}

void Hydraulics::State::find_reach() {
    std::fill(served.begin(), served.end(), std::uint8_t{0});
    std::fill(came_by.begin(), came_by.end(), kNone);
    reach.clear();
    for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
        if (gives(i)) {
            served[i] = 1;
            reach.push_back(i);
        }
    }
    for (std::size_t k = 0; k < reach.size(); ++k) {
        for (const std::uint32_t l : incident[reach[k]]) {
            const Link& link = net.links[l];
            const std::uint32_t other = link.from == reach[k] ? link.to : link.from;
            const bool against = link.kind != LinkKind::Pipe && link.to == reach[k];
            if (running[l] == 0 || served[other] != 0 || against || !passes(l)) {
                continue;
            }
            served[other] = 1;
            came_by[other] = l;
            if (net.nodes[other].kind == NodeKind::Junction) {
                reach.push_back(other);
            }
        }
    }
}

/// The solution stands, but for what no water can do: then that is shut, and the rest has to be solved again. Pumps go
/// first: without the one that draws its suction empty, those at its suction may well have water.
bool Hydraulics::State::cut_what_cannot_be() {
    double all = kAllFlowM3ps;
    for (const double q : flow) {
        all = std::max(all, std::abs(q));
    }
    bool any = false;
    const auto below = [&](std::uint32_t i) {
        return served[i] != 0 && net.nodes[i].kind == NodeKind::Junction &&
               head[i] - net.nodes[i].elevation_m < -kPressureM;
    };
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        const Link& link = net.links[l];
        const bool draws = link.kind == LinkKind::Pump && conducts(l) && below(link.from);
        const double into_to = flow[l];
        const bool wrong =
            std::abs(into_to) > kFlowShare * all &&
            ((into_to > 0.0 ? empty(link.from) : empty(link.to)) || (into_to > 0.0 ? full(link.to) : full(link.from)));
        if (draws || wrong) {
            barred[l] = 1;
            any = true;
        }
    }
    for (std::uint32_t i = 0; !any && i < net.nodes.size(); ++i) {
        cut[i] = below(i) ? 1 : cut[i];
    }
    return any || std::ranges::any_of(reach, [&](std::uint32_t i) { return cut[i] != 0; });
}

/// The linear solver leaves some 1e-9 of a flow at a junction. It runs back on the way on which the water came, so that
/// what sources give is what is delivered and stored, to rounding.
void Hydraulics::State::balance() {
    std::vector<double> left(net.nodes.size(), 0.0);
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        left[net.links[l].from] -= flow[l];
        left[net.links[l].to] += flow[l];
    }
    for (std::size_t k = reach.size(); k-- > 0;) {
        const std::uint32_t i = reach[k];
        const std::uint32_t l = came_by[i];
        if (l == kNone) {
            continue; // a source: whatever it gives
        }
        const bool forwards = net.links[l].to == i;
        const double much = left[i] - outflow[i] - lost[i];
        flow[l] += forwards ? -much : much;
        left[forwards ? net.links[l].from : net.links[l].to] += much;
    }
}

} // namespace cityloom::water

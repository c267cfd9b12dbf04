// SPDX-License-Identifier: GPL-3.0-or-later
// Where the gradient method finds no way, this does. Nothing switches here: whatever may not be (flow back through a
// pump, out of an empty tank, more or less than taps draw) is dear instead, and in the end too dear to be. That makes
// the network's content convex (Collins, Cooper, Helgason, Kennington and LeBlanc 1978, Solving the pipe network
// analysis problem using optimization techniques, Management Science 24(7), 747-760), and Newton's method with a search
// along its step cannot miss the least of a convex function. It is ten times as slow.
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/water/hydraulic_state.h"

namespace cityloom::water {

namespace {

constexpr int kMostSteps = 60; // at each price
constexpr double kNear = 1e-5; // of all flow
/// What may not be is made dearer step by step: dear at once would be a wall that every search runs into.
struct Price {
    double demand = 0.0;    ///< times the slope at full demand, beyond what taps draw
    double link_spm2 = 0.0; ///< m per m3/s, for flow that may not be
};
constexpr std::array<Price, 4> kPrices{{{3.0, 1e2}, {1e2, 1e3}, {1e3, 1e5}, {1e5, 1e7}}};
constexpr double kLeastShare = 1e-3; // of the demand: less has the slope of this
constexpr int kMostSwitches = 8;     // of pressure-reducing valves
constexpr int kSearches = 12;
constexpr double kGood = 0.1;

} // namespace

Hydraulics::State::Loss Hydraulics::State::soft_loss(std::uint32_t l, double q) const {
    const Link& link = net.links[l];
    if (link.kind == LinkKind::Pump) {
        if (q < 0.0) {
            return {dear_link * q - link.pump_head0_m, dear_link};
        }
        return {link.pump_r_s2pm5 * q * q - link.pump_head0_m, std::max(2.0 * link.pump_r_s2pm5 * q, 1e-2)};
    }
    Loss loss = pipe_loss(l, q);
    const bool back = q < 0.0 && link.kind == LinkKind::Reducer;
    if (back || (q > 0.0 ? empty(link.from) || full(link.to) : empty(link.to) || full(link.from))) {
        loss.m += dear_link * q;
        loss.slope_spm2 += dear_link;
    }
    return loss;
}

Hydraulics::State::Loss Hydraulics::State::soft_demand(std::uint32_t i, double q) const {
    const DemandLaw law{wanted[i], required_m};
    const double dear = dear_demand * law.slope_spm2(wanted[i]);
    if (q < 0.0) {
        return {dear * q, dear};
    }
    if (q > wanted[i]) {
        return {required_m + dear * (q - wanted[i]), dear};
    }
    return {law.loss_m(q), law.slope_spm2(std::max(q, kLeastShare * wanted[i]))};
}

/// Of the content, that share of the step on: below 0 it still falls.
double Hydraulics::State::slope_along(double share) const {
    double slope = 0.0;
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        if (flow_step[l] != 0.0 && !active(l)) {
            const double gap = head[net.links[l].from] - head[net.links[l].to];
            slope += (soft_loss(l, flow[l] + share * flow_step[l]).m - gap) * flow_step[l];
        }
    }
    for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
        if (draw_step[i] != 0.0) {
            const double pressure = head[i] - net.nodes[i].elevation_m;
            slope += (soft_demand(i, outflow[i] + share * draw_step[i]).m - pressure) * draw_step[i];
        }
    }
    for (const Leak& leak : leaks) {
        const double pressure = head[leak.node] - net.nodes[leak.node].elevation_m;
        slope += leak.step == 0.0 ? 0.0 : (soft_leak(leak, leak.flow + share * leak.step).m - pressure) * leak.step;
    }
    return slope;
}

/// How far to go: to where the content stops falling, nearly.
double Hydraulics::State::best_share() const {
    const double first = std::abs(slope_along(0.0));
    double low = 0.0;
    double high = 1.0;
    double share = 1.0;
    for (int k = 0; k < kSearches; ++k) {
        const double slope = slope_along(share);
        if (std::abs(slope) <= kGood * first || (slope < 0.0 && share >= 1.0)) {
            break;
        }
        (slope > 0.0 ? high : low) = share;
        share = 0.5 * (low + high);
    }
    return share;
}

bool Hydraulics::State::draws(std::uint32_t i) const {
    return unknown[i] != kNone && served[i] != 0 && wanted[i] > 0.0;
}

/// At one price. \return whether it has come near.
bool Hydraulics::State::minimise() {
    for (int k = 0; k < kMostSteps; ++k) {
        pin_heads();
        clear_matrix();
        for (std::uint32_t l = 0; l < net.links.size(); ++l) {
            if (active(l)) {
                if (row(net.links[l].from) != kNone) {
                    rhs[row(net.links[l].from)] -= flow[l];
                }
            } else if (conducts(l)) {
                add_link(l, soft_loss(l, flow[l]), flow[l]);
            }
        }
        for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
            if (draws(i)) {
                add_demand(i, soft_demand(i, outflow[i]), outflow[i]);
            } else if (row(i) != kNone && served[i] != 0) {
                rhs[row(i)] -= outflow[i];
            }
        }
        for (const Leak& leak : leaks) {
            if (leaking(leak)) {
                add_demand(leak.node, soft_leak(leak, leak.flow), leak.flow);
            }
        }
        if (!solve_heads()) {
            return false;
        }
        ++iterations;
        double change = 0.0;
        double total = 1e-9;
        for (std::uint32_t l = 0; l < net.links.size(); ++l) {
            const double gap = head[net.links[l].from] - head[net.links[l].to];
            flow_step[l] = active(l) ? 0.0 : bias[l] + conductance[l] * gap - flow[l];
            change += std::abs(flow_step[l]);
            total += std::abs(flow[l] + flow_step[l]);
        }
        for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
            const Loss at = draws(i) ? soft_demand(i, outflow[i]) : Loss{0.0, 1.0};
            draw_step[i] = draws(i) ? (head[i] - net.nodes[i].elevation_m - at.m) / at.slope_spm2 : 0.0;
            change += std::abs(draw_step[i]);
        }
        for (Leak& leak : leaks) {
            const bool on = leaking(leak);
            const Loss at = on ? soft_leak(leak, leak.flow) : Loss{0.0, 1.0};
            leak.flow = on ? leak.flow : 0.0;
            leak.step = on ? (head[leak.node] - net.nodes[leak.node].elevation_m - at.m) / at.slope_spm2 : 0.0;
            change += std::abs(leak.step);
        }
        step_by(k == 0 ? 1.0 : best_share()); // the first step makes flows balance, whatever they were
        Change reduced;
        move_reducers(reduced);
        change += reduced.flow;
        if (change < kNear * total) {
            return true;
        }
    }
    return false;
}

void Hydraulics::State::step_by(double share) {
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        flow[l] += share * flow_step[l];
    }
    for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
        outflow[i] += share * draw_step[i];
    }
    for (Leak& leak : leaks) {
        leak.flow += share * leak.step;
    }
}

/// \param again it starts from near by, and the high prices will do. \return whether it has come near at the highest
/// one. What was dear is nothing then.
bool Hydraulics::State::find_least_content(bool again) {
    std::fill(running.begin(), running.end(), std::uint8_t{1});
    find_reach();
    bool near = false;
    const auto pay = [&](std::size_t first) {
        for (std::size_t k = first; k < kPrices.size(); ++k) {
            dear_demand = kPrices.at(k).demand;
            dear_link = kPrices.at(k).link_spm2;
            near = minimise();
        }
        return near;
    };
    if (!again || !pay(kPrices.size() - 2)) {
        pay(0);
    }
    for (int k = 0; k < kMostSwitches && switch_reducers(k + 1 < kMostSwitches); ++k) {
        find_reach();
        pay(kPrices.size() - 2);
    }
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        const Link& link = net.links[l];
        const bool back = flow[l] <= 0.0;
        const bool forbidden = back ? empty(link.to) || full(link.from) : empty(link.from) || full(link.to);
        if (link.kind != LinkKind::Reducer) {
            running[l] = (link.kind == LinkKind::Pump ? back : forbidden) ? 0 : 1;
        }
        flow[l] = running[l] != 0 ? flow[l] : 0.0;
    }
    for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
        if (draws(i)) {
            outflow[i] = std::clamp(outflow[i], 0.0, wanted[i]);
            draw[i] = outflow[i] >= wanted[i] ? Draw::All : outflow[i] > 0.0 ? Draw::ByPressure : Draw::Nothing;
        }
    }
    find_reach();
    return near;
}

} // namespace cityloom::water

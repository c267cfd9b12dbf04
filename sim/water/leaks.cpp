// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the network without being delivered: leaks at its junctions, and holes in its mains.
#include <algorithm>
#include <cmath>

#include "sim/water/hydraulic_state.h"

namespace cityloom::water {

namespace {

constexpr double kLeastShare = 1e-3; // of what leaks at the required pressure: less has the slope of this
constexpr double kNothingShare = 1e-6;
constexpr double kHeadM = 1e-6;

} // namespace

/// A hole in a main is halved between its ends: nearer to where it may be, nobody knows the pressure. It leaks while
/// the main is open.
void Hydraulics::State::lay_out_leaks() {
    leaks.clear();
    const auto add = [&](std::uint32_t node, std::uint32_t link, LeakLaw law) {
        if (net.nodes[node].kind == NodeKind::Junction) {
            leaks.push_back({.node = node,
                             .link = link,
                             .law = law,
                             .flow = law.outflow_m3ps(head[node] - net.nodes[node].elevation_m)});
        }
    };
    for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
        if (net.nodes[i].leak_coefficient > 0.0) {
            add(i, kNone, {net.nodes[i].leak_coefficient, net.leak_exponent});
        }
    }
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        if (hole_m2[l] > 0.0) {
            add(net.links[l].from, l, orifice(0.5 * hole_m2[l]));
            add(net.links[l].to, l, orifice(0.5 * hole_m2[l]));
        }
    }
}

bool Hydraulics::State::leaking(const Leak& leak) const {
    return served[leak.node] != 0 && (leak.link == kNone || passes(leak.link));
}

/// Where the outflow's gain is finite at no pressure it is taken as a gain; a hole, where it is not, as a loss.
void Hydraulics::State::add_leaks() {
    for (Leak& leak : leaks) {
        leak.from_m = head[leak.node] - net.nodes[leak.node].elevation_m;
        leak.gain_m2ps = 0.0;
        if (!leaking(leak)) {
            leak.flow = 0.0;
        } else if (leak.law.exponent >= 1.0) {
            leak.flow = leak.law.outflow_m3ps(leak.from_m);
            leak.gain_m2ps = leak.law.gain_m2ps(leak.from_m);
            if (leak.gain_m2ps > 0.0) {
                add_demand(leak.node, {leak.from_m, 1.0 / leak.gain_m2ps}, leak.flow);
            }
        } else if (leak.flow > 0.0) {
            add_demand(leak.node, {leak.law.loss_m(leak.flow), leak.law.slope_spm2(leak.flow)}, leak.flow);
        }
    }
}

void Hydraulics::State::move_leaks(int iteration, Change& change) {
    for (Leak& leak : leaks) {
        if (!leaking(leak)) {
            continue;
        }
        const double pressure = head[leak.node] - net.nodes[leak.node].elevation_m;
        double next = 0.0;
        if (leak.law.exponent >= 1.0) {
            next = std::max(0.0, leak.flow + leak.gain_m2ps * (pressure - leak.from_m));
            change.flow += leak.gain_m2ps > 0.0 ? 0.0 : leak.law.outflow_m3ps(pressure);
        } else if (leak.flow > 0.0) {
            next = leak.flow + (pressure - leak.law.loss_m(leak.flow)) / leak.law.slope_spm2(leak.flow);
            if (next <= 0.0) {
                next = 0.25 * leak.flow;
                next = next < kNothingShare * leak.law.outflow_m3ps(required_m) ? 0.0 : next;
            }
        } else if (pressure > kHeadM && may_open(iteration)) {
            next = leak.law.outflow_m3ps(pressure);
            change.switched = true;
        }
        change.flow += std::abs(next - leak.flow);
        leak.flow = next;
    }
}

Hydraulics::State::Loss Hydraulics::State::soft_leak(const Leak& leak, double q) const {
    const double usual = leak.law.outflow_m3ps(required_m);
    const double dear = dear_demand * leak.law.slope_spm2(usual);
    if (q < 0.0) {
        return {dear * q, dear};
    }
    return {q > 0.0 ? leak.law.loss_m(q) : 0.0, leak.law.slope_spm2(std::max(q, kLeastShare * usual))};
}

/// Leaves no leak where nothing arrives, and says what leaks at each junction.
void Hydraulics::State::sum_leaks() {
    std::fill(lost.begin(), lost.end(), 0.0);
    for (Leak& leak : leaks) {
        leak.flow = leaking(leak) ? std::max(0.0, leak.flow) : 0.0;
        lost[leak.node] += leak.flow;
    }
}

} // namespace cityloom::water

// SPDX-License-Identifier: GPL-3.0-or-later
// The global gradient algorithm: all links and demands linear at their flows, heads from that, flows from heads, again.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/water/hydraulic_state.h"

namespace cityloom::water {

namespace {

constexpr double kExponent = 1.852;
constexpr double kLowFlow = 1e-6; // m3/s: below it head loss is taken linear, so that the gradient stays finite
constexpr double kRelativeFlow = 1e-6;
constexpr double kLowShare = 1e-6; // of what is wanted: less is nothing
constexpr double kHeadM = 1e-6;
constexpr double kLeastRequiredM = 0.07; // 0.1 psi, by which EPANET 2.2 holds the two pressures of the law apart
constexpr double kStartMps = 0.3;
constexpr int kMaxIterations = 40;
constexpr int kSettled = 25; // from here on nothing that was shut opens again, so that it comes to an end

double hazen_williams(const Link& link) {
    return 10.667 * std::pow(link.roughness_c, -kExponent) * std::pow(link.diameter_m, -4.871) * link.length_m;
}

} // namespace

Hydraulics::State::State(const Network& network)
    : net{network}, required_m{std::max(kLeastRequiredM, network.min_pressure_m)} {
    const std::size_t n = net.nodes.size();
    const std::size_t links = net.links.size();
    incident.resize(n);
    for (std::uint32_t l = 0; l < links; ++l) {
        const Link& link = net.links[l];
        start_flow.push_back(0.25 * std::numbers::pi * link.diameter_m * link.diameter_m * kStartMps);
        resistance.push_back(link.kind != LinkKind::Pump ? hazen_williams(link) : 0.0);
        if (link.kind == LinkKind::Reducer) {
            reducers.push_back(l);
        }
        incident[link.from].push_back(l);
        incident[link.to].push_back(l);
    }
    for (const Node& node : net.nodes) {
        level.push_back(node.kind == NodeKind::Tank ? node.tank_start_level_m : 0.0);
        head.push_back(node.elevation_m + required_m);
    }
    flow = start_flow;
    outflow.assign(n, 0.0);
    lost.assign(n, 0.0);
    hole_m2.assign(links, 0.0);
    reduces.assign(links, 1);
    pin.assign(n, kNone);
    served.assign(n, 1);
    node_failed.assign(n, 0);
    open.assign(links, 1);
    running.assign(links, 1);
    wanted.assign(n, 0.0);
    draw.assign(n, Draw::All);
    cut.assign(n, 0);
    barred.assign(links, 0);
    came_by.assign(n, kNone);
    conductance.assign(links, 0.0);
    bias.assign(links, 0.0);
    flow_step.assign(links, 0.0);
    draw_step.assign(n, 0.0);
    lay_out_matrix();
}

/// The pattern of the matrix never changes: what is shut keeps its place, with 0 in it.
void Hydraulics::State::lay_out_matrix() {
    unknown.assign(net.nodes.size(), kNone);
    std::vector<Eigen::Triplet<double>> entries;
    for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
        if (net.nodes[i].kind == NodeKind::Junction) {
            unknown[i] = unknowns++;
            entries.emplace_back(unknown[i], unknown[i], 1.0);
        }
    }
    for (const Link& link : net.links) {
        const std::uint32_t a = unknown[link.from];
        const std::uint32_t b = unknown[link.to];
        if (a != kNone && b != kNone && a != b) {
            entries.emplace_back(std::max(a, b), std::min(a, b), 0.0);
        }
    }
    matrix.resize(unknowns, unknowns);
    matrix.setFromTriplets(entries.begin(), entries.end());
    matrix.makeCompressed();
    if (unknowns > 0) {
        cholesky.analyzePattern(matrix);
    }
    for (const Link& link : net.links) {
        const std::uint32_t a = unknown[link.from];
        const std::uint32_t b = unknown[link.to];
        slot.push_back(a != kNone && b != kNone && a != b ? &matrix.coeffRef(std::max(a, b), std::min(a, b)) : nullptr);
    }
    for (const std::uint32_t row : unknown) {
        diagonal.push_back(row != kNone ? &matrix.coeffRef(row, row) : nullptr);
    }
    rhs.resize(unknowns);
}

bool Hydraulics::State::may_open(int iteration) {
    return iteration < kSettled;
}

void Hydraulics::State::begin(std::span<const double> demand_m3ps) {
    iterations = 0;
    std::fill(cut.begin(), cut.end(), std::uint8_t{0});
    std::fill(barred.begin(), barred.end(), std::uint8_t{0});
    std::fill(running.begin(), running.end(), std::uint8_t{1});
    for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
        const Node& node = net.nodes[i];
        if (node.kind != NodeKind::Junction) {
            head[i] = node.elevation_m + level[i];
            outflow[i] = wanted[i] = 0.0;
            continue;
        }
        wanted[i] = demand_m3ps[i];
        const double pressure = head[i] - node.elevation_m;
        const bool enough = wanted[i] <= 0.0 || pressure >= required_m;
        outflow[i] = enough ? wanted[i] : DemandLaw{wanted[i], required_m}.outflow_m3ps(pressure);
        draw[i] = enough ? Draw::All : outflow[i] > kLowShare * wanted[i] ? Draw::ByPressure : Draw::Nothing;
    }
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        if (flow[l] == 0.0 && passes(l)) { // it opens again
            flow[l] = start_flow[l];
        }
    }
    lay_out_leaks();
}

bool Hydraulics::State::iterate() {
    bool switched = true;
    for (int k = 0; k < kMaxIterations; ++k) {
        if (switched) {
            find_reach();
        }
        assemble();
        if (!solve_heads()) {
            return false;
        }
        ++iterations;
        Change change;
        move_links(k, change);
        move_demands(k, change);
        move_leaks(k, change);
        move_reducers(change);
        change.switched = (k > 0 && switch_reducers(may_open(k))) || change.switched;
        switched = change.switched;
        if (!std::isfinite(change.total)) {
            return false;
        }
        if (change.flow / change.total < kRelativeFlow && !switched && k > 0) {
            return true;
        }
    }
    return false;
}

void Hydraulics::State::clear_matrix() {
    for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
        if (diagonal[i] != nullptr) {
            const bool known = served[i] == 0 || pin[i] != kNone;
            *diagonal[i] = known ? 1.0 : 0.0;
            rhs[unknown[i]] = served[i] == 0 ? net.nodes[i].elevation_m : known ? head[i] : 0.0;
        }
    }
    for (double* const entry : slot) {
        if (entry != nullptr) {
            *entry = 0.0;
        }
    }
    std::fill(conductance.begin(), conductance.end(), 0.0);
    std::fill(bias.begin(), bias.end(), 0.0);
}

void Hydraulics::State::assemble() {
    pin_heads();
    clear_matrix();
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        if (!conducts(l)) {
            continue;
        }
        const Link& link = net.links[l];
        const double q = flow[l];
        if (active(l)) {
            if (row(link.from) != kNone) {
                rhs[row(link.from)] -= q;
            }
        } else if (link.kind != LinkKind::Pump) {
            add_link(l, pipe_loss(l, q), q);
        } else {
            // Head gain H0 - r q^2 along the link; linear below a small flow for a finite gradient.
            const double gradient = std::max(2.0 * link.pump_r_s2pm5 * std::max(q, 1e-5), 1e-2);
            add_link(l, {link.pump_r_s2pm5 * q * std::abs(q) - link.pump_head0_m, gradient}, q);
        }
    }
    for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
        if (diagonal[i] == nullptr || served[i] == 0) {
            continue;
        }
        if (draw[i] == Draw::ByPressure) {
            const DemandLaw law{wanted[i], required_m};
            add_demand(i, {law.loss_m(outflow[i]), law.slope_spm2(outflow[i])}, outflow[i]);
        } else if (row(i) != kNone) {
            rhs[row(i)] -= outflow[i];
        }
    }
    add_leaks();
}

Hydraulics::State::Loss Hydraulics::State::pipe_loss(std::uint32_t l, double q) const {
    const double magnitude = std::max(std::abs(q), kLowFlow);
    const double r = resistance[l] * std::pow(magnitude, kExponent - 1.0); // h = r q
    return {r * q, std::max(std::abs(q) > kLowFlow ? kExponent * r : r, 1e-10)};
}

/// Its flow as q' = bias + c (h_from - h_to), in the continuity of both ends.
void Hydraulics::State::add_link(std::uint32_t l, Loss at, double q) {
    const Link& link = net.links[l];
    const double c = 1.0 / at.slope_spm2;
    conductance[l] = c;
    bias[l] = q - c * at.m;
    const std::uint32_t a = row(link.from);
    const std::uint32_t b = row(link.to);
    if (a != kNone) {
        *diagonal[link.from] += c;
        rhs[a] -= bias[l];
        rhs[a] += b == kNone ? c * head[link.to] : 0.0;
    }
    if (b != kNone) {
        *diagonal[link.to] += c;
        rhs[b] += bias[l];
        rhs[b] += a == kNone ? c * head[link.from] : 0.0;
    }
    if (slot[l] != nullptr && a != kNone && b != kNone) {
        *slot[l] -= c;
    }
}

/// What taps draw as q' = q + c (pressure - loss), in the continuity of their node.
void Hydraulics::State::add_demand(std::uint32_t i, Loss at, double q) {
    if (row(i) == kNone) {
        return;
    }
    const double c = 1.0 / at.slope_spm2;
    *diagonal[i] += c;
    rhs[row(i)] -= q - c * (net.nodes[i].elevation_m + at.m);
}

bool Hydraulics::State::solve_heads() {
    cholesky.factorize(matrix);
    if (cholesky.info() != Eigen::Success) {
        return false;
    }
    const Eigen::VectorXd heads = cholesky.solve(rhs);
    for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
        if (unknown[i] != kNone) {
            head[i] = heads[unknown[i]];
        }
    }
    return true;
}

void Hydraulics::State::move_links(int iteration, Change& change) {
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        if (active(l)) {
            continue; // by what is behind it: move_reducers()
        }
        const bool pump = net.links[l].kind == LinkKind::Pump;
        if (passes(l) && (pump ? switch_pump(l, iteration) : switch_at_tank(l, iteration))) {
            change.switched = true;
            continue;
        }
        const double gap = head[net.links[l].from] - head[net.links[l].to];
        const double next = conducts(l) ? bias[l] + conductance[l] * gap : 0.0;
        change.flow += std::abs(next - flow[l]);
        change.total += std::abs(next);
        flow[l] = next;
    }
}

/// A pump's check valve shuts above the shut-off head, where its flow comes to nothing too: one that has just started
/// from far too large a flow is above it for a step. \return whether it has just moved.
bool Hydraulics::State::switch_pump(std::uint32_t l, int iteration) {
    const Link& link = net.links[l];
    const double gap = head[link.from] - head[link.to];
    const bool lifts = -gap < link.pump_head0_m;
    if (served[link.from] == 0) {
        return false; // nothing stands at it
    }
    if (running[l] != 0 && !lifts && iteration > 1 && bias[l] + conductance[l] * gap <= 0.0) {
        running[l] = 0;
        return true;
    }
    if (running[l] == 0 && lifts && iteration < kSettled) {
        running[l] = 1;
        flow[l] = std::sqrt(std::max(0.0, (link.pump_head0_m + gap) / std::max(1e-9, link.pump_r_s2pm5)));
        return true;
    }
    return false;
}

/// A pipe at a tank that is empty, or full, lets through only what goes its way. \return whether it has just moved.
bool Hydraulics::State::switch_at_tank(std::uint32_t l, int iteration) {
    const Link& link = net.links[l];
    const bool at_limit = empty(link.from) || empty(link.to) || full(link.from) || full(link.to);
    if (!at_limit || link.kind == LinkKind::Reducer) {
        return false;
    }
    // What the linear solution lets flow: its heads alone overshoot where the flow before was more than twice as great.
    const double gap = head[link.from] - head[link.to];
    const bool out_of_from = (conducts(l) ? bias[l] + conductance[l] * gap : gap) > 0.0;
    const bool stops = out_of_from ? empty(link.from) || full(link.to) : empty(link.to) || full(link.from);
    const std::uint8_t wants = stops ? 0 : 1;
    if (wants == running[l] || (wants != 0 && iteration >= kSettled)) {
        return false;
    }
    running[l] = wants;
    flow[l] = wants != 0 ? start_flow[l] * (out_of_from ? 1.0 : -1.0) : 0.0;
    return true;
}

/// Taps follow the pressure; those that get all they want, or nothing, are taken out of the matrix.
void Hydraulics::State::move_demands(int iteration, Change& change) {
    for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
        if (unknown[i] == kNone || served[i] == 0 || wanted[i] <= 0.0) {
            continue;
        }
        const DemandLaw law{wanted[i], required_m};
        const double pressure = head[i] - net.nodes[i].elevation_m;
        const Draw before = draw[i];
        double next = outflow[i];
        if (before == Draw::ByPressure) {
            next += (pressure - law.loss_m(outflow[i])) / law.slope_spm2(outflow[i]);
            if (next >= wanted[i]) {
                next = wanted[i];
                draw[i] = pressure >= required_m ? Draw::All : Draw::ByPressure;
            } else if (next <= 0.0) { // a step too far; where it goes on and on there is nothing
                next = 0.25 * outflow[i];
                draw[i] = next < kLowShare * wanted[i] ? Draw::Nothing : Draw::ByPressure;
                next = draw[i] == Draw::Nothing ? 0.0 : next;
            }
        } else if (before == Draw::All && pressure < required_m - kHeadM) {
            draw[i] = Draw::ByPressure; // from where it is: what flows stays in balance
        } else if (before == Draw::Nothing && pressure > kHeadM && iteration < kSettled) {
            draw[i] = Draw::ByPressure;
            next = std::max(1e-2 * wanted[i], law.outflow_m3ps(pressure));
        }
        change.switched = change.switched || draw[i] != before;
        change.flow += std::abs(next - outflow[i]);
        outflow[i] = next;
    }
}

/// What is unserved gets nothing: no flow, no pressure.
void Hydraulics::State::finish() {
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        flow[l] = conducts(l) ? flow[l] : 0.0;
    }
    for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
        if (net.nodes[i].kind != NodeKind::Junction) {
            continue;
        }
        if (served[i] == 0) {
            outflow[i] = 0.0;
            head[i] = net.nodes[i].elevation_m;
        } else {
            head[i] = std::max(head[i], net.nodes[i].elevation_m);
        }
    }
    sum_leaks();
    balance();
}

} // namespace cityloom::water

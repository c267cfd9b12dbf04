// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/water/hydraulics.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/water/hydraulic_state.h"

namespace cityloom::water {

namespace {

constexpr double kGravity = 9.80665;
constexpr double kWaterKgPerM3 = 1000.0;
constexpr int kMostCuts = 50; // each of them shuts something more

/// What flows into each node over its links.
std::vector<double> net_inflow_m3ps(const Network& net, std::span<const double> flow) {
    std::vector<double> inflow(net.nodes.size(), 0.0);
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        inflow[net.links[l].from] -= flow[l];
        inflow[net.links[l].to] += flow[l];
    }
    return inflow;
}

} // namespace

Hydraulics::Hydraulics(const Network& net) : state_{std::make_unique<State>(net)} {}
Hydraulics::~Hydraulics() = default;
Hydraulics::Hydraulics(Hydraulics&&) noexcept = default;
Hydraulics& Hydraulics::operator=(Hydraulics&&) noexcept = default;

void Hydraulics::set_link_open(std::uint32_t link, bool open) {
    state_->open[link] = open ? 1 : 0;
}
void Hydraulics::set_node_failed(std::uint32_t node, bool failed) {
    state_->node_failed[node] = failed ? 1 : 0;
}
void Hydraulics::set_hole(std::uint32_t link, double area_m2) {
    state_->hole_m2[link] = std::max(0.0, area_m2);
}
double Hydraulics::hole_m2(std::uint32_t link) const noexcept {
    return state_->hole_m2[link];
}
bool Hydraulics::link_open(std::uint32_t link) const noexcept {
    return state_->open[link] != 0;
}
bool Hydraulics::node_failed(std::uint32_t node) const noexcept {
    return state_->node_failed[node] != 0;
}

bool Hydraulics::solve(std::span<const double> demand_m3ps) {
    State& s = *state_;
    s.begin(demand_m3ps);
    bool stands = false;
    bool plain = true; // what the gradient method could not do it is not asked for again
    for (int cuts = 0; cuts < kMostCuts && !stands; ++cuts) {
        const bool again = !plain;
        plain = plain && s.iterate();
        if (!plain && !s.find_least_content(again)) {
            break;
        }
        stands = !s.cut_what_cannot_be();
    }
    s.finish();
    return stands;
}

void Hydraulics::advance_tanks(double seconds) {
    State& s = *state_;
    const std::vector<double> inflow = net_inflow_m3ps(s.net, s.flow);
    for (std::uint32_t i = 0; i < s.net.nodes.size(); ++i) {
        if (s.net.nodes[i].kind == NodeKind::Tank) {
            s.level[i] += inflow[i] * seconds / std::max(1.0, s.net.nodes[i].tank_area_m2);
        }
    }
}

double Hydraulics::seconds_to_limit() const {
    const State& s = *state_;
    const std::vector<double> inflow = net_inflow_m3ps(s.net, s.flow);
    double seconds = std::numeric_limits<double>::infinity();
    for (std::uint32_t i = 0; i < s.net.nodes.size(); ++i) {
        const Node& node = s.net.nodes[i];
        const double rate = inflow[i] / std::max(1.0, node.tank_area_m2);
        if (node.kind == NodeKind::Tank && std::abs(rate) > 1e-12) {
            const double room = rate < 0.0 ? s.level[i] - node.tank_min_level_m : node.tank_max_level_m - s.level[i];
            seconds = std::min(seconds, std::max(0.0, room / std::abs(rate)));
        }
    }
    return seconds;
}

std::span<const double> Hydraulics::head_m() const noexcept {
    return state_->head;
}
std::span<const double> Hydraulics::flow_m3ps() const noexcept {
    return state_->flow;
}
std::span<const double> Hydraulics::delivered_m3ps() const noexcept {
    return state_->outflow;
}
std::span<const double> Hydraulics::lost_m3ps() const noexcept {
    return state_->lost;
}
double Hydraulics::lost_through_m3ps(std::uint32_t link) const noexcept {
    double flow = 0.0;
    for (const State::Leak& leak : state_->leaks) {
        flow += leak.link == link ? leak.flow : 0.0;
    }
    return flow;
}
std::span<const double> Hydraulics::tank_level_m() const noexcept {
    return state_->level;
}
std::span<const std::uint8_t> Hydraulics::served() const noexcept {
    return state_->served;
}
int Hydraulics::iterations() const noexcept {
    return state_->iterations;
}

double Hydraulics::pressure_m(std::uint32_t node) const noexcept {
    return state_->served[node] != 0 ? state_->head[node] - state_->net.nodes[node].elevation_m
                                     : std::numeric_limits<double>::quiet_NaN();
}

double Hydraulics::pump_power_w(std::uint32_t link) const noexcept {
    const Link& l = state_->net.links[link];
    if (l.kind != LinkKind::Pump || state_->open[link] == 0) {
        return 0.0;
    }
    const double gain = std::max(0.0, state_->head[l.to] - state_->head[l.from]);
    return kWaterKgPerM3 * kGravity * gain * std::max(0.0, state_->flow[link]) / std::max(0.1, l.pump_efficiency);
}

void Hydraulics::visit(Archive& archive) {
    State& s = *state_; // all else is made anew from these in every solve
    archive.fixed(s.head, s.flow, s.outflow, s.lost, s.hole_m2, s.level, s.served, s.node_failed, s.open, s.running,
                  s.reduces);
    archive(s.iterations);
}

void Hydraulics::hash(StateHash& hash) const {
    Archive archive{hash};
    const_cast<Hydraulics*>(this)->visit(archive); // one list serves both ways; hashing changes nothing
}

} // namespace cityloom::water

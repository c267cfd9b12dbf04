// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/water/hydraulics.h"

#include <algorithm>
#include <cmath>
#include <limits>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <Eigen/Sparse>
#include <Eigen/SparseCholesky>
#pragma GCC diagnostic pop

namespace cityloom::water {

namespace {

constexpr double kExponent = 1.852;
constexpr double kGravity = 9.80665;
constexpr double kWaterKgPerM3 = 1000.0;
constexpr double kLowFlow = 1e-6; // m3/s: below it head loss is taken linear, so that the gradient stays finite
constexpr double kShut = 1e-9;    // conductance (m2/s) that stands for a closed link
constexpr double kRelativeFlow = 1e-6;
constexpr int kMaxIterations = 100;

double hazen_williams(const Link& link) {
    return 10.667 * std::pow(link.roughness_c, -kExponent) * std::pow(link.diameter_m, -4.871) * link.length_m;
}

} // namespace

struct Hydraulics::State {
    explicit State(const Network& network) : net{network} {
        const std::size_t n = net.nodes.size();
        unknown.assign(n, kNone);
        for (std::uint32_t i = 0; i < n; ++i) {
            const Node& node = net.nodes[i];
            level.push_back(node.kind == NodeKind::Tank ? node.tank_start_level_m : 0.0);
            if (node.kind == NodeKind::Junction) {
                unknown[i] = unknowns++;
            }
        }
        head.assign(n, 0.0);
        served.assign(n, 1);
        node_failed.assign(n, 0);
        open.assign(net.links.size(), 1);
        running.assign(net.links.size(), 1);
        incident.resize(n);
        for (std::uint32_t l = 0; l < net.links.size(); ++l) {
            const Link& link = net.links[l];
            flow.push_back(0.25 * 3.14159265358979 * link.diameter_m * link.diameter_m * 0.3); // 0.3 m/s to start with
            resistance.push_back(link.kind == LinkKind::Pipe ? hazen_williams(link) : 0.0);
            incident[link.from].push_back(l);
            incident[link.to].push_back(l);
        }
        // The pattern of the matrix never changes: closed links keep a vanishing conductance.
        std::vector<Eigen::Triplet<double>> entries;
        for (std::uint32_t i = 0; i < n; ++i) {
            if (unknown[i] != kNone) {
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
            slot.push_back(a != kNone && b != kNone && a != b ? &matrix.coeffRef(std::max(a, b), std::min(a, b))
                                                              : nullptr);
        }
        for (std::uint32_t i = 0; i < n; ++i) {
            diagonal.push_back(unknown[i] != kNone ? &matrix.coeffRef(unknown[i], unknown[i]) : nullptr);
        }
        rhs.resize(unknowns);
    }

    [[nodiscard]] bool source_works(std::uint32_t node) const {
        const Node& n = net.nodes[node];
        return node_failed[node] == 0 &&
               (n.kind == NodeKind::Reservoir || (n.kind == NodeKind::Tank && level[node] > n.tank_min_level_m + 1e-9));
    }

    [[nodiscard]] bool dry(std::uint32_t node) const {
        return net.nodes[node].kind != NodeKind::Junction && !source_works(node);
    }

    [[nodiscard]] bool full(std::uint32_t node) const {
        return net.nodes[node].kind == NodeKind::Tank && level[node] >= net.nodes[node].tank_max_level_m - 1e-9;
    }

    /// Which nodes a source with water reaches over open links (pumps carry forwards only).
    void find_served() {
        std::fill(served.begin(), served.end(), std::uint8_t{0});
        reach.clear();
        for (std::uint32_t i = 0; i < net.nodes.size(); ++i) {
            if (source_works(i)) {
                served[i] = 1;
                reach.push_back(i);
            }
        }
        for (std::size_t k = 0; k < reach.size(); ++k) {
            for (const std::uint32_t l : incident[reach[k]]) {
                const Link& link = net.links[l];
                const std::uint32_t other = link.from == reach[k] ? link.to : link.from;
                if (open[l] == 0 || served[other] != 0 || (link.kind == LinkKind::Pump && link.to == reach[k])) {
                    continue;
                }
                served[other] = 1;
                if (net.nodes[other].kind == NodeKind::Junction) {
                    reach.push_back(other);
                }
            }
        }
    }

    Network net;
    std::vector<std::uint32_t> unknown;
    std::uint32_t unknowns = 0;
    std::vector<double> head;
    std::vector<double> flow;
    std::vector<double> level;
    std::vector<double> resistance;
    std::vector<std::uint8_t> served;
    std::vector<std::uint8_t> node_failed;
    std::vector<std::uint8_t> open;
    std::vector<std::uint8_t> running; ///< pumps: not shut by their own check valve
    std::vector<std::vector<std::uint32_t>> incident;
    std::vector<std::uint32_t> reach;
    Eigen::SparseMatrix<double> matrix;
    Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>, Eigen::Lower, Eigen::AMDOrdering<int>> cholesky;
    std::vector<double*> slot;
    std::vector<double*> diagonal;
    Eigen::VectorXd rhs;
    int iterations = 0;
};

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
bool Hydraulics::link_open(std::uint32_t link) const noexcept {
    return state_->open[link] != 0;
}

bool Hydraulics::solve(std::span<const double> demand_m3ps) {
    State& s = *state_;
    s.iterations = 0;
    const std::size_t n = s.net.nodes.size();
    s.find_served();
    for (std::uint32_t i = 0; i < n; ++i) {
        const Node& node = s.net.nodes[i];
        if (node.kind != NodeKind::Junction) {
            s.head[i] = node.elevation_m + s.level[i];
        }
    }
    if (s.unknowns == 0) {
        return true;
    }
    std::fill(s.running.begin(), s.running.end(), std::uint8_t{1});
    std::vector<double> conductance(s.net.links.size());
    std::vector<double> bias(s.net.links.size());
    for (; s.iterations < kMaxIterations; ++s.iterations) {
        for (std::uint32_t i = 0; i < n; ++i) {
            if (s.diagonal[i] != nullptr) {
                *s.diagonal[i] = 1e-12;
                s.rhs[s.unknown[i]] = s.served[i] != 0 ? -demand_m3ps[i] : 0.0;
            }
        }
        for (double* const entry : s.slot) {
            if (entry != nullptr) {
                *entry = 0.0;
            }
        }
        for (std::uint32_t l = 0; l < s.net.links.size(); ++l) {
            const Link& link = s.net.links[l];
            const double q = s.flow[l];
            if (s.open[l] == 0 || s.running[l] == 0) {
                conductance[l] = kShut;
                bias[l] = 0.0;
            } else if (link.kind == LinkKind::Pipe) {
                const double magnitude = std::max(std::abs(q), kLowFlow);
                const double r = s.resistance[l] * std::pow(magnitude, kExponent - 1.0); // h = r q
                const double gradient = std::abs(q) > kLowFlow ? kExponent * r : r;
                conductance[l] = 1.0 / std::max(gradient, 1e-10);
                bias[l] = q - conductance[l] * r * q;
            } else {
                // Head gain H0 - r q^2 along the link; linear below a small flow for a finite gradient.
                const double magnitude = std::max(q, 1e-5);
                const double gradient = std::max(2.0 * link.pump_r_s2pm5 * magnitude, 1e-2);
                const double loss = link.pump_r_s2pm5 * q * std::abs(q) - link.pump_head0_m;
                conductance[l] = 1.0 / gradient;
                bias[l] = q - conductance[l] * loss;
            }
            // q' = bias + c (h_from - h_to); continuity at both ends.
            const double c = conductance[l];
            const std::uint32_t a = s.unknown[link.from];
            const std::uint32_t b = s.unknown[link.to];
            if (a != kNone) {
                *s.diagonal[link.from] += c;
                s.rhs[a] -= bias[l];
                s.rhs[a] += b == kNone ? c * s.head[link.to] : 0.0;
            }
            if (b != kNone) {
                *s.diagonal[link.to] += c;
                s.rhs[b] += bias[l];
                s.rhs[b] += a == kNone ? c * s.head[link.from] : 0.0;
            }
            if (s.slot[l] != nullptr) {
                *s.slot[l] -= c;
            }
        }
        s.cholesky.factorize(s.matrix);
        if (s.cholesky.info() != Eigen::Success) {
            return false;
        }
        const Eigen::VectorXd heads = s.cholesky.solve(s.rhs);
        for (std::uint32_t i = 0; i < n; ++i) {
            if (s.unknown[i] != kNone) {
                s.head[i] = heads[s.unknown[i]];
            }
        }
        double change = 0.0;
        double total = 1e-9;
        bool switched = false;
        for (std::uint32_t l = 0; l < s.net.links.size(); ++l) {
            const Link& link = s.net.links[l];
            const double gap = s.head[link.from] - s.head[link.to];
            if (link.kind == LinkKind::Pump && s.open[l] != 0) {
                const bool should = -gap < link.pump_head0_m; // its check valve shuts above the shut-off head
                if (s.running[l] != 0 && !should && s.iterations > 1) {
                    s.running[l] = 0;
                    switched = true;
                } else if (s.running[l] == 0 && should && s.iterations < 40) {
                    s.running[l] = 1;
                    s.flow[l] = std::sqrt(std::max(0.0, (link.pump_head0_m + gap) / std::max(1e-9, link.pump_r_s2pm5)));
                    switched = true;
                    continue;
                }
            }
            // An empty tank takes water but gives none; a full one gives but takes none.
            const double out_of_from = gap > 0.0 ? 1.0 : -1.0;
            const bool stops = (s.dry(link.from) && out_of_from > 0.0) || (s.dry(link.to) && out_of_from < 0.0) ||
                               (s.full(link.from) && out_of_from < 0.0) || (s.full(link.to) && out_of_from > 0.0);
            const bool at_limit = s.dry(link.from) || s.dry(link.to) || s.full(link.from) || s.full(link.to);
            if (link.kind == LinkKind::Pipe && s.open[l] != 0 && at_limit) {
                const std::uint8_t want = stops ? 0 : 1;
                if (want != s.running[l] && s.iterations < 40) {
                    s.running[l] = want;
                    s.flow[l] = 0.0;
                    switched = true;
                    continue;
                }
            }
            const bool shut = s.open[l] == 0 || s.running[l] == 0;
            const double next = shut ? 0.0 : bias[l] + conductance[l] * gap;
            change += std::abs(next - s.flow[l]);
            total += std::abs(next);
            s.flow[l] = next;
        }
        if (change / total < kRelativeFlow && !switched && s.iterations > 0) {
            ++s.iterations;
            return true;
        }
    }
    return false;
}

double Hydraulics::advance_tanks(double seconds) {
    State& s = *state_;
    std::vector<double> inflow(s.net.nodes.size(), 0.0);
    for (std::uint32_t l = 0; l < s.net.links.size(); ++l) {
        inflow[s.net.links[l].from] -= s.flow[l];
        inflow[s.net.links[l].to] += s.flow[l];
    }
    double until = seconds;
    for (std::uint32_t i = 0; i < s.net.nodes.size(); ++i) {
        const Node& node = s.net.nodes[i];
        if (node.kind != NodeKind::Tank) {
            continue;
        }
        const double rate = inflow[i] / std::max(1.0, node.tank_area_m2);
        const double room = rate < 0.0 ? s.level[i] - node.tank_min_level_m : node.tank_max_level_m - s.level[i];
        if (std::abs(rate) > 1e-12) {
            until = std::min(until, room / std::abs(rate));
        }
        s.level[i] = std::clamp(s.level[i] + rate * seconds, node.tank_min_level_m, node.tank_max_level_m);
    }
    return std::max(0.0, until);
}

std::span<const double> Hydraulics::head_m() const noexcept {
    return state_->head;
}
std::span<const double> Hydraulics::flow_m3ps() const noexcept {
    return state_->flow;
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
    State& s = *state_; // the matrix and its factors are made anew from flows and heads in every iteration
    archive.fixed(s.head, s.flow, s.level, s.served, s.node_failed, s.open, s.running);
    archive(s.iterations);
}

void Hydraulics::hash(StateHash& hash) const {
    Archive archive{hash};
    const_cast<Hydraulics*>(this)->visit(archive); // one list serves both ways; hashing changes nothing
}

} // namespace cityloom::water

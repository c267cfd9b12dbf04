// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/power/power_flow.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <iterator>
#include <limits>
#include <numbers>

#include "sim/power/newton.h"
#include "sim/power/tap_changers.h"

namespace cityloom::power {

namespace {

using Complex = std::complex<double>;

constexpr double kBaseVa = 1e6;
constexpr double kTolerancePu = 1e-11; // change of voltage between sweeps: energy balances to 1e-9 then
constexpr int kMaxSweeps = 400;        // enough to within a thousandth of the most that a line can carry
constexpr double kFloorPu = 0.85;      // EN 50160: never outside 15 % of nominal
constexpr int kMostTapRounds = 12;     // of solving and stepping; two are usual

} // namespace

struct PowerFlow::State {
    explicit State(const Network& network) : net{network}, taps{net} {
        const std::size_t n = net.buses.size();
        bus_failed.assign(n, 0);
        for (const Bus& bus : net.buses) {
            set_point.push_back(bus.set_point_pu);
        }
        branch_failed.assign(net.branches.size(), 0);
        for (const Branch& branch : net.branches) {
            closed.push_back(branch.normally_open ? 0 : 1);
            const double base_ohm = net.buses[branch.from].nominal_v * net.buses[branch.from].nominal_v / kBaseVa;
            impedance.emplace_back(branch.r_ohm / base_ohm, std::max(1e-9, branch.x_ohm / base_ohm));
        }
        voltage.assign(n, 1.0);
        angle.assign(n, 0.0);
        alive.assign(n, 1);
        estimate.assign(n, 1.0);
        current_a.assign(net.branches.size(), 0.0);
        incident.resize(n);
        for (std::uint32_t b = 0; b < net.branches.size(); ++b) {
            incident[net.branches[b].from].push_back(b);
            incident[net.branches[b].to].push_back(b);
        }
    }

    [[nodiscard]] bool conducts(std::uint32_t branch) const {
        return branch_failed[branch] == 0 && closed[branch] != 0;
    }

    [[nodiscard]] bool feeds(std::uint32_t bus) const {
        return net.buses[bus].kind == BusKind::Infeed && bus_failed[bus] == 0;
    }

    /// Buses of the island fed by \p source and all other infeeds in it, these first, parents before children; false in
    /// \p tree where a loop closes or two infeeds meet.
    void walk(std::uint32_t source, bool& tree) {
        order.assign(1, source);
        alive[source] = 1;
        spread(tree);
        sources.clear();
        std::ranges::copy_if(order, std::back_inserter(sources), [this](std::uint32_t bus) { return feeds(bus); });
        if (sources.size() > 1) {
            tree = false;
            for (const std::uint32_t bus : order) {
                alive[bus] = 0;
                parent[bus] = parent_branch[bus] = kNone;
            }
            std::ranges::sort(sources);
            order = sources;
            for (const std::uint32_t bus : order) {
                alive[bus] = 1;
            }
            bool ignored = false;
            spread(ignored);
        }
    }

    void spread(bool& tree) {
        for (std::size_t k = 0; k < order.size(); ++k) {
            const std::uint32_t bus = order[k];
            for (const std::uint32_t branch : incident[bus]) {
                if (!conducts(branch) || branch == parent_branch[bus]) {
                    continue;
                }
                const std::uint32_t other =
                    net.branches[branch].from == bus ? net.branches[branch].to : net.branches[branch].from;
                if (bus_failed[other] != 0) {
                    continue;
                }
                if (alive[other] != 0) {
                    tree = false;
                    continue;
                }
                alive[other] = 1;
                parent_branch[other] = branch;
                parent[other] = bus;
                order.push_back(other);
            }
        }
    }

    /// \param floor_pu loads below it are impedances, and go down with the square of the voltage; 0: none.
    bool sweep(std::span<const double> load_w, double floor_pu) {
        const std::uint32_t root = order[0];
        for (const std::uint32_t bus : order) {
            v[bus] = {set_point[root], 0.0};
        }
        for (int iteration = 0; iteration < kMaxSweeps; ++iteration) {
            for (const std::uint32_t bus : order) {
                const double share = std::min(1.0, std::norm(v[bus]) / (floor_pu * floor_pu)); // of what it takes
                current[bus] = bus == root ? Complex{} : std::conj(share * wanted(bus, load_w) / v[bus]);
            }
            for (std::size_t k = order.size(); k-- > 1;) { // backward: currents add up towards the infeed
                const std::uint32_t bus = order[k];
                current[parent[bus]] += fed_forwards(bus) ? current[bus] / taps.ratio(parent_branch[bus])
                                                          : current[bus] * taps.ratio(parent_branch[bus]);
            }
            double change = 0.0;
            for (std::size_t k = 1; k < order.size(); ++k) { // forward: voltages drop away from it
                const std::uint32_t bus = order[k];
                const std::uint32_t branch = parent_branch[bus];
                const double ratio = taps.ratio(branch);
                const Complex next = fed_forwards(bus)
                                         ? v[parent[bus]] / ratio - impedance[branch] * current[bus]
                                         : ratio * (v[parent[bus]] - impedance[branch] * (ratio * current[bus]));
                change = std::max(change, std::abs(next - v[bus]));
                v[bus] = next;
                estimate[bus] = iteration == 0 ? std::max(0.0, next.real()) : estimate[bus];
            }
            if (!std::isfinite(change) || change > 5.0) {
                break;
            }
            if (change < kTolerancePu) {
                return true;
            }
        }
        return false;
    }

    /// Apparent power that a bus takes, per unit; what a plant feeds in is at unity power factor.
    [[nodiscard]] Complex wanted(std::uint32_t bus, std::span<const double> load_w) const {
        const double p = load_w[bus] / kBaseVa;
        return {p - net.buses[bus].generation_w / kBaseVa, p * tan_phi(bus)};
    }

    /// From the from side of the branch by which it is fed, where its tap changer is.
    [[nodiscard]] bool fed_forwards(std::uint32_t bus) const { return net.branches[parent_branch[bus]].to == bus; }

    bool radial(std::span<const double> load_w) {
        if (sweep(load_w, 0.0)) {
            finish(load_w);
            return true;
        }
        // Where loads are impedances below that voltage there always is a solution, and it says where it is lost.
        if (sweep(load_w, kFloorPu)) {
            for (const std::uint32_t bus : order) {
                estimate[bus] = std::abs(v[bus]);
            }
        }
        return false;
    }

    void finish(std::span<const double> load_w) {
        for (const std::uint32_t bus : order) {
            voltage[bus] = estimate[bus] = std::abs(v[bus]);
            angle[bus] = std::arg(v[bus]);
            if (bus != order[0]) {
                const std::uint32_t branch = parent_branch[bus];
                const double ratio = taps.ratio(branch);
                const double series = std::abs(current[bus]) * (fed_forwards(bus) ? 1.0 : ratio);
                keep_current(branch, series);
            }
        }
        infeed += ((v[order[0]] * std::conj(current[order[0]])) + wanted(order[0], load_w)).real() * kBaseVa;
    }

    /// \param series_pu behind the tap changer
    void keep_current(std::uint32_t branch, double series_pu) {
        current_a[branch] = series_pu / taps.ratio(branch) * kBaseVa /
                            (std::numbers::sqrt3 * net.buses[net.branches[branch].from].nominal_v);
        losses += series_pu * series_pu * impedance[branch].real() * kBaseVa;
    }

    bool newton(std::span<const double> load_w) {
        std::vector<std::uint32_t> local(net.buses.size(), kNone);
        for (std::uint32_t k = 0; k < order.size(); ++k) {
            local[order[k]] = k;
        }
        NewtonCase problem;
        problem.slack_pu.clear();
        for (const std::uint32_t source : sources) {
            problem.slack_pu.push_back(set_point[source]);
        }
        problem.injection.assign(order.size(), Complex{});
        for (std::uint32_t k = 0; k < order.size(); ++k) {
            problem.injection[k] = -wanted(order[k], load_w);
        }
        std::vector<std::uint32_t> used;
        for (std::uint32_t b = 0; b < net.branches.size(); ++b) {
            const std::uint32_t from = local[net.branches[b].from];
            const std::uint32_t to = local[net.branches[b].to];
            if (conducts(b) && from != kNone && to != kNone) {
                problem.branches.push_back({from, to, 1.0 / impedance[b], taps.ratio(b)});
                used.push_back(b);
            }
        }
        const NewtonResult result = solve_newton(problem);
        if (!result.converged) {
            problem.floor_pu = kFloorPu;
            const NewtonResult floored = solve_newton(problem);
            for (std::uint32_t k = 0; k < order.size(); ++k) {
                estimate[order[k]] = std::abs(floored.voltage[k]);
            }
            return false;
        }
        for (std::uint32_t k = 0; k < order.size(); ++k) {
            v[order[k]] = result.voltage[k];
            voltage[order[k]] = estimate[order[k]] = std::abs(result.voltage[k]);
            angle[order[k]] = std::arg(result.voltage[k]);
        }
        for (const std::uint32_t b : used) {
            const Branch& branch = net.branches[b];
            const Complex i = (v[branch.from] / taps.ratio(b) - v[branch.to]) / impedance[b];
            keep_current(b, std::abs(i));
            if (feeds(branch.from)) {
                infeed += (v[branch.from] / taps.ratio(b) * std::conj(i)).real() * kBaseVa;
            }
            if (feeds(branch.to)) {
                infeed -= (v[branch.to] * std::conj(i)).real() * kBaseVa;
            }
        }
        for (const std::uint32_t source : sources) {
            infeed += wanted(source, load_w).real() * kBaseVa;
        }
        return true;
    }

    /// Its voltage has collapsed: whatever hangs on it is dark.
    void darken() { failed_to_converge.insert(failed_to_converge.end(), order.begin(), order.end()); }

    [[nodiscard]] double tan_phi(std::uint32_t bus) const {
        return std::tan(std::acos(std::clamp(net.buses[bus].power_factor, 0.1, 1.0)));
    }

    bool solve(std::span<const double> load_w);

    Network net;
    TapChangers taps;
    std::vector<double> set_point; ///< p.u., that an infeed or tap changers hold
    std::vector<std::uint8_t> bus_failed;
    std::vector<std::uint8_t> branch_failed;
    std::vector<std::uint8_t> closed;
    std::vector<Complex> impedance;
    std::vector<std::vector<std::uint32_t>> incident;
    std::vector<double> voltage;
    std::vector<double> angle;
    std::vector<double> estimate; ///< work space of whoever sheds load
    std::vector<std::uint8_t> alive;
    std::vector<double> current_a;
    std::vector<std::uint32_t> failed_to_converge;
    double losses = 0.0;
    double infeed = 0.0;
    double generation = 0.0;
    double served = 0.0; ///< loads at live buses
    // Work space.
    std::vector<std::uint32_t> sources;
    std::vector<std::uint32_t> order;
    std::vector<std::uint32_t> parent;
    std::vector<std::uint32_t> parent_branch;
    std::vector<Complex> v;
    std::vector<Complex> current;
};

PowerFlow::PowerFlow(const Network& net) : state_{std::make_unique<State>(net)} {}
PowerFlow::~PowerFlow() = default;
PowerFlow::PowerFlow(PowerFlow&&) noexcept = default;
PowerFlow& PowerFlow::operator=(PowerFlow&&) noexcept = default;

void PowerFlow::set_bus_failed(std::uint32_t bus, bool failed) {
    state_->bus_failed[bus] = failed ? 1 : 0;
}
void PowerFlow::set_branch_failed(std::uint32_t branch, bool failed) {
    state_->branch_failed[branch] = failed ? 1 : 0;
}
void PowerFlow::set_branch_closed(std::uint32_t branch, bool closed) {
    state_->closed[branch] = closed ? 1 : 0;
}
void PowerFlow::set_set_point(std::uint32_t bus, double pu) {
    state_->set_point[bus] = pu;
}
bool PowerFlow::bus_failed(std::uint32_t bus) const noexcept {
    return state_->bus_failed[bus] != 0;
}

bool PowerFlow::State::solve(std::span<const double> load_w) {
    const std::size_t n = net.buses.size();
    alive.assign(n, 0);
    voltage.assign(n, 0.0);
    angle.assign(n, 0.0);
    estimate.assign(n, std::numeric_limits<double>::quiet_NaN());
    current_a.assign(net.branches.size(), 0.0);
    parent.assign(n, kNone);
    parent_branch.assign(n, kNone);
    v.assign(n, Complex{});
    current.assign(n, Complex{});
    failed_to_converge.clear();
    losses = infeed = generation = served = 0.0;
    for (std::uint32_t bus = 0; bus < n; ++bus) {
        if (!feeds(bus) || alive[bus] != 0) {
            continue;
        }
        bool tree = true;
        walk(bus, tree);
        for (const std::uint32_t source : sources) {
            estimate[source] = set_point[source];
        }
        if (!(tree ? radial(load_w) : newton(load_w))) {
            darken();
        }
    }
    for (const std::uint32_t bus : failed_to_converge) { // after all islands, which are told by what is alive
        alive[bus] = 0;
    }
    for (std::uint32_t bus = 0; bus < n; ++bus) {
        generation += alive[bus] != 0 ? net.buses[bus].generation_w : 0.0;
        served += alive[bus] != 0 ? load_w[bus] : 0.0;
    }
    return failed_to_converge.empty();
}

bool PowerFlow::solve_as_tapped(std::span<const double> load_w) {
    return state_->solve(load_w);
}

bool PowerFlow::solve(std::span<const double> load_w) {
    State& s = *state_;
    bool solved = s.solve(load_w);
    for (int round = 0; round < kMostTapRounds && s.taps.step(s.voltage, s.set_point, s.parent); ++round) {
        solved = s.solve(load_w);
    }
    return solved;
}

std::span<const double> PowerFlow::voltage_pu() const noexcept {
    return state_->voltage;
}
std::span<const double> PowerFlow::estimate_pu() const noexcept {
    return state_->estimate;
}
std::span<const std::uint32_t> PowerFlow::upstream() const noexcept {
    return state_->parent;
}
std::span<const double> PowerFlow::angle_rad() const noexcept {
    return state_->angle;
}
std::span<const double> PowerFlow::branch_current_a() const noexcept {
    return state_->current_a;
}
std::span<const std::uint8_t> PowerFlow::energised() const noexcept {
    return state_->alive;
}
std::span<const std::uint32_t> PowerFlow::overloaded() const noexcept {
    return state_->failed_to_converge;
}
double PowerFlow::losses_w() const noexcept {
    return state_->losses;
}
double PowerFlow::infeed_w() const noexcept {
    return state_->infeed;
}

double PowerFlow::generation_w() const noexcept {
    return state_->generation;
}
double PowerFlow::imbalance() const noexcept {
    const State& s = *state_;
    const double in = s.infeed + s.generation;
    return std::abs(in - s.served - s.losses) / std::max({1.0, std::abs(s.infeed) + s.generation, s.served});
}
int PowerFlow::tap(std::uint32_t bus) const noexcept {
    return state_->taps.position(bus);
}

void PowerFlow::visit(Archive& archive) {
    State& s = *state_; // order, sources, parents, v and current are work space: a solve sets them before it reads them
    archive.fixed(s.set_point, s.bus_failed, s.branch_failed, s.closed, s.alive, s.voltage, s.angle, s.current_a);
    s.taps.visit(archive);
    archive(s.failed_to_converge, s.losses, s.infeed, s.generation, s.served);
    const auto beyond = [&s](std::uint32_t bus) { return bus >= s.net.buses.size(); };
    if (archive.restoring() && std::ranges::any_of(s.failed_to_converge, beyond)) {
        s.failed_to_converge.clear();
        archive.refuse();
    }
}

void PowerFlow::hash(StateHash& hash) const {
    Archive archive{hash};
    const_cast<PowerFlow*>(this)->visit(archive); // one list serves both ways; hashing changes nothing
}

} // namespace cityloom::power

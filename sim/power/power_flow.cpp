// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/power/power_flow.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

#include "sim/power/newton.h"

namespace cityloom::power {

namespace {

using Complex = std::complex<double>;

constexpr double kBaseVa = 1e6;
constexpr double kTolerancePu = 1e-11; // change of voltage between sweeps: energy balances to 1e-9 then
constexpr int kMaxSweeps = 400;        // enough to within a thousandth of the most that a line can carry
constexpr double kFloorPu = 0.85;      // EN 50160: never outside 15 % of nominal

} // namespace

struct PowerFlow::State {
    explicit State(const Network& network) : net{network} {
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

    /// Buses of the island fed by \p source, parents before children; false in \p tree where a loop closes.
    void walk(std::uint32_t source, bool& tree) {
        order.clear();
        order.push_back(source);
        parent_branch[source] = kNone;
        alive[source] = 1;
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
                const double p = load_w[bus] / kBaseVa;
                const double q = p * tan_phi(bus);
                const double share = std::min(1.0, std::norm(v[bus]) / (floor_pu * floor_pu)); // of what it takes
                current[bus] = bus == root ? Complex{} : std::conj(share * Complex{p, q} / v[bus]);
            }
            for (std::size_t k = order.size(); k-- > 1;) { // backward: currents add up towards the infeed
                current[parent[order[k]]] += current[order[k]];
            }
            double change = 0.0;
            for (std::size_t k = 1; k < order.size(); ++k) { // forward: voltages drop away from it
                const std::uint32_t bus = order[k];
                const Complex next = v[parent[bus]] - impedance[parent_branch[bus]] * current[bus];
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

    bool radial(std::span<const double> load_w) {
        if (sweep(load_w, 0.0)) {
            finish();
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

    void finish() {
        for (const std::uint32_t bus : order) {
            voltage[bus] = estimate[bus] = std::abs(v[bus]);
            angle[bus] = std::arg(v[bus]);
            if (bus != order[0]) {
                const std::uint32_t branch = parent_branch[bus];
                current_a[branch] = std::abs(current[bus]) * kBaseVa /
                                    (std::numbers::sqrt3 * net.buses[net.branches[branch].from].nominal_v);
                losses += std::norm(current[bus]) * impedance[branch].real() * kBaseVa;
            }
        }
        infeed += (v[order[0]] * std::conj(current[order[0]])).real() * kBaseVa;
    }

    bool newton(std::span<const double> load_w) {
        std::vector<std::uint32_t> local(net.buses.size(), kNone);
        for (std::uint32_t k = 0; k < order.size(); ++k) {
            local[order[k]] = k;
        }
        NewtonCase problem;
        problem.slack_pu = set_point[order[0]];
        problem.injection.assign(order.size(), Complex{});
        for (std::uint32_t k = 1; k < order.size(); ++k) {
            const double p = load_w[order[k]] / kBaseVa;
            problem.injection[k] = -Complex{p, p * tan_phi(order[k])};
        }
        std::vector<std::uint32_t> used;
        for (std::uint32_t b = 0; b < net.branches.size(); ++b) {
            const std::uint32_t from = local[net.branches[b].from];
            const std::uint32_t to = local[net.branches[b].to];
            if (conducts(b) && from != kNone && to != kNone) {
                problem.branches.push_back({from, to, 1.0 / impedance[b]});
                used.push_back(b);
            }
        }
        const NewtonResult result = solve_newton(problem);
        for (std::uint32_t k = 0; k < order.size(); ++k) {
            estimate[order[k]] = result.first_pu[k];
        }
        if (!result.converged) {
            return false;
        }
        for (std::uint32_t k = 0; k < order.size(); ++k) {
            v[order[k]] = result.voltage[k];
            voltage[order[k]] = estimate[order[k]] = std::abs(result.voltage[k]);
            angle[order[k]] = std::arg(result.voltage[k]);
        }
        for (const std::uint32_t b : used) {
            const Branch& branch = net.branches[b];
            const Complex i = (v[branch.from] - v[branch.to]) / impedance[b];
            current_a[b] = std::abs(i) * kBaseVa / (std::numbers::sqrt3 * net.buses[branch.from].nominal_v);
            losses += std::norm(i) * impedance[b].real() * kBaseVa;
            if (branch.from == order[0]) {
                infeed += (v[order[0]] * std::conj(i)).real() * kBaseVa;
            } else if (branch.to == order[0]) {
                infeed -= (v[order[0]] * std::conj(i)).real() * kBaseVa;
            }
        }
        return true;
    }

    /// Its voltage has collapsed: whatever hangs on it is dark.
    void darken() { failed_to_converge.insert(failed_to_converge.end(), order.begin(), order.end()); }

    [[nodiscard]] double tan_phi(std::uint32_t bus) const {
        return std::tan(std::acos(std::clamp(net.buses[bus].power_factor, 0.1, 1.0)));
    }

    Network net;
    std::vector<double> set_point; ///< p.u., that an infeed holds
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
    // Work space.
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

bool PowerFlow::solve(std::span<const double> load_w) {
    State& s = *state_;
    const std::size_t n = s.net.buses.size();
    s.alive.assign(n, 0);
    s.voltage.assign(n, 0.0);
    s.angle.assign(n, 0.0);
    s.estimate.assign(n, std::numeric_limits<double>::quiet_NaN());
    s.current_a.assign(s.net.branches.size(), 0.0);
    s.parent.assign(n, kNone);
    s.parent_branch.assign(n, kNone);
    s.v.assign(n, Complex{});
    s.current.assign(n, Complex{});
    s.failed_to_converge.clear();
    s.losses = s.infeed = 0.0;
    for (std::uint32_t bus = 0; bus < n; ++bus) {
        if (s.net.buses[bus].kind != BusKind::Infeed || s.bus_failed[bus] != 0 || s.alive[bus] != 0) {
            continue;
        }
        bool tree = true;
        s.walk(bus, tree);
        s.estimate[bus] = s.set_point[bus];
        if (!(tree ? s.radial(load_w) : s.newton(load_w))) {
            s.darken();
        }
    }
    for (const std::uint32_t bus : s.failed_to_converge) { // after all islands, which are told by what is alive
        s.alive[bus] = 0;
    }
    return s.failed_to_converge.empty();
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

void PowerFlow::visit(Archive& archive) {
    State& s = *state_; // order, parents, v and current are work space: a solve sets them before it reads them
    archive.fixed(s.set_point, s.bus_failed, s.branch_failed, s.closed, s.alive, s.voltage, s.angle, s.current_a);
    archive(s.failed_to_converge, s.losses, s.infeed);
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/signals/offsets.h"

#include <algorithm>
#include <cmath>

namespace cityloom::traffic {

namespace {

constexpr double kHours = 1.0;
constexpr std::size_t kTries = 64; // of one step in one direction
constexpr std::size_t kScanStepS = 2;
constexpr double kWorthwhile = 1e-9;

/// Vehicles that may pass in each second of a cycle (veh/s); it may hold the plan's own cycle several times.
FlowProfile open_of(std::span<const SignalPhase> phases, const SignalApproach& approach, std::size_t cycle_s) {
    std::vector<bool> green;
    for (const SignalPhase& phase : phases) {
        const bool on = (phase.green_movements & approach.movements) != 0;
        green.insert(green.end(), static_cast<std::size_t>(std::llround(phase.green_s)), on);
        const auto change_s = static_cast<std::size_t>(std::llround(phase.yellow_s + phase.all_red_s));
        const std::size_t used_s = std::min(kYellowUsedS, change_s);
        green.insert(green.end(), used_s, on);
        green.insert(green.end(), change_s - used_s, false);
    }
    // All lanes together, as full as the busiest lets them be.
    const double lanes = approach.lane_vph > 0.0 ? approach.total_vph / approach.lane_vph : 1.0;
    FlowProfile open(cycle_s, 0.0);
    for (std::size_t t = 0; t < cycle_s && !green.empty(); ++t) {
        open[t] = green[t % green.size()] ? lanes * kSaturationVph / 3600.0 : 0.0;
    }
    return open;
}

double cost_of(const StopLineCost& c) {
    return c.queue_veh + kStopWorthS * c.stops_vps;
}

/// Vehicles that wait because arrivals are random or more than can pass: d2 times flow.
double overflow_cost(const FlowProfile& open, double vps) {
    const double capacity_vph = std::max(1.0, 3600.0 * queue_passes(open) / static_cast<double>(open.size()));
    const double x = vps * 3600.0 / capacity_vph;
    const double over = x - 1.0;
    const double d2_s = 900.0 * kHours * (over + std::sqrt(over * over + 8.0 * 0.5 * x / (capacity_vph * kHours)));
    return d2_s * vps;
}

double even_cost(const SignalApproach& approach, const FlowProfile& open, FlowProfile& leave) {
    const double vps = approach.total_vph / 3600.0;
    const FlowProfile even(open.size(), vps);
    return cost_of(pass_stop_line(even, open, leave)) + overflow_cost(open, vps);
}

std::size_t approach_at(const SignalStages& signal, std::uint32_t edge) {
    std::size_t a = 0;
    while (a < signal.approaches.size() && signal.approaches[a].edge != edge) {
        ++a;
    }
    return a;
}

} // namespace

double isolated_cost(const SignalStages& signal, std::span<const SignalPhase> phases) {
    double cycle_s = 0.0;
    for (const SignalPhase& phase : phases) {
        cycle_s += phase.green_s + phase.yellow_s + phase.all_red_s;
    }
    double sum = 0.0;
    FlowProfile leave;
    for (const SignalApproach& approach : signal.approaches) {
        sum += even_cost(approach, open_of(phases, approach, static_cast<std::size_t>(std::llround(cycle_s))), leave);
    }
    return sum;
}

CorridorModel::CorridorModel(const RoadNetwork& net, const Corridor& corridor, std::span<const SignalLink> links,
                             std::span<const SignalStages> signals, std::span<const std::vector<SignalPhase>> phases,
                             std::span<const double> turn_flow_vph, double cycle_s)
    : cycle_s_{cycle_s}, members_(corridor.controllers.size()), later_s_(members_.size(), 0.0) {
    const auto steps = static_cast<std::size_t>(std::llround(cycle_s));
    for (std::size_t m = 0; m < members_.size(); ++m) {
        const std::uint32_t c = corridor.controllers[m];
        for (const SignalApproach& a : signals[c].approaches) {
            Approach approach{.vps = a.total_vph / 3600.0, .open = open_of(phases[c], a, steps)};
            approach.even_cost = even_cost(a, approach.open, approach.leave);
            members_[m].approaches.push_back(std::move(approach));
        }
    }
    for (std::size_t m = 1; m < members_.size(); ++m) { // as traffic goes: a signal's own arrivals first
        if (corridor.links[m - 1] != kNone) {
            add_arrival(net, 0, m, m - 1, links[corridor.links[m - 1]], signals, turn_flow_vph);
        }
    }
    for (std::size_t m = members_.size() - 1; m-- > 0;) {
        if (corridor.back[m] != kNone) {
            add_arrival(net, 1, m, m + 1, links[corridor.back[m]], signals, turn_flow_vph);
        }
    }
    for (Member& member : members_) {
        for (std::size_t a = 0; a < member.approaches.size(); ++a) {
            bool off = true;
            for (const Arrival& arrival : member.arrival) {
                off = off && !(arrival.known && arrival.approach == a);
            }
            fixed_cost_ += off ? member.approaches[a].even_cost
                               : overflow_cost(member.approaches[a].open, member.approaches[a].vps);
        }
    }
    mixed_.resize(steps);
    arrive_.resize(steps);
    for (std::size_t way = 0; way < kWays; ++way) {
        now_[way].resize(members_.size());
        trial_[way].resize(members_.size());
    }
    look_at_all();
}

void CorridorModel::add_arrival(const RoadNetwork& net, std::size_t way, std::size_t member, std::size_t behind,
                                const SignalLink& link, std::span<const SignalStages> signals,
                                std::span<const double> flow) {
    Arrival& arrival = members_[member].arrival[way];
    arrival.approach = approach_at(signals[link.to], link.last_edge);
    if (arrival.approach == members_[member].approaches.size()) {
        return;
    }
    arrival.known = true;
    arrival.time_s = link.time_s + link.start_s;
    const Arrival& own = members_[behind].arrival[way];
    double sent_vps = 0.0;
    for (std::size_t a = 0; a < signals[link.from].approaches.size(); ++a) {
        const SignalApproach& from = signals[link.from].approaches[a];
        const Range lanes = net.edges[from.edge].lanes;
        double vph = 0.0;
        for (std::uint32_t l = lanes.begin; l < lanes.end(); ++l) {
            for (std::uint32_t t = net.lanes[l].turns.begin; t < net.lanes[l].turns.end(); ++t) {
                vph += net.lanes[net.turns[t].to_lane].edge == link.first_edge ? flow[t] : 0.0;
            }
        }
        if (vph > 0.0 && from.total_vph > 0.0) {
            arrival.sources.push_back({a, link.stays * vph / from.total_vph, own.known && own.approach == a});
            sent_vps += link.stays * vph / 3600.0;
        }
    }
    const double vps = members_[member].approaches[arrival.approach].vps;
    // More than arrives at its end may leave the street on the way.
    if (sent_vps > vps) {
        for (Source& source : arrival.sources) {
            source.share *= vps / sent_vps;
        }
    }
    arrival.even_vps = std::max(0.0, vps - sent_vps);
}

void CorridorModel::look(std::size_t way, std::size_t member, const FlowProfile& before, double later_s, Look& out) {
    const Arrival& arrival = members_[member].arrival[way];
    if (!arrival.known) {
        out.cost = 0.0;
        return;
    }
    const Member& behind = members_[way == 0 ? member - 1 : member + 1];
    std::fill(mixed_.begin(), mixed_.end(), 0.0);
    for (const Source& source : arrival.sources) {
        const FlowProfile& leave = source.onward ? before : behind.approaches[source.approach].leave;
        for (std::size_t t = 0; t < mixed_.size(); ++t) {
            mixed_[t] += source.share * leave[t];
        }
    }
    std::fill(arrive_.begin(), arrive_.end(), arrival.even_vps);
    disperse(mixed_, arrival.time_s, later_s, arrive_);
    out.cost = cost_of(pass_stop_line(arrive_, members_[member].approaches[arrival.approach].open, out.leave));
}

double CorridorModel::attempt(std::size_t k, double later_s) {
    double sum = 0.0;
    for (std::size_t m = 1; m < members_.size(); ++m) {
        if (m >= k) {
            const FlowProfile& before = m == k ? now_[0][m - 1].leave : trial_[0][m - 1].leave;
            look(0, m, before, m == k ? later_s : later_s_[m], trial_[0][m]);
        }
        sum += m >= k ? trial_[0][m].cost : now_[0][m].cost;
    }
    for (std::size_t m = members_.size() - 1; m-- > 0;) {
        if (m < k) {
            const FlowProfile& before = m + 1 == k ? now_[1][m + 1].leave : trial_[1][m + 1].leave;
            look(1, m, before, -(m + 1 == k ? later_s : later_s_[m + 1]), trial_[1][m]);
        }
        sum += m < k ? trial_[1][m].cost : now_[1][m].cost;
    }
    return sum;
}

void CorridorModel::accept(std::size_t k, double later_s) {
    later_s_[k] = std::fmod(later_s + 2.0 * cycle_s_, cycle_s_);
    for (std::size_t m = k; m < members_.size(); ++m) {
        std::swap(now_[0][m], trial_[0][m]);
    }
    for (std::size_t m = 0; m < k; ++m) {
        std::swap(now_[1][m], trial_[1][m]);
    }
}

void CorridorModel::look_at_all() {
    for (std::size_t m = 1; m < members_.size(); ++m) {
        look(0, m, now_[0][m - 1].leave, later_s_[m], now_[0][m]);
    }
    for (std::size_t m = members_.size() - 1; m-- > 0;) {
        look(1, m, now_[1][m + 1].leave, -later_s_[m + 1], now_[1][m]);
    }
}

void CorridorModel::optimise() {
    for (std::size_t k = 1; k < members_.size(); ++k) {
        double best = later_s_[k];
        double least = 1e300;
        Look there;
        Look back;
        for (std::size_t step = 0; step < mixed_.size(); step += kScanStepS) {
            const auto later = static_cast<double>(step);
            look(0, k, now_[0][k - 1].leave, later, there);
            look(1, k - 1, now_[1][k].leave, -later, back);
            if (there.cost + back.cost < least - kWorthwhile) {
                least = there.cost + back.cost;
                best = later;
            }
        }
        later_s_[k] = best;
        look(0, k, now_[0][k - 1].leave, best, now_[0][k]);
    }
    look_at_all();
    double least = cost() - fixed_cost_;
    for (const double step : {0.15 * cycle_s_, 0.4 * cycle_s_, 0.15 * cycle_s_, 1.0, 1.0}) {
        const double whole = std::round(step);
        for (std::size_t k = 1; k < members_.size(); ++k) {
            for (const double towards : {whole, -whole}) {
                bool better = false;
                for (std::size_t tries = 0; tries < kTries; ++tries) {
                    const double later = later_s_[k] + towards;
                    const double sum = attempt(k, later);
                    if (sum >= least - kWorthwhile) {
                        break;
                    }
                    least = sum;
                    accept(k, later);
                    better = true;
                }
                if (better) {
                    break;
                }
            }
        }
    }
}

std::vector<double> CorridorModel::offsets_s() const {
    std::vector<double> offsets(members_.size(), 0.0);
    for (std::size_t m = 1; m < members_.size(); ++m) {
        offsets[m] = std::fmod(offsets[m - 1] + later_s_[m], cycle_s_);
    }
    return offsets;
}

double CorridorModel::cost() const noexcept {
    double sum = fixed_cost_;
    for (const std::vector<Look>& way : now_) {
        for (const Look& look : way) {
            sum += look.cost;
        }
    }
    return sum;
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/equilibrium/approach.h"

#include <algorithm>
#include <cmath>

#include "sim/traffic/signals/pedestrians.h"

namespace cityloom::traffic::equilibrium {

namespace {

constexpr double kSaturationVph = 1850.0;
constexpr double kCriticalGapS = 5.5;
constexpr double kFollowUpS = 2.8;
constexpr double kStopHeadwayS = 4.0; // all-way stop: one vehicle an approach at a time
constexpr double kSneakers = 2.0;     // a cycle, in the change of lights
constexpr double kLeastVph = 120.0;   // someone lets them in
constexpr double kTracesVph = 1.0;    // of flow on every turn, so that empty lanes have a capacity too

double gap_capacity_vph(double major_vph) {
    const double v = std::max(1.0, major_vph) / 3600.0;
    return 3600.0 * v * std::exp(-v * kCriticalGapS) / (1.0 - std::exp(-v * kFollowUpS));
}

/// Parts of the cycle in which one movement has green.
struct Green {
    double share = 0.0;
    double permissive_share = 0.0; // of the cycle, giving way to oncoming traffic
    double cycle_s = 0.0;
    std::uint64_t together = 0; // movements that have green in those parts
};

Green green_of(const Controller& controller, std::uint32_t movement) {
    Green green;
    for (const SignalPhase& phase : controller.phases) {
        green.cycle_s += phase.green_s + phase.yellow_s + phase.all_red_s;
        if ((phase.green_movements >> movement & 1U) != 0) {
            const bool permissive = (phase.permissive >> movement & 1U) != 0;
            (permissive ? green.permissive_share : green.share) += phase.green_s;
            green.together |= permissive ? phase.green_movements : 0;
        }
    }
    if (green.cycle_s > 0.0) {
        green.share /= green.cycle_s;
        green.permissive_share /= green.cycle_s;
    }
    return green;
}

double turn_capacity_vph(const RoadNetwork& net, std::uint32_t t, std::span<const double> flow, Green& green) {
    const Turn& turn = net.turns[t];
    const Junction& junction = net.junctions[turn.junction];
    const bool signal = junction.controller != kNone && turn.movement != kNone;
    if (signal) {
        green = green_of(net.controllers[junction.controller], turn.movement);
    }
    if (!signal && junction.control == JunctionControl::AllWayStop) {
        return 3600.0 / kStopHeadwayS;
    }
    double major_vph = 0.0;
    bool gives_way = false;
    for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end(); ++c) {
        const Conflict& conflict = net.conflicts[c];
        const Turn& other = net.turns[conflict.other];
        const bool meets = !signal || (other.movement != kNone && (green.together >> other.movement & 1U) != 0);
        if (conflict.yields && meets && carries_motor(net, other) && other.from_lane != turn.from_lane) {
            gives_way = true;
            major_vph += flow[conflict.other];
        }
    }
    if (!signal) {
        return gives_way ? std::min(kSaturationVph, gap_capacity_vph(major_vph)) : kSaturationVph;
    }
    const double filtering =
        green.permissive_share <= 0.0
            ? 0.0
            : green.permissive_share *
                  (gives_way ? std::min(kSaturationVph, gap_capacity_vph(major_vph / green.permissive_share))
                             : kSaturationVph);
    const double sneakers = filtering > 0.0 && gives_way ? kSneakers * 3600.0 / green.cycle_s : 0.0;
    const double walkers = pedestrian_factor(net, net.controllers[junction.controller], t, major_vph);
    return (kSaturationVph * green.share + filtering) * walkers + sneakers;
}

} // namespace

std::vector<Approach> approaches(const RoadNetwork& net, std::span<const double> turn_flow_vph) {
    std::vector<Approach> all(net.edges.size());
    for (std::size_t e = 0; e < net.edges.size(); ++e) {
        const Edge& edge = net.edges[e];
        Approach& approach = all[e];
        approach.running_s = edge.length_m / edge.speed_mps;
        double capacity = 0.0;
        double green_sum = 0.0;
        double lanes = 0.0;
        for (std::uint32_t l = edge.lanes.begin; l < edge.lanes.end(); ++l) {
            const Lane& lane = net.lanes[l];
            if ((static_cast<unsigned>(lane.use) & kCars) == 0) {
                continue;
            }
            double flow = 0.0;
            double load = 0.0; // the share of an hour that the flow needs
            double green_share = 0.0;
            for (std::uint32_t t = lane.turns.begin; t < lane.turns.end(); ++t) {
                if (!carries_motor(net, net.turns[t])) {
                    continue;
                }
                Green green;
                const double q = turn_flow_vph[t] + kTracesVph;
                flow += q;
                load += q / std::max(kLeastVph, turn_capacity_vph(net, t, turn_flow_vph, green));
                green_share = std::max(green_share, green.share + green.permissive_share);
                approach.cycle_s = std::max(approach.cycle_s, green.cycle_s);
            }
            capacity += load > 0.0 ? flow / load : kSaturationVph;
            green_sum += green_share;
            lanes += 1.0;
        }
        approach.capacity_vph = std::max(kLeastVph, capacity);
        approach.green_share = approach.cycle_s > 0.0 && lanes > 0.0 ? green_sum / lanes : 1.0;
    }
    return all;
}

double edge_time_s(const Approach& approach, double flow_vph, double period_h, double queue_veh) {
    const double x = flow_vph / approach.capacity_vph;
    double time = approach.running_s;
    if (approach.cycle_s > 0.0) {
        const double green = std::min(0.98, approach.green_share);
        time += 0.5 * approach.cycle_s * (1.0 - green) * (1.0 - green) / (1.0 - std::min(1.0, x) * green);
    }
    const double k_i = approach.cycle_s > 0.0 ? 0.5 : 1.0;
    const double over = x - 1.0;
    time += 900.0 * period_h * (over + std::sqrt(over * over + 8.0 * k_i * x / (approach.capacity_vph * period_h)));
    return time + 3600.0 * queue_veh / approach.capacity_vph;
}

} // namespace cityloom::traffic::equilibrium

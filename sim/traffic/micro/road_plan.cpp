// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/micro/road_plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "sim/traffic/gap_acceptance.h"
#include "sim/traffic/signals/pedestrians.h"

namespace cityloom::traffic {

namespace {

constexpr float kBriefM = 60.0F;    // shorter than it takes to see who comes and to stop from an urban speed
constexpr float kWatchedM = 150.0F; // on longer ones nobody must change lanes at the begin
constexpr float kFastMps = 17.0F;   // but who does so on a fast road (60 km/h) has to see who comes
constexpr float kCarM = 4.0F;
constexpr float kRingShare = 0.75F; // of the vehicles that stand in one lane around
constexpr float kFarthestRunM = 250.0F;
constexpr int kRunPasses = 12;

/// Place along the Hilbert curve of order 16 through the bounding square (Hilbert 1891).
std::uint64_t hilbert(std::uint32_t x, std::uint32_t y) {
    std::uint64_t d = 0;
    for (std::uint32_t s = 1U << 15U; s > 0; s >>= 1U) {
        const std::uint32_t rx = (x & s) != 0 ? 1U : 0U;
        const std::uint32_t ry = (y & s) != 0 ? 1U : 0U;
        d += static_cast<std::uint64_t>(s) * s * ((3U * rx) ^ ry);
        if (ry == 0) {
            if (rx == 1) {
                x = 0xFFFFU - (x & 0xFFFFU);
                y = 0xFFFFU - (y & 0xFFFFU);
            }
            std::swap(x, y);
        }
    }
    return d;
}

std::vector<std::uint32_t> ground_order(const RoadNetwork& net) {
    Point2 low{1e300, 1e300};
    Point2 high{-1e300, -1e300};
    for (const Junction& j : net.junctions) {
        low = {std::min(low.x_m, j.at.x_m), std::min(low.y_m, j.at.y_m)};
        high = {std::max(high.x_m, j.at.x_m), std::max(high.y_m, j.at.y_m)};
    }
    const double side = std::max({1.0, high.x_m - low.x_m, high.y_m - low.y_m});
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keyed;
    for (std::uint32_t j = 0; j < net.junctions.size(); ++j) {
        const Point2 at = net.junctions[j].at;
        const auto x = static_cast<std::uint32_t>(65535.0 * (at.x_m - low.x_m) / side);
        const auto y = static_cast<std::uint32_t>(65535.0 * (at.y_m - low.y_m) / side);
        keyed.emplace_back(hilbert(x, y), j);
    }
    std::sort(keyed.begin(), keyed.end());
    std::vector<std::uint32_t> order;
    order.reserve(keyed.size());
    for (const auto& [key, j] : keyed) {
        order.push_back(j);
    }
    return order;
}

void lay_lanes(RoadPlan& plan, const RoadNetwork& net, const Junction& junction) {
    for (std::uint32_t i = 0; i < junction.incoming.count; ++i) {
        const std::uint32_t e = net.incoming[junction.incoming.begin + i];
        const Edge& edge = net.edges[e];
        plan.first_lane[e] = static_cast<std::uint32_t>(plan.lanes.size());
        for (std::uint32_t k = 0; k < edge.lanes.count; ++k) {
            const Lane& lane = net.lanes[edge.lanes.begin + k];
            LanePlan out;
            out.length_m = static_cast<float>(edge.length_m);
            out.speed_mps = static_cast<float>(lane.speed_mps > 0.0 ? lane.speed_mps : edge.speed_mps);
            out.edge = e;
            out.lane = edge.lanes.begin + k;
            out.own = static_cast<std::uint8_t>(std::min(k, 255U));
            out.edge_lanes = static_cast<std::uint8_t>(std::min(edge.lanes.count, 255U));
            out.use = lane.use;
            out.to_kerb = lane.to_kerb;
            out.from_kerb = lane.from_kerb;
            for (std::uint32_t l = edge.lanes.begin; l < edge.lanes.end(); ++l) {
                out.marked = out.marked || (net.lanes[l].to_kerb & net.lanes[l].from_kerb) != kEveryone;
            }
            out.ring = edge.roundabout;
            plan.lanes.push_back(out);
        }
    }
}

void lay_turns(RoadPlan& plan, const RoadNetwork& net, const Junction& junction, std::uint32_t place) {
    for (std::uint32_t i = 0; i < junction.turns.count; ++i) {
        const std::uint32_t t = junction.turns.begin + i;
        const Turn& turn = net.turns[t];
        plan.of_turn[t] = static_cast<std::uint32_t>(plan.turns.size());
        TurnPlan out;
        out.length_m = static_cast<float>(turn.length_m);
        out.speed_mps = std::max(3.0F, static_cast<float>(turn.speed_mps));
        out.wait_m = static_cast<float>(turn.wait_m);
        out.junction = place;
        out.turn = t;
        out.local = static_cast<std::uint8_t>(i & 63U);
        out.use = turn.use;
        out.keep_clear = turn.keep_clear;
        out.stops = turn.stops;
        out.movement = turn.movement != kNone && junction.controller != kNone ? 1ULL << turn.movement : 0ULL;
        plan.turns.push_back(out);
    }
}

/// What a turn from a street that gives way at its end needs of the streams that go first.
void set_headways(RoadPlan& plan, const RoadNetwork& net, const std::vector<bool>& minor, TurnPlan& out) {
    const Turn& turn = net.turns[out.turn];
    const std::uint32_t from = net.lanes[turn.from_lane].edge;
    out.minor = minor[from];
    const bool equal = net.junctions[turn.junction].control == JunctionControl::RightBeforeLeft;
    out.slows = out.minor && equal;
    if (!out.minor || net.edges[from].roundabout || net.edges[out.to_edge].roundabout || equal) {
        return;
    }
    bool main = false;
    for (std::uint32_t c = out.conflicts.begin; c < out.conflicts.end(); ++c) {
        ConflictPlan& conflict = plan.conflicts[c];
        const Turn& other = net.turns[plan.turns[conflict.other].turn];
        const std::uint32_t street = net.lanes[other.from_lane].edge;
        conflict.main = conflict.yields && carries_motor(net, other) && street != from && !minor[street];
        main = main || conflict.main;
    }
    if (main) {
        out.slows = true;
        const Headways needs = minor_headways(net, turn);
        out.critical_s = needs.critical_s;
        out.follow_s = needs.follow_s;
    }
}

void link_turns(RoadPlan& plan, const RoadNetwork& net) {
    std::vector<bool> minor;
    for (const Edge& edge : net.edges) {
        minor.push_back(gives_way_at_end(net, edge));
    }
    for (TurnPlan& out : plan.turns) {
        const Turn& turn = net.turns[out.turn];
        const Lane& from = net.lanes[turn.from_lane];
        const Lane& to = net.lanes[turn.to_lane];
        out.from_lane = plan.first_lane[from.edge] + (turn.from_lane - net.edges[from.edge].lanes.begin);
        out.to_lane = plan.first_lane[to.edge] + (turn.to_lane - net.edges[to.edge].lanes.begin);
        out.to_edge = to.edge;
        out.limit_mps = plan.lanes[out.from_lane].speed_mps;
        out.in_ring = net.edges[to.edge].roundabout && net.edges[from.edge].roundabout;
        LanePlan& into = plan.lanes[out.to_lane];
        into.fed = true;
        into.upstream = out.junction;
        out.conflicts = {static_cast<std::uint32_t>(plan.conflicts.size()), turn.conflicts.count};
        const std::uint32_t first = net.junctions[turn.junction].turns.begin;
        for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end(); ++c) {
            const Conflict& conflict = net.conflicts[c];
            const auto local = static_cast<std::uint8_t>((conflict.other - first) & 63U);
            const Turn& other = net.turns[conflict.other];
            const bool riders = carries_motor(net, turn) != carries_motor(net, other);
            plan.conflicts.push_back({.other = plan.of_turn[conflict.other],
                                      .enter_m = conflict.enter_m,
                                      .leave_m = conflict.leave_m,
                                      .other_enter_m = conflict.other_enter_m,
                                      .other_leave_m = conflict.other_leave_m,
                                      .other_local = local,
                                      .merge = conflict.merge,
                                      .yields = conflict.yields,
                                      .beside = riders && net.lanes[other.from_lane].edge == from.edge});
            out.foes |= 1ULL << local;
            out.yields |= conflict.yields ? 1ULL << local : 0ULL;
            out.crosses = out.crosses || (!conflict.merge && (!riders || !carries_motor(net, turn)));
            out.merges |= conflict.merge ? 1ULL << local : 0ULL;
        }
        set_headways(plan, net, minor, out);
        if (out.wait_m > 0.0F) {
            // As far in as the first zone where it gives way or joins others, if a car has room before it.
            float wait = out.length_m;
            for (std::uint32_t c = out.conflicts.begin; c < out.conflicts.end(); ++c) {
                const ConflictPlan& conflict = plan.conflicts[c];
                const bool heeds = conflict.yields || conflict.merge;
                wait = heeds && conflict.enter_m >= kCarM ? std::min(wait, conflict.enter_m) : wait;
            }
            out.wait_m = std::max(1.0F, wait - 0.3F);
        }
        out.free = turn.conflicts.count == 0 && out.movement == 0 && !turn.stops &&
                   net.junctions[turn.junction].control != JunctionControl::AllWayStop;
    }
    for (const LanePlan& lane : plan.lanes) {
        const Lane& source = net.lanes[lane.lane];
        if (source.turns.count > 0) {
            auto& out = plan.lanes[plan.first_lane[lane.edge] + lane.own];
            out.turn_begin = plan.of_turn[source.turns.begin];
            out.turn_count = static_cast<std::uint8_t>(std::min(source.turns.count, 255U));
            std::uint32_t motor = 0;
            for (std::uint32_t t = source.turns.begin; t < source.turns.end(); ++t) {
                if (carries_motor(net, net.turns[t])) {
                    out.only_turn = ++motor == 1 ? plan.of_turn[t] : kNone;
                }
            }
            out.only_turn = source.turns.count == 1 ? out.turn_begin : out.only_turn;
        }
    }
}

/// Roundabouts: parts that lead into each other are one. A ring that is filled to the last place cannot turn, so
/// entries close before (the bubble rule of ring networks).
void find_rings(RoadPlan& plan, const RoadNetwork& net) {
    std::vector<std::uint32_t> root(net.edges.size());
    std::iota(root.begin(), root.end(), 0U);
    const auto find = [&root](std::uint32_t e) {
        while (root[e] != e) {
            e = root[e] = root[root[e]];
        }
        return e;
    };
    for (const TurnPlan& turn : plan.turns) {
        if (turn.in_ring) {
            root[find(plan.lanes[turn.from_lane].edge)] = find(turn.to_edge);
        }
    }
    // Each lane around is one: all may want the outer one, however empty the others are.
    std::map<std::pair<std::uint32_t, std::uint8_t>, std::uint32_t> known;
    std::vector<float> around;
    const auto ring = [&](std::uint32_t lane) {
        const auto [it, fresh] = known.try_emplace({find(plan.lanes[lane].edge), plan.lanes[lane].own},
                                                   static_cast<std::uint32_t>(plan.rings.size()));
        if (fresh) {
            plan.rings.emplace_back();
            around.push_back(0.0F);
        }
        return it->second;
    };
    for (std::uint32_t l = 0; l < plan.lanes.size(); ++l) {
        if (plan.lanes[l].ring) {
            const std::uint32_t r = ring(l);
            plan.rings[r].lanes.push_back(l);
            around[r] += plan.lanes[l].length_m;
        }
    }
    for (std::uint32_t t = 0; t < plan.turns.size(); ++t) {
        TurnPlan& turn = plan.turns[t];
        if (turn.in_ring) {
            const std::uint32_t r = ring(turn.to_lane);
            plan.rings[r].turns.push_back(t);
            around[r] += turn.length_m;
        } else if (net.edges[turn.to_edge].roundabout) {
            turn.enters_ring = ring(turn.to_lane);
            plan.rings[turn.enters_ring].entries.push_back(t);
        }
    }
    for (std::size_t r = 0; r < plan.rings.size(); ++r) {
        plan.rings[r].most = std::max(2U, static_cast<std::uint32_t>(kRingShare * around[r] / kJamSpacingM));
    }
}

/// Turns of a roundabout between the same two parts of it, from lanes beside each other into lanes beside each other.
void find_turns_beside(RoadPlan& plan) {
    for (std::uint32_t t = 0; t < plan.turns.size(); ++t) {
        TurnPlan& turn = plan.turns[t];
        const LanePlan& from = plan.lanes[turn.from_lane];
        if (!turn.in_ring || from.own + 1 >= from.edge_lanes) {
            continue;
        }
        const LanePlan& next = plan.lanes[turn.from_lane + 1];
        for (std::uint32_t u = next.turn_begin; u < next.turn_begin + next.turn_count; ++u) {
            TurnPlan& other = plan.turns[u];
            if (other.to_lane == turn.to_lane + 1 && other.to_edge == turn.to_edge) {
                turn.far_side = u;
                other.kerb_side = t;
                plan.junctions[turn.junction].side_by_side = true;
            }
        }
    }
}

void measure_clear_runs(RoadPlan& plan) {
    for (int pass = 0; pass < kRunPasses; ++pass) {
        for (LanePlan& lane : plan.lanes) {
            float run = 0.0F; // where ways part, nobody knows which is free
            if (lane.only_turn != kNone && plan.turns[lane.only_turn].free) {
                const TurnPlan& turn = plan.turns[lane.only_turn];
                const LanePlan& next = plan.lanes[turn.to_lane];
                run = turn.length_m + next.length_m + next.clear_run_m;
            }
            lane.clear_run_m = std::min(run, kFarthestRunM);
        }
    }
}

void lay_crossings(RoadPlan& plan, const RoadNetwork& net) {
    std::uint32_t place = 0;
    for (std::uint32_t c = 0; c < net.controllers.size(); ++c) {
        const Controller& controller = net.controllers[c];
        plan.first_crossing.push_back(static_cast<std::uint32_t>(plan.crossings.size()));
        for (const PedestrianCrossing& crossing : controller.crossings) {
            const std::uint32_t here = place++;
            if (crossing.pedestrians_per_h <= 0.0 || crossing.phase >= controller.phases.size()) {
                continue;
            }
            const SignalPhase& phase = controller.phases[crossing.phase];
            const double least_s = pedestrian_green_s(crossing, phase.yellow_s + phase.all_red_s);
            const double a_slot = 0.5 * crossing.pedestrians_per_h * to_seconds(kWalkersSlot) / 3600.0;
            const Range turns = plan.junctions[plan.of_junction[controller.junction]].turns;
            for (std::uint32_t t = turns.begin; t < turns.end(); ++t) {
                if (plan.turns[t].movement != 0 && plan.turns[t].to_edge == crossing.out_edge) {
                    plan.turns[t].crossing = static_cast<std::uint32_t>(plan.crossings.size());
                }
            }
            plan.crossings.push_back({.id = crossing.id,
                                      .place = here,
                                      .controller = c,
                                      .phase = crossing.phase,
                                      .least_green_s = static_cast<float>(least_s),
                                      .stops_s = static_cast<float>(least_s - kWalkS),
                                      .far_s = static_cast<float>(0.5 * clearance_s(crossing)),
                                      .none_comes = static_cast<float>(std::exp(-a_slot))});
        }
    }
    plan.first_crossing.push_back(static_cast<std::uint32_t>(plan.crossings.size()));
}

} // namespace

RoadPlan::RoadPlan(const RoadNetwork& net)
    : first_lane(net.edges.size(), 0), of_turn(net.turns.size(), 0), of_junction(net.junctions.size(), 0) {
    lanes.reserve(net.lanes.size());
    turns.reserve(net.turns.size());
    conflicts.reserve(net.conflicts.size());
    for (const std::uint32_t j : ground_order(net)) {
        const Junction& junction = net.junctions[j];
        const auto place = static_cast<std::uint32_t>(junctions.size());
        of_junction[j] = place;
        JunctionPlan out{.junction = j, .controller = junction.controller, .control = junction.control};
        out.lanes.begin = static_cast<std::uint32_t>(lanes.size());
        out.turns.begin = static_cast<std::uint32_t>(turns.size());
        lay_lanes(*this, net, junction);
        lay_turns(*this, net, junction, place);
        out.lanes.count = static_cast<std::uint32_t>(lanes.size()) - out.lanes.begin;
        out.turns.count = static_cast<std::uint32_t>(turns.size()) - out.turns.begin;
        junctions.push_back(out);
    }
    link_turns(*this, net);
    measure_clear_runs(*this);
    find_turns_beside(*this);
    find_rings(*this, net);
    lay_crossings(*this, net);
    for (JunctionPlan& junction : junctions) {
        junction.briefs.begin = brief_lanes;
        for (std::uint32_t l = junction.lanes.begin; l < junction.lanes.end(); ++l) {
            if (lanes[l].length_m < kBriefM && lanes[l].fed && lanes[l].turn_count > 0) {
                lanes[l].brief = brief_lanes++;
            }
        }
        junction.briefs.count = brief_lanes - junction.briefs.begin;
        junction.brief = junction.briefs.count > 0;
    }
    for (LanePlan& lane : lanes) {
        lane.watched = (lane.length_m < kWatchedM || lane.speed_mps > kFastMps) && lane.fed && lane.edge_lanes > 1;
    }
    for (const TurnPlan& turn : turns) {
        junctions[turn.junction].feeds_watched = junctions[turn.junction].feeds_watched || lanes[turn.to_lane].watched;
        if (lanes[turn.to_lane].brief != kNone) {
            junctions[turn.junction].feeds_brief = true;
        }
    }
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/domain/road_faults.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/core/holds.h"

namespace cityloom::traffic {

namespace {

constexpr double kLongestEdgeM = 1e6;
constexpr double kFastestMps = 200.0;
constexpr double kWidestM = 1000.0;
constexpr double kLongestPhaseS = 86'400.0;
constexpr std::uint32_t kMostLanes = 255; // lanes are counted in a byte
constexpr std::uint32_t kMostMovements = 64;

bool holds(Range range, std::uint32_t index) {
    return index >= range.begin && index - range.begin < range.count;
}

bool metres(double x) {
    return within(x, 0.0, kLongestEdgeM);
}

void look_at_edges(const RoadNetwork& r, Faults& faults) {
    faults.each("street point", r.points, "its place", on_ground)
        .each("edge", r.edges, "its junctions, lanes, shape or name",
              [&](const Edge& e) {
                  return e.from < r.junctions.size() && e.to < r.junctions.size() && fits(e.lanes, r.lanes.size()) &&
                         within(e.lanes.count, 1, kMostLanes) && fits(e.shape, r.points.size()) && e.shape.count >= 2 &&
                         at_or_none(e.name, r.names.size());
              })
        .each("edge", r.edges, "its length or speed",
              [](const Edge& e) {
                  return e.length_m > 0.0 && e.length_m <= kLongestEdgeM && e.speed_mps > 0.0 &&
                         e.speed_mps <= kFastestMps;
              })
        .each(
            "lane", r.lanes, "its edge, which does not have it",
            [&](const Lane& l, std::uint32_t i) { return l.edge < r.edges.size() && holds(r.edges[l.edge].lanes, i); })
        .each("edge", r.edges, "its lanes, which are another's",
              [&](const Edge& e, std::uint32_t i) {
                  return std::ranges::all_of(r.lanes.begin() + e.lanes.begin, r.lanes.begin() + e.lanes.end(),
                                             [&](const Lane& l) { return l.edge == i; });
              })
        .each("lane", r.lanes, "its width, place or speed", [](const Lane& l) {
            return within(l.offset_m, -kWidestM, kWidestM) && within(l.width_m, 0.0, kWidestM) &&
                   within(l.speed_mps, 0.0, kFastestMps);
        });
}

/// Each edge stands once among those of the junction where it ends, and once where it begins.
void look_at_ends(const RoadNetwork& r, Faults& faults) {
    faults
        .each("junction", r.junctions, "its place, edges, turns or signal",
              [&](const Junction& j) {
                  return on_ground(j.at) && fits(j.incoming, r.incoming.size()) &&
                         fits(j.outgoing, r.outgoing.size()) && fits(j.turns, r.turns.size()) &&
                         at_or_none(j.controller, r.controllers.size()) && share(static_cast<double>(j.confidence));
              })
        .each("incoming edge", r.incoming, "there is none", [&](std::uint32_t e) { return e < r.edges.size(); })
        .each("outgoing edge", r.outgoing, "there is none", [&](std::uint32_t e) { return e < r.edges.size(); });
    if (!faults.none()) {
        return;
    }
    std::vector<std::uint8_t> in(r.edges.size(), 0);
    std::vector<std::uint8_t> out(r.edges.size(), 0);
    const auto once = [](std::vector<std::uint8_t>& seen, std::uint32_t edge) { return seen[edge]++ == 0; };
    faults
        .each("junction", r.junctions, "edges that do not lead to it, or twice",
              [&](const Junction& j, std::uint32_t i) {
                  return std::all_of(r.incoming.begin() + j.incoming.begin, r.incoming.begin() + j.incoming.end(),
                                     [&](std::uint32_t e) { return r.edges[e].to == i && once(in, e); });
              })
        .each("junction", r.junctions, "edges that do not come from it, or twice",
              [&](const Junction& j, std::uint32_t i) {
                  return std::all_of(r.outgoing.begin() + j.outgoing.begin, r.outgoing.begin() + j.outgoing.end(),
                                     [&](std::uint32_t e) { return r.edges[e].from == i && once(out, e); });
              })
        .each("edge", r.edges, "its junctions do not know it",
              [&](const Edge&, std::uint32_t e) { return in[e] == 1 && out[e] == 1; });
}

void look_at_turns(const RoadNetwork& r, Faults& faults) {
    faults
        .each("turn", r.turns, "its lanes, junction, shape or conflicts",
              [&](const Turn& t) {
                  return t.from_lane < r.lanes.size() && t.to_lane < r.lanes.size() &&
                         t.junction < r.junctions.size() && fits(t.shape, r.points.size()) && t.shape.count >= 1 &&
                         fits(t.conflicts, r.conflicts.size());
              })
        .each("lane", r.lanes, "its turns, which are another's",
              [&](const Lane& l, std::uint32_t i) {
                  return fits(l.turns, r.turns.size()) &&
                         std::all_of(r.turns.begin() + l.turns.begin, r.turns.begin() + l.turns.end(),
                                     [&](const Turn& t) { return t.from_lane == i; });
              })
        .each("junction", r.junctions, "its turns, which are another's",
              [&](const Junction& j, std::uint32_t i) {
                  return std::all_of(r.turns.begin() + j.turns.begin, r.turns.begin() + j.turns.end(),
                                     [&](const Turn& t) { return t.junction == i; });
              })
        .each("turn", r.turns, "its lane or its junction does not know it",
              [&](const Turn& t, std::uint32_t i) {
                  return holds(r.lanes[t.from_lane].turns, i) && holds(r.junctions[t.junction].turns, i);
              })
        .each("turn", r.turns, "it leads from or to another junction than its own",
              [&](const Turn& t) {
                  return r.edges[r.lanes[t.from_lane].edge].to == t.junction &&
                         r.edges[r.lanes[t.to_lane].edge].from == t.junction;
              })
        .each("turn", r.turns, "its length or speed",
              [](const Turn& t) {
                  return metres(t.length_m) && within(t.speed_mps, 0.0, kFastestMps) && metres(t.wait_m);
              })
        .each("turn", r.turns, "its movement, which its signal does not have", [&](const Turn& t) {
            const std::uint32_t c = r.junctions[t.junction].controller;
            return t.movement == kNone ||
                   (c != kNone && t.movement < std::min(kMostMovements, r.controllers[c].movements));
        });
}

void look_at_hours(const RoadNetwork& r, Faults& faults) {
    faults.each("rule by the hour", r.hours, "its edges, value or hours", [&](const HourRule& h) {
        const bool turn = h.what == HourRule::What::Turn;
        const bool speed = h.what == HourRule::What::Speed;
        return h.edge < r.edges.size() && (turn ? h.to_edge < r.edges.size() : h.to_edge == kNone) &&
               within(h.value, speed ? 0.1 : 0.0, speed ? kFastestMps : 2.0) && h.when.sound();
    });
}

/// Pairs of turns of which the first lists the second.
using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

/// The first turn whose conflicts with others are not theirs with it as well; kNone: there is none.
std::uint32_t first_one_sided(const RoadNetwork& r) {
    Pairs listed;
    for (std::uint32_t t = 0; t < r.turns.size(); ++t) {
        const Range range = r.turns[t].conflicts;
        for (std::uint32_t c = range.begin; c < range.end(); ++c) {
            listed.emplace_back(t, r.conflicts[c].other);
        }
    }
    Pairs back;
    for (const auto& [turn, other] : listed) {
        back.emplace_back(other, turn);
    }
    std::ranges::sort(listed);
    std::ranges::sort(back);
    const auto [one, two] = std::ranges::mismatch(listed, back);
    return one == listed.end() ? kNone : one->first;
}

void look_at_conflicts(const RoadNetwork& r, Faults& faults) {
    std::uint64_t listed = 0;
    faults
        .each("conflict", r.conflicts, "its turn or its zone",
              [&](const Conflict& c) {
                  const auto zone = [](float enter, float leave) {
                      return metres(static_cast<double>(enter)) && metres(static_cast<double>(leave)) && enter <= leave;
                  };
                  return c.other < r.turns.size() && zone(c.enter_m, c.leave_m) &&
                         zone(c.other_enter_m, c.other_leave_m);
              })
        .each("turn", r.turns, "its conflicts, which are another's",
              [&](const Turn& t) { return (listed += t.conflicts.count) <= r.conflicts.size(); })
        .each("turn", r.turns, "it conflicts with itself, or with a turn of another junction",
              [&](const Turn& t, std::uint32_t i) {
                  return std::all_of(
                      r.conflicts.begin() + t.conflicts.begin, r.conflicts.begin() + t.conflicts.end(),
                      [&](const Conflict& c) { return c.other != i && r.turns[c.other].junction == t.junction; });
              });
    if (const std::uint32_t turn = faults.none() ? first_one_sided(r) : kNone; turn != kNone) {
        faults.ask("turn " + std::to_string(turn) + ": it conflicts with one that does not conflict with it", false);
    }
}

bool times_hold(const Controller& c) {
    const auto seconds = [](double s) { return within(s, 0.0, kLongestPhaseS); };
    double cycle_s = 0.0;
    for (const SignalPhase& p : c.phases) {
        if (!seconds(p.green_s) || !seconds(p.yellow_s) || !seconds(p.all_red_s) || !seconds(p.least_green_s) ||
            !seconds(p.most_green_s)) {
            return false;
        }
        cycle_s += p.green_s + p.yellow_s + p.all_red_s;
    }
    return c.phases.empty() || cycle_s >= 1.0; // shorter ones would never let go
}

void look_at_signals(const RoadNetwork& r, Faults& faults) {
    faults
        .each("signal", r.controllers, "its place, junction or movements",
              [&](const Controller& c) {
                  return on_ground(c.at) && at_or_none(c.junction, r.junctions.size()) &&
                         c.movements <= kMostMovements && (c.junction != kNone || c.crossings.empty());
              })
        .each("signal", r.controllers, "the times of its phases",
              [](const Controller& c) {
                  return times_hold(c) && within(c.offset_s, -10.0 * kLongestPhaseS, 10.0 * kLongestPhaseS);
              })
        .each("signal", r.controllers, "its crossings",
              [&](const Controller& c) {
                  return std::ranges::all_of(c.crossings, [&](const PedestrianCrossing& x) {
                      return at_or_none(x.in_edge, r.edges.size()) && at_or_none(x.out_edge, r.edges.size()) &&
                             at_or_none(x.phase, c.phases.size()) && within(x.length_m, 0.0, 1000.0) &&
                             within(x.pedestrians_per_h, 0.0, 1e5);
                  });
              })
        .each("charging station", r.chargers, "its place, lane, points or power",
              [&](const ChargingStation& c) {
                  return on_ground(c.at) && c.lane < r.lanes.size() && metres(static_cast<double>(c.along_m)) &&
                         c.points <= 100'000 && within(static_cast<double>(c.power_w), 0.0, 1e9);
              })
        .each("joined street", r.joined, "its edge", [&](const JoinedStreet& j) { return j.edge < r.edges.size(); })
        .ask("the joined streets are not in order", std::ranges::is_sorted(r.joined));
}

bool model_holds(const DemandModel& d) {
    const auto shares = [](const auto& values) { return std::ranges::all_of(values, share); };
    return std::ranges::all_of(d.decay_m, [](double m) { return m >= 1.0 && m <= 1e12; }) &&
           std::ranges::all_of(d.hourly_share, shares) &&
           std::ranges::all_of(d.daily_trips, [](double n) { return within(n, 0.0, 1e9); }) &&
           shares(d.inbound_share) && shares(d.outbound_share) && within(d.trips_per_person, 0.0, 100.0) &&
           share(d.car_mode_share) && within(d.car_occupancy, 0.1, 100.0) && share(d.bicycle_mode_share) &&
           within(d.bicycle_decay_m, 1.0, 1e9) && share(d.navigation_share) && share(d.v2x_share) &&
           share(d.electric_share) && within(d.people, 0.0, 1e10) && within(d.jobs, 0.0, 1e10);
}

} // namespace

std::string road_fault(const RoadNetwork& net) {
    Faults faults;
    look_at_edges(net, faults);
    look_at_ends(net, faults);
    look_at_turns(net, faults);
    look_at_conflicts(net, faults);
    look_at_signals(net, faults);
    look_at_hours(net, faults);
    return faults.text();
}

std::string demand_fault(const DemandModel& d, std::size_t edges, std::size_t districts) {
    const auto people = [](double n) { return within(n, 0.0, 1e10); };
    return Faults{}
        .ask("zones have more edges than weights, or fewer", d.zone_edges.size() == d.zone_edge_weights.size())
        .each("edge of zones", d.zone_edges, "there is none", [&](std::uint32_t e) { return e < edges; })
        .each("weight of zones", d.zone_edge_weights, "it is none",
              [](float w) { return within(static_cast<double>(w), 0.0, 1e12); })
        .each("zone", d.zones, "its place, district or edges",
              [&](const Zone& z) {
                  return on_ground(z.at) && at_or_none(z.district, districts) && fits(z.origins, d.zone_edges.size()) &&
                         fits(z.destinations, d.zone_edges.size());
              })
        .each("zone", d.zones, "its people or jobs",
              [&](const Zone& z) {
                  return people(z.people) && people(z.jobs) && people(z.attraction) && people(z.through_share);
              })
        .ask("how many trips there are, or how long", model_holds(d))
        .text();
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a restored state can be gone on from: every number that stands for a place in an array lies in it.
#include <algorithm>

#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

class Check {
public:
    explicit Check(const Simulation::State& s) : s_{s} {}

    [[nodiscard]] static bool in(std::uint32_t index, std::size_t size) noexcept { return index < size; }
    [[nodiscard]] static bool none_or_in(std::uint32_t index, std::size_t size) noexcept {
        return index == kNone || index < size;
    }
    [[nodiscard]] bool vehicle(const Vehicle& v) const {
        if (v.barrier()) {
            return v.type == kBarrierType;
        }
        return in(v.trip, s_.routes.size()) && in(v.type, s_.work.types.size()) &&
               none_or_in(v.turn, s_.plan.turns.size()) && none_or_in(v.next, s_.plan.turns.size()) &&
               in(v.cursor, s_.routes[v.trip].size());
    }
    [[nodiscard]] bool slot(const Slot& at, const std::vector<Vehicle>& pool) const {
        return at.count <= at.room && at.begin + std::size_t{at.room} <= pool.size() &&
               std::all_of(pool.begin() + at.begin, pool.begin() + at.begin + at.count,
                           [this](const Vehicle& v) { return vehicle(v); });
    }
    [[nodiscard]] bool junction(const JunctionState& j) const {
        const auto sent = [this](const Sent& each) {
            // Of a junction that sleeps they are old, and their ways may have been changed since.
            return in(each.lane, s_.plan.lanes.size()) && in(each.turn, s_.plan.turns.size()) &&
                   in(each.vehicle.trip, s_.routes.size()) && in(each.vehicle.type, s_.work.types.size());
        };
        const auto parked = [this](const Parked& each) {
            return in(each.lane, s_.plan.lanes.size()) && vehicle(each.vehicle);
        };
        return std::ranges::all_of(j.sent, sent) && std::ranges::all_of(j.parked, parked) &&
               std::ranges::all_of(j.leavers, [this](const Leaver& l) { return in(l.turn, s_.plan.turns.size()); }) &&
               std::ranges::all_of(j.promised, [this](std::uint32_t l) { return in(l, s_.plan.lanes.size()); });
    }
    [[nodiscard]] bool promises(const Promises& p) const {
        return p.comers <= Promises::kMost && p.grants <= Promises::kMost &&
               std::all_of(p.coming.begin(), p.coming.begin() + p.comers, [this](const Promises::Coming& coming) {
                   return in(coming.turn, s_.plan.turns.size()) && in(coming.type, s_.work.types.size());
               });
    }
    [[nodiscard]] bool way(const std::vector<std::uint32_t>& way) const {
        return std::ranges::all_of(way, [this](std::uint32_t e) { return in(e, s_.net.edges.size()); });
    }
    [[nodiscard]] bool candidate(const Simulation::State::Candidate& c) const {
        return in(c.lane, s_.plan.lanes.size()) && c.index < s_.lane_slot[c.lane].room; // one may have gone since
    }

private:
    const Simulation::State& s_;
};

} // namespace

bool Simulation::State::holds_together() const {
    const Check check{*this};
    if (next_limit > work.limits.size() || next_closing > work.closings.size() ||
        (!recent.below_mps.empty() &&
         (recent.slot >= RecentSpeeds::kSlots || recent.seconds > recent.seconds_of_slot))) {
        return false;
    }
    const std::size_t edges = net.edges.size();
    for (std::uint32_t l = 0; l < lane_slot.size(); ++l) {
        if (!check.slot(lane_slot[l], junctions[lane_junction[l]].pool) || courtesy[l].count > Courtesy::kMost ||
            !Check::none_or_in(came_by[l], plan.turns.size()) ||
            !Check::none_or_in(tails[0][l].turn, plan.turns.size()) ||
            !Check::none_or_in(tails[1][l].turn, plan.turns.size())) {
            return false;
        }
    }
    for (std::uint32_t t = 0; t < turn_slot.size(); ++t) {
        if (!check.slot(turn_slot[t], junctions[plan.turns[t].junction].pool)) {
            return false;
        }
    }
    for (std::size_t e = 0; e < edges; ++e) {
        const bool known = std::ranges::all_of(queue[e], [this](auto trip) { return trip < work.trips.size(); });
        if (!known || queue_head[e] > queue[e].size()) {
            return false;
        }
    }
    for (std::size_t c = 0; c < signals.size(); ++c) {
        const std::size_t phases = std::max<std::size_t>(1, net.controllers[c].phases.size());
        if (signals[c].phase >= phases || signals[c].part > 2 || undetected_s[c].size() != ruled[c].size()) {
            return false;
        }
    }
    const auto blocked_fits = [edges](const Blocked& b) { return b.edge < edges; };
    const auto candidates_fit = [&check](const std::vector<Candidate>& found) {
        return std::ranges::all_of(found, [&check](const Candidate& c) { return check.candidate(c); });
    };
    return std::ranges::all_of(junctions, [&](const JunctionState& j) { return check.junction(j); }) &&
           std::ranges::all_of(promises, [&](const Promises& p) { return check.promises(p); }) &&
           std::ranges::all_of(routes, [&](const auto& way) { return check.way(way); }) &&
           std::ranges::all_of(candidates, candidates_fit) && std::ranges::all_of(blocked, blocked_fits) &&
           std::ranges::is_sorted(blocked, {}, &Blocked::edge) && (informed.empty() || informed.size() == edges) &&
           std::ranges::all_of(batteries,
                               [this](const Battery& b) { return Check::none_or_in(b.station, stations.size()); }) &&
           std::ranges::all_of(next_stop, [this](std::uint32_t k) { return k <= work.stops.size(); }) &&
           std::ranges::all_of(stranded, [this](std::uint32_t trip) { return trip < work.trips.size(); }) &&
           next_departure <= work.trips.size();
}

} // namespace cityloom::traffic

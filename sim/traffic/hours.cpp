// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/hours.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

namespace cityloom::traffic {

namespace {

constexpr std::uint8_t kPass = kBuses | kEmergency | kBicycles;
constexpr double kSameMps = 1e-6;

using Rules = std::span<const HourRule>;
using EdgePair = std::pair<std::uint32_t, std::uint32_t>;

struct State {
    HourAccess access = HourAccess::Everybody;
    bool says_access = false;
    bool this_way = true;
    double speed_mps = 0.0; ///< 0: the edge's own
    bool turns = true;
    friend bool operator==(const State&, const State&) = default;

    [[nodiscard]] bool closed() const { return access == HourAccess::Nobody || !this_way; }
};

State state_at(Rules rules, std::uint32_t minute) {
    State state;
    for (const HourRule& rule : rules) {
        if (!rule.when.holds(minute)) {
            continue;
        }
        switch (rule.what) {
        case HourRule::What::Access:
            state.access = static_cast<HourAccess>(static_cast<int>(rule.value));
            state.says_access = true;
            break;
        case HourRule::What::Direction:
            state.this_way = rule.value > 0.0;
            break;
        case HourRule::What::Speed:
            state.speed_mps = rule.value;
            break;
        case HourRule::What::Turn:
            state.turns = false;
            break;
        }
    }
    return state;
}

/// Rules one after another that are of one edge, or of one turn.
template <typename Take> void each_place(const std::vector<HourRule>& rules, const Take& take) {
    for (std::size_t k = 0; k < rules.size();) {
        std::size_t end = k + 1;
        while (end < rules.size() && rules[end].edge == rules[k].edge && rules[end].to_edge == rules[k].to_edge) {
            ++end;
        }
        take(Rules{rules}.subspan(k, end - k));
        k = end;
    }
}

bool changes_within(Rules rules, std::uint32_t from, TimeUs duration) {
    const State now = state_at(rules, from);
    for (const HourRule& rule : rules) {
        for (const Range& span : rule.when.spans) {
            for (const std::uint32_t minute : {span.begin, span.end() % kWeekMinutes}) {
                const std::uint32_t ahead = (minute + kWeekMinutes - from) % kWeekMinutes;
                if (static_cast<TimeUs>(ahead) * kMinuteUs < duration && !(state_at(rules, minute) == now)) {
                    return true;
                }
            }
        }
    }
    return false;
}

/// Turns of other limits than before: a straight one follows its streets, a bend keeps what its curve allows.
void follow_limits(RoadNetwork& net, const std::vector<double>& before_mps) {
    for (Turn& turn : net.turns) {
        const std::uint32_t from = net.lanes[turn.from_lane].edge;
        const std::uint32_t to = net.lanes[turn.to_lane].edge;
        const double was = std::max(before_mps[from], before_mps[to]);
        const double is = std::max(net.edges[from].speed_mps, net.edges[to].speed_mps);
        const bool follows = turn.kind == TurnKind::Straight && turn.speed_mps > was - kSameMps;
        if (is != was) {
            turn.speed_mps = follows ? is : std::min(turn.speed_mps, is);
        }
    }
}

/// Without the turns of those edges that they would leave without a way out.
std::set<EdgePair> without_dead_ends(const RoadNetwork& net, const std::set<EdgePair>& turns) {
    std::set<EdgePair> kept;
    for (auto first = turns.begin(); first != turns.end();) {
        const std::uint32_t edge = first->first;
        const auto last = turns.upper_bound({edge, kNone});
        bool leads_on = false;
        const Range lanes = net.edges[edge].lanes;
        for (std::uint32_t l = lanes.begin; l < lanes.end() && !leads_on; ++l) {
            for (std::uint32_t t = net.lanes[l].turns.begin; t < net.lanes[l].turns.end() && !leads_on; ++t) {
                leads_on =
                    carries_motor(net, net.turns[t]) && !turns.contains({edge, net.lanes[net.turns[t].to_lane].edge});
            }
        }
        if (leads_on) {
            kept.insert(first, last);
        }
        first = last;
    }
    return kept;
}

} // namespace

HoursApplied apply_hours(RoadNetwork& net, std::uint32_t minute_of_week, TimeUs duration) {
    HoursApplied applied;
    if (net.hours.empty()) {
        return applied;
    }
    std::vector<bool> closed(net.edges.size(), false);
    std::vector<double> before_mps;
    for (const Edge& edge : net.edges) {
        before_mps.push_back(edge.speed_mps);
    }
    std::set<std::uint64_t> closed_streets; // a street's edges count once
    std::set<std::uint64_t> local_streets;
    std::set<std::uint64_t> limited_streets;
    std::set<std::uint64_t> changing_streets;
    std::set<EdgePair> forbidden;
    each_place(net.hours, [&](Rules rules) {
        Edge& edge = net.edges[rules.front().edge];
        const bool of_turn = rules.front().what == HourRule::What::Turn;
        const State state = state_at(rules, minute_of_week);
        if (changes_within(rules, minute_of_week, duration)) {
            applied.changes += of_turn ? 1U : 0U;
            if (!of_turn) {
                changing_streets.insert(edge.street_id);
            }
        }
        if (!state.turns) {
            forbidden.insert({rules.front().edge, rules.front().to_edge});
        }
        if (state.closed()) {
            closed[rules.front().edge] = true;
            closed_streets.insert(edge.street_id);
        }
        if (state.says_access && !state.closed()) {
            edge.destination_only = state.access == HourAccess::Destination;
            if (edge.destination_only) {
                local_streets.insert(edge.street_id);
            }
        }
        if (state.speed_mps > 0.0) {
            limited_streets.insert(edge.street_id);
            edge.speed_mps = state.speed_mps;
        }
    });
    forbidden = without_dead_ends(net, forbidden);
    for (Turn& turn : net.turns) {
        const std::uint32_t to = net.lanes[turn.to_lane].edge;
        const bool no = forbidden.contains({net.lanes[turn.from_lane].edge, to});
        turn.use = no ? std::uint8_t{0} : static_cast<std::uint8_t>(closed[to] ? turn.use & kPass : turn.use);
    }
    follow_limits(net, before_mps);
    applied.closed = closed_streets.size();
    applied.local = local_streets.size();
    applied.limits = limited_streets.size();
    applied.turns = forbidden.size();
    applied.changes += changing_streets.size();
    return applied;
}

std::vector<bool> edges_that_close(const RoadNetwork& net) {
    std::vector<bool> close(net.edges.size(), false);
    for (const HourRule& rule : net.hours) {
        const bool of_edge = rule.what == HourRule::What::Access || rule.what == HourRule::What::Direction;
        close[rule.edge] = close[rule.edge] || (of_edge && rule.value == 0.0);
    }
    return close;
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/short_streets.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>

#include "sim/core/polyline.h"
#include "sim/traffic/conflicts.h"

namespace cityloom::traffic {

namespace {

constexpr int kMostStreets = 4; // short ones in a row
constexpr int kMostRounds = 4;  // a turn that is added lets those before it go further

using Way = std::vector<std::uint32_t>; // edges, the last one not short

struct Added {
    std::uint32_t like = kNone;
    std::uint32_t to_lane = kNone;
};

class Widener {
public:
    explicit Widener(RoadNetwork& net) : net_{net}, added_of_(net.lanes.size()) {}

    [[nodiscard]] bool found() const {
        return std::ranges::any_of(added_of_, [](const std::vector<Added>& row) { return !row.empty(); });
    }
    void find() {
        for (int round = 0; round < kMostRounds; ++round) {
            bool more = false;
            for (std::uint32_t e = 0; e < net_.edges.size(); ++e) {
                more = complete(e) || more;
            }
            if (!more) {
                return;
            }
        }
    }

    /// What became of the turns.
    struct Rebuilt {
        std::vector<std::uint32_t> now;  ///< by turn before: its index now
        std::vector<std::uint32_t> like; ///< by turn now: the turn (now) beside an added one; kNone: not added
        std::uint32_t added = 0;
    };
    Rebuilt rebuild() {
        Rebuilt out;
        out.now.assign(net_.turns.size(), kNone);
        std::vector<Turn> turns;
        std::vector<std::uint32_t> like_before; // by turn now
        for (Junction& junction : net_.junctions) {
            const Range old = junction.turns;
            junction.turns.begin = static_cast<std::uint32_t>(turns.size());
            for (std::uint32_t t = old.begin; t < old.end();) {
                Lane& lane = net_.lanes[net_.turns[t].from_lane];
                const Range own = lane.turns;
                lane.turns.begin = static_cast<std::uint32_t>(turns.size());
                for (; t < own.end(); ++t) {
                    out.now[t] = static_cast<std::uint32_t>(turns.size());
                    turns.push_back(net_.turns[t]);
                    like_before.push_back(kNone);
                }
                for (const Added& added : added_of_[turns.back().from_lane]) {
                    turns.push_back(drawn(added));
                    like_before.push_back(added.like);
                    ++out.added;
                }
                lane.turns.count = static_cast<std::uint32_t>(turns.size()) - lane.turns.begin;
            }
            junction.turns.count = static_cast<std::uint32_t>(turns.size()) - junction.turns.begin;
        }
        for (Lane& lane : net_.lanes) {
            lane.turns.begin = lane.turns.count > 0 ? lane.turns.begin : 0;
        }
        net_.turns = std::move(turns);
        for (const std::uint32_t before : like_before) {
            out.like.push_back(before == kNone ? kNone : out.now[before]);
        }
        return out;
    }

private:
    [[nodiscard]] bool for_cars(const Turn& turn) const {
        return (static_cast<unsigned>(turn.use) & net_.lanes[turn.from_lane].use & net_.lanes[turn.to_lane].use &
                kCars) != 0;
    }
    [[nodiscard]] bool is_short(std::uint32_t edge) const { return net_.edges[edge].length_m < kTooShortM; }

    /// Calls f(turn, the lane it leads to) for each way from a lane that cars may drive, back to where they came from
    /// apart.
    template <typename F> void for_turns(std::uint32_t lane, F&& f) const {
        const Range turns = net_.lanes[lane].turns;
        for (std::uint32_t t = turns.begin; t < turns.end(); ++t) {
            if (for_cars(net_.turns[t]) && net_.turns[t].kind != TurnKind::UTurn) {
                f(t, net_.turns[t].to_lane);
            }
        }
        for (const Added& added : added_of_[lane]) {
            f(added.like, added.to_lane);
        }
    }

    /// The ways on from a lane, over short streets without changing lanes.
    void ways_from(std::uint32_t lane, int depth, Way& so_far, std::set<Way>& found) const {
        for_turns(lane, [&](std::uint32_t, std::uint32_t to_lane) {
            const std::uint32_t edge = net_.lanes[to_lane].edge;
            so_far.push_back(edge);
            if (is_short(edge) && depth < kMostStreets) {
                ways_from(to_lane, depth + 1, so_far, found);
            } else {
                found.insert(so_far);
            }
            so_far.pop_back();
        });
    }
    [[nodiscard]] std::set<Way> ways_from(std::uint32_t lane) const {
        std::set<Way> found;
        Way so_far;
        ways_from(lane, 1, so_far, found);
        return found;
    }

    /// Gives an edge what it lacks over the short streets that follow it.
    bool complete(std::uint32_t e) {
        std::set<std::uint32_t> next;
        const Range lanes = net_.edges[e].lanes;
        for (std::uint32_t l = lanes.begin; l < lanes.end(); ++l) {
            for_turns(l, [&](std::uint32_t, std::uint32_t to_lane) {
                const std::uint32_t edge = net_.lanes[to_lane].edge;
                if (is_short(edge) && net_.edges[edge].lanes.count > 1) {
                    next.insert(edge);
                }
            });
        }
        bool more = false;
        for (const std::uint32_t edge : next) {
            more = complete(e, edge) || more;
        }
        return more;
    }

    bool complete(std::uint32_t from, std::uint32_t over) {
        std::set<Way> reached;
        std::vector<std::pair<std::uint32_t, std::uint32_t>> into; // turn, lane
        const Range lanes = net_.edges[from].lanes;
        for (std::uint32_t l = lanes.begin; l < lanes.end(); ++l) {
            for_turns(l, [&](std::uint32_t t, std::uint32_t to_lane) {
                if (net_.lanes[to_lane].edge == over) {
                    into.emplace_back(t, to_lane);
                    reached.merge(ways_from(to_lane));
                }
            });
        }
        bool more = false;
        for (std::uint32_t lane = net_.edges[over].lanes.begin; lane < net_.edges[over].lanes.end(); ++lane) {
            std::set<Way> ways = ways_from(lane);
            if ((static_cast<unsigned>(net_.lanes[lane].use) & kCars) == 0 ||
                std::ranges::all_of(ways, [&](const Way& way) { return reached.contains(way); })) {
                continue;
            }
            const auto away = [lane](const std::pair<std::uint32_t, std::uint32_t>& row) {
                return row.second > lane ? row.second - lane : lane - row.second;
            };
            const auto nearest = std::ranges::min_element(into, {}, away);
            added_of_[net_.turns[nearest->first].from_lane].push_back({nearest->first, lane});
            into.emplace_back(nearest->first, lane);
            reached.merge(ways);
            more = true;
        }
        return more;
    }

    /// The line of the turn beside it, shifted ever more until it ends in the other lane.
    [[nodiscard]] Turn drawn(const Added& added) {
        Turn turn = net_.turns[added.like];
        const Edge& edge = net_.edges[net_.lanes[added.to_lane].edge];
        const std::span<const Point2> street{net_.points.data() + edge.shape.begin, edge.shape.count};
        const std::vector<Point2> before{net_.points.begin() + turn.shape.begin,
                                         net_.points.begin() + turn.shape.end()};
        const Point2 along = polyline_at(street, 0.0).direction;
        const double right_m = net_.lanes[added.to_lane].offset_m - net_.lanes[turn.to_lane].offset_m;
        const double length = std::max(1e-6, polyline_length_m(before));
        std::vector<Point2> line{before.front()};
        double done = 0.0;
        for (std::size_t k = 1; k < before.size(); ++k) {
            done += distance_m(before[k - 1], before[k]);
            line.push_back(before[k] + (right_m * done / length) * Point2{along.y_m, -along.x_m});
        }
        turn.to_lane = added.to_lane;
        turn.length_m = std::max({0.1, turn.length_m, turn.length_m * polyline_length_m(line) / length});
        turn.shape = {static_cast<std::uint32_t>(net_.points.size()), static_cast<std::uint32_t>(line.size())};
        net_.points.insert(net_.points.end(), line.begin(), line.end());
        return turn;
    }

    RoadNetwork& net_;
    std::vector<std::vector<Added>> added_of_; ///< by lane
};

} // namespace

std::uint32_t add_turns_over_short_streets(RoadNetwork& net) {
    Widener widener{net};
    widener.find();
    if (!widener.found()) {
        return 0;
    }
    const std::vector<Turn> before = net.turns;
    const std::vector<Conflict> known = net.conflicts;
    const Widener::Rebuilt rebuilt = widener.rebuild();
    compile_conflicts(net);
    // Between turns that were there what was known stays.
    std::vector<std::vector<Conflict>> rows(net.turns.size());
    for (std::size_t t = 0; t < before.size(); ++t) {
        for (std::uint32_t c = before[t].conflicts.begin; c < before[t].conflicts.end(); ++c) {
            Conflict row = known[c];
            row.other = rebuilt.now[row.other];
            rows[rebuilt.now[t]].push_back(row);
        }
    }
    const auto known_yields = [&](std::uint32_t turn, std::uint32_t other) { // -1: they do not meet
        for (const Conflict& row : rows[turn]) {
            if (row.other == other) {
                return row.yields ? 1 : 0;
            }
        }
        return -1;
    };
    for (std::uint32_t t = 0; t < net.turns.size(); ++t) {
        for (std::uint32_t c = net.turns[t].conflicts.begin; c < net.turns[t].conflicts.end(); ++c) {
            const Conflict& row = net.conflicts[c];
            const std::uint32_t mine = rebuilt.like[t];
            const std::uint32_t theirs = rebuilt.like[row.other];
            if (t < row.other && (mine != kNone || theirs != kNone)) {
                const int said = known_yields(mine == kNone ? t : mine, theirs == kNone ? row.other : theirs);
                const bool yields = said >= 0 ? said == 1 : mine != kNone;
                rows[t].push_back(
                    {row.other, row.enter_m, row.leave_m, row.other_enter_m, row.other_leave_m, row.merge, yields});
                rows[row.other].push_back(
                    {t, row.other_enter_m, row.other_leave_m, row.enter_m, row.leave_m, row.merge, !yields});
            }
        }
    }
    net.conflicts.clear();
    for (std::uint32_t t = 0; t < net.turns.size(); ++t) {
        std::ranges::sort(rows[t], {}, &Conflict::other);
        net.turns[t].conflicts = {static_cast<std::uint32_t>(net.conflicts.size()),
                                  static_cast<std::uint32_t>(rows[t].size())};
        net.conflicts.insert(net.conflicts.end(), rows[t].begin(), rows[t].end());
    }
    return rebuilt.added;
}

} // namespace cityloom::traffic

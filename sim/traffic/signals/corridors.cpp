// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/signals/corridors.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace cityloom::traffic {

namespace {

constexpr double kFarthestM = 800.0;
constexpr double kLeastVph = 80.0;
constexpr double kPassesOn = 0.3;
constexpr std::size_t kMostSignals = 20;
constexpr int kMostHops = 40;
constexpr double kSpeedUpMps2 = 2.0; // of a car

/// Where an edge's flow goes next.
struct Onward {
    std::uint32_t edge = kNone;
    double vph = 0.0;
    double all_vph = 0.0; // of all ways on
    double turn_m = 0.0;
    double turn_s = 0.0;
    bool stops = true;
};

bool gives_way(const RoadNetwork& net, std::uint32_t t) {
    const Turn& turn = net.turns[t];
    for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end(); ++c) {
        const Turn& other = net.turns[net.conflicts[c].other];
        if (net.conflicts[c].yields && carries_motor(net, other) &&
            net.lanes[other.from_lane].edge != net.lanes[turn.from_lane].edge) {
            return true;
        }
    }
    return turn.stops;
}

Onward main_way(const RoadNetwork& net, std::uint32_t e, std::span<const double> flow) {
    Onward best;
    double all = 0.0;
    const Junction& junction = net.junctions[net.edges[e].to];
    for (std::uint32_t o = 0; o < junction.outgoing.count; ++o) {
        Onward way{.edge = net.outgoing[junction.outgoing.begin + o]};
        for (std::uint32_t l = net.edges[e].lanes.begin; l < net.edges[e].lanes.end(); ++l) {
            for (std::uint32_t t = net.lanes[l].turns.begin; t < net.lanes[l].turns.end(); ++t) {
                const Turn& turn = net.turns[t];
                if (net.lanes[turn.to_lane].edge == way.edge) {
                    way.vph += flow[t];
                    if (carries_motor(net, turn) && !gives_way(net, t)) {
                        way.stops = false;
                        way.turn_m = turn.length_m;
                        way.turn_s = turn.length_m / std::max(1.0, turn.speed_mps);
                    }
                }
            }
        }
        all += way.vph;
        best = way.vph > best.vph ? way : best;
    }
    best.all_vph = all;
    best.stops = best.stops || junction.control == JunctionControl::AllWayStop;
    return best;
}

double turn_flow(const RoadNetwork& net, std::uint32_t from_edge, std::uint32_t to_edge, std::span<const double> flow) {
    double sum = 0.0;
    for (std::uint32_t l = net.edges[from_edge].lanes.begin; l < net.edges[from_edge].lanes.end(); ++l) {
        for (std::uint32_t t = net.lanes[l].turns.begin; t < net.lanes[l].turns.end(); ++t) {
            sum += net.lanes[net.turns[t].to_lane].edge == to_edge ? flow[t] : 0.0;
        }
    }
    return sum;
}

/// Two neighbours with the ways between them.
struct Pair {
    std::uint32_t a = kNone;
    std::uint32_t b = kNone;
    std::uint32_t there = kNone; // link from a to b
    std::uint32_t back = kNone;
    double vph = 0.0;
};

std::vector<Pair> pairs_of(std::span<const SignalLink> links) {
    std::vector<Pair> pairs; // links are sorted by (from, to)
    for (std::uint32_t k = 0; k < links.size(); ++k) {
        const SignalLink& link = links[k];
        const auto reverse =
            std::lower_bound(links.begin(), links.end(), link, [](const SignalLink& x, const SignalLink& y) {
                return x.from != y.to ? x.from < y.to : x.to < y.from;
            });
        const bool both = reverse != links.end() && reverse->from == link.to && reverse->to == link.from;
        if (both && link.from > link.to) {
            continue;
        }
        pairs.push_back({link.from, link.to, k, both ? static_cast<std::uint32_t>(reverse - links.begin()) : kNone,
                         link.flow_vph * link.stays + (both ? reverse->flow_vph * reverse->stays : 0.0)});
    }
    return pairs;
}

class Chains {
public:
    Chains(const RoadNetwork& net, std::span<const SignalLink> links, std::span<const double> flow)
        : net_{net},
          links_{links},
          flow_{flow},
          pairs_{pairs_of(links)},
          of_(net.controllers.size(), {kNone, kNone}),
          root_(net.controllers.size()),
          size_(net.controllers.size(), 1) {
        std::iota(root_.begin(), root_.end(), 0U);
    }

    std::vector<Corridor> join() {
        std::vector<std::uint32_t> order(pairs_.size());
        std::iota(order.begin(), order.end(), 0U);
        std::stable_sort(order.begin(), order.end(),
                         [&](std::uint32_t x, std::uint32_t y) { return pairs_[x].vph > pairs_[y].vph; });
        for (const std::uint32_t p : order) {
            const Pair& pair = pairs_[p];
            const std::uint32_t a = find(pair.a);
            const std::uint32_t b = find(pair.b);
            if (pair.vph >= kLeastVph && a != b && size_[a] + size_[b] <= kMostSignals && fits(pair.a, p) &&
                fits(pair.b, p)) {
                of_[pair.a][of_[pair.a][0] == kNone ? 0 : 1] = p;
                of_[pair.b][of_[pair.b][0] == kNone ? 0 : 1] = p;
                root_[b] = a;
                size_[a] += size_[b];
            }
        }
        std::vector<Corridor> corridors;
        std::vector<bool> seen(of_.size(), false);
        for (std::uint32_t c = 0; c < of_.size(); ++c) {
            if (!seen[c] && of_[c][0] != kNone && of_[c][1] == kNone) {
                corridors.push_back(walk(c, seen));
            }
        }
        return corridors;
    }

private:
    std::uint32_t find(std::uint32_t c) {
        while (root_[c] != c) {
            c = root_[c] = root_[root_[c]];
        }
        return c;
    }

    /// A fixed-time signal that has no neighbour yet, or passes on to this one what comes from the one it has.
    [[nodiscard]] bool fits(std::uint32_t c, std::uint32_t p) const {
        if (net_.controllers[c].kind != ControllerKind::Fixed || of_[c][1] != kNone) {
            return false;
        }
        if (of_[c][0] == kNone) {
            return true;
        }
        const Pair& x = pairs_[of_[c][0]];
        const Pair& y = pairs_[p];
        return through(c, x, y) + through(c, y, x) >= kPassesOn * std::min(x.vph, y.vph);
    }

    /// Flow that comes to a signal by one pair and leaves by the other.
    [[nodiscard]] double through(std::uint32_t c, const Pair& from, const Pair& to) const {
        const std::uint32_t in = from.b == c ? from.there : from.back;
        const std::uint32_t out = to.a == c ? to.there : to.back;
        return in == kNone || out == kNone ? 0.0 : turn_flow(net_, links_[in].last_edge, links_[out].first_edge, flow_);
    }

    [[nodiscard]] Corridor walk(std::uint32_t c, std::vector<bool>& seen) const {
        Corridor corridor{.controllers = {c}};
        seen[c] = true;
        std::uint32_t p = of_[c][0];
        while (p != kNone) {
            const Pair& pair = pairs_[p];
            const bool along = pair.a == c;
            corridor.links.push_back(along ? pair.there : pair.back);
            corridor.back.push_back(along ? pair.back : pair.there);
            c = along ? pair.b : pair.a;
            corridor.controllers.push_back(c);
            seen[c] = true;
            p = of_[c][0] == p ? of_[c][1] : of_[c][0];
        }
        return corridor;
    }

    const RoadNetwork& net_;
    std::span<const SignalLink> links_;
    std::span<const double> flow_;
    std::vector<Pair> pairs_;
    std::vector<std::array<std::uint32_t, 2>> of_; // pairs of each controller
    std::vector<std::uint32_t> root_;
    std::vector<std::size_t> size_;
};

} // namespace

std::vector<SignalLink> find_signal_links(const RoadNetwork& net, std::span<const double> turn_flow_vph) {
    std::vector<SignalLink> links;
    for (std::uint32_t c = 0; c < net.controllers.size(); ++c) {
        const Junction& start = net.junctions[net.controllers[c].junction];
        for (std::uint32_t o = 0; o < start.outgoing.count; ++o) {
            std::uint32_t e = net.outgoing[start.outgoing.begin + o];
            SignalLink link{.from = c, .first_edge = e, .start_s = net.edges[e].speed_mps / (2.0 * kSpeedUpMps2)};
            double heaviest = -1.0;
            for (std::uint32_t t = start.turns.begin; t < start.turns.end(); ++t) {
                const Turn& turn = net.turns[t];
                if (net.lanes[turn.to_lane].edge != e) {
                    continue;
                }
                link.flow_vph += turn_flow_vph[t];
                if (turn_flow_vph[t] > heaviest) { // from stop line to stop line: with the way over the junction
                    heaviest = turn_flow_vph[t];
                    link.length_m = turn.length_m;
                    link.time_s = turn.length_m / std::max(1.0, turn.speed_mps);
                }
            }
            for (int hop = 0; hop < kMostHops; ++hop) {
                const Edge& edge = net.edges[e];
                link.length_m += edge.length_m;
                link.time_s += edge.length_m / std::max(1.0, edge.speed_mps);
                const std::uint32_t ahead = net.junctions[edge.to].controller;
                if (ahead != kNone) {
                    link.to = ahead;
                    link.last_edge = e;
                    break;
                }
                const Onward way = main_way(net, e, turn_flow_vph);
                if (way.edge == kNone || way.stops || way.vph <= 0.0 || link.length_m > kFarthestM) {
                    break;
                }
                link.stays *= way.vph / way.all_vph;
                link.length_m += way.turn_m;
                link.time_s += way.turn_s;
                e = way.edge;
            }
            if (link.to != kNone && link.to != c && link.length_m <= kFarthestM) {
                links.push_back(link);
            }
        }
    }
    std::stable_sort(links.begin(), links.end(), [](const SignalLink& a, const SignalLink& b) {
        return a.from != b.from ? a.from < b.from
               : a.to != b.to   ? a.to < b.to
                                : a.flow_vph * a.stays > b.flow_vph * b.stays;
    });
    links.erase(std::unique(links.begin(), links.end(),
                            [](const SignalLink& a, const SignalLink& b) { return a.from == b.from && a.to == b.to; }),
                links.end());
    return links;
}

std::vector<Corridor> find_corridors(const RoadNetwork& net, std::span<const SignalLink> links,
                                     std::span<const double> turn_flow_vph) {
    return Chains{net, links, turn_flow_vph}.join();
}

} // namespace cityloom::traffic

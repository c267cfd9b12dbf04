// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <sstream>

#include "gis/derive/bicycle_turns.h"
#include "gis/derive/road_builder.h"
#include "sim/core/polyline.h"
#include "sim/traffic/hours.h"

namespace cityloom::gis {

namespace {

using traffic::TurnKind;

constexpr double kStraightRad = 40.0 * std::numbers::pi / 180.0;
constexpr double kUTurnRad = 165.0 * std::numbers::pi / 180.0;
constexpr double kLateralMps2 = 2.5; // comfortable lateral acceleration in a turn

struct Exit {
    std::uint32_t edge = kNone;
    double angle = 0.0; ///< towards the kerb negative, away from it positive
    TurnKind kind = TurnKind::Straight;
    bool closes = false; ///< at some hours
};

TurnKind kind_of(double angle) {
    if (std::abs(angle) > kUTurnRad) {
        return TurnKind::UTurn;
    }
    return std::abs(angle) <= kStraightRad ? TurnKind::Straight : angle < 0.0 ? TurnKind::Right : TurnKind::Left;
}

/// Taken from and into the lanes away from the kerb.
bool is_inner(TurnKind kind) {
    return kind == TurnKind::Left || kind == TurnKind::UTurn;
}

/// What OSM's turn:lanes allows on each lane, kerb lane first; empty when the tag says nothing usable.
std::vector<std::uint8_t> tagged_kinds(const std::string& tag, std::size_t lanes, bool left_hand) {
    std::vector<std::uint8_t> kinds;
    std::istringstream stream{tag};
    for (std::string lane; std::getline(stream, lane, '|');) {
        const bool merging = lane.find("merge") != std::string::npos;
        const auto bit = [](bool set, TurnKind kind) { return set ? 1U << static_cast<unsigned>(kind) : 0U; };
        const unsigned mask =
            bit(!merging && lane.find("left") != std::string::npos, TurnKind::Left) |
            bit(!merging && lane.find("right") != std::string::npos, TurnKind::Right) |
            bit(merging || lane.empty() || lane == "none" || lane.find("through") != std::string::npos,
                TurnKind::Straight);
        kinds.push_back(static_cast<std::uint8_t>(mask));
    }
    if (!tag.empty() && tag.back() == '|') {
        kinds.push_back(1U << static_cast<unsigned>(TurnKind::Straight));
    }
    if (kinds.size() != lanes) {
        return {};
    }
    if (!left_hand) {
        std::reverse(kinds.begin(), kinds.end()); // the tag lists lanes from the left
    }
    return kinds;
}

/// Which lanes (kerb lane first) serve each exit (exits sorted from the kerb side): every exit gets a lane, every lane
/// an exit.
std::vector<std::vector<std::uint32_t>> serve(const std::vector<Exit>& exits, std::uint32_t lanes,
                                              const std::vector<std::uint8_t>& tagged) {
    std::vector<std::vector<std::uint32_t>> serving(exits.size());
    if (!tagged.empty()) {
        for (std::size_t x = 0; x < exits.size(); ++x) {
            for (std::uint32_t lane = 0; lane < lanes; ++lane) {
                if ((static_cast<unsigned>(tagged[lane]) >> static_cast<unsigned>(exits[x].kind) & 1U) != 0) {
                    serving[x].push_back(lane);
                }
            }
        }
    } else if (exits.size() == 1) {
        for (std::uint32_t lane = 0; lane < lanes; ++lane) {
            serving[0].push_back(lane);
        }
    } else {
        const bool lefts =
            std::any_of(exits.begin(), exits.end(), [](const Exit& x) { return x.kind == TurnKind::Left; });
        const bool straights =
            std::any_of(exits.begin(), exits.end(), [](const Exit& x) { return x.kind == TurnKind::Straight; });
        for (std::size_t x = 0; x < exits.size(); ++x) {
            switch (exits[x].kind) {
            case TurnKind::Right:
                serving[x].push_back(0);
                if (!straights && !lefts && lanes > 1) {
                    serving[x].push_back(static_cast<std::uint32_t>(std::min<std::size_t>(x, lanes - 1)));
                }
                break;
            case TurnKind::Straight: {
                const std::uint32_t end =
                    lefts && lanes >= 3 ? lanes - 1 : lanes; // with three lanes the inner one is for turning
                for (std::uint32_t lane = 0; lane < end; ++lane) {
                    serving[x].push_back(lane);
                }
                break;
            }
            case TurnKind::Left:
            case TurnKind::UTurn:
                serving[x].push_back(lanes - 1);
                if (!straights && lanes >= 3) {
                    serving[x].push_back(lanes - 2);
                }
                break;
            }
        }
    }
    for (std::size_t x = 0; x < exits.size(); ++x) {
        if (serving[x].empty()) {
            serving[x].push_back(exits[x].kind == TurnKind::Right      ? 0
                                 : exits[x].kind == TurnKind::Straight ? lanes / 2
                                                                       : lanes - 1);
        }
        std::sort(serving[x].begin(), serving[x].end());
        serving[x].erase(std::unique(serving[x].begin(), serving[x].end()), serving[x].end());
    }
    for (std::uint32_t lane = 0; lane < lanes; ++lane) {
        const bool leads = std::any_of(serving.begin(), serving.end(),
                                       [&](const auto& s) { return std::find(s.begin(), s.end(), lane) != s.end(); });
        if (!leads) { // the exit nearest to the lane's own side
            const std::size_t x = lane * exits.size() / lanes;
            serving[x].push_back(lane);
            std::sort(serving[x].begin(), serving[x].end());
        }
    }
    return serving;
}

void append_curve(std::vector<Point2>& points, Point2 p0, Point2 d0, Point2 p1, Point2 d1) {
    const double reach = 0.42 * distance_m(p0, p1);
    const Point2 c0 = p0 + reach * d0;
    const Point2 c1 = p1 - reach * d1;
    const bool straight = dot(d0, d1) > 0.995 && std::abs(cross(d0, p1 - p0)) < 0.3;
    const int pieces = straight ? 1 : 10;
    for (int i = 0; i <= pieces; ++i) {
        const double t = static_cast<double>(i) / pieces;
        const double u = 1.0 - t;
        points.push_back((u * u * u) * p0 + (3.0 * u * u * t) * c0 + (3.0 * u * t * t) * c1 + (t * t * t) * p1);
    }
}

} // namespace

void RoadBuilder::make_turns() {
    using traffic::Turn;
    // Restrictions by the junction that their via node became part of.
    std::vector<std::uint32_t> junction_of(city.street_nodes.size(), kNone);
    for (std::uint32_t n = 0; n < graph.nodes.size(); ++n) {
        for (const std::uint32_t street_node : graph.nodes[n].street_nodes) {
            junction_of[street_node] = n;
        }
    }
    std::vector<std::vector<const TurnRestriction*>> restrictions(graph.nodes.size());
    for (const TurnRestriction& restriction : city.restrictions) {
        if (restriction.via_node < junction_of.size() && junction_of[restriction.via_node] != kNone) {
            restrictions[junction_of[restriction.via_node]].push_back(&restriction);
        }
    }
    const double kerb_sign = net.left_hand ? -1.0 : 1.0;
    const std::vector<bool> closes = traffic::edges_that_close(net);
    std::vector<std::vector<Turn>> lane_turns(net.lanes.size());
    std::vector<std::vector<std::vector<Point2>>> lane_shapes(net.lanes.size());
    for (std::uint32_t n = 0; n < net.junctions.size(); ++n) {
        const traffic::Junction& junction = net.junctions[n];
        for (std::uint32_t i = 0; i < junction.incoming.count; ++i) {
            const std::uint32_t in = net.incoming[junction.incoming.begin + i];
            const traffic::Edge& from = net.edges[in];
            const Range general = general_lanes(in);
            const Point2 d0 = lane_end(from.lanes.begin).direction;
            std::vector<Exit> exits;
            std::vector<Exit> past_bollards; // for bicycles alone
            Exit back;
            for (std::uint32_t o = 0; o < junction.outgoing.count; ++o) {
                const std::uint32_t out = net.outgoing[junction.outgoing.begin + o];
                const Point2 d1 = lane_start(net.edges[out].lanes.begin).direction;
                Exit exit{out, kerb_sign * std::atan2(cross(d0, d1), dot(d0, d1))};
                exit.kind = kind_of(exit.angle);
                if (edge_segment[out] == edge_segment[in]) {
                    exit.kind = TurnKind::UTurn;
                    back = exit;
                    continue;
                }
                bool forbidden = false;
                bool by_bollards = true; // alone
                exit.closes = closes[out];
                for (const TurnRestriction* rule : restrictions[n]) {
                    if (rule->from_street != edge_street_end[in]) {
                        continue;
                    }
                    const bool same = rule->to_street == edge_street_start[out];
                    const bool forbids = rule->only ? !same : same;
                    if (!rule->when.never()) {
                        if (forbids) {
                            exit.closes = true;
                            net.hours.push_back({traffic::HourRule::What::Turn, in, out, 0.0, rule->when});
                        }
                        continue;
                    }
                    forbidden = forbidden || forbids;
                    by_bollards = by_bollards && (!forbids || rule->bicycles_pass);
                }
                if (!forbidden) {
                    exits.push_back(exit);
                } else if (by_bollards && exit.kind != TurnKind::UTurn) {
                    past_bollards.push_back(exit);
                }
            }
            // Sharp backward turns into another street (the opposite carriageway) only where nothing else leads on.
            if (std::any_of(exits.begin(), exits.end(), [](const Exit& x) { return x.kind != TurnKind::UTurn; })) {
                std::erase_if(exits, [](const Exit& x) { return x.kind == TurnKind::UTurn; });
            }
            // Where all that leads on closes at some hours there is still the way back.
            if (std::ranges::all_of(exits, &Exit::closes) && back.edge != kNone) {
                exits.push_back(back);
            }
            if (exits.empty()) { // restrictions left no way out: a driver would still go on
                for (std::uint32_t o = 0; o < junction.outgoing.count; ++o) {
                    const std::uint32_t out = net.outgoing[junction.outgoing.begin + o];
                    const Point2 d1 = lane_start(net.edges[out].lanes.begin).direction;
                    Exit exit{out, kerb_sign * std::atan2(cross(d0, d1), dot(d0, d1))};
                    exit.kind = kind_of(exit.angle);
                    exits.push_back(exit);
                }
            }
            if (exits.empty()) {
                continue; // a gateway out of the city
            }
            const bool no_way_out = std::ranges::any_of(exits, [&past_bollards](const Exit& exit) {
                return std::ranges::any_of(past_bollards, [&exit](const Exit& x) { return x.edge == exit.edge; });
            });
            std::stable_sort(exits.begin(), exits.end(),
                             [](const Exit& a, const Exit& b) { return a.angle < b.angle; });
            const Street& street = city.streets[edge_street_end[in]];
            const bool along = edge_backward[in] == 0;
            const auto tagged = tagged_kinds(along ? street.turn_lanes_forward : street.turn_lanes_backward,
                                             general.count, net.left_hand);
            const auto serving = serve(exits, general.count, tagged);
            const auto connect = [&](std::uint32_t from_lane, std::uint32_t to_lane, TurnKind kind, std::uint8_t use) {
                for (const Turn& turn : lane_turns[from_lane]) {
                    if (turn.to_lane == to_lane) {
                        return;
                    }
                }
                const traffic::Edge& to = net.edges[net.lanes[to_lane].edge];
                const LaneEnd start = lane_end(from_lane);
                const LaneEnd end = lane_start(to_lane);
                std::vector<Point2> shape;
                append_curve(shape, start.at, start.direction, end.at, end.direction);
                Turn turn{.from_lane = from_lane, .to_lane = to_lane, .junction = n, .kind = kind};
                turn.use = use;
                turn.length_m = std::max(1.0, polyline_length_m(shape));
                const double angle =
                    std::abs(std::atan2(cross(start.direction, end.direction), dot(start.direction, end.direction)));
                const double radius = angle > 0.1 ? std::max(4.0, turn.length_m / angle) : 1e6;
                turn.speed_mps = std::min({std::sqrt(kLateralMps2 * radius), std::max(from.speed_mps, to.speed_mps)});
                lane_turns[from_lane].push_back(turn);
                lane_shapes[from_lane].push_back(std::move(shape));
            };
            std::vector<BicycleExit> riders;
            for (std::size_t x = 0; x < exits.size(); ++x) {
                const Range to = general_lanes(exits[x].edge);
                const bool inner = is_inner(exits[x].kind);
                const bool open = (static_cast<unsigned>(net.lanes[to.begin].use) & traffic::kBicycles) != 0;
                riders.push_back({exits[x].kind, bicycle_lane(exits[x].edge), open ? to.begin : kNone,
                                  general.begin + serving[x].front(), !inner || serving[x].size() >= to.count});
            }
            const bool mixed = (static_cast<unsigned>(net.lanes[general.begin].use) & traffic::kBicycles) != 0;
            // They come first: of two ways that lead equally far a rider takes the one into the bicycle lane.
            for (const BicycleTurn& turn : bicycle_turns(bicycle_lane(in), mixed, riders)) {
                connect(turn.from_lane, turn.to_lane, exits[turn.exit].kind, traffic::kBicycles);
            }
            for (const Exit& exit : past_bollards) {
                const Range to = general_lanes(exit.edge);
                const std::uint32_t own = bicycle_lane(in) != kNone ? bicycle_lane(in) : general.begin;
                const std::uint32_t next = bicycle_lane(exit.edge) != kNone ? bicycle_lane(exit.edge) : to.begin;
                const bool open =
                    (static_cast<unsigned>(net.lanes[own].use) & net.lanes[next].use & traffic::kBicycles) != 0;
                if (open && !no_way_out) {
                    connect(own, next, exit.kind, traffic::kBicycles);
                }
            }
            for (std::size_t x = 0; x < exits.size(); ++x) {
                const Range to = general_lanes(exits[x].edge);
                const auto& lanes = serving[x];
                const auto join = [&](std::uint32_t a, std::uint32_t b) {
                    connect(general.begin + a, to.begin + b, exits[x].kind, traffic::kEveryone);
                };
                for (std::size_t k = 0; k < lanes.size(); ++k) {
                    const auto from_kerb = static_cast<std::uint32_t>(k);
                    const auto from_middle = static_cast<std::uint32_t>(lanes.size() - 1 - k);
                    join(lanes[k], is_inner(exits[x].kind) ? to.count - 1 - std::min(from_middle, to.count - 1)
                                                           : std::min(from_kerb, to.count - 1));
                }
                if (exits[x].kind == TurnKind::Straight && to.count > lanes.size()) {
                    join(lanes.back(), to.count - 1); // a street that widens is entered on its inner lane too
                }
            }
        }
    }
    // Turns of one junction lie together, those of one lane too.
    for (traffic::Junction& junction : net.junctions) {
        junction.turns.begin = static_cast<std::uint32_t>(net.turns.size());
        for (std::uint32_t i = 0; i < junction.incoming.count; ++i) {
            const traffic::Edge& edge = net.edges[net.incoming[junction.incoming.begin + i]];
            for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
                net.lanes[lane].turns = {static_cast<std::uint32_t>(net.turns.size()),
                                         static_cast<std::uint32_t>(lane_turns[lane].size())};
                for (std::size_t t = 0; t < lane_turns[lane].size(); ++t) {
                    Turn turn = lane_turns[lane][t];
                    turn.shape = {static_cast<std::uint32_t>(net.points.size()),
                                  static_cast<std::uint32_t>(lane_shapes[lane][t].size())};
                    net.points.insert(net.points.end(), lane_shapes[lane][t].begin(), lane_shapes[lane][t].end());
                    net.turns.push_back(turn);
                }
            }
        }
        junction.turns.count = static_cast<std::uint32_t>(net.turns.size()) - junction.turns.begin;
    }
}

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/road_graph.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <tuple>

#include "gis/derive/bicycle_lanes.h"
#include "gis/derive/street_hours.h"
#include "sim/core/polyline.h"

namespace cityloom::gis {

namespace {

constexpr double kJunctionMergeM =
    15.0;                           // nodes closer than this are one junction; measured on Geneva, see ARCHITECTURE.md
constexpr double kRingMergeM = 8.0; // a ring keeps links that hold a car
constexpr double kClusterSpanM = 48.0; // and no cluster swallows a neighbourhood
constexpr double kSignalReachM = 40.0; // a mapped signal this close to a junction guards it
constexpr double kLoopM = 40.0;        // shorter loops back into their own junction carry nothing

bool carries_cars(const Street& street) {
    return street.cls <= StreetClass::LivingStreet && ((!street.closed_to_cars && !street.bus_only) || opens(street));
}

/// Union-find with the extent of each set, so that a chain of short links cannot grow without bound.
class Clusters {
public:
    explicit Clusters(const std::vector<RoadGraphNode>& nodes) : parent_(nodes.size()) {
        std::iota(parent_.begin(), parent_.end(), 0U);
        for (const RoadGraphNode& node : nodes) {
            low_.push_back(node.at);
            high_.push_back(node.at);
        }
    }
    std::uint32_t find(std::uint32_t node) {
        while (parent_[node] != node) {
            parent_[node] = parent_[parent_[node]];
            node = parent_[node];
        }
        return node;
    }
    bool join(std::uint32_t a, std::uint32_t b) {
        a = find(a);
        b = find(b);
        if (a == b) {
            return false;
        }
        if (b < a) {
            std::swap(a, b);
        }
        const Point2 low{std::min(low_[a].x_m, low_[b].x_m), std::min(low_[a].y_m, low_[b].y_m)};
        const Point2 high{std::max(high_[a].x_m, high_[b].x_m), std::max(high_[a].y_m, high_[b].y_m)};
        if (distance_m(low, high) > kClusterSpanM) {
            return false;
        }
        parent_[b] = a;
        low_[a] = low;
        high_[a] = high;
        return true;
    }

private:
    std::vector<std::uint32_t> parent_;
    std::vector<Point2> low_;
    std::vector<Point2> high_;
};

class Builder {
public:
    explicit Builder(const City& city) : city_{city} {
        // Forbidden both ways: a barrier, and no place where a street merely changes its tags.
        std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>> forbidden;
        for (const TurnRestriction& row : city.restrictions) {
            if (!row.only && row.from_street != row.to_street) {
                forbidden.insert({row.via_node, row.from_street, row.to_street});
            }
        }
        for (const auto& [node, from, to] : forbidden) {
            if (forbidden.contains({node, to, from})) {
                barred_.insert(node);
            }
        }
    }

    RoadGraph build() {
        split();
        find_gateways();
        measure_connection();
        join_pass_through();
        assign_marks();
        cluster();
        join_pass_through();
        thin_out();
        compact();
        return std::move(graph_);
    }

private:
    void split() {
        std::vector<std::uint16_t> uses(city_.street_nodes.size(), 0);
        for (const Street& street : city_.streets) {
            if (!carries_cars(street) || street.nodes.count < 2) {
                continue;
            }
            for (std::uint32_t k = 0; k < street.nodes.count; ++k) {
                const bool end = k == 0 || k + 1 == street.nodes.count;
                auto& count = uses[city_.street_node_refs[street.nodes.begin + k]];
                count = static_cast<std::uint16_t>(std::min(60'000, count + (end ? 2 : 1)));
            }
        }
        std::vector<std::uint32_t> node_of(city_.street_nodes.size(), kNone);
        const auto graph_node = [&](std::uint32_t street_node) {
            if (node_of[street_node] == kNone) {
                node_of[street_node] = static_cast<std::uint32_t>(graph_.nodes.size());
                const StreetNode& source = city_.street_nodes[street_node];
                RoadGraphNode node{.id = source.id, .at = source.at, .street_nodes = {street_node}};
                node.signal_nodes = source.control == NodeControl::Signal ? 1 : 0;
                node.mini_roundabout = source.control == NodeControl::MiniRoundabout;
                node.barred = barred_.contains(street_node);
                graph_.nodes.push_back(std::move(node));
            }
            return node_of[street_node];
        };
        for (std::uint32_t s = 0; s < city_.streets.size(); ++s) {
            const Street& street = city_.streets[s];
            if (!carries_cars(street) || street.nodes.count < 2) {
                continue;
            }
            const std::uint32_t* refs = city_.street_node_refs.data() + street.nodes.begin;
            RoadSegment segment;
            for (std::uint32_t k = 0; k < street.nodes.count; ++k) {
                const std::uint32_t ref = refs[k];
                const StreetNode& node = city_.street_nodes[ref];
                if (segment.line.empty() || distance_m(segment.line.back(), node.at) > 0.01) {
                    if (!segment.line.empty()) {
                        segment.length_m += distance_m(segment.line.back(), node.at);
                    }
                    segment.line.push_back(node.at);
                }
                const bool cut = k == 0 || k + 1 == street.nodes.count || uses[ref] >= 2;
                if (!cut) {
                    if (node.control != NodeControl::None && node.control != NodeControl::Crossing) {
                        segment.marks.push_back({segment.length_m, ref});
                    }
                    continue;
                }
                if (k > 0 && segment.line.size() >= 2) {
                    segment.to = graph_node(ref);
                    finish(segment, s);
                }
                segment = RoadSegment{};
                segment.from = graph_node(ref);
                segment.line.push_back(node.at);
            }
        }
    }

    void finish(RoadSegment segment, std::uint32_t s) {
        const Street& street = city_.streets[s];
        segment.street = segment.from_street = segment.to_street = s;
        segment.parts = {{0.0, segment.length_m, s}};
        segment.roundabout = street.roundabout;
        const bool forward = street.oneway >= 0 || opens(street, true);
        const bool backward = street.oneway <= 0 || opens(street, false);
        segment.lanes_forward = forward ? std::max<std::uint8_t>(1, street.lanes_forward) : 0;
        segment.lanes_backward = backward ? std::max<std::uint8_t>(1, street.lanes_backward) : 0;
        segment.cycle_forward_m = segment.lanes_forward > 0 ? bicycle_lane_m(city_, street, true) : 0.0;
        segment.cycle_backward_m = segment.lanes_backward > 0 ? bicycle_lane_m(city_, street, false) : 0.0;
        graph_.total_km += segment.length_m * 1e-3;
        graph_.segments.push_back(std::move(segment));
    }

    [[nodiscard]] std::vector<std::vector<std::uint32_t>> incidence() const {
        std::vector<std::vector<std::uint32_t>> at(graph_.nodes.size());
        for (std::uint32_t k = 0; k < graph_.segments.size(); ++k) {
            if (graph_.segments[k].alive) {
                at[graph_.segments[k].from].push_back(k);
                at[graph_.segments[k].to].push_back(k);
            }
        }
        return at;
    }

    /// A gateway is where a street was cut off by the extract: a main street's loose end anywhere, any street's loose
    /// end near the border.
    void find_gateways() {
        Point2 low{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
        Point2 high{-low.x_m, -low.y_m};
        for (const RoadGraphNode& node : graph_.nodes) {
            low = {std::min(low.x_m, node.at.x_m), std::min(low.y_m, node.at.y_m)};
            high = {std::max(high.x_m, node.at.x_m), std::max(high.y_m, node.at.y_m)};
        }
        const double border = 0.03 * distance_m(low, high);
        const auto at = incidence();
        for (std::uint32_t n = 0; n < graph_.nodes.size(); ++n) {
            std::uint32_t in = 0;
            std::uint32_t out = 0;
            for (const std::uint32_t k : at[n]) {
                const RoadSegment& segment = graph_.segments[k];
                const bool starts = segment.from == n;
                in += (starts ? segment.lanes_backward : segment.lanes_forward) > 0 ? 1U : 0U;
                out += (starts ? segment.lanes_forward : segment.lanes_backward) > 0 ? 1U : 0U;
            }
            const bool loose = at[n].size() == 1 || in == 0 || out == 0;
            if (!loose || at[n].empty()) {
                continue;
            }
            const auto rank = city_.streets[graph_.segments[at[n][0]].street].cls;
            const Point2 p = graph_.nodes[n].at;
            const double to_border = std::min({p.x_m - low.x_m, high.x_m - p.x_m, p.y_m - low.y_m, high.y_m - p.y_m});
            graph_.nodes[n].gateway =
                rank <= StreetClass::Secondary || (rank <= StreetClass::Residential && to_border < border);
        }
    }

    [[nodiscard]] double strong_share(bool join_gateways) const {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs;
        for (const RoadSegment& segment : graph_.segments) {
            if (segment.lanes_forward > 0) {
                arcs.emplace_back(segment.from, segment.to);
            }
            if (segment.lanes_backward > 0) {
                arcs.emplace_back(segment.to, segment.from);
            }
        }
        const auto outside = static_cast<std::uint32_t>(graph_.nodes.size());
        if (join_gateways) {
            for (std::uint32_t n = 0; n < graph_.nodes.size(); ++n) {
                if (graph_.nodes[n].gateway) {
                    arcs.emplace_back(n, outside);
                    arcs.emplace_back(outside, n);
                }
            }
        }
        const auto component = strong_components(graph_.nodes.size() + 1, arcs);
        std::vector<double> length(graph_.nodes.size() + 1, 0.0);
        for (const RoadSegment& segment : graph_.segments) {
            if (component[segment.from] == component[segment.to]) {
                length[component[segment.from]] += segment.length_m;
            }
        }
        const double best = *std::max_element(length.begin(), length.end());
        return graph_.total_km > 0.0 ? best * 1e-3 / graph_.total_km : 0.0;
    }

    void measure_connection() {
        graph_.strong_share = strong_share(false);
        graph_.strong_share_gateways = strong_share(true);
    }

    static void reverse(RoadSegment& segment) {
        segment.against = !segment.against;
        std::swap(segment.from, segment.to);
        std::swap(segment.from_street, segment.to_street);
        std::swap(segment.lanes_forward, segment.lanes_backward);
        std::swap(segment.cycle_forward_m, segment.cycle_backward_m);
        std::reverse(segment.line.begin(), segment.line.end());
        for (RoadSegment::Mark& mark : segment.marks) {
            mark.along_m = segment.length_m - mark.along_m;
        }
        std::reverse(segment.marks.begin(), segment.marks.end());
        for (RoadSegment::Part& part : segment.parts) {
            part = {segment.length_m - part.to_m, segment.length_m - part.from_m, part.street};
        }
        std::reverse(segment.parts.begin(), segment.parts.end());
    }

    /// A node where a street merely changes its tags is no junction.
    void join_pass_through() {
        auto at = incidence();
        for (std::uint32_t n = 0; n < graph_.nodes.size(); ++n) {
            if (at[n].size() != 2 || graph_.nodes[n].signal_nodes > 0 || graph_.nodes[n].gateway ||
                graph_.nodes[n].barred) {
                continue;
            }
            const std::uint32_t ia = at[n][0];
            const std::uint32_t ib = at[n][1];
            if (ia == ib) {
                continue;
            }
            RoadSegment& a = graph_.segments[ia];
            RoadSegment& b = graph_.segments[ib];
            if (a.other(n) == b.other(n)) {
                continue; // would become a loop
            }
            if (a.to != n) {
                reverse(a);
            }
            if (b.from != n) {
                reverse(b);
            }
            const Street& street_a = city_.streets[a.street];
            const Street& street_b = city_.streets[b.street];
            const bool open_same =
                (a.lanes_forward > 0) == (b.lanes_forward > 0) && (a.lanes_backward > 0) == (b.lanes_backward > 0);
            const bool alike = a.lanes_forward == b.lanes_forward && a.lanes_backward == b.lanes_backward &&
                               std::abs(street_a.speed_mps - street_b.speed_mps) < 1.5 &&
                               street_a.layer == street_b.layer;
            const bool stub = std::min(a.length_m, b.length_m) < 30.0;
            const bool same_hours =
                street_a.hours == street_b.hours && (street_a.hours.empty() || a.against == b.against);
            if (!open_same || !same_hours || a.roundabout != b.roundabout || !(alike || stub)) {
                continue;
            }
            if (b.length_m > a.length_m) {
                a.street = b.street;
                a.against = b.against;
                a.lanes_forward = b.lanes_forward;
                a.lanes_backward = b.lanes_backward;
                a.cycle_forward_m = b.cycle_forward_m;
                a.cycle_backward_m = b.cycle_backward_m;
            }
            for (RoadSegment::Mark mark : b.marks) {
                mark.along_m += a.length_m;
                a.marks.push_back(mark);
            }
            for (const RoadSegment::Part& part : b.parts) {
                a.parts.push_back({a.length_m + part.from_m, a.length_m + part.to_m, part.street});
            }
            for (const std::uint32_t street_node : graph_.nodes[n].street_nodes) {
                const NodeControl control = city_.street_nodes[street_node].control;
                if (control == NodeControl::Stop || control == NodeControl::GiveWay) {
                    a.marks.push_back({a.length_m, street_node});
                }
            }
            a.line.insert(a.line.end(), b.line.begin() + 1, b.line.end());
            a.length_m += b.length_m;
            a.to = b.to;
            a.to_street = b.to_street;
            b.alive = false;
            at[n].clear();
            std::replace(at[a.to].begin(), at[a.to].end(), ib, ia);
        }
    }

    /// Mapped signals stand at stop lines: they belong to the junction ahead. One far from any is a crossing of its
    /// own.
    void assign_marks() {
        const auto at = incidence();
        const std::size_t count = graph_.segments.size();
        for (std::size_t k = 0; k < count; ++k) {
            if (!graph_.segments[k].alive) {
                continue;
            }
            std::vector<RoadSegment::Mark> rest;
            double split_at = -1.0;
            std::uint32_t split_node = kNone;
            for (const RoadSegment::Mark& mark : graph_.segments[k].marks) {
                if (city_.street_nodes[mark.node].control != NodeControl::Signal) {
                    rest.push_back(mark);
                    continue;
                }
                RoadSegment& segment = graph_.segments[k];
                const double to_from =
                    at[segment.from].size() >= 3 ? mark.along_m : std::numeric_limits<double>::infinity();
                const double to_to = at[segment.to].size() >= 3 ? segment.length_m - mark.along_m
                                                                : std::numeric_limits<double>::infinity();
                // A one-way street's signal guards the junction ahead rather than the one behind.
                const bool ahead_only = segment.lanes_backward == 0 && to_to < 1.5 * kSignalReachM;
                if (ahead_only || (to_to <= to_from && to_to < kSignalReachM)) {
                    ++graph_.nodes[segment.to].signal_nodes;
                } else if (to_from < kSignalReachM) {
                    ++graph_.nodes[segment.from].signal_nodes;
                } else if (split_node == kNone && mark.along_m > 20.0 && mark.along_m < segment.length_m - 20.0) {
                    split_at = mark.along_m;
                    split_node = mark.node;
                }
            }
            graph_.segments[k].marks = rest;
            if (split_node != kNone) {
                split_segment(static_cast<std::uint32_t>(k), split_at, split_node);
            }
        }
    }

    void split_segment(std::uint32_t k, double along, std::uint32_t street_node) {
        const auto node = static_cast<std::uint32_t>(graph_.nodes.size());
        const StreetNode& source = city_.street_nodes[street_node];
        graph_.nodes.push_back({.id = source.id, .at = source.at, .street_nodes = {street_node}, .signal_nodes = 1});
        RoadSegment rear = graph_.segments[k];
        RoadSegment& front = graph_.segments[k];
        rear.line = polyline_part(front.line, along, front.length_m);
        rear.from = node;
        rear.from_street = rear.street;
        rear.length_m -= along;
        rear.marks.clear();
        for (const RoadSegment::Mark& mark : front.marks) {
            if (mark.along_m > along) {
                rear.marks.push_back({mark.along_m - along, mark.node});
            }
        }
        rear.parts.clear();
        for (const RoadSegment::Part& part : front.parts) {
            if (part.to_m > along) {
                rear.parts.push_back({std::max(0.0, part.from_m - along), part.to_m - along, part.street});
            }
        }
        std::erase_if(front.parts, [&](const RoadSegment::Part& part) { return part.from_m >= along; });
        front.parts.back().to_m = along;
        std::erase_if(front.marks, [&](const RoadSegment::Mark& mark) { return mark.along_m > along; });
        front.line = polyline_part(front.line, 0.0, along);
        front.to = node;
        front.to_street = front.street;
        front.length_m = along;
        graph_.segments.push_back(std::move(rear));
    }

    void cluster() {
        std::vector<std::uint32_t> order(graph_.segments.size());
        std::iota(order.begin(), order.end(), 0U);
        std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return graph_.segments[a].length_m < graph_.segments[b].length_m;
        });
        const auto at = incidence();
        Clusters clusters{graph_.nodes};
        for (const std::uint32_t k : order) {
            const RoadSegment& segment = graph_.segments[k];
            if (!segment.alive) {
                continue;
            }
            // The far side of a dead end is not the same place, however short the stub.
            const bool barred = graph_.nodes[segment.from].barred || graph_.nodes[segment.to].barred;
            const bool stub = barred || at[segment.from].size() < 2 || at[segment.to].size() < 2;
            const bool signals =
                graph_.nodes[segment.from].signal_nodes > 0 && graph_.nodes[segment.to].signal_nodes > 0;
            const double limit = segment.roundabout ? kRingMergeM : signals ? 22.0 : kJunctionMergeM;
            if (!stub && segment.length_m < limit) {
                clusters.join(segment.from, segment.to);
            }
        }
        for (RoadSegment& segment : graph_.segments) {
            if (!segment.alive) {
                continue;
            }
            segment.from = clusters.find(segment.from);
            segment.to = clusters.find(segment.to);
            if (segment.from == segment.to && segment.length_m < kLoopM) {
                segment.alive = false;
            }
        }
        std::vector<std::uint32_t> members(graph_.nodes.size(), 1);
        for (std::uint32_t n = 0; n < graph_.nodes.size(); ++n) {
            const std::uint32_t root = clusters.find(n);
            if (root == n) {
                continue;
            }
            RoadGraphNode& into = graph_.nodes[root];
            const RoadGraphNode& from = graph_.nodes[n];
            ++members[root];
            into.at = into.at + (1.0 / members[root]) * (from.at - into.at);
            into.id = std::min(into.id, from.id);
            into.street_nodes.insert(into.street_nodes.end(), from.street_nodes.begin(), from.street_nodes.end());
            into.signal_nodes += from.signal_nodes;
            into.gateway = into.gateway || from.gateway;
            into.mini_roundabout = into.mini_roundabout || from.mini_roundabout;
        }
    }

    /// Of the streets that meet at one place only so many stay: the main ones, and of those of one class the longest.
    void thin_out() {
        const auto at = incidence();
        for (std::uint32_t n = 0; n < graph_.nodes.size(); ++n) {
            std::vector<std::uint32_t> arms = at[n];
            std::erase_if(arms, [&](std::uint32_t k) { return !graph_.segments[k].alive; });
            std::ranges::stable_sort(arms, {}, [&](std::uint32_t k) {
                const RoadSegment& arm = graph_.segments[k];
                return std::pair{city_.streets[arm.street].cls, -arm.length_m};
            });
            std::size_t lanes = 0;
            for (std::size_t i = 0; i < arms.size(); ++i) {
                RoadSegment& arm = graph_.segments[arms[i]];
                lanes += std::size_t{arm.lanes_forward} + arm.lanes_backward;
                if (arm.alive && i > 0 && (i >= kMostArms || lanes > kMostArmLanes)) {
                    arm.alive = false;
                    graph_.crowded.push_back(arm);
                }
            }
        }
    }

    void compact() {
        std::erase_if(graph_.segments, [](const RoadSegment& segment) { return !segment.alive; });
        std::vector<std::uint32_t> renumber(graph_.nodes.size(), kNone);
        for (const RoadSegment& segment : graph_.segments) {
            renumber[segment.from] = renumber[segment.to] = 0;
        }
        std::vector<RoadGraphNode> kept;
        for (std::uint32_t n = 0; n < graph_.nodes.size(); ++n) {
            if (renumber[n] == 0) {
                renumber[n] = static_cast<std::uint32_t>(kept.size());
                kept.push_back(std::move(graph_.nodes[n]));
            }
        }
        graph_.nodes = std::move(kept);
        for (RoadSegment& segment : graph_.segments) {
            segment.from = renumber[segment.from];
            segment.to = renumber[segment.to];
        }
    }

    const City& city_;
    std::set<std::uint32_t> barred_; ///< of the city's street nodes
    RoadGraph graph_;
};

} // namespace

RoadGraph build_road_graph(const City& city) {
    return Builder{city}.build();
}

} // namespace cityloom::gis

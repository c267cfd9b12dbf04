// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "gis/derive/bicycle_lanes.h"
#include "gis/derive/road_builder.h"
#include "gis/derive/street_hours.h"
#include "sim/core/polyline.h"

namespace cityloom::gis {

namespace {

constexpr double kMinEdgeM = 8.0; // holds one car with its gap
constexpr double kMaxSetbackM = 18.0;

double lane_width_m(StreetClass cls) {
    return cls <= StreetClass::Trunk ? 3.5 : cls <= StreetClass::Secondary ? 3.25 : 3.0;
}

/// Direction of a segment as it leaves a node, taken some metres out so that a kink at the node does not matter.
Point2 leaving(const RoadSegment& segment, bool from_end) {
    const double reach = std::min(15.0, 0.5 * segment.length_m);
    const Point2 a = from_end ? segment.line.front() : segment.line.back();
    const Point2 b = polyline_at(segment.line, from_end ? reach : segment.length_m - reach).at;
    const double length = distance_m(a, b);
    return length > 0.0 ? (1.0 / length) * (b - a) : Point2{1.0, 0.0};
}

double half_width_m(const RoadSegment& segment, StreetClass cls) {
    const double width = lane_width_m(cls);
    return segment.lanes_forward > 0 && segment.lanes_backward > 0
               ? width * std::max(segment.lanes_forward, segment.lanes_backward)
               : 0.5 * width * std::max(segment.lanes_forward, segment.lanes_backward);
}

} // namespace

void RoadBuilder::prune() {
    for (const RoadSegment& segment : graph.crowded) {
        net.removed.push_back({city.streets[segment.street].id, segment.length_m,
                               "meets more streets at one junction than the " + std::to_string(kMostArms) + " (with " +
                                   std::to_string(kMostArmLanes) + " lanes) that a junction takes"});
        net.removed_km += segment.length_m * 1e-3;
    }
    const auto outside = static_cast<std::uint32_t>(graph.nodes.size());
    std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs;
    for (const RoadSegment& segment : graph.segments) {
        if (segment.lanes_forward > 0) {
            arcs.emplace_back(segment.from, segment.to);
        }
        if (segment.lanes_backward > 0) {
            arcs.emplace_back(segment.to, segment.from);
        }
    }
    for (std::uint32_t n = 0; n < graph.nodes.size(); ++n) {
        if (graph.nodes[n].gateway) {
            arcs.emplace_back(n, outside);
            arcs.emplace_back(outside, n);
        }
    }
    const auto component = strong_components(graph.nodes.size() + 1, arcs);
    std::vector<double> length(graph.nodes.size() + 1, 0.0);
    for (const RoadSegment& segment : graph.segments) {
        if (component[segment.from] == component[segment.to]) {
            length[component[segment.from]] += segment.length_m;
        }
    }
    const auto best = static_cast<std::uint32_t>(std::max_element(length.begin(), length.end()) - length.begin());
    for (RoadSegment& segment : graph.segments) {
        if (component[segment.from] == best && component[segment.to] == best) {
            continue;
        }
        segment.alive = false;
        const bool in = component[segment.from] == best;
        const bool out = component[segment.to] == best;
        net.removed.push_back({city.streets[segment.street].id, segment.length_m,
                               in    ? "can be entered but not left"
                               : out ? "can be left but not entered"
                                     : "is not connected to the main network"});
        net.removed_km += segment.length_m * 1e-3;
    }
    std::erase_if(graph.segments, [](const RoadSegment& segment) { return !segment.alive; });
}

void RoadBuilder::make_edges() {
    std::vector<std::vector<std::uint32_t>> at(graph.nodes.size());
    for (std::uint32_t k = 0; k < graph.segments.size(); ++k) {
        at[graph.segments[k].from].push_back(k);
        at[graph.segments[k].to].push_back(k);
    }
    // How far each end is cut back: until its carriageway is clear of every other arm's.
    std::vector<std::array<double, 2>> setback(graph.segments.size(), {0.0, 0.0});
    for (std::uint32_t n = 0; n < graph.nodes.size(); ++n) {
        for (const std::uint32_t k : at[n]) {
            const RoadSegment& segment = graph.segments[k];
            const bool from_end = segment.from == n;
            const double mine = half_width_m(segment, city.streets[segment.street].cls);
            const Point2 direction = leaving(segment, from_end);
            double need = at[n].size() > 2 || graph.nodes[n].signal_nodes > 0 ? 2.5 : 0.5;
            for (const std::uint32_t other : at[n]) {
                if (other == k) {
                    continue;
                }
                const RoadSegment& arm = graph.segments[other];
                const Point2 towards = leaving(arm, arm.from == n);
                const double cos_angle = std::clamp(dot(direction, towards), -1.0, 1.0);
                const double sin_angle = std::sqrt(1.0 - cos_angle * cos_angle);
                if (cos_angle < -0.9 || (cos_angle > 0.97)) {
                    continue; // straight on, or side by side: neither is crossed
                }
                const double theirs = half_width_m(arm, city.streets[arm.street].cls);
                need = std::max(need, (theirs + mine * std::max(0.0, cos_angle)) / std::max(0.25, sin_angle) + 1.5);
            }
            setback[k][from_end ? 0 : 1] = std::min(need, segment.roundabout ? 3.0 : kMaxSetbackM);
        }
    }

    net.junctions.resize(graph.nodes.size());
    for (std::uint32_t n = 0; n < graph.nodes.size(); ++n) {
        net.junctions[n].id = graph.nodes[n].id;
        net.junctions[n].at = graph.nodes[n].at;
    }
    std::map<std::string, std::uint32_t> names;
    for (std::uint32_t k = 0; k < graph.segments.size(); ++k) {
        const RoadSegment& segment = graph.segments[k];
        const Street& street = city.streets[segment.street];
        auto [trim_from, trim_to] = setback[k];
        if (segment.length_m - trim_from - trim_to < kMinEdgeM) {
            const double room = std::max(0.0, segment.length_m - kMinEdgeM);
            const double share = trim_from + trim_to > 0.0 ? room / (trim_from + trim_to) : 0.0;
            trim_from *= share;
            trim_to *= share;
        }
        const std::vector<Point2> line = polyline_part(segment.line, trim_from, segment.length_m - trim_to);
        const double length = polyline_length_m(line);
        const double width = lane_width_m(street.cls);
        std::uint32_t name = kNone;
        if (!street.name.empty()) {
            const auto [it, fresh] = names.try_emplace(street.name, static_cast<std::uint32_t>(net.names.size()));
            if (fresh) {
                net.names.push_back(street.name);
            }
            name = it->second;
        }
        const bool two_way = segment.lanes_forward > 0 && segment.lanes_backward > 0;
        for (int backward = 0; backward < 2; ++backward) {
            const std::uint32_t count = backward != 0 ? segment.lanes_backward : segment.lanes_forward;
            if (count == 0) {
                continue;
            }
            const double cycle_m = backward != 0 ? segment.cycle_backward_m : segment.cycle_forward_m;
            traffic::Edge edge;
            edge.street_id = street.id;
            edge.id = (street.id << 20U) ^ (graph.nodes[segment.from].id * 4U) ^ (graph.nodes[segment.to].id * 2U) ^
                      static_cast<std::uint64_t>(backward);
            edge.from = backward != 0 ? segment.to : segment.from;
            edge.to = backward != 0 ? segment.from : segment.to;
            edge.speed_mps = std::clamp(street.speed_mps, kSlowestMps, kFastestMps);
            edge.rank = static_cast<std::uint8_t>(street.cls);
            edge.roundabout = segment.roundabout;
            edge.destination_only = street.destination_only;
            edge.gateway = graph.nodes[edge.from].gateway || graph.nodes[edge.to].gateway;
            edge.layer = street.layer;
            edge.name = name;
            edge.length_m = std::max(kMinEdgeM, length);
            edge.shape = {static_cast<std::uint32_t>(net.points.size()), static_cast<std::uint32_t>(line.size())};
            if (backward != 0) {
                net.points.insert(net.points.end(), line.rbegin(), line.rend());
            } else {
                net.points.insert(net.points.end(), line.begin(), line.end());
            }
            edge.lanes = {static_cast<std::uint32_t>(net.lanes.size()), count + (cycle_m > 0.0 ? 1U : 0U)};
            const auto side = [&](double from_middle) { return net.left_hand ? -from_middle : from_middle; };
            if (cycle_m > 0.0) { // beside the others, whose places it does not change
                const double from_middle = (two_way ? count : 0.5 * count) * width + 0.5 * cycle_m;
                net.lanes.push_back({.edge = static_cast<std::uint32_t>(net.edges.size()),
                                     .offset_m = side(from_middle),
                                     .width_m = cycle_m,
                                     .use = traffic::kBicycles});
            }
            const bool mixed = bicycles_on_general_lanes(street);
            const std::uint8_t use = mixed ? traffic::kAllMotor | traffic::kBicycles : traffic::kAllMotor;
            for (std::uint32_t lane = 0; lane < count; ++lane) { // the first is the one at the kerb
                const double from_middle =
                    two_way ? (static_cast<double>(count - lane) - 0.5) * width
                            : (0.5 * static_cast<double>(count) - static_cast<double>(lane) - 0.5) * width;
                net.lanes.push_back({.edge = static_cast<std::uint32_t>(net.edges.size()),
                                     .offset_m = side(from_middle),
                                     .width_m = width,
                                     .use = use});
            }
            edge_segment.push_back(k);
            edge_backward.push_back(static_cast<std::uint8_t>(backward));
            edge_street_start.push_back(backward != 0 ? segment.to_street : segment.from_street);
            edge_street_end.push_back(backward != 0 ? segment.from_street : segment.to_street);
            for (const RoadSegment::Part& part : segment.parts) {
                if (const std::uint64_t id = city.streets[part.street].id; id != edge.street_id) {
                    net.joined.push_back({id, static_cast<std::uint32_t>(net.edges.size())});
                }
            }
            add_hour_rules(street, (backward == 0) != segment.against, static_cast<std::uint32_t>(net.edges.size()),
                           net.hours);
            net.edges.push_back(edge);
        }
    }
    std::ranges::sort(net.joined);
    net.joined.erase(std::unique(net.joined.begin(), net.joined.end()), net.joined.end());
    std::vector<std::vector<std::uint32_t>> in(net.junctions.size());
    std::vector<std::vector<std::uint32_t>> out(net.junctions.size());
    for (std::uint32_t e = 0; e < net.edges.size(); ++e) {
        out[net.edges[e].from].push_back(e);
        in[net.edges[e].to].push_back(e);
    }
    for (std::uint32_t n = 0; n < net.junctions.size(); ++n) {
        net.junctions[n].incoming = {static_cast<std::uint32_t>(net.incoming.size()),
                                     static_cast<std::uint32_t>(in[n].size())};
        net.junctions[n].outgoing = {static_cast<std::uint32_t>(net.outgoing.size()),
                                     static_cast<std::uint32_t>(out[n].size())};
        net.incoming.insert(net.incoming.end(), in[n].begin(), in[n].end());
        net.outgoing.insert(net.outgoing.end(), out[n].begin(), out[n].end());
    }
}

std::uint32_t RoadBuilder::bicycle_lane(std::uint32_t edge) const {
    const std::uint32_t first = net.edges[edge].lanes.begin;
    return traffic::carries_motor(net.lanes[first]) ? kNone : first;
}

Range RoadBuilder::general_lanes(std::uint32_t edge) const {
    Range lanes = net.edges[edge].lanes;
    const std::uint32_t less = bicycle_lane(edge) == kNone ? 0 : 1;
    return {lanes.begin + less, lanes.count - less};
}

RoadBuilder::LaneEnd RoadBuilder::lane_start(std::uint32_t lane) const {
    const traffic::Lane& l = net.lanes[lane];
    const traffic::Edge& edge = net.edges[l.edge];
    const std::span<const Point2> line{net.points.data() + edge.shape.begin, edge.shape.count};
    const PolylinePlace place = polyline_at(line, 0.0);
    return {place.at + l.offset_m * Point2{place.direction.y_m, -place.direction.x_m}, place.direction};
}

RoadBuilder::LaneEnd RoadBuilder::lane_end(std::uint32_t lane) const {
    const traffic::Lane& l = net.lanes[lane];
    const traffic::Edge& edge = net.edges[l.edge];
    const std::span<const Point2> line{net.points.data() + edge.shape.begin, edge.shape.count};
    const PolylinePlace place = polyline_at(line, 1e12);
    return {place.at + l.offset_m * Point2{place.direction.y_m, -place.direction.x_m}, place.direction};
}

} // namespace cityloom::gis

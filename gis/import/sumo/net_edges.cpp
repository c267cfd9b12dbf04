// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "gis/import/sumo/net_builder.h"
#include "sim/core/polyline.h"

namespace cityloom::gis::sumo {

namespace {

using traffic::JunctionControl;

JunctionControl control_of(std::string_view type) {
    return type == "right_before_left" || type == "left_before_right" ? JunctionControl::RightBeforeLeft
           : type == "allway_stop"                                    ? JunctionControl::AllWayStop
           : type == "dead_end"                                       ? JunctionControl::DeadEnd
                                                                      : JunctionControl::Priority;
}

/// 0 for the highest priority to 9 for the lowest; evenly spread where there are more than ten.
std::uint8_t rank_of(const std::vector<double>& falling, double priority) {
    const auto place = static_cast<std::size_t>(
        std::lower_bound(falling.begin(), falling.end(), priority, std::greater{}) - falling.begin());
    return static_cast<std::uint8_t>(falling.size() <= 10 ? place : place * 9 / (falling.size() - 1));
}

} // namespace

std::uint64_t stable_id(std::string_view name) {
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char c : name) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    }
    return hash;
}

void NetBuilder::make_edges() {
    traffic::RoadNetwork& net = out.net;
    net.left_hand = raw.left_hand;
    edge_of.assign(raw.edges.size(), kNone);
    lane_of.assign(raw.lanes.size(), kNone);
    junction_of.assign(raw.junctions.size(), kNone);
    std::vector<double> priorities;
    std::vector<std::uint8_t> touched(raw.junctions.size(), 0);
    const auto junction_named = [&](const RawEdge& edge, const std::string& id) {
        const std::uint32_t junction = raw.junction_index.find(id);
        if (junction == kNone || raw.junctions[junction].type == "internal") {
            files.fault(edge.place, "The edge \"" + edge.id + "\" touches the junction \"" + id +
                                        "\", which does not exist; build the network anew with netconvert");
        }
        return junction;
    };
    std::uint32_t dropped_lanes = 0;
    std::uint32_t dropped_edges = 0;
    for (std::uint32_t r = 0; r < raw.edges.size(); ++r) {
        const RawEdge& edge = raw.edges[r];
        if (edge.function != EdgeFunction::Normal) {
            continue;
        }
        const std::uint32_t from = junction_named(edge, edge.from);
        const std::uint32_t to = junction_named(edge, edge.to);
        bool road = false;
        for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
            road = road || lane_use(raw.lanes[lane].classes) != 0;
        }
        if (road) {
            touched[from] = touched[to] = 1;
            priorities.push_back(edge.priority);
        } else {
            ++dropped_edges;
            out.names.closed_edges.push_back(edge.id);
        }
    }
    remarks.add("edges that no road vehicle may use are left out", dropped_edges);
    std::sort(priorities.begin(), priorities.end(), std::greater{});
    priorities.erase(std::unique(priorities.begin(), priorities.end()), priorities.end());
    const std::set<std::string_view> rings{raw.roundabout_junctions.begin(), raw.roundabout_junctions.end()};
    for (std::uint32_t r = 0; r < raw.junctions.size(); ++r) {
        if (touched[r] == 0) {
            continue;
        }
        const RawJunction& junction = raw.junctions[r];
        junction_of[r] = static_cast<std::uint32_t>(net.junctions.size());
        net.junctions.push_back({.id = stable_id(junction.id),
                                 .at = junction.at,
                                 .control = control_of(junction.type),
                                 .roundabout = rings.contains(junction.id)});
        out.names.junctions.push_back(junction.id);
        raw_junction.push_back(r);
    }
    Index street_names;
    for (std::uint32_t r = 0; r < raw.edges.size(); ++r) {
        const RawEdge& source = raw.edges[r];
        if (source.function != EdgeFunction::Normal) {
            continue;
        }
        std::vector<std::uint32_t> kept;
        for (std::uint32_t lane = source.lanes.begin; lane < source.lanes.end(); ++lane) {
            if (lane_use(raw.lanes[lane].classes) != 0) {
                kept.push_back(lane);
            }
        }
        if (kept.empty()) {
            continue;
        }
        dropped_lanes += source.lanes.count - static_cast<std::uint32_t>(kept.size());
        traffic::Edge edge;
        edge.id = edge.street_id = stable_id(source.id);
        edge.from = junction_of[raw.junction_index.find(source.from)];
        edge.to = junction_of[raw.junction_index.find(source.to)];
        edge.lanes = {static_cast<std::uint32_t>(net.lanes.size()), static_cast<std::uint32_t>(kept.size())};
        edge.rank = rank_of(priorities, source.priority);
        edge.roundabout = source.roundabout;
        edge.gateway = net.junctions[edge.from].control == JunctionControl::DeadEnd ||
                       net.junctions[edge.to].control == JunctionControl::DeadEnd;
        edge.speed_mps = 0.0;
        if (!source.name.empty()) {
            edge.name = street_names.intern(source.name);
            if (edge.name == net.names.size()) {
                net.names.push_back(source.name);
            }
        }
        // From the kerb: where each lane's centre lies, measured from the kerb-side border of the kept lanes.
        double width = 0.0;
        std::vector<double> centre;
        for (const std::uint32_t lane : kept) {
            centre.push_back(width + 0.5 * raw.lanes[lane].width_m);
            width += raw.lanes[lane].width_m;
        }
        const double side = net.left_hand ? -1.0 : 1.0;
        const std::size_t middle = (kept.size() - 1) / 2;
        for (std::size_t i = 0; i < kept.size(); ++i) {
            const RawLane& lane = raw.lanes[kept[i]];
            lane_of[kept[i]] = static_cast<std::uint32_t>(net.lanes.size());
            net.lanes.push_back({.edge = static_cast<std::uint32_t>(net.edges.size()),
                                 .offset_m = side * (0.5 * width - centre[i]),
                                 .width_m = lane.width_m,
                                 .use = uses.of_lane(lane.classes),
                                 .speed_mps = lane.speed_mps,
                                 .to_kerb = uses.of_lane(lane.leave_right),
                                 .from_kerb = uses.of_lane(lane.leave_left)});
            out.names.lanes.push_back(lane.id);
            edge.speed_mps = std::max(edge.speed_mps, lane.speed_mps);
        }
        edge.length_m = raw.lanes[kept.front()].length_m;
        const double shift = side * (0.5 * width - centre[middle]); // of the middle lane; its line goes the other way
        const std::vector<Point2>& line = raw.lanes[kept[middle]].shape;
        const std::vector<Point2> shape = std::abs(shift) < 1e-6 ? line : polyline_offset(line, -shift);
        edge.shape = {static_cast<std::uint32_t>(net.points.size()), static_cast<std::uint32_t>(shape.size())};
        net.points.insert(net.points.end(), shape.begin(), shape.end());
        net.length_km += edge.length_m / 1000.0;
        edge_of[r] = static_cast<std::uint32_t>(net.edges.size());
        net.edges.push_back(edge);
        out.names.edges.push_back(source.id);
    }
    remarks.add("lanes beside others that no road vehicle may use are left out", dropped_lanes);
    if (net.edges.empty()) {
        files.fault({}, "The network has no edge for road vehicles; give one with streets");
    }
    std::vector<std::vector<std::uint32_t>> in(net.junctions.size());
    std::vector<std::vector<std::uint32_t>> exits(net.junctions.size());
    for (std::uint32_t e = 0; e < net.edges.size(); ++e) {
        in[net.edges[e].to].push_back(e);
        exits[net.edges[e].from].push_back(e);
    }
    for (std::size_t j = 0; j < net.junctions.size(); ++j) {
        net.junctions[j].incoming = {static_cast<std::uint32_t>(net.incoming.size()),
                                     static_cast<std::uint32_t>(in[j].size())};
        net.incoming.insert(net.incoming.end(), in[j].begin(), in[j].end());
        net.junctions[j].outgoing = {static_cast<std::uint32_t>(net.outgoing.size()),
                                     static_cast<std::uint32_t>(exits[j].size())};
        net.outgoing.insert(net.outgoing.end(), exits[j].begin(), exits[j].end());
    }
}

} // namespace cityloom::gis::sumo

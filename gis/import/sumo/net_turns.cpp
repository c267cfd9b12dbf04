// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "gis/import/sumo/net_builder.h"
#include "sim/core/polyline.h"

namespace cityloom::gis::sumo {

namespace {

using traffic::Turn;
using traffic::TurnKind;

constexpr double kLongestM = 5000.0;     // of a way across a junction
constexpr std::size_t kMostLinks = 1024; // of a junction; SUMO itself stops at 256
constexpr int kMostParts = 8;            // internal lanes of one way across a junction
constexpr double kPartlyStraight = 0.5;  // radians: "R" and "L" bend no more than this to be straight on

TurnKind kind_of(std::string_view dir, const std::vector<Point2>& from, const std::vector<Point2>& to) {
    const Point2 a = polyline_at(from, 1e9).direction;
    const Point2 b = polyline_at(to, 0.0).direction;
    const double left = std::atan2(cross(a, b), dot(a, b));
    if (dir == "s") {
        return TurnKind::Straight;
    }
    if (dir == "t" || dir == "T") {
        return TurnKind::UTurn;
    }
    if (dir == "r" || dir == "l") {
        return dir == "r" ? TurnKind::Right : TurnKind::Left;
    }
    return std::abs(left) < kPartlyStraight ? TurnKind::Straight : left < 0.0 ? TurnKind::Right : TurnKind::Left;
}

/// 2: goes first, 1: among equals, 0: gives way.
std::uint8_t priority_of(char state) {
    return state == 'M' || state == 'O' || state == 'G' ? 2 : state == '=' || state == 'Z' ? 1 : 0;
}

} // namespace

void NetBuilder::make_turns() {
    traffic::RoadNetwork& net = out.net;
    turn_of.assign(raw.links.size(), kNone);
    std::uint32_t dropped = 0;
    std::uint32_t straight_lines = 0;
    const auto append = [](std::vector<Point2>& line, const std::vector<Point2>& more) {
        for (const Point2 p : more) {
            if (line.empty() || distance_m(line.back(), p) > 1e-3) {
                line.push_back(p);
            }
        }
    };
    const auto add_turn = [&](std::uint32_t l, std::uint32_t junction) {
        const RawLink& link = raw.links[l];
        const RawLane& from = raw.lanes[link.from];
        const RawLane& to = raw.lanes[link.to];
        if (lane_of[link.to] == kNone) {
            ++dropped;
            return;
        }
        if (net.edges[net.lanes[lane_of[link.to]].edge].from != junction) {
            files.fault(link.place, "The connection leads from \"" + from.id + "\" to \"" + to.id +
                                        "\", which does not start where the first ends; build the network anew with "
                                        "netconvert");
        }
        Turn turn{.from_lane = lane_of[link.from], .to_lane = lane_of[link.to], .junction = junction};
        turn.kind = kind_of(link.dir, from.shape, to.shape);
        turn.priority = priority_of(link.state);
        turn.stops = link.state == 's' || link.state == 'w';
        turn.keep_clear = link.keep_clear;
        turn.speed_mps = std::min(from.speed_mps, to.speed_mps);
        std::vector<Point2> line;
        ClassSet classes = link.classes;
        int parts = 0;
        for (std::uint32_t via = link.via; via != kNone; ++parts) {
            const RawLane& part = raw.lanes[via];
            if (parts == kMostParts) {
                files.fault(link.place, "The internal lanes after \"" + from.id + "\" run in a ring at \"" + part.id +
                                            "\"; build the network anew with netconvert");
            }
            turn.wait_m = parts == 1 ? turn.length_m : turn.wait_m;
            turn.length_m += part.length_m;
            turn.speed_mps = parts == 0 ? part.speed_mps : std::min(turn.speed_mps, part.speed_mps);
            classes &= part.classes;
            append(line, part.shape);
            via = part.links.empty() ? kNone : raw.links[part.links.front()].via;
        }
        if (parts == 0) {
            append(line, {from.shape.back(), to.shape.front()});
            turn.length_m = distance_m(from.shape.back(), to.shape.front());
            ++straight_lines;
        }
        turn.length_m = std::max(0.1, turn.length_m);
        if (turn.length_m > kLongestM || polyline_length_m(line) > kLongestM) {
            files.fault(link.place,
                        "The way across the junction after \"" + from.id +
                            "\" is longer than 5 km; build the network anew with netconvert",
                        ErrorCode::LimitExceeded);
        }
        turn.use = uses.of_lane(classes);
        if ((turn.use & net.lanes[turn.from_lane].use & net.lanes[turn.to_lane].use) == 0) {
            ++dropped;
            return;
        }
        if (line.size() < 2) { // the two lanes touch
            const Point2 at = line.empty() ? from.shape.back() : line.front();
            line = {at, at + 0.01 * polyline_at(to.shape, 0.0).direction};
        }
        turn.shape = {static_cast<std::uint32_t>(net.points.size()), static_cast<std::uint32_t>(line.size())};
        net.points.insert(net.points.end(), line.begin(), line.end());
        turn_of[l] = static_cast<std::uint32_t>(net.turns.size());
        net.turns.push_back(turn);
    };
    std::vector<std::uint32_t> raw_of(net.lanes.size());
    for (std::uint32_t r = 0; r < raw.lanes.size(); ++r) {
        if (lane_of[r] != kNone) {
            raw_of[lane_of[r]] = r;
        }
    }
    for (std::uint32_t j = 0; j < net.junctions.size(); ++j) {
        if (junction_links(raw.junctions[raw_junction[j]]).size() > kMostLinks) {
            files.fault(raw.junctions[raw_junction[j]].place,
                        "The junction \"" + out.names.junctions[j] +
                            "\" has more than 1024 links; split it into smaller ones with netedit",
                        ErrorCode::LimitExceeded);
        }
        net.junctions[j].turns.begin = static_cast<std::uint32_t>(net.turns.size());
        for (std::uint32_t i = 0; i < net.junctions[j].incoming.count; ++i) {
            const Range lanes = net.edges[net.incoming[net.junctions[j].incoming.begin + i]].lanes;
            for (std::uint32_t lane = lanes.begin; lane < lanes.end(); ++lane) {
                net.lanes[lane].turns.begin = static_cast<std::uint32_t>(net.turns.size());
                for (const std::uint32_t link : raw.lanes[raw_of[lane]].links) {
                    add_turn(link, j);
                }
                net.lanes[lane].turns.count =
                    static_cast<std::uint32_t>(net.turns.size()) - net.lanes[lane].turns.begin;
            }
        }
        net.junctions[j].turns.count = static_cast<std::uint32_t>(net.turns.size()) - net.junctions[j].turns.begin;
    }
    remarks.add("connections that no road vehicle may use are left out", dropped);
    remarks.add("connections have no internal lane and cross in a straight line", straight_lines);
}

} // namespace cityloom::gis::sumo

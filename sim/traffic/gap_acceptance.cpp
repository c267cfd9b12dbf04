// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/gap_acceptance.h"

#include <algorithm>
#include <cmath>

namespace cityloom::traffic {

namespace {

constexpr double kAside = 0.5; // sine of the angle from which on a stream comes from another direction

Point2 heading(const RoadNetwork& net, const Turn& turn) {
    if (turn.shape.count < 2) {
        return {};
    }
    const Point2 along = net.points[turn.shape.begin + 1] - net.points[turn.shape.begin];
    const double length = std::max(1e-6, distance_m(net.points[turn.shape.begin + 1], net.points[turn.shape.begin]));
    return (1.0 / length) * along;
}

/// Whether a way gives way to motor traffic from another direction; \p aside not from ahead either.
bool yields_across(const RoadNetwork& net, const Turn& turn, bool aside) {
    const Point2 own = heading(net, turn);
    for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end(); ++c) {
        const Turn& other = net.turns[net.conflicts[c].other];
        const Point2 theirs = heading(net, other);
        const bool across = std::abs(cross(own, theirs)) > kAside || (!aside && dot(own, theirs) < 0.0);
        if (net.conflicts[c].yields && across && carries_motor(net, other)) {
            return true;
        }
    }
    return false;
}

} // namespace

bool gives_way_at_end(const RoadNetwork& net, const Edge& edge) {
    bool only_left = true;
    bool left_yields = false;
    for (std::uint32_t l = edge.lanes.begin; l < edge.lanes.end(); ++l) {
        for (std::uint32_t t = net.lanes[l].turns.begin; t < net.lanes[l].turns.end(); ++t) {
            const Turn& turn = net.turns[t];
            if (!carries_motor(net, turn)) {
                continue;
            }
            if (turn.kind == TurnKind::Left || turn.kind == TurnKind::UTurn) {
                left_yields = left_yields || yields_across(net, turn, true);
                continue;
            }
            only_left = false;
            if (yields_across(net, turn, false)) {
                return true;
            }
        }
    }
    return only_left && left_yields;
}

Headways minor_headways(const RoadNetwork& net, const Turn& turn) {
    if (turn.kind == TurnKind::Right) {
        return kMinorRight;
    }
    if (turn.kind == TurnKind::Straight) {
        return kMinorStraight;
    }
    const Edge& edge = net.edges[net.lanes[turn.from_lane].edge];
    for (std::uint32_t l = edge.lanes.begin; l < edge.lanes.end(); ++l) {
        for (std::uint32_t t = net.lanes[l].turns.begin; t < net.lanes[l].turns.end(); ++t) {
            if (net.turns[t].kind == TurnKind::Straight && carries_motor(net, net.turns[t])) {
                return kMinorLeft;
            }
        }
    }
    return {kMinorLeft.critical_s - kThreeArmsLessS, kMinorLeft.follow_s};
}

} // namespace cityloom::traffic

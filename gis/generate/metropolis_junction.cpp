// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/generate/metropolis_junction.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "sim/core/polyline.h"
#include "sim/traffic/conflicts.h"

namespace cityloom::gis {

using traffic::Conflict;
using traffic::Controller;
using traffic::Junction;
using traffic::JunctionControl;
using traffic::RoadNetwork;
using traffic::Turn;
using traffic::TurnKind;

namespace {

constexpr double kLeftMps = 8.0;
constexpr double kRightMps = 6.0;
constexpr double kYellowS = 3.0;
constexpr double kAllRedS = 2.0;
constexpr double kLeftGreenS = 14.0;
constexpr double kMinorGreenShare = 0.35; // of the green of an arterial's crossing with a street

/// Arms counted counter-clockwise from the one that a vehicle comes from.
TurnKind kind_of(std::uint32_t from, std::uint32_t to) {
    switch ((to + 4 - from) % 4) {
    case 1:
        return TurnKind::Right;
    case 2:
        return TurnKind::Straight;
    case 3:
        return TurnKind::Left;
    default:
        return TurnKind::UTurn;
    }
}

Point2 right_of(Point2 way) {
    return {way.y_m, -way.x_m};
}

} // namespace

void JunctionLayer::lay(std::uint32_t j, const CrossArms& arms) {
    Form form{};
    std::uint32_t widest = 0;
    std::uint32_t count = 0;
    for (std::uint32_t a = 0; a < 4; ++a) {
        if (arms.in[a] != kNone) {
            form[a] = lanes(arms.in[a]);
            widest = std::max(widest, form[a]);
            ++count;
        }
    }
    Junction& junction = net_.junctions[j];
    const bool lights = widest > 1 && count > 2;
    junction.control = lights ? JunctionControl::Signal : JunctionControl::RightBeforeLeft;
    junction.incoming.begin = static_cast<std::uint32_t>(net_.incoming.size());
    junction.outgoing.begin = static_cast<std::uint32_t>(net_.outgoing.size());
    for (std::uint32_t a = 0; a < 4; ++a) {
        if (arms.in[a] != kNone) {
            net_.incoming.push_back(arms.in[a]);
            net_.outgoing.push_back(arms.out[a]);
        }
    }
    junction.incoming.count = junction.outgoing.count = count;
    if (lights) {
        add_signal(j, arms);
    }
    lay_turns(j, arms, lights);
    auto known = known_.find(form);
    if (known == known_.end()) {
        known = known_.emplace(form, conflicts_of(j)).first;
    }
    for (std::uint32_t k = 0; k < junction.turns.count; ++k) {
        Turn& turn = net_.turns[junction.turns.begin + k];
        turn.conflicts = {static_cast<std::uint32_t>(net_.conflicts.size()),
                          static_cast<std::uint32_t>(known->second[k].size())};
        for (Conflict conflict : known->second[k]) {
            conflict.other += junction.turns.begin;
            net_.conflicts.push_back(conflict);
        }
    }
}

void JunctionLayer::lay_turns(std::uint32_t j, const CrossArms& arms, bool lights) {
    Junction& junction = net_.junctions[j];
    junction.turns.begin = static_cast<std::uint32_t>(net_.turns.size());
    for (std::uint32_t from = 0; from < 4; ++from) {
        if (arms.in[from] == kNone) {
            continue;
        }
        const std::uint32_t count = lanes(arms.in[from]);
        const auto open = [&arms, from](std::uint32_t quarter) { return arms.out[(from + quarter) % 4] != kNone; };
        for (std::uint32_t k = 0; k < count; ++k) {
            traffic::Lane& lane = net_.lanes[net_.edges[arms.in[from]].lanes.begin + k];
            lane.turns.begin = static_cast<std::uint32_t>(net_.turns.size());
            const bool left_only = count > 2 && k + 1 == count && open(3);
            const bool right = k == 0 || !(open(2) || open(3));
            const bool left = k + 1 == count || !(open(1) || open(2));
            const bool straight = !left_only || !open(3);
            for (const std::uint32_t quarter : {1U, 2U, 3U}) {
                const bool taken = quarter == 1 ? right : quarter == 2 ? straight : left;
                if (taken && open(quarter)) {
                    add_turn(j, arms, from, k, (from + quarter) % 4, lights);
                }
            }
            lane.turns.count = static_cast<std::uint32_t>(net_.turns.size()) - lane.turns.begin;
            if (lane.turns.count == 0) { // in the middle of three, at the board's edge
                add_turn(j, arms, from, k, (from + (open(3) ? 3U : 1U)) % 4, lights);
                lane.turns.count = 1;
            }
        }
    }
    junction.turns.count = static_cast<std::uint32_t>(net_.turns.size()) - junction.turns.begin;
}

void JunctionLayer::add_turn(std::uint32_t j, const CrossArms& arms, std::uint32_t from, std::uint32_t k,
                             std::uint32_t to, bool lights) {
    const std::uint32_t to_lanes = lanes(arms.out[to]);
    const std::uint32_t from_lanes = lanes(arms.in[from]);
    const TurnKind kind = kind_of(from, to);
    const std::uint32_t into = kind == TurnKind::Right  ? std::min(k, to_lanes - 1)
                               : kind == TurnKind::Left ? to_lanes - 1 - std::min(from_lanes - 1 - k, to_lanes - 1)
                                                        : std::min(k, to_lanes - 1);
    const Point2 heading = -1.0 * arm_direction(from);
    const Point2 away = arm_direction(to);
    const Point2 at = net_.junctions[j].at;
    const Point2 begin = at - arms.setback_m * heading + metropolis_lane_offset_m(from_lanes, k) * right_of(heading);
    const Point2 end = at + arms.setback_m * away + metropolis_lane_offset_m(to_lanes, into) * right_of(away);
    Turn turn{.from_lane = net_.edges[arms.in[from]].lanes.begin + k,
              .to_lane = net_.edges[arms.out[to]].lanes.begin + into,
              .junction = j,
              .kind = kind};
    turn.shape.begin = static_cast<std::uint32_t>(net_.points.size());
    if (kind == TurnKind::Straight) {
        net_.points.push_back(begin);
        net_.points.push_back(end);
    } else { // a parabola from line to line
        const Point2 corner = begin + dot(end - begin, heading) * heading;
        constexpr int kPieces = 6;
        for (int p = 0; p <= kPieces; ++p) {
            const double s = static_cast<double>(p) / kPieces;
            net_.points.push_back((1.0 - s) * (1.0 - s) * begin + 2.0 * s * (1.0 - s) * corner + s * s * end);
        }
    }
    turn.shape.count = static_cast<std::uint32_t>(net_.points.size()) - turn.shape.begin;
    turn.length_m = polyline_length_m({net_.points.data() + turn.shape.begin, turn.shape.count});
    const double limit = std::min(net_.edges[arms.in[from]].speed_mps, net_.edges[arms.out[to]].speed_mps);
    turn.speed_mps = kind == TurnKind::Straight ? limit : kind == TurnKind::Left ? kLeftMps : kRightMps;
    if (lights) {
        turn.movement = 2 * from + (kind == TurnKind::Left ? 1U : 0U);
        turn.wait_m = kind == TurnKind::Left ? 0.4 * turn.length_m : 0.0;
    }
    net_.turns.push_back(turn);
}

void JunctionLayer::add_signal(std::uint32_t j, const CrossArms& arms) {
    Controller controller{.id = j + 1, .at = net_.junctions[j].at, .junction = j, .movements = 8};
    controller.key = "signal/" + std::to_string(net_.controllers.size() + 1);
    controller.offset_s = arms.offset_s;
    const auto width = [&](std::uint32_t a) {
        return std::max(arms.in[a] != kNone ? lanes(arms.in[a]) : 0U,
                        arms.in[a + 2] != kNone ? lanes(arms.in[a + 2]) : 0U);
    };
    const std::array<std::uint32_t, 2> wide{width(0), width(1)};
    const bool own_lefts = wide[0] > 2 && wide[1] > 2;
    const double lost = (kYellowS + kAllRedS) * (own_lefts ? 4.0 : 2.0);
    const double green = cycle_s_ - lost - (own_lefts ? 2.0 * kLeftGreenS : 0.0);
    for (std::uint32_t axis = 0; axis < 2; ++axis) {
        const std::uint64_t onward = (1ULL << (2 * axis)) | (1ULL << (2 * axis + 4));
        const std::uint64_t lefts = onward << 1U;
        const double share = wide[axis] == wide[1 - axis]  ? 0.5
                             : wide[axis] > wide[1 - axis] ? 1.0 - kMinorGreenShare
                                                           : kMinorGreenShare;
        controller.phases.push_back({.green_movements = own_lefts ? onward : onward | lefts,
                                     .permissive = own_lefts ? 0 : lefts,
                                     .green_s = std::round(share * green),
                                     .yellow_s = kYellowS,
                                     .all_red_s = kAllRedS});
        if (own_lefts) {
            controller.phases.push_back(
                {.green_movements = lefts, .green_s = kLeftGreenS, .yellow_s = kYellowS, .all_red_s = kAllRedS});
        }
    }
    net_.junctions[j].controller = static_cast<std::uint32_t>(net_.controllers.size());
    net_.controllers.push_back(std::move(controller));
}

JunctionLayer::Rows JunctionLayer::conflicts_of(std::uint32_t j) const {
    // The junction alone, as a network of its own.
    RoadNetwork alone;
    alone.junctions.push_back(net_.junctions[j]);
    const Range turns = net_.junctions[j].turns;
    alone.junctions[0].turns = {0, turns.count};
    std::map<std::uint32_t, std::uint32_t> lane_of;
    const auto lane = [&](std::uint32_t l) {
        const auto [at, fresh] = lane_of.emplace(l, static_cast<std::uint32_t>(alone.lanes.size()));
        if (fresh) {
            alone.lanes.push_back({.edge = net_.lanes[l].edge});
        }
        return at->second;
    };
    for (std::uint32_t t = turns.begin; t < turns.end(); ++t) {
        Turn turn = net_.turns[t];
        turn.junction = 0;
        turn.from_lane = lane(turn.from_lane);
        turn.to_lane = lane(turn.to_lane);
        const Range shape = turn.shape;
        turn.shape.begin = static_cast<std::uint32_t>(alone.points.size());
        alone.points.insert(alone.points.end(), net_.points.begin() + shape.begin, net_.points.begin() + shape.end());
        alone.turns.push_back(turn);
    }
    traffic::compile_conflicts(alone);
    Rows rows;
    for (const Turn& turn : alone.turns) {
        rows.emplace_back(alone.conflicts.begin() + turn.conflicts.begin,
                          alone.conflicts.begin() + turn.conflicts.end());
    }
    return rows;
}

} // namespace cityloom::gis

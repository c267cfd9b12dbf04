// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "gis/derive/road_builder.h"
#include "gis/derive/utilities.h"
#include "sim/traffic/rows.h"

namespace cityloom::gis {

namespace {

using traffic::JunctionControl;
using traffic::TurnKind;

/// A stop or give-way sign on the last stretch before the junction.
bool signed_to_yield(const RoadBuilder& builder, std::uint32_t edge) {
    const RoadSegment& segment = builder.graph.segments[builder.edge_segment[edge]];
    const bool backward = builder.edge_backward[edge] != 0;
    return std::ranges::any_of(segment.marks, [&](const RoadSegment::Mark& mark) {
        const NodeControl control = builder.city.street_nodes[mark.node].control;
        const double to_end = backward ? mark.along_m : segment.length_m - mark.along_m;
        return (control == NodeControl::GiveWay || control == NodeControl::Stop) && to_end < 40.0;
    });
}

} // namespace

void RoadBuilder::make_control() {
    for (std::uint32_t n = 0; n < net.junctions.size(); ++n) {
        traffic::Junction& junction = net.junctions[n];
        std::set<std::uint32_t> arms;
        std::uint8_t best = 255;
        std::uint8_t worst = 0;
        bool ring = graph.nodes[n].mini_roundabout;
        std::vector<bool> yields;
        bool any_sign = false;
        for (std::uint32_t i = 0; i < junction.incoming.count; ++i) {
            const std::uint32_t e = net.incoming[junction.incoming.begin + i];
            arms.insert(edge_segment[e]);
            best = std::min(best, net.edges[e].rank);
            worst = std::max(worst, net.edges[e].rank);
            ring = ring || net.edges[e].roundabout;
            yields.push_back(signed_to_yield(*this, e));
            any_sign = any_sign || yields.back();
        }
        for (std::uint32_t o = 0; o < junction.outgoing.count; ++o) {
            arms.insert(edge_segment[net.outgoing[junction.outgoing.begin + o]]);
        }
        junction.roundabout = ring;
        if (arms.size() <= 1) {
            junction.control = JunctionControl::DeadEnd;
        } else if (graph.nodes[n].signal_nodes > 0 && !ring) {
            junction.control = JunctionControl::Signal;
        } else if (best == worst && !any_sign && !ring &&
                   best >= static_cast<std::uint8_t>(StreetClass::Unclassified)) {
            junction.control = JunctionControl::RightBeforeLeft;
            junction.confidence = 0.6F;
        } else {
            junction.control = JunctionControl::Priority;
            junction.confidence = any_sign || ring ? 1.0F : best == worst ? 0.4F : 0.8F;
        }
        for (std::uint32_t i = 0; i < junction.incoming.count; ++i) {
            const std::uint32_t e = net.incoming[junction.incoming.begin + i];
            const traffic::Edge& edge = net.edges[e];
            for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
                for (std::uint32_t t = net.lanes[lane].turns.begin; t < net.lanes[lane].turns.end(); ++t) {
                    traffic::Turn& turn = net.turns[t];
                    int priority = 4 * (10 - std::min<int>(edge.rank, 9));
                    if (junction.control == JunctionControl::RightBeforeLeft) {
                        priority = 20;
                    }
                    if (ring) {
                        priority = edge.roundabout ? 60 : 20;
                    }
                    if (yields[i]) {
                        priority = std::max(0, priority - 30);
                    }
                    // Of one street's movements, straight on goes before the turn across oncoming traffic.
                    priority += turn.kind == TurnKind::Straight ? 2 : turn.kind == TurnKind::Right ? 2 : 0;
                    turn.priority = static_cast<std::uint8_t>(priority);
                }
            }
        }
        if (junction.control != JunctionControl::Signal) {
            continue;
        }
        traffic::Controller controller;
        controller.id = junction.id;
        controller.key = "signal/" + std::to_string(net.controllers.size() + 1);
        controller.at = junction.at;
        controller.junction = n;
        controller.source_nodes = graph.nodes[n].signal_nodes;
        // A movement is what one approach does in one direction: those lanes share a light.
        for (std::uint32_t i = 0; i < junction.incoming.count && controller.movements + 3 <= 64; ++i) {
            const traffic::Edge& edge = net.edges[net.incoming[junction.incoming.begin + i]];
            for (const TurnKind kind : {TurnKind::Right, TurnKind::Straight, TurnKind::Left}) {
                bool used = false;
                for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
                    for (std::uint32_t t = net.lanes[lane].turns.begin; t < net.lanes[lane].turns.end(); ++t) {
                        const TurnKind turn_kind =
                            net.turns[t].kind == TurnKind::UTurn ? TurnKind::Left : net.turns[t].kind;
                        if (turn_kind == kind) {
                            net.turns[t].movement = controller.movements;
                            used = true;
                        }
                    }
                }
                controller.movements += used ? 1U : 0U;
            }
        }
        junction.controller = static_cast<std::uint32_t>(net.controllers.size());
        net.controllers.push_back(std::move(controller));
    }
}

const Derivation kSignalsDerivation{
    .id = "traffic", .connect = [](const UtilityBase& /*base*/, engine::Networks& networks) {
        constexpr double kSignalW = 400.0; // a junction's LED heads and cabinet
        const FeedPoints feeds{networks};
        for (std::uint32_t c = 0; c < networks.roads.controllers.size(); ++c) {
            feed(networks, feeds, {&traffic::kSignal, c}, networks.roads.controllers[c].at, kSignalW, 0.0, 1);
        }
    }};

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/roads.h"

#include "gis/derive/road_builder.h"
#include "sim/traffic/conflicts.h"
#include "sim/traffic/signals/signal_plan.h"

namespace cityloom::gis {

traffic::RoadNetwork derive_roads(const City& city) {
    RoadBuilder builder{.city = city, .graph = build_road_graph(city)};
    builder.net.left_hand = city.place.left_hand_traffic;
    builder.net.length_km = builder.graph.total_km;
    builder.net.connected_share = builder.graph.strong_share;
    builder.net.connected_share_with_gateways = builder.graph.strong_share_gateways;
    builder.prune();
    builder.make_edges();
    builder.make_turns();
    builder.make_control();
    traffic::compile_conflicts(builder.net);
    traffic::plan_signals(builder.net, {});
    return std::move(builder.net);
}

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/networks.h"

#include "gis/derive/crossings.h"
#include "gis/derive/demand.h"
#include "gis/derive/roads.h"
#include "gis/derive/utilities.h"
#include "sim/traffic/signals/signal_plan.h"

namespace cityloom::gis {

Networks derive_networks(City& city) {
    Networks networks;
    networks.roads = derive_roads(city);
    networks.demand = derive_demand(city, networks.roads);
    networks.roads.chargers = derive_charging(city, networks.roads, networks.demand);
    derive_crossings(city, networks.roads, networks.demand);
    traffic::plan_signals(networks.roads, {});
    if (networks.roads.edges.empty()) {
        city.notes.push_back({ImportNote::Level::Info,
                              {},
                              "streets",
                              "There are no drivable streets, so there is no traffic and no utility network.",
                              "Import the city's OpenStreetMap extract together with these files."});
    }
    for (const traffic::RemovedPiece& piece : networks.roads.removed) {
        city.notes.push_back(
            {ImportNote::Level::Info,
             {},
             "way/" + std::to_string(piece.street_id) + " (" + std::to_string(static_cast<int>(piece.length_m)) + " m)",
             "a piece of this street carries no traffic: it " + piece.reason,
             "Mend the street's connection or direction in the source, or leave it."});
    }
    const UtilityBase base{city, networks.roads, make_street_graph(networks.roads),
                           spread_loads(city, networks.roads, networks.demand)};
    networks.power = derive_power(base);
    networks.water = derive_water(base);
    networks.telecom = derive_telecom(base);
    networks.dependencies = derive_dependencies(base, networks);
    return networks;
}

} // namespace cityloom::gis

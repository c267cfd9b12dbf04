// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/networks.h"

#include <algorithm>

#include "gis/derive/crossings.h"
#include "gis/derive/demand.h"
#include "gis/derive/roads.h"
#include "gis/derive/utilities.h"
#include "sim/charging/rows.h"
#include "sim/traffic/domain/row.h"
#include "sim/traffic/rows.h"
#include "sim/traffic/signals/signal_plan.h"

namespace cityloom::gis {

namespace {

/// Streets, trips and signals.
void derive_traffic(City& city, Networks& networks, const std::stop_token& stop) {
    networks.roads = derive_roads(city);
    if (stop.stop_requested()) {
        return;
    }
    networks.demand = derive_demand(city, networks.roads);
    if (stop.stop_requested()) {
        return;
    }
    derive_crossings(city, networks.roads, networks.demand);
    traffic::plan_signals(networks.roads, {});
}

bool on_streets(const Derivation& derivation) {
    return &derivation == &kChargingDerivation || &derivation == &kSignalsDerivation;
}

bool links(std::string_view domain) {
    const auto rows = engine::domain_rows();
    const auto row = std::ranges::find(rows, domain, &engine::DomainRow::id);
    return row != rows.end() && (*row)->storage != nullptr && (*row)->storage->links;
}

} // namespace

Networks derive_streets_anew(City& city, const Networks& base, const std::stop_token& stop) {
    Networks networks = base;
    derive_traffic(city, networks, stop);
    if (stop.stop_requested()) {
        return networks;
    }
    const UtilityBase around{city, networks.roads, make_street_graph(networks.roads),
                             spread_loads(city, networks.roads, networks.demand)};
    std::erase_if(networks.dependencies.supplies, [](const engine::Supply& supply) {
        return supply.consumer.is(traffic::kSignal) || supply.consumer.is(charging::kStation);
    });
    for (const Derivation* derivation : derivations()) {
        if (on_streets(*derivation) && derivation->derive != nullptr) {
            derivation->derive(around, networks);
        }
    }
    for (const Derivation* derivation : derivations()) {
        if (on_streets(*derivation) && derivation->connect != nullptr) {
            derivation->connect(around, networks);
        }
    }
    derive_places(around, networks);
    return networks;
}

Networks derive_networks(City& city, const std::stop_token& stop) {
    Networks networks;
    derive_traffic(city, networks, stop);
    if (stop.stop_requested()) {
        return networks;
    }
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
    for (const Derivation* derivation : derivations()) {
        if (derivation->derive != nullptr && !stop.stop_requested()) {
            derivation->derive(base, networks);
        }
    }
    if (stop.stop_requested()) { // what connects them relies on all of them
        return networks;
    }
    for (const Derivation* derivation : derivations()) {
        if (derivation->connect != nullptr) {
            derivation->connect(base, networks);
        }
    }
    derive_dependencies(base, networks);
    derive_places(base, networks);
    return networks;
}

bool derivable(std::string_view domain) {
    return domain == traffic::kRow.id || links(domain) ||
           std::ranges::find(derivations(), domain, &Derivation::id) != derivations().end();
}

void derive_domains(City& city, std::span<const std::string_view> domains, Networks& networks,
                    const std::stop_token& stop) {
    const auto asked = [&](std::string_view id) { return std::ranges::find(domains, id) != domains.end(); };
    if (asked(traffic::kRow.id)) {
        networks = derive_streets_anew(city, networks, stop);
    }
    if (stop.stop_requested()) {
        return;
    }
    const UtilityBase base{city, networks.roads, make_street_graph(networks.roads),
                           spread_loads(city, networks.roads, networks.demand)};
    for (const Derivation* derivation : derivations()) {
        if (asked(derivation->id) && !on_streets(*derivation) && derivation->derive != nullptr &&
            !stop.stop_requested()) {
            derivation->derive(base, networks);
        }
    }
    if (stop.stop_requested()) {
        return;
    }
    const bool all = std::ranges::any_of(domains, links);
    if (all) {
        networks.dependencies = {};
    }
    for (const Derivation* derivation : derivations()) {
        if ((all || (asked(derivation->id) && !on_streets(*derivation))) && derivation->connect != nullptr) {
            derivation->connect(base, networks);
        }
    }
    if (all) {
        derive_dependencies(base, networks);
        derive_places(base, networks);
    }
}

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/domain/blob.h"

#include <algorithm>

#include "sim/core/blob.h"
#include "sim/lifeline/dependency.h"
#include "sim/traffic/demand.h"
#include "sim/traffic/domain/road_faults.h"
#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// The last version that had one share of drivers who hear, whether by telephone or by radio.
constexpr std::uint32_t kOneShareForAll = 6;
constexpr std::uint32_t kSameAtAllHours = 7; ///< the last that knew of no hours
constexpr std::string_view kAssumedBefore = "80 % of drivers follow live travel times (default).";

// Field lists, for writing and reading alike. Changing any of them takes a new kStorage.version.
template <typename A> void describe(A& a, Edge& e) {
    a(e.id, e.street_id, e.from, e.to, e.lanes, e.shape, e.length_m, e.speed_mps, e.rank, e.roundabout,
      e.destination_only, e.gateway, e.layer, e.name);
}
template <typename A> void describe(A& a, Lane& l) {
    a(l.edge, l.offset_m, l.width_m, l.use, l.turns, l.speed_mps);
}
template <typename A> void describe(A& a, Turn& t) {
    a(t.from_lane, t.to_lane, t.junction, choice(t.kind, TurnKind::UTurn), t.length_m, t.speed_mps, t.shape, t.priority,
      t.movement, t.conflicts, t.wait_m, t.use, t.keep_clear, t.stops);
}
template <typename A> void describe(A& a, Conflict& c) {
    a(c.other, c.enter_m, c.leave_m, c.other_enter_m, c.other_leave_m, c.merge, c.yields);
}
template <typename A> void describe(A& a, Junction& j) {
    a(j.id, j.at, choice(j.control, JunctionControl::DeadEnd), j.incoming, j.outgoing, j.turns, j.controller,
      j.roundabout, j.confidence);
}
template <typename A> void describe(A& a, SignalPhase& p) {
    a(p.green_movements, p.permissive, p.green_s, p.yellow_s, p.all_red_s, p.yellow_movements, p.least_green_s,
      p.most_green_s);
}
template <typename A> void describe(A& a, PedestrianCrossing& c) {
    a(c.id, c.in_edge, c.out_edge, c.length_m, c.pedestrians_per_h, c.phase, choice(c.source, Provenance::Default));
}
template <typename A> void describe(A& a, Controller& c) {
    a(c.id, c.key, c.at, c.junction, choice(c.kind, ControllerKind::External), c.movements, c.phases, c.crossings,
      c.offset_s, c.source_nodes, choice(c.source, Provenance::Default));
}
template <typename A> void describe(A& a, ChargingStation& c) {
    a(c.id, c.key, c.at, c.lane, c.along_m, c.points, c.power_w, choice(c.source, Provenance::Default));
}
template <typename A> void describe(A& a, RemovedPiece& r) {
    a(r.street_id, r.length_m, r.reason);
}
template <typename A> void describe(A& a, JoinedStreet& j) {
    a(j.street_id, j.edge);
}
template <typename A> void describe(A& a, HourRule& h) {
    a(choice(h.what, HourRule::What::Turn), h.edge, h.to_edge, h.value, h.when);
}
template <typename A> void describe(A& a, RoadNetwork& r) {
    a(r.points, r.names, r.edges, r.lanes, r.turns, r.conflicts, r.junctions, r.incoming, r.outgoing, r.controllers,
      r.chargers, r.removed, r.left_hand, r.length_km, r.connected_share, r.connected_share_with_gateways,
      r.removed_km);
    if (a.version() > engine::kOneBlobForAll) {
        a(r.joined);
    }
}
template <typename A> void describe(A& a, Zone& z) {
    a(z.id, z.at, z.people, z.jobs, z.attraction, z.through_share, z.gateway, z.origins, z.destinations, z.district);
}
template <typename A> void describe(A& a, DemandModel& d) {
    a(d.zones, d.zone_edges, d.zone_edge_weights, d.decay_m, d.hourly_share, d.daily_trips, d.inbound_share,
      d.outbound_share, d.trips_per_person, d.car_mode_share, d.car_occupancy, d.bicycle_mode_share, d.bicycle_decay_m,
      d.navigation_share, d.electric_share, choice(d.population_source, Provenance::Default), d.assumptions, d.people,
      d.jobs);
    if (a.version() > kOneShareForAll) {
        a(d.v2x_share);
    }
}

namespace {

void write(BlobWriter& blob, const engine::NetworkSet& networks) {
    const RoadNetwork& roads = networks.of<RoadNetwork>();
    blob(roads, networks.of<DemandModel>(), roads.hours);
}

void read(BlobReader& blob, engine::NetworkSet& networks) {
    RoadNetwork roads;
    DemandModel demand;
    blob(roads, demand);
    if (blob.version() > kSameAtAllHours) {
        blob(roads.hours);
    }
    if (blob.version() <= kOneShareForAll) { // nobody had measured it: as it is taken to be now
        demand.navigation_share = DemandModel{}.navigation_share;
        std::ranges::replace(demand.assumptions, std::string{kAssumedBefore}, std::string{kListenersAssumption});
    }
    networks.put(std::move(roads));
    networks.put(std::move(demand));
}

std::string check(const engine::NetworkSet& networks) {
    const RoadNetwork& roads = networks.of<RoadNetwork>();
    const std::string fault = road_fault(roads);
    return !fault.empty() ? fault
                          : demand_fault(networks.of<DemandModel>(), roads.edges.size(),
                                         networks.of<lifeline::Dependencies>().district_names.size());
}

} // namespace

const engine::Storage kStorage{
    .version = 8, .oldest = engine::kOneBlobForAll, .write = write, .read = read, .check = check};

} // namespace cityloom::traffic

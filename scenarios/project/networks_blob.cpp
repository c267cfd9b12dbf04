// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/networks_blob.h"

#include <algorithm>
#include <cmath>

#include "gis/city/archive.h"
#include "scenarios/project/dependencies_archive.h"

// In the archive's namespace, where it looks for describe().
namespace cityloom::gis {

// Field lists, for writing and reading alike. Changing any of them takes a new kNetworksVersion.
template <typename A> void describe(A& a, traffic::Edge& e) {
    a(e.id, e.street_id, e.from, e.to, e.lanes, e.shape, e.length_m, e.speed_mps, e.rank, e.roundabout,
      e.destination_only, e.gateway, e.layer, e.name);
}
template <typename A> void describe(A& a, traffic::Lane& l) {
    a(l.edge, l.offset_m, l.width_m, l.use, l.turns, l.speed_mps);
}
template <typename A> void describe(A& a, traffic::Turn& t) {
    a(t.from_lane, t.to_lane, t.junction, choice(t.kind, traffic::TurnKind::UTurn), t.length_m, t.speed_mps, t.shape,
      t.priority, t.movement, t.conflicts, t.wait_m, t.use, t.keep_clear, t.stops);
}
template <typename A> void describe(A& a, traffic::Conflict& c) {
    a(c.other, c.enter_m, c.leave_m, c.other_enter_m, c.other_leave_m, c.merge, c.yields);
}
template <typename A> void describe(A& a, traffic::Junction& j) {
    a(j.id, j.at, choice(j.control, traffic::JunctionControl::DeadEnd), j.incoming, j.outgoing, j.turns, j.controller,
      j.roundabout, j.confidence);
}
template <typename A> void describe(A& a, traffic::SignalPhase& p) {
    a(p.green_movements, p.permissive, p.green_s, p.yellow_s, p.all_red_s, p.yellow_movements, p.least_green_s,
      p.most_green_s);
}
template <typename A> void describe(A& a, traffic::PedestrianCrossing& c) {
    a(c.id, c.in_edge, c.out_edge, c.length_m, c.pedestrians_per_h, c.phase, choice(c.source, Provenance::Default));
}
template <typename A> void describe(A& a, traffic::Controller& c) {
    a(c.id, c.key, c.at, c.junction, choice(c.kind, traffic::ControllerKind::External), c.movements, c.phases,
      c.crossings, c.offset_s, c.source_nodes, choice(c.source, Provenance::Default));
}
template <typename A> void describe(A& a, traffic::ChargingStation& c) {
    a(c.id, c.key, c.at, c.lane, c.along_m, c.points, c.power_w, choice(c.source, Provenance::Default));
}
template <typename A> void describe(A& a, traffic::RemovedPiece& r) {
    a(r.street_id, r.length_m, r.reason);
}
template <typename A> void describe(A& a, traffic::RoadNetwork& r) {
    a(r.points, r.names, r.edges, r.lanes, r.turns, r.conflicts, r.junctions, r.incoming, r.outgoing, r.controllers,
      r.chargers, r.removed, r.left_hand, r.length_km, r.connected_share, r.connected_share_with_gateways,
      r.removed_km);
}
template <typename A> void describe(A& a, traffic::Zone& z) {
    a(z.id, z.at, z.people, z.jobs, z.attraction, z.through_share, z.gateway, z.origins, z.destinations, z.district);
}
template <typename A> void describe(A& a, traffic::DemandModel& d) {
    a(d.zones, d.zone_edges, d.zone_edge_weights, d.decay_m, d.hourly_share, d.daily_trips, d.inbound_share,
      d.outbound_share, d.trips_per_person, d.car_mode_share, d.car_occupancy, d.bicycle_mode_share, d.bicycle_decay_m,
      d.live_information_share, d.electric_share, choice(d.population_source, Provenance::Default), d.assumptions,
      d.people, d.jobs);
}
template <typename A> void describe(A& a, water::Node& n) {
    a(n.id, n.key, n.at, choice(n.kind, water::NodeKind::Tank), n.elevation_m, n.demand_m3ps, n.customers,
      n.tank_area_m2, n.tank_min_level_m, n.tank_max_level_m, n.tank_start_level_m,
      choice(n.source, Provenance::Default));
}
template <typename A> void describe(A& a, water::Link& l) {
    a(l.id, l.key, l.from, l.to, choice(l.kind, water::LinkKind::Pump), l.length_m, l.diameter_m, l.roughness_c,
      l.pump_head0_m, l.pump_r_s2pm5, l.pump_efficiency, l.control_tank, l.shape,
      choice(l.source, Provenance::Default));
}
template <typename A> void describe(A& a, water::Network& w) {
    a(w.points, w.nodes, w.links, w.min_pressure_m);
}
template <typename A> void describe(A& a, power::Bus& b) {
    a(b.id, b.key, b.at, choice(b.kind, power::BusKind::Transformer), b.nominal_v, b.peak_load_w, b.power_factor,
      b.customers, b.rating_va, b.set_point_pu, choice(b.source, Provenance::Default));
}
template <typename A> void describe(A& a, power::Branch& b) {
    a(b.id, b.key, b.from, b.to, b.length_m, b.r_ohm, b.x_ohm, b.rating_a, b.transformer, b.normally_open, b.shape,
      choice(b.source, Provenance::Default));
}
template <typename A> void describe(A& a, power::Network& p) {
    a(p.points, p.buses, p.branches);
}
template <typename A> void describe(A& a, telecom::Site& s) {
    a(s.id, s.key, s.at, choice(s.kind, telecom::SiteKind::RoadsideUnit), s.antenna_height_m, s.range_m, s.capacity_bps,
      s.power_w, s.battery_s, choice(s.source, Provenance::Default));
}
template <typename A> void describe(A& a, telecom::Network& t) {
    a(t.sites);
}
template <typename A> void describe(A& a, Networks& n) {
    a(n.roads, n.demand, n.water, n.power, n.telecom, n.dependencies);
}

} // namespace cityloom::gis

namespace cityloom::scenarios {

namespace {

bool fits(Range range, std::size_t pool) {
    return static_cast<std::uint64_t>(range.begin) + range.count <= pool;
}
/// An index into a pool, or none.
bool at_or_none(std::uint32_t index, std::size_t pool) {
    return index == kNone || index < pool;
}
bool finite(Point2 p) {
    return std::isfinite(p.x_m) && std::isfinite(p.y_m);
}
const auto all = [](const auto& pool, const auto& test) { return std::ranges::all_of(pool, test); };

bool roads_hold(const traffic::RoadNetwork& r) {
    const std::size_t points = r.points.size();
    return all(r.points, finite) &&
           all(r.edges,
               [&](const traffic::Edge& e) {
                   return e.from < r.junctions.size() && e.to < r.junctions.size() && fits(e.lanes, r.lanes.size()) &&
                          fits(e.shape, points) && at_or_none(e.name, r.names.size()) && std::isfinite(e.length_m) &&
                          std::isfinite(e.speed_mps);
               }) &&
           all(r.lanes,
               [&](const traffic::Lane& l) { return l.edge < r.edges.size() && fits(l.turns, r.turns.size()); }) &&
           all(r.turns,
               [&](const traffic::Turn& t) {
                   return t.from_lane < r.lanes.size() && t.to_lane < r.lanes.size() &&
                          t.junction < r.junctions.size() && fits(t.shape, points) &&
                          fits(t.conflicts, r.conflicts.size()) && std::isfinite(t.length_m);
               }) &&
           all(r.conflicts, [&](const traffic::Conflict& c) { return c.other < r.turns.size(); }) &&
           all(r.junctions,
               [&](const traffic::Junction& j) {
                   return finite(j.at) && fits(j.incoming, r.incoming.size()) && fits(j.outgoing, r.outgoing.size()) &&
                          fits(j.turns, r.turns.size()) && at_or_none(j.controller, r.controllers.size());
               }) &&
           all(r.incoming, [&](std::uint32_t e) { return e < r.edges.size(); }) &&
           all(r.outgoing, [&](std::uint32_t e) { return e < r.edges.size(); }) &&
           all(r.chargers,
               [&](const traffic::ChargingStation& c) {
                   return finite(c.at) && c.lane < r.lanes.size() && std::isfinite(c.along_m) && c.power_w >= 0.0F;
               }) &&
           all(r.controllers, [&](const traffic::Controller& c) {
               return finite(c.at) && at_or_none(c.junction, r.junctions.size()) && c.movements <= 64 &&
                      all(c.crossings, [&](const traffic::PedestrianCrossing& x) {
                          return at_or_none(x.in_edge, r.edges.size()) && at_or_none(x.out_edge, r.edges.size()) &&
                                 at_or_none(x.phase, c.phases.size()) && x.length_m >= 0.0 && x.length_m <= 1000.0 &&
                                 x.pedestrians_per_h >= 0.0 && x.pedestrians_per_h <= 1e5;
                      });
           });
}

bool demand_holds(const gis::Networks& n) {
    return n.demand.zone_edges.size() == n.demand.zone_edge_weights.size() &&
           all(n.demand.zone_edges, [&](std::uint32_t e) { return e < n.roads.edges.size(); }) &&
           all(n.demand.zones, [&](const traffic::Zone& z) {
               return finite(z.at) && fits(z.origins, n.demand.zone_edges.size()) &&
                      fits(z.destinations, n.demand.zone_edges.size());
           });
}

bool utilities_hold(const gis::Networks& n) {
    const auto& w = n.water;
    const auto& p = n.power;
    return all(w.points, finite) && all(p.points, finite) &&
           all(w.nodes,
               [](const water::Node& x) { return finite(x.at) && std::isfinite(x.elevation_m + x.demand_m3ps); }) &&
           all(w.links,
               [&](const water::Link& l) {
                   return l.from < w.nodes.size() && l.to < w.nodes.size() &&
                          at_or_none(l.control_tank, w.nodes.size()) && fits(l.shape, w.points.size()) &&
                          std::isfinite(l.length_m + l.diameter_m);
               }) &&
           all(p.buses,
               [](const power::Bus& b) { return finite(b.at) && std::isfinite(b.nominal_v + b.peak_load_w); }) &&
           all(p.branches,
               [&](const power::Branch& b) {
                   return b.from < p.buses.size() && b.to < p.buses.size() && fits(b.shape, p.points.size()) &&
                          std::isfinite(b.r_ohm + b.x_ohm);
               }) &&
           all(n.telecom.sites, [](const telecom::Site& s) { return finite(s.at) && std::isfinite(s.range_m); });
}

bool dependencies_hold(const gis::Networks& n) {
    const auto district = [&](std::uint32_t d) { return at_or_none(d, n.dependencies.district_names.size()); };
    const auto there = [&](engine::AssetRef asset) {
        return asset.kind != nullptr && asset.index < asset.kind->count(n);
    };
    return all(n.demand.zones, [&](const traffic::Zone& z) { return district(z.district); }) &&
           all(n.dependencies.hospital_edges, [&](std::uint32_t e) { return e < n.roads.edges.size(); }) &&
           all(n.dependencies.supplies,
               [&](const engine::Supply& s) {
                   return there(s.consumer) && std::isfinite(s.load + s.threshold + s.buffer_s + s.delay_s) &&
                          (there(s.provider) || (s.provider.kind != nullptr && s.provider.index == engine::kChosen &&
                                                 s.service == engine::Service::Signal));
               }) &&
           all(n.dependencies.buildings,
               [&](const lifeline::Building& b) { return finite(b.at) && district(b.district); });
}

tl::unexpected<Error> broken(const std::string& what) {
    return fail(ErrorCode::Malformed, "The project's networks do not hold together: " + what +
                                          ". Restore a backup, or import the city again.");
}

} // namespace

std::string write_networks(const gis::Networks& networks) {
    gis::ArchiveWriter writer;
    writer(const_cast<gis::Networks&>(networks)); // describe() serves both directions; writing changes nothing
    return gis::seal(kNetworksKind, kNetworksVersion, writer.take());
}

Result<gis::Networks> read_networks(std::string_view blob) {
    const std::uint32_t sealed = gis::sealed_version(kNetworksKind, blob);
    const std::uint32_t version = sealed >= kNetworksOldest && sealed < kNetworksVersion ? sealed : kNetworksVersion;
    const auto payload = gis::unseal(kNetworksKind, version, blob);
    if (!payload) {
        return tl::make_unexpected(payload.error());
    }
    gis::Networks networks;
    gis::ArchiveReader reader{*payload, version};
    reader(networks);
    if (!reader.at_end()) {
        return broken("they end too early or too late, or hold a value that does not exist");
    }
    if (auto sound = check_networks(networks); !sound) {
        return tl::make_unexpected(sound.error());
    }
    return networks;
}

Result<void> check_networks(const gis::Networks& networks) {
    if (!roads_hold(networks.roads)) {
        return broken("a road, lane, turn or junction");
    }
    if (!demand_holds(networks)) {
        return broken("a demand zone");
    }
    if (!utilities_hold(networks)) {
        return broken("a pipe, cable or station");
    }
    if (!dependencies_hold(networks)) {
        return broken("a supply");
    }
    return {};
}

} // namespace cityloom::scenarios

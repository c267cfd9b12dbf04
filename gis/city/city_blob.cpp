// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/city/city_blob.h"

#include <algorithm>
#include <cmath>

#include "sim/core/blob.h"
#include "sim/core/holds.h"

namespace cityloom::gis {

namespace {

constexpr std::string_view kKind = "CLCITY";
constexpr std::uint32_t kVersion = 4;
// What versions up to these did not know keeps its default.
constexpr std::uint32_t kWithoutBicycles = 1;
constexpr std::uint32_t kWithoutCensus = 2;
constexpr std::uint32_t kWithoutPlants = 3;

} // namespace

// Field lists, for writing and reading alike. Changing any of them takes a new kVersion.
template <typename A> void describe(A& a, Terrain& t) {
    a(t.origin, t.cell_m, t.columns, t.rows, t.height_m, t.source);
}
template <typename A> void describe(A& a, Ring& r) {
    a(r.points, r.hole);
}
template <typename A> void describe(A& a, Surface& s) {
    a(s.rings3, choice(s.kind, SurfaceKind::Other));
}
template <typename A> void describe(A& a, Building& b) {
    a(b.id, b.source, b.name, b.rings, b.surfaces, b.base_m, b.height_m, b.min_height_m, b.storeys,
      choice(b.height_source, HeightSource::Guessed), choice(b.use, BuildingUse::Utility),
      choice(b.use_source, Provenance::Default), b.footprint_m2);
    if (a.version() > kWithoutCensus) {
        a(b.people, b.jobs);
    }
}
template <typename A> void describe(A& a, CycleSide& s) {
    a(choice(s.kind, CycleFacility::Separate), s.against, s.width_m);
}
template <typename A> void describe(A& a, Street& s) {
    a(s.id, s.name, s.nodes, choice(s.cls, StreetClass::Other), s.link, s.roundabout, s.closed_to_cars, s.bus_only,
      s.destination_only, s.oneway, s.lanes_forward, s.lanes_backward, choice(s.lanes_source, Provenance::Default),
      s.speed_mps, choice(s.speed_source, Provenance::Default), s.width_m, s.layer, s.bridge, s.tunnel, s.sidewalk,
      s.turn_lanes_forward, s.turn_lanes_backward);
    if (a.version() > kWithoutBicycles) {
        a(s.cycle_left, s.cycle_right, choice(s.bicycles, BicycleAccess::UseSidepath), s.bicycles_both_ways);
    }
}
template <typename A> void describe(A& a, StreetNode& n) {
    a(n.id, n.at, choice(n.control, NodeControl::MiniRoundabout));
}
template <typename A> void describe(A& a, TurnRestriction& r) {
    a(r.from_street, r.via_node, r.to_street, r.only);
}
template <typename A> void describe(A& a, Area& x) {
    a(x.id, choice(x.kind, AreaKind::Other), x.name, x.rings);
}
template <typename A> void describe(A& a, Line& x) {
    a(x.id, choice(x.kind, LineKind::Pipeline), x.name, x.points, x.width_m, x.voltage_v);
}
template <typename A> void describe(A& a, Asset& x) {
    a(x.id, choice(x.kind, AssetKind::Sewage), x.name, x.at, x.voltage_v, choice(x.source, Provenance::Default));
    if (a.version() > kWithoutPlants) {
        a(x.power_w, x.use);
    }
}
template <typename A> void describe(A& a, District& d) {
    a(d.id, d.name, d.rings, choice(d.source, Provenance::Default));
    if (a.version() > kWithoutCensus) {
        a(d.people);
    }
}
template <typename A> void describe(A& a, Census& c) {
    a(c.people, c.jobs, c.source);
}
template <typename A> void describe(A& a, MobilityValue& v) {
    a(v.id, v.value);
}
template <typename A> void describe(A& a, GeoReference& g) {
    a(g.epsg, g.wkt, g.origin_x_m, g.origin_y_m, g.latitude_deg, g.longitude_deg, g.vertical, g.left_hand_traffic,
      g.country);
}
template <typename A> void describe(A& a, ImportNote& n) {
    a(choice(n.level, ImportNote::Level::Error), n.file, n.object, n.reason, n.remedy);
}
template <typename A> void describe(A& a, City& c) {
    a(c.name, c.place, c.terrain, c.points, c.rings, c.points3, c.rings3, c.surfaces, c.buildings, c.street_nodes,
      c.street_node_refs, c.streets, c.restrictions, c.areas, c.lines, c.assets, c.districts, c.attributions, c.notes,
      c.min_corner, c.max_corner, c.signal_nodes, c.street_ways, c.synthetic);
    if (a.version() > kWithoutCensus) {
        a(c.census, c.mobility);
    }
}

namespace {

bool sound(const CycleSide& side) {
    return side.width_m >= 0.0 && side.width_m <= kWidestCycleM;
}

tl::unexpected<Error> broken(const std::string& what) {
    return fail(ErrorCode::Malformed,
                "The city's data does not hold together: " + what + ". Restore a backup, or import the city again.");
}

} // namespace

std::string write_city(const City& city) {
    BlobWriter writer;
    writer(city);
    return seal(kKind, kVersion, writer.take());
}

Result<City> read_city(std::string_view blob) {
    const std::uint32_t sealed = sealed_version(kKind, blob);
    const std::uint32_t version = sealed >= kWithoutBicycles && sealed <= kWithoutPlants ? sealed : kVersion;
    const auto payload = unseal(kKind, version, blob);
    if (!payload) {
        return tl::make_unexpected(payload.error());
    }
    City city;
    BlobReader reader{*payload, version};
    reader(city);
    if (!reader.at_end()) {
        return broken("it ends too early or too late, or holds a value that does not exist");
    }
    if (auto sound = check_city(city); !sound) {
        return tl::make_unexpected(sound.error());
    }
    return city;
}

Result<void> check_city(const City& c) {
    const auto all = [](const auto& pool, const auto& test) { return std::ranges::all_of(pool, test); };
    const Terrain& t = c.terrain;
    if (t.height_m.size() != static_cast<std::uint64_t>(t.columns) * t.rows ||
        (!t.flat() && !(t.cell_m > 0.0 && std::isfinite(t.cell_m) && finite(t.origin)))) {
        return broken("the terrain's size");
    }
    if (!all(c.points, finite) || !finite(c.min_corner) || !finite(c.max_corner) ||
        !all(c.points3, [](const Point3& p) { return std::isfinite(p.x_m + p.y_m + p.z_m); })) {
        return broken("a coordinate is not a number");
    }
    if (!all(c.rings, [&](const Ring& r) { return fits(r.points, c.points.size()); }) ||
        !all(c.rings3, [&](Range r) { return fits(r, c.points3.size()); }) ||
        !all(c.surfaces, [&](const Surface& s) { return fits(s.rings3, c.rings3.size()); })) {
        return broken("a ring's points");
    }
    if (!all(c.buildings, [&](const Building& b) {
            return fits(b.rings, c.rings.size()) && fits(b.surfaces, c.surfaces.size()) && std::isfinite(b.base_m) &&
                   std::isfinite(b.height_m) && std::isfinite(b.min_height_m) && std::isfinite(b.footprint_m2) &&
                   std::isfinite(b.people) && std::isfinite(b.jobs);
        })) {
        return broken("a building");
    }
    if (!all(c.street_node_refs, [&](std::uint32_t n) { return n < c.street_nodes.size(); }) ||
        !all(c.street_nodes, [](const StreetNode& n) { return finite(n.at); }) || !all(c.streets, [&](const Street& s) {
            return s.nodes.count >= 2 && fits(s.nodes, c.street_node_refs.size()) && s.oneway >= -1 && s.oneway <= 1 &&
                   std::isfinite(s.speed_mps) && s.speed_mps > 0.0 && std::isfinite(s.width_m) && sound(s.cycle_left) &&
                   sound(s.cycle_right);
        })) {
        return broken("a street");
    }
    if (!all(c.restrictions, [&](const TurnRestriction& r) {
            return r.from_street < c.streets.size() && r.to_street < c.streets.size() &&
                   r.via_node < c.street_nodes.size();
        })) {
        return broken("a turn restriction");
    }
    if (!all(c.areas, [&](const Area& a) { return fits(a.rings, c.rings.size()); }) ||
        !all(c.districts, [&](const District& d) { return fits(d.rings, c.rings.size()); }) ||
        !all(
            c.lines,
            [&](const Line& l) { return fits(l.points, c.points.size()) && std::isfinite(l.width_m + l.voltage_v); }) ||
        !all(c.assets, [](const Asset& a) { return finite(a.at) && std::isfinite(a.voltage_v + a.power_w + a.use); })) {
        return broken("an area, line, asset or district");
    }
    if (!all(c.districts, [](const District& d) { return std::isfinite(d.people); }) ||
        !std::isfinite(c.census.people + c.census.jobs) || !check_mobility(c.mobility)) {
        return broken("how many people there are, or how they travel");
    }
    return {};
}

} // namespace cityloom::gis

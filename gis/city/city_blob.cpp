// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/city/city_blob.h"

#include <algorithm>

#include "sim/core/blob.h"
#include "sim/core/holds.h"

namespace cityloom::gis {

namespace {

constexpr std::string_view kKind = "CLCITY";
constexpr std::uint32_t kVersion = 6;
// What versions up to these did not know keeps its default.
constexpr std::uint32_t kWithoutBicycles = 1;
constexpr std::uint32_t kWithoutCensus = 2;
constexpr std::uint32_t kWithoutPlants = 3;
constexpr std::uint32_t kEveryoneStops = 4; // at a bollard
constexpr std::uint32_t kSameAtAllHours = 5;

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
template <typename A> void describe(A& a, StreetHours& h) {
    a(choice(h.what, StreetHours::What::SpeedBackward), h.value, h.when);
}
template <typename A> void describe(A& a, Street& s) {
    a(s.id, s.name, s.nodes, choice(s.cls, StreetClass::Other), s.link, s.roundabout, s.closed_to_cars, s.bus_only,
      s.destination_only, s.oneway, s.lanes_forward, s.lanes_backward, choice(s.lanes_source, Provenance::Default),
      s.speed_mps, choice(s.speed_source, Provenance::Default), s.width_m, s.layer, s.bridge, s.tunnel, s.sidewalk,
      s.turn_lanes_forward, s.turn_lanes_backward);
    if (a.version() > kWithoutBicycles) {
        a(s.cycle_left, s.cycle_right, choice(s.bicycles, BicycleAccess::UseSidepath), s.bicycles_both_ways);
    }
    if (a.version() > kSameAtAllHours) {
        a(s.hours);
    }
}
template <typename A> void describe(A& a, StreetNode& n) {
    a(n.id, n.at, choice(n.control, NodeControl::MiniRoundabout));
}
template <typename A> void describe(A& a, TurnRestriction& r) {
    a(r.from_street, r.via_node, r.to_street, r.only);
    if (a.version() > kEveryoneStops) {
        a(r.bicycles_pass);
    }
    if (a.version() > kSameAtAllHours) {
        a(r.when);
    }
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
                "The city's data does not hold together: " + what + ". Restore a backup, or import the city again.",
                "cityloom_blob, city");
}

} // namespace

std::string write_city(const City& city) {
    std::string blob;
    write_city(city, [&blob](std::string_view bytes) { blob.append(bytes); });
    return blob;
}

void write_city(const City& city, const std::function<void(std::string_view)>& take) {
    seal_to(
        kKind, kVersion, [&city](BlobWriter& writer) { writer(city); }, take);
}

Result<City> read_city(std::string_view blob) {
    WholeBlob whole{blob};
    return read_city(whole);
}

Result<City> read_city(BlobPieces& blob) {
    SealedBlob sealed{blob};
    const std::uint32_t found = sealed.version(kKind);
    const std::uint32_t version = found >= kWithoutBicycles && found <= kSameAtAllHours ? found : kVersion;
    City city;
    const auto whole = sealed.read(kKind, version, [&city](BlobReader& reader) { reader(city); });
    if (!whole) {
        return tl::make_unexpected(whole.error());
    }
    if (!*whole) {
        return broken("it ends too early or too late, or holds a value that does not exist");
    }
    if (auto sound = check_city(city); !sound) {
        return tl::make_unexpected(sound.error());
    }
    return city;
}

namespace {

constexpr double kMostPeople = 1e10;
constexpr std::uint32_t kMostCells = 400'000'000;

void look_at_ground(const City& c, Faults& faults) {
    const Terrain& t = c.terrain;
    const auto high = [](double z) { return within(z, -kHighestM, kHighestM); };
    const GeoReference& g = c.place;
    constexpr std::int64_t kFarthestOrigin = 1'000'000'000;
    faults
        .ask("the terrain's size", static_cast<std::uint64_t>(t.columns) * t.rows <= kMostCells &&
                                       t.height_m.size() == static_cast<std::uint64_t>(t.columns) * t.rows)
        .ask("the terrain's place", t.flat() || (within(t.cell_m, 1e-3, kFarthestM) && on_ground(t.origin)))
        .each("terrain height", t.height_m, "no height", [&](float z) { return high(static_cast<double>(z)); })
        .ask("where the city lies", within(g.latitude_deg, -90.0, 90.0) && within(g.longitude_deg, -180.0, 180.0) &&
                                        g.origin_x_m >= -kFarthestOrigin && g.origin_x_m <= kFarthestOrigin &&
                                        g.origin_y_m >= -kFarthestOrigin && g.origin_y_m <= kFarthestOrigin)
        .ask("the city's extent", on_ground(c.min_corner) && on_ground(c.max_corner))
        .each("point", c.points, "its place", on_ground)
        .each("point of a surface", c.points3, "its place",
              [&](const Point3& p) {
                  return on_ground({p.x_m, p.y_m}) && high(p.z_m);
              })
        .each("ring", c.rings, "its points", [&](const Ring& r) { return fits(r.points, c.points.size()); })
        .each("ring of a surface", c.rings3, "its points", [&](Range r) { return fits(r, c.points3.size()); })
        .each("surface", c.surfaces, "its rings", [&](const Surface& s) { return fits(s.rings3, c.rings3.size()); });
}

void look_at_buildings(const City& c, Faults& faults) {
    faults
        .each("building", c.buildings, "its rings or surfaces",
              [&](const Building& b) { return fits(b.rings, c.rings.size()) && fits(b.surfaces, c.surfaces.size()); })
        .each("building", c.buildings, "its height, floor area or people", [](const Building& b) {
            return within(b.base_m, -kHighestM, kHighestM) && within(b.height_m, 0.0, kHighestM) &&
                   within(b.min_height_m, -kHighestM, kHighestM) && within(static_cast<double>(b.storeys), 0.0, 1e4) &&
                   within(b.footprint_m2, 0.0, 1e12) && static_cast<double>(b.people) <= kMostPeople &&
                   static_cast<double>(b.jobs) <= kMostPeople;
        });
}

constexpr double kFastestMps = 200.0;

bool holds(const StreetHours& hours) {
    switch (hours.what) {
    case StreetHours::What::Access:
        return within(hours.value, StreetHours::kNobody, StreetHours::kEverybody) && hours.when.sound();
    case StreetHours::What::Direction:
        return within(hours.value, -1.0, 1.0) && hours.when.sound();
    default:
        return within(hours.value, 0.1, kFastestMps) && hours.when.sound();
    }
}

void look_at_streets(const City& c, Faults& faults) {
    constexpr double kWidestM = 1000.0;
    faults.each("street node", c.street_nodes, "its place", [](const StreetNode& n) { return on_ground(n.at); })
        .each("node of streets", c.street_node_refs, "there is none",
              [&](std::uint32_t n) { return n < c.street_nodes.size(); })
        .each("street", c.streets, "its nodes",
              [&](const Street& s) { return s.nodes.count >= 2 && fits(s.nodes, c.street_node_refs.size()); })
        .each("street", c.streets, "its direction, speed or width",
              [](const Street& s) {
                  return within(s.oneway, -1, 1) && s.speed_mps > 0.0 && s.speed_mps <= kFastestMps &&
                         within(s.width_m, 0.0, kWidestM) && sound(s.cycle_left) && sound(s.cycle_right);
              })
        .each("street", c.streets, "what holds at some hours",
              [](const Street& s) { return std::ranges::all_of(s.hours, holds); })
        .each("turn restriction", c.restrictions, "its streets, node or hours", [&](const TurnRestriction& r) {
            return r.from_street < c.streets.size() && r.to_street < c.streets.size() &&
                   r.via_node < c.street_nodes.size() && r.when.sound();
        });
}

void look_at_the_rest(const City& c, Faults& faults) {
    const auto people = [](double n) { return within(n, 0.0, kMostPeople); };
    faults.each("area", c.areas, "its rings", [&](const Area& a) { return fits(a.rings, c.rings.size()); })
        .each("district", c.districts, "its rings or people",
              [&](const District& d) { return fits(d.rings, c.rings.size()) && people(d.people); })
        .each("line", c.lines, "its points, width or voltage",
              [&](const Line& l) {
                  return fits(l.points, c.points.size()) && within(l.width_m, 0.0, 1e5) &&
                         within(l.voltage_v, 0.0, 1e9);
              })
        .each("asset", c.assets, "its place, voltage or power",
              [](const Asset& a) {
                  return on_ground(a.at) && within(a.voltage_v, 0.0, 1e9) && within(a.power_w, 0.0, 1e12) &&
                         within(a.use, 0.0, 1e3);
              })
        .ask("how many people there are, or how they travel",
             people(c.census.people) && people(c.census.jobs) && check_mobility(c.mobility).has_value());
}

} // namespace

Result<void> check_city(const City& c) {
    Faults faults;
    look_at_ground(c, faults);
    look_at_buildings(c, faults);
    look_at_streets(c, faults);
    look_at_the_rest(c, faults);
    return faults.none() ? Result<void>{} : broken(faults.text());
}

} // namespace cityloom::gis

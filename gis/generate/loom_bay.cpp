// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/generate/loom_bay.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "gis/generate/loom_bay_blocks.h"

namespace cityloom::gis {

namespace {

using loom::Blocks;
using loom::distance_to_path_m;
using loom::House;
using loom::Institution;
using loom::kDepthM;
using loom::kWidthM;
using loom::Landscape;
using loom::Path;
using loom::Quarter;
using loom::quarters;
using loom::Reserve;
using loom::reserves;
using loom::ring_area_m2;
using loom::StreetKind;
using loom::StreetPlan;

Range add_ring(City& city, const Path& ring) {
    const Range points{static_cast<std::uint32_t>(city.points.size()), static_cast<std::uint32_t>(ring.size())};
    city.points.insert(city.points.end(), ring.begin(), ring.end());
    return points;
}

Range add_polygon(City& city, const Path& outer, const Path& hole = {}) {
    Range rings{static_cast<std::uint32_t>(city.rings.size()), 1};
    city.rings.push_back({add_ring(city, outer), false});
    if (!hole.empty()) {
        city.rings.push_back({add_ring(city, hole), true});
        ++rings.count;
    }
    return rings;
}

double lowest_ground_m(const Terrain& terrain, const Path& ring) {
    double low = 1e9;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point2 a = ring[i];
        const Point2 b = ring[(i + 1) % ring.size()];
        const int steps = std::max(1, static_cast<int>(distance_m(a, b) / 4.0));
        for (int k = 0; k < steps; ++k) {
            low = std::min(low, terrain.ground_m(a + (static_cast<double>(k) / steps) * (b - a)));
        }
    }
    return low;
}

bool same_kind(const StreetKind& a, const StreetKind& b) {
    return a.cls == b.cls && a.name == b.name && a.link == b.link && a.roundabout == b.roundabout &&
           a.oneway == b.oneway;
}

void add_streets(City& city, const Landscape& land, const StreetPlan& plan) {
    for (std::uint32_t n = 0; n < plan.nodes().size(); ++n) {
        city.street_nodes.push_back({n + 1ULL, plan.nodes()[n], NodeControl::None});
    }
    const auto at = plan.around();
    std::vector<Path> motorways;
    for (const auto& edge : plan.edges()) {
        const StreetKind& kind = plan.kinds()[edge.kind];
        if (kind.motorway_level && !kind.link) {
            motorways.push_back({plan.nodes()[edge.a], plan.nodes()[edge.b]});
        }
    }
    const auto on_bridge = [&](std::uint32_t e) {
        const auto& edge = plan.edges()[e];
        const Point2 a = plan.nodes()[edge.a];
        const Point2 b = plan.nodes()[edge.b];
        for (const double t : {0.0, 0.25, 0.5, 0.75, 1.0}) {
            const Point2 p = a + t * (b - a);
            if (land.water(p, 2.0)) {
                return true;
            }
            if (!plan.kinds()[edge.kind].motorway_level &&
                std::any_of(motorways.begin(), motorways.end(),
                            [&](const Path& m) { return distance_to_path_m(p, m) < 12.0; })) {
                return true;
            }
        }
        return false;
    };
    std::vector<std::uint8_t> bridge(plan.edges().size());
    for (std::uint32_t e = 0; e < bridge.size(); ++e) {
        bridge[e] = on_bridge(e) ? 1 : 0;
    }
    std::vector<std::uint8_t> done(plan.edges().size(), 0);
    const auto walk = [&](std::uint32_t first, std::uint32_t from) { // along the way it was drawn, to the next junction
        std::vector<std::uint32_t> nodes{from};
        std::uint32_t e = first;
        std::uint32_t node = from;
        while (true) {
            done[e] = 1;
            const auto& edge = plan.edges()[e];
            node = edge.a == node ? edge.b : edge.a;
            nodes.push_back(node);
            if (at[node].size() != 2) {
                break;
            }
            const std::uint32_t next = at[node][0] == e ? at[node][1] : at[node][0];
            if (done[next] != 0 || bridge[next] != bridge[e] ||
                !same_kind(plan.kinds()[plan.edges()[next].kind], plan.kinds()[edge.kind])) {
                break;
            }
            e = next;
        }
        const StreetKind& kind = plan.kinds()[plan.edges()[first].kind];
        // One-way streets run as they were drawn: an edge's a comes before its b.
        if (kind.oneway != 0 && plan.edges()[first].a != from) {
            std::reverse(nodes.begin(), nodes.end());
        }
        Street street;
        street.id = city.streets.size() + 1;
        street.name = kind.name;
        street.nodes = {static_cast<std::uint32_t>(city.street_node_refs.size()),
                        static_cast<std::uint32_t>(nodes.size())};
        city.street_node_refs.insert(city.street_node_refs.end(), nodes.begin(), nodes.end());
        street.cls = kind.cls;
        street.link = kind.link;
        street.roundabout = kind.roundabout;
        street.oneway = kind.oneway;
        street.lanes_forward = kind.lanes;
        street.lanes_backward = kind.oneway != 0 ? std::uint8_t{0} : kind.lanes;
        street.lanes_source = Provenance::Measured;
        street.speed_mps = kind.speed_mps;
        street.speed_source = Provenance::Measured;
        street.bridge = bridge[first] != 0;
        street.layer = street.bridge ? std::int8_t{1} : std::int8_t{0};
        street.sidewalk = kind.cls != StreetClass::Motorway && kind.cls != StreetClass::Pedestrian;
        street.closed_to_cars = kind.cls == StreetClass::Pedestrian;
        city.streets.push_back(std::move(street));
    };
    const auto starts = [&](std::uint32_t e, std::uint32_t node) {
        if (at[node].size() != 2) {
            return true;
        }
        const std::uint32_t other = at[node][0] == e ? at[node][1] : at[node][0];
        return bridge[other] != bridge[e] ||
               !same_kind(plan.kinds()[plan.edges()[other].kind], plan.kinds()[plan.edges()[e].kind]);
    };
    for (std::uint32_t e = 0; e < plan.edges().size(); ++e) {
        if (done[e] == 0 && starts(e, plan.edges()[e].a)) {
            walk(e, plan.edges()[e].a);
        }
        if (done[e] == 0 && starts(e, plan.edges()[e].b)) {
            walk(e, plan.edges()[e].b);
        }
    }
    for (std::uint32_t e = 0; e < plan.edges().size(); ++e) {
        if (done[e] == 0) {
            walk(e, plan.edges()[e].a); // rings that meet nothing
        }
    }
    for (std::uint32_t n = 0; n < at.size(); ++n) {
        int wide = 0;
        int primary = 0;
        int secondary = 0;
        int arms = 0;
        bool plain = true;
        for (const std::uint32_t e : at[n]) {
            const StreetKind& kind = plan.kinds()[plan.edges()[e].kind];
            arms += kind.cls != StreetClass::Pedestrian ? 1 : 0;
            wide += kind.cls <= StreetClass::Tertiary ? 1 : 0;
            primary += kind.cls == StreetClass::Primary ? 1 : 0;
            secondary += kind.cls == StreetClass::Secondary ? 1 : 0;
            plain = plain && !kind.roundabout && kind.cls != StreetClass::Motorway;
        }
        if (!plain || arms < 3) {
            continue;
        }
        if ((primary >= 1 && wide >= 3) || (wide >= 4 && secondary >= 1)) {
            city.street_nodes[n].control = NodeControl::Signal;
            ++city.signal_nodes;
        } else if (wide == 2 && primary == 0 && arms == 3) {
            city.street_nodes[n].control = NodeControl::GiveWay;
        }
    }
}

void add_areas(City& city, const Landscape& land, const std::vector<Reserve>& reserved, const Blocks& blocks) {
    const auto add = [&](AreaKind kind, const std::string& name, const Path& ring) {
        if (ring.size() >= 3) {
            city.areas.push_back({city.areas.size() + 1, kind, name, add_polygon(city, ring)});
        }
    };
    add(AreaKind::Water, "Loom Bay 澜亭湾", land.bay_ring());
    add(AreaKind::Water, "Loom River 澜河", land.river_ring());
    for (const auto* group : {&reserved, &blocks.greens, &blocks.campuses}) {
        for (const Reserve& reserve : *group) {
            add(reserve.kind, reserve.name, reserve.ring);
        }
    }
    Path lake;
    for (int i = 0; i < 30; ++i) {
        const double a = 6.283185307179586 * i / 30.0;
        const double r = 1.0 + 0.12 * std::sin(2 * a + 0.6) + 0.06 * std::sin(5 * a);
        lake.push_back(Point2{5270, 3010} + Point2{140 * r * std::cos(a), 95 * r * std::sin(a)});
    }
    add(AreaKind::Water, "Reed Lake 苇湖", lake);
    add(AreaKind::Sand, "Bay Beach 湾滩",
        {{320, 740}, {560, 800}, {820, 855}, {1060, 930}, {1075, 955}, {900, 925}, {640, 850}, {330, 770}});
}

void add_houses(City& city, const Blocks& blocks) {
    for (const House& house : blocks.houses) {
        Building b;
        b.id = city.buildings.size() + 1;
        b.source = "loom/" + std::to_string(b.id);
        b.name = house.name;
        b.rings = add_polygon(city, house.outline, house.courtyard);
        b.base_m = lowest_ground_m(city.terrain, house.outline);
        b.storeys = static_cast<float>(house.storeys);
        b.height_m = house.storeys * house.storey_m + 0.6;
        b.height_source = HeightSource::Measured;
        b.use = house.use;
        b.use_source = Provenance::Measured;
        b.footprint_m2 = std::abs(ring_area_m2(house.outline)) -
                         std::abs(house.courtyard.empty() ? 0.0 : ring_area_m2(house.courtyard));
        city.buildings.push_back(std::move(b));
    }
}

/// The grandstands of the stadium: a bowl of four wings, outside the street plan's blocks.
void add_stadium(Blocks& blocks) {
    const Point2 at{4840, 1790};
    Path outer;
    Path inner;
    for (int i = 0; i < 36; ++i) {
        const double a = 6.283185307179586 * i / 36.0;
        outer.push_back(at + Point2{108 * std::cos(a), 84 * std::sin(a)});
        inner.push_back(at + Point2{74 * std::cos(a), 50 * std::sin(a)});
    }
    std::reverse(inner.begin(), inner.end());
    blocks.houses.push_back({outer, inner, 4, 5.0, BuildingUse::Public, "Loom Bay Stadium 澜亭体育场"});
}

} // namespace

City generate_loom_bay(std::uint64_t seed) {
    const Landscape land;
    City city;
    city.name = "Loom Bay 澜亭湾";
    city.synthetic = true;
    // A town of its own on a bay: roomy offices, and most of those who work in it live there.
    city.mobility = {{"floor_office", 20.0},    {"floor_retail", 60.0},     {"floor_industry", 90.0},
                     {"works_elsewhere", 10.0}, {"commuter_vehicles", 0.3}, {"through_share", 5.0}};
    city.place.epsg = 0;
    city.place.latitude_deg = 29.86;
    city.place.longitude_deg = 122.05;
    city.place.vertical = "metres above the bay's mean water";
    city.place.country = "CN";
    city.attributions = {"Loom Bay: synthetic city"};
    city.terrain = land.terrain();
    city.min_corner = {0, 0};
    city.max_corner = {kWidthM, kDepthM};

    const auto districts = quarters();
    const auto reserved = reserves(land);
    const StreetPlan plan = lay_streets(land, districts, reserved, seed);
    Blocks blocks = build_blocks(land, plan, districts, reserved, seed);
    add_stadium(blocks);
    add_streets(city, land, plan);
    city.street_ways = static_cast<std::uint32_t>(city.streets.size());
    add_areas(city, land, reserved, blocks);
    add_houses(city, blocks);
    for (const Institution& it : blocks.institutions) {
        city.assets.push_back({city.assets.size() + 1, it.asset, it.name, it.at, it.voltage_v, Provenance::Measured,
                               it.power_w, it.power_w > 0.0 ? 0.5 : 0.0});
    }
    for (const Point2 mast : {Point2{760, 3900}, Point2{620, 1720}, Point2{5400, 4700}, Point2{2600, 2050}}) {
        city.assets.push_back(
            {city.assets.size() + 1, AssetKind::CommunicationsMast, "", mast, 0.0, Provenance::Measured});
    }
    for (const Quarter& quarter : districts) {
        city.districts.push_back(
            {city.districts.size() + 1, quarter.name, add_polygon(city, quarter.ring), Provenance::Measured});
    }
    const auto line = [&](LineKind kind, const std::string& name, const Path& path, double width_m, double voltage_v) {
        city.lines.push_back({city.lines.size() + 1, kind, name, add_ring(city, path), width_m, voltage_v});
    };
    line(LineKind::River, "Loom River 澜河", land.river(), 90.0, 0.0);
    line(LineKind::PowerLine, "110 kV North",
         {{6000, 4150}, {5600, 3980}, {5200, 3750}, {4700, 4380}, {3900, 4560}, {3300, 4500}}, 0.0, 110'000.0);
    return city;
}

} // namespace cityloom::gis

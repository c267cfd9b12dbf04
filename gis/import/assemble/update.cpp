// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/assemble/update.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "gis/import/assemble/point_grid.h"
#include "gis/import/polygon.h"
#include "gis/import/read/terrain_grid.h"

namespace cityloom::gis {

namespace {

constexpr double kSnapM = 0.2;       ///< nodes nearer than this are one
constexpr double kMovedM = 100.0;    ///< a node of OpenStreetMap with its old id is not farther from where it was
constexpr double kSameCentreM = 0.5; ///< of footprints that coincide, whose areas differ by 3 % at most
constexpr double kSameArea = 0.03;
constexpr double kNearM = 500.0; ///< areas and lines of the same id begin nearer than this
constexpr double kSpotM = 1.0;   ///< of the first points of areas, lines and assets that are the same

using Found = std::vector<std::uint32_t>; ///< for each fresh thing the old one that it is; kNone: it is new

std::uint32_t size32(const auto& pool) {
    return static_cast<std::uint32_t>(pool.size());
}

/// Copies things from one city's pools to another's.
struct Copier {
    const City* from;
    City* to;

    [[nodiscard]] Range rings(Range of) const {
        const Range made{size32(to->rings), of.count};
        for (std::uint32_t r = of.begin; r < of.end(); ++r) {
            const Ring& ring = from->rings[r];
            to->rings.push_back({points(ring.points), ring.hole});
        }
        return made;
    }
    [[nodiscard]] Range points(Range of) const {
        const Range made{size32(to->points), of.count};
        const auto own = std::span{from->points}.subspan(of.begin, of.count);
        to->points.insert(to->points.end(), own.begin(), own.end());
        return made;
    }
    [[nodiscard]] Range surfaces(Range of) const {
        const Range made{size32(to->surfaces), of.count};
        for (std::uint32_t s = of.begin; s < of.end(); ++s) {
            const Surface& surface = from->surfaces[s];
            const Range rings3{size32(to->rings3), surface.rings3.count};
            for (std::uint32_t r = surface.rings3.begin; r < surface.rings3.end(); ++r) {
                const Range ring = from->rings3[r];
                to->rings3.push_back({size32(to->points3), ring.count});
                const auto own = std::span{from->points3}.subspan(ring.begin, ring.count);
                to->points3.insert(to->points3.end(), own.begin(), own.end());
            }
            to->surfaces.push_back({rings3, surface.kind});
        }
        return made;
    }
};

struct Footprint {
    Point2 centre;
    double area_m2 = 0.0;
    Extent box;
};

Footprint footprint_of(const City& city, const Building& building) {
    Footprint found;
    if (building.rings.count == 0) {
        return found;
    }
    const Range points = city.rings[building.rings.begin].points;
    const auto ring = std::span{city.points}.subspan(points.begin, points.count);
    std::ranges::for_each(ring, [&found](Point2 p) { found.box.add(p); });
    found.centre = 0.5 * (found.box.low + found.box.high);
    found.area_m2 = std::abs(signed_area_m2(ring));
    return found;
}

bool meet(const Extent& a, const Extent& b) {
    return !a.empty() && !b.empty() && a.low.x_m <= b.high.x_m && b.low.x_m <= a.high.x_m && a.low.y_m <= b.high.y_m &&
           b.low.y_m <= a.high.y_m;
}

bool within(const Extent& box, Point2 p) {
    return p.x_m >= box.low.x_m && p.x_m <= box.high.x_m && p.y_m >= box.low.y_m && p.y_m <= box.high.y_m;
}

bool of_osm(const std::string& source) {
    return source.starts_with("way/") || source.starts_with("relation/");
}

class Update {
public:
    Update(City old, FreshCity fresh, Notes& notes)
        : old_{std::move(old)},
          fresh_{std::move(fresh.city)},
          osm_nodes_{std::move(fresh.osm_nodes)},
          drop_{fresh.drop_missing},
          notes_{notes} {}
    City run();

private:
    void nodes();
    void streets();
    void restrictions(const Found& found, const std::vector<std::uint32_t>& old_place,
                      const std::vector<std::uint32_t>& fresh_place);
    void buildings();
    void the_rest();
    [[nodiscard]] Found find_streets() const;
    [[nodiscard]] Found find_buildings(const std::vector<Footprint>& before) const;
    void put_building(const Building& now, const Building* before);
    template <typename T, typename Spot, typename Copy>
    void plain(std::vector<T> City::*pool, const Spot& spot, const Copy& copy);
    /// Says what is missing, and whether it goes.
    void missing(std::size_t count, const std::string& what) const;
    [[nodiscard]] std::vector<std::uint32_t> refs(const City& city, const Street& street,
                                                  const std::vector<std::uint32_t>* place) const;

    City old_;
    City fresh_;
    std::vector<bool> osm_nodes_;
    bool drop_;
    Notes& notes_;
    City made_;
    std::vector<std::uint32_t> node_place_; ///< of the fresh city's nodes in the one that is made
    std::size_t changed_ = 0;
    std::size_t added_ = 0;
};

void Update::missing(std::size_t count, const std::string& what) const {
    if (count > 0 && drop_) {
        notes_.warn("", what, std::to_string(count) + " of the project are not in the new files and were taken out",
                    "Import without --drop-missing to keep them");
    } else if (count > 0) {
        notes_.info("", what,
                    std::to_string(count) + " of the project lie where the new files reach, but are not in them; they "
                                            "were kept",
                    "Add --drop-missing if they are gone");
    }
}

void Update::nodes() {
    made_.street_nodes = old_.street_nodes;
    std::unordered_map<std::uint64_t, std::uint32_t> by_id; // looked up only, never iterated
    PointGrid grid{2.0 * kSnapM};
    for (std::uint32_t n = 0; n < size32(old_.street_nodes); ++n) {
        by_id.try_emplace(old_.street_nodes[n].id, n);
        grid.add(old_.street_nodes[n].at, n);
    }
    for (std::uint32_t n = 0; n < size32(fresh_.street_nodes); ++n) {
        const StreetNode& node = fresh_.street_nodes[n];
        std::uint32_t found = kNone;
        if (const auto same = by_id.find(node.id); osm_nodes_[n] && same != by_id.end()) {
            found = distance_m(made_.street_nodes[same->second].at, node.at) <= kMovedM ? same->second : kNone;
        }
        if (found == kNone) {
            grid.near(node.at, [&](std::uint32_t other) {
                const bool near = distance_m(old_.street_nodes[other].at, node.at) <= kSnapM;
                found = near && other < found ? other : found;
            });
        }
        if (found == kNone) {
            node_place_.push_back(size32(made_.street_nodes));
            made_.street_nodes.push_back(node);
            continue;
        }
        node_place_.push_back(found);
        StreetNode& kept = made_.street_nodes[found];
        made_.signal_nodes -= kept.control == NodeControl::Signal && made_.signal_nodes > 0 ? 1U : 0U;
        kept.at = node.at;
        kept.control = node.control == NodeControl::None && !osm_nodes_[n] ? kept.control : node.control;
    }
}

std::vector<std::uint32_t> Update::refs(const City& city, const Street& street,
                                        const std::vector<std::uint32_t>* place) const {
    const auto own = std::span{city.street_node_refs}.subspan(street.nodes.begin, street.nodes.count);
    std::vector<std::uint32_t> moved(own.begin(), own.end());
    if (place != nullptr) {
        std::ranges::transform(moved, moved.begin(), [place](std::uint32_t n) { return (*place)[n]; });
    }
    return moved;
}

Found Update::find_streets() const {
    const auto way = [](std::vector<std::uint32_t> nodes) {
        if (nodes.back() < nodes.front()) {
            std::ranges::reverse(nodes);
        }
        return nodes;
    };
    std::unordered_map<std::uint64_t, std::uint32_t> by_id; // looked up only, never iterated
    std::map<std::vector<std::uint32_t>, std::uint32_t> by_way;
    for (std::uint32_t s = 0; s < size32(old_.streets); ++s) {
        by_id.try_emplace(old_.streets[s].id, s);
        by_way.try_emplace(way(refs(old_, old_.streets[s], nullptr)), s);
    }
    std::vector<bool> taken(old_.streets.size(), false);
    Found found(fresh_.streets.size(), kNone);
    const auto take = [&](std::uint32_t fresh, std::uint32_t old) {
        if (!taken[old]) {
            taken[old] = true;
            found[fresh] = old;
        }
    };
    for (std::uint32_t s = 0; s < size32(fresh_.streets); ++s) {
        const Street& street = fresh_.streets[s];
        const bool osm = osm_nodes_[fresh_.street_node_refs[street.nodes.begin]];
        if (const auto same = by_id.find(street.id); osm && same != by_id.end()) {
            take(s, same->second);
        }
    }
    for (std::uint32_t s = 0; s < size32(fresh_.streets); ++s) {
        if (const auto same = by_way.find(way(refs(fresh_, fresh_.streets[s], &node_place_)));
            found[s] == kNone && same != by_way.end()) {
            take(s, same->second);
        }
    }
    return found;
}

void Update::streets() {
    const Found found = find_streets();
    std::vector<std::uint32_t> now(old_.streets.size(), kNone);
    for (std::uint32_t s = 0; s < size32(found); ++s) {
        if (found[s] != kNone) {
            now[found[s]] = s;
        }
    }
    Extent reach;
    for (const std::uint32_t ref : fresh_.street_node_refs) {
        reach.add(fresh_.street_nodes[ref].at);
    }
    std::vector<std::uint32_t> old_place(old_.streets.size(), kNone);
    std::vector<std::uint32_t> fresh_place(fresh_.streets.size(), kNone);
    const auto put = [this](Street street, const std::vector<std::uint32_t>& nodes) {
        street.nodes = {size32(made_.street_node_refs), size32(nodes)};
        made_.street_node_refs.insert(made_.street_node_refs.end(), nodes.begin(), nodes.end());
        made_.streets.push_back(std::move(street));
        return size32(made_.streets) - 1;
    };
    std::size_t gone = 0;
    for (std::uint32_t s = 0; s < size32(old_.streets); ++s) {
        const Street& street = old_.streets[s];
        if (now[s] == kNone) {
            const auto nodes = refs(old_, street, nullptr);
            const bool inside =
                std::ranges::all_of(nodes, [&](std::uint32_t n) { return within(reach, old_.street_nodes[n].at); });
            gone += inside ? 1U : 0U;
            if (!inside || !drop_) {
                old_place[s] = put(street, nodes);
            }
            continue;
        }
        Street fresh = fresh_.streets[now[s]];
        fresh.id = street.id;
        fresh.name = fresh.name.empty() ? street.name : fresh.name;
        old_place[s] = fresh_place[now[s]] = put(std::move(fresh), refs(fresh_, fresh_.streets[now[s]], &node_place_));
        ++changed_;
    }
    for (std::uint32_t s = 0; s < size32(fresh_.streets); ++s) {
        if (found[s] == kNone) {
            fresh_place[s] = put(fresh_.streets[s], refs(fresh_, fresh_.streets[s], &node_place_));
            ++added_;
        }
    }
    missing(gone, "streets");
    made_.street_ways += size32(made_.streets);
    restrictions(found, old_place, fresh_place);
}

/// Those of streets that were brought up to date are the fresh ones'.
void Update::restrictions(const Found& found, const std::vector<std::uint32_t>& old_place,
                          const std::vector<std::uint32_t>& fresh_place) {
    std::vector<bool> renewed(old_.streets.size(), false);
    for (const std::uint32_t old : found) {
        if (old != kNone) {
            renewed[old] = true;
        }
    }
    for (const TurnRestriction& row : old_.restrictions) {
        const bool here = old_place[row.from_street] != kNone && old_place[row.to_street] != kNone;
        if (here && !(renewed[row.from_street] && renewed[row.to_street])) {
            made_.restrictions.push_back(
                {old_place[row.from_street], row.via_node, old_place[row.to_street], row.only, row.bicycles_pass});
        }
    }
    for (const TurnRestriction& row : fresh_.restrictions) {
        made_.restrictions.push_back({fresh_place[row.from_street], node_place_[row.via_node],
                                      fresh_place[row.to_street], row.only, row.bicycles_pass});
    }
}

Found Update::find_buildings(const std::vector<Footprint>& before) const {
    std::unordered_map<std::string, std::uint32_t> by_source; // looked up only, never iterated
    PointGrid grid{4.0 * kSameCentreM};
    for (std::uint32_t b = 0; b < size32(old_.buildings); ++b) {
        if (!old_.buildings[b].source.empty()) {
            by_source.try_emplace(old_.buildings[b].source, b);
        }
        grid.add(before[b].centre, b);
    }
    std::vector<bool> taken(old_.buildings.size(), false);
    Found found(fresh_.buildings.size(), kNone);
    const auto take = [&](std::uint32_t fresh, std::uint32_t old) {
        if (found[fresh] == kNone && old != kNone && !taken[old]) {
            taken[old] = true;
            found[fresh] = old;
        }
    };
    std::vector<Footprint> after;
    for (const Building& building : fresh_.buildings) {
        after.push_back(footprint_of(fresh_, building));
    }
    const auto by_id = [&](bool only_osm) {
        for (std::uint32_t b = 0; b < size32(fresh_.buildings); ++b) {
            const auto same = by_source.find(fresh_.buildings[b].source);
            if (same != by_source.end() && of_osm(same->first) == only_osm &&
                (only_osm || meet(before[same->second].box, after[b].box))) {
                take(b, same->second);
            }
        }
    };
    by_id(true);
    for (std::uint32_t b = 0; b < size32(fresh_.buildings); ++b) {
        std::uint32_t twin = kNone;
        grid.near(after[b].centre, [&](std::uint32_t other) {
            const bool same = !taken[other] && distance_m(before[other].centre, after[b].centre) < kSameCentreM &&
                              std::abs(before[other].area_m2 - after[b].area_m2) <= kSameArea * after[b].area_m2;
            twin = same && other < twin ? other : twin;
        });
        take(b, twin);
    }
    by_id(false); // a table's rows may have moved: its numbers count only where the footprints meet
    return found;
}

/// What the fresh one does not know of a building the old one does.
void Update::put_building(const Building& now, const Building* before) {
    Building kept = now;
    const Copier fresh{&fresh_, &made_};
    const Copier old{&old_, &made_};
    kept.rings = fresh.rings(now.rings);
    if (before == nullptr) {
        kept.surfaces = fresh.surfaces(now.surfaces);
        made_.buildings.push_back(std::move(kept));
        return;
    }
    const auto known = [](const Building& x) {
        return x.surfaces.count > 0                        ? 3
               : x.height_source == HeightSource::Measured ? 2
               : x.height_source == HeightSource::Storeys  ? 1
                                                           : 0;
    };
    const bool poorer = known(now) < known(*before) && now.height_source == HeightSource::Guessed;
    if (poorer) {
        kept.base_m = before->base_m;
        kept.height_m = before->height_m;
        kept.min_height_m = before->min_height_m;
        kept.height_source = before->height_source;
    }
    kept.surfaces = poorer ? old.surfaces(before->surfaces) : fresh.surfaces(now.surfaces);
    kept.id = before->id;
    kept.source = of_osm(before->source) && !of_osm(now.source) ? before->source : now.source;
    kept.name = now.name.empty() ? before->name : now.name;
    kept.storeys = now.storeys > 0.0F ? now.storeys : before->storeys;
    if (now.use == BuildingUse::Unknown) {
        kept.use = before->use;
        kept.use_source = before->use_source;
    }
    kept.people = now.people < 0.0F ? before->people : now.people;
    kept.jobs = now.jobs < 0.0F ? before->jobs : now.jobs;
    made_.buildings.push_back(std::move(kept));
}

void Update::buildings() {
    std::vector<Footprint> before;
    for (const Building& building : old_.buildings) {
        before.push_back(footprint_of(old_, building));
    }
    const Found found = find_buildings(before);
    std::vector<std::uint32_t> now(old_.buildings.size(), kNone);
    Extent reach;
    for (std::uint32_t b = 0; b < size32(found); ++b) {
        if (found[b] != kNone) {
            now[found[b]] = b;
        }
        const Footprint own = footprint_of(fresh_, fresh_.buildings[b]);
        if (!own.box.empty()) {
            reach.add(own.box.low);
            reach.add(own.box.high);
        }
    }
    std::size_t gone = 0;
    for (std::uint32_t b = 0; b < size32(old_.buildings); ++b) {
        if (now[b] != kNone) {
            put_building(fresh_.buildings[now[b]], &old_.buildings[b]);
            ++changed_;
            continue;
        }
        const bool inside = !reach.empty() && within(reach, before[b].centre);
        gone += inside ? 1U : 0U;
        if (inside && drop_) {
            continue;
        }
        Building kept = old_.buildings[b];
        const Copier old{&old_, &made_};
        kept.rings = old.rings(kept.rings);
        kept.surfaces = old.surfaces(kept.surfaces);
        made_.buildings.push_back(std::move(kept));
    }
    for (std::uint32_t b = 0; b < size32(found); ++b) {
        if (found[b] == kNone) {
            put_building(fresh_.buildings[b], nullptr);
            ++added_;
        }
    }
    missing(gone, "buildings");
}

/// Areas, lines, assets and districts: the same by id and kind, or by kind and first point.
template <typename T, typename Spot, typename Copy>
void Update::plain(std::vector<T> City::*pool, const Spot& spot, const Copy& copy) {
    const auto cell = [](Point2 at) { return std::pair{std::llround(at.x_m / kSpotM), std::llround(at.y_m / kSpotM)}; };
    std::map<std::pair<std::uint64_t, std::string>, std::uint32_t> by_id;
    std::map<std::tuple<std::string, long long, long long>, std::uint32_t> by_spot;
    const auto& old = old_.*pool;
    const auto& fresh = fresh_.*pool;
    for (std::uint32_t k = 0; k < size32(old); ++k) {
        const auto [kind, at] = spot(old_, old[k]);
        by_id.try_emplace({old[k].id, kind}, k);
        by_spot.try_emplace({kind, cell(at).first, cell(at).second}, k);
    }
    std::vector<std::uint32_t> now(old.size(), kNone);
    std::vector<std::uint32_t> added;
    for (std::uint32_t k = 0; k < size32(fresh); ++k) {
        const auto [kind, at] = spot(fresh_, fresh[k]);
        std::uint32_t found = kNone;
        if (const auto same = by_id.find({fresh[k].id, kind}); same != by_id.end()) {
            const bool near = distance_m(spot(old_, old[same->second]).second, at) <= kNearM;
            found = near ? same->second : kNone; // a table's numbers say nothing elsewhere
        }
        if (const auto same = by_spot.find({kind, cell(at).first, cell(at).second});
            found == kNone && same != by_spot.end()) {
            found = same->second;
        }
        if (found == kNone || now[found] != kNone) {
            added.push_back(k);
        } else {
            now[found] = k;
        }
    }
    const Copier from_old{&old_, &made_};
    const Copier from_fresh{&fresh_, &made_};
    for (std::uint32_t k = 0; k < size32(old); ++k) {
        T row = now[k] == kNone ? old[k] : fresh[now[k]];
        row.id = old[k].id;
        copy(row, now[k] == kNone ? from_old : from_fresh);
        (made_.*pool).push_back(std::move(row));
    }
    for (const std::uint32_t k : added) {
        T row = fresh[k];
        copy(row, from_fresh);
        (made_.*pool).push_back(std::move(row));
    }
    changed_ += static_cast<std::size_t>(std::ranges::count_if(now, [](std::uint32_t k) { return k != kNone; }));
    added_ += added.size();
}

void Update::the_rest() {
    const auto first = [](const City& city, Range rings) {
        return rings.count > 0 && city.rings[rings.begin].points.count > 0
                   ? city.points[city.rings[rings.begin].points.begin]
                   : Point2{};
    };
    const auto rings = [](auto& row, const Copier& copier) { row.rings = copier.rings(row.rings); };
    const auto number = [](auto kind) { return std::to_string(static_cast<int>(kind)); };
    plain(
        &City::areas,
        [&](const City& c, const Area& a) {
            return std::pair{number(a.kind), first(c, a.rings)};
        },
        rings);
    plain(
        &City::districts,
        [&](const City& c, const District& d) {
            return std::pair{d.name, first(c, d.rings)};
        },
        rings);
    plain(
        &City::lines,
        [&](const City& c, const Line& l) {
            return std::pair{number(l.kind), l.points.count > 0 ? c.points[l.points.begin] : Point2{}};
        },
        [](Line& line, const Copier& copier) { line.points = copier.points(line.points); });
    plain(
        &City::assets,
        [&](const City&, const Asset& a) {
            return std::pair{number(a.kind), a.at};
        },
        [](Asset&, const Copier&) {});
}

City Update::run() {
    made_.name = old_.name;
    made_.place = old_.place;
    made_.terrain = fresh_.terrain;
    made_.census = old_.census;
    made_.mobility = old_.mobility;
    made_.attributions = old_.attributions;
    std::ranges::copy(fresh_.attributions, std::back_inserter(made_.attributions));
    made_.synthetic = old_.synthetic;
    made_.signal_nodes = old_.signal_nodes;
    nodes();
    made_.signal_nodes += fresh_.signal_nodes;
    // Ways that became no streets are counted too.
    made_.street_ways = old_.street_ways + fresh_.street_ways - size32(old_.streets) - size32(fresh_.streets);
    streets();
    buildings();
    the_rest();
    notes_.info("", "the project",
                std::to_string(changed_) + " things of it were brought up to date and " + std::to_string(added_) +
                    " added",
                "Nothing needs to be done");
    return std::move(made_);
}

} // namespace

City update_city(City old, FreshCity fresh, Notes& notes) {
    return Update{std::move(old), std::move(fresh), notes}.run();
}

} // namespace cityloom::gis

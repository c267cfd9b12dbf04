// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/assemble/merge.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <unordered_map>
#include <vector>

#include "gis/import/assemble/point_grid.h"
#include "gis/import/polygon.h"
#include "gis/import/read/terrain_grid.h"

namespace cityloom::gis {

namespace {

constexpr double kSnapM = 0.2;       ///< ends nearer than this coincide: sources round to seven digits of a degree
constexpr double kSameCentreM = 0.5; ///< of footprints that coincide, whose areas differ by 3 % at most
constexpr double kSameArea = 0.03;

class Merge {
public:
    Merge(City& city, std::span<const PartRange> parts, Notes& notes) : city_{city}, parts_{parts}, notes_{notes} {}
    void run();

private:
    void join_nodes();
    void merge_streets();
    void keep_streets(const std::vector<std::uint32_t>& moved);
    void merge_buildings();
    void merge_the_rest();
    [[nodiscard]] std::span<std::uint32_t> nodes_of(const Street& street) {
        return std::span{city_.street_node_refs}.subspan(street.nodes.begin, street.nodes.count);
    }
    bool stitch(Street& kept, const Street& other);

    City& city_;
    std::span<const PartRange> parts_;
    Notes& notes_;
    std::size_t streets_merged_ = 0;
    std::size_t buildings_merged_ = 0;
    std::size_t others_merged_ = 0;
    std::size_t joined_ = 0;
};

/// One node for each id of OpenStreetMap, and one for each place where the nodes of different layers coincide.
void Merge::join_nodes() {
    std::vector<std::uint32_t> same(city_.street_nodes.size());
    std::iota(same.begin(), same.end(), 0U);
    std::unordered_map<std::uint64_t, std::uint32_t> by_id;
    PointGrid grid{2.0 * kSnapM};
    for (const PartRange& part : parts_) {
        for (std::uint32_t n = part.nodes.begin; part.osm && n < part.nodes.end(); ++n) {
            const auto [first, fresh] = by_id.try_emplace(city_.street_nodes[n].id, n);
            if (fresh) {
                grid.add(city_.street_nodes[n].at, n);
                continue;
            }
            same[n] = first->second;
            NodeControl& control = city_.street_nodes[first->second].control;
            city_.signal_nodes -= city_.street_nodes[n].control == NodeControl::Signal ? 1U : 0U;
            control = control == NodeControl::None ? city_.street_nodes[n].control : control;
        }
    }
    for (const PartRange& part : parts_) {
        for (std::uint32_t n = part.nodes.begin; !part.osm && n < part.nodes.end(); ++n) {
            const Point2 at = city_.street_nodes[n].at;
            std::uint32_t found = n;
            grid.near(at, [&](std::uint32_t other) {
                const bool nearer = distance_m(city_.street_nodes[other].at, at) <= kSnapM;
                found = nearer && (found == n || other < found) ? other : found;
            });
            same[n] = found;
            joined_ += found != n ? 1U : 0U;
            if (found == n) {
                grid.add(at, n);
            }
        }
    }
    for (std::uint32_t& ref : city_.street_node_refs) {
        ref = same[ref];
    }
    for (TurnRestriction& row : city_.restrictions) {
        row.via_node = same[row.via_node];
    }
}

/// Of two extracts' pieces of one street makes the whole, where the end of one is the beginning of the other.
bool Merge::stitch(Street& kept, const Street& other) {
    const auto a = nodes_of(kept);
    const auto b = nodes_of(other);
    if (b.size() <= a.size() && std::ranges::search(a, b).size() == b.size()) {
        return true;
    }
    if (a.size() < b.size() && std::ranges::search(b, a).size() == a.size()) {
        kept.nodes = other.nodes;
        return true;
    }
    for (const bool after : {true, false}) {
        const auto head = after ? a : b;
        const auto tail = after ? b : a;
        for (std::size_t overlap = std::min(a.size(), b.size()); overlap > 0; --overlap) {
            if (!std::ranges::equal(head.last(overlap), tail.first(overlap))) {
                continue;
            }
            std::vector<std::uint32_t> whole(head.begin(), head.end());
            whole.insert(whole.end(), tail.begin() + static_cast<std::ptrdiff_t>(overlap), tail.end());
            kept.nodes = {static_cast<std::uint32_t>(city_.street_node_refs.size()),
                          static_cast<std::uint32_t>(whole.size())};
            city_.street_node_refs.insert(city_.street_node_refs.end(), whole.begin(), whole.end());
            return true;
        }
    }
    // Two versions of it: the longer one stays.
    kept.nodes = b.size() > a.size() ? other.nodes : kept.nodes;
    return true;
}

void Merge::merge_streets() {
    std::vector<std::uint32_t> moved(city_.streets.size());
    std::iota(moved.begin(), moved.end(), 0U);
    std::unordered_map<std::uint64_t, std::uint32_t> by_id;
    std::map<std::vector<std::uint32_t>, std::uint32_t> by_way;
    for (const PartRange& part : parts_) {
        for (std::uint32_t s = part.streets.begin; s < part.streets.end(); ++s) {
            Street& street = city_.streets[s];
            if (part.osm) {
                if (const auto [first, fresh] = by_id.try_emplace(street.id, s); !fresh) {
                    stitch(city_.streets[first->second], street);
                    moved[s] = first->second;
                    continue;
                }
            }
            const auto nodes = nodes_of(street);
            std::vector<std::uint32_t> way(nodes.begin(), nodes.end());
            if (way.back() < way.front() ||
                (way.back() == way.front() && way.size() > 2 && way[way.size() - 2] < way[1])) {
                std::ranges::reverse(way);
            }
            const auto [first, fresh] = by_way.try_emplace(std::move(way), s);
            // Two ways of OpenStreetMap along the same nodes are two things; a line that repeats one is not.
            if (!fresh && !part.osm) {
                moved[s] = first->second;
            }
        }
    }
    keep_streets(moved);
}

void Merge::keep_streets(const std::vector<std::uint32_t>& moved) {
    std::vector<std::uint32_t> place(moved.size(), kNone);
    std::vector<Street> kept;
    for (std::uint32_t s = 0; s < moved.size(); ++s) {
        if (moved[s] == s) {
            place[s] = static_cast<std::uint32_t>(kept.size());
            kept.push_back(std::move(city_.streets[s]));
        } else {
            ++streets_merged_;
            --city_.street_ways;
        }
    }
    city_.streets = std::move(kept);
    for (TurnRestriction& row : city_.restrictions) {
        row.from_street = place[moved[row.from_street]];
        row.to_street = place[moved[row.to_street]];
    }
    const auto key = [](const TurnRestriction& r) {
        return std::tuple{r.from_street, r.via_node, r.to_street, r.only};
    };
    std::ranges::stable_sort(city_.restrictions, {}, key);
    const auto twice = std::ranges::unique(
        city_.restrictions, [&key](const auto& a, const auto& b) { return key(a) == key(b) && a.when == b.when; });
    city_.restrictions.erase(twice.begin(), twice.end());
}

void Merge::merge_buildings() {
    struct Seen {
        Point2 centre;
        double area_m2 = 0.0;
    };
    std::vector<Seen> seen(city_.buildings.size());
    std::vector<bool> gone(city_.buildings.size(), false);
    std::unordered_map<std::string, std::uint32_t> by_source;
    PointGrid grid{4.0 * kSameCentreM};
    for (const PartRange& part : parts_) {
        std::vector<std::uint32_t> fresh_ones;
        for (std::uint32_t b = part.buildings.begin; b < part.buildings.end(); ++b) {
            Building& building = city_.buildings[b];
            if (part.osm && !building.source.empty() && !by_source.try_emplace(building.source, b).second) {
                gone[b] = true;
                continue;
            }
            if (building.rings.count == 0) {
                continue;
            }
            const Range points = city_.rings[building.rings.begin].points;
            const auto ring = std::span{city_.points}.subspan(points.begin, points.count);
            Extent extent;
            std::ranges::for_each(ring, [&extent](Point2 p) { extent.add(p); });
            seen[b] = {0.5 * (extent.low + extent.high), std::abs(signed_area_m2(ring))};
            std::uint32_t twin = kNone;
            grid.near(seen[b].centre, [&](std::uint32_t other) {
                const bool same = distance_m(seen[other].centre, seen[b].centre) < kSameCentreM &&
                                  std::abs(seen[other].area_m2 - seen[b].area_m2) <= kSameArea * seen[b].area_m2;
                twin = same && other < twin ? other : twin;
            });
            if (twin == kNone) {
                fresh_ones.push_back(b);
                continue;
            }
            // The one with a model or a measured height stays; what it does not say the other does.
            Building& first = city_.buildings[twin];
            const auto known = [](const Building& x) {
                return x.surfaces.count > 0                        ? 3
                       : x.height_source == HeightSource::Measured ? 2
                       : x.height_source == HeightSource::Storeys  ? 1
                                                                   : 0;
            };
            if (known(building) > known(first)) {
                first.height_m = building.height_m;
                first.min_height_m = building.min_height_m;
                first.height_source = building.height_source;
                first.surfaces = building.surfaces;
                first.rings = building.rings;
            }
            first.storeys = first.storeys > 0.0F ? first.storeys : building.storeys;
            first.name = first.name.empty() ? building.name : first.name;
            if (first.use == BuildingUse::Unknown) {
                first.use = building.use;
                first.use_source = building.use_source;
            }
            gone[b] = true;
        }
        for (const std::uint32_t b : fresh_ones) { // two alike in one file are two
            grid.add(seen[b].centre, b);
        }
    }
    std::size_t b = 0;
    buildings_merged_ = std::erase_if(city_.buildings, [&](const Building&) { return gone[b++]; });
}

/// Areas, lines, assets and districts: those with the id and shape of one that is there already.
void Merge::merge_the_rest() {
    const auto drop = [this](auto& pool, Range PartRange::*range, const auto& key) {
        std::map<std::invoke_result_t<decltype(key), decltype(pool.front())>, std::size_t> seen;
        std::vector<bool> gone(pool.size(), false);
        for (std::size_t p = 0; p < parts_.size(); ++p) {
            const Range own = parts_[p].*range;
            for (std::uint32_t k = own.begin; k < own.end(); ++k) {
                const auto [first, fresh] = seen.try_emplace(key(pool[k]), p);
                gone[k] = !fresh && first->second != p;
            }
        }
        std::size_t k = 0;
        others_merged_ += std::erase_if(pool, [&](const auto&) { return gone[k++]; });
    };
    const auto spot = [](Point2 at) { return std::pair{std::llround(at.x_m), std::llround(at.y_m)}; };
    const auto ring_spot = [&](Range rings) {
        return spot(rings.count > 0 && city_.rings[rings.begin].points.count > 0
                        ? city_.points[city_.rings[rings.begin].points.begin]
                        : Point2{});
    };
    drop(city_.areas, &PartRange::areas, [&](const Area& a) {
        return std::tuple{a.kind, a.rings.count, ring_spot(a.rings)};
    });
    drop(city_.districts, &PartRange::districts, [&](const District& d) {
        return std::tuple{d.name, d.rings.count, ring_spot(d.rings)};
    });
    drop(city_.lines, &PartRange::lines, [&](const Line& l) {
        return std::tuple{l.kind, l.points.count, spot(city_.points[l.points.begin])};
    });
    drop(city_.assets, &PartRange::assets, [&](const Asset& a) { return std::tuple{a.kind, spot(a.at)}; });
}

void Merge::run() {
    join_nodes();
    merge_streets();
    merge_buildings();
    merge_the_rest();
    if (streets_merged_ + buildings_merged_ + others_merged_ > 0) {
        notes_.info("", "all files",
                    std::to_string(buildings_merged_) + " buildings, " + std::to_string(streets_merged_) +
                        " streets and " + std::to_string(others_merged_) +
                        " other things were in several files and are there once",
                    "Nothing needs to be done");
    }
}

} // namespace

void merge_parts(City& city, std::span<const PartRange> parts, Notes& notes) {
    if (parts.size() > 1) {
        Merge{city, parts, notes}.run();
    }
}

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <unordered_map>

#include "gis/import/assemble/point_grid.h"
#include "gis/import/assemble/update_work.h"
#include "gis/import/polygon.h"

namespace cityloom::gis {

namespace {

constexpr double kSameCentreM = 0.5; ///< of footprints that coincide, whose areas differ by 3 % at most
constexpr double kSameArea = 0.03;

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

bool of_osm(const std::string& source) {
    return source.starts_with("way/") || source.starts_with("relation/");
}

} // namespace

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

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/assemble/update.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <string>
#include <tuple>

#include "gis/import/assemble/update_work.h"

namespace cityloom::gis {

namespace {

constexpr double kNearM = 500.0; ///< areas and lines of the same id begin nearer than this
constexpr double kSpotM = 1.0;   ///< of the first points of areas, lines and assets that are the same

} // namespace

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

City update_city(City old, FreshCity fresh, Notes& notes) {
    return Update{std::move(old), std::move(fresh), notes}.run();
}

} // namespace cityloom::gis

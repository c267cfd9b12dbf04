// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/water_zones.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace cityloom::gis {

namespace {

constexpr std::uint32_t kSmallest =
    12;                           // junctions: less is no zone, unless it lies too far from its neighbours' height
constexpr double kUnusedM = 15.0; // above a zone's level nobody may live, but its mains may go over the hill
constexpr double kBeyondM = 6.0;  // so far beyond a band's ends a small piece may lie and still join it

/// Numbers the connected pieces of equal band.
std::vector<std::uint32_t> pieces_of(const StreetGraph& streets, const std::vector<std::uint32_t>& band,
                                     std::vector<std::uint32_t>& size) {
    std::vector<std::uint32_t> piece(band.size(), kNone);
    size.clear();
    std::vector<std::uint32_t> open;
    for (std::uint32_t start = 0; start < band.size(); ++start) {
        if (band[start] == kNone || piece[start] != kNone) {
            continue;
        }
        const auto number = static_cast<std::uint32_t>(size.size());
        size.push_back(0);
        piece[start] = number;
        open.assign(1, start);
        while (!open.empty()) {
            const std::uint32_t j = open.back();
            open.pop_back();
            ++size[number];
            for (const std::uint32_t link : streets.at[j]) {
                const std::uint32_t other = streets.other(link, j);
                if (band[other] == band[j] && piece[other] == kNone) {
                    piece[other] = number;
                    open.push_back(other);
                }
            }
        }
    }
    return piece;
}

} // namespace

PressureZones make_pressure_zones(const StreetGraph& streets, const std::vector<double>& ground,
                                  const std::vector<bool>& member, const std::vector<double>& demand, double band_m) {
    double low = std::numeric_limits<double>::infinity();
    for (std::size_t j = 0; j < ground.size(); ++j) {
        low = member[j] ? std::min(low, ground[j]) : low;
    }
    std::vector<std::uint32_t> band(ground.size(), kNone);
    for (std::size_t j = 0; j < ground.size(); ++j) {
        if (member[j]) {
            band[j] = static_cast<std::uint32_t>((ground[j] - low) / band_m);
        }
    }
    std::vector<std::uint32_t> size;
    std::vector<std::uint32_t> piece = pieces_of(streets, band, size);
    std::vector<std::vector<std::uint32_t>> of_piece(size.size());
    for (std::uint32_t j = 0; j < piece.size(); ++j) {
        if (piece[j] != kNone) {
            of_piece[piece[j]].push_back(j);
        }
    }
    // Small pieces, the smallest first, join the band that they have most streets in common with and that suits their
    // height; whom they join is seen as it then is.
    std::vector<std::uint32_t> small;
    for (std::uint32_t p = 0; p < size.size(); ++p) {
        if (size[p] < kSmallest) {
            small.push_back(p);
        }
    }
    std::ranges::stable_sort(small, {}, [&](std::uint32_t p) { return size[p]; });
    for (const std::uint32_t p : small) {
        std::map<std::uint32_t, int> common; // streets, by band
        double least = std::numeric_limits<double>::infinity();
        double most = -least;
        for (const std::uint32_t j : of_piece[p]) {
            least = std::min(least, ground[j]);
            most = std::max(most, ground[j]);
            for (const std::uint32_t link : streets.at[j]) {
                const std::uint32_t other = streets.other(link, j);
                if (piece[other] != p && band[other] != kNone) {
                    ++common[band[other]];
                }
            }
        }
        std::erase_if(common, [&](const auto& entry) {
            const double from = low + entry.first * band_m;
            return least < from - kBeyondM || most > from + band_m + kBeyondM;
        });
        const auto best = std::ranges::max_element(common, {}, [](const auto& entry) { return entry.second; });
        if (best != common.end()) {
            for (const std::uint32_t j : of_piece[p]) {
                band[j] = best->first;
            }
        }
    }
    piece = pieces_of(streets, band, size);

    PressureZones result;
    result.zone_of = piece;
    result.zones.resize(size.size());
    for (std::uint32_t j = 0; j < piece.size(); ++j) {
        if (piece[j] == kNone) {
            continue;
        }
        PressureZones::Zone& zone = result.zones[piece[j]];
        zone.highest = zone.highest == kNone || ground[j] > ground[zone.highest] ? j : zone.highest;
        zone.lowest = zone.lowest == kNone || ground[j] < ground[zone.lowest] ? j : zone.lowest;
    }
    for (PressureZones::Zone& zone : result.zones) {
        zone.top_m = ground[zone.highest] - kUnusedM;
    }
    for (std::uint32_t j = 0; j < piece.size(); ++j) {
        if (piece[j] != kNone && demand[j] > 0.0) {
            double& top_m = result.zones[piece[j]].top_m;
            top_m = std::max(top_m, std::min(ground[j], low + (band[j] + 1.0) * band_m));
        }
    }
    return result;
}

void hang_zones(PressureZones& zones, const StreetGraph& streets, const std::vector<Point2>& at,
                const std::vector<std::uint32_t>& source) {
    zones.order.clear();
    std::vector<bool> fed(zones.zones.size(), false);
    std::vector<std::vector<Point2>> enters(zones.zones.size()); // where a zone gets its water
    for (const std::uint32_t j : source) {
        const std::uint32_t z = zones.zone_of[j];
        enters[z].push_back(at[j]);
        if (!fed[z]) {
            fed[z] = true;
            zones.order.push_back(z);
        }
    }
    for (bool grew = true; grew;) {
        grew = false;
        PressureZones::Zone best;
        std::uint32_t child = kNone;
        std::pair<double, double> least{std::numeric_limits<double>::infinity(), 0.0};
        for (const StreetGraph::Link& link : streets.links) {
            for (const auto& [from, to] : {std::pair{link.a, link.b}, std::pair{link.b, link.a}}) {
                const std::uint32_t a = zones.zone_of[from];
                const std::uint32_t b = zones.zone_of[to];
                if (a == kNone || b == kNone || !fed[a] || fed[b]) {
                    continue;
                }
                double away = std::numeric_limits<double>::infinity();
                for (const Point2 enter : enters[a]) {
                    away = std::min(away, distance_m(enter, at[from]));
                }
                const std::pair step{std::abs(zones.zones[b].top_m - zones.zones[a].top_m), away};
                if (step < least) {
                    least = step;
                    child = b;
                    best.parent = a;
                    best.from = from;
                    best.to = to;
                }
            }
        }
        if (child != kNone) {
            PressureZones::Zone& zone = zones.zones[child];
            zone.parent = best.parent;
            zone.from = best.from;
            zone.to = best.to;
            zone.reduced = zone.top_m < zones.zones[zone.parent].top_m;
            fed[child] = true;
            enters[child].push_back(at[zone.to]);
            zones.order.push_back(child);
            grew = true;
        }
    }
}

} // namespace cityloom::gis

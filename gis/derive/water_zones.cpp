// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/water_zones.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace cityloom::gis {

namespace {

constexpr std::uint32_t kSmallest = 6; // junctions: less is no zone, unless it lies too far from its neighbours' height

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
                                  const std::vector<bool>& member, const std::vector<std::uint32_t>& source,
                                  double band_m) {
    double low = 1e9;
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
    for (int round = 0; round < 200; ++round) {
        // A piece too small joins the neighbour that it has most streets in common with.
        std::map<std::uint32_t, std::map<std::uint32_t, int>> common;
        for (const StreetGraph::Link& link : streets.links) {
            const std::uint32_t a = piece[link.a];
            const std::uint32_t b = piece[link.b];
            if (a != kNone && b != kNone && a != b) {
                ++common[a][link.b];
                ++common[b][link.a];
            }
        }
        bool changed = false;
        for (std::uint32_t p = 0; p < size.size(); ++p) {
            if (size[p] >= kSmallest || !common.contains(p)) {
                continue;
            }
            double sum = 0.0;
            for (std::uint32_t j = 0; j < piece.size(); ++j) {
                sum += piece[j] == p ? ground[j] : 0.0;
            }
            const double mine = sum / size[p];
            std::map<std::uint32_t, int> by_band;
            for (const auto& [junction, count] : common[p]) {
                const double middle = low + (band[junction] + 0.5) * band_m;
                if (std::abs(middle - mine) < 0.7 * band_m) {
                    by_band[band[junction]] += count;
                }
            }
            if (by_band.empty()) {
                continue;
            }
            const auto best = std::max_element(by_band.begin(), by_band.end(),
                                               [](const auto& a, const auto& b) { return a.second < b.second; });
            for (std::uint32_t j = 0; j < piece.size(); ++j) {
                if (piece[j] == p) {
                    band[j] = best->first;
                }
            }
            changed = true;
            break; // pieces change with it
        }
        if (!changed) {
            break;
        }
        piece = pieces_of(streets, band, size);
    }

    PressureZones result;
    result.zone_of.assign(ground.size(), kNone);
    std::vector<std::uint32_t> number(size.size(), kNone); // piece to zone
    const auto open_zone = [&](std::uint32_t p, std::uint32_t parent, std::uint32_t from, std::uint32_t to) {
        number[p] = static_cast<std::uint32_t>(result.zones.size());
        result.zones.push_back({.parent = parent, .from = from, .to = to});
    };
    for (const std::uint32_t j : source) {
        if (number[piece[j]] == kNone) {
            open_zone(piece[j], kNone, kNone, kNone);
        }
    }
    const auto mean_of = [&](std::uint32_t p) {
        double sum = 0.0;
        for (std::size_t j = 0; j < piece.size(); ++j) {
            sum += piece[j] == p ? ground[j] : 0.0;
        }
        return sum / size[p];
    };
    std::vector<double> mean(size.size());
    for (std::uint32_t p = 0; p < size.size(); ++p) {
        mean[p] = mean_of(p);
    }
    for (bool grew = true; grew;) {
        grew = false;
        for (const StreetGraph::Link& link : streets.links) { // upwards from what is fed already
            for (const auto& [from, to] : {std::pair{link.a, link.b}, std::pair{link.b, link.a}}) {
                const std::uint32_t a = piece[from];
                const std::uint32_t b = piece[to];
                if (a != kNone && b != kNone && number[a] != kNone && number[b] == kNone &&
                    mean[b] > mean[a] - 0.7 * band_m) {
                    open_zone(b, number[a], from, to);
                    grew = true;
                }
            }
        }
        if (!grew) { // a valley behind a hill has water of its own: the lowest first, so that others can hang on it
            std::uint32_t lowest = kNone;
            for (std::uint32_t p = 0; p < size.size(); ++p) {
                if (number[p] == kNone && (lowest == kNone || mean[p] < mean[lowest])) {
                    lowest = p;
                }
            }
            if (lowest != kNone) {
                open_zone(lowest, kNone, kNone, kNone);
                grew = true;
            }
        }
    }
    for (std::uint32_t j = 0; j < piece.size(); ++j) {
        if (piece[j] == kNone) {
            continue;
        }
        const std::uint32_t z = number[piece[j]];
        result.zone_of[j] = z;
        PressureZones::Zone& zone = result.zones[z];
        if (zone.highest == kNone || ground[j] > ground[zone.highest]) {
            zone.highest = j;
            zone.high_m = ground[j];
        }
        if (zone.lowest == kNone || ground[j] < ground[zone.lowest]) {
            zone.lowest = j;
        }
    }
    return result;
}

} // namespace cityloom::gis

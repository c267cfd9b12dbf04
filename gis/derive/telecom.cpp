// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "gis/derive/utilities.h"
#include "sim/telecom/coverage.h"
#include "sim/telecom/rows.h"

namespace cityloom::gis {

namespace {

using telecom::Site;
using telecom::SiteKind;

constexpr double kPeopleJobsPerSite = 6'000.0;
// Link budget of a 1.8 GHz macro cell to a telephone indoors: 46 dBm + 15 dBi out, -110 dBm needed, 20 dB into the
// building, 8 dB of shadowing margin (3GPP TR 36.873 style budget): 143 dB.
constexpr double kBudgetDb = 46.0 + 15.0 + 110.0 - 20.0 - 8.0;
constexpr double kCarrierGhz = 1.8;
constexpr double kUnitRangeM =
    400.0; // V2X at 5.9 GHz with buildings around; US DOT and 5GAA field trials give 300 to 500 m

} // namespace

telecom::Network derive_telecom(const UtilityBase& base) {
    telecom::Network net;
    const auto& junctions = base.roads.junctions;
    if (junctions.empty()) {
        return net;
    }
    const double range = telecom::range_uma_m(kBudgetDb, kCarrierGhz);
    double total = 0.0;
    for (std::size_t j = 0; j < base.loads.people.size(); ++j) {
        total += base.loads.people[j] + base.loads.jobs[j];
    }
    const auto add = [&](Point2 at, Provenance source) {
        const std::size_t number = net.sites.size() + 1;
        net.sites.push_back({.id = 0xE000000000000000ULL + number,
                             .key = "basestation/B" + std::to_string(number),
                             .at = at,
                             .range_m = range,
                             .source = source});
    };
    const auto away_from_sites = [&](Point2 at) {
        double away = 1e9;
        for (const Site& site : net.sites) {
            away = std::min(away, distance_m(site.at, at));
        }
        return away;
    };
    for (const Asset& asset : base.city.assets) {
        if (asset.kind == AssetKind::CommunicationsMast && away_from_sites(asset.at) > 150.0) {
            add(asset.at, Provenance::Measured);
        }
    }
    // Then where most people are farthest from one, until everyone is in range and no site has too many.
    const auto wanted = static_cast<std::size_t>(std::ceil(total / kPeopleJobsPerSite));
    while (net.sites.size() < 2'000) {
        std::uint32_t best = kNone;
        double best_score = 0.0;
        double farthest = 0.0;
        for (std::uint32_t j = 0; j < junctions.size(); ++j) {
            const double away = std::min(away_from_sites(junctions[j].at), 2.0 * range);
            const double here = base.loads.people[j] + base.loads.jobs[j];
            farthest = std::max(farthest, here > 0.0 || base.city.buildings.empty() ? away : 0.0);
            const double score = (here + (away > 0.9 * range ? 200.0 : 1.0)) * away * away;
            if (score > best_score) {
                best_score = score;
                best = j;
            }
        }
        if (best == kNone || (net.sites.size() >= wanted && farthest < 0.9 * range)) {
            break;
        }
        add(junctions[best].at, Provenance::Default);
    }
    std::uint32_t units = 0;
    for (const traffic::Controller& controller : base.roads.controllers) {
        std::uint8_t rank = 255;
        const traffic::Junction& junction = junctions[controller.junction];
        for (std::uint32_t k = junction.incoming.begin; k < junction.incoming.end(); ++k) {
            rank = std::min(rank, base.roads.edges[base.roads.incoming[k]].rank);
        }
        if (rank > static_cast<std::uint8_t>(StreetClass::Primary) || junction.incoming.count < 3) {
            continue;
        }
        net.sites.push_back({.id = controller.id,
                             .key = "rsu/R" + std::to_string(++units),
                             .at = controller.at,
                             .kind = SiteKind::RoadsideUnit,
                             .antenna_height_m = 6.0,
                             .range_m = kUnitRangeM,
                             .capacity_bps = 20e6,
                             .power_w = 110.0,
                             .battery_s = 0.0});
    }
    return net;
}

const Derivation kTelecomDerivation{
    .id = "telecom",
    .derive = [](const UtilityBase& base, engine::Networks& networks) { networks.telecom = derive_telecom(base); },
    .connect =
        [](const UtilityBase& /*base*/, engine::Networks& networks) {
            for (std::uint32_t s = 0; s < networks.telecom.sites.size(); ++s) {
                const telecom::Site& site = networks.telecom.sites[s];
                feed(networks, {&telecom::kSite, s}, site.at, site.power_w, site.battery_s, 2);
            }
        }};

} // namespace cityloom::gis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/telecom/coverage.h"

#include <algorithm>
#include <cmath>

namespace cityloom::telecom {

namespace {

constexpr double kSlopeDb = 39.08; // of path_loss_uma_db(), a decade
constexpr double kNearestM = 10.0; // the least distance of TR 38.901's formula
constexpr double kLeastDb = -10.0; // 3GPP TR 36.942 table A.2, as are the two below
constexpr double kReached = 0.6;   // of Shannon's bound, downlink
constexpr double kFull = 1.0;      // load up to which a mast takes more

} // namespace

double path_loss_uma_db(double distance_m, double carrier_ghz) noexcept {
    return 13.54 + kSlopeDb * std::log10(std::max(kNearestM, distance_m)) + 20.0 * std::log10(carrier_ghz);
}

double range_uma_m(double budget_db, double carrier_ghz) noexcept {
    return std::pow(10.0, (budget_db - 13.54 - 20.0 * std::log10(carrier_ghz)) / kSlopeDb);
}

double signal_to_noise(double distance_m, double range_m) noexcept {
    const double nearer = std::max(range_m, kNearestM) / std::max(kNearestM, distance_m);
    return std::pow(10.0, 0.1 * (kLeastDb + kSlopeDb * std::log10(nearer)));
}

double spectral_efficiency(double sinr) noexcept {
    static const double kLeast = std::pow(10.0, 0.1 * kLeastDb);
    return sinr < kLeast ? 0.0 : std::min(kMostBpsHz, kReached * std::log2(1.0 + sinr));
}

Coverage::Coverage(const Network& net, std::vector<Place> places)
    : places_{std::move(places)},
      alive_(net.sites.size(), 1),
      serving_(places_.size(), kNone),
      load_(net.sites.size(), 0.0F),
      rate_bps_(places_.size(), 0.0F) {
    for (const Site& site : net.sites) {
        sector_hz_.push_back(site.capacity_bps / (kSectors * kMostBpsHz));
    }
    struct Near {
        float signal = 0.0F;
        std::uint32_t site = 0;
    };
    std::vector<Near> near;
    for (std::uint32_t p = 0; p < places_.size(); ++p) {
        first_.push_back(static_cast<std::uint32_t>(candidates_.size()));
        near.clear();
        for (std::uint32_t s = 0; s < net.sites.size(); ++s) {
            const Site& site = net.sites[s];
            const Point2 apart = places_[p].at - site.at; // a large city has hundreds of millions of such pairs
            if (apart.x_m * apart.x_m + apart.y_m * apart.y_m <= site.range_m * site.range_m &&
                site.kind == SiteKind::BaseStation) {
                near.push_back(
                    {static_cast<float>(signal_to_noise(distance_m(places_[p].at, site.at), site.range_m)), s});
            }
        }
        std::ranges::stable_sort(near, std::greater{}, &Near::signal); // alike: in the order of the sites
        for (const Near& n : near) {
            if (places_[p].traffic_bps > 0.0) {
                links_.push_back({p, static_cast<std::uint32_t>(candidates_.size())});
            }
            candidates_.push_back(n.site);
            signal_.push_back(n.signal);
        }
    }
    first_.push_back(static_cast<std::uint32_t>(candidates_.size()));
    std::ranges::stable_sort(links_, std::greater{}, [this](const Link& link) { return signal_[link.candidate]; });
}

void Coverage::set_alive(std::uint32_t site, bool alive) {
    alive_[site] = alive ? 1 : 0;
}

double Coverage::alone_bps(std::uint32_t place, std::uint32_t candidate) const {
    const auto signal = static_cast<double>(signal_[candidate]);
    const double others = std::max(0.0, static_cast<double>(heard_[place]) - signal);
    return sector_hz_[candidates_[candidate]] * spectral_efficiency(signal / (1.0 + others));
}

void Coverage::serve(std::uint32_t place, std::uint32_t candidate, double activity, std::vector<double>& carried) {
    const std::uint32_t site = candidates_[candidate];
    serving_[place] = site;
    chosen_[place] = candidate;
    const double asked_bps = activity * places_[place].traffic_bps;
    if (asked_bps > 0.0) {
        // A link that interference holds below the least that works is counted as one at that least.
        const double least_bps = sector_hz_[site] * spectral_efficiency(signal_to_noise(1e3, 1e3));
        carried[site] += asked_bps / (kSectors * std::max(least_bps, alone_bps(place, candidate)));
    }
}

void Coverage::update(double activity) {
    std::vector<double> carried(alive_.size(), 0.0);
    chosen_.assign(places_.size(), kNone);
    heard_.assign(places_.size(), 0.0F);
    std::ranges::fill(serving_, kNone);
    for (std::size_t p = 0; p < places_.size(); ++p) {
        for (std::uint32_t k = first_[p]; k < first_[p + 1]; ++k) {
            heard_[p] += alive_[candidates_[k]] != 0 ? signal_[k] : 0.0F;
        }
    }
    for (const auto& [place, candidate] : links_) {
        const std::uint32_t site = candidates_[candidate];
        if (serving_[place] != kNone || alive_[site] == 0) {
            continue;
        }
        const double alone = alone_bps(place, candidate);
        if (alone > 0.0 && carried[site] + activity * places_[place].traffic_bps / (kSectors * alone) <= kFull) {
            serve(place, candidate, activity, carried);
        }
    }
    for (std::uint32_t p = 0; p < places_.size(); ++p) {
        for (std::uint32_t k = first_[p]; k < first_[p + 1] && serving_[p] == kNone; ++k) {
            if (alive_[candidates_[k]] != 0) {
                serve(p, k, activity, carried);
            }
        }
    }
    for (std::size_t s = 0; s < load_.size(); ++s) {
        load_[s] = static_cast<float>(carried[s]);
    }
    for (std::uint32_t p = 0; p < places_.size(); ++p) {
        if (serving_[p] == kNone) {
            rate_bps_[p] = 0.0F;
            continue;
        }
        const double load = carried[serving_[p]];
        const Place& place = places_[p];
        const double asked_bps = place.users > 0.0 ? activity * place.traffic_bps / place.users : 0.0;
        const double alone = alone_bps(p, chosen_[p]);
        rate_bps_[p] = static_cast<float>(load < kFull ? std::min(alone, std::max(asked_bps, alone * (1.0 - load)))
                                                       : std::min(alone, asked_bps / load));
    }
}

void Coverage::visit(Archive& archive) {
    archive.fixed(alive_, serving_, load_, rate_bps_);
    const auto beyond = [this](std::uint32_t site) { return site != kNone && site >= alive_.size(); };
    if (archive.restoring() && std::ranges::any_of(serving_, beyond)) {
        std::ranges::fill(serving_, kNone);
        archive.refuse();
    }
}

void Coverage::hash(StateHash& hash) const {
    Archive archive{hash};
    const_cast<Coverage*>(this)->visit(archive); // one list serves both ways; hashing changes nothing
}

} // namespace cityloom::telecom

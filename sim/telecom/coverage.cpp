// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/telecom/coverage.h"

#include <algorithm>
#include <cmath>

namespace cityloom::telecom {

double path_loss_uma_db(double distance_m, double carrier_ghz) noexcept {
    return 13.54 + 39.08 * std::log10(std::max(10.0, distance_m)) + 20.0 * std::log10(carrier_ghz);
}

double range_uma_m(double budget_db, double carrier_ghz) noexcept {
    return std::pow(10.0, (budget_db - 13.54 - 20.0 * std::log10(carrier_ghz)) / 39.08);
}

Coverage::Coverage(const Network& net, std::span<const Point2> places, std::span<const double> traffic_bps)
    : alive_(net.sites.size(), 1),
      traffic_bps_(traffic_bps.begin(), traffic_bps.end()),
      serving_(places.size(), kNone),
      load_(net.sites.size(), 0.0F) {
    for (const Site& site : net.sites) {
        capacity_bps_.push_back(site.capacity_bps);
    }
    std::vector<std::pair<double, std::uint32_t>> near;
    for (const Point2 place : places) {
        first_.push_back(static_cast<std::uint32_t>(candidates_.size()));
        near.clear();
        for (std::uint32_t s = 0; s < net.sites.size(); ++s) {
            const double away = distance_m(place, net.sites[s].at);
            if (away <= net.sites[s].range_m) {
                near.emplace_back(away, s);
            }
        }
        std::sort(near.begin(), near.end());
        for (const auto& [away, site] : near) {
            candidates_.push_back(site);
        }
    }
    first_.push_back(static_cast<std::uint32_t>(candidates_.size()));
}

void Coverage::set_alive(std::uint32_t site, bool alive) {
    alive_[site] = alive ? 1 : 0;
}

void Coverage::update(double activity) {
    std::vector<double> carried(alive_.size(), 0.0);
    for (std::size_t p = 0; p < serving_.size(); ++p) {
        serving_[p] = kNone;
        for (std::uint32_t k = first_[p]; k < first_[p + 1]; ++k) {
            if (alive_[candidates_[k]] != 0) {
                serving_[p] = candidates_[k];
                carried[candidates_[k]] += activity * traffic_bps_[p];
                break;
            }
        }
    }
    for (std::size_t s = 0; s < load_.size(); ++s) {
        load_[s] = static_cast<float>(carried[s] / std::max(1.0, capacity_bps_[s]));
    }
}

void Coverage::visit(Archive& archive) {
    archive.fixed(alive_, serving_, load_);
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

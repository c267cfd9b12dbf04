// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <queue>
#include <utility>
#include <vector>

#include "gis/derive/utilities.h"
#include "sim/telecom/coverage.h"
#include "sim/telecom/rows.h"

namespace cityloom::gis {

namespace {

using telecom::Site;

// Three 5G stations to 1,000 people stand in China (MIIT: 4.2 million in 2024), each operator's own; sites that several
// share are fewer. One to 1,500 people and jobs is about one to 1,000 people.
constexpr double kPeopleJobsPerSite = 1'500.0;
// Link budget of a 1.8 GHz macro cell to a telephone indoors: 46 dBm + 15 dBi out, -110 dBm needed, 20 dB into the
// building, 8 dB of shadowing margin (3GPP TR 36.873 style budget): 143 dB.
constexpr double kBudgetDb = 46.0 + 15.0 + 110.0 - 20.0 - 8.0;
constexpr double kCarrierGhz = 1.8;
constexpr double kOneSiteM = 150.0; // mapped antennas nearer than this are those of one site

// A city has the roadside units that somebody has built: none of the formats that are read maps any, so there are none.
// Loom Bay has none either, so that what a measure does there is what it does in a real city.
constexpr std::array<std::string_view, 3> kAssumptions{
    "Mobile network: mapped masts, then one to 1,500 people and jobs (default); 3 sectors of 60 MHz each, rates by "
    "3GPP "
    "TR 36.942 annex A with all other masts in range at full power; 60 kbit/s a person in the busy hour (Ericsson "
    "Mobility Report 2021).",
    "The stated data rate is 10 Mbit/s down: the least that a household must be offered in Germany (TKMV 2022, section "
    "2). People without any signal count as below it.",
    "Roadside units: none but those that a measure adds, since the map shows none."};

/// Junctions in cells of a grid.
class Cells {
public:
    Cells(const std::vector<traffic::Junction>& junctions, double cell_m) : cell_m_{cell_m} {
        for (std::uint32_t j = 0; j < junctions.size(); ++j) {
            cells_[{column(junctions[j].at.x_m), column(junctions[j].at.y_m)}].push_back(j);
        }
    }
    /// Calls `use` with those nearer than a cell, and some more.
    template <typename Use> void around(Point2 at, const Use& use) const {
        for (std::int64_t i = column(at.x_m) - 1; i <= column(at.x_m) + 1; ++i) {
            for (std::int64_t k = column(at.y_m) - 1; k <= column(at.y_m) + 1; ++k) {
                if (const auto cell = cells_.find({i, k}); cell != cells_.end()) {
                    std::ranges::for_each(cell->second, use);
                }
            }
        }
    }

private:
    [[nodiscard]] std::int64_t column(double metres) const {
        return static_cast<std::int64_t>(std::floor(metres / cell_m_));
    }
    double cell_m_;
    std::map<std::pair<std::int64_t, std::int64_t>, std::vector<std::uint32_t>> cells_;
};

/// The greatest of values that only ever fall, the lowest number of those that are equal.
template <typename Value> class Greatest {
public:
    Greatest(std::size_t count, Value value) : value_{std::move(value)} {
        for (std::uint32_t j = 0; j < count; ++j) {
            heap_.push({value_(j), j});
        }
    }
    [[nodiscard]] std::pair<std::uint32_t, double> top() {
        while (!heap_.empty()) {
            const Row row = heap_.top();
            const double now = value_(row.number);
            if (now == row.value) {
                return {row.number, now};
            }
            heap_.pop();
            heap_.push({now, row.number});
        }
        return {kNone, 0.0};
    }

private:
    struct Row {
        double value = 0.0;
        std::uint32_t number = 0;
        bool operator<(const Row& other) const {
            return value < other.value || (value == other.value && number > other.number);
        }
    };
    Value value_;
    std::priority_queue<Row> heap_;
};

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
    std::vector<double> away(junctions.size(), 2.0 * range); // of each junction from the nearest site, at most this
    const Cells cells{junctions, 2.0 * range};
    const auto near_sites = [&](const Site& site) {
        cells.around(site.at,
                     [&](std::uint32_t j) { away[j] = std::min(away[j], distance_m(junctions[j].at, site.at)); });
    };
    const auto add = [&](Point2 at, Provenance source) {
        const std::size_t number = net.sites.size() + 1;
        net.sites.push_back({.id = 0xE000000000000000ULL + number,
                             .key = "basestation/B" + std::to_string(number),
                             .at = at,
                             .range_m = range,
                             .source = source});
        near_sites(net.sites.back());
    };
    for (const Asset& asset : base.city.assets) {
        const bool apart = std::ranges::none_of(
            net.sites, [&](const Site& site) { return distance_m(site.at, asset.at) <= kOneSiteM; });
        if (asset.kind == AssetKind::CommunicationsMast && apart) {
            add(asset.at, Provenance::Measured);
        }
    }
    // Then where most people are farthest from one, until everyone is in range and no site has too many.
    const auto wanted = static_cast<std::size_t>(std::ceil(total / kPeopleJobsPerSite));
    const auto here = [&](std::uint32_t j) { return base.loads.people[j] + base.loads.jobs[j]; };
    Greatest need{junctions.size(), [&](std::uint32_t j) {
                      return (here(j) + (away[j] > 0.9 * range ? 200.0 : 1.0)) * away[j] * away[j];
                  }};
    Greatest distance{junctions.size(),
                      [&](std::uint32_t j) { return here(j) > 0.0 || base.city.buildings.empty() ? away[j] : 0.0; }};
    while (net.sites.size() < 2'000) {
        const auto [best, score] = need.top();
        if (!(score > 0.0) || (net.sites.size() >= wanted && distance.top().second < 0.9 * range)) {
            break;
        }
        add(junctions[best].at, Provenance::Default);
    }
    return net;
}

const Derivation kTelecomDerivation{
    .id = "telecom",
    .derive =
        [](const UtilityBase& base, engine::Networks& networks) {
            networks.telecom = derive_telecom(base);
            std::vector<std::string>& said = networks.demand.assumptions;
            for (const std::string_view sentence : kAssumptions) {
                if (std::ranges::find(said, sentence) == said.end()) {
                    said.emplace_back(sentence);
                }
            }
        },
    .connect =
        [](const UtilityBase& /*base*/, engine::Networks& networks) {
            const FeedPoints feeds{networks};
            for (std::uint32_t s = 0; s < networks.telecom.sites.size(); ++s) {
                const telecom::Site& site = networks.telecom.sites[s];
                feed(networks, feeds, {&telecom::kSite, s}, site.at, site.power_w, site.battery_s, 2);
            }
        }};

} // namespace cityloom::gis

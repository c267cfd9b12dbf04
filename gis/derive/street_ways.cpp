// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/street_ways.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>

namespace cityloom::gis {

namespace {
constexpr double kNowhere = std::numeric_limits<double>::infinity();
} // namespace

StreetWays::StreetWays(const StreetGraph& graph)
    : graph_{graph},
      away_m_(graph.at.size(), kNowhere),
      by_link_(graph.at.size(), kNone),
      settled_(graph.at.size(), 0),
      wanted_(graph.at.size(), 0) {}

void StreetWays::look(std::uint32_t from, std::span<const std::uint32_t> to, double most_m) {
    for (const std::uint32_t junction : touched_) {
        away_m_[junction] = kNowhere;
        by_link_[junction] = kNone;
        settled_[junction] = 0;
    }
    touched_.assign(1, from);
    from_ = from;
    away_m_[from] = 0.0;
    std::size_t left = 0;
    for (const std::uint32_t junction : to) {
        left += wanted_[junction] == 0 ? 1U : 0U;
        wanted_[junction] = 1;
    }
    using Entry = std::pair<double, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    open.emplace(0.0, from);
    while (!open.empty() && left > 0 && open.top().first <= most_m) {
        const auto [away, junction] = open.top();
        open.pop();
        if (settled_[junction] != 0) {
            continue;
        }
        settled_[junction] = 1;
        left -= wanted_[junction];
        for (const std::uint32_t link : graph_.at[junction]) {
            const std::uint32_t next = graph_.other(link, junction);
            const double there = away + graph_.links[link].length_m;
            if (there < away_m_[next]) {
                if (away_m_[next] == kNowhere) {
                    touched_.push_back(next);
                }
                away_m_[next] = there;
                by_link_[next] = link;
                open.emplace(there, next);
            }
        }
    }
    for (const std::uint32_t junction : to) {
        wanted_[junction] = 0;
    }
}

double StreetWays::away_m(std::uint32_t junction) const {
    return settled_[junction] != 0 ? away_m_[junction] : kNowhere;
}

std::vector<std::uint32_t> StreetWays::links_to(std::uint32_t junction) const {
    std::vector<std::uint32_t> links;
    if (settled_[junction] == 0) {
        return links;
    }
    for (std::uint32_t at = junction; at != from_; at = graph_.other(by_link_[at], at)) {
        links.push_back(by_link_[at]);
    }
    std::ranges::reverse(links);
    return links;
}

} // namespace cityloom::gis

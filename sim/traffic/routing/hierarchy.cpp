// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/routing/hierarchy.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace cityloom::traffic::routing {

Hierarchy::Hierarchy(const Router& router, std::span<const std::uint32_t> order)
    : edge_of_(order.begin(), order.end()), rank_of_(order.size(), kNone) {
    for (std::uint32_t v = 0; v < node_count(); ++v) {
        rank_of_[edge_of_[v]] = v;
    }
    contract(router);
    find_sources(router);
    sort_by_level();
}

/// The elimination game: a node that is taken out hands its higher neighbours to the lowest of them, which then links
/// them all when its own turn comes.
void Hierarchy::contract(const Router& router) {
    const std::uint32_t n = node_count();
    std::vector<std::vector<std::uint32_t>> up(n);
    for (std::uint32_t e = 0; e < n; ++e) {
        for (const Router::Arc& arc : router.arcs(e)) {
            if (arc.to != e) {
                const auto [low, high] = std::minmax(rank_of_[e], rank_of_[arc.to]);
                up[low].push_back(high);
            }
        }
    }
    parent_.assign(n, kNone);
    first_up_.push_back(0);
    std::vector<std::uint32_t> merged;
    for (std::uint32_t v = 0; v < n; ++v) {
        std::vector<std::uint32_t>& mine = up[v];
        std::sort(mine.begin(), mine.end());
        mine.erase(std::unique(mine.begin(), mine.end()), mine.end());
        if (!mine.empty()) {
            parent_[v] = mine.front();
            std::vector<std::uint32_t>& heir = up[mine.front()];
            heir.insert(heir.end(), mine.begin() + 1, mine.end());
            if (heir.size() > 256) { // keeps what piles up at an important node small
                std::sort(heir.begin(), heir.end());
                heir.erase(std::unique(heir.begin(), heir.end()), heir.end());
            }
        }
        head_.insert(head_.end(), mine.begin(), mine.end());
        tail_.insert(tail_.end(), mine.size(), v);
        first_up_.push_back(static_cast<std::uint32_t>(head_.size()));
        std::vector<std::uint32_t>{}.swap(mine);
    }
    first_below_.assign(n + 1, 0);
    for (const std::uint32_t w : head_) {
        ++first_below_[w + 1];
    }
    std::partial_sum(first_below_.begin(), first_below_.end(), first_below_.begin());
    std::vector<std::uint32_t> next(first_below_.begin(), first_below_.end() - 1);
    below_.resize(head_.size());
    for (std::uint32_t link = 0; link < link_count(); ++link) {
        below_[next[head_[link]]++] = {tail_[link], link};
    }
}

void Hierarchy::find_sources(const Router& router) {
    source_.assign(link_count(), {});
    std::uint32_t index = 0;
    for (std::uint32_t e = 0; e < node_count(); ++e) {
        for (const Router::Arc& arc : router.arcs(e)) {
            if (arc.to != e) {
                const std::uint32_t from = rank_of_[e];
                const std::uint32_t to = rank_of_[arc.to];
                const auto [low, high] = std::minmax(from, to);
                const auto begin = head_.begin() + first_up_[low];
                const auto at = std::lower_bound(begin, head_.begin() + first_up_[low + 1], high);
                Source& source = source_[static_cast<std::size_t>(at - head_.begin())];
                (from < to ? source.up_arc : source.down_arc) = index;
            }
            ++index;
        }
    }
}

std::uint64_t Hierarchy::triangle_count() const noexcept {
    std::uint64_t count = 0;
    for (std::uint32_t v = 0; v < node_count(); ++v) {
        const std::uint64_t links = first_up_[v + 1] - first_up_[v];
        count += links * (links - std::min<std::uint64_t>(1, links)) / 2;
    }
    return count;
}

void Hierarchy::sort_by_level() {
    const std::uint32_t n = node_count();
    std::vector<std::uint32_t> level(n, 0);
    std::uint32_t levels = 1;
    for (std::uint32_t v = 0; v < n; ++v) {
        if (parent_[v] != kNone) { // the other neighbours lie above the parent, so above its level
            level[parent_[v]] = std::max(level[parent_[v]], level[v] + 1);
            levels = std::max(levels, level[parent_[v]] + 1);
        }
    }
    level_begin_.assign(levels + 1, 0);
    for (const std::uint32_t l : level) {
        ++level_begin_[l + 1];
    }
    std::partial_sum(level_begin_.begin(), level_begin_.end(), level_begin_.begin());
    std::vector<std::uint32_t> next(level_begin_.begin(), level_begin_.end() - 1);
    by_level_.resize(n);
    for (std::uint32_t v = 0; v < n; ++v) {
        by_level_[next[level[v]]++] = v;
    }
}

} // namespace cityloom::traffic::routing

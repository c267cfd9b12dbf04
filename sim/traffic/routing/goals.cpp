// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/routing/goals.h"

namespace cityloom::traffic::routing {

Goals::Goals(const Router& router) {
    std::vector<std::vector<Entry>> entries(router.edge_count());
    std::uint32_t index = 0;
    for (std::uint32_t e = 0; e < router.edge_count(); ++e) {
        for (const Router::Arc& arc : router.arcs(e)) {
            if (arc.factor != 1) {
                entries[arc.to].push_back({e, index});
            }
            ++index;
        }
    }
    for (const auto& into : entries) {
        first_.push_back(static_cast<std::uint32_t>(entries_.size()));
        entries_.insert(entries_.end(), into.begin(), into.end());
    }
    first_.push_back(static_cast<std::uint32_t>(entries_.size()));
}

void Goals::find(const Hierarchy& hierarchy, const Metric& metric, std::uint32_t cls, std::uint32_t to,
                 std::vector<Goal>& goals) const {
    goals.assign(1, {hierarchy.rank_of(to), 0.0F});
    for (std::uint32_t k = first_[to]; k < first_[to + 1]; ++k) {
        const float cost = metric.last_arc_s(cls, entries_[k].arc);
        if (cost != Router::kClosed) {
            goals.push_back({hierarchy.rank_of(entries_[k].from), cost});
        }
    }
}

} // namespace cityloom::traffic::routing

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/routing/query.h"

#include <algorithm>
#include <functional>

namespace cityloom::traffic::routing {

void Query::relax(std::span<const Metric::Step> steps, float here, std::vector<float>& cost,
                  std::vector<std::uint32_t>& by) const {
    for (const Metric::Step& step : steps) {
        const float there = here + step.time_s;
        if (there < cost[step.head]) {
            cost[step.head] = there;
            by[step.head] = step.link;
        }
    }
}

float Query::run(std::uint32_t cls, std::uint32_t from, std::span<const Goal> goals, QueryScratch& scratch,
                 std::vector<std::uint32_t>* way) const {
    const Hierarchy& h = hierarchy_;
    if (scratch.onward_.size() != h.node_count()) {
        scratch.onward_.assign(h.node_count(), Router::kClosed);
        scratch.backward_.assign(h.node_count(), Router::kClosed);
        scratch.onward_by_.assign(h.node_count(), kNone);
        scratch.backward_by_.assign(h.node_count(), kNone);
    }
    std::vector<float>& onward = scratch.onward_;
    std::vector<float>& backward = scratch.backward_;
    onward[from] = 0.0F;
    scratch.onward_by_[from] = kNone;
    std::vector<std::uint32_t>& front = scratch.front_;
    front.clear();
    for (const Goal& goal : goals) {
        if (goal.cost_s < backward[goal.node]) {
            backward[goal.node] = goal.cost_s;
            scratch.backward_by_[goal.node] = kNone;
            front.push_back(goal.node);
        }
    }
    // Highest first, so that the lowest is at the back; kNone, past a root, is higher than all.
    std::sort(front.begin(), front.end(), std::greater<>{});
    front.erase(std::unique(front.begin(), front.end()), front.end());
    float best = Router::kClosed;
    std::uint32_t meeting = kNone;
    std::uint32_t on = from;
    const auto raise = [&] {
        const std::uint32_t next = h.parent(front.back());
        front.pop_back();
        if (next != kNone) {
            const auto at = std::lower_bound(front.begin(), front.end(), next, std::greater<>{});
            if (at == front.end() || *at != next) {
                front.insert(at, next);
            }
        }
    };
    while (on != kNone || !front.empty()) {
        const std::uint32_t back = front.empty() ? kNone : front.back();
        const std::uint32_t node = std::min(on, back);
        if (on == back && onward[node] + backward[node] < best) {
            best = onward[node] + backward[node];
            meeting = node;
        }
        if (on == node) {
            if (onward[node] < best) {
                relax(metric_.onward(cls, node), onward[node], onward, scratch.onward_by_);
            }
            on = h.parent(node);
        }
        if (back == node) {
            if (backward[node] < best) {
                relax(metric_.backward(cls, node), backward[node], backward, scratch.backward_by_);
            }
            raise();
        }
    }
    if (way != nullptr && meeting != kNone) {
        std::vector<std::pair<std::uint32_t, bool>>& open = scratch.unpacking_;
        open.clear();
        for (std::uint32_t v = meeting; scratch.onward_by_[v] != kNone; v = h.tail(scratch.onward_by_[v])) {
            open.emplace_back(scratch.onward_by_[v], true);
        }
        way->push_back(from);
        while (!open.empty()) {
            const auto [link, up] = open.back();
            open.pop_back();
            unpack(cls, link, up, scratch, *way);
        }
        for (std::uint32_t v = meeting; scratch.backward_by_[v] != kNone;) {
            const std::uint32_t link = scratch.backward_by_[v];
            unpack(cls, link, false, scratch, *way);
            v = h.tail(link);
        }
    }
    for (std::uint32_t v = from; v != kNone; v = h.parent(v)) {
        onward[v] = Router::kClosed;
    }
    for (const Goal& goal : goals) {
        for (std::uint32_t v = goal.node; v != kNone; v = h.parent(v)) {
            backward[v] = Router::kClosed;
        }
    }
    return best;
}

/// The two links of a lower triangle whose times add up to a shortcut's; false where it is a turn.
bool Query::split(std::uint32_t cls, std::uint32_t link, bool up, std::uint32_t& first, std::uint32_t& second) const {
    const Hierarchy& h = hierarchy_;
    const float time = metric_.time_s(cls, link, up);
    const Hierarchy::Source& source = h.source(link);
    const std::uint32_t arc = up ? source.up_arc : source.down_arc;
    if (arc != kNone && metric_.arc_s(cls, arc) == time) {
        return false;
    }
    for (const Hierarchy::Below& u : h.below(h.tail(link))) {
        if (metric_.time_s(cls, u.link, !up) > time) {
            continue;
        }
        std::uint32_t other = u.link + 1;
        const std::uint32_t end = h.first_link(u.tail + 1);
        while (other < end && h.head(other) < h.head(link)) {
            ++other;
        }
        // Upwards: tail, u, head. Downwards: head, u, tail.
        first = up ? u.link : other;
        second = up ? other : u.link;
        if (other < end && h.head(other) == h.head(link) &&
            metric_.time_s(cls, first, false) + metric_.time_s(cls, second, true) == time) {
            return true;
        }
    }
    return false;
}

/// Appends the nodes of a link's way but its first.
void Query::unpack(std::uint32_t cls, std::uint32_t link, bool up, QueryScratch& scratch,
                   std::vector<std::uint32_t>& way) const {
    std::vector<std::pair<std::uint32_t, bool>>& open = scratch.unpacking_;
    const std::size_t floor = open.size();
    open.emplace_back(link, up);
    while (open.size() > floor) {
        const auto [top, upwards] = open.back();
        open.pop_back();
        std::uint32_t first = kNone;
        std::uint32_t second = kNone;
        if (split(cls, top, upwards, first, second)) {
            open.emplace_back(second, true);
            open.emplace_back(first, false);
        } else {
            way.push_back(upwards ? hierarchy_.head(top) : hierarchy_.tail(top));
        }
    }
}

} // namespace cityloom::traffic::routing

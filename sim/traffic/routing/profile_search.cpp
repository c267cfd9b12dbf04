// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/routing/profile_search.h"

#include <algorithm>
#include <cmath>

#include "sim/core/executor.h"

namespace cityloom::traffic::routing {

namespace {

std::vector<float> least_times(const TimeProfile& profile, std::size_t edges) {
    std::vector<float> least(edges, Router::kClosed);
    for (const std::vector<float>& slice : profile.edge_s) {
        for (std::size_t e = 0; e < edges; ++e) {
            least[e] = std::min(least[e], slice[e]);
        }
    }
    return least;
}

} // namespace

float TimeProfile::time_s(std::uint32_t edge, double at_s) const noexcept {
    const double place = at_s / to_seconds(slice) - 0.5;
    const double last = static_cast<double>(edge_s.size()) - 1.0;
    const double before = std::clamp(std::floor(place), 0.0, last);
    const float a = edge_s[static_cast<std::size_t>(before)][edge];
    const float b = edge_s[static_cast<std::size_t>(std::min(last, before + 1.0))][edge];
    const auto share = static_cast<float>(std::clamp(place - before, 0.0, 1.0));
    if (a == Router::kClosed || b == Router::kClosed) {
        return share < 0.5F ? a : b;
    }
    return a + share * (b - a);
}

ProfileSearch::ProfileSearch(const Hierarchy& hierarchy, const Router& router, const TimeProfile& profile,
                             std::uint8_t use, float spread, Executor& executor)
    : hierarchy_{hierarchy},
      router_{router},
      profile_{profile},
      factors_{taste_factors(router.edge_count(), spread)},
      goals_{router},
      least_{hierarchy, router, factors_, use} {
    least_.customise(least_times(profile, router.edge_count()), false, executor);
}

/// Distance to the destination: by links upwards, whose heads lie on the node's way to the root, to where the search
/// against the driving direction came.
float ProfileSearch::potential(std::uint32_t cls, std::uint32_t node, Scratch& s) const {
    s.chain_.clear();
    for (std::uint32_t v = node; v != kNone && s.known_[v] != s.now_; v = hierarchy_.parent(v)) {
        s.chain_.push_back(v);
    }
    while (!s.chain_.empty()) {
        const std::uint32_t v = s.chain_.back();
        s.chain_.pop_back();
        float best = s.backward_[v];
        for (const Metric::Step& step : least_.onward(cls, v)) {
            best = std::min(best, step.time_s + s.potential_[step.head]);
        }
        s.potential_[v] = best;
        s.known_[v] = s.now_;
    }
    return s.potential_[node];
}

float ProfileSearch::route(std::uint32_t from, std::uint32_t to, double at_s, Router::Taste taste, Scratch& s,
                           std::vector<std::uint32_t>& route) const {
    route.clear();
    const std::size_t n = hierarchy_.node_count();
    if (s.cost_.size() != n) {
        s.cost_.assign(n, 0.0F);
        s.potential_.assign(n, 0.0F);
        s.backward_.assign(n, Router::kClosed);
        s.parent_.assign(n, kNone);
        s.reached_.assign(n, 0);
        s.known_.assign(n, 0);
        s.now_ = 0;
    }
    ++s.now_;
    s.heap_.clear();
    const std::uint32_t cls = Router::taste_class(taste.driver);
    goals_.find(hierarchy_, least_, cls, to, s.goals_);
    std::vector<std::uint32_t>& above =
        s.above_; // all that a search against the driving direction comes to, lowest first
    above.clear();
    for (const Goal& goal : s.goals_) {
        s.backward_[goal.node] = std::min(s.backward_[goal.node], goal.cost_s);
        for (std::uint32_t v = goal.node; v != kNone; v = hierarchy_.parent(v)) {
            above.push_back(v);
        }
    }
    std::sort(above.begin(), above.end());
    above.erase(std::unique(above.begin(), above.end()), above.end());
    for (const std::uint32_t v : above) {
        for (const Metric::Step& step : least_.backward(cls, v)) {
            s.backward_[step.head] = std::min(s.backward_[step.head], s.backward_[v] + step.time_s);
        }
    }
    const auto later = [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second > b.second;
    };
    const auto bound = [&](std::uint32_t edge) { return potential(cls, hierarchy_.rank_of(edge), s); };
    const auto reach = [&](std::uint32_t edge, float cost, std::uint32_t parent) {
        if (s.reached_[edge] == s.now_ && s.cost_[edge] <= cost) {
            return;
        }
        const float ahead = bound(edge);
        if (ahead == Router::kClosed) {
            return;
        }
        s.reached_[edge] = s.now_;
        s.cost_[edge] = cost;
        s.parent_[edge] = parent;
        s.heap_.emplace_back(cost + ahead, edge);
        std::push_heap(s.heap_.begin(), s.heap_.end(), later);
    };
    reach(from, 0.0F, kNone);
    float result = Router::kClosed;
    while (!s.heap_.empty()) {
        std::pop_heap(s.heap_.begin(), s.heap_.end(), later);
        const auto [key, edge] = s.heap_.back();
        s.heap_.pop_back();
        const float cost = s.cost_[edge];
        if (key > cost + bound(edge)) {
            continue; // an older, dearer entry
        }
        if (edge == to) {
            result = cost;
            for (std::uint32_t e = to; e != kNone; e = s.parent_[e]) {
                route.push_back(e);
            }
            std::reverse(route.begin(), route.end());
            break;
        }
        for (const Router::Arc& arc : router_.arcs(edge)) {
            const float time = profile_.time_s(arc.to, at_s + static_cast<double>(cost + arc.penalty_s));
            if (time == Router::kClosed || (static_cast<unsigned>(arc.use) & least_.use()) == 0) {
                continue;
            }
            const float factor = arc.to == to ? 1.0F : static_cast<float>(arc.factor);
            reach(arc.to, cost + (arc.penalty_s + factor * (time * factors_[arc.to * kClasses + cls])), edge);
        }
    }
    for (const std::uint32_t v : above) {
        s.backward_[v] = Router::kClosed;
    }
    return result;
}

} // namespace cityloom::traffic::routing

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/router.h"

#include <algorithm>

namespace cityloom::traffic {

namespace {

constexpr float kLeftS = 5.0F; // crossing oncoming traffic
constexpr float kUTurnS = 30.0F;
constexpr float kMinorS = 4.0F;          // giving way to a wider street
constexpr std::uint8_t kLocalFactor = 6; // through a street marked for destination traffic

float mean_signal_wait_s(const Controller& controller, std::uint32_t movement) {
    double cycle = 0.0;
    double green = 0.0;
    for (const SignalPhase& phase : controller.phases) {
        cycle += phase.green_s + phase.yellow_s + phase.all_red_s;
        green += (phase.green_movements >> movement & 1U) != 0 ? phase.green_s : 0.0;
    }
    const double red = cycle - green;
    return cycle > 0.0 ? static_cast<float>(red * red / (2.0 * cycle)) : 0.0F;
}

} // namespace

Router::Router(const RoadNetwork& net, bool plain) {
    double top_mps = 1.0;
    for (std::uint32_t e = 0; e < net.edges.size(); ++e) {
        const Edge& edge = net.edges[e];
        top_mps = std::max(top_mps, edge.speed_mps * 1.2);
        first_.push_back(static_cast<std::uint32_t>(arcs_.size()));
        float wait_s = 0.0F;
        float turns = 0.0F;
        // Riders' own turns last: they open ways to riders, but what a way costs is what it costs all others.
        const auto by_lane = [&](std::uint32_t lane, bool motor) {
            for (std::uint32_t t = net.lanes[lane].turns.begin; t < net.lanes[lane].turns.end(); ++t) {
                const Turn& turn = net.turns[t];
                if (carries_motor(net, turn) != motor) {
                    continue;
                }
                const Junction& junction = net.junctions[turn.junction];
                if (!plain && junction.controller != kNone && turn.movement != kNone && motor) {
                    wait_s += mean_signal_wait_s(net.controllers[junction.controller], turn.movement);
                    turns += 1.0F;
                }
                const std::uint32_t to = net.lanes[turn.to_lane].edge;
                const auto use = static_cast<std::uint8_t>(static_cast<unsigned>(net.lanes[lane].use) &
                                                           net.lanes[turn.to_lane].use & turn.use);
                const auto known = std::find_if(arcs_.begin() + first_.back(), arcs_.end(),
                                                [&](const Arc& arc) { return arc.to == to; });
                if (known != arcs_.end()) {
                    known->use = static_cast<std::uint8_t>(known->use | use);
                    continue;
                }
                const std::uint8_t factor = net.edges[to].destination_only && !edge.destination_only ? kLocalFactor : 1;
                float penalty = static_cast<float>(turn.length_m / std::max(3.0, turn.speed_mps));
                if (plain) {
                    arcs_.push_back({to, penalty, use, factor});
                    continue;
                }
                penalty += turn.kind == TurnKind::Left ? kLeftS : turn.kind == TurnKind::UTurn ? kUTurnS : 0.0F;
                penalty +=
                    junction.control == JunctionControl::Priority && net.edges[to].rank < edge.rank ? kMinorS : 0.0F;
                arcs_.push_back({to, penalty, use, factor});
            }
        };
        for (const bool motor : {true, false}) {
            for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
                by_lane(lane, motor);
            }
        }
        free_s_.push_back(static_cast<float>(edge.length_m / edge.speed_mps) + (turns > 0.0F ? wait_s / turns : 0.0F));
        end_.push_back(net.points[edge.shape.end() - 1]);
    }
    first_.push_back(static_cast<std::uint32_t>(arcs_.size()));
    bound_s_per_m_ = static_cast<float>(1.0 / top_mps);
}

std::uint32_t Router::taste_class(std::uint64_t driver) noexcept {
    std::uint64_t h = (driver ^ (driver >> 32U)) * 0x9E3779B97F4A7C15ULL;
    h = (h ^ (h >> 29U)) * 0xBF58476D1CE4E5B9ULL;
    return static_cast<std::uint32_t>(h >> 32U) % kTasteClasses;
}

float Router::taste_factor(std::uint32_t taste_class, std::uint32_t edge, float spread) noexcept {
    if (spread <= 0.0F) {
        return 1.0F;
    }
    std::uint64_t h = (taste_class + 1U) * 0x9E3779B97F4A7C15ULL + edge * 0xD1B54A32D192ED03ULL;
    h = (h ^ (h >> 31U)) * 0xBF58476D1CE4E5B9ULL;
    h ^= h >> 29U;
    return 1.0F + spread * static_cast<float>(h >> 40U) * 0x1.0p-24F;
}

float Router::route(std::uint32_t from, std::uint32_t to, std::span<const float> edge_s, Taste taste, Scratch& scratch,
                    std::vector<std::uint32_t>& route) const {
    route.clear();
    const std::size_t n = edge_count();
    if (scratch.stamp_.size() != n) {
        scratch.cost_.assign(n, 0.0F);
        scratch.parent_.assign(n, kNone);
        scratch.stamp_.assign(n, 0);
        scratch.now_ = 0;
    }
    ++scratch.now_;
    scratch.heap_.clear();
    const std::uint32_t cls = taste_class(taste.driver);
    const auto bound = [&](std::uint32_t edge) {
        return static_cast<float>(distance_m(end_[edge], end_[to])) * bound_s_per_m_;
    };
    const auto later = [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second > b.second;
    };
    const auto reach = [&](std::uint32_t edge, float cost, std::uint32_t parent) {
        if (scratch.stamp_[edge] == scratch.now_ && scratch.cost_[edge] <= cost) {
            return;
        }
        scratch.stamp_[edge] = scratch.now_;
        scratch.cost_[edge] = cost;
        scratch.parent_[edge] = parent;
        scratch.heap_.emplace_back(cost + bound(edge), edge);
        std::push_heap(scratch.heap_.begin(), scratch.heap_.end(), later);
    };
    reach(from, 0.0F, kNone);
    while (!scratch.heap_.empty()) {
        std::pop_heap(scratch.heap_.begin(), scratch.heap_.end(), later);
        const auto [key, edge] = scratch.heap_.back();
        scratch.heap_.pop_back();
        const float cost = scratch.cost_[edge];
        if (key > cost + bound(edge)) {
            continue; // an older, dearer entry
        }
        if (edge == to) {
            for (std::uint32_t e = to; e != kNone; e = scratch.parent_[e]) {
                route.push_back(e);
            }
            std::reverse(route.begin(), route.end());
            return cost;
        }
        for (const Arc& arc : arcs(edge)) {
            const float time = edge_s[arc.to];
            if (time == kClosed || (static_cast<unsigned>(arc.use) & taste.use) == 0) {
                continue;
            }
            const float factor = arc.to == to ? 1.0F : static_cast<float>(arc.factor);
            reach(arc.to, cost + (arc.penalty_s + factor * (time * taste_factor(cls, arc.to, taste.spread))), edge);
        }
    }
    return kClosed;
}

float Router::cost(std::span<const std::uint32_t> route, std::span<const float> edge_s, Taste taste) const {
    float sum = 0.0F;
    const std::uint32_t cls = taste_class(taste.driver);
    for (std::size_t k = 1; k < route.size(); ++k) {
        for (const Arc& arc : arcs(route[k - 1])) {
            if (arc.to == route[k]) {
                const float factor = k + 1 == route.size() ? 1.0F : static_cast<float>(arc.factor);
                sum += arc.penalty_s + factor * (edge_s[arc.to] * taste_factor(cls, arc.to, taste.spread));
                break;
            }
        }
    }
    return sum;
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// Shortest paths over edges, turns priced, by A* with the straight line at the network's top speed as its bound.
/// Immutable after construction; searches on several threads need one Scratch each.
class Router {
public:
    static constexpr float kClosed = std::numeric_limits<float>::infinity();

    struct Arc {
        std::uint32_t to = kNone; ///< edge
        float penalty_s = 0.0F;
        std::uint8_t use = 0;    ///< LaneUse of those who may go this way
        std::uint8_t factor = 1; ///< on the time of \p to, unless the way ends there: streets for destination traffic
    };
    class Scratch {
        friend class Router;
        std::vector<float> cost_;
        std::vector<std::uint32_t> parent_;
        std::vector<std::uint32_t> stamp_;
        std::vector<std::pair<float, std::uint32_t>> heap_;
        std::uint32_t now_ = 0;
    };
    /// Drivers of one class perceive times alike; with few classes a hierarchy can hold the times of each.
    static constexpr std::uint32_t kTasteClasses = 8;
    /// Spreads drivers who see the same times over like routes: edge times are multiplied by 1 + spread * u(class of
    /// the driver, edge), u uniform in [0, 1).
    struct Taste {
        std::uint64_t driver = 0;
        float spread = 0.0F;
        std::uint8_t use = kEveryone; ///< LaneUse bits of the vehicle: ways closed to it are not taken
    };

    /// \param plain without waits at signals and prices of turns.
    explicit Router(const RoadNetwork& net, bool plain = false);

    /// Edges from \p from to \p to, both included, into \p route; its cost counts every edge but the first. Infinite
    /// and empty when there is none. \p edge_s: time on each edge (s), kClosed where no one may drive.
    float route(std::uint32_t from, std::uint32_t to, std::span<const float> edge_s, Taste taste, Scratch& scratch,
                std::vector<std::uint32_t>& route) const;

    /// As route(), cost alone of a given route.
    [[nodiscard]] float cost(std::span<const std::uint32_t> route, std::span<const float> edge_s, Taste taste) const;

    [[nodiscard]] std::span<const Arc> arcs(std::uint32_t edge) const noexcept {
        return {arcs_.data() + first_[edge], first_[edge + 1] - first_[edge]};
    }
    /// Those of all edges, in the order of the edges.
    [[nodiscard]] std::span<const Arc> all_arcs() const noexcept { return arcs_; }
    [[nodiscard]] static std::uint32_t taste_class(std::uint64_t driver) noexcept;
    /// What a class of drivers multiplies the time on an edge by.
    [[nodiscard]] static float taste_factor(std::uint32_t taste_class, std::uint32_t edge, float spread) noexcept;
    /// Time on each edge at the limit, with the mean wait at a signal (Webster's uniform term) at its end.
    [[nodiscard]] std::span<const float> free_times_s() const noexcept { return free_s_; }
    [[nodiscard]] std::size_t edge_count() const noexcept { return free_s_.size(); }

private:
    std::vector<std::uint32_t> first_;
    std::vector<Arc> arcs_;
    std::vector<float> free_s_;
    std::vector<Point2> end_;
    float bound_s_per_m_ = 0.0F;
};

} // namespace cityloom::traffic

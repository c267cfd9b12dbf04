// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/traffic/router.h"

namespace cityloom::traffic::routing {

/// The part of a customisable contraction hierarchy (Dibbelt, Strasser and Wagner 2016, ACM JEA 21) that no travel time
/// changes. Its nodes are the edges of the road network, numbered by rank (0 is taken out first); its links stand for
/// turns and for shortcuts, and one link serves both directions. Each node's links to higher nodes are contiguous, by
/// rising head. The links to higher nodes form a clique: whatever two of them lead to is itself linked.
class Hierarchy {
public:
    /// What two directions of a link come from; kNone: a shortcut only.
    struct Source {
        std::uint32_t up_arc = kNone;   ///< arc of the router from the link's lower to its higher node
        std::uint32_t down_arc = kNone; ///< and back
    };
    /// A link seen from its head.
    struct Below {
        std::uint32_t tail = 0;
        std::uint32_t link = 0;
    };

    /// \param order edges, least important first; see dissection_order().
    Hierarchy(const Router& router, std::span<const std::uint32_t> order);

    [[nodiscard]] std::uint32_t node_count() const noexcept { return static_cast<std::uint32_t>(edge_of_.size()); }
    [[nodiscard]] std::uint32_t link_count() const noexcept { return static_cast<std::uint32_t>(head_.size()); }
    /// Triangles that customising looks at.
    [[nodiscard]] std::uint64_t triangle_count() const noexcept;
    [[nodiscard]] std::uint32_t rank_of(std::uint32_t edge) const noexcept { return rank_of_[edge]; }
    [[nodiscard]] std::uint32_t edge_of(std::uint32_t node) const noexcept { return edge_of_[node]; }
    /// Links [first_link(v), first_link(v + 1)) lead from v to higher nodes.
    [[nodiscard]] std::uint32_t first_link(std::uint32_t node) const noexcept { return first_up_[node]; }
    [[nodiscard]] std::uint32_t head(std::uint32_t link) const noexcept { return head_[link]; }
    [[nodiscard]] std::uint32_t tail(std::uint32_t link) const noexcept { return tail_[link]; }
    [[nodiscard]] const Source& source(std::uint32_t link) const noexcept { return source_[link]; }
    /// The lowest of the higher neighbours; kNone at a root. A node's higher neighbours all lie on its way to the root.
    [[nodiscard]] std::uint32_t parent(std::uint32_t node) const noexcept { return parent_[node]; }
    /// Links that lead to \p node from lower ones, by rising tail.
    [[nodiscard]] std::span<const Below> below(std::uint32_t node) const noexcept {
        return {below_.data() + first_below_[node], first_below_[node + 1] - first_below_[node]};
    }
    /// Nodes by level; every lower neighbour of a node lies on an earlier level.
    [[nodiscard]] std::span<const std::uint32_t> by_level() const noexcept { return by_level_; }
    [[nodiscard]] std::span<const std::uint32_t> level_begin() const noexcept { return level_begin_; }

private:
    void contract(const Router& router);
    void find_sources(const Router& router);
    void sort_by_level();

    std::vector<std::uint32_t> edge_of_;
    std::vector<std::uint32_t> rank_of_;
    std::vector<std::uint32_t> parent_;
    std::vector<std::uint32_t> first_up_;
    std::vector<std::uint32_t> head_;
    std::vector<std::uint32_t> tail_;
    std::vector<Source> source_;
    std::vector<std::uint32_t> first_below_;
    std::vector<Below> below_;
    std::vector<std::uint32_t> by_level_;
    std::vector<std::uint32_t> level_begin_;
};

} // namespace cityloom::traffic::routing

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/traffic/routing/hierarchy.h"

namespace cityloom {
class Executor;
}

namespace cityloom::traffic::routing {

inline constexpr std::uint32_t kClasses = Router::kTasteClasses;

/// What each class of drivers multiplies each edge's time by: [edge * kClasses + class].
[[nodiscard]] std::vector<float> taste_factors(std::size_t edges, float spread);

/// Times on the links of a hierarchy for one kind of vehicle, all taste classes customised together: customisation as
/// in Dibbelt, Strasser and Wagner (2016, sec. 5), the classes side by side in vector registers.
class Metric {
public:
    /// A link that a search needs, seen from its tail.
    struct Step {
        std::uint32_t head = 0;
        std::uint32_t link = 0;
        float time_s = 0.0F;
    };

    /// \param factors see taste_factors(); must outlive the metric, like the hierarchy and the router.
    /// \param use LaneUse bits of the vehicles.
    Metric(const Hierarchy& hierarchy, const Router& router, std::span<const float> factors, std::uint8_t use);

    /// Takes new times on the edges (s, Router::kClosed where no one may drive). Links are customised level by level;
    /// each has one writer, so the result is the same to the last bit for any number of threads.
    /// \param perfect also drops the links that no shortest way needs (ibid., sec. 5.3): customising takes about twice
    /// as long, searches about half.
    void customise(std::span<const float> edge_s, bool perfect, Executor& executor);

    [[nodiscard]] std::uint8_t use() const noexcept { return use_; }
    /// Links upwards that a search from \p node takes in driving direction, or against it.
    [[nodiscard]] std::span<const Step> onward(std::uint32_t cls, std::uint32_t node) const noexcept {
        return row(onward_[cls], node);
    }
    [[nodiscard]] std::span<const Step> backward(std::uint32_t cls, std::uint32_t node) const noexcept {
        return row(backward_[cls], node);
    }
    /// Time over a link (s), from its tail to its head where \p up, else back.
    [[nodiscard]] float time_s(std::uint32_t cls, std::uint32_t link, bool up) const noexcept {
        return rows_[2 * link + (up ? 0U : 1U)].s[cls];
    }
    /// Time of one turn and the edge that it leads into (s).
    [[nodiscard]] float arc_s(std::uint32_t cls, std::uint32_t arc) const noexcept {
        const Router::Arc& a = arcs_[arc];
        return price(cls, a, static_cast<float>(a.factor));
    }
    /// The same where the way ends on that edge.
    [[nodiscard]] float last_arc_s(std::uint32_t cls, std::uint32_t arc) const noexcept {
        return price(cls, arcs_[arc], 1.0F);
    }

private:
    struct alignas(32) Row {
        std::array<float, kClasses> s;
    };
    /// Upward links of each node that a search needs.
    struct Searched {
        std::vector<std::uint32_t> first;
        std::vector<Step> steps;
    };
    [[nodiscard]] static std::span<const Step> row(const Searched& g, std::uint32_t node) noexcept {
        return {g.steps.data() + g.first[node], g.first[node + 1] - g.first[node]};
    }
    [[nodiscard]] float price(std::uint32_t cls, const Router::Arc& arc, float factor) const noexcept {
        const float time = edge_s_[arc.to];
        return (static_cast<unsigned>(arc.use) & use_) == 0 || time == Router::kClosed
                   ? Router::kClosed
                   : arc.penalty_s + factor * (time * factors_[arc.to * kClasses + cls]);
    }
    static void shorten(Row& direct, const Row& first, const Row& second) noexcept;
    [[nodiscard]] Row arc_row(std::uint32_t arc) const noexcept;
    void customise_node(std::uint32_t node, std::uint32_t* place);
    void perfect_node(std::uint32_t node);
    template <typename Work> void over_levels(bool upwards, Executor& executor, const Work& work);
    void collect(Searched& searched, std::uint32_t cls, bool up, bool perfect) const;

    const Hierarchy& hierarchy_;
    std::span<const Router::Arc> arcs_;
    std::span<const float> factors_;
    std::uint8_t use_;
    std::vector<float> edge_s_;
    std::vector<Row> rows_;     ///< [2 link]: upwards, [2 link + 1]: downwards
    std::vector<Row> shortest_; ///< the same after perfect customisation
    std::array<Searched, kClasses> onward_;
    std::array<Searched, kClasses> backward_;
    std::vector<std::uint32_t> place_;
};

} // namespace cityloom::traffic::routing

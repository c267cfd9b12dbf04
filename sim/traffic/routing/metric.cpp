// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/routing/metric.h"

#include <algorithm>
#include <memory>

#include "sim/core/executor.h"

namespace cityloom::traffic::routing {

namespace {

constexpr std::size_t kFewNodes = 200; // a level below this is done on the calling thread: a barrier costs as much

} // namespace

std::vector<float> taste_factors(std::size_t edges, float spread) {
    std::vector<float> factors(edges * kClasses);
    for (std::uint32_t e = 0; e < edges; ++e) {
        for (std::uint32_t c = 0; c < kClasses; ++c) {
            factors[e * kClasses + c] = Router::taste_factor(c, e, spread);
        }
    }
    return factors;
}

Metric::Metric(const Hierarchy& hierarchy, const Router& router, std::span<const float> factors, std::uint8_t use)
    : hierarchy_{hierarchy},
      arcs_{router.all_arcs()},
      factors_{factors},
      use_{use},
      rows_(2 * std::size_t{hierarchy.link_count()}),
      place_(hierarchy.node_count()) {}

/// Takes the way over two links where it is shorter, class by class.
void Metric::shorten(Row& direct, const Row& first, const Row& second) noexcept {
    Row best = direct; // a copy: the rows might be one, for all the compiler knows, and then it takes them one by one
    for (std::uint32_t c = 0; c < kClasses; ++c) {
        const float around = first.s[c] + second.s[c];
        best.s[c] = around < best.s[c] ? around : best.s[c];
    }
    direct = best;
}

Metric::Row Metric::arc_row(std::uint32_t arc) const noexcept {
    Row row;
    if (arc == kNone) {
        row.s.fill(Router::kClosed);
        return row;
    }
    for (std::uint32_t c = 0; c < kClasses; ++c) {
        row.s[c] = arc_s(c, arc);
    }
    return row;
}

/// Links of a node upwards: their turns, or by way of a lower node u where that is shorter (lower triangles). The heads
/// of u beyond the node are heads of the node too, for they form a clique.
void Metric::customise_node(std::uint32_t node, std::uint32_t* place) {
    const Hierarchy& h = hierarchy_;
    for (std::uint32_t link = h.first_link(node); link < h.first_link(node + 1); ++link) {
        place[h.head(link)] = link;
        rows_[2 * link] = arc_row(h.source(link).up_arc);
        rows_[2 * link + 1] = arc_row(h.source(link).down_arc);
    }
    for (const Hierarchy::Below& below : h.below(node)) {
        const Row from_u = rows_[2 * below.link];
        const Row to_u = rows_[2 * below.link + 1];
        for (std::uint32_t other = below.link + 1; other < h.first_link(below.tail + 1); ++other) {
            const std::uint32_t link = place[h.head(other)];
            shorten(rows_[2 * link], to_u, rows_[2 * other]);
            shorten(rows_[2 * link + 1], rows_[2 * other + 1], from_u);
        }
    }
}

/// Links of a node upwards by way of a higher node (upper and intermediate triangles): their shortest times of all.
void Metric::perfect_node(std::uint32_t node) {
    const Hierarchy& h = hierarchy_;
    for (std::uint32_t a = h.first_link(node); a < h.first_link(node + 1); ++a) {
        const std::uint32_t w = h.head(a);
        std::uint32_t between = h.first_link(w);
        for (std::uint32_t b = a + 1; b < h.first_link(node + 1); ++b) {
            while (h.head(between) != h.head(b)) { // it exists: the heads of a node form a clique
                ++between;
            }
            const Row w_up = shortest_[2 * between];
            const Row w_down = shortest_[2 * between + 1];
            Row a_up = shortest_[2 * a];
            Row a_down = shortest_[2 * a + 1];
            Row b_up = shortest_[2 * b];
            Row b_down = shortest_[2 * b + 1];
            shorten(a_up, b_up, w_down);
            shorten(a_down, w_up, b_down);
            shorten(b_up, a_up, w_up);
            shorten(b_down, w_down, a_down);
            shortest_[2 * a] = a_up;
            shortest_[2 * a + 1] = a_down;
            shortest_[2 * b] = b_up;
            shortest_[2 * b + 1] = b_down;
        }
    }
}

template <typename Work> void Metric::over_levels(bool upwards, Executor& executor, const Work& work) {
    const auto begin = hierarchy_.level_begin();
    const auto nodes = hierarchy_.by_level();
    const std::size_t levels = begin.size() - 1;
    for (std::size_t k = 0; k < levels; ++k) {
        const std::size_t level = upwards ? k : levels - 1 - k;
        const std::size_t first = begin[level];
        const std::size_t count = begin[level + 1] - first;
        if (count < kFewNodes || executor.thread_count() < 2) {
            for (std::size_t i = first; i < first + count; ++i) {
                work(nodes[i], place_.data());
            }
            continue;
        }
        executor.for_each_block(count, [&](std::size_t b, std::size_t e) {
            std::vector<std::uint32_t> place(hierarchy_.node_count());
            for (std::size_t i = first + b; i < first + e; ++i) {
                work(nodes[i], place.data());
            }
        });
    }
}

void Metric::collect(Searched& searched, std::uint32_t cls, bool up, bool perfect) const {
    const Hierarchy& h = hierarchy_;
    searched.first.resize(h.node_count() + 1);
    searched.steps.resize(h.link_count()); // room for all; only the first ones are used
    std::uint32_t next = 0;
    for (std::uint32_t v = 0; v < h.node_count(); ++v) {
        searched.first[v] = next;
        for (std::uint32_t link = h.first_link(v); link < h.first_link(v + 1); ++link) {
            const float time = time_s(cls, link, up);
            const bool needed =
                time != Router::kClosed && (!perfect || shortest_[2 * link + (up ? 0U : 1U)].s[cls] >= time);
            searched.steps[next] = {h.head(link), link, time};
            next += needed ? 1U : 0U;
        }
    }
    searched.first[h.node_count()] = next;
}

void Metric::customise(std::span<const float> edge_s, bool perfect, Executor& executor) {
    edge_s_.assign(edge_s.begin(), edge_s.end());
    over_levels(true, executor, [this](std::uint32_t v, std::uint32_t* place) { customise_node(v, place); });
    if (perfect) {
        shortest_ = rows_;
        over_levels(false, executor, [this](std::uint32_t v, std::uint32_t*) { perfect_node(v); });
    }
    executor.for_each_block(2 * std::size_t{kClasses}, [&](std::size_t first, std::size_t last) {
        for (std::size_t k = first; k < last; ++k) {
            const auto cls = static_cast<std::uint32_t>(k / 2);
            collect(k % 2 == 0 ? onward_[cls] : backward_[cls], cls, k % 2 == 0, perfect);
        }
    });
}

} // namespace cityloom::traffic::routing

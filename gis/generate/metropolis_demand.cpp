// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "gis/generate/metropolis.h"
#include "sim/core/rng.h"

namespace cityloom::gis {

using traffic::Trip;
using traffic::Workload;

namespace {

constexpr std::uint32_t kEast = 0;
constexpr std::uint32_t kNorth = 1;
constexpr std::uint32_t kWest = 2;
constexpr std::uint32_t kSouth = 3;
constexpr std::uint64_t kSample = 2000; // trips over which the mean length is taken

/// Draws trips one after the other; the k-th depends on the seed and k alone.
class Drawer {
public:
    Drawer(const Metropolis& city, const MetropolisDemand& demand) : city_{city}, demand_{demand}, rng_{demand.seed} {}

    /// Junctions along the trip's way; whole streets between them.
    void draw(std::uint64_t k, std::vector<std::uint32_t>& way) const {
        const auto n = static_cast<std::int64_t>(city_.plan.side);
        const double blocks =
            (demand_.shortest_m + (demand_.longest_m - demand_.shortest_m) * luck(k, 2)) / city_.plan.block_m;
        const double share = luck(k, 3);
        // The origin lies where the whole trip fits in: turned back at the border, trips would crowd there.
        const auto place = [n](double length, double side, double where, std::int64_t& from, std::int64_t& to) {
            const std::int64_t by = std::min(n - 1, static_cast<std::int64_t>(std::llround(length)));
            from = static_cast<std::int64_t>(static_cast<double>(n - by) * where);
            to = from + by;
            if (side < 0.5) {
                std::swap(from, to);
            }
        };
        std::int64_t x0 = 0;
        std::int64_t x1 = 0;
        std::int64_t y0 = 0;
        std::int64_t y1 = 0;
        place(share * blocks, luck(k, 4), luck(k, 0), x0, x1);
        place((1.0 - share) * blocks, luck(k, 5), luck(k, 1), y0, y1);
        way.assign(1, static_cast<std::uint32_t>(y0 * n + x0));
        if (luck(k, 6) < 0.5) {
            const std::int64_t column = arterial(x0, x1);
            const std::int64_t row = arterial(y1, y0);
            go(way, column, y0);
            go(way, column, row);
            go(way, x1, row);
        } else {
            const std::int64_t row = arterial(y0, y1);
            const std::int64_t column = arterial(x1, x0);
            go(way, x0, row);
            go(way, column, row);
            go(way, column, y1);
        }
        go(way, x1, y1);
    }
    [[nodiscard]] double luck(std::uint64_t k, std::uint64_t which) const {
        return rng_.uniform(RandomStream::TripDestination, k, which);
    }

private:
    /// The nearest arterial line, of two as near the one towards \p other.
    [[nodiscard]] std::int64_t arterial(std::int64_t from, std::int64_t other) const {
        const auto k = static_cast<std::int64_t>(city_.plan.arterial_every);
        const auto n = static_cast<std::int64_t>(city_.plan.side);
        const std::int64_t below = from - (from + k - k / 2) % k;
        std::int64_t best = below >= 0 ? below : below + k;
        const std::int64_t above = best == from ? best : best + k;
        const bool nearer = std::abs(above - from) < std::abs(best - from);
        const bool as_near = std::abs(above - from) == std::abs(best - from) && other > from;
        best = above < n && (nearer || as_near) ? above : best;
        return std::clamp<std::int64_t>(best, 0, n - 1);
    }
    /// Straight on to a junction of the same row or column, without going back on what was just driven.
    void go(std::vector<std::uint32_t>& way, std::int64_t x, std::int64_t y) const {
        const auto n = static_cast<std::int64_t>(city_.plan.side);
        const auto end = static_cast<std::uint32_t>(y * n + x);
        while (way.back() != end) {
            const std::int64_t at_x = way.back() % n;
            const std::int64_t at_y = way.back() / n;
            const std::int64_t next_x = at_x + (at_x < x ? 1 : at_x > x ? -1 : 0);
            const std::int64_t next_y = at_y + (at_y < y ? 1 : at_y > y ? -1 : 0);
            const auto next = static_cast<std::uint32_t>(next_y * n + next_x);
            if (way.size() > 1 && way[way.size() - 2] == next) {
                way.pop_back();
            } else {
                way.push_back(next);
            }
        }
    }

    const Metropolis& city_;
    const MetropolisDemand& demand_;
    CounterRng rng_;
};

std::uint32_t edge_between(const Metropolis& city, std::uint32_t a, std::uint32_t b) {
    const std::uint32_t n = city.plan.side;
    const std::uint32_t arm = b == a + 1 ? kEast : b == a + n ? kNorth : a == b + 1 ? kWest : kSouth;
    return city.leaving[a][arm];
}

} // namespace

Workload metropolis_workload(const Metropolis& city, const MetropolisDemand& demand) {
    const Drawer drawer{city, demand};
    std::vector<std::uint32_t> way;
    double blocks = 0.0;
    for (std::uint64_t k = 0; k < kSample; ++k) {
        drawer.draw(k, way);
        blocks += static_cast<double>(way.size() - 1);
    }
    const double mean_s = blocks / kSample * city.plan.block_m / demand.expected_mps;
    const auto whole = static_cast<std::uint64_t>(static_cast<double>(demand.vehicles) * demand.duration_s / mean_s);
    Workload work;
    work.types = traffic::default_vehicle_types();
    work.type_names = {"car", "truck", "bus", "emergency"};
    work.trips.reserve(demand.vehicles + whole);
    for (std::uint64_t k = 0; k < demand.vehicles + whole; ++k) {
        drawer.draw(k, way);
        const bool under_way = k < demand.vehicles;
        if (under_way && way.size() > 3) { // of those that are on the streets, each has driven an even share
            const auto driven = static_cast<std::size_t>(drawer.luck(k, 7) * static_cast<double>(way.size() - 2));
            way.erase(way.begin(), way.begin() + static_cast<std::ptrdiff_t>(driven));
        }
        if (way.size() < 3) {
            continue; // not even a turn
        }
        const double depart_s =
            under_way ? demand.fill_s * static_cast<double>(k) / static_cast<double>(demand.vehicles)
                      : 0.5 * demand.fill_s +
                            demand.duration_s * static_cast<double>(k - demand.vehicles) / static_cast<double>(whole);
        Trip trip{.id = k + 1, .depart = from_seconds(depart_s)};
        trip.from_edge = edge_between(city, way[0], way[1]);
        trip.to_edge = edge_between(city, way[way.size() - 2], way.back());
        trip.from_share = static_cast<float>(0.1 + 0.7 * drawer.luck(k, 8));
        trip.to_share = static_cast<float>(0.2 + 0.7 * drawer.luck(k, 9));
        if (!demand.free_ways) {
            trip.route = static_cast<std::uint32_t>(work.routes.size());
            work.routes.push_back(
                {static_cast<std::uint32_t>(work.route_edges.size()), static_cast<std::uint32_t>(way.size() - 1)});
            for (std::size_t p = 1; p < way.size(); ++p) {
                work.route_edges.push_back(edge_between(city, way[p - 1], way[p]));
            }
        }
        work.trips.push_back(trip);
    }
    std::stable_sort(work.trips.begin(), work.trips.end(),
                     [](const Trip& a, const Trip& b) { return a.depart < b.depart; });
    return work;
}

} // namespace cityloom::gis

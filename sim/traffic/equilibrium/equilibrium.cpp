// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/equilibrium/equilibrium.h"

#include <algorithm>
#include <cmath>

#include "sim/core/executor.h"
#include "sim/core/rng.h"
#include "sim/traffic/equilibrium/approach.h"
#include "sim/traffic/routing/route_finder.h"

namespace cityloom::traffic::equilibrium {

namespace {

constexpr std::uint64_t kSeed = 1952; // of who changes; the trips' ids carry the run's own seed
constexpr double kEager = 2.0;        // probability of a change over relative gain, in the first iterations
constexpr double kCalmer = 0.5;       // it times this when a change made things worse
constexpr double kBolder = 0.9;       // and times this when it made them better
constexpr TimeUs kMostSlices = 96;
constexpr std::size_t kPlansFollow = 5; // iterations after which signal plans stay

class Assignment {
public:
    Assignment(RoadNetwork& net, const Router& router, std::span<const Trip> trips, const EquilibriumOptions& options,
               Executor& executor)
        : net_{net},
          router_{router},
          trips_{trips},
          options_{options},
          executor_{executor},
          finder_{net, router, options.taste_spread},
          slices_(static_cast<std::size_t>(
              std::clamp<TimeUs>((options.duration + options.slice / 2) / options.slice, 1, kMostSlices))),
          routes_(trips.size()),
          best_(trips.size()),
          cost_(trips.size(), 0.0F),
          least_(trips.size(), Router::kClosed) {
        const TimeUs each = std::max(kMinuteUs, options.duration / static_cast<TimeUs>(slices_.size()));
        slice_ = each;
        hours_ = to_seconds(each) / 3600.0;
        for (std::uint32_t t = 0; t < trips.size(); ++t) {
            const TimeUs late = std::max<TimeUs>(0, trips[t].depart - options.start) / each;
            slices_[std::min(slices_.size() - 1, static_cast<std::size_t>(late))].trips.push_back(t);
        }
        find_ways();
    }

    Equilibrium run() {
        Equilibrium result;
        std::vector<double>& gaps = result.relative_gap;
        for (std::size_t k = 0;; ++k) { // in round 0 the streets are empty, and everyone finds a way
            const bool follows = options_.plan && k < kPlansFollow;
            load(follows);
            for (const Slice& slice : slices_) {
                compare(slice);
            }
            if (k > 0) {
                gaps.push_back(gap());
                if (k >= options_.most_iterations || (gaps.back() <= options_.target_gap && !follows)) {
                    break;
                }
            }
            if (options_.stop.stop_requested()) {
                break;
            }
            if (gaps.size() > 1) {
                eager_ *= gaps.back() > gaps[gaps.size() - 2] ? kCalmer : kBolder;
            }
            change(k);
        }
        result.edge_times_s = std::move(slices_.front().edge_s);
        for (std::size_t s = 1; s < slices_.size(); ++s) {
            result.later_times_s.push_back(std::move(slices_[s].edge_s));
        }
        result.slice = slice_;
        result.turn_flow_vph = std::move(turn_vph_);
        result.routes = std::move(routes_);
        return result;
    }

private:
    struct Slice {
        std::vector<std::uint32_t> trips;
        std::vector<double> edge_vehicles;
        std::vector<float> edge_s;
    };

    [[nodiscard]] double vehicles_of(std::size_t t) const {
        return options_.vehicles.empty() ? 1.0 : options_.vehicles[t];
    }

    /// Turns by which each arc of the router can be driven.
    void find_ways() {
        first_way_.push_back(0);
        for (std::uint32_t e = 0; e < net_.edges.size(); ++e) {
            const Range lanes = net_.edges[e].lanes;
            for (const Router::Arc& arc : router_.arcs(e)) {
                for (std::uint32_t l = lanes.begin; l < lanes.end(); ++l) {
                    for (std::uint32_t t = net_.lanes[l].turns.begin; t < net_.lanes[l].turns.end(); ++t) {
                        const Turn& turn = net_.turns[t];
                        if (net_.lanes[turn.to_lane].edge == arc.to && carries_motor(net_, turn)) {
                            ways_.push_back(t);
                        }
                    }
                }
                first_way_.push_back(static_cast<std::uint32_t>(ways_.size()));
            }
        }
    }

    /// Flows of the ways as they are, then plans, capacities and times.
    void load(bool plan) {
        const auto arcs = router_.all_arcs();
        std::vector<double> arc_vehicles(arcs.size(), 0.0);
        for (Slice& slice : slices_) {
            slice.edge_vehicles.assign(net_.edges.size(), 0.0);
            for (const std::uint32_t t : slice.trips) {
                const std::vector<std::uint32_t>& route = routes_[t];
                const double vehicles = vehicles_of(t);
                for (std::size_t k = 0; k + 1 < route.size(); ++k) {
                    slice.edge_vehicles[route[k]] += vehicles;
                    const auto from = router_.arcs(route[k]);
                    const auto arc =
                        std::find_if(from.begin(), from.end(), [&](const auto& a) { return a.to == route[k + 1]; });
                    arc_vehicles[static_cast<std::size_t>(from.data() - arcs.data() + (arc - from.begin()))] +=
                        vehicles;
                }
            }
        }
        turn_vph_.assign(net_.turns.size(), 0.0);
        const double all_hours = hours_ * static_cast<double>(slices_.size());
        for (std::size_t a = 0; a < arcs.size(); ++a) {
            const std::uint32_t ways = first_way_[a + 1] - first_way_[a];
            for (std::uint32_t w = first_way_[a]; w < first_way_[a + 1]; ++w) {
                turn_vph_[ways_[w]] += arc_vehicles[a] / (all_hours * ways);
            }
        }
        if (plan) {
            options_.plan(net_, turn_vph_);
        }
        const std::vector<Approach> ends = approaches(net_, turn_vph_);
        std::vector<double> queue(net_.edges.size(), 0.0);
        for (Slice& slice : slices_) {
            slice.edge_s.resize(net_.edges.size());
            for (std::size_t e = 0; e < net_.edges.size(); ++e) {
                const double vph = slice.edge_vehicles[e] / hours_;
                slice.edge_s[e] = static_cast<float>(edge_time_s(ends[e], vph, hours_, queue[e]));
                queue[e] = std::max(0.0, queue[e] + (vph - ends[e].capacity_vph) * hours_);
            }
            for (const std::uint32_t e : options_.closed_edges) {
                slice.edge_s[e] = Router::kClosed;
            }
        }
    }

    /// What each trip's way costs, and what the best one would.
    void compare(const Slice& slice) {
        finder_.set_times(slice.edge_s);
        finder_.expect(kCars, slice.trips.size(), executor_);
        executor_.for_each_block(slice.trips.size(), [&](std::size_t first, std::size_t last) {
            routing::RouteFinder::Lease lease{finder_};
            for (std::size_t k = first; k < last; ++k) {
                const std::uint32_t t = slice.trips[k];
                const Router::Taste taste{trips_[t].id, options_.taste_spread, kCars};
                least_[t] = finder_.route(trips_[t].from_edge, trips_[t].to_edge, taste, lease, best_[t]);
                cost_[t] = routes_[t].empty() ? Router::kClosed : router_.cost(routes_[t], slice.edge_s, taste);
            }
        });
    }

    [[nodiscard]] double gap() const {
        double cost = 0.0;
        double least = 0.0;
        for (std::size_t t = 0; t < trips_.size(); ++t) {
            if (routes_[t].empty()) {
                continue;
            }
            cost += vehicles_of(t) * static_cast<double>(std::max(cost_[t], least_[t]));
            least += vehicles_of(t) * static_cast<double>(least_[t]);
        }
        return least > 0.0 ? (cost - least) / least : 0.0;
    }

    void change(std::size_t iteration) {
        const CounterRng rng{kSeed};
        for (std::size_t t = 0; t < trips_.size(); ++t) {
            if (routes_[t].empty()) {
                routes_[t].swap(best_[t]);
                continue;
            }
            const auto gain = static_cast<double>((cost_[t] - least_[t]) / std::max(1.0F, cost_[t]));
            if (gain > 1e-5 && rng.uniform(RandomStream::RouteChoice, trips_[t].id, iteration) < eager_ * gain) {
                routes_[t].swap(best_[t]);
            }
        }
    }

    RoadNetwork& net_;
    const Router& router_;
    std::span<const Trip> trips_;
    const EquilibriumOptions& options_;
    Executor& executor_;
    routing::RouteFinder finder_;
    std::vector<Slice> slices_;
    TimeUs slice_ = kHourUs;
    double hours_ = 1.0; // a slice
    double eager_ = kEager;
    std::vector<std::vector<std::uint32_t>> routes_;
    std::vector<std::vector<std::uint32_t>> best_;
    std::vector<float> cost_;
    std::vector<float> least_;
    std::vector<double> turn_vph_;
    std::vector<std::uint32_t> first_way_; // per arc of the router, in ways_
    std::vector<std::uint32_t> ways_;      // turns
};

} // namespace

Equilibrium equilibrate(RoadNetwork& net, const Router& router, std::span<const Trip> trips,
                        const EquilibriumOptions& options, Executor& executor) {
    return Assignment{net, router, trips, options, executor}.run();
}

} // namespace cityloom::traffic::equilibrium

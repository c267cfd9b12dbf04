// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/traffic/network.h"
#include "sim/traffic/router.h"
#include "sim/traffic/routing/query.h"

namespace cityloom {
class Executor;
}

namespace cityloom::traffic::routing {

/// Best ways at the travel times that hold now, for many queries between two changes of them: a customisable
/// contraction hierarchy over the turns, one metric for each kind of vehicle that asks often enough, and Router's
/// search for the others. Both give the same costs but for rounding.
class RouteFinder {
public:
    /// Working memory, borrowed for a block of queries.
    class Lease {
    public:
        explicit Lease(const RouteFinder& finder);
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

    private:
        friend class RouteFinder;
        struct Memory {
            Router::Scratch search;
            QueryScratch query;
            std::vector<Goal> goals;
        };
        const RouteFinder& finder_;
        std::unique_ptr<Memory> memory_;
    };

    /// \param net and \p router must outlive the finder.
    /// \param taste_spread that all drivers have; see Router::Taste.
    /// \param perfect see Metric::customise(): worth it for thousands of queries between two changes.
    RouteFinder(const RoadNetwork& net, const Router& router, float taste_spread, bool perfect = false);

    /// Times on the edges (s, Router::kClosed where no one may drive) that hold from now on.
    void set_times(std::span<const float> edge_s);
    /// The same for one edge.
    void set_time(std::uint32_t edge, float time_s);
    [[nodiscard]] std::span<const float> times_s() const noexcept { return edge_s_; }

    /// The times, and what decides whether the next query goes by the hierarchy: a run that goes on elsewhere must
    /// decide the same, since the two round differently. Restoring makes the hierarchy where it was there.
    void visit(Archive& archive);

    /// Says that \p queries for vehicles of \p use (LaneUse bits) are to come. When enough have been announced since
    /// the times changed, the hierarchy is customised for them. Not to be called while queries run.
    void expect(std::uint8_t use, std::size_t queries, Executor& executor);

    /// As Router::route(), at times_s().
    float route(std::uint32_t from, std::uint32_t to, Router::Taste taste, Lease& lease,
                std::vector<std::uint32_t>& route) const;

    /// The metric of \p use if it is customised for the times that hold, else null.
    [[nodiscard]] const Metric* metric(std::uint8_t use) const noexcept;
    [[nodiscard]] const Hierarchy* hierarchy() const noexcept { return hierarchy_.get(); }

private:
    struct Kind {
        std::uint8_t use = 0;
        bool current = false;           ///< customised for the times that hold
        std::uint64_t announced = 0;    ///< queries since the times changed
        bool ready = false;             ///< and the metric says so: after restoring the next expect() customises it
        std::unique_ptr<Metric> metric; ///< made of the above
        friend void visit(Archive& archive, Kind& kind) {
            auto& [use, current, announced, ready, metric] = kind;
            archive(use, current, announced);
        }
    };
    void outdate();
    void build();

    const RoadNetwork& net_;
    const Router& router_;
    float spread_;
    bool perfect_;
    std::vector<float> edge_s_;
    std::vector<float> factors_;
    bool built_ = false;                   ///< the hierarchy, goals_ and factors_
    std::uint64_t worth_customising_;      ///< for so many queries
    std::unique_ptr<Hierarchy> hierarchy_; ///< made when first needed; likewise goals_
    std::unique_ptr<Goals> goals_;
    std::vector<Kind> kinds_;

    mutable std::mutex mutex_; ///< guards spare_, whose contents change no result
    mutable std::vector<std::unique_ptr<Lease::Memory>> spare_;
};

} // namespace cityloom::traffic::routing

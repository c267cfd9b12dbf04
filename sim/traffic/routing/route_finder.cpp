// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/routing/route_finder.h"

#include <algorithm>
#include <utility>

#include "sim/traffic/routing/order.h"

namespace cityloom::traffic::routing {

namespace {

// Queries between two changes of the times before the hierarchy is made at all: some, and more on a network so large
// that making it takes many seconds and gigabytes.
constexpr std::uint64_t kWorthBuilding = 12;
constexpr std::uint64_t kEdgesAQuery = 1000;
// Searching takes about as long as looking at so many triangles for each edge of the network (measured: Geneva 3, the
// demo city 4).
constexpr std::uint64_t kTrianglesAnEdge = 4;

std::uint64_t worth_building(const RoadNetwork& net) {
    return std::max<std::uint64_t>(kWorthBuilding, net.edges.size() / kEdgesAQuery);
}

} // namespace

RouteFinder::Lease::Lease(const RouteFinder& finder) : finder_{finder} {
    const std::scoped_lock lock{finder.mutex_};
    if (finder.spare_.empty()) {
        memory_ = std::make_unique<Memory>();
    } else {
        memory_ = std::move(finder.spare_.back());
        finder.spare_.pop_back();
    }
}

RouteFinder::Lease::~Lease() {
    const std::scoped_lock lock{finder_.mutex_};
    finder_.spare_.push_back(std::move(memory_));
}

RouteFinder::RouteFinder(const RoadNetwork& net, const Router& router, float taste_spread, bool perfect)
    : net_{net},
      router_{router},
      spread_{taste_spread},
      perfect_{perfect},
      edge_s_(router.free_times_s().begin(), router.free_times_s().end()),
      worth_customising_{worth_building(net)} {}

void RouteFinder::outdate() {
    for (Kind& kind : kinds_) {
        kind.current = kind.ready = false;
        kind.announced = 0;
    }
}

void RouteFinder::set_times(std::span<const float> edge_s) {
    edge_s_.assign(edge_s.begin(), edge_s.end());
    outdate();
}

void RouteFinder::set_time(std::uint32_t edge, float time_s) {
    edge_s_[edge] = time_s;
    outdate();
}

void RouteFinder::visit(Archive& archive) {
    archive.fixed(edge_s_);
    archive(built_, kinds_);
    if (!archive.restoring()) {
        return;
    }
    for (Kind& kind : kinds_) {
        kind.ready = false;
        kind.metric.reset(); // it may be of another kind now
    }
    if (!archive.ok() || !built_) {
        built_ = false;
        hierarchy_.reset();
        goals_.reset();
        worth_customising_ = worth_building(net_);
    } else if (hierarchy_ == nullptr) {
        build();
    }
}

void RouteFinder::build() {
    const std::vector<std::uint32_t> order = dissection_order(net_);
    hierarchy_ = std::make_unique<Hierarchy>(router_, order);
    factors_ = taste_factors(router_.edge_count(), spread_);
    goals_ = std::make_unique<Goals>(router_);
    worth_customising_ = std::max<std::uint64_t>(kWorthBuilding, hierarchy_->triangle_count() /
                                                                     (kTrianglesAnEdge * hierarchy_->node_count()));
    built_ = true;
}

void RouteFinder::expect(std::uint8_t use, std::size_t queries, Executor& executor) {
    auto kind = std::find_if(kinds_.begin(), kinds_.end(), [use](const Kind& k) { return k.use == use; });
    if (kind == kinds_.end()) {
        kinds_.push_back({.use = use});
        kind = kinds_.end() - 1;
    }
    kind->announced += queries;
    if (kind->current ? kind->ready : kind->announced < worth_customising_) {
        return;
    }
    if (hierarchy_ == nullptr) {
        build();
    }
    if (kind->metric == nullptr) {
        kind->metric = std::make_unique<Metric>(*hierarchy_, router_, factors_, use);
    }
    kind->metric->customise(edge_s_, perfect_, executor);
    kind->current = kind->ready = true;
}

const Metric* RouteFinder::metric(std::uint8_t use) const noexcept {
    const auto kind = std::find_if(kinds_.begin(), kinds_.end(), [use](const Kind& k) { return k.use == use; });
    return kind != kinds_.end() && kind->ready ? kind->metric.get() : nullptr;
}

float RouteFinder::route(std::uint32_t from, std::uint32_t to, Router::Taste taste, Lease& lease,
                         std::vector<std::uint32_t>& route) const {
    const Metric* times = metric(taste.use);
    if (times == nullptr || taste.spread != spread_) {
        return router_.route(from, to, edge_s_, taste, lease.memory_->search, route);
    }
    route.clear();
    const std::uint32_t cls = Router::taste_class(taste.driver);
    std::vector<Goal>& goals = lease.memory_->goals;
    goals_->find(*hierarchy_, *times, cls, to, goals);
    const float cost =
        Query{*hierarchy_, *times}.run(cls, hierarchy_->rank_of(from), goals, lease.memory_->query, &route);
    for (std::uint32_t& e : route) {
        e = hierarchy_->edge_of(e);
    }
    if (!route.empty() && route.back() != to) {
        route.push_back(to);
    }
    return cost;
}

} // namespace cityloom::traffic::routing

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/simulation.h"

#include <algorithm>
#include <span>

#include "sim/core/executor.h"
#include "sim/core/polyline.h"
#include "sim/traffic/junction_rules.h"
#include "sim/traffic/state.h"

namespace cityloom::traffic {

namespace {

constexpr std::uint64_t kTooFewToShare = 500; // vehicles; measured with 2 threads on 2 cores
constexpr float kShortestBodyM = 6.0F;        // a car and its standing gap: how many a lane can hold at the most

} // namespace

Simulation::State::State(const RoadNetwork& network, std::vector<Trip> trip_list, const SimulationOptions& opts)
    : net{network},
      trips{std::move(trip_list)},
      options{opts},
      rng{opts.seed},
      router{net},
      dt{static_cast<float>(to_seconds(opts.step))},
      now{opts.start} {
    const std::size_t lanes = net.lanes.size();
    const std::size_t drivables = lanes + net.turns.size();
    std::uint32_t slots = 0;
    for (std::size_t d = 0; d < drivables; ++d) {
        const double length = d < lanes ? net.edges[net.lanes[d].edge].length_m : net.turns[d - lanes].length_m;
        const Range shape = d < lanes ? net.edges[net.lanes[d].edge].shape : net.turns[d - lanes].shape;
        begin.push_back(slots);
        capacity.push_back(static_cast<std::uint32_t>(length / kShortestBodyM) + 6);
        slots += capacity.back();
        drawn_scale.push_back(
            static_cast<float>(polyline_length_m({net.points.data() + shape.begin, shape.count}) / length));
    }
    pool.resize(slots);
    count.assign(drivables, 0);
    last_out.resize(drivables);
    tail.resize(lanes);
    courtesy.resize(lanes);
    reserved_m.assign(lanes, 0.0F);
    inbox.resize(lanes);
    const std::size_t edges = net.edges.size();
    const auto free = router.free_times_s();
    edge_s.assign(free.begin(), free.end());
    if (options.edge_times_s.size() == edges) {
        edge_s = options.edge_times_s;
    }
    routing_s = edge_s;
    closed.assign(edges, 0);
    crossed_s.assign(edges, 0.0F);
    crossed.assign(edges, 0);
    queue.resize(edges);
    queue_head.assign(edges, 0);
    signals.resize(net.controllers.size());
    for (std::size_t c = 0; c < net.controllers.size(); ++c) {
        if (!net.controllers[c].phases.empty()) {
            signals[c].left_s = static_cast<float>(net.controllers[c].phases[0].green_s + net.controllers[c].offset_s);
        }
    }
    const std::size_t n = trips.size();
    records.resize(n);
    routes.resize(n);
    cursor.assign(n, 0);
    entered.assign(n, 0);
    expected.assign(n, 0);
    odometer_m[0].assign(n, 0.0F);
    odometer_m[1].assign(n, 0.0F);
    tally.resize(net.junctions.size());
    idle.assign(net.junctions.size(), 0);
    candidates.resize(net.junctions.size());
}

void Simulation::State::erase(std::uint32_t drivable, std::uint32_t index) {
    Vehicle* v = vehicles(drivable);
    std::move(v + index + 1, v + count[drivable], v + index);
    --count[drivable];
}

void Simulation::State::insert(std::uint32_t drivable, std::uint32_t index, const Vehicle& vehicle) {
    Vehicle* v = vehicles(drivable);
    std::move_backward(v + index, v + count[drivable], v + count[drivable] + 1);
    v[index] = vehicle;
    ++count[drivable];
}

void Simulation::State::collect_departures(Executor& executor) {
    leaving.clear();
    while (next_departure < trips.size() && trips[next_departure].depart < now + options.step) {
        leaving.push_back(next_departure++);
    }
    counts.scheduled += leaving.size();
    if (leaving.empty()) {
        return;
    }
    const Executor::Block choose = [this](std::size_t first, std::size_t last) {
        Router::Scratch scratch;
        for (std::size_t k = first; k < last; ++k) {
            const std::uint32_t trip = leaving[k];
            const Trip& t = trips[trip];
            const float cost =
                router.route(t.from_edge, t.to_edge, routing_s, {t.id, options.taste_spread}, scratch, routes[trip]);
            expected[trip] = now + from_seconds(static_cast<double>(std::min(cost, 1e6F)));
        }
    };
    if (leaving.size() < 4) {
        choose(0, leaving.size());
    } else {
        executor.for_each_block(leaving.size(), choose);
    }
    for (const std::uint32_t trip : leaving) {
        if (routes[trip].empty() || routing_s[trips[trip].from_edge] == Router::kClosed) {
            records[trip].unroutable = true;
            ++counts.unroutable;
        } else {
            queue[trips[trip].from_edge].push_back(trip);
            ++counts.waiting;
        }
    }
}

void Simulation::State::sum_tallies() {
    for (Tally& t : tally) {
        counts.arrived += t.arrived;
        counts.departed += t.departed;
        counts.running += t.departed;
        counts.running -= t.arrived;
        counts.waiting -= t.departed;
        updates += t.updates;
        distance_m += static_cast<double>(t.distance_m);
        co2_g += static_cast<double>(t.co2_g);
    }
}

void Simulation::State::update_travel_times() {
    const auto free = router.free_times_s();
    for (std::uint32_t e = 0; e < net.edges.size(); ++e) {
        const Edge& edge = net.edges[e];
        float seen = crossed[e] > 0 ? crossed_s[e] / static_cast<float>(crossed[e]) : 0.0F;
        bool occupied = false;
        for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
            if (count[lane] > 0) { // one that has stood longer than others took says more than they do
                occupied = true;
                seen = std::max(seen, static_cast<float>(to_seconds(now - entered[vehicles(lane)[0].trip])));
            }
        }
        if (crossed[e] == 0 && !occupied) {
            seen = free[e];
        }
        edge_s[e] = std::max(0.5F * free[e], 0.5F * edge_s[e] + 0.5F * std::max(seen, 0.5F * free[e]));
        routing_s[e] = closed[e] != 0 ? Router::kClosed : edge_s[e];
        crossed[e] = 0;
        crossed_s[e] = 0.0F;
    }
}

Simulation::Simulation(const RoadNetwork& net, std::vector<Trip> trips, const SimulationOptions& options)
    : state_{std::make_unique<State>(net, std::move(trips), options)} {}
Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

void Simulation::step(Executor& executor) {
    State& s = *state_;
    s.collect_departures(executor);
    s.reroute(executor);
    const auto over_junctions = [&](const Executor::Block& block) {
        if (s.counts.running < kTooFewToShare) {
            block(0, s.net.junctions.size()); // waking another thread would take longer than the work
        } else {
            executor.for_each_block(s.net.junctions.size(), block);
        }
    };
    over_junctions([&s](std::size_t first, std::size_t last) {
        JunctionScratch scratch;
        for (std::size_t j = first; j < last; ++j) {
            s.junction_pass(static_cast<std::uint32_t>(j), scratch);
        }
    });
    over_junctions([&s](std::size_t first, std::size_t last) {
        for (std::size_t j = first; j < last; ++j) {
            s.edge_pass(static_cast<std::uint32_t>(j));
        }
    });
    s.sum_tallies();
    s.now += s.options.step;
    ++s.step_index;
    if ((s.now - s.options.start) % (60 * kSecondUs) < s.options.step) {
        s.update_travel_times();
    }
}

TimeUs Simulation::time() const noexcept {
    return state_->now;
}
VehicleCounts Simulation::counts() const noexcept {
    return state_->counts;
}
std::span<const TripRecord> Simulation::records() const noexcept {
    return state_->records;
}
std::span<const Trip> Simulation::trips() const noexcept {
    return state_->trips;
}
std::uint64_t Simulation::vehicle_updates() const noexcept {
    return state_->updates;
}
double Simulation::total_distance_m() const noexcept {
    return state_->distance_m;
}
double Simulation::total_co2_g() const noexcept {
    return state_->co2_g;
}
std::span<const float> Simulation::edge_times_s() const noexcept {
    return state_->edge_s;
}
const RoadNetwork& Simulation::network() const noexcept {
    return state_->net;
}

void Simulation::set_controller_working(std::uint32_t controller, bool working) {
    state_->signals[controller].working = working;
}

void Simulation::set_edge_closed(std::uint32_t edge, bool closed) {
    state_->closed[edge] = closed ? 1 : 0;
    state_->routing_s[edge] = closed ? Router::kClosed : state_->edge_s[edge];
}

void Simulation::set_informed_edges(std::vector<std::uint8_t> informed) {
    state_->informed = std::move(informed);
}

} // namespace cityloom::traffic

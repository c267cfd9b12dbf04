// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/micro/simulation.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "sim/core/executor.h"
#include "sim/traffic/micro/junction_rules.h"
#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

constexpr std::size_t kGrain = 2;             // blocks taken at a time
constexpr std::uint64_t kTooFewToShare = 500; // vehicles; measured with 2 threads on 2 cores
constexpr std::size_t kBlocks = 128;          // of junctions: enough for many threads, few enough to add up
constexpr std::size_t kMostWaysOut = 64;
constexpr double kLongestSubstepS = 0.5; // of the car-following model

TypeRow row_of(const VehicleType& t) {
    TypeRow row;
    row.length_m = t.length_m;
    row.accel = t.accel_mps2;
    row.decel = t.decel_mps2;
    row.headway_s = t.headway_s;
    row.min_gap_m = t.min_gap_m;
    row.approach = 1.0F / (2.0F * std::sqrt(t.accel_mps2 * t.decel_mps2));
    row.over = t.decel_mps2 / t.accel_mps2;
    row.max_speed = t.max_speed_mps;
    row.hardest = t.hardest_mps2;
    row.co2 = co2_row_of(t.cls);
    row.commit = std::clamp(t.decel_mps2, 3.5F, 4.5F);
    row.turn_brake = std::clamp(0.6F * t.decel_mps2, 2.0F, 3.0F);
    row.startup_s = t.startup_s;
    row.politeness = t.politeness;
    row.change_gain = t.change_gain_mps2;
    row.use = t.use;
    row.cls = t.cls;
    row.own_pace = t.own_pace;
    row.electric = t.electric;
    row.drive = t.drive;
    return row;
}

Workload with_types(Workload work) {
    if (work.types.empty()) {
        work.types = default_vehicle_types();
        work.type_names = {"car", "truck", "bus", "emergency", "electric car", "bicycle"};
    } else {
        for (Trip& trip : work.trips) {
            trip.electric = false; // the types given say who is
        }
    }
    return work;
}

} // namespace

Simulation::State::State(const RoadNetwork& network, Workload workload, const SimulationOptions& opts)
    : net{network},
      work{with_types(std::move(workload))},
      options{opts},
      rng{opts.seed},
      router{net, opts.plain_routes},
      finder{net, router, opts.taste_spread},
      plan{net},
      dt{static_cast<float>(to_seconds(opts.step))},
      substeps{std::max(1, static_cast<int>(std::ceil(to_seconds(opts.step) / kLongestSubstepS - 1e-9)))},
      now{opts.start} {
    for (const VehicleType& t : work.types) {
        types.push_back(row_of(t));
    }
    types.resize(std::max<std::size_t>(types.size(), kBarrierType + 1U));
    types[kBarrierType].length_m = 1.0F;
    const std::size_t lanes = plan.lanes.size();
    lane_slot.resize(lanes);
    turn_slot.resize(plan.turns.size());
    junctions.resize(plan.junctions.size());
    lane_junction.resize(lanes);
    std::size_t weight = 0;
    for (std::uint32_t j = 0; j < plan.junctions.size(); ++j) {
        const JunctionPlan& junction = plan.junctions[j];
        for (std::uint32_t l = junction.lanes.begin; l < junction.lanes.end(); ++l) {
            lane_junction[l] = j;
        }
        weight += 1 + junction.lanes.count;
    }
    // Blocks of about equal numbers of lanes.
    const std::size_t blocks = std::min(kBlocks, std::max<std::size_t>(1, junctions.size()));
    std::size_t seen = 0;
    block_begin.push_back(0);
    for (std::uint32_t j = 0; j < plan.junctions.size(); ++j) {
        if (block_begin.size() < blocks && seen * blocks >= weight * block_begin.size()) {
            block_begin.push_back(j);
        }
        seen += 1 + plan.junctions[j].lanes.count;
    }
    block_begin.push_back(static_cast<std::uint32_t>(plan.junctions.size()));
    tally.resize(block_begin.size() - 1);
    candidates.resize(block_begin.size() - 1);

    tails[0].resize(lanes);
    tails[1].resize(lanes);
    heads[0].resize(lanes);
    heads[1].resize(lanes);
    came_by.assign(lanes, kNone);
    seen_by.assign(lanes, 0);
    courtesy.resize(lanes);
    crossed_at.assign(lanes, options.start - kMinuteUs);
    promises.resize(plan.brief_lanes);
    ring_count.assign(plan.rings.size(), 0);
    reserved_m.assign(lanes, 0.0F);
    const std::size_t edges = net.edges.size();
    edge_fed.assign(lanes, 0);
    edge_waits.assign(lanes, 0);
    const auto free = router.free_times_s();
    edge_s.assign(free.begin(), free.end());
    if (options.edge_times_s.size() == edges) {
        edge_s = options.edge_times_s;
    }
    routing_s = edge_s;
    finder.set_times(routing_s);
    closed.assign(edges, 0);
    crossed_s.assign(edges, 0.0F);
    crossed.assign(edges, 0);
    queue.resize(edges);
    queue_head.assign(edges, 0);
    for (std::uint32_t e = 0; e < edges; ++e) {
        bool leads = false;
        for (std::uint32_t l = plan.first_lane[e]; l < plan.first_lane[e] + net.edges[e].lanes.count; ++l) {
            leads = leads || plan.lanes[l].turn_count > 0;
        }
        if (!leads && ways_out.size() < kMostWaysOut) {
            ways_out.push_back(e);
        }
    }
    start_signals();
    start_recent_speeds();
    start_timeline();
    const std::size_t n = work.trips.size();
    records.resize(n);
    routes.resize(n);
    entered.assign(n, 0);
    expected.assign(n, 0);
    start_batteries();
    if (!work.stops.empty()) {
        for (const Trip& trip : work.trips) {
            next_stop.push_back(trip.stops.begin);
        }
    }
}

void Simulation::State::grow(std::uint32_t junction, Slot& slot) {
    JunctionState& state = junctions[junction];
    const JunctionPlan& at = plan.junctions[junction];
    std::vector<Vehicle> fresh;
    const auto room_of = [&](const Slot& s) {
        const unsigned spare = s.count == 0 ? 0U : 1U + s.count / 4U;
        return static_cast<std::uint16_t>(std::min(65535U, s.count + spare + (&s == &slot ? 1U : 0U)));
    };
    std::size_t total = 0;
    const auto each = [&](auto&& f) {
        for (std::uint32_t l = at.lanes.begin; l < at.lanes.end(); ++l) {
            f(lane_slot[l]);
        }
        for (std::uint32_t t = at.turns.begin; t < at.turns.end(); ++t) {
            f(turn_slot[t]);
        }
    };
    each([&](const Slot& s) { total += room_of(s); });
    fresh.resize(total);
    std::uint32_t next = 0;
    each([&](Slot& s) {
        std::copy_n(state.pool.begin() + s.begin, s.count, fresh.begin() + next);
        const std::uint16_t room = room_of(s);
        s.begin = next;
        s.room = room;
        next += room;
    });
    state.pool = std::move(fresh);
}

void Simulation::State::insert(std::uint32_t junction, Slot& slot, std::uint32_t index, const Vehicle& vehicle) {
    const Vehicle copy = vehicle; // it may lie in the pool that moves
    if (slot.count == slot.room) {
        grow(junction, slot);
    }
    Vehicle* v = junctions[junction].pool.data() + slot.begin;
    std::move_backward(v + index, v + slot.count, v + slot.count + 1);
    v[index] = copy;
    ++slot.count;
}

void Simulation::State::erase(std::uint32_t junction, Slot& slot, std::uint32_t index) {
    Vehicle* v = junctions[junction].pool.data() + slot.begin;
    std::move(v + index + 1, v + slot.count, v + index);
    --slot.count;
}

void Simulation::State::settle(Vehicle& vehicle, float length_m, float free_s, float own_s) {
    TripRecord& record = records[vehicle.trip];
    record.route_m += length_m;
    record.free_s += free_s;
    record.own_s += own_s;
    record.waiting_s += static_cast<float>(vehicle.waited) * dt;
    if (types[vehicle.type].electric) {
        record.electricity_wh += vehicle.used;
        batteries[vehicle.trip].charge_wh = std::max(0.0F, batteries[vehicle.trip].charge_wh - vehicle.used);
    } else {
        record.co2_g += vehicle.used;
    }
    vehicle.waited = 0;
    vehicle.used = 0.0F;
}

void Simulation::State::collect_departures(Executor& executor) {
    leaving.clear();
    const std::vector<Trip>& trips = work.trips;
    if (std::exchange(way_opened, false)) {
        leaving.swap(stranded);
        counts.unroutable -= leaving.size();
    }
    const std::size_t again = leaving.size();
    while (next_departure < trips.size() && trips[next_departure].depart <= now + options.step) {
        leaving.push_back(next_departure++);
    }
    counts.scheduled += leaving.size() - again;
    if (leaving.empty()) {
        return;
    }
    const auto chooses = [&](std::uint32_t trip) { return trips[trip].route == kNone; };
    if (std::ranges::any_of(leaving, chooses)) {
        follow_speeds();
    }
    for (const std::uint32_t trip : leaving) {
        finder.expect(use_of(trips[trip]), chooses(trip) ? 1 : 0, executor);
    }
    const Executor::Block choose = [this](std::size_t first, std::size_t last) {
        routing::RouteFinder::Lease scratch{finder};
        for (std::size_t k = first; k < last; ++k) {
            const std::uint32_t trip = leaving[k];
            const Trip& t = work.trips[trip];
            if (t.route != kNone) {
                const Range way = work.routes[t.route];
                routes[trip].assign(work.route_edges.begin() + way.begin, work.route_edges.begin() + way.end());
                expected[trip] = now + 24 * kHourUs; // it keeps its way
                continue;
            }
            float cost = whole_way(t, {t.id, options.taste_spread, use_of(t)}, scratch, routes[trip]);
            prefer_planned(trip, cost, routes[trip]);
            expected[trip] = now + from_seconds(static_cast<double>(std::min(cost, 1e6F)));
        }
    };
    if (leaving.size() < 4) {
        choose(0, leaving.size());
    } else {
        executor.for_each_block(leaving.size(), choose);
    }
    for (const std::uint32_t trip : leaving) {
        records[trip].unroutable = routes[trip].empty() || routing_s[trips[trip].from_edge] == Router::kClosed;
        if (records[trip].unroutable) {
            stranded.push_back(trip);
            ++counts.unroutable;
        } else {
            start_where_it_fits(trip);
            const std::uint32_t street = routes[trip].front();
            queue[street].push_back(trip);
            edge_waits[plan.first_lane[street]] = 1;
            ++counts.waiting;
        }
    }
}

void Simulation::State::count_rings() {
    for (std::size_t r = 0; r < plan.rings.size(); ++r) {
        std::uint32_t vehicles = 0;
        for (const std::uint32_t l : plan.rings[r].lanes) {
            vehicles += lane_slot[l].count;
        }
        for (const std::uint32_t t : plan.rings[r].turns) {
            vehicles += turn_slot[t].count;
        }
        for (const std::uint32_t t : plan.rings[r].entries) {
            vehicles += turn_slot[t].count;
            const std::uint32_t lane = plan.turns[t].from_lane;
            const Vehicle* v = on_lane(lane);
            for (std::uint32_t k = 0; k < lane_slot[lane].count && v[k].has(Vehicle::kCommitted); ++k) {
                vehicles += v[k].turn == t ? 1U : 0U;
            }
        }
        ring_count[r] = vehicles;
    }
}

void Simulation::State::sum_tallies() {
    for (const Tally& t : tally) {
        counts.arrived += t.arrived;
        counts.departed += t.departed;
        counts.running += t.departed;
        counts.gave_up += t.gave_up;
        counts.running -= t.arrived + t.gave_up;
        counts.waiting -= t.departed;
        updates += t.updates;
        distance_m += t.distance_m;
        co2_g += t.co2_g;
        electricity_wh += t.electricity_wh;
    }
}

void Simulation::State::update_travel_times() {
    if (options.plain_routes) {
        return;
    }
    const auto free = router.free_times_s();
    for (std::uint32_t e = 0; e < net.edges.size(); ++e) {
        const Edge& edge = net.edges[e];
        float seen = crossed[e] > 0 ? crossed_s[e] / static_cast<float>(crossed[e]) : 0.0F;
        bool occupied = false;
        const std::uint32_t first = plan.first_lane[e];
        for (std::uint32_t lane = first; lane < first + edge.lanes.count; ++lane) {
            std::uint32_t first_driver = 0;
            while (first_driver < lane_slot[lane].count &&
                   type(on_lane(lane)[first_driver]).cls == VehicleClass::Bicycle) {
                ++first_driver;
            }
            if (lane_slot[lane].count > first_driver) { // one that has stood longer than others says more than they do
                const Vehicle& head = on_lane(lane)[first_driver];
                const Vehicle& looked_at =
                    head.barrier() && lane_slot[lane].count > first_driver + 1 ? on_lane(lane)[first_driver + 1] : head;
                occupied = !looked_at.barrier();
                seen = occupied ? std::max(seen, static_cast<float>(to_seconds(now - entered[looked_at.trip]))) : seen;
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
    finder.set_times(routing_s);
}

Simulation::Simulation(const RoadNetwork& net, std::vector<Trip> trips, const SimulationOptions& options)
    : Simulation{net, Workload{.trips = std::move(trips)}, options} {}
Simulation::Simulation(const RoadNetwork& net, Workload work, const SimulationOptions& options)
    : state_{std::make_unique<State>(net, std::move(work), options)} {}
Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

/// Who departs at the very start stands on the street before the first step: as if a step had ended then.
void Simulation::State::begin(Executor& executor) {
    now -= options.step;
    collect_departures(executor);
    for (std::size_t b = 0; b + 1 < block_begin.size(); ++b) {
        Tally sums;
        candidates[b].clear();
        for (std::uint32_t j = block_begin[b]; j < block_begin[b + 1]; ++j) {
            edge_pass(j, candidates[b], sums);
        }
        tally[b] = sums;
    }
    sum_tallies();
    now += options.step;
}

void Simulation::step(Executor& executor) {
    State& s = *state_;
    follow_timeline();
    if (s.step_index == 0) {
        s.begin(executor);
    }
    s.collect_departures(executor);
    s.look_again_in_queues(executor);
    s.reroute(executor);
    s.advance_signals();
    const auto over_blocks = [&](const Executor::Block& block) {
        if (s.counts.running < kTooFewToShare) {
            block(0, s.tally.size()); // waking another thread would take longer than the work
        } else {
            executor.balance(s.tally.size(), kGrain, block);
        }
    };
    over_blocks([&s](std::size_t first, std::size_t last) {
        thread_local JunctionScratch scratch;
        for (std::size_t b = first; b < last; ++b) {
            Tally sums;
            for (std::uint32_t j = s.block_begin[b]; j < s.block_begin[b + 1]; ++j) {
                s.junction_pass(j, scratch, sums);
            }
            s.tally[b] = sums;
        }
    });
    over_blocks([&s](std::size_t first, std::size_t last) {
        for (std::size_t b = first; b < last; ++b) {
            Tally sums;
            s.candidates[b].clear();
            for (std::uint32_t j = s.block_begin[b]; j < s.block_begin[b + 1]; ++j) {
                s.edge_pass(j, s.candidates[b], sums);
            }
            s.tally[b].departed += sums.departed;
        }
    });
    s.count_rings();
    s.sum_tallies();
    s.now += s.options.step;
    ++s.step_index;
    s.note_speeds();
    if ((s.now - s.options.start) % (10 * kSecondUs) < s.options.step) {
        s.find_blame(10.0F);
    }
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
    return state_->work.trips;
}
std::uint64_t Simulation::vehicle_updates() const noexcept {
    return state_->updates;
}
double Simulation::total_co2_g() const noexcept {
    return state_->co2_g;
}
std::span<const float> Simulation::edge_times_s() const noexcept {
    return state_->edge_s;
}
std::span<const float> Simulation::open_times_s() const noexcept {
    return state_->routing_s;
}
const RoadNetwork& Simulation::network() const noexcept {
    return state_->net;
}

const Workload& Simulation::workload() const noexcept {
    return state_->work;
}
std::uint64_t Simulation::diverted() const noexcept {
    return state_->diverted;
}

std::size_t Simulation::vehicle_bytes() const noexcept {
    const State& s = *state_;
    std::size_t bytes = s.records.capacity() * sizeof(TripRecord) + s.work.trips.capacity() * sizeof(Trip) +
                        s.batteries.capacity() * sizeof(Battery) +
                        (s.entered.capacity() + s.expected.capacity()) * sizeof(TimeUs);
    for (const JunctionState& junction : s.junctions) {
        bytes += junction.pool.capacity() * sizeof(Vehicle) + junction.sent.capacity() * sizeof(Sent);
    }
    return bytes;
}

void Simulation::set_controller_working(std::uint32_t controller, bool working) {
    state_->signals[controller].working = working;
}

void Simulation::set_edge_closed(std::uint32_t edge, bool closed) {
    state_->way_opened = state_->way_opened || (!closed && state_->closed[edge] == State::kClosed);
    state_->closed[edge] = closed ? State::kClosed : 0;
    state_->routing_s[edge] = closed ? Router::kClosed : state_->edge_s[edge];
    state_->finder.set_time(edge, state_->routing_s[edge]);
}

void Simulation::release(std::uint32_t trip) {
    State& s = *state_;
    const Trip& t = s.work.trips[trip];
    const Range way = s.work.routes[t.route];
    s.routes[trip].assign(s.work.route_edges.begin() + way.begin, s.work.route_edges.begin() + way.end());
    s.expected[trip] = s.now + 24 * kHourUs;
    s.queue[t.from_edge].push_back(trip);
    s.edge_waits[s.plan.first_lane[t.from_edge]] = 1;
    ++s.counts.scheduled;
    ++s.counts.waiting;
}

std::uint32_t Simulation::waiting_on(std::uint32_t edge) const noexcept {
    return static_cast<std::uint32_t>(state_->queue[edge].size()) - state_->queue_head[edge];
}

void Simulation::hold_edge(std::uint32_t edge, bool held) {
    if (state_->closed[edge] != State::kClosed) {
        state_->closed[edge] = held ? State::kHeld : 0;
    }
}

void Simulation::set_informed_edges(std::vector<std::uint8_t> informed) {
    state_->informed = std::move(informed);
}

} // namespace cityloom::traffic

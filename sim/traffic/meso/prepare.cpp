// SPDX-License-Identifier: GPL-3.0-or-later
// What is laid out before the first step: types, queues, ways.
#include <algorithm>
#include <cmath>

#include "sim/core/executor.h"
#include "sim/core/rng.h"
#include "sim/traffic/meso/state.h"
#include "sim/traffic/router.h"
#include "sim/traffic/ways.h"

namespace cityloom::traffic {

namespace {

constexpr float kCarSizeM = 7.5F; // one passenger car at a stop line takes this or less

Workload with_types(Workload work) {
    if (work.types.empty()) {
        work.types = default_vehicle_types();
        work.type_names = {"car", "truck", "bus", "emergency"};
    }
    return work;
}

MesoType row_of(const VehicleType& t) {
    MesoType row;
    row.size_m = t.length_m + t.min_gap_m;
    row.size_mm = static_cast<std::uint32_t>(std::lround(1000.0F * row.size_m));
    row.headway_s = t.headway_s;
    row.accel = t.accel_mps2;
    row.half_per_accel = 0.5F / t.accel_mps2;
    row.half_per_brake = 0.5F / t.decel_mps2;
    row.wave_us_per_mm = t.headway_s * 1e6F / static_cast<float>(row.size_mm);
    row.cars = std::max(1.0F, row.size_m / kCarSizeM);
    row.max_mps = t.max_speed_mps;
    row.own_pace = t.own_pace;
    row.use = t.use;
    return row;
}

/// As the micro engine draws it, so that a driver is the same in both: the mean of four uniform draws, scaled to the
/// type's deviation.
float speed_factor(const CounterRng& rng, std::uint64_t id, const VehicleType& traits) {
    double mean = 0.0;
    for (std::uint64_t k = 0; k < 4; ++k) {
        mean += 0.25 * rng.uniform(RandomStream::DriverTraits, id, 2 + k);
    }
    const double deviation = (mean - 0.5) * std::sqrt(48.0);
    const float factor = traits.speed_factor + static_cast<float>(deviation) * traits.speed_deviation;
    return std::clamp(factor, traits.speed_lowest, traits.speed_highest);
}

} // namespace

MesoSimulation::State::State(const RoadNetwork& net, Workload workload, const MesoOptions& opts, Executor& executor)
    : work{with_types(std::move(workload))},
      options{opts},
      signals{net},
      plan{net, signals, opts.saturation_vph},
      first_slot{static_cast<std::uint32_t>(plan.lanes.size())},
      first_origin{first_slot + static_cast<std::uint32_t>(plan.turns.size())},
      first_trip{first_origin + static_cast<std::uint32_t>(net.edges.size())},
      calendar{first_trip + work.trips.size(), opts.start},
      now{opts.start} {
    for (const VehicleType& t : work.types) {
        types.push_back(row_of(t));
    }
    for (const Stop& stop : work.stops) {
        stop_edges.push_back(net.lanes[stop.lane].edge);
    }
    lay_queues(net);
    prepare_trips(net, executor);
}

void MesoSimulation::State::lay_queues(const RoadNetwork& net) {
    std::uint32_t smallest = types[0].size_mm;
    for (const MesoType& type : types) {
        smallest = std::min(smallest, type.size_mm);
    }
    for (const LinkLane& lane : plan.lanes) {
        queues.add_lane(static_cast<double>(lane.length_m), std::max(1000U, smallest));
    }
    queues.lay_out();
    slot.assign(plan.turns.size(), kNone);
    slot_since.assign(plan.turns.size(), 0);
    const std::size_t count = net.edges.size();
    origin.assign(count, kNone);
    origin_last.assign(count, kNone);
    next_waiter.assign(first_trip, kNone);
    edges.resize(count);
    for (std::size_t e = 0; e < count; ++e) {
        edges[e].lanes = plan.edge_lanes[e];
    }
}

bool MesoSimulation::State::can_drive(const MesoTrip& trip) const {
    const std::uint8_t use = types[trip.type].use;
    for (std::uint32_t p = 0; p < trip.way.count; ++p) {
        const Range lanes = plan.edge_lanes[way_edges[trip.way.begin + p]];
        bool leads = false;
        for (std::uint32_t l = lanes.begin; l < lanes.end() && !leads; ++l) {
            const LinkLane& lane = plan.lanes[l];
            leads = (lane.use & use) != 0 && p + 1 == trip.way.count;
            for (std::uint32_t t = lane.turn_begin;
                 (lane.use & use) != 0 && t < lane.turn_begin + lane.turn_count && !leads; ++t) {
                leads = (plan.turns[t].use & use) != 0 && p + 1 < trip.way.count &&
                        plan.turns[t].to_edge == way_edges[trip.way.begin + p + 1];
            }
        }
        if (!leads) {
            return false;
        }
    }
    return trip.way.count > 0;
}

void MesoSimulation::State::prepare_trips(const RoadNetwork& net, Executor& executor) {
    const CounterRng rng{options.seed};
    const Router router{net, options.edge_times_s.empty()};
    const auto free = router.free_times_s();
    free_s.assign(free.begin(), free.end());
    const std::vector<float>& times = options.edge_times_s.size() == free.size() ? options.edge_times_s : free_s;
    trips.resize(work.trips.size());
    records.resize(work.trips.size());
    std::vector<std::vector<std::uint32_t>> chosen(work.trips.size());
    executor.for_each_block(trips.size(), [&](std::size_t first, std::size_t last) {
        Router::Scratch scratch;
        for (std::size_t k = first; k < last; ++k) {
            const Trip& wish = work.trips[k];
            MesoTrip& trip = trips[k];
            trip.type = wish.type;
            if (wish.type == Trip::kDrawnType) {
                trip.type = rng.uniform(RandomStream::DriverTraits, wish.id, 1) < options.truck_share ? kTruck : kCar;
            }
            trip.factor = speed_factor(rng, wish.id, work.types[trip.type]);
            trip.stop = wish.stops.begin;
            if (wish.route == kNone) {
                const Router::Taste taste{wish.id, options.taste_spread, types[trip.type].use};
                const auto find = [&](std::uint32_t begin, std::uint32_t end, std::vector<std::uint32_t>& way) {
                    return router.route(begin, end, times, taste, scratch, way);
                };
                way_of(wish, work, router, times, taste.use, find, chosen[k]);
            }
        }
    });
    way_edges = work.route_edges;
    for (std::size_t k = 0; k < trips.size(); ++k) {
        const Trip& wish = work.trips[k];
        trips[k].way = wish.route != kNone ? work.routes[wish.route]
                                           : Range{static_cast<std::uint32_t>(way_edges.size()),
                                                   static_cast<std::uint32_t>(chosen[k].size())};
        way_edges.insert(way_edges.end(), chosen[k].begin(), chosen[k].end());
        records[k].unroutable = !can_drive(trips[k]);
    }
}

} // namespace cityloom::traffic

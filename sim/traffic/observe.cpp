// SPDX-License-Identifier: GPL-3.0-or-later
// What can be read off a running simulation: the picture, the hash, the overlap check.
#include <algorithm>
#include <cmath>
#include <span>

#include "sim/core/polyline.h"
#include "sim/traffic/junction_rules.h"
#include "sim/traffic/state.h"

namespace cityloom::traffic {

namespace {

engine::VehicleView view_of(const Simulation::State& s, std::uint32_t drivable, const Vehicle& v) {
    const bool on_lane = drivable < s.lane_count();
    const Range shape =
        on_lane ? s.net.edges[s.net.lanes[drivable].edge].shape : s.net.turns[drivable - s.lane_count()].shape;
    const std::span<const Point2> line{s.net.points.data() + shape.begin, shape.count};
    const PolylinePlace place = polyline_at(line, static_cast<double>(v.x_m * s.drawn_scale[drivable]));
    const double offset = on_lane ? s.net.lanes[drivable].offset_m : 0.0;
    const Point2 at = place.at + offset * Point2{place.direction.y_m, -place.direction.x_m};
    const std::uint32_t edge =
        on_lane ? s.net.lanes[drivable].edge : s.net.lanes[s.net.turns[drivable - s.lane_count()].to_lane].edge;
    return {.x_m = static_cast<float>(at.x_m),
            .y_m = static_cast<float>(at.y_m),
            .heading_rad = static_cast<float>(std::atan2(place.direction.y_m, place.direction.x_m)),
            .speed_mps = v.v_mps,
            .length_m = v.length_m(),
            .cls = v.type == kTruck              ? engine::VehicleClass::Truck
                   : v.type == kBus              ? engine::VehicleClass::Bus
                   : v.type == kEmergencyVehicle ? engine::VehicleClass::Emergency
                                                 : engine::VehicleClass::Car,
            .braking = v.a_mps2 < -0.8F || v.v_mps < 0.1F,
            .layer = s.net.edges[edge].layer,
            .id = s.trips[v.trip].id};
}

engine::SignalAspect aspect(Light light) {
    switch (light) {
    case Light::Red:
        return engine::SignalAspect::Red;
    case Light::Yellow:
        return engine::SignalAspect::Yellow;
    case Light::AllWayStop:
        return engine::SignalAspect::Dark;
    case Light::None:
    case Light::Green:
        break;
    }
    return engine::SignalAspect::Green;
}

} // namespace

void Simulation::fill_frame(engine::Frame& frame) const {
    const State& s = *state_;
    frame.vehicles.clear();
    for (std::uint32_t d = 0; d < s.count.size(); ++d) {
        for (std::uint32_t k = 0; k < s.count[d]; ++k) {
            frame.vehicles.push_back(view_of(s, d, s.vehicles(d)[k]));
        }
    }
    frame.edge_speed_share.assign(s.net.edges.size(), 1.0F);
    frame.edge_density.assign(s.net.edges.size(), 0.0F);
    for (std::uint32_t e = 0; e < s.net.edges.size(); ++e) {
        const Edge& edge = s.net.edges[e];
        float speed = 0.0F;
        std::uint32_t vehicles = 0;
        for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
            for (std::uint32_t k = 0; k < s.count[lane]; ++k) {
                speed += s.vehicles(lane)[k].v_mps;
            }
            vehicles += s.count[lane];
        }
        if (vehicles > 0) {
            frame.edge_speed_share[e] =
                std::min(1.0F, speed / static_cast<float>(vehicles) / static_cast<float>(edge.speed_mps));
            frame.edge_density[e] = static_cast<float>(vehicles / (edge.length_m * 1e-3 * edge.lanes.count));
        }
    }
    frame.turn_aspect.resize(s.net.turns.size());
    for (std::uint32_t t = 0; t < s.net.turns.size(); ++t) {
        frame.turn_aspect[t] = static_cast<std::uint8_t>(aspect(light_of(s, s.net.turns[t])));
    }
    frame.controller_on.resize(s.signals.size());
    for (std::size_t c = 0; c < s.signals.size(); ++c) {
        frame.controller_on[c] = s.signals[c].working ? 1 : 0;
    }
}

std::vector<std::uint32_t> Simulation::informed_vehicles_per_edge() const {
    const State& s = *state_;
    std::vector<std::uint32_t> vehicles(s.net.edges.size(), 0);
    for (std::uint32_t lane = 0; lane < s.lane_count(); ++lane) {
        for (std::uint32_t k = 0; k < s.count[lane]; ++k) {
            vehicles[s.net.lanes[lane].edge] += s.trips[s.vehicles(lane)[k].trip].connected ? 1U : 0U;
        }
    }
    return vehicles;
}

void Simulation::hash(StateHash& hash) const {
    const State& s = *state_;
    hash.add(s.now);
    hash.add(s.step_index);
    for (std::uint32_t d = 0; d < s.count.size(); ++d) {
        hash.add(s.count[d]);
        for (std::uint32_t k = 0; k < s.count[d]; ++k) {
            const Vehicle& v = s.vehicles(d)[k];
            hash.add(v.x_m);
            hash.add(v.v_mps);
            hash.add(v.a_mps2);
            hash.add(v.stop_x_m);
            hash.add(static_cast<std::uint64_t>(v.trip) << 32U | v.turn);
            hash.add(static_cast<std::uint64_t>(v.lanes) << 48U | static_cast<std::uint64_t>(v.halted) << 32U |
                     static_cast<std::uint64_t>(v.type) << 24U | static_cast<std::uint64_t>(v.speed_factor) << 16U |
                     static_cast<std::uint64_t>(v.cooldown) << 8U | v.flags);
        }
        hash.add(s.last_out[d].trip);
        hash.add(s.last_out[d].odometer_m);
    }
    for (std::size_t lane = 0; lane < s.tail.size(); ++lane) {
        hash.add(s.tail[lane].rear_m);
        hash.add(s.tail[lane].v_mps);
        hash.add(s.courtesy[lane].rear_m);
        hash.add(s.reserved_m[lane]);
        hash.add(s.inbox[lane].count);
    }
    hash.add_all(std::span<const float>{s.edge_s});
    hash.add_all(std::span<const float>{s.routing_s});
    hash.add_all(std::span<const float>{s.crossed_s});
    hash.add_all(std::span<const std::uint32_t>{s.crossed});
    hash.add_all(std::span<const std::uint8_t>{s.closed});
    hash.add_all(std::span<const std::uint8_t>{s.informed});
    for (std::size_t e = 0; e < s.queue.size(); ++e) {
        hash.add(s.queue_head[e]);
        hash.add_all(std::span<const std::uint32_t>{s.queue[e]});
    }
    for (const SignalState& signal : s.signals) {
        hash.add(signal.phase);
        hash.add(signal.part);
        hash.add(signal.left_s);
        hash.add(signal.working);
    }
    for (std::size_t t = 0; t < s.records.size(); ++t) {
        const TripRecord& r = s.records[t];
        hash.add(r.departed);
        hash.add(r.arrived);
        hash.add(r.route_m);
        hash.add(r.waiting_s);
        hash.add(r.free_s);
        hash.add(r.co2_g);
        hash.add(r.unroutable);
        hash.add(s.cursor[t]);
        hash.add(s.entered[t]);
        hash.add(s.expected[t]);
        hash.add(s.odometer_m[0][t]);
        hash.add(s.odometer_m[1][t]);
        hash.add_all(std::span<const std::uint32_t>{s.routes[t]});
    }
    hash.add_all(std::span<const std::uint8_t>{s.idle});
    hash.add(s.next_departure);
    hash.add(s.updates);
    hash.add(s.distance_m);
    hash.add(s.co2_g);
    hash.add(s.counts.arrived);
    hash.add(s.counts.departed);
}

std::uint32_t Simulation::count_overlaps() const {
    const State& s = *state_;
    std::uint32_t overlaps = 0;
    for (std::uint32_t d = 0; d < s.count.size(); ++d) {
        for (std::uint32_t k = 1; k < s.count[d]; ++k) {
            overlaps += s.vehicles(d)[k - 1].rear_m() < s.vehicles(d)[k].x_m - 0.01F ? 1U : 0U;
        }
    }
    for (std::uint32_t t = 0; t < s.net.turns.size(); ++t) {
        const Turn& turn = s.net.turns[t];
        const std::uint32_t d = s.turn_drivable(t);
        for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end() && s.count[d] > 0; ++c) {
            const Conflict& conflict = s.net.conflicts[c];
            if (conflict.other < t) {
                continue;
            }
            const std::uint32_t other = s.turn_drivable(conflict.other);
            for (std::uint32_t a = 0; a < s.count[d]; ++a) {
                for (std::uint32_t b = 0; b < s.count[other]; ++b) {
                    const Vehicle& va = s.vehicles(d)[a];
                    const Vehicle& vb = s.vehicles(other)[b];
                    const bool a_in = va.x_m > conflict.enter_m && va.rear_m() < conflict.leave_m;
                    const bool b_in = vb.x_m > conflict.other_enter_m && vb.rear_m() < conflict.other_leave_m;
                    if (!a_in || !b_in) {
                        continue;
                    }
                    if (conflict.merge) {
                        const float rest_a = static_cast<float>(turn.length_m) - va.x_m;
                        const float rest_b = static_cast<float>(s.net.turns[conflict.other].length_m) - vb.x_m;
                        overlaps += rest_a + va.length_m() > rest_b && rest_b + vb.length_m() > rest_a ? 1U : 0U;
                    } else {
                        ++overlaps;
                    }
                }
            }
        }
    }
    return overlaps;
}

void Simulation::flip_state_bit_for_test() {
    for (std::uint32_t d = 0; d < state_->count.size(); ++d) {
        if (state_->count[d] > 0) {
            state_->vehicles(d)[0].cooldown ^= 1U;
            return;
        }
    }
    state_->step_index ^= 1U;
}

} // namespace cityloom::traffic

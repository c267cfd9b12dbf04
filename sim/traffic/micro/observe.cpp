// SPDX-License-Identifier: GPL-3.0-or-later
// What can be read off a running simulation: the picture, the overlap check.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "sim/core/polyline.h"
#include "sim/traffic/micro/junction_rules.h"
#include "sim/traffic/micro/state.h"
#include "sim/traffic/rows.h"

namespace cityloom::traffic {

namespace {

engine::VehicleClass picture_class(VehicleClass cls) {
    switch (cls) {
    case VehicleClass::Truck:
        return engine::VehicleClass::Truck;
    case VehicleClass::Bus:
        return engine::VehicleClass::Bus;
    case VehicleClass::Emergency:
        return engine::VehicleClass::Emergency;
    case VehicleClass::Bicycle:
        return engine::VehicleClass::Bicycle;
    case VehicleClass::Car:
    case VehicleClass::Motorcycle:
        break;
    }
    return engine::VehicleClass::Car;
}

/// \param drawn length of the drawn line over the engine's.
engine::VehicleView view_of(const Simulation::State& s, Range shape, double offset_m, double drawn, std::uint32_t edge,
                            const Vehicle& v) {
    const std::span<const Point2> line{s.net.points.data() + shape.begin, shape.count};
    const PolylinePlace place = polyline_at(line, static_cast<double>(v.x_m) * drawn);
    const Point2 at = place.at + offset_m * Point2{place.direction.y_m, -place.direction.x_m};
    return {.x_m = static_cast<float>(at.x_m),
            .y_m = static_cast<float>(at.y_m),
            .heading_rad = static_cast<float>(std::atan2(place.direction.y_m, place.direction.x_m)),
            .speed_mps = v.v_mps,
            .length_m = s.type(v).length_m,
            .cls = picture_class(s.type(v).cls),
            .braking = v.a_mps2 < -0.8F || v.v_mps < 0.1F,
            .layer = s.net.edges[edge].layer,
            .id = s.work.trips[v.trip].id};
}

double drawn_share(const Simulation::State& s, Range shape, float length_m) {
    return polyline_length_m({s.net.points.data() + shape.begin, shape.count}) / static_cast<double>(length_m);
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

/// A stretch of some lanes of an edge (bit k: lane k from the kerb), from its leftmost lane's edge to its rightmost's.
engine::BlockedView stretch(const RoadNetwork& net, std::uint32_t edge, std::uint32_t lanes, float from_m, float to_m,
                            engine::Blockage kind) {
    engine::BlockedView view{.edge = edge, .lanes = lanes, .from_m = from_m, .to_m = to_m, .kind = kind};
    double left = 1e9;
    double right = -1e9;
    for (std::uint32_t own = 0; own < net.edges[edge].lanes.count; ++own) {
        if (own < 32 && (lanes >> own & 1U) != 0) {
            const Lane& lane = net.lanes[net.edges[edge].lanes.begin + own];
            left = std::min(left, lane.offset_m - 0.5 * lane.width_m);
            right = std::max(right, lane.offset_m + 0.5 * lane.width_m);
        }
    }
    view.left_m = static_cast<float>(left);
    view.right_m = static_cast<float>(right);
    return view;
}

/// Blocked lanes and closed edges, by edge.
void fill_blocked(const Simulation::State& s, std::vector<engine::BlockedView>& blocked) {
    blocked.clear();
    for (const Blocked& place : s.blocked) {
        blocked.push_back(stretch(s.net, place.edge, place.what.lanes, place.what.from_m, place.what.to_m,
                                  engine::Blockage::Incident));
    }
    for (std::uint32_t e = 0; e < s.closed.size(); ++e) {
        if (s.closed[e] == Simulation::State::kClosed) {
            const auto length = static_cast<float>(s.net.edges[e].length_m);
            blocked.push_back(stretch(s.net, e, ~0U, 0.0F, length, engine::Blockage::Closed));
        }
    }
    std::ranges::stable_sort(blocked, {}, &engine::BlockedView::edge);
}

} // namespace

void Simulation::list_vehicles(std::vector<VehicleState>& vehicles) const {
    const State& s = *state_;
    vehicles.clear();
    const auto add = [&](Range shape, double offset_m, float length_m, const Vehicle* v, std::uint32_t count,
                         std::uint32_t lane, std::uint32_t turn) {
        const std::span<const Point2> line{s.net.points.data() + shape.begin, shape.count};
        const double share = count > 0 ? drawn_share(s, shape, length_m) : 1.0;
        for (std::uint32_t k = 0; k < count; ++k) {
            if (v[k].barrier()) {
                continue;
            }
            const PolylinePlace place = polyline_at(line, static_cast<double>(v[k].x_m) * share);
            vehicles.push_back({.trip = v[k].trip,
                                .lane = lane,
                                .turn = turn,
                                .along_m = v[k].x_m,
                                .speed_mps = v[k].v_mps,
                                .accel_mps2 = v[k].a_mps2,
                                .type = v[k].type,
                                .at = place.at + offset_m * Point2{place.direction.y_m, -place.direction.x_m},
                                .heading_rad = std::atan2(place.direction.y_m, place.direction.x_m)});
        }
    };
    for (std::uint32_t l = 0; l < s.plan.lanes.size(); ++l) {
        const LanePlan& lane = s.plan.lanes[l];
        add(s.net.edges[lane.edge].shape, s.net.lanes[lane.lane].offset_m, lane.length_m, s.on_lane(l),
            s.lane_slot[l].count, lane.lane, kNone);
    }
    for (std::uint32_t t = 0; t < s.plan.turns.size(); ++t) {
        const TurnPlan& turn = s.plan.turns[t];
        add(s.net.turns[turn.turn].shape, 0.0, turn.length_m, s.on_turn(t), s.turn_slot[t].count, kNone, turn.turn);
    }
}

void Simulation::fill_frame(engine::Frame& frame) const {
    const State& s = *state_;
    frame.vehicles.clear();
    for (std::uint32_t l = 0; l < s.plan.lanes.size(); ++l) {
        const LanePlan& lane = s.plan.lanes[l];
        const Range shape = s.net.edges[lane.edge].shape;
        const double share = s.lane_slot[l].count > 0 ? drawn_share(s, shape, lane.length_m) : 1.0;
        for (std::uint32_t k = 0; k < s.lane_slot[l].count; ++k) {
            if (!s.on_lane(l)[k].barrier()) {
                frame.vehicles.push_back(
                    view_of(s, shape, s.net.lanes[lane.lane].offset_m, share, lane.edge, s.on_lane(l)[k]));
            }
        }
    }
    for (std::uint32_t t = 0; t < s.plan.turns.size(); ++t) {
        const TurnPlan& turn = s.plan.turns[t];
        const Range shape = s.net.turns[turn.turn].shape;
        const double share = s.turn_slot[t].count > 0 ? drawn_share(s, shape, turn.length_m) : 1.0;
        for (std::uint32_t k = 0; k < s.turn_slot[t].count; ++k) {
            frame.vehicles.push_back(view_of(s, shape, 0.0, share, turn.to_edge, s.on_turn(t)[k]));
        }
    }
    frame.turn_aspect.resize(s.net.turns.size());
    for (const TurnPlan& turn : s.plan.turns) {
        frame.turn_aspect[turn.turn] =
            static_cast<std::uint8_t>(aspect(light_of(s, s.plan.junctions[turn.junction], turn)));
    }
    fill_blocked(s, frame.blocked);
    std::size_t crossings = 0;
    for (const Controller& controller : s.net.controllers) {
        crossings += controller.crossings.size();
    }
    frame.crossings.assign(crossings, {});
    for (std::size_t k = 0; k < s.walkers.size(); ++k) {
        frame.crossings[s.plan.crossings[k].place] = {s.walkers[k].waiting, s.walkers[k].started};
    }
    frame.crossing_age_s = static_cast<float>(to_seconds(s.now - (s.walkers_slot - 1) * kWalkersSlot));
}

void Simulation::fill_columns(engine::Columns& columns) const {
    const State& s = *state_;
    auto& share = columns.fill(kSpeedShare, s.net.edges.size());
    auto& density = columns.fill(kDensity, s.net.edges.size());
    for (std::uint32_t e = 0; e < s.net.edges.size(); ++e) {
        const Edge& edge = s.net.edges[e];
        const std::uint32_t first = s.plan.first_lane[e];
        float speed = 0.0F;
        std::uint32_t vehicles = 0;
        for (std::uint32_t l = first; l < first + edge.lanes.count; ++l) {
            for (std::uint32_t k = 0; k < s.lane_slot[l].count; ++k) {
                const Vehicle& v = s.on_lane(l)[k];
                const bool counts = !v.barrier() && s.type(v).cls != VehicleClass::Bicycle;
                speed += counts ? v.v_mps : 0.0F;
                vehicles += counts ? 1U : 0U;
            }
        }
        const std::uint32_t motor = std::max(1U, motor_lanes(s.net, edge));
        share[e] = vehicles > 0
                       ? std::min(1.0F, speed / static_cast<float>(vehicles) / static_cast<float>(edge.speed_mps))
                       : 1.0F;
        density[e] = static_cast<float>(vehicles / (edge.length_m * 1e-3 * motor));
    }
    auto& on = columns.fill(kSignalOn, s.signals.size());
    for (std::size_t c = 0; c < s.signals.size(); ++c) {
        on[c] = s.signals[c].working ? 1.0F : 0.0F;
    }
    std::vector<std::size_t> crossings_before(s.net.controllers.size() + 1, 0);
    for (std::size_t c = 0; c < s.net.controllers.size(); ++c) {
        crossings_before[c + 1] = crossings_before[c] + s.net.controllers[c].crossings.size();
    }
    std::vector<std::uint32_t> waiting(crossings_before.back(), 0);
    for (std::size_t k = 0; k < s.walkers.size(); ++k) {
        waiting[s.plan.crossings[k].place] = s.walkers[k].waiting[0] + s.walkers[k].waiting[1];
    }
    auto& people = columns.fill(kPeopleWaiting, s.net.controllers.size());
    for (std::size_t c = 0; c < people.size(); ++c) {
        people[c] = static_cast<float>(
            std::accumulate(waiting.begin() + static_cast<std::ptrdiff_t>(crossings_before[c]),
                            waiting.begin() + static_cast<std::ptrdiff_t>(crossings_before[c + 1]), 0U));
    }
}

std::vector<Listeners> Simulation::listeners_per_edge() const {
    const State& s = *state_;
    std::vector<Listeners> listeners(s.net.edges.size());
    for (std::uint32_t l = 0; l < s.plan.lanes.size(); ++l) {
        for (std::uint32_t k = 0; k < s.lane_slot[l].count; ++k) {
            Listeners& here = listeners[s.plan.lanes[l].edge];
            here.phones += s.on_lane(l)[k].has(Vehicle::kNavigates) ? 1U : 0U;
            here.radios += s.on_lane(l)[k].has(Vehicle::kRadio) ? 1U : 0U;
        }
    }
    return listeners;
}

namespace {

/// Vehicles of a lane or turn, front to back, that reach into each other.
std::uint32_t overlaps_in_line(const Simulation::State& s, const Vehicle* v, std::uint32_t count) {
    std::uint32_t overlaps = 0;
    for (std::uint32_t k = 1; k < count; ++k) {
        overlaps += s.rear(v[k - 1]) < v[k].x_m - 0.01F ? 1U : 0U;
    }
    return overlaps;
}

/// Vehicles on two turns that share a zone, both with a part of their body in it.
std::uint32_t overlaps_across(const Simulation::State& s, std::uint32_t t, const ConflictPlan& conflict) {
    std::uint32_t overlaps = 0;
    const TurnPlan& turn = s.plan.turns[t];
    const TurnPlan& other = s.plan.turns[conflict.other];
    for (std::uint32_t a = 0; a < s.turn_slot[t].count; ++a) {
        for (std::uint32_t b = 0; b < s.turn_slot[conflict.other].count; ++b) {
            const Vehicle& va = s.on_turn(t)[a];
            const Vehicle& vb = s.on_turn(conflict.other)[b];
            const bool a_in = va.x_m > conflict.enter_m && s.rear(va) < conflict.leave_m;
            const bool b_in = vb.x_m > conflict.other_enter_m && s.rear(vb) < conflict.other_leave_m;
            if (!a_in || !b_in) {
                continue;
            }
            if (!conflict.merge) {
                overlaps += drives_round(s, va, vb) || drives_round(s, vb, va) ? 0U : 1U;
                continue;
            }
            const float rest_a = turn.length_m - va.x_m;
            const float rest_b = other.length_m - vb.x_m;
            overlaps += rest_a + s.type(va).length_m > rest_b && rest_b + s.type(vb).length_m > rest_a ? 1U : 0U;
        }
    }
    return overlaps;
}

} // namespace

std::uint32_t Simulation::count_hard_braking() const {
    constexpr float kRounding = 0.01F;
    const State& s = *state_;
    std::uint32_t hard = 0;
    const auto count = [&](const Vehicle* vehicles, std::uint32_t many) {
        hard += static_cast<std::uint32_t>(std::count_if(vehicles, vehicles + many, [&s](const Vehicle& v) {
            return !v.barrier() && v.a_mps2 < -(s.type(v).hardest + kRounding);
        }));
    };
    for (std::uint32_t l = 0; l < s.plan.lanes.size(); ++l) {
        count(s.on_lane(l), s.lane_slot[l].count);
    }
    for (std::uint32_t t = 0; t < s.plan.turns.size(); ++t) {
        count(s.on_turn(t), s.turn_slot[t].count);
    }
    return hard;
}

std::uint32_t Simulation::count_overlaps() const {
    const State& s = *state_;
    std::uint32_t overlaps = 0;
    for (std::uint32_t l = 0; l < s.plan.lanes.size(); ++l) {
        const std::uint32_t count = s.lane_slot[l].count;
        overlaps += overlaps_in_line(s, s.on_lane(l), count);
        const LanePlan& lane = s.plan.lanes[l];
        for (std::uint32_t t = lane.turn_begin; count > 0 && t < lane.turn_begin + lane.turn_count; ++t) {
            if (s.turn_slot[t].count > 0) { // its last vehicle may reach back into this lane
                const float rear = s.rear(s.on_turn(t)[s.turn_slot[t].count - 1]);
                overlaps += lane.length_m + rear < s.on_lane(l)[0].x_m - 0.01F ? 1U : 0U;
            }
        }
    }
    for (std::uint32_t t = 0; t < s.plan.turns.size(); ++t) {
        const TurnPlan& turn = s.plan.turns[t];
        const std::uint32_t count = s.turn_slot[t].count;
        if (count == 0) {
            continue;
        }
        overlaps += overlaps_in_line(s, s.on_turn(t), count);
        const std::uint32_t last_in = s.lane_slot[turn.to_lane].count;
        if (last_in > 0) {
            const float rear = s.rear(s.on_lane(turn.to_lane)[last_in - 1]);
            const float x = s.on_turn(t)[0].x_m;
            bool apart = false; // it came another way, and they are not where the two ways meet yet
            for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end(); ++c) {
                const ConflictPlan& conflict = s.plan.conflicts[c];
                apart = apart || (conflict.other == s.came_by[turn.to_lane] && conflict.merge && x <= conflict.enter_m);
            }
            overlaps += !apart && turn.length_m + rear < x - 0.01F ? 1U : 0U;
        }
        for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end(); ++c) {
            const ConflictPlan& conflict = s.plan.conflicts[c];
            if (conflict.other > t) {
                overlaps += overlaps_across(s, t, conflict);
            }
        }
    }
    return overlaps;
}

} // namespace cityloom::traffic

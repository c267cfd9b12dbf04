// SPDX-License-Identifier: GPL-3.0-or-later
// Pass 1 of a step: one junction moves the vehicles on its incoming lanes and on its turns.
#include "sim/traffic/car_following.h"
#include "sim/traffic/emissions.h"
#include "sim/traffic/junction_rules.h"

namespace cityloom::traffic {

namespace {

constexpr float kCommitDecelMps2 = 3.5F; // the decision is taken where this would still stop it
constexpr float kHardestMps2 = 9.0F;
constexpr float kApproachMps2 = 2.0F; // slowing for a turn
constexpr float kLookMps2 = 3.0F;     // slowing for the end of the next street, should it be closed by then
constexpr float kStopShortM = 0.6F;   // from the line

void advance_signal(Simulation::State& s, std::uint32_t controller_index) {
    SignalState& signal = s.signals[controller_index];
    const Controller& controller = s.net.controllers[controller_index];
    if (controller.phases.empty()) {
        return;
    }
    signal.left_s -= s.dt;
    while (signal.left_s <= 1e-4F) {
        signal.part = static_cast<std::uint8_t>((signal.part + 1) % 3);
        if (signal.part == 0) {
            signal.phase = (signal.phase + 1) % static_cast<std::uint32_t>(controller.phases.size());
        }
        const SignalPhase& phase = controller.phases[signal.phase];
        signal.left_s += static_cast<float>(signal.part == 0   ? phase.green_s
                                            : signal.part == 1 ? phase.yellow_s
                                                               : phase.all_red_s);
    }
}

class Pass {
public:
    Pass(Simulation::State& s, std::uint32_t junction, JunctionScratch& scratch)
        : s_{s},
          junction_{s.net.junctions[junction]},
          scratch_{scratch},
          sums_{s.tally[junction]},
          asleep_{s.asleep(junction)} {}

    void run() {
        sums_ = {};
        if (junction_.controller != kNone) {
            advance_signal(s_, junction_.controller);
        }
        if (asleep_) {
            return;
        }
        gather();
        grant();
        for (std::uint32_t t = junction_.turns.begin; t < junction_.turns.end(); ++t) {
            move_turn(t);
        }
        for_lanes([this](std::uint32_t lane) { move_lane(lane); });
    }

private:
    template <typename F> void for_lanes(F&& f) {
        for (std::uint32_t i = 0; i < junction_.incoming.count; ++i) {
            const Edge& edge = s_.net.edges[s_.net.incoming[junction_.incoming.begin + i]];
            for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
                f(lane);
            }
        }
    }

    /// Who holds the junction, and how much of each exit is promised.
    void gather() {
        scratch_.occupants.clear();
        for (std::uint32_t o = 0; o < junction_.outgoing.count; ++o) {
            const Edge& edge = s_.net.edges[s_.net.outgoing[junction_.outgoing.begin + o]];
            for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
                s_.reserved_m[lane] = 0.0F;
            }
        }
        for (std::uint32_t t = junction_.turns.begin; t < junction_.turns.end(); ++t) {
            const std::uint32_t d = s_.turn_drivable(t);
            const auto length = static_cast<float>(s_.net.turns[t].length_m);
            LastOut& out = s_.last_out[d];
            if (out.trip != kNone) { // its front is in the exit already, its rear may not be
                const float beyond = s_.odometer_old()[out.trip] - out.odometer_m;
                if (beyond >= out.length_m) {
                    out.trip = kNone;
                } else {
                    scratch_.occupants.push_back({t, out.trip, length + beyond, 0.0F, out.length_m, true});
                }
            }
            const Vehicle* vehicles = s_.vehicles(d);
            for (std::uint32_t k = 0; k < s_.count[d]; ++k) {
                const Vehicle& v = vehicles[k];
                scratch_.occupants.push_back({t, v.trip, v.x_m, v.v_mps, v.length_m(), true});
                s_.reserved_m[s_.net.turns[t].to_lane] += v.length_m() + kStandingGapM;
            }
        }
        for_lanes([this](std::uint32_t lane) {
            const Vehicle* vehicles = s_.vehicles(lane);
            for (std::uint32_t k = 0; k < s_.count[lane] && vehicles[k].has(Vehicle::kCommitted); ++k) {
                reserve(vehicles[k], lane);
            }
        });
    }

    void reserve(const Vehicle& v, std::uint32_t lane) {
        scratch_.occupants.push_back({v.turn, v.trip, v.x_m - s_.lane_length(lane), v.v_mps, v.length_m(), false});
        s_.reserved_m[s_.net.turns[v.turn].to_lane] += v.length_m() + kStandingGapM;
    }

    /// Each lane's vehicles ask from the front, as far back as one that must decide soon.
    void grant() {
        const std::uint32_t incoming = junction_.incoming.count;
        for (std::uint32_t i = 0; i < incoming; ++i) {
            // Rotated, so that no approach is always asked first.
            const std::uint32_t turn_of = static_cast<std::uint32_t>((i + s_.step_index) % incoming);
            const Edge& edge = s_.net.edges[s_.net.incoming[junction_.incoming.begin + turn_of]];
            for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
                grant_lane(lane);
            }
        }
    }

    void grant_lane(std::uint32_t lane) {
        Vehicle* vehicles = s_.vehicles(lane);
        const float length = s_.lane_length(lane);
        bool open = true;
        for (std::uint32_t k = 0; k < s_.count[lane]; ++k) {
            Vehicle& v = vehicles[k];
            if (v.has(Vehicle::kCommitted)) {
                continue;
            }
            v.set(Vehicle::kMayGo, false);
            const float to_line = length - v.x_m;
            const float horizon = v.v_mps * v.v_mps / 4.0F + 2.0F * v.v_mps + 6.0F;
            if (!open || v.turn == kNone || to_line > horizon) {
                open = false;
                continue;
            }
            if (!may_enter(s_, scratch_, lane, k)) {
                open = false;
                continue;
            }
            v.set(Vehicle::kMayGo, true);
            const float faster = v.v_mps + 2.0F * s_.dt;
            if (to_line - 0.5F * (v.v_mps + faster) * s_.dt < faster * faster / (2.0F * kCommitDecelMps2) + 0.5F) {
                v.set(Vehicle::kCommitted, true);
                reserve(v, lane);
            }
        }
    }

    /// Vehicles on other turns into the same lane that are nearer to it are leaders as well (Wang et al. 2009 call them
    /// virtual).
    void follow_merging(const Turn& turn, std::uint32_t trip, float rest, float& gap, float& leader_v) const {
        for (std::uint32_t c = turn.conflicts.begin; c < turn.conflicts.end(); ++c) {
            const Conflict& conflict = s_.net.conflicts[c];
            if (!conflict.merge) {
                continue;
            }
            for (const Occupant& other : scratch_.occupants) {
                if (other.turn != conflict.other || other.trip == trip) {
                    continue;
                }
                const float their_rest = static_cast<float>(s_.net.turns[other.turn].length_m) - other.x_m;
                if (their_rest < rest || (their_rest == rest && other.trip < trip)) {
                    const float between = rest - their_rest - other.length_m;
                    if (between < gap) {
                        gap = std::max(0.3F, between);
                        leader_v = other.v_mps;
                    }
                }
            }
        }
    }

    /// Integrates one step (ballistic; Treiber and Kanagaraj 2015), keeping behind \p room_m ahead of the front bumper.
    void integrate(Vehicle& v, float accel, float vmax, float room_m) {
        const float dt = s_.dt;
        accel = std::max(accel, -kHardestMps2);
        float next = std::max(0.0F, v.v_mps + accel * dt);
        next = std::min(next, std::max(vmax, v.v_mps - kHardestMps2 * dt));
        float dx = 0.5F * (v.v_mps + next) * dt;
        if (next <= 0.0F && accel < 0.0F) {
            dx = std::min(dx, v.v_mps * v.v_mps / (-2.0F * accel)); // it stands before the step ends
        }
        if (dx > room_m) {
            dx = std::max(0.0F, room_m);
            next = std::min(next, dx / dt);
        }
        v.a_mps2 = (next - v.v_mps) / dt;
        v.v_mps = next;
        v.x_m += dx;
        if (dx > 0.01F) {
            v.halted = 0;
        } else if (v.halted < 60'000) {
            ++v.halted;
        }
        TripRecord& record = s_.records[v.trip];
        record.route_m += dx;
        record.waiting_s += next < 0.1F ? dt : 0.0F;
        const float co2 = co2_g_per_s(next, v.a_mps2) * dt;
        record.co2_g += co2;
        sums_.co2_g += co2;
        sums_.distance_m += dx;
        ++sums_.updates;
        s_.odometer_new()[v.trip] = s_.odometer_old()[v.trip] + dx;
    }

    /// The end of the lane after this turn is a place to be able to stop at: nobody has promised what comes then.
    [[nodiscard]] float look_ahead_speed(const Turn& turn, float to_turn_end) const {
        return stoppable_speed(to_turn_end + s_.lane_length(turn.to_lane) - 1.0F, kLookMps2);
    }

    void move_turn(std::uint32_t t) {
        const std::uint32_t d = s_.turn_drivable(t);
        const Turn& turn = s_.net.turns[t];
        const auto length = static_cast<float>(turn.length_m);
        Vehicle* vehicles = s_.vehicles(d);
        const Tail& tail = s_.tail[turn.to_lane];
        float leader_rear = tail.rear_m >= kFar ? kFar : length + tail.rear_m; // along this turn
        float leader_v = tail.v_mps;
        float leader_now = leader_rear;
        std::uint32_t left = 0;
        const double limit = s_.net.edges[s_.net.lanes[turn.to_lane].edge].speed_mps;
        for (std::uint32_t k = 0; k < s_.count[d]; ++k) {
            Vehicle& v = vehicles[k];
            const VehicleType& type = kVehicleTypes[v.type];
            const float old_rear = v.rear_m();
            const float old_v = v.v_mps;
            float gap = leader_rear - v.x_m;
            float ahead_v = leader_v;
            follow_merging(turn, v.trip, length - v.x_m, gap, ahead_v);
            const float v0 = std::min(s_.desired_speed(v, limit), std::max(3.0F, static_cast<float>(turn.speed_mps)));
            const float accel = idm_acceleration(type, v.v_mps, v0, gap, ahead_v);
            float room = leader_now - v.x_m - 0.3F;
            const Inbox& inbox = s_.inbox[turn.to_lane];
            if (inbox.count >= Inbox::kSlots) {
                room = std::min(room, length - v.x_m - 0.01F);
            }
            integrate(v, accel, look_ahead_speed(turn, length - v.x_m), room);
            leader_rear = old_rear;
            leader_v = old_v;
            leader_now = v.rear_m();
            if (k == left && v.x_m >= length) {
                leave_turn(t, v);
                ++left;
            }
        }
        if (left > 0) {
            std::move(vehicles + left, vehicles + s_.count[d], vehicles);
            s_.count[d] -= left;
        }
    }

    void leave_turn(std::uint32_t t, const Vehicle& v) {
        const Turn& turn = s_.net.turns[t];
        const auto length = static_cast<float>(turn.length_m);
        const float over = v.x_m - length;
        s_.last_out[s_.turn_drivable(t)] = {v.trip, s_.odometer_new()[v.trip] - over, v.length_m(), t};
        Inbox& inbox = s_.inbox[turn.to_lane];
        Vehicle moved = v;
        moved.x_m = over;
        inbox.vehicles[inbox.count++] = moved;
    }

    void move_lane(std::uint32_t lane) {
        const std::uint32_t count = s_.count[lane];
        if (count == 0) {
            return;
        }
        const std::uint32_t edge_index = s_.net.lanes[lane].edge;
        const Edge& edge = s_.net.edges[edge_index];
        const float length = s_.lane_length(lane);
        Vehicle* vehicles = s_.vehicles(lane);
        LastOut& out = s_.last_out[lane];
        float out_rear = kFar;
        if (out.trip != kNone) {
            const float beyond = s_.odometer_old()[out.trip] - out.odometer_m;
            if (beyond >= out.length_m + 1.0F) {
                out.trip = kNone;
            } else {
                out_rear = length + beyond - out.length_m;
            }
        }
        const Courtesy courtesy = s_.courtesy[lane];
        s_.courtesy[lane] = {};

        float leader_rear = kFar;
        float leader_v = 0.0F;
        float leader_now = kFar;
        std::uint32_t gone = 0;
        std::uint32_t kept = 0;
        for (std::uint32_t k = 0; k < count; ++k) {
            Vehicle& v = vehicles[k];
            const VehicleType& type = kVehicleTypes[v.type];
            const float old_rear = v.rear_m();
            const float old_v = v.v_mps;
            const float to_line = length - v.x_m;
            float gap = leader_rear - v.x_m;
            float ahead_v = leader_v;
            float room = leader_now - v.x_m - 0.3F;
            float vmax = s_.desired_speed(v, edge.speed_mps);
            const float v0 = vmax;
            vmax = std::max(vmax, v.v_mps); // the limit is approached by the model, not by force
            const bool through = v.has(Vehicle::kCommitted) || v.has(Vehicle::kMayGo);
            if (leader_rear >= kFar) {
                if (out_rear < kFar && out_rear - v.x_m < gap) {
                    gap = std::max(0.1F, out_rear - v.x_m);
                    ahead_v = 0.0F;
                    if (v.turn != kNone && s_.count[s_.turn_drivable(v.turn)] > 0) {
                        ahead_v = s_.vehicles(s_.turn_drivable(v.turn))[s_.count[s_.turn_drivable(v.turn)] - 1].v_mps;
                    } else {
                        ahead_v = v.v_mps;
                    }
                    room = std::min(room, out_rear - v.x_m - 0.1F);
                }
                if (through && v.turn != kNone) {
                    look_into_turn(v, to_line, gap, ahead_v, room);
                }
            }
            if (v.turn != kNone && through) {
                const Turn& turn = s_.net.turns[v.turn];
                follow_merging(turn, v.trip, to_line + static_cast<float>(turn.length_m), gap, ahead_v);
                const float turn_v = std::max(3.0F, static_cast<float>(turn.speed_mps));
                vmax = std::min(vmax, std::sqrt(turn_v * turn_v + 2.0F * kApproachMps2 * std::max(0.0F, to_line)));
                vmax = std::min(vmax, look_ahead_speed(turn, to_line + static_cast<float>(turn.length_m)));
            } else if (v.turn != kNone) {
                const float turn_v = std::max(3.0F, static_cast<float>(s_.net.turns[v.turn].speed_mps));
                vmax = std::min(vmax, std::sqrt(turn_v * turn_v + 2.0F * kApproachMps2 * std::max(0.0F, to_line)));
            }
            float accel = idm_acceleration(type, v.v_mps, std::max(0.5F, std::min(v0, vmax)), gap, ahead_v);
            if (!through && !v.has(Vehicle::kArrivesHere)) {
                // The stop line is a standing leader whose bumper is as far beyond it as the gap the model would keep.
                const float line_gap = to_line - kStopShortM + type.min_gap_m;
                accel = std::min(accel, idm_acceleration(type, v.v_mps, v0, std::max(0.1F, line_gap), 0.0F));
                vmax = std::min(vmax, std::max(stoppable_speed(to_line - 0.1F, 4.5F), v.v_mps - kHardestMps2 * s_.dt));
                room = std::min(room, to_line - 0.05F);
            }
            if (courtesy.rear_m > v.x_m && !v.has(Vehicle::kCommitted)) {
                const float let = courtesy.rear_m - v.x_m;
                const float polite = idm_acceleration(type, v.v_mps, v0, std::max(0.5F, let), courtesy.v_mps);
                accel = std::min(accel, std::max(polite, -type.decel_mps2));
            }
            integrate(v, accel, vmax, room);
            leader_rear = old_rear;
            leader_v = old_v;
            leader_now = v.rear_m();

            if (v.has(Vehicle::kArrivesHere) && v.x_m >= v.stop_x_m) {
                arrive(v, edge_index);
                ++gone;
                continue;
            }
            if (v.x_m >= length && v.turn != kNone && through && kept == 0) {
                cross_line(lane, edge_index, v);
                ++gone;
                continue;
            }
            if (gone > 0) {
                vehicles[kept] = v;
            }
            ++kept;
        }
        s_.count[lane] = kept;
    }

    void look_into_turn(const Vehicle& v, float to_line, float& gap, float& ahead_v, float& room) {
        const std::uint32_t d = s_.turn_drivable(v.turn);
        const Turn& turn = s_.net.turns[v.turn];
        float rear = kFar; // from this lane's stop line
        float leader_v = 0.0F;
        if (s_.count[d] > 0) {
            const Vehicle& last = s_.vehicles(d)[s_.count[d] - 1];
            rear = last.rear_m();
            leader_v = last.v_mps;
        } else {
            const Tail& tail = s_.tail[turn.to_lane];
            if (tail.rear_m < kFar) {
                rear = static_cast<float>(turn.length_m) + tail.rear_m;
                leader_v = tail.v_mps;
            }
            const Inbox& inbox = s_.inbox[turn.to_lane];
            for (std::uint32_t k = 0; k < inbox.count; ++k) {
                const float in_rear = static_cast<float>(turn.length_m) + inbox.vehicles[k].rear_m();
                if (in_rear < rear) {
                    rear = in_rear;
                    leader_v = inbox.vehicles[k].v_mps;
                }
            }
        }
        if (rear < kFar) {
            room = std::min(room, to_line + rear - 0.3F);
            if (to_line + rear < gap) {
                gap = std::max(0.1F, to_line + rear);
                ahead_v = leader_v;
            }
        }
    }

    void arrive(const Vehicle& v, std::uint32_t edge) {
        TripRecord& record = s_.records[v.trip];
        record.arrived = s_.now + s_.options.step;
        record.free_s += static_cast<float>(s_.net.edges[edge].length_m / s_.net.edges[edge].speed_mps);
        s_.odometer_new()[v.trip] = kFar;
        ++sums_.arrived;
    }

    void cross_line(std::uint32_t lane, std::uint32_t edge, Vehicle v) {
        const float length = s_.lane_length(lane);
        const float over = v.x_m - length;
        s_.last_out[lane] = {v.trip, s_.odometer_new()[v.trip] - over, v.length_m(), v.turn};
        const TimeUs spent = s_.now + s_.options.step - s_.entered[v.trip];
        s_.crossed_s[edge] += static_cast<float>(to_seconds(spent));
        ++s_.crossed[edge];
        s_.records[v.trip].free_s += static_cast<float>(s_.net.edges[edge].length_m / s_.net.edges[edge].speed_mps);
        v.set(Vehicle::kCommitted, false);
        v.set(Vehicle::kMayGo, false);
        v.x_m = over;
        const Turn& turn = s_.net.turns[v.turn];
        const std::uint32_t t = v.turn;
        const std::uint32_t d = s_.turn_drivable(t);
        if (over >= static_cast<float>(turn.length_m) && s_.count[d] == 0 &&
            s_.inbox[turn.to_lane].count < Inbox::kSlots) {
            leave_turn(t, v); // a turn so short that one step carries it across
            return;
        }
        v.x_m = std::min(over, static_cast<float>(turn.length_m));
        s_.push_back(d, v);
    }

    Simulation::State& s_;
    const Junction& junction_;
    JunctionScratch& scratch_;
    Simulation::State::Tally& sums_;
    bool asleep_;
};

} // namespace

void Simulation::State::junction_pass(std::uint32_t junction, JunctionScratch& scratch) {
    Pass{*this, junction, scratch}.run();
}

} // namespace cityloom::traffic

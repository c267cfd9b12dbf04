// SPDX-License-Identifier: GPL-3.0-or-later
// Signals: fixed time, actuated by gaps, by the most pressure, or as someone outside asks.
#include <algorithm>
#include <cmath>

#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

constexpr float kLongestGapS = 3.0F;
constexpr float kPressureStepS = 5.0F; // how long a phase that still has the most pressure goes on before the next look

float length_of(const SignalPhase& phase, std::uint8_t part, bool waits) {
    switch (part) {
    case 0:
        return static_cast<float>(waits ? phase.least_green_s : phase.green_s);
    case 1:
        return static_cast<float>(phase.yellow_s);
    default:
        return static_cast<float>(phase.all_red_s);
    }
}

/// Whether the end of this phase's green depends on what happens on the street.
bool depends(const Controller& controller, const SignalPhase& phase) {
    return controller.kind != ControllerKind::Fixed && phase.most_green_s > 0.0;
}

void show(SignalState& signal, const SignalPhase& phase) {
    signal.green = signal.part == 0 ? phase.green_movements : 0;
    signal.permissive = signal.part == 0 ? phase.permissive : 0;
    signal.yellow = signal.part == 0   ? phase.yellow_movements
                    : signal.part == 1 ? phase.green_movements | phase.yellow_movements
                                       : 0;
    if (signal.part == 1) {
        signal.permissive = phase.permissive; // one who waited for a gap may still clear
    }
}

} // namespace

void Simulation::State::start_signals() {
    signals.assign(net.controllers.size(), {});
    ruled.assign(net.controllers.size(), {});
    for (std::uint32_t c = 0; c < net.controllers.size(); ++c) {
        const Controller& controller = net.controllers[c];
        SignalState& signal = signals[c];
        if (controller.phases.empty()) {
            continue;
        }
        double cycle = 0.0;
        for (const SignalPhase& phase : controller.phases) {
            cycle += phase.green_s + phase.yellow_s + phase.all_red_s;
        }
        if (cycle <= 0.0) {
            continue;
        }
        double at = std::fmod(to_seconds(options.start) - controller.offset_s, cycle);
        at += at < 0.0 ? cycle : 0.0;
        // Forward to the place in the cycle; fixed lengths, also where the street decides later on.
        while (true) {
            const SignalPhase& phase = controller.phases[signal.phase];
            const double part = signal.part == 0 ? phase.green_s : signal.part == 1 ? phase.yellow_s : phase.all_red_s;
            if (at < part) {
                signal.left_s = static_cast<float>(part - at);
                if (signal.part == 0 && depends(controller, phase)) { // from the first moment on the street decides
                    signal.left_s = std::min(signal.left_s, static_cast<float>(phase.least_green_s));
                }
                break;
            }
            at -= part;
            signal.part = static_cast<std::uint8_t>((signal.part + 1) % 3);
            if (signal.part == 0) {
                signal.phase = (signal.phase + 1) % static_cast<std::uint32_t>(controller.phases.size());
            }
        }
        show(signal, controller.phases[signal.phase]);
    }
    for (std::uint32_t l = 0; l < plan.lanes.size(); ++l) {
        const LanePlan& lane = plan.lanes[l];
        std::uint64_t movements = 0;
        for (std::uint32_t t = lane.turn_begin; t < lane.turn_begin + lane.turn_count; ++t) {
            movements |= plan.turns[t].movement;
        }
        const std::uint32_t c = plan.junctions[lane_junction[l]].controller;
        if (movements != 0 && c != kNone && net.controllers[c].kind != ControllerKind::Fixed) {
            ruled[c].push_back({.lane = l, .movements = movements});
        }
    }
    place_detectors();
    walkers.assign(plan.crossings.size(), {});
    for (std::size_t k = 0; k < walkers.size(); ++k) {
        const Controller& controller = net.controllers[plan.crossings[k].controller];
        walkers[k].served = !depends(controller, controller.phases[plan.crossings[k].phase]);
    }
    walkers_slot = options.start / kWalkersSlot;
}

bool Simulation::State::wants_more_green(std::uint32_t c) const {
    const std::vector<SignalPhase>& phases = net.controllers[c].phases;
    const SignalState& signal = signals[c];
    // Only those whose green cannot be made longer later: who keeps it into the next phase whose length the street
    // decides need not be waited for. Phases of a fixed length between, such as for people on foot to clear, add to it.
    const std::size_t count = phases.size();
    std::uint64_t keeps = signal.green;
    for (std::size_t k = 1; k < count; ++k) {
        const SignalPhase& next = phases[(signal.phase + k) % count];
        keeps &= next.green_movements;
        if (depends(net.controllers[c], next)) {
            break;
        }
    }
    const std::uint64_t ends = signal.green & ~keeps;
    for (std::size_t k = 0; k < ruled[c].size(); ++k) {
        // A loop cannot tell who goes which way: where one of its lane's movements has red, whoever stands on it may be
        // waiting for that; where all give way, for a gap that more green does not bring.
        const std::uint64_t movements = ruled[c][k].movements;
        const bool flows = (movements & ~signal.green) == 0 && (movements & signal.green & ~signal.permissive) != 0;
        if (flows && (movements & ends) != 0 && undetected_s[c][k] < kLongestGapS) {
            return true;
        }
    }
    return false;
}

/// Varaiya (2013), Transp. Res. C 36: the phase whose movements have the most vehicles waiting less those ahead of
/// them; who waits on foot counts as a vehicle.
std::uint32_t Simulation::State::phase_of_most_pressure(std::uint32_t c) const {
    const Controller& controller = net.controllers[c];
    std::uint32_t best = signals[c].phase;
    float most = -kFar;
    for (std::uint32_t p = 0; p < controller.phases.size(); ++p) {
        const std::uint64_t green = controller.phases[p].green_movements;
        if (green == 0) {
            continue;
        }
        float pressure = p == signals[c].phase ? 0.5F : 0.0F; // a change costs time
        for (const RuledLane& r : ruled[c]) {
            const LanePlan& lane = plan.lanes[r.lane];
            float served = 0.0F;
            const Vehicle* v = on_lane(r.lane);
            for (std::uint32_t k = 0; k < lane_slot[r.lane].count; ++k) {
                served += v[k].turn != kNone && (plan.turns[v[k].turn].movement & green) != 0 ? 1.0F : 0.0F;
            }
            float ahead = 0.0F;
            float ways = 0.0F;
            for (std::uint32_t t = lane.turn_begin; t < lane.turn_begin + lane.turn_count; ++t) {
                if ((plan.turns[t].movement & green) != 0) {
                    ahead += static_cast<float>(lane_slot[plan.turns[t].to_lane].count);
                    ways += 1.0F;
                }
            }
            pressure += ways > 0.0F ? std::max(0.0F, served - ahead / ways) : 0.0F;
        }
        for (std::uint32_t k = plan.first_crossing[c]; k < plan.first_crossing[c + 1]; ++k) {
            const bool served = plan.crossings[k].phase == p;
            pressure += served ? static_cast<float>(walkers[k].waiting[0] + walkers[k].waiting[1]) : 0.0F;
        }
        if (pressure > most) {
            most = pressure;
            best = p;
        }
    }
    return best;
}

void Simulation::State::advance_signal(std::uint32_t c) {
    SignalState& signal = signals[c];
    const Controller& controller = net.controllers[c];
    const auto count = static_cast<std::uint32_t>(controller.phases.size());
    int turns = 0;
    bool changed = false;
    while (signal.left_s <= 1e-4F && ++turns < 200) {
        const SignalPhase& phase = controller.phases[signal.phase];
        if (signal.part == 0 && depends(controller, phase)) {
            bool stay = false;
            if (controller.kind == ControllerKind::Actuated) {
                stay = signal.green_s + 1e-4F < static_cast<float>(phase.most_green_s) && wants_more_green(c);
            } else if (controller.kind == ControllerKind::MaxPressure) {
                signal.next = phase_of_most_pressure(c);
                stay = signal.next == signal.phase;
            } else {
                stay = signal.next == kNone || signal.next == signal.phase;
            }
            if (stay) {
                signal.left_s = dt;
                if (controller.kind == ControllerKind::MaxPressure) { // who has come on foot meanwhile may walk now
                    signal.left_s = std::max({dt, kPressureStepS, serve_walkers(c, true)});
                }
                break;
            }
        }
        signal.part = static_cast<std::uint8_t>((signal.part + 1) % 3);
        if (signal.part == 0) {
            const bool asked = signal.next != kNone && controller.kind >= ControllerKind::MaxPressure;
            signal.phase = asked ? std::min(signal.next, count - 1) : (signal.phase + 1) % count;
            signal.next = kNone;
            signal.green_s = 0.0F;
        }
        const SignalPhase& now_shown = controller.phases[signal.phase];
        float length = length_of(now_shown, signal.part, depends(controller, now_shown));
        if (signal.part == 0) {
            length = std::max(length, serve_walkers(c, depends(controller, now_shown)));
        }
        signal.left_s += length;
        changed = true;
    }
    if (changed) {
        show(signal, controller.phases[signal.phase]);
    }
    signal.left_s -= dt; // what is shown now holds for the step that begins
    signal.green_s += signal.part == 0 ? dt : 0.0F;
}

void Simulation::State::advance_signals() {
    for (std::uint32_t c = 0; c < signals.size(); ++c) {
        if (!net.controllers[c].phases.empty()) {
            detect(c);
            advance_signal(c);
        }
    }
    advance_walkers();
}

std::uint32_t Simulation::phase_of(std::uint32_t controller) const noexcept {
    return state_->signals[controller].phase;
}

void Simulation::request_phase(std::uint32_t controller, std::uint32_t phase) {
    state_->signals[controller].next = phase;
}

void Simulation::set_greens(std::uint32_t controller, std::span<const double> greens_s) {
    std::vector<SignalPhase>& phases = state_->net.controllers[controller].phases;
    for (std::size_t k = 0; k < phases.size() && k < greens_s.size(); ++k) {
        phases[k].green_s = greens_s[k];
    }
}

} // namespace cityloom::traffic

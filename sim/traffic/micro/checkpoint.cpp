// SPDX-License-Identifier: GPL-3.0-or-later
// The whole mutable state: one list for the hash, for saving, and for going on from there.
#include "sim/core/checkpoint.h"

#include "sim/traffic/micro/visit.h"

namespace cityloom::traffic {

namespace {

constexpr std::uint64_t kMagic = 0x43454C494F4C4357ULL; // changes with the layout of the state

/// What a state belongs to: it fits the same network, work and step only.
std::array<std::uint64_t, 8> shape_of(const Simulation::State& s) {
    return {kMagic,
            s.plan.lanes.size(),
            s.plan.turns.size(),
            s.plan.conflicts.size(),
            s.work.trips.size(),
            s.work.types.size(),
            static_cast<std::uint64_t>(s.options.step),
            s.options.seed};
}

} // namespace

/// Left out, since each step sets it before it reads it: leaving, looking, tally, closings_changed. Left out, since it
/// follows from the limits: slow_edges. Left out, since only whether two of its values agree counts, within one look:
/// seen_by and walks.
void Simulation::State::visit(Archive& a) {
    if (a.restoring()) {
        release_limits(); // the state to come may slow down others
    }
    a(now, step_index);
    a.fixed(lane_slot, turn_slot, junctions, tails[0], tails[1], heads[0], heads[1], came_by, courtesy, crossed_at,
            reserved_m, edge_fed, edge_waits, promises, ring_count);
    a.fixed(edge_s, routing_s, closed, crossed_s, crossed, queue, queue_head);
    a(blocked, informed, recent);
    a.fixed(signals, undetected_s, walkers);
    for (Controller& controller : net.controllers) {
        for (SignalPhase& phase : controller.phases) {
            a(phase.green_s); // set_greens()
        }
    }
    a(walkers_slot);
    a.fixed(records, routes, entered, expected, next_stop, batteries, stations, candidates);
    a(next_limit, next_closing);
    a(next_departure, stranded, way_opened, counts, updates, distance_m, co2_g, electricity_wh, gridlock_s, diverted);
    finder.visit(a);
    if (!a.restoring()) {
        return;
    }
    if (!a.ok() || !holds_together()) {
        a.refuse();
        blocked.clear();
        return;
    }
    set_limits_anew();
    for (const Blocked& where : blocked) {
        slow_down(where);
    }
}

void Simulation::State::release_limits() {
    for (Blocked where : blocked) {
        where.what.speed_mps = 0.0F;
        slow_down(where);
    }
}

void Simulation::visit(Archive& archive) {
    state_->visit(archive);
}

void Simulation::hash(StateHash& hash) const {
    Archive archive{hash};
    state_->visit(archive);
}

std::vector<std::byte> Simulation::save() const {
    return save_checkpoint(*state_, shape_of(*state_));
}

Result<void> Simulation::restore(std::span<const std::byte> saved) {
    return restore_checkpoint(*state_, shape_of(*state_), saved);
}

} // namespace cityloom::traffic

// SPDX-License-Identifier: GPL-3.0-or-later
// What a workload says of the streets by the clock: variable speed signs, closed edges and lanes.
#include <algorithm>

#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

void Simulation::State::start_timeline() {
    for (const LimitStep& step : work.limits) {
        const double own = net.lanes[step.lane].speed_mps;
        given_mps.push_back(own > 0.0 ? own : net.edges[net.lanes[step.lane].edge].speed_mps);
    }
}

void Simulation::State::set_limit(std::uint32_t lane, double speed_mps) {
    const std::uint32_t edge = net.lanes[lane].edge;
    slow_edges_known = false;
    net.lanes[lane].speed_mps = speed_mps;
    plan.lanes[plan.first_lane[edge] + lane - net.edges[edge].lanes.begin].speed_mps = static_cast<float>(speed_mps);
    if (const Blocked* slowed = blocked_on(edge)) {
        slow_down(*slowed);
    }
}

/// Limits follow from how far the list has been gone through.
void Simulation::State::set_limits_anew() {
    for (std::size_t k = 0; k < work.limits.size(); ++k) {
        set_limit(work.limits[k].lane, given_mps[k]);
    }
    for (std::size_t k = 0; k < next_limit; ++k) {
        const LimitStep& step = work.limits[k];
        set_limit(step.lane, step.speed_mps > 0.0F ? static_cast<double>(step.speed_mps) : given_mps[k]);
    }
}

void Simulation::follow_timeline() {
    State& s = *state_;
    const std::vector<LimitStep>& limits = s.work.limits;
    for (; s.next_limit < limits.size() && limits[s.next_limit].at <= s.now; ++s.next_limit) {
        const LimitStep& step = limits[s.next_limit];
        s.set_limit(step.lane, step.speed_mps > 0.0F ? static_cast<double>(step.speed_mps) : s.given_mps[s.next_limit]);
    }
    const std::vector<Closing>& closings = s.work.closings;
    const std::uint32_t before = s.next_closing;
    for (; s.next_closing < closings.size() && closings[s.next_closing].at <= s.now; ++s.next_closing) {
        const Closing& closing = closings[s.next_closing];
        if (closing.lanes == 0) {
            set_edge_closed(closing.edge, closing.closed);
        } else if (closing.closed) {
            obstruct(closing.edge, {.lanes = closing.lanes, .from_m = 0.0F});
        } else {
            clear_obstruction(closing.edge);
        }
    }
    s.closings_changed = s.next_closing != before;
}

} // namespace cityloom::traffic

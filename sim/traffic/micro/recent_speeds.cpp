// SPDX-License-Identifier: GPL-3.0-or-later
// Ways by what traffic was like lately: the mean speed on each edge over the last three minutes, say, a moving average
// of its mean speeds second by second, as SUMO smooths what trips and rerouting devices go by (180 steps of a second).
#include <algorithm>
#include <utility>

#include "sim/core/executor.h"
#include "sim/traffic/micro/state.h"

namespace cityloom::traffic {

namespace {

constexpr float kLeastMps = 0.01F;               // an edge that stands has a time all the same
constexpr TimeUs kLooksInQueue = 60 * kSecondUs; // who waits to start: SUMO's device.rerouting.pre-period

} // namespace

void Simulation::State::start_recent_speeds() {
    const bool wanted = std::ranges::any_of(work.trips, [](const Trip& trip) { return trip.route == kNone; });
    if (!options.plain_routes || options.speeds_of_last <= 0 || !wanted) {
        return;
    }
    recent.below_mps.assign(net.edges.size() * RecentSpeeds::kSlots, 0.0F);
    const TimeUs slot = options.speeds_of_last / RecentSpeeds::kSlots;
    recent.seconds_of_slot = static_cast<std::uint32_t>(std::max<TimeUs>(1, slot / kSecondUs));
    looks_again = std::ranges::any_of(work.trips, [](const Trip& trip) { return trip.looks_again_s > 0.0F; });
}

void Simulation::State::find_slow_edges() {
    if (std::exchange(slow_edges_known, true)) {
        return;
    }
    slow_edges.clear();
    for (std::uint32_t e = 0; e < net.edges.size(); ++e) {
        float limit = 0.0F;
        for (std::uint32_t l = plan.first_lane[e]; l < plan.first_lane[e] + net.edges[e].lanes.count; ++l) {
            limit = std::max(limit, plan.lanes[l].speed_mps);
        }
        if (limit < static_cast<float>(net.edges[e].speed_mps)) {
            slow_edges.push_back(e);
        }
    }
}

void Simulation::State::note_speeds() {
    if (recent.below_mps.empty() || now % kSecondUs >= options.step) {
        return;
    }
    if (recent.seconds == recent.seconds_of_slot) {
        recent.slot = (recent.slot + 1) % RecentSpeeds::kSlots;
        recent.seconds = 0;
        recent.fresh = false; // taken anew slot by slot: a hierarchy's times are not worth changing every second
        for (std::size_t e = 0; e < net.edges.size(); ++e) {
            recent.below_mps[e * RecentSpeeds::kSlots + recent.slot] = 0.0F;
        }
    }
    ++recent.seconds;
    const auto note = [this](std::uint32_t e) {
        float sum = 0.0F;
        float vehicles = 0.0F;
        float limit = 0.0F;
        for (std::uint32_t l = plan.first_lane[e]; l < plan.first_lane[e] + net.edges[e].lanes.count; ++l) {
            limit = std::max(limit, plan.lanes[l].speed_mps);
            const Vehicle* v = on_lane(l);
            for (std::uint32_t k = 0; k < lane_slot[l].count; ++k) {
                sum += v[k].barrier() ? 0.0F : v[k].v_mps;
                vehicles += v[k].barrier() ? 0.0F : 1.0F;
            }
        }
        const float top = std::max(limit, static_cast<float>(net.edges[e].speed_mps));
        const float mean = vehicles > 0.0F ? sum / vehicles : limit;
        recent.below_mps[e * RecentSpeeds::kSlots + recent.slot] += top - mean;
    };
    for (std::uint32_t j = 0; j < junctions.size(); ++j) { // where nobody is, all drive as they may
        if (junctions[j].here == 0) {
            continue;
        }
        const Range lanes = plan.junctions[j].lanes;
        for (std::uint32_t first = lanes.begin; first < lanes.end(); first += plan.lanes[first].edge_lanes) {
            note(plan.lanes[first].edge);
        }
    }
    find_slow_edges();
    for (const std::uint32_t e : slow_edges) {
        if (junctions[lane_junction[plan.first_lane[e]]].here == 0) {
            note(e);
        }
    }
}

/// Over all full slots but the oldest, the one that is being filled, and so much of the oldest as makes up the while.
void Simulation::State::follow_speeds() {
    if (recent.below_mps.empty() || recent.fresh) {
        return;
    }
    recent.fresh = true;
    const std::uint32_t oldest = (recent.slot + 1) % RecentSpeeds::kSlots;
    const float part = 1.0F - static_cast<float>(recent.seconds) / static_cast<float>(recent.seconds_of_slot);
    const float seconds = static_cast<float>((RecentSpeeds::kSlots - 1) * recent.seconds_of_slot);
    const auto free = router.free_times_s();
    for (std::size_t e = 0; e < net.edges.size(); ++e) {
        const float* below = recent.below_mps.data() + e * RecentSpeeds::kSlots;
        float sum = -(1.0F - part) * below[oldest];
        for (std::uint32_t s = 0; s < RecentSpeeds::kSlots; ++s) {
            sum += below[s];
        }
        const float mean = std::max(kLeastMps, static_cast<float>(net.edges[e].speed_mps) - sum / seconds);
        edge_s[e] = std::max(free[e], static_cast<float>(net.edges[e].length_m) / mean);
        routing_s[e] = closed[e] != 0 ? Router::kClosed : edge_s[e];
    }
    finder.set_times(routing_s);
}

/// Who has been waiting to start for a while chooses anew.
void Simulation::State::look_again_in_queues(Executor& executor) {
    if (recent.below_mps.empty() || counts.waiting == 0 || (now - options.start) % kLooksInQueue >= options.step) {
        return;
    }
    std::vector<std::uint32_t> waiting;
    for (std::size_t e = 0; e < queue.size(); ++e) {
        for (std::size_t k = queue_head[e]; k < queue[e].size(); ++k) {
            if (work.trips[queue[e][k]].route == kNone) {
                waiting.push_back(queue[e][k]);
            }
        }
    }
    if (waiting.empty()) {
        return;
    }
    follow_speeds();
    for (const std::uint32_t trip : waiting) {
        finder.expect(use_of(work.trips[trip]), 1, executor);
    }
    executor.for_each_block(waiting.size(), [&](std::size_t first, std::size_t last) {
        routing::RouteFinder::Lease scratch{finder};
        std::vector<std::uint32_t> way;
        for (std::size_t k = first; k < last; ++k) {
            const Trip& t = work.trips[waiting[k]];
            whole_way(t, {t.id, options.taste_spread, use_of(t)}, scratch, way);
            // From where it waits on: see start_where_it_fits.
            const auto street = std::ranges::find(way, routes[waiting[k]].front());
            if (street != way.end()) {
                routes[waiting[k]].assign(street, way.end());
            }
        }
    });
}

} // namespace cityloom::traffic

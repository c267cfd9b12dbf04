// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/engine/world.h"

#include <algorithm>
#include <cmath>

#include "sim/core/executor.h"
#include "sim/engine/lifelines.h"
#include "sim/traffic/access.h"

namespace cityloom::engine {

namespace {

/// What a work zone has taken lies between the lanes that it leaves and where the kerb lanes were.
BlockedView view_of(const WorkZone& zone, const traffic::RoadNetwork& roads) {
    const traffic::Edge& edge = roads.edges[zone.edge];
    const traffic::Lane& outermost = roads.lanes[edge.lanes.begin];
    const double kerb = roads.left_hand ? -1.0 : 1.0;
    const double inner = outermost.offset_m + 0.5 * kerb * outermost.width_m;
    const double outer = inner + kerb * zone.lanes * outermost.width_m;
    return {.edge = zone.edge,
            .lanes = zone.lanes,
            .from_m = 0.0F,
            .to_m = static_cast<float>(edge.length_m),
            .left_m = static_cast<float>(std::min(inner, outer)),
            .right_m = static_cast<float>(std::max(inner, outer)),
            .kind = Blockage::Works};
}

} // namespace

struct World::State {
    State(const Networks& n, std::vector<traffic::Trip> trips, WorldOptions o)
        : networks{n},
          options{std::move(o)},
          lifelines{networks, options.start, options.lifeline_every},
          traffic{networks.roads,
                  std::move(trips),
                  {.start = options.start,
                   .step = options.traffic_step,
                   .seed = options.seed,
                   .edge_times_s = options.edge_times_s,
                   .first_routes = std::move(options.first_routes)}},
          router{networks.roads} {
        events = options.events;
        std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.at < b.at; });
        for (const std::uint32_t edge : options.closed_edges) {
            traffic.set_edge_closed(edge, true);
        }
        lifelines.start_metrics(metrics);
    }

    void apply(const Event& event) {
        if (event.kind == EventKind::Block || event.kind == EventKind::Unblock) {
            block(event);
            applied.push_back(event);
            return;
        }
        const bool fails = event.kind == EventKind::Fail || event.kind == EventKind::Close;
        if (event.asset.type == AssetType::Street) {
            for (std::uint32_t e = 0; e < networks.roads.edges.size(); ++e) {
                if (networks.roads.edges[e].street_id == event.asset.index) {
                    traffic.set_edge_closed(e, fails);
                }
            }
        } else {
            lifelines.set_failed(event.asset, fails);
        }
        applied.push_back(event);
    }

    void block(const Event& event) {
        const std::uint32_t lanes = networks.roads.edges[event.edge].lanes.count;
        const std::uint32_t all = lanes >= 32 ? ~0U : (1U << lanes) - 1U;
        if ((event.obstruction.lanes & all) == all) {
            traffic.set_edge_closed(event.edge, event.kind == EventKind::Block);
        } else if (event.kind == EventKind::Block) {
            traffic.obstruct(event.edge, event.obstruction);
        } else {
            traffic.clear_obstruction(event.edge);
        }
    }

    template <typename F> void timed(Phase phase, F&& f) {
        const double before = options.clock_ms ? options.clock_ms() : 0.0;
        f();
        phase_ms[static_cast<std::size_t>(phase)] += options.clock_ms ? options.clock_ms() - before : 0.0;
    }

    void measure() {
        const TimeUs now = traffic.time();
        if (now >= next_reach) {
            reached = lifelines.count_reached(traffic);
            next_reach = now + 10 * kSecondUs;
        }
        const double dt = to_seconds(options.traffic_step);
        metrics.vehicle_seconds_informed += dt * reached.informed;
        metrics.vehicle_seconds_reached += dt * reached.reached;
        metrics.vehicles_reached_share = reached.informed > 0.0 ? reached.reached / reached.informed : 1.0;
        if (now >= next_access && !networks.dependencies.hospital_edges.empty()) {
            next_access = now + 15 * kMinuteUs;
            const auto times =
                traffic::times_to_nearest(router, networks.dependencies.hospital_edges, traffic.edge_times_s());
            double weight = 0.0;
            double sum = 0.0;
            for (const traffic::Zone& zone : networks.demand.zones) {
                if (zone.gateway || zone.origins.count == 0) {
                    continue;
                }
                const float time = times[networks.demand.zone_edges[zone.origins.begin]];
                if (std::isfinite(time)) {
                    weight += zone.people + zone.jobs;
                    sum += (zone.people + zone.jobs) * static_cast<double>(time);
                }
            }
            access_sum += weight > 0.0 ? sum / weight : 0.0;
            ++access_looks;
            metrics.hospital_access_s = access_sum / access_looks;
        }
    }

    Networks networks;
    WorldOptions options;
    Lifelines lifelines;
    traffic::Simulation traffic;
    traffic::Router router;
    Metrics metrics;
    std::vector<Event> events;
    std::size_t next_event = 0;
    std::vector<Event> applied;
    std::uint64_t steps = 0;
    TimeUs next_reach = 0;
    TimeUs next_access = 0;
    Lifelines::Reached reached;
    double access_sum = 0.0;
    int access_looks = 0;
    std::array<double, kPhases> phase_ms{};
};

World::World(const Networks& networks, std::vector<traffic::Trip> trips, WorldOptions options)
    : state_{std::make_unique<State>(networks, std::move(trips), std::move(options))} {}
World::~World() = default;
World::World(World&&) noexcept = default;
World& World::operator=(World&&) noexcept = default;

void World::step(Executor& executor) {
    State& s = *state_;
    const TimeUs now = s.traffic.time();
    bool changed = false;
    s.timed(Phase::Events, [&] {
        while (s.next_event < s.events.size() && s.events[s.next_event].at <= now) {
            s.apply(s.events[s.next_event++]);
            changed = true;
        }
    });
    if (changed || s.lifelines.due(now)) {
        s.timed(Phase::Demand, [&] {
            s.lifelines.set_charging(s.traffic.charging());
            s.lifelines.update_demand(now, s.metrics);
        });
        s.timed(Phase::Power, [&] { s.lifelines.solve_power(s.metrics); });
        s.timed(Phase::Telecom, [&] { s.lifelines.update_telecom(now); });
        s.timed(Phase::Water, [&] { s.lifelines.solve_water(s.metrics); });
        s.timed(Phase::Cascade, [&] { s.lifelines.settle(now, s.metrics); });
        s.timed(Phase::Connected, [&] { s.lifelines.inform(s.traffic); });
    }
    s.timed(Phase::Traffic, [&] { s.traffic.step(executor); });
    s.timed(Phase::Metrics, [&] { s.measure(); });
    ++s.steps;
}

void World::finish() {
    state_->lifelines.update_demand(state_->traffic.time(), state_->metrics);
}

Event World::command(EventKind kind, AssetRef asset) {
    State& s = *state_;
    const Event event{s.traffic.time(), kind, asset};
    s.events.insert(s.events.begin() + static_cast<std::ptrdiff_t>(s.next_event), event);
    return event;
}

TimeUs World::time() const noexcept {
    return state_->traffic.time();
}
std::uint64_t World::step_count() const noexcept {
    return state_->steps;
}
const Metrics& World::metrics() const noexcept {
    return state_->metrics;
}
const traffic::Simulation& World::traffic() const noexcept {
    return state_->traffic;
}
const Networks& World::networks() const noexcept {
    return state_->networks;
}
std::span<const Event> World::applied_events() const noexcept {
    return state_->applied;
}
const std::array<double, kPhases>& World::phase_ms() const noexcept {
    return state_->phase_ms;
}

void World::fill_frame(Frame& frame) const {
    frame.time = state_->traffic.time();
    frame.step = state_->steps;
    state_->traffic.fill_frame(frame);
    state_->lifelines.fill_frame(frame);
    for (const WorkZone& zone : state_->options.work_zones) {
        const bool closed = std::ranges::any_of(
            frame.blocked, [&](const BlockedView& b) { return b.edge == zone.edge && b.kind == Blockage::Closed; });
        if (!closed) {
            frame.blocked.push_back(view_of(zone, state_->networks.roads));
        }
    }
    std::ranges::stable_sort(frame.blocked, {}, &BlockedView::edge);
}

std::uint64_t World::state_hash() const {
    const State& s = *state_;
    StateHash hash;
    s.traffic.hash(hash);
    s.lifelines.hash(hash);
    hash.add(s.steps);
    hash.add(static_cast<std::uint64_t>(s.next_event));
    hash.add(s.metrics.energy_not_served_wh);
    hash.add(s.metrics.energy_delivered_wh);
    hash.add(s.metrics.customer_hours_without_power);
    hash.add(s.metrics.customer_hours_without_water);
    hash.add(s.metrics.node_hours_below_min_pressure);
    hash.add(s.metrics.vehicle_seconds_informed);
    hash.add(s.metrics.vehicle_seconds_reached);
    hash.add(s.metrics.hospital_access_s);
    for (const ServiceTotals& totals : s.metrics.services) {
        hash.add(totals.person_hours_without_power);
        hash.add(totals.person_hours_without_water);
        hash.add(totals.person_hours_without_signal);
    }
    return hash.value();
}

void World::flip_state_bit_for_test(Domain domain) {
    if (domain == Domain::Traffic) {
        Archive first_bit{0, 0};
        state_->traffic.visit(first_bit);
    } else {
        state_->lifelines.flip_state_bit_for_test(domain == Domain::Power     ? 0
                                                  : domain == Domain::Water   ? 1
                                                  : domain == Domain::Telecom ? 2
                                                                              : 3);
    }
}

} // namespace cityloom::engine

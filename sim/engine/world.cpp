// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/engine/world.h"

#include <algorithm>
#include <array>

#include "sim/core/checkpoint.h"
#include "sim/core/executor.h"
#include "sim/core/state_hash.h"
#include "sim/engine/catalogue.h"
#include "sim/engine/causes.h"
#include "sim/traffic/rows.h"

namespace cityloom::engine {

namespace {

constexpr int kMostRounds = 12;                          ///< of a cascade; three are usual
constexpr std::uint64_t kLayout = 0x32444C524F574C43ULL; ///< changes with State::visit

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
    State(Networks n, std::vector<traffic::Trip> trips, WorldOptions o)
        : networks{std::move(n)},
          options{std::move(o)},
          traffic{networks.roads,
                  std::move(trips),
                  {.start = options.start,
                   .step = options.traffic_step,
                   .seed = options.seed,
                   .edge_times_s = options.edge_times_s,
                   .first_routes = std::move(options.first_routes)}},
          supplies{networks.dependencies.supplies},
          figures{std::vector<const Figure*>(engine::figures().begin(), engine::figures().end()),
                  networks.dependencies.district_names.size()},
          last{options.start} {
        std::stable_sort(options.events.begin(), options.events.end(),
                         [](const Command& a, const Command& b) { return a.at < b.at; });
        phases.push_back({"events"});
        for (const DomainRow* row : domain_rows()) {
            domains.push_back(row->make({networks, traffic, options.start, options.lifeline_every}));
            phases.push_back({row->id});
        }
        phases.push_back({"cascade"});
        phases.push_back({"vehicles"});
        for (const std::uint32_t edge : options.closed_edges) {
            act({.verb = Verb::Block,
                 .asset = {&traffic::kStreet, networks.roads.edges[edge].street_id},
                 .edge = edge,
                 .lanes = ~0U});
        }
    }

    void act(const Command& command) {
        const std::size_t row = domain_of(command.asset.kind);
        if (row < domains.size() && asset_exists(networks, command.asset)) {
            domains[row]->act(command);
        }
    }

    void apply(Command command) {
        if (command.asset.is(traffic::kStreet) && (command.verb == Verb::Fail || command.verb == Verb::Repair)) {
            command.verb = command.verb == Verb::Fail ? Verb::Close : Verb::Open; // a street does not break
        }
        const bool counted = command.verb == Verb::Fail || command.verb == Verb::Repair ||
                             command.verb == Verb::Close || command.verb == Verb::Open;
        if (!counted || causes.apply(command)) {
            act(command);
        }
        applied.push_back(std::move(command));
    }

    template <typename F> void timed(std::size_t phase, F&& f) {
        const double before = options.clock_ms ? options.clock_ms() : 0.0;
        f();
        phases[phase].ms += options.clock_ms ? options.clock_ms() - before : 0.0;
    }

    /// What is stored drains and fills as the last event left things.
    void advance(TimeUs now) {
        if (now > last) {
            if (!closed_books) {
                figures.integrate(to_seconds(now - last) / 3600.0);
            }
            supplies.advance(to_seconds(now - last));
            for (std::size_t d = 0; d < domains.size(); ++d) {
                timed(1 + d, [&] { domains[d]->advance(last, now); });
            }
            last = now;
        }
    }

    /// The cascade: in each round every domain solves with what it is supplied with, and offers. A round in which
    /// nobody's supply or load changes is the last.
    void settle(TimeUs now) {
        std::vector<std::uint8_t> touched;
        for (const auto& domain : domains) {
            touched.push_back(now >= domain->next() ? 1 : 0);
        }
        supplies.begin_event(now);
        bool changed = true;
        bool any = false;
        for (int round = 0; changed && round < kMostRounds; ++round) {
            for (std::size_t d = 0; d < domains.size(); ++d) {
                timed(1 + d, [&] {
                    if (domains[d]->solve(now, supplies)) {
                        domains[d]->offer(supplies);
                        touched[d] = 1;
                    }
                });
            }
            changed = supplies.changed_in_round();
            any = any || changed;
        }
        unsettled += changed ? 1U : 0U;
        timed(1 + domains.size(), [&] {
            for (std::size_t d = 0; d < domains.size(); ++d) {
                if (any || touched[d] != 0) {
                    domains[d]->settle(now, supplies, figures);
                }
            }
            if (!closed_books) {
                figures.note_peaks();
            }
        });
        next = supplies.next(now);
        for (const auto& domain : domains) {
            next = std::min(next, domain->next());
        }
    }

    /// Where the options' events go on is no state: it follows from the time, so that a run can branch.
    void visit(Archive& archive) {
        traffic.visit(archive);
        supplies.visit(archive);
        figures.visit(archive);
        causes.visit(archive);
        archive(pending, applied, last, next, steps, unsettled, closed_books);
        for (const auto& domain : domains) {
            domain->visit(archive);
        }
    }

    /// What a saved state belongs to.
    [[nodiscard]] std::array<std::uint64_t, 4> owner() const {
        StateHash hash;
        for (const DomainRow* row : domain_rows()) {
            for (const char c : row->id) {
                hash.add(c);
            }
            for (const Kind* kind : row->kinds) {
                hash.add(static_cast<std::uint64_t>(kind->count(networks)));
            }
        }
        hash.add(static_cast<std::uint64_t>(supplies.rows().size()));
        hash.add(static_cast<std::uint64_t>(figures.districts()));
        return {kLayout, hash.value(), options.seed, static_cast<std::uint64_t>(options.traffic_step)};
    }

    Networks networks;
    WorldOptions options;
    traffic::Simulation traffic;
    Supplies supplies;
    Figures figures;
    Causes causes;
    std::vector<std::unique_ptr<Domain>> domains; ///< as domain_rows()
    std::vector<Command> pending;                 ///< from outside, for the next step
    std::vector<Command> applied;
    std::size_t next_event = 0; ///< in options.events
    TimeUs last = 0;            ///< event
    TimeUs next = 0;            ///< when a domain or a battery is due
    std::uint64_t steps = 0;
    std::uint64_t unsettled = 0;
    bool closed_books = false;
    std::vector<Phase> phases; ///< events, the domains, cascade, vehicles
};

World::World(Networks networks, std::vector<traffic::Trip> trips, WorldOptions options)
    : state_{std::make_unique<State>(std::move(networks), std::move(trips), std::move(options))} {}
World::~World() = default;
World::World(World&&) noexcept = default;
World& World::operator=(World&&) noexcept = default;

void World::step(Executor& executor) {
    State& s = *state_;
    const TimeUs now = s.traffic.time();
    const bool happens =
        !s.pending.empty() || (s.next_event < s.options.events.size() && s.options.events[s.next_event].at <= now);
    if (happens || now >= s.next) {
        s.advance(now);
        s.timed(0, [&] {
            while (s.next_event < s.options.events.size() && s.options.events[s.next_event].at <= now) {
                s.apply(s.options.events[s.next_event++]);
            }
            for (Command& command : std::exchange(s.pending, {})) {
                s.apply(std::move(command));
            }
        });
        s.settle(now);
    }
    s.timed(s.phases.size() - 1, [&] { s.traffic.step(executor); });
    ++s.steps;
}

void World::finish() {
    state_->advance(state_->traffic.time());
    state_->closed_books = true;
}

bool World::events_ahead() const noexcept {
    return state_->next_event < state_->options.events.size();
}

Command World::command(Command command) {
    command.at = state_->traffic.time();
    state_->pending.push_back(command);
    return command;
}

TimeUs World::time() const noexcept {
    return state_->traffic.time();
}
std::uint64_t World::step_count() const noexcept {
    return state_->steps;
}
TimeUs World::last_event() const noexcept {
    return state_->last;
}
const Figures& World::settled_figures() const noexcept {
    return state_->figures;
}
const traffic::Simulation& World::traffic() const noexcept {
    return state_->traffic;
}
const Networks& World::networks() const noexcept {
    return state_->networks;
}
std::span<const Command> World::applied_commands() const noexcept {
    return state_->applied;
}
std::size_t World::causes(AssetRef asset) const {
    return state_->causes.count(asset);
}
std::vector<WhyChain> World::why(AssetRef asset) const {
    const State& s = *state_;
    return asset_exists(s.networks, asset) ? explain({s.networks, s.domains, s.supplies, s.causes, s.applied}, asset)
                                           : std::vector<WhyChain>{};
}
std::uint64_t World::unsettled_events() const noexcept {
    return state_->unsettled;
}
std::string World::fault() const {
    for (const auto& domain : state_->domains) {
        if (std::string fault = domain->fault(); !fault.empty()) {
            return fault;
        }
    }
    return {};
}
std::span<const Phase> World::phases() const noexcept {
    return state_->phases;
}

Figures World::figures() const {
    Figures all = sampled_figures();
    for (const auto& domain : state_->domains) {
        domain->measure(all);
    }
    return all;
}

Figures World::sampled_figures() const {
    Figures now = state_->figures;
    for (const auto& domain : state_->domains) {
        domain->sample(now);
    }
    return now;
}

void World::fill_frame(Frame& frame) const {
    const State& s = *state_;
    frame.time = s.traffic.time();
    frame.step = s.steps;
    frame.city = s.options.city;
    s.traffic.fill_frame(frame);
    fill_columns(frame.columns);
    for (const WorkZone& zone : s.options.work_zones) {
        const bool closed = std::ranges::any_of(
            frame.blocked, [&](const BlockedView& b) { return b.edge == zone.edge && b.kind == Blockage::Closed; });
        if (!closed) {
            frame.blocked.push_back(view_of(zone, s.networks.roads));
        }
    }
    std::ranges::stable_sort(frame.blocked, {}, &BlockedView::edge);
}

void World::fill_columns(Columns& columns) const {
    for (const auto& domain : state_->domains) {
        domain->publish(columns);
    }
}

void World::visit(Archive& archive) {
    state_->visit(archive);
}

std::uint64_t World::state_hash() const {
    StateHash hash;
    Archive archive{hash};
    state_->visit(archive); // the same list serves restoring; hashing changes nothing
    return hash.value();
}

std::vector<std::byte> World::save() const {
    return save_checkpoint(*state_, state_->owner());
}

Result<void> World::restore(std::span<const std::byte> saved) {
    State& s = *state_;
    if (auto done = restore_checkpoint(s, s.owner(), saved); !done) {
        return done;
    }
    const TimeUs stepped = s.traffic.time() - s.options.traffic_step; // what came until then is in the saved run
    s.next_event = 0;
    while (s.next_event < s.options.events.size() && s.options.events[s.next_event].at <= stepped) {
        ++s.next_event;
    }
    return {};
}

} // namespace cityloom::engine

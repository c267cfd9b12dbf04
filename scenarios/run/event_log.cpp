// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/event_log.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "scenarios/run/event_words.h"
#include "sim/engine/catalogue.h"
#include "sim/engine/why.h"

namespace cityloom::scenarios {

namespace {

constexpr std::size_t kMostEntries = 20'000;
constexpr std::size_t kMostNamed = 50;  ///< assets of one entry
constexpr std::size_t kMostAsked = 256; ///< assets of one entry that are asked why
constexpr double kDrift = 0.1; ///< share by which a figure drifts before that is told; and kLeastDrift at least
constexpr double kLeastDrift = 50.0;

/// An asset whose state is watched: it has a symbol in the picture, or is supplied with something. Cables and mains are
/// told by what hangs on them.
struct Watched {
    engine::AssetRef asset;
    engine::Words noun;
    LogState shown = LogState::In; ///< as its column has it
    LogState state = LogState::In; ///< half in service for a reason of its own (all points taken) is in service
};

LogState state_of(double value) {
    return !(value >= 0.25) ? LogState::Out : value < 0.75 ? LogState::Reserve : LogState::In;
}

std::vector<Watched> watched_in(const engine::Networks& networks) {
    std::vector<Watched> all;
    for (const engine::Kind* kind : engine::kinds()) {
        if (kind->state == nullptr || kind->view == nullptr) {
            continue;
        }
        std::vector<std::uint8_t> supplied(kind->count(networks), 0);
        for (const engine::Supply& supply : networks.dependencies.supplies) {
            if (supply.consumer.kind == kind && supply.consumer.index < supplied.size()) {
                supplied[supply.consumer.index] = 1;
            }
        }
        for (std::uint64_t i = 0; i < supplied.size(); ++i) {
            const engine::AssetView view = kind->view(networks, i);
            if (supplied[i] != 0 || view.look.glyph >= 0) {
                all.push_back({{kind, i}, view.noun});
            }
        }
    }
    return all;
}

std::vector<const engine::Figure*> told_figures() {
    std::vector<const engine::Figure*> told;
    std::ranges::copy_if(engine::figures(), std::back_inserter(told), &engine::Figure::told);
    return told;
}

} // namespace

struct EventLog::Impl {
    explicit Impl(const engine::World& world)
        : watched{watched_in(world.networks())},
          figures{told_figures()},
          settled(figures.size(), 0.0),
          told(figures.size(), 0.0),
          next_command{world.applied_commands().size()} {}

    /// \return where the new entries begin
    std::size_t commands(const engine::World& world) {
        const std::size_t first = entries.size();
        const engine::Networks& networks = world.networks();
        const auto applied = world.applied_commands();
        touched.clear();
        // Alike is what has the same words, and comes from the same for the same cause.
        std::vector<std::pair<CommandLine, std::vector<engine::AssetRef>>> groups;
        for (; next_command < applied.size(); ++next_command) {
            const engine::Command& command = applied[next_command];
            if (!engine::asset_exists(networks, command.asset)) {
                continue;
            }
            touched.push_back(command.asset);
            const CommandLine line = command_line(networks, command, world.causes(command.asset));
            auto group = std::ranges::find(groups, line, &decltype(groups)::value_type::first);
            if (group == groups.end()) {
                groups.push_back({line, {}});
                group = groups.end() - 1;
            }
            if (std::ranges::find(group->second, command.asset) == group->second.end()) {
                group->second.push_back(command.asset);
            }
        }
        for (const auto& [line, assets] : groups) {
            LogEntry entry = entry_of(networks, assets, line.noun, line.words);
            entry.kind = line.kind;
            entry.origin = line.by == engine::By::Person ? LogOrigin::ByHand : LogOrigin::Scripted;
            entry.cause = line.cause;
            add(std::move(entry), world);
        }
        return first;
    }

    void consequences(const engine::World& world) {
        struct Group {
            engine::Words noun;
            LogState before;
            LogState now;
            std::vector<engine::AssetRef> assets;
        };
        std::vector<Group> groups;
        world.fill_columns(columns);
        for (Watched& one : watched) {
            const LogState shown = state_of(static_cast<double>(columns.at(*one.asset.kind->state, one.asset.index)));
            if (shown == one.shown) {
                continue;
            }
            one.shown = shown;
            const bool half = shown == LogState::Reserve && world.why(one.asset).empty();
            const LogState before = std::exchange(one.state, half ? LogState::In : shown);
            if (one.state == before || std::ranges::find(touched, one.asset) != touched.end()) {
                continue;
            }
            auto group = std::ranges::find_if(groups, [&](const Group& g) {
                return g.noun.english == one.noun.english && g.before == before && g.now == one.state;
            });
            if (group == groups.end()) {
                groups.push_back({one.noun, before, one.state, {}});
                group = groups.end() - 1;
            }
            group->assets.push_back(one.asset);
        }
        for (const Group& group : groups) {
            if (group.now == LogState::In) {
                tell(world, group.noun, group.assets, back_words(group.before), LogKind::Mends, {});
            } else {
                by_reason(world, group.noun, group.now, group.assets);
            }
        }
    }

    /// What has gone out: a line for each thing that is missing.
    void by_reason(const engine::World& world, engine::Words noun, LogState now,
                   const std::vector<engine::AssetRef>& assets) {
        struct Part {
            Text words;
            std::vector<engine::AssetRef> assets;
            std::optional<engine::AssetRef> root; ///< of all; null kind: of several
        };
        std::vector<Part> parts;
        for (std::size_t k = 0; k < assets.size(); ++k) {
            const std::vector<engine::WhyChain> chains =
                k < kMostAsked ? world.why(assets[k]) : std::vector<engine::WhyChain>{};
            if (!looked && chains.empty()) {
                continue; // it is meant to be so: a tie that stands open
            }
            engine::AssetRef root = chains.empty() ? engine::AssetRef{} : chains.front().back().asset;
            const bool one =
                std::ranges::all_of(chains, [&](const engine::WhyChain& chain) { return chain.back().asset == root; });
            root = one && root != assets[k] ? root : engine::AssetRef{};
            const Text words = out_words(now, chains.empty() ? nullptr : &chains.front().front());
            auto part = k < kMostAsked || parts.empty()
                            ? std::ranges::find(parts, words.english, [](const Part& p) { return p.words.english; })
                            : parts.end() - 1;
            if (part == parts.end()) {
                parts.push_back({words, {}, {}});
                part = parts.end() - 1;
            }
            part->assets.push_back(assets[k]);
            part->root = part->root.value_or(root) == root ? root : engine::AssetRef{};
        }
        for (const Part& part : parts) {
            tell(world, noun, part.assets, part.words, LogKind::Fails, part.root.value_or(engine::AssetRef{}));
        }
    }

    void tell(const engine::World& world, engine::Words noun, const std::vector<engine::AssetRef>& assets,
              const Text& words, LogKind kind, engine::AssetRef root) {
        LogEntry entry = entry_of(world.networks(), assets, noun, words);
        entry.kind = kind;
        entry.origin = LogOrigin::Consequence;
        if (root) {
            entry.because = engine::asset_key(world.networks(), root);
            entry.because_words = asset_words(world.networks(), root);
        }
        add(std::move(entry), world);
    }

    /// Whom the event has touched: with what has happened, where that is one thing, else by itself. Without anything
    /// that has happened a figure drifts, as loads do with the hours: that is told once it is much.
    void effects(const engine::World& world, std::size_t first) {
        const bool something = entries.size() > first;
        std::vector<LogEffect> all;
        for (std::size_t f = 0; f < figures.size(); ++f) {
            const double shown = world.settled_figures().shown(*figures[f]);
            const double now = std::isfinite(shown) ? std::round(shown) : 0.0;
            const double change = now - (something ? settled[f] : told[f]);
            settled[f] = now;
            const double least = something ? 0.5 : std::max(kLeastDrift, kDrift * told[f]);
            if (std::abs(change) < least && looked) {
                continue;
            }
            told[f] = now;
            if (looked) { // who has nothing from the start is told by the layers
                all.push_back({std::string{figures[f]->id}, change, now});
            }
        }
        if (all.empty() || full) {
            return;
        }
        const auto of_origin = [&](bool consequence) {
            return std::ranges::count_if(
                entries.begin() + static_cast<std::ptrdiff_t>(first), entries.end(),
                [&](const LogEntry& e) { return (e.origin == LogOrigin::Consequence) == consequence; });
        };
        const auto given = of_origin(false);
        if (given == 1 || (given == 0 && of_origin(true) == 1)) {
            entries[first].effects = std::move(all); // commands stand first
            return;
        }
        LogEntry entry{.kind = LogKind::Touches, .origin = LogOrigin::Consequence, .effects = std::move(all)};
        entry.what = touched_words(something);
        add(std::move(entry), world);
    }

    void add(LogEntry entry, const engine::World& world) {
        if (full) {
            return;
        }
        if (entries.size() + 1 == kMostEntries) {
            full = true;
            entry = {.kind = LogKind::Touches, .origin = LogOrigin::Consequence, .what = full_words()};
        }
        entry.at = world.last_event();
        entries.push_back(std::move(entry));
    }

    static LogEntry entry_of(const engine::Networks& networks, const std::vector<engine::AssetRef>& assets,
                             engine::Words noun, const Text& words) {
        LogEntry entry{.count = assets.size()};
        entry.from = {INFINITY, INFINITY};
        entry.to = {-INFINITY, -INFINITY};
        for (const engine::AssetRef asset : assets) {
            const Point2 at = engine::asset_place(networks, asset);
            entry.from = {std::min(entry.from.x_m, at.x_m), std::min(entry.from.y_m, at.y_m)};
            entry.to = {std::max(entry.to.x_m, at.x_m), std::max(entry.to.y_m, at.y_m)};
            if (entry.assets.size() < kMostNamed) {
                entry.assets.push_back(engine::asset_key(networks, asset));
            }
        }
        entry.what = what_words(networks, assets, noun, words);
        return entry;
    }

    std::vector<Watched> watched;
    std::vector<const engine::Figure*> figures;
    std::vector<double> settled; ///< by figure: at the event before
    std::vector<double> told;    ///< by figure: when it was last told
    std::size_t next_command = 0;
    TimeUs seen = -1;
    bool looked = false; ///< at an event before
    bool full = false;
    engine::Columns columns;
    std::vector<engine::AssetRef> touched; ///< by this event's commands
    std::vector<LogEntry> entries;
};

EventLog::EventLog(const engine::World& world) : impl_{std::make_unique<Impl>(world)} {}
EventLog::~EventLog() = default;
EventLog::EventLog(EventLog&&) noexcept = default;
EventLog& EventLog::operator=(EventLog&&) noexcept = default;

void EventLog::look(const engine::World& world) {
    if (world.last_event() == impl_->seen) {
        return;
    }
    impl_->seen = world.last_event();
    const std::size_t first = impl_->commands(world);
    impl_->consequences(world);
    impl_->effects(world, first);
    impl_->looked = true;
}

std::span<const LogEntry> EventLog::entries() const {
    return impl_->entries;
}

} // namespace cityloom::scenarios

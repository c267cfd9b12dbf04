// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/days/failures.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>
#include <utility>

#include "scenarios/compare/event_rates.h"
#include "sim/core/executor.h"
#include "sim/engine/catalogue.h"
#include "sim/engine/world.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/rows.h"
#include "sim/water/rows.h"

namespace cityloom::scenarios {

namespace {

constexpr TimeUs kLookEvery = 15 * kMinuteUs;

double rate_of(std::string_view key) {
    const std::string_view sort = key.substr(0, key.find('/'));
    for (const EventRate& rate : event_rates()) {
        if (rate.id == sort) {
            return rate.value;
        }
    }
    return 0.0;
}

/// What columns of state say is out, in hours.
void note_out(std::map<std::size_t, double>& out, std::span<const float> state, double hours) {
    for (std::size_t k = 0; k < state.size(); ++k) {
        if (state[k] < 0.25F) {
            out[k] += hours;
        }
    }
}

struct Evening {
    double power = 0.0;
    double water = 0.0;
    double signal = 0.0;
    double unserved_mwh = 0.0;
    Failure out;
};

double figure(const engine::Figures& figures, std::string_view id) {
    const engine::Figure* row = engine::find_figure(id);
    return row != nullptr ? figures.shown(*row) : 0.0;
}

Evening evening(const engine::Networks& networks, engine::AssetRef failing, const std::stop_token& stop) {
    engine::WorldOptions options{
        .start = kFailureBegins - kLookEvery, .traffic_step = kMinuteUs, .lifeline_every = kLookEvery};
    if (failing) {
        options.events.push_back({.at = kFailureBegins, .verb = engine::Verb::Fail, .asset = failing});
    }
    engine::World world{networks, {}, std::move(options)};
    Executor executor{1};
    engine::Frame frame;
    Evening seen;
    seen.out.asset = failing;
    const double hours = to_seconds(kLookEvery) / 3600.0;
    TimeUs next = kFailureBegins + kLookEvery;
    while (world.time() < kFailureBegins + kFailureLasts && !stop.stop_requested()) {
        world.step(executor);
        if (world.time() < next) {
            continue;
        }
        next = world.time() + kLookEvery;
        world.fill_frame(frame);
        note_out(seen.out.dark_h, frame.columns[traffic::kSignalOn], hours);
        note_out(seen.out.site_dead_h, frame.columns[telecom::kState], hours);
        note_out(seen.out.bus_dead_h, frame.columns[power::kVoltage], hours);
        const auto links = frame.columns[water::kLinkState];
        for (std::size_t k = 0; k < std::min(links.size(), networks.water.links.size()); ++k) {
            if (networks.water.links[k].kind == water::LinkKind::Pump && links[k] < 0.25F) {
                seen.out.pump_still_h[k] += hours;
            }
        }
    }
    world.finish();
    const engine::Figures figures = world.figures();
    seen.power = figure(figures, "person_hours_without_power");
    seen.water = figure(figures, "person_hours_without_water");
    seen.signal = figure(figures, "person_hours_without_signal");
    seen.unserved_mwh = figure(figures, "energy_not_served_mwh");
    return seen;
}

/// What is out on an ordinary evening too is not the failure's doing.
void take_away(std::map<std::size_t, double>& out, const std::map<std::size_t, double>& ordinary) {
    for (const auto& [index, hours] : ordinary) {
        const auto found = out.find(index);
        if (found != out.end() && (found->second -= hours) <= 1e-9) {
            out.erase(found);
        }
    }
}

} // namespace

std::vector<double> people_at_buses(const engine::Networks& networks) {
    std::vector<double> people(networks.power.buses.size(), 0.0);
    for (const engine::Supply& supply : networks.dependencies.supplies) {
        if (supply.provider.is(power::kBus) && supply.consumer.is(lifeline::kBuilding) &&
            supply.service == engine::Service::Power && supply.provider.index < people.size()) {
            people[supply.provider.index] +=
                static_cast<double>(networks.dependencies.buildings[supply.consumer.index].people);
        }
    }
    return people;
}

std::vector<engine::AssetRef> assets_to_fail(const engine::Networks& networks, std::size_t most) {
    const std::vector<double> at_bus = people_at_buses(networks);
    const auto behind = [&](engine::AssetRef asset, const engine::Kind& kind) {
        double people = 0.0;
        if (kind.lost_without != nullptr) {
            for (const std::uint32_t lost : kind.lost_without(networks, asset.index)) {
                people += asset.is(power::kBus) && lost < at_bus.size() ? at_bus[lost] : 0.0;
            }
        }
        return people;
    };
    std::vector<std::pair<double, engine::AssetRef>> found;
    for (std::size_t b = 0; b < networks.power.buses.size(); ++b) {
        using enum power::BusKind;
        const power::BusKind kind = networks.power.buses[b].kind;
        if (kind == Infeed || kind == Substation) {
            const engine::AssetRef asset{&power::kBus, b};
            found.emplace_back(kind == Infeed ? networks.demand.people : behind(asset, power::kBus), asset);
        }
    }
    for (std::size_t k = 0; k < networks.power.branches.size(); ++k) {
        const power::Branch& branch = networks.power.branches[k];
        const bool large = branch.transformer || branch.from >= networks.power.buses.size() ||
                           networks.power.buses[branch.from].kind != power::BusKind::Transformer;
        if (!branch.normally_open && large && branch.to < networks.power.buses.size()) {
            found.emplace_back(behind({&power::kBus, branch.to}, power::kBus), engine::AssetRef{&power::kBranch, k});
        }
    }
    // Of waterworks, pumps and masts each has its share of the people, for want of knowing better.
    const auto add_shared = [&](const engine::Kind& kind, std::size_t count, auto counts) {
        std::vector<engine::AssetRef> assets;
        for (std::size_t k = 0; k < count; ++k) {
            if (counts(k)) {
                assets.push_back({&kind, k});
            }
        }
        for (const engine::AssetRef asset : assets) {
            found.emplace_back(networks.demand.people / static_cast<double>(assets.size()), asset);
        }
    };
    const water::Network& water = networks.water;
    add_shared(water::kNode, water.nodes.size(),
               [&](std::size_t k) { return water.nodes[k].kind == water::NodeKind::Reservoir; });
    add_shared(water::kLink, water.links.size(),
               [&](std::size_t k) { return water.links[k].kind == water::LinkKind::Pump; });
    const auto& sites = networks.telecom.sites;
    add_shared(telecom::kSite, sites.size(),
               [&](std::size_t k) { return sites[k].kind == telecom::SiteKind::BaseStation; });
    std::ranges::stable_sort(found, [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<engine::AssetRef> assets;
    for (std::size_t k = 0; k < std::min(most, found.size()); ++k) {
        assets.push_back(found[k].second);
    }
    return assets;
}

Result<std::vector<Failure>> try_failures(const engine::Networks& networks, const std::vector<engine::AssetRef>& assets,
                                          unsigned threads, const std::function<void(double)>& progress,
                                          const std::stop_token& stop) {
    const Evening ordinary = evening(networks, {}, stop);
    std::vector<Failure> failures(assets.size());
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> done{0};
    const auto one = [&](std::size_t k) {
        Evening seen = evening(networks, assets[k], stop);
        Failure& failure = failures[k];
        failure = std::move(seen.out);
        failure.a_year = rate_of(engine::asset_key(networks, assets[k]));
        failure.without_power_h = std::max(0.0, seen.power - ordinary.power);
        failure.without_water_h = std::max(0.0, seen.water - ordinary.water);
        failure.without_signal_h = std::max(0.0, seen.signal - ordinary.signal);
        failure.unserved_mwh = std::max(0.0, seen.unserved_mwh - ordinary.unserved_mwh);
        take_away(failure.dark_h, ordinary.out.dark_h);
        take_away(failure.pump_still_h, ordinary.out.pump_still_h);
        take_away(failure.site_dead_h, ordinary.out.site_dead_h);
        take_away(failure.bus_dead_h, ordinary.out.bus_dead_h);
        ++done;
    };
    const auto take = [&] { return stop.stop_requested() ? assets.size() : next++; };
    {
        std::vector<std::jthread> helpers;
        for (unsigned t = 1; t < std::max(1U, threads); ++t) {
            helpers.emplace_back([&] {
                for (std::size_t k = take(); k < assets.size(); k = take()) {
                    one(k);
                }
            });
        }
        for (std::size_t k = take(); k < assets.size(); k = take()) {
            one(k);
            progress(static_cast<double>(done) / static_cast<double>(assets.size()));
        }
    }
    if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled, "The search for candidates was cancelled.");
    }
    return failures;
}

} // namespace cityloom::scenarios

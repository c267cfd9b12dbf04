// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/apply.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "scenarios/measure/check.h"
#include "scenarios/measure/given.h"
#include "scenarios/measure/kind.h"
#include "sim/core/state_hash.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios {

namespace {

tl::unexpected<Error> at(const Error& error, const std::string& where) {
    return fail(error.code, error.message, error.where.empty() ? where : error.where);
}

/// The city as the measures change it before networks are derived; nothing where none does.
Result<std::optional<gis::City>> changed_city(const gis::City& city, const engine::Networks& base,
                                              std::span<const Measure> measures) {
    std::optional<gis::City> changed;
    for (std::size_t m = 0; m < measures.size(); ++m) {
        const MeasureKind* kind = find_measure_kind(measures[m].kind);
        if (kind == nullptr || kind->change_city == nullptr) {
            continue;
        }
        if (const Check wrong = check_measure(measures[m], {changed ? *changed : city, base}, measures.first(m))) {
            return tl::make_unexpected(wrong->error());
        }
        if (!changed) {
            changed = city;
        }
        if (auto done = kind->change_city(Given{measures[m].args, kind->form.arguments}, *changed); !done) {
            return at(done.error(), format_measure(measures[m]));
        }
    }
    return changed;
}

Result<void> apply_measure(const Measure& measure, const gis::City& city, const gis::City& changed,
                           AppliedCity& applied) {
    const MeasureKind* kind = find_measure_kind(measure.kind);
    if (kind != nullptr && kind->apply == nullptr) {
        return {}; // it has changed the city
    }
    if (const Check wrong = check_measure(measure, {changed, applied.networks})) {
        return tl::make_unexpected(wrong->error());
    }
    if (auto done = kind->apply(Given{measure.args, kind->form.arguments}, city, applied); !done) {
        return at(done.error(), format_measure(measure));
    }
    return {};
}

Result<void> apply_event(const TimedEvent& event, const gis::City& city, AppliedCity& applied) {
    if (const Check wrong = check_event(event, {city, applied.networks})) {
        return tl::make_unexpected(wrong->error());
    }
    const EventVerb* verb = find_event_verb(event.kind);
    auto events = verb->events(event.at, Given{event.args, verb->form.arguments}, applied.networks);
    if (!events) {
        return at(events.error(), format_event(event));
    }
    applied.events.insert(applied.events.end(), events->begin(), events->end());
    return {};
}

/// Tells applied cities apart: by their measures, and by how much of everything there is.
std::uint64_t fingerprint_of(const engine::Networks& networks, std::span<const Measure> measures) {
    StateHash hash;
    for (const Measure& measure : measures) {
        for (const char c : format_measure(measure)) {
            hash.add(c);
        }
    }
    for (const engine::Kind* kind : engine::kinds()) {
        hash.add(static_cast<std::uint64_t>(kind->count(networks)));
    }
    hash.add(static_cast<std::uint64_t>(networks.roads.turns.size()));
    return std::max<std::uint64_t>(1, hash.value());
}

} // namespace

Result<AppliedCity> apply_scenario(const gis::City& city, const engine::Networks& base, const Scenario& scenario,
                                   const std::stop_token& stop) {
    return apply_scenario(std::shared_ptr<const gis::City>{std::shared_ptr<const gis::City>{}, &city}, base, scenario,
                          stop);
}

Result<AppliedCity> apply_scenario(std::shared_ptr<const gis::City> city, const engine::Networks& base,
                                   const Scenario& scenario, const std::stop_token& stop) {
    auto changed = changed_city(*city, base, scenario.measures);
    if (!changed) {
        return tl::make_unexpected(changed.error());
    }
    AppliedCity applied{.city = city};
    if (*changed) {
        applied.networks = gis::derive_streets_anew(**changed, base, stop);
        applied.city = std::make_shared<const gis::City>(std::move(**changed));
        applied.streets_changed = true;
    } else {
        applied.networks = base;
    }
    for (const Measure& measure : scenario.measures) {
        if (stop.stop_requested()) {
            break;
        }
        if (auto done = apply_measure(measure, *city, *applied.city, applied); !done) {
            return tl::make_unexpected(done.error());
        }
        const MeasureKind* kind = find_measure_kind(measure.kind);
        constexpr unsigned kAssets = kTouchesPower | kTouchesWater | kTouchesTelecom | kTouchesChargers;
        applied.networks_changed =
            applied.networks_changed || applied.streets_changed || (kind->touches & kAssets) != 0;
    }
    if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled, "Cancelled before it was done.");
    }
    for (const TimedEvent& event : scenario.events) {
        if (auto done = apply_event(event, *applied.city, applied); !done) {
            return tl::make_unexpected(done.error());
        }
    }
    applied.fingerprint = fingerprint_of(applied.networks, scenario.measures);
    return applied;
}

engine::Networks networks_with(const gis::City& city, const engine::Networks& base, std::span<const Measure> measures) {
    AppliedCity applied;
    applied.networks = base;
    for (const Measure& measure : measures) {
        const MeasureKind* kind = find_measure_kind(measure.kind);
        if (kind != nullptr && kind->apply != nullptr && kind->change_city == nullptr && !check_measure(measure)) {
            static_cast<void>(kind->apply(Given{measure.args, kind->form.arguments}, city, applied));
        }
    }
    return std::move(applied.networks);
}

Result<std::vector<Measure>> measures_before(std::span<const Scenario> all, const Scenario& scenario) {
    if (scenario.base.empty()) {
        return std::vector<Measure>{};
    }
    auto below = resolve_scenario(all, scenario.base);
    if (!below) {
        return tl::make_unexpected(below.error());
    }
    return std::move(below->measures);
}

Result<Scenario> resolve_scenario(std::span<const Scenario> all, const std::string& name) {
    std::vector<const Scenario*> chain;
    std::string wanted = name;
    while (!wanted.empty()) {
        const auto found = std::find_if(all.begin(), all.end(), [&](const Scenario& s) { return s.name == wanted; });
        if (found == all.end()) {
            if (wanted == "base") {
                break; // the city as it stands needs no row
            }
            std::string names = "base";
            for (const Scenario& s : all) {
                names.append(", ").append(s.name);
            }
            return fail(ErrorCode::NotFound, "There is no scenario " + wanted + ". There are: " + names + ".");
        }
        if (std::find(chain.begin(), chain.end(), &*found) != chain.end()) {
            return fail(ErrorCode::Malformed, "The scenario " + name + " builds on itself; change its base.");
        }
        chain.push_back(&*found);
        wanted = found->base;
    }
    Scenario folded{.name = name};
    for (auto s = chain.rbegin(); s != chain.rend(); ++s) {
        std::ranges::copy_if((*s)->measures, std::back_inserter(folded.measures), std::not_fn(&Measure::off));
        std::ranges::copy_if((*s)->events, std::back_inserter(folded.events), std::not_fn(&TimedEvent::off));
        folded.seed = (*s)->seed;
    }
    return folded;
}

void apply_signal_overrides(traffic::RoadNetwork& roads, std::span<const SignalOverride> overrides) {
    for (const SignalOverride& change : overrides) {
        traffic::Controller& controller = roads.controllers[change.controller];
        for (std::size_t k = 0; k < change.greens_s.size() && k < controller.phases.size(); ++k) {
            controller.phases[k].green_s = change.greens_s[k];
        }
        if (change.cycle_s > 0.0) {
            double green = 0.0;
            double other = 0.0;
            for (const traffic::SignalPhase& phase : controller.phases) {
                green += phase.green_s;
                other += phase.yellow_s + phase.all_red_s;
            }
            const double scale = green > 0.0 ? std::max(0.1, (change.cycle_s - other) / green) : 1.0;
            for (traffic::SignalPhase& phase : controller.phases) {
                phase.green_s = std::max(3.0, phase.green_s * scale);
            }
        }
        if (change.offset_s >= 0.0) {
            controller.offset_s = change.offset_s;
        }
    }
}

} // namespace cityloom::scenarios

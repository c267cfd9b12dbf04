// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/effects/simulate.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <mutex>
#include <set>
#include <thread>

#include "scenarios/invest/effects/undelivered.h"
#include "scenarios/measure/apply.h"
#include "scenarios/measure/kind.h"
#include "scenarios/project/version.h"
#include "scenarios/run/run_log.h"

namespace cityloom::scenarios::invest {

namespace {

/// Does pieces of work side by side; ends early at the first that fails. \param one by its index, on any thread
/// \param done how many are, called on this thread
Result<void> side_by_side(std::size_t count, unsigned threads, const std::function<Result<void>(std::size_t)>& one,
                          const std::function<void(std::size_t)>& done, const std::stop_token& stop) {
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> finished{0};
    std::mutex guard;
    std::optional<Error> wrong;
    const auto work = [&](bool tells) {
        for (std::size_t k = next++; k < count && !stop.stop_requested(); k = next++) {
            if (auto result = one(k); !result) {
                const std::scoped_lock lock{guard};
                wrong = wrong ? wrong : result.error();
                next = count;
            }
            ++finished;
            if (tells) {
                done(finished);
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (unsigned t = 1; t < std::min<std::size_t>(threads, count); ++t) {
            helpers.emplace_back([&] { work(false); });
        }
        work(true);
    }
    if (wrong) {
        return tl::make_unexpected(*wrong);
    }
    if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled, "The simulations were cancelled; what was simulated by then is kept.");
    }
    return {};
}

unsigned touched(std::span<const Measure> measures) {
    unsigned all = 0;
    for (const Measure& measure : measures) {
        const MeasureKind* kind = find_measure_kind(measure.kind);
        all |= kind != nullptr && !measure.off ? kind->touches : 0U;
    }
    return all;
}

} // namespace

bool touches_traffic(std::span<const Measure> measures) {
    return (touched(measures) & kTouchesTraffic) != 0;
}

bool touches_lifelines(std::span<const Measure> measures) {
    return (touched(measures) & kTouchesLifelines) != 0;
}

Scenario with_measures(const Scenario& base, const std::vector<Measure>& measures, std::string name) {
    Scenario scenario{.name = std::move(name), .measures = base.measures, .seed = base.seed};
    for (Measure measure : measures) {
        measure.begins = 0;
        scenario.measures.push_back(std::move(measure));
    }
    return scenario;
}

EffectKeeping keep_in(ProjectStore& store) {
    return {.note = [&store](const std::string& key, const std::string& text) { return store.put_setting(key, text); },
            .result =
                [&store](const std::string& scenario, const Scenario& resolved, const RunReport& report,
                         std::span<const std::pair<TimeUs, std::string>> frames) {
                    return keep_result(store, scenario, resolved, report, frames);
                }};
}

/// One run that is still to be done.
struct EffectSimulator::Run {
    std::size_t of = 0; ///< case
    BaseKey key;
    std::string kept_as;
    std::vector<Quantities> found; ///< city, then districts
};

Result<EffectSimulator> EffectSimulator::make(const ProjectStore& store, EffectKeeping keeping,
                                              const LoadedProject& project, const std::string& base,
                                              EffectRequest request, const std::stop_token& stop) {
    auto resolved = resolve_scenario(project.scenarios, base);
    if (!resolved) {
        return tl::make_unexpected(resolved.error());
    }
    if (!resolved->events.empty()) {
        return fail(ErrorCode::Malformed,
                    "The scenario \"" + base +
                        "\" holds events, which have hours of their own. Name one without: failures are tried anyway.");
    }
    EffectSimulator simulator{store, std::move(keeping), project, std::move(*resolved), std::move(request)};
    simulator.base_.name = base;
    auto applied = simulator.apply({}, stop);
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    simulator.applied_ = std::move(*applied);
    simulator.failing_ = keys_to_fail(simulator.applied_->networks, simulator.request_.failures);
    return simulator;
}

Result<std::shared_ptr<const AppliedCity>> EffectSimulator::apply(const std::vector<Measure>& measures,
                                                                  const std::stop_token& stop) const {
    auto applied = apply_scenario(project_->city, project_->networks, with_measures(base_, measures, base_.name), stop);
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    return std::make_shared<const AppliedCity>(std::move(*applied));
}

RunRequest EffectSimulator::run_of(const BaseKey& key) const {
    const Period& period = request_.periods[key.period];
    const auto trips = static_cast<double>(trips_of_period(project_->networks.demand, period));
    return {.start = period.start,
            .duration = period.duration,
            .trips = static_cast<std::uint64_t>(std::max(1.0, std::round(key.demand * trips))),
            .seed = key.seed,
            .threads = 1};
}

RunRequest EffectSimulator::busiest_run() const {
    RunRequest busiest = run_of({0, request_.first_seed, 1.0});
    for (std::size_t p = 1; p < request_.periods.size(); ++p) {
        const RunRequest other = run_of({p, request_.first_seed, 1.0});
        busiest = other.trips > busiest.trips ? other : busiest;
    }
    return busiest;
}

std::string EffectSimulator::words_of(const BaseKey& key) const {
    return request_.periods[key.period].id + ", " + std::to_string(run_of(key).trips) + " trips, seed " +
           std::to_string(key.seed);
}

std::string EffectSimulator::key_of(const Scenario& scenario, const BaseKey& run) const {
    const RunRequest request = run_of(run);
    return "effect/" + std::string{program_version()} + "/" + std::to_string(applied_->fingerprint) + "/" +
           fingerprint(base_) + "/" + fingerprint(scenario) + "/" + format_clock(request.start) + "+" +
           std::to_string(request.duration / kSecondUs) + "/" + std::to_string(request.trips) + "/" +
           std::to_string(request.seed) + "/" +
           std::to_string(std::bit_cast<std::uint64_t>(request_.periods[run.period].runs_a_year()));
}

Result<std::optional<std::vector<Quantities>>> EffectSimulator::kept(const std::string& key, std::size_t count) const {
    if (const auto now = noted_.find(key); now != noted_.end()) {
        if (auto quantities = decode_quantities(now->second, count)) {
            return std::optional{std::move(*quantities)};
        }
    }
    const auto text = store_->setting(key);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    if (text->has_value()) {
        if (auto quantities = decode_quantities(**text, count)) {
            return std::optional{std::move(*quantities)};
        }
    }
    return std::optional<std::vector<Quantities>>{};
}

Result<void> EffectSimulator::note(const std::string& key, const std::vector<Quantities>& found) {
    const std::string text = encode(found);
    noted_[key] = text;
    return keeping_.note(key, text);
}

Result<void> EffectSimulator::run_bases(const std::vector<BaseKey>& keys, const Progress& progress,
                                        const std::stop_token& stop) {
    std::vector<BaseKey> missing;
    for (const BaseKey& key : keys) {
        if (base_trips_.contains(key)) {
            continue;
        }
        const auto stored = find_result(*store_, *project_, base_.name, run_of(key));
        if (!stored) {
            return tl::make_unexpected(stored.error());
        }
        if (stored->has_value()) {
            if (auto trips = trips_of(*store_, **stored)) {
                base_trips_[key] = std::move(*trips);
                hashes_[words_of(key)] = hash_text((*stored)->state_hash);
                continue;
            }
        }
        missing.push_back(key);
    }
    std::mutex guard;
    return side_by_side(
        missing.size(), thread_count({.threads = request_.threads}),
        [&](std::size_t k) -> Result<void> {
            auto report = run_scenario(*applied_, base_.name, run_of(missing[k]), {}, stop);
            if (!report) {
                return tl::make_unexpected(report.error());
            }
            const std::scoped_lock lock{guard};
            if (auto stays = keeping_.result(base_.name, base_, *report, {}); !stays) {
                return tl::make_unexpected(stays.error());
            }
            base_trips_[missing[k]] = std::move(report->trips);
            hashes_[words_of(missing[k])] = hash_text(report->state_hash);
            ++simulated_;
            return {};
        },
        [&](std::size_t done) {
            progress(static_cast<double>(done) / static_cast<double>(missing.size()), "the city as it stands");
        },
        stop);
}

std::vector<Quantities> EffectSimulator::by_district(const TripTable& without, const TripTable& with,
                                                     double runs_a_year, std::size_t& unmatched) const {
    const std::size_t districts = project_->networks.dependencies.district_names.size();
    std::vector<TripTable> a(districts + 1);
    std::vector<TripTable> b(districts + 1);
    for (const TripRow& trip : without) {
        a[std::min<std::size_t>(trip.district, districts)].push_back(trip);
    }
    // A trip belongs where the base has it start: streets that are derived anew may move its start over a border.
    for (const TripRow& trip : with) {
        const auto same = std::ranges::lower_bound(without, trip.id, {}, &TripRow::id);
        const std::uint32_t district = same != without.end() && same->id == trip.id ? same->district : trip.district;
        b[std::min<std::size_t>(district, districts)].push_back(trip);
    }
    std::vector<Quantities> found(1);
    for (std::size_t d = 0; d <= districts; ++d) {
        const TripChanges changes = trip_changes(a[d], b[d]);
        unmatched += changes.unmatched;
        found.push_back(quantities_of(changes, runs_a_year));
        found.front().add(found.back());
    }
    return found;
}

Result<Quantities> EffectSimulator::lifelines(const Scenario& scenario, const Progress& progress,
                                              const std::stop_token& stop) {
    const std::string key = "effect/" + std::string{program_version()} + "/" + std::to_string(applied_->fingerprint) +
                            "/" + fingerprint(base_) + "/" + fingerprint(scenario) + "/failures/" +
                            std::to_string(failing_.size());
    auto before = kept(key, 1);
    if (!before) {
        return tl::make_unexpected(before.error());
    }
    if (before->has_value()) {
        return (**before)[0];
    }
    const auto applied = apply_scenario(project_->city, project_->networks, scenario, stop);
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    const auto year = undelivered(
        applied->networks, applied_->networks, failing_, thread_count({.threads = request_.threads}),
        [&](double fraction) { progress(fraction, "failures"); }, stop);
    if (!year) {
        return year;
    }
    ++simulated_;
    if (auto stays = note(key, {*year}); !stays) {
        return tl::make_unexpected(stays.error());
    }
    return *year;
}

Result<std::vector<Effects>> EffectSimulator::simulate(std::span<const EffectCase> cases, const Progress& progress,
                                                       const std::stop_token& stop) {
    const std::size_t parts = project_->networks.dependencies.district_names.size() + 2;
    std::vector<Effects> effects(cases.size());
    std::vector<Scenario> scenarios;
    std::vector<Run> runs;
    for (std::size_t c = 0; c < cases.size(); ++c) {
        scenarios.push_back(with_measures(base_, cases[c].measures, base_.name));
        effects[c].seeds.resize(static_cast<std::size_t>(request_.seeds));
        effects[c].districts.resize(parts - 1);
        for (std::size_t p = 0; touches_traffic(cases[c].measures) && p < request_.periods.size(); ++p) {
            for (int s = 0; s < request_.seeds; ++s) {
                runs.push_back(
                    {.of = c, .key = {p, request_.first_seed + static_cast<std::uint64_t>(s), cases[c].demand}});
            }
        }
    }
    // Of runs that are alike, and of those that are kept, none is done again.
    std::map<std::string, std::vector<Quantities>> known;
    std::vector<Run*> missing;
    std::set<std::string> asked;
    std::vector<BaseKey> bases;
    for (Run& run : runs) {
        run.kept_as = key_of(scenarios[run.of], run.key);
        if (!asked.insert(run.kept_as).second) {
            continue;
        }
        auto before = kept(run.kept_as, parts);
        if (!before) {
            return tl::make_unexpected(before.error());
        }
        if (before->has_value()) {
            known[run.kept_as] = std::move(**before);
            // What it was held against is told whether it is run now or was before.
            if (const auto base = find_result(*store_, *project_, base_.name, run_of(run.key)); base && *base) {
                hashes_[words_of(run.key)] = hash_text((*base)->state_hash);
            }
        } else {
            missing.push_back(&run);
            if (std::ranges::find(bases, run.key) == bases.end()) {
                bases.push_back(run.key);
            }
        }
    }
    const double bases_share =
        0.5 * static_cast<double>(bases.size()) / std::max(1.0, static_cast<double>(bases.size() + missing.size()));
    if (auto done = run_bases(
            bases, [&](double f, const std::string& what) { progress(bases_share * f, what); }, stop);
        !done) {
        return tl::make_unexpected(done.error());
    }
    struct Shared {
        std::mutex guard;
        std::shared_ptr<const AppliedCity> applied;
        std::size_t left = 0;
    };
    std::vector<Shared> shared(cases.size());
    for (const Run* run : missing) {
        ++shared[run->of].left;
    }
    std::mutex guard;
    const auto one = [&](std::size_t k) -> Result<void> {
        Run& run = *missing[k];
        std::shared_ptr<const AppliedCity> applied;
        {
            const std::scoped_lock lock{shared[run.of].guard};
            if (!shared[run.of].applied) {
                auto made = apply(cases[run.of].measures, stop);
                if (!made) {
                    return tl::make_unexpected(made.error());
                }
                shared[run.of].applied = std::move(*made);
            }
            applied = shared[run.of].applied;
            if (--shared[run.of].left == 0) {
                shared[run.of].applied.reset();
            }
        }
        const auto report = run_scenario(*applied, base_.name, run_of(run.key), {}, stop);
        if (!report) {
            return tl::make_unexpected(report.error());
        }
        std::size_t unmatched = 0;
        run.found = by_district(base_trips_.at(run.key), report->trips, request_.periods[run.key.period].runs_a_year(),
                                unmatched);
        if (unmatched > 0) {
            return fail(ErrorCode::Malformed,
                        "These measures schedule other trips than the base has, so that what the trips cost does not "
                        "compare. Leave out what changes the demand, and lanes of streets that reach the map's edge: "
                        "through traffic enters by its lanes there.");
        }
        const std::scoped_lock lock{guard};
        ++simulated_;
        return note(run.kept_as, run.found);
    };
    const auto tell = [&](std::size_t done) {
        progress(bases_share + (0.8 - bases_share) * static_cast<double>(done) / static_cast<double>(missing.size()),
                 "traffic with measures");
    };
    if (auto done = side_by_side(missing.size(), thread_count({.threads = request_.threads}), one, tell, stop); !done) {
        return tl::make_unexpected(done.error());
    }
    for (const Run* run : missing) {
        known[run->kept_as] = run->found;
    }
    const double seed_share = 1.0 / static_cast<double>(request_.seeds);
    for (const Run& run : runs) {
        const std::vector<Quantities>& found = known.at(run.kept_as);
        effects[run.of].seeds[run.key.seed - request_.first_seed].add(found.front());
        for (std::size_t d = 0; d + 1 < parts; ++d) {
            effects[run.of].districts[d].add(found[d + 1], seed_share);
        }
    }
    std::optional<Quantities> ordinary;
    for (std::size_t c = 0; c < cases.size(); ++c) {
        if (!touches_lifelines(cases[c].measures)) {
            continue;
        }
        const auto part = [&](double f, const std::string& what) {
            progress(0.8 + 0.2 * (static_cast<double>(c) + f) / static_cast<double>(cases.size()), what);
        };
        if (!ordinary) {
            const auto year = lifelines(with_measures(base_, {}, base_.name), part, stop);
            if (!year) {
                return tl::make_unexpected(year.error());
            }
            ordinary = *year;
        }
        const auto year = lifelines(scenarios[c], part, stop);
        if (!year) {
            return tl::make_unexpected(year.error());
        }
        for (Quantities& seed : effects[c].seeds) {
            seed.add(*ordinary).add(*year, -1.0);
        }
    }
    progress(1.0, "done");
    return effects;
}

} // namespace cityloom::scenarios::invest
